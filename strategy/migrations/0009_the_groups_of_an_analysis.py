# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.db import migrations, models

BASE = "German-speaking population 14+"
CHANNELS = "ever used or subscribed (channels)"
STUDY = "https://www.ard-media.de/media-perspektiven/publikationsarchiv/detailseite-2024-1/bekanntheit-und-nutzung-von-whatsapp-kanaelen"
BY_AGE = "https://www.ard-media.de/mediaperspektiven-themenwelten/themamediennutzung/social-media/bekanntheit-und-nutzung-von-whatsapp-kanaelen-drei-viertel-der-unter-30-jaehrigen-kennen-den-neuen-dienst"
DERIVED = (
    "channels; derived: residual of the published total 14 and the two published bands with Zensus 2022 weights, "
    "falling with age as published"
)
#: Ages, percent, status, sample, source, note.
FIGURES = (
    (14, None, 14, "sourced", 2500, STUDY, "total; WhatsApp channels, not the messenger"),
    (14, 29, 33, "bound", 2500, BY_AGE, 'channels; published as "just under a third"'),
    (70, None, 1, "bound", 2500, BY_AGE, 'channels; published as "practically not present"'),
    (30, 49, 16, "estimate", None, "", DERIVED),
    (50, 69, 8, "estimate", None, "", DERIVED),
)
#: People asked by the study of the year, as it says.
ASKED = {2025: 2512, 2024: 2500, 2023: 2000, 2021: 2001}


def tell_channel_from_messenger(apps, schema_editor):
    """In a table that is loaded: WhatsApp is the channel, its figures of the messenger get a name of their own.

    Figures that a town typed or changed keep what they say; one that speaks of the channel keeps its name. Samples
    are filled in where none was stated. Results keep the figures they were computed from.
    """
    usage = apps.get_model("strategy", "PlatformUsage").objects
    if not usage.exists():
        return
    for row in usage.filter(platform="whatsapp"):
        words = f"{row.metric} {row.note}".casefold()
        if "channel" not in words and "kanal" not in words and "kanäl" not in words:
            row.platform = "whatsapp_messenger"
            row.save(update_fields=["platform"])
    if not usage.filter(platform="whatsapp").exists():
        for age_from, age_to, percent, status, sample_size, source_url, note in FIGURES:
            usage.create(
                platform="whatsapp",
                age_from=age_from,
                age_to=age_to,
                percent=percent,
                metric=CHANNELS,
                base=BASE,
                year=2024,
                status=status,
                sample_size=sample_size,
                source_url=source_url,
                note=note,
            )
    for year, sample_size in ASKED.items():
        stated = usage.filter(base=BASE, year=year, sample_size=None, changed_at=None).exclude(status="estimate")
        stated.update(sample_size=sample_size)


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0008_kinds_of_towns"),
    ]

    operations = [
        migrations.AddField(
            model_name="platformanalysis",
            name="groups",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(tell_channel_from_messenger, migrations.RunPython.noop, elidable=True),
    ]
