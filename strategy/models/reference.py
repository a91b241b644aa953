# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reference tables of the installation: age structure and platform use. They belong to no town."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.folding import drop_accents, spell_out_umlauts

AGE_FIELDS = (
    "age_0_2",
    "age_3_5",
    "age_6_9",
    "age_10_15",
    "age_16_18",
    "age_19_24",
    "age_25_39",
    "age_40_59",
    "age_60_66",
    "age_67_74",
    "age_75_plus",
)


def search_key(text: str) -> str:
    """``Übach-Palenberg`` → ``uebach-palenberg``: one spelling for small letters, umlauts and accents."""
    return " ".join(drop_accents(spell_out_umlauts(text.casefold()), "NFKD").split())


class AgeProfile(models.Model):
    """Age structure of a municipality, a state or the country (Zensus 2022). Installation-wide."""

    class Level(models.TextChoices):
        MUNICIPALITY = "municipality", _("Municipality")
        STATE = "state", _("Federal state")
        COUNTRY = "country", _("Country")

    code = models.CharField(_("Official code"), max_length=8, unique=True)
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.MUNICIPALITY)
    name = models.CharField(max_length=120, db_index=True)
    district_name = models.CharField(max_length=120, blank=True)
    # Spelled for searching (``search_key``): the two databases fold capitals of umlauts differently.
    name_key = models.CharField(max_length=260, blank=True, db_index=True)
    district_key = models.CharField(max_length=260, blank=True, db_index=True)
    population = models.PositiveIntegerField()
    census_year = models.PositiveSmallIntegerField(default=2022)
    age_0_2 = models.PositiveIntegerField(null=True)
    age_3_5 = models.PositiveIntegerField(null=True)
    age_6_9 = models.PositiveIntegerField(null=True)
    age_10_15 = models.PositiveIntegerField(null=True)
    age_16_18 = models.PositiveIntegerField(null=True)
    age_19_24 = models.PositiveIntegerField(null=True)
    age_25_39 = models.PositiveIntegerField(null=True)
    age_40_59 = models.PositiveIntegerField(null=True)
    age_60_66 = models.PositiveIntegerField(null=True)
    age_67_74 = models.PositiveIntegerField(null=True)
    age_75_plus = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("age profile")

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def has_ages(self) -> bool:
        return self.age_25_39 is not None

    @property
    def district_code(self) -> str:
        """The first five digits: the district, or the town itself where it belongs to none."""
        return self.code[:5]


class PlatformUsage(models.Model):
    """One published figure: share of an age band that uses a platform. Installation-wide."""

    class Status(models.TextChoices):
        SOURCED = "sourced", _("sourced")
        BOUND = "bound", _("bound")
        ESTIMATE = "estimate", _("estimate")

    platform = models.CharField(max_length=40)
    age_from = models.PositiveSmallIntegerField()
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2)
    metric = models.CharField(max_length=80)
    base = models.CharField(max_length=160)
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status.choices)
    sample_size = models.PositiveIntegerField(null=True, blank=True)
    source_url = models.URLField(max_length=500, blank=True)
    note = models.CharField(max_length=300, blank=True)
    # The last change in the browser; empty for figures that came with a file.
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("figure of platform use")
        constraints = [
            models.UniqueConstraint(
                fields=["platform", "age_from", "age_to", "metric", "base", "year"], name="one_usage_figure"
            ),
            models.UniqueConstraint(
                fields=["platform", "age_from", "metric", "base", "year"],
                condition=Q(age_to__isnull=True),
                name="one_open_ended_usage_figure",
            ),
            models.CheckConstraint(condition=Q(percent__gte=0, percent__lte=100), name="usage_is_a_percentage"),
            models.CheckConstraint(
                condition=Q(age_to__isnull=True) | Q(age_to__gte=F("age_from")), name="usage_band_is_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(status="estimate") | ~Q(source_url=""), name="usage_without_source_is_an_estimate"
            ),
        ]


class UsageTable(models.Model):
    """The one row that counts changes of the table of platform use; updating it makes writers wait for each other."""

    THE_ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONLY)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_usage_table")]
