# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Texts to answer with, the public page of answered questions, and how a town answers; answers become searchable."""

import core.folded
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from core.folding import fold_words

NAME = "decision_folded_words"
BATCH = 2000


def fold_what_is_there(apps, schema_editor):
    decisions = apps.get_model("community", "Decision")._base_manager.exclude(reply_text="").filter(emptied_at=None)
    last = 0
    while batch := list(decisions.filter(pk__gt=last).order_by("pk").only("pk", "reply_text")[:BATCH]):
        for decision in batch:
            decision.searchable = fold_words(decision.reply_text)
        decisions.bulk_update(batch, ["searchable"])
        last = batch[-1].pk


def make_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE INDEX {NAME} ON community_decision"
            " USING gin (to_tsvector('simple'::regconfig, COALESCE(searchable, '')))"
        )


def drop_index(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX IF EXISTS {NAME}")


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_asks_other_way"),
        ("community", "0017_danger_line"),
        ("netiquette", "0004_published_papers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="FaqEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("question", models.CharField(max_length=200, verbose_name="Question")),
                ("answer", models.CharField(max_length=5000, verbose_name="Answer")),
                ("searchable", core.folded.FoldedField("all_words", default="", editable=False)),
                ("as_of", models.DateField(verbose_name="True as of")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="To be looked at again by")),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("published_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "answered question",
                "verbose_name_plural": "answered questions",
            },
        ),
        migrations.CreateModel(
            name="ReplySettings",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uses_initials", models.BooleanField(default=False, verbose_name="Initials stand below answers")),
                (
                    "release",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "no answer"),
                            (1, "answers to comments that may be a danger"),
                            (2, "answers to delicate comments: danger and soon"),
                            (3, "every answer"),
                        ],
                        default=0,
                        verbose_name="A second person releases",
                    ),
                ),
                ("tone_guide", models.CharField(blank=True, max_length=5000, verbose_name="How we answer")),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "settings of answers",
            },
        ),
        migrations.CreateModel(
            name="Snippet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reply", "Text for answers"),
                            ("rationale", "Text for reasons"),
                            ("answer", "Kept answer"),
                        ],
                        max_length=10,
                        verbose_name="For what?",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="Name")),
                ("text", models.CharField(max_length=5000, verbose_name="Text")),
                ("searchable", core.folded.FoldedField("all_words", default="", editable=False)),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="Valid until")),
                ("version", models.PositiveIntegerField(default=1)),
                ("uses", models.PositiveIntegerField(default=0)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("retired_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "text module",
                "verbose_name_plural": "text modules",
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SnippetVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=120)),
                ("text", models.CharField(max_length=5000)),
                ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-version"],
            },
        ),
        migrations.CreateModel(
            name="StaffInitials",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("initials", models.CharField(max_length=5, verbose_name="Initials")),
                ("agreed_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "initials",
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="needs_release",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="decision",
            name="released_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="decision",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="decision",
            name="return_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="decision",
            name="searchable",
            field=core.folded.FoldedField("reply_text", default="", editable=False),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("needs_release", True), ("released_at__isnull", True), ("undone_at__isnull", True)),
                fields=["decided_at"],
                name="decision_to_release",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("released_at__isnull", True), ("released_by__isnull", True)),
                    models.Q(
                        ("needs_release", True),
                        ("released_at__isnull", False),
                        ("released_by__isnull", False),
                        models.Q(("released_by", models.F("actor")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="answer_is_released_by_a_second_person",
            ),
        ),
        migrations.AddField(
            model_name="faqentry",
            name="comment",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="faq_entries",
                to="community.comment",
            ),
        ),
        migrations.AddField(
            model_name="faqentry",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality"
            ),
        ),
        migrations.AddField(
            model_name="faqentry",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Who answers for it?",
            ),
        ),
        migrations.AddField(
            model_name="faqentry",
            name="published_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="replysettings",
            name="changed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="replysettings",
            name="municipality",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality"
            ),
        ),
        migrations.AddField(
            model_name="snippet",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality"
            ),
        ),
        migrations.AddField(
            model_name="snippet",
            name="owner",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="Who answers for it?",
            ),
        ),
        migrations.AddField(
            model_name="snippet",
            name="source",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="kept_as",
                to="community.decision",
            ),
        ),
        migrations.AddField(
            model_name="snippetversion",
            name="saved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="snippetversion",
            name="snippet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="community.snippet"
            ),
        ),
        migrations.AddField(
            model_name="staffinitials",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.municipality"
            ),
        ),
        migrations.AddField(
            model_name="staffinitials",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddIndex(
            model_name="faqentry",
            index=models.Index(fields=["municipality", "state", "question"], name="faq_by_state"),
        ),
        migrations.AddConstraint(
            model_name="faqentry",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("question", ""), _negated=True), models.Q(("answer", ""), _negated=True)),
                name="faq_has_question_and_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="faqentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    models.Q(("published_at__isnull", False), ("published_by__isnull", False)),
                    _connector="OR",
                ),
                name="published_faq_has_a_person_and_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="faqentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "published"])),
                fields=("municipality", "question"),
                name="one_answer_per_question",
            ),
        ),
        migrations.AddIndex(
            model_name="snippet",
            index=models.Index(
                condition=models.Q(("retired_at__isnull", True), ("valid_until__isnull", False)),
                fields=["municipality", "valid_until"],
                name="snippet_by_expiry",
            ),
        ),
        migrations.AddConstraint(
            model_name="snippet",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("name", ""), _negated=True), models.Q(("text", ""), _negated=True)),
                name="snippet_has_a_name_and_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="snippet",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "answer"), ("source__isnull", True), _connector="OR"),
                name="only_kept_answers_have_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="snippet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("municipality", "kind", "name"),
                name="one_snippet_in_use_per_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="snippet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("source",),
                name="one_kept_answer_per_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="snippetversion",
            constraint=models.UniqueConstraint(fields=("snippet", "version"), name="one_wording_per_snippet_version"),
        ),
        migrations.AddConstraint(
            model_name="staffinitials",
            constraint=models.UniqueConstraint(
                fields=("municipality", "person"), name="one_set_of_initials_per_person"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffinitials",
            constraint=models.UniqueConstraint(fields=("municipality", "initials"), name="initials_mean_one_person"),
        ),
        migrations.AddConstraint(
            model_name="staffinitials",
            constraint=models.CheckConstraint(
                condition=models.Q(("initials", ""), _negated=True), name="initials_have_letters"
            ),
        ),
        migrations.RunPython(fold_what_is_there, migrations.RunPython.noop),
        migrations.RunPython(make_index, drop_index),
    ]
