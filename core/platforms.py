# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The networks a town may decide for: their codes and proper names, nothing else.

What one of them takes, can and is called in law stands in ``channels_mgmt/connectors/<code>/``.
"""

from typing import Any

from django.db import models


class Platform(models.TextChoices):
    """Codes as used in the reference table of platform use, at most 12 letters; names are proper names."""

    MASTODON = "mastodon", "Mastodon"
    BLUESKY = "bluesky", "Bluesky"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    YOUTUBE = "youtube", "YouTube"
    TIKTOK = "tiktok", "TikTok"
    WHATSAPP = "whatsapp", "WhatsApp"
    LINKEDIN = "linkedin", "LinkedIn"
    X = "x", "X"
    SNAPCHAT = "snapchat", "Snapchat"
    PINTEREST = "pinterest", "Pinterest"
    TELEGRAM = "telegram", "Telegram"
    NEBENAN = "nebenan", "nebenan.de"
    THREADS = "threads", "Threads"


#: Codes under which studies speak of the same platforms.
ALIASES = {"nebenan_local_communities": Platform.NEBENAN.value}
#: Stands for any of them: as an example in forms, and where limits are practised that nobody has published.
EXAMPLE = Platform.MASTODON


class CodeField(models.CharField):
    """A field whose choices belong to the code, not to the table: another platform needs no migration."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("choices", None)
        return name, "django.db.models.CharField", args, kwargs
