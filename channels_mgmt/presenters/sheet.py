# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The plan as a table for spreadsheet programs, in the columns editorial calendars of towns have."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext_lazy

from channels_mgmt.connectors.counting import links
from channels_mgmt.connectors.figures import LABELS, OF_A_POST
from channels_mgmt.models import MediaAsset, Post, Video
from channels_mgmt.queries.calendar import status_of
from channels_mgmt.queries.figures import PostCounts
from core.localtime import to_wall

ELSEWHERE = gettext_lazy("Where it can be found without social media")
BENEFIT = gettext_lazy("What can citizens do with it now?")
HASHTAG = re.compile(r"#\w+")


class Column(NamedTuple):
    """A heading, what stands below it, how wide it is in characters, and as what it is read in again (if it is)."""

    label: Any
    value: Callable[[Post], Any]
    width: int = 16
    key: str = ""


COLUMNS = (
    Column(gettext_lazy("Day"), lambda post: post.planned_day, 11, "day"),
    Column(gettext_lazy("Time"), lambda post: f"{post.planned_time:%H:%M}" if post.planned_time else "", 8, "time"),
    Column(gettext_lazy("Channels"), lambda post: _channels(post), 22, "channels"),
    Column(gettext_lazy("Topic"), lambda post: post.title, 36, "title"),
    Column(pgettext_lazy("one", "Series"), lambda post: _series_of(post), 20),
    Column(gettext_lazy("Campaign"), lambda post: str(post.campaign or ""), 20, "campaign"),
    Column(gettext_lazy("Goal"), lambda post: post.campaign.goal if post.campaign else "", 30),
    Column(gettext_lazy("Content pillar"), lambda post: post.pillar, 20, "pillar"),
    Column(gettext_lazy("Target group"), lambda post: post.target_group, 20, "target_group"),
    Column(gettext_lazy("Kind"), lambda post: post.get_kind_display(), 16, "kind"),
    Column(gettext_lazy("Format"), lambda post: _format(post), 12),
    Column(BENEFIT, lambda post: post.citizen_benefit, 36, "citizen_benefit"),
    Column(gettext_lazy("Text"), lambda post: post.text, 60, "text"),
    Column(gettext_lazy("Own wording"), lambda post: _own_wordings(post), 40, "wordings"),
    Column(gettext_lazy("Hashtags"), lambda post: " ".join(dict.fromkeys(HASHTAG.findall(post.text))), 20),
    Column(gettext_lazy("Links"), lambda post: "\n".join(dict.fromkeys(_links(post.text))), 36),
    Column(gettext_lazy("Images"), lambda post: _joined(_named(m.asset) for m in post.media.all()), 24),
    Column(gettext_lazy("Who can be recognised?"), lambda post: str(getattr(post, "capture", "") or ""), 24),
    Column(gettext_lazy("Licence"), lambda post: _joined(dict.fromkeys(_licences(post))), 24),
    Column(gettext_lazy("Consent"), lambda post: "\n".join(dict.fromkeys(_consents(post))), 36),
    Column(gettext_lazy("Alternative text"), lambda post: "\n".join(m.alt_text for m in post.media.all()), 36),
    Column(ELSEWHERE, lambda post: post.alternative_url, 36, "alternative_url"),
    Column(gettext_lazy("Notice, or why there is no other way"), lambda post: _other_way(post), 36),
    Column(gettext_lazy("Facts as of"), lambda post: post.facts_as_of, 11, "facts_as_of"),
    Column(gettext_lazy("Author"), lambda post: str(post.author), 22),
    Column(gettext_lazy("Who knows more in the house?"), lambda post: post.contact, 24, "contact"),
    Column(gettext_lazy("Risk class"), lambda post: post.get_risk_display(), 12, "risk"),
    Column(gettext_lazy("Approved by"), lambda post: str(post.approved_by or ""), 22),
    Column(gettext_lazy("Status"), lambda post: str(status_of(post).label), 18),
    Column(gettext_lazy("Published"), lambda post: _outcome(post), 44),
    Column(pgettext_lazy("channel", "Figures"), lambda post: "\n".join(_figures(post)), 44),
    Column(gettext_lazy("Number"), lambda post: post.pk, 9, "number"),
)
BY_KEY = {column.key: column for column in COLUMNS if column.key}


