# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Signing in as somebody who administers a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy

from channels_mgmt.connectors.contract import Identity
from channels_mgmt.connectors.facebook.connector import SITE
from channels_mgmt.connectors.facebook.profile import NAME, PROFILE
from channels_mgmt.connectors.meta.pages import PageAccess
from channels_mgmt.connectors.meta.sign_in import CONNECTION, PAGES, PageSignIn
from channels_mgmt.connectors.sign_in import Opened, Right


class FacebookSignIn(PageSignIn):
    name = NAME
    home = SITE
    server = PROFILE.server
    rights = (
        PAGES,
        Right("pages_manage_posts", gettext_lazy("Publish approved posts, and delete own ones")),
        Right("pages_read_engagement", gettext_lazy("Read the page's own posts and what they brought")),
        Right("pages_read_user_content", gettext_lazy("Read what people comment below them")),
        Right("pages_manage_engagement", gettext_lazy("Answer comments, and hide one if you decide so")),
        Right("read_insights", gettext_lazy("Read figures of posts and page, never of single people")),
        CONNECTION,
    )

    def _opened(self, pages: list[PageAccess], more: Mapping[str, str]) -> Sequence[Opened]:
        return [
            Opened(
                Identity(page.remote_id, page.name, page.name, f"{SITE}/{page.remote_id}"),
                {"access": page.token, **more},
            )
            for page in pages
        ]
