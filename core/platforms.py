# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The networks a town may decide for."""

from django.db.models import TextChoices


class Platform(TextChoices):
    """Codes as used in the reference table of platform use; names are proper names."""

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
