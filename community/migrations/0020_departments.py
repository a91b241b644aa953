# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

import community.models.departments
import django.db.models.deletion
from django.db import migrations, models


def take_over_questions(apps, schema_editor):
    """Add the departments that were asked because of comments.

    One entry per address: the name used last, the other ones beside it. The rows themselves keep their words.
    """
    entries = apps.get_model("channels_mgmt", "Department")._base_manager
    rows = apps.get_model("community", "DepartmentQuestion")._base_manager
    names = rows.values_list("municipality_id", "department", "email").annotate(last=models.Max("asked_at")).order_by("-last")
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
        ("channels_mgmt", "0040_department_register"),
        ("community", "0019_ladder"),
    ]

    operations = [
        migrations.CreateModel(
            name='DepartmentFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=120)),
                ('media_type', models.CharField(max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('file', models.FileField(upload_to=community.models.departments.department_file_path)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='files', to='community.departmentquestion')),
            ],
            options={
                'verbose_name': 'file of a department',
                'verbose_name_plural': 'files of departments',
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('question', 'position'), name='department_file_has_its_place'), models.CheckConstraint(condition=models.Q(('position__gte', 1), ('position__lte', 3)), name='three_files_of_a_department')],
            },
        ),
        migrations.RunPython(take_over_questions, migrations.RunPython.noop),
    ]