def called_in_every_language(choices: type[TextChoices]) -> dict[str, list[str]]:
    """What each value may be called in a sheet, whoever filled it in: as pages say it, and the value itself."""
    return {value: [value, *_in_every_language(label)] for value, label in choices.choices}


def key_of_heading(heading: str) -> str | None:
    """The key of the column with this heading; empty for one that is not read in, ``None`` for an unknown one."""
    return _headings().get(" ".join(heading.split()).casefold())


@lru_cache(1)
def _headings() -> dict[str, str]:
    return {name.casefold(): column.key for column in COLUMNS for name in _in_every_language(column.label)}


def _in_every_language(label: Any) -> list[str]:
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(str(label))
    return found


def sheet_of(posts: Iterable[Post]) -> Iterator[list[Any]]:
    """The headings, then a row for each post. Days are days; everything else is text."""
    yield [str(column.label) for column in COLUMNS]
    for post in posts:
        yield [column.value(post) for column in COLUMNS]


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _channels(post: Post) -> str:
    return _joined(target.channel.name for target in post.targets.all())


def _series_of(post: Post) -> str:
    made = getattr(post, "series_date", None)
    return str(made.series) if made else ""


def _named(asset: Any) -> str:
    return f"{asset.original_name} ({asset.credit})" if asset.credit else asset.original_name


def _format(post: Post) -> str:
    images = len(post.media.all())
    if post.film_id is not None:
        return _("Video")
    return ngettext("%(n)s image", "%(n)s images", images) % {"n": images} if images else _("Text")


def _links(text: str) -> Iterator[str]:
    return (text[start:end] for start, end in links(text))


def _shown(post: Post) -> list[MediaAsset | Video]:
    """The images and the film, each with licence and consents."""
    return [media.asset for media in post.media.all()] + ([post.film.video] if post.film else [])


def _licences(post: Post) -> list[str]:
    return [str(shown.licence) for shown in _shown(post) if shown.licence]


def _consents(post: Post) -> Iterator[str]:
    """By number: whoever has the file need not see who agreed."""
    for shown in _shown(post):
        for link in shown.consent_links.all():
            consent = link.consent
            until = f", {consent.valid_until:%Y-%m-%d}" if consent.is_given and consent.valid_until else ""
            yield f"{consent}: {consent.get_state_display()}{until}"


def _other_way(post: Post) -> str:
    return f"{post.notice_on:%Y-%m-%d}: {post.notice_place}" if post.notice_on else post.no_other_way


def _figures(post: Post) -> Iterator[str]:
    """Of each channel the newest that is known; what nobody counted is left out and no zero."""
    for delivery in post.deliveries.all():
        latest = PostCounts(delivery, list(delivery.figures.all())).latest
        if latest:
            yield f"{delivery.channel.name}: " + _joined(
                f"{LABELS[name]} {latest[name][0]}" for name in OF_A_POST if name in latest
            )


def _own_wordings(post: Post) -> str:
    return "\n".join(f"{target.channel.name}: {target.text}" for target in post.targets.all() if target.text)


def _outcome(post: Post) -> str:
    """Each channel it went out on, with day, hour and address."""
    zone = post.municipality.timezone
    lines = [
        _("%(channel)s, %(when)s: %(address)s")
        % {
            "channel": delivery.channel.name,
            "when": f"{to_wall(delivery.published_at, zone):%Y-%m-%d %H:%M}",
            "address": delivery.remote_url or "–",
        }
        for delivery in post.deliveries.all()
        if delivery.published_at
    ]
    return "\n".join(lines)
