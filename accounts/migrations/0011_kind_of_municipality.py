# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0010_keys_and_acts'),
    ]

    operations = [
        migrations.AddField(
            model_name='municipality',
            name='kind',
            field=models.CharField(blank=True, choices=[('town', 'Town'), ('large_town', 'Large town of a district'), ('independent_city', 'City without district'), ('municipality', 'Municipality'), ('market', 'Market'), ('flecken', 'Flecken'), ('samtgemeinde', 'Samtgemeinde'), ('verbandsgemeinde', 'Verbandsgemeinde'), ('amt', 'Amt (association of municipalities)'), ('verwaltungsgemeinschaft', 'Verwaltungsgemeinschaft'), ('district', 'District'), ('borough', 'Bezirk')], default='', help_text='Pages and documents use its words: die Gemeinde, der Markt, der Landkreis.', max_length=24, verbose_name='Kind of municipality'),
        ),
        migrations.AddConstraint(
            model_name='municipality',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['', 'town', 'large_town', 'independent_city', 'municipality', 'market', 'flecken', 'samtgemeinde', 'verbandsgemeinde', 'amt', 'verwaltungsgemeinschaft', 'district', 'borough'])), name='municipality_kind_known'),
        ),
    ]
