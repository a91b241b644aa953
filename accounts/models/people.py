# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""People, towns, and who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from functools import cached_property
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate, now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.domain.kinds import Kind, Words, words_for
from accounts.domain.roles import OFFICES, Role
from accounts.models.local_holidays import local_holidays_of
from accounts.models.offices import OfficeRequest
from core.free_days import FreeDays
from core.questions import question_planned_once
from core.scoping import ScopedManager


class PasswordOrigin(models.TextChoices):
    """How somebody came to the password."""

    INVITATION = "invitation", _("chosen with the invitation")
    CHANGE = "change", _("changed by the person")
    RESET = "reset", _("reset by mail")
    CONSOLE = "console", _("set by the operator")


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get(self, *args: Any, **kwargs: Any) -> User:
        """By key alone, as for the person of each request, in SQL that is compiled once."""
        if args or kwargs.keys() != {"pk"} or not isinstance(kwargs["pk"], int):
            return super().get(*args, **kwargs)
        found = person_by_key.one(kwargs["pk"])
        if found is None:
            raise self.model.DoesNotExist
        return found

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """A person, known by e-mail address. Rights come from memberships, never from flags."""

    email = models.EmailField(_("E-mail address"), unique=True)
    name = models.CharField(_("Name"), max_length=120)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("technical operator"), default=False)
    date_joined = models.DateTimeField(default=now)
    # Raised by one, every session of the person and every device known to the login ends.
    session_epoch = models.PositiveIntegerField(default=0)
    password_set_at = models.DateTimeField(null=True, blank=True)
    password_set_how = models.CharField(max_length=12, choices=PasswordOrigin.choices, blank=True)
    # The last time the mailbox alone was enough for a new password; a later change does not make it undone.
    password_reset_at = models.DateTimeField(null=True, blank=True)
    reset_confirmed_at = models.DateTimeField(null=True, blank=True)
    reset_confirmed_by = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    # What the person changed about the keys that act, see accounts/frame/keys.py; empty as long as nothing was.
    key_choice = models.CharField(max_length=300, blank=True, default="")
    # The roles whose tour the person has put away, see accounts/frame/tour.py.
    toured_roles = models.CharField(max_length=200, blank=True, default="")

    _password_how = ""

    objects = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.name or self.email

    def set_password(self, raw_password: str | None, *, how: str = "") -> None:
        """Remember with the next ``save`` when and how the password was set."""
        super().set_password(raw_password)
        self._password_how = how or (PasswordOrigin.INVITATION if self._state.adding else PasswordOrigin.CONSOLE)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # Django forgets the typed password when it only renews the hash: that is no new password.
        if getattr(self, "_password", None) is not None and kwargs.get("update_fields") is None:
            self.password_set_at, self.password_set_how = now(), self._password_how
            if self.password_set_how in (PasswordOrigin.RESET, PasswordOrigin.CONSOLE):
                self.password_reset_at = self.password_set_at
        super().save(*args, **kwargs)

    def get_session_auth_hash(self) -> str:
        """What a session must know to be one of this person: the password, and that nobody ended it."""
        return self._with_epoch(super().get_session_auth_hash(), None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        for secret, known in zip(settings.SECRET_KEY_FALLBACKS, super().get_session_auth_fallback_hash(), strict=True):
            yield self._with_epoch(known, secret)

    def _with_epoch(self, known: str, secret: str | bytes | None) -> str:
        if not self.session_epoch:
            return known
        sealed = salted_hmac("dorflinde.session", f"{known}|{self.session_epoch}", secret=secret, algorithm="sha256")
        return sealed.hexdigest()

    @property
    def is_head(self) -> bool:
        """Whether this person leads the authority in any town today."""
        return any(held.role == Role.LEADERSHIP for held in self.current_memberships)

    @cached_property
    def current_memberships(self) -> list[Membership]:
        """Memberships valid today with their towns, read once per object (one query)."""
        return memberships_of(self, localdate()) if self.is_active else []

    @cached_property
    def municipalities(self) -> list[Municipality]:
        """The towns this person serves, by name."""
        return list({m.municipality_id: m.municipality for m in self.current_memberships}.values())

    def roles_in(self, municipality: Municipality | int) -> set[str]:
        """The role codes this person holds today in ``municipality``."""
        wanted = municipality if isinstance(municipality, int) else municipality.pk
        return {m.role for m in self.current_memberships if m.municipality_id == wanted}


@question_planned_once
def person_by_key(pk: int) -> models.QuerySet[User]:
    return User.objects.filter(pk=pk)


class Municipality(models.Model):
    """A town: the tenant every other row belongs to."""

    class State(models.TextChoices):
        """Official state codes, the first two digits of the municipality code."""

        SH = "01", "Schleswig-Holstein"
        HH = "02", "Hamburg"
        NI = "03", "Niedersachsen"
        HB = "04", "Bremen"
        NW = "05", "Nordrhein-Westfalen"
        HE = "06", "Hessen"
        RP = "07", "Rheinland-Pfalz"
        BW = "08", "Baden-Württemberg"
        BY = "09", "Bayern"
        SL = "10", "Saarland"
        BE = "11", "Berlin"
        BB = "12", "Brandenburg"
        MV = "13", "Mecklenburg-Vorpommern"
        SN = "14", "Sachsen"
        ST = "15", "Sachsen-Anhalt"
        TH = "16", "Thüringen"

    name = models.CharField(_("Name of the town"), max_length=120)
    slug = models.SlugField(_("Short name in web addresses"), max_length=60, unique=True)
    municipality_code = models.CharField(
        _("Municipality code"),
        max_length=8,
        validators=[
            RegexValidator(r"^[0-9]{8}\Z", _("The municipality code has eight digits.")),
            RegexValidator(r"^(0[1-9]|1[0-6])", _("The municipality code begins with that of a state, 01 to 16.")),
        ],
        help_text=_("Eight digits, for example 08335043 for Konstanz."),
    )
    #: Codes it had before, oldest first: a line each with the moment of its end, a blank between.
    former_codes = models.TextField(blank=True, default="", editable=False)
    kind = models.CharField(
        _("Kind of municipality"),
        max_length=24,
        choices=Kind.choices,
        blank=True,
        default="",
        help_text=_("Pages and documents use its words: die Gemeinde, der Markt, der Landkreis."),
    )
    population = models.PositiveIntegerField(_("Inhabitants"), null=True, blank=True)
    timezone = models.CharField(_("Time zone"), max_length=40, default="Europe/Berlin")
    website = models.URLField(_("Website"), blank=True)
    imprint_url = models.URLField(_("Imprint"), blank=True)
    contact_email = models.EmailField(_("Contact address for citizens"), blank=True)
    #: Whether a post has to say where it can be found without social media before it is approved.
    asks_other_way = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        verbose_name = _("town")
        verbose_name_plural = _("towns")
        constraints = [
            models.CheckConstraint(
                condition=Q(municipality_code__regex=r"^[0-9]{8}$"), name="municipality_code_has_eight_digits"
            ),
            models.CheckConstraint(condition=Q(kind__in=["", *Kind.values]), name="municipality_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def municipality(self) -> Municipality:
        """Let permission predicates treat a town like any row that belongs to one."""
        return self

    @property
    def state_code(self) -> str:
        return self.municipality_code[:2]

    def code_at(self, at: datetime | None) -> str:
        """The municipality code in force at ``at``; without a moment the present one.

        What was signed names the town as it was called then.
        """
        if at is not None:
            for line in self.former_codes.splitlines():
                code, until = line.split(" ")
                if at <= datetime.fromisoformat(until):
                    return code
        return self.municipality_code

    @property
    def words(self) -> Words:
        """How this town is called in the language of the reader; costs no query."""
        return words_for(self.kind, self.state_code, get_language() or settings.LANGUAGE_CODE)

    @property
    def german(self) -> Words:
        """The same for what is German whoever reads it: documents, posts, rules."""
        return words_for(self.kind, self.state_code, "de")

    @property
    def zone(self) -> ZoneInfo:
        """Where the town's clocks stand."""
        return ZoneInfo(self.timezone)

    def local_day(self, at: datetime | None = None) -> date:
        """The day on the town's calendar at ``at`` (now)."""
        return localdate(at, self.zone)

    @cached_property
    def free_days(self) -> FreeDays:
        """Holidays of the state and the town's own ones; read at most once a minute."""
        return FreeDays(self.state_code, local_holidays_of(self))


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, today: date) -> MembershipQuerySet:
        """Memberships that have not ended by ``today``."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))


class Membership(models.Model):
    """One role of one person in one town. External help ends by itself (D8, D10)."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="memberships")
    role = models.CharField(_("Role"), max_length=20, choices=Role.choices)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    created_at = models.DateTimeField(default=now)
    # How an office was given: by the operator at the console, or by a request and its second person.
    is_founded = models.BooleanField(default=False)
    office_request = models.OneToOneField(OfficeRequest, models.PROTECT, null=True, blank=True, related_name="+")
    office_requested_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    office_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role in a town")
        constraints = [
            models.UniqueConstraint(fields=["user", "municipality", "role"], name="one_membership_per_role"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(
                condition=~Q(role="external") | Q(ends_on__isnull=False), name="external_help_has_an_end"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=OFFICES)
                | Q(is_founded=True)
                | (
                    Q(
                        office_request__isnull=False,
                        office_requested_by__isnull=False,
                        office_confirmed_by__isnull=False,
                    )
                    & ~Q(office_requested_by=F("office_confirmed_by"))
                    & ~Q(office_requested_by=F("user"))
                    & ~Q(office_confirmed_by=F("user"))
                ),
                name="office_needs_two_other_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


@question_planned_once
def memberships_of(user: User, today: date) -> models.QuerySet[Membership]:
    held = Membership.objects.current(today).filter(user=user).select_related("municipality")
    return held.order_by("municipality__name", "role")


class Invitation(models.Model):
    """An invitation by e-mail. Only the hash of its token is kept."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="invitations")
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120)
    roles = models.JSONField(default=list)
    ends_on = models.DateField(_("Ends on"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    # Empty for the first head and administrators, whom the operator invites at the console; only such an
    # invitation carries an office by itself, every other one needs requests that took effect (docs/adr/0020).
    invited_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        verbose_name = _("invitation")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "email"],
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name="one_open_invitation_per_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.email}"
