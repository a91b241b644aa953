# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in as somebody who administers the page to which a professional profile belongs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Identity, Rejected
from channels_mgmt.connectors.instagram.profile import NAME, PROFILE
from channels_mgmt.connectors.meta.pages import PageAccess
from channels_mgmt.connectors.meta.sign_in import CONNECTION, PAGES, PageSignIn
from channels_mgmt.connectors.sign_in import Opened, Right


class InstagramSignIn(PageSignIn):
    name = NAME
    home = "https://www.facebook.com"
    server = PROFILE.server
    rights = (
        PAGES,
        Right("pages_read_engagement", gettext_lazy("Find the profile that belongs to the page")),
        Right("instagram_basic", gettext_lazy("Read the profile and its own posts")),
        Right("instagram_content_publish", gettext_lazy("Publish approved posts")),
        Right("instagram_manage_comments", gettext_lazy("Read and answer comments, and hide one if you decide so")),
        Right("instagram_manage_insights", gettext_lazy("Read figures of posts and profile, never of single people")),
        CONNECTION,
    )

    def _opened(self, pages: list[PageAccess], more: Mapping[str, str]) -> Sequence[Opened]:
        opened = [
            Opened(
                Identity(
                    found.remote_id, f"@{found.username}", found.name, f"https://www.instagram.com/{found.username}/"
                ),
                {"access": page.token, **more},
            )
            for page in pages
            if (found := page.profile)
        ]
        if pages and not opened:
            raise Rejected(
                _(
                    "None of the pages (%(pages)s) has a professional Instagram profile. In Instagram choose Settings "
                    "→ Account type and tools, switch to a professional account and connect it with the page."
                )
                % {"pages": ", ".join(page.name for page in pages)}
            )
        return opened
