# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


def take_over_links(apps, schema_editor):
    """Fill the register from the departments that have had a link.

    One entry per address: the name used last, the other ones beside it. The rows themselves keep their words.
    """
    entries = apps.get_model("channels_mgmt", "Department")._base_manager
    rows = apps.get_model("channels_mgmt", "DepartmentLink")._base_manager
    names = rows.values_list("municipality_id", "name", "email").annotate(last=models.Max("created_at")).order_by("-last")
    for town, name, email, _last in names:
        entry, is_new = entries.get_or_create(
            municipality_id=town, email=email.strip().lower(), defaults={"name": name}
        )
        known = {words.casefold() for words in (entry.name, *entry.aliases)}
        if not is_new and name.casefold() not in known and len(entry.aliases) < 10:
            entry.aliases = [*entry.aliases, name]
            entry.save(update_fields=["aliases"])


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_asks_other_way'),
        ('channels_mgmt', '0039_writing_rights_and_topic_mail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='departmentlink',
            name='name',
            field=models.CharField(max_length=120, verbose_name='Department'),
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='Department')),
                ('email', models.EmailField(max_length=254, verbose_name='E-mail address')),
                ('aliases', models.JSONField(blank=True, default=list, verbose_name='Other names and addresses')),
                ('is_paused', models.BooleanField(default=False, verbose_name='Paused')),
                ('version', models.PositiveIntegerField(default=1)),
                ('entered_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'email'), name='one_department_per_address')],
            },
        ),
        migrations.RunPython(take_over_links, migrations.RunPython.noop),
    ]
