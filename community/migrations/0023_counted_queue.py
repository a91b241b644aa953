# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The queue is counted from its index alone, lists lie in order, and four indexes less are kept (docs/adr/0069)."""

from django.conf import settings
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0018_asks_other_way"),
        ("channels_mgmt", "0040_department_register"),
        ("community", "0022_upstream"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_queue",
        ),
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_queue_of_kind",
        ),
        migrations.RemoveIndex(
            model_name="comment",
            name="comment_by_delivery",
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "claimed", "with_department"])),
                fields=["municipality", "urgency", "due_at", "id", "apart", "state", "claim_until"],
                name="comment_queue",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(
                    ("state__in", ["new", "claimed", "with_department"]), models.Q(("apart", ""), _negated=True)
                ),
                fields=["municipality", "apart", "urgency", "due_at", "id"],
                name="comment_queue_apart",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "claimed", "with_department"])),
                fields=["municipality", "kind", "urgency", "due_at", "id", "apart"],
                name="comment_queue_of_kind",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["delivery", "posted_at", "id", "municipality"],
                name="comment_by_delivery",
            ),
        ),
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                condition=models.Q(("state__in", ["new", "claimed", "with_department"])),
                fields=["delivery", "urgency", "due_at", "id"],
                name="comment_queue_of_post",
            ),
        ),
        migrations.AlterField(
            model_name='comment',
            name='author',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='community.author'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='channel',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='channels_mgmt.channel'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='delivery',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='channels_mgmt.delivery'),
        ),
        migrations.AlterField(
            model_name='comment',
            name='municipality',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='accounts.municipality'),
        ),
    ]
