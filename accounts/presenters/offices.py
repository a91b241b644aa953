# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How requests for an office are said, in letters and on the page."""

from typing import Any

from django.utils.translation import gettext as _

from accounts.models import OfficeRequest, User
from core.moments import german_date, german_datetime


def wish_of(request: OfficeRequest) -> str:
    """What is asked for, as a sentence without the person who asks."""
    words = {"name": request.name, "email": request.email, "role": request.get_role_display()}
    if request.kind == OfficeRequest.Kind.END:
        return _("%(name)s (%(email)s) is to lose the role “%(role)s”.") % words
    if request.ends_on is None:
        return _("%(name)s (%(email)s) is to get the role “%(role)s”.") % words
    words["day"] = german_date(request.ends_on, request.municipality)
    return _("%(name)s (%(email)s) is to get the role “%(role)s” until %(day)s.") % words


def sentence_of(request: OfficeRequest, what: str, actor: User | None) -> str:
    """What ``actor`` did to the request, for the letter; ``what`` is the last word of the audit's action."""
    wish = wish_of(request)
    words = {"wish": wish, "actor": actor, "asker": request.requested_by, "second": request.confirmed_by}
    if what == "seconded":
        words["moment"] = german_datetime(request.due_at, request.municipality)
    sentences: dict[str, Any] = {
        "requested": _("%(actor)s asks: %(wish)s A second person has to confirm this."),
        "seconded": _(
            "%(asker)s asked and %(actor)s confirmed: %(wish)s There is no head of the authority who could "
            "decide, so it counts on %(moment)s, unless somebody refuses it before."
        ),
        "granted": _("%(asker)s asked and %(second)s confirmed: %(wish)s It is in effect."),
        "ended": _("%(asker)s asked and %(second)s confirmed: %(wish)s It is in effect."),
        "refused": _("%(actor)s has refused what %(asker)s asked for: %(wish)s"),
        "withdrawn": _("%(actor)s has withdrawn the request: %(wish)s"),
        "put_back": _("This did not take effect and waits for a second person again: %(wish)s"),
    }
    return sentences[what] % words
