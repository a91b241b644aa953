import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("community", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommentRevision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("revision", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("replaced_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier_revisions",
                        to="community.comment",
                    ),
                ),
            ],
            options={
                "ordering": ["comment", "revision"],
                "constraints": [
                    models.UniqueConstraint(fields=("comment", "revision"), name="one_wording_per_revision")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="comment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["decided", "closed"]), _negated=True),
                    ("decided_at__isnull", False),
                    _connector="OR",
                ),
                name="decided_comment_says_when",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "claimed", "with_department"])),
                fields=["channel", "urgency", "due_at", "id"],
                name="comment_queue_of_channel",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state", "claimed")), fields=["claim_until"], name="comment_by_claim"
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("is_hidden", True)),
                fields=["municipality", "-decided_at"],
                name="comment_hidden_by_decision",
            ),
        ),
        migrations.AddIndex(
            model_name="decision",
            index=models.Index(
                condition=models.Q(("kind", "hide")), fields=["clause", "-decided_at"], name="decision_by_clause"
            ),
        ),
    ]
