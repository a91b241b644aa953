# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The checklist beside a text: what blocks, what is fine, and hints, each with its reason, its place and its remedy.

Nothing here is stored and no platform is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from channels_mgmt.domain.checks import CHECKS, STYLE, Finding, findings_in
from channels_mgmt.domain.checks.reading import ease_of
from channels_mgmt.domain.checks.sameness import most_alike
from channels_mgmt.domain.checks.signs import drawn_words
from channels_mgmt.domain.checks.tracking import tracked_links
from channels_mgmt.presenters.previews import Content
from channels_mgmt.queries.films import film_hints
from channels_mgmt.queries.gaps import FILM, PERSONAL, TEXT, WAY, Said, gaps_in, gaps_on
from channels_mgmt.queries.personal import blocking_data
from channels_mgmt.queries.rights import RIGHTS

ALTERNATIVE, BENEFIT = "alternative_url", "citizen_benefit"
TAKE_OVER = "take-over"
"""How the button that takes a proposal over begins."""
Recent = Sequence[tuple[tuple[int, str], str]]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a check is mended: the page of the composer (empty: this one) and of the stored post. ``None``: no link."""

    composer: str | None = None
    post: str | None = None

    def of(self, part: str) -> str:
        """Address of the field of ``part``; empty without one."""
        if part == PERSONAL:
            return "" if self.post is None else f"{self.post}#personal"
        if part == FILM:
            return "" if self.post is None else f"{self.post}video/"
        if part == WAY and self.composer != "" and self.post is not None:
            return f"{self.post}wege/#other-way"
        if part == WAY:
            part = ALTERNATIVE
        if not part or part.startswith(RIGHTS) or self.composer is None:
            return ""
        return f"{self.composer}#{part if part.startswith(('alt_', 'shape_')) else f'id_{part}'}"


NOWHERE = Places()


@dataclass(frozen=True, slots=True)
class Check:
    """A line of the checklist: ``ok``, ``open`` (a hint) or ``blocked`` (nothing goes out like this).

    ``place`` leads to the field, in which it is about the characters from ``start`` to ``end``. ``instead`` would take
    their place; the button that does so is known by ``key``. ``post`` is key and title of another post it speaks of.
    """

    state: str
    text: str
    why: str = ""
    place: str = ""
    part: str = ""
    start: int = 0
    end: int = 0
    instead: str | None = None
    post: tuple[int, str] | None = None

    @property
    def image(self) -> int | None:
        """The key of the image on whose page it is mended."""
        return int(self.part.removeprefix(RIGHTS)) if self.part.startswith(RIGHTS) else None

    @property
    def is_hint(self) -> bool:
        return self.state == "open"

    @property
    def is_blocking(self) -> bool:
        return self.state == "blocked"

    @property
    def asks_why(self) -> bool:
        """Whether it is mended by a reason instead of a change."""
        return self.part == PERSONAL

    @property
    def icon(self) -> str:
        return {"ok": "success", "open": "warning", "blocked": "danger"}[self.state]

    @property
    def key(self) -> str:
        return key_of(self.part, self.start, self.end)


def key_of(part: str, start: int, end: int) -> str:
    return f"{TAKE_OVER}:{part}:{start}:{end}"


def checks_of(content: Content, *, places: Places = NOWHERE, recent: Recent = ()) -> list[Check]:
    """What blocks the post first, then what is fine, then hints. ``recent`` are texts it should not say again."""
    return [*_blocking(content, places), *_fine(content), *_hints(content, places, recent)]


def speaks_of_people(checks: Sequence[Check]) -> bool:
    """Whether one of them waits for somebody to say why personal data stand there."""
    return any(check.asks_why for check in checks)


def texts_of(content: Content) -> dict[str, str]:
    """What people type, by the field of the composer in which they do."""
    own = {f"wording_{channel.pk}": words for channel, words in content.wordings if words != content.text}
    return {TEXT: content.text, **own, ALTERNATIVE: content.alternative_url}


def proposals_of(content: Content) -> Iterator[tuple[str, Finding]]:
    """Every change that could be taken over, with its field."""
    for part, finding in _findings(content):
        if finding.instead is not None:
            yield part, finding


def _blocking(content: Content, places: Places) -> list[Check]:
    gaps = gaps_in(_said(content))
    return [Check("blocked", str(gap), place=places.of(gap.part), part=gap.part) for gap in gaps]


def _said(content: Content) -> Said:
    return Said(
        content.text,
        content.outgoing,
        content.spoken_images,
        content.post,
        content.alternative_url,
        content.asks_other_way,
        content.shapes,
    )


def _fine(content: Content) -> Iterator[Check]:
    outgoing = content.outgoing
    if outgoing and all(not gaps_on(channel, w, content.alt_texts) for channel, w in outgoing):
        yield Check("ok", _("Fits every chosen channel."))
    if content.images and all(alt_text.strip() for alt_text in content.alt_texts):
        yield Check("ok", _("Every image has an alternative text."))
    if content.is_labelled:
        yield Check("ok", _("What AI has made goes out with its label."))
    said = _said(content)
    if (proof := said.other_way).is_reason and content.post:
        yield Check("ok", _("Found nowhere else, because: %(reason)s") % {"reason": content.post.no_other_way})
    elif proof.holds:
        yield Check("ok", _("It can also be found without social media."))
    if content.post and blocking_data(said.words) and not any(gap.part == PERSONAL for gap in gaps_in(said)):
        yield Check("ok", _("Personal data stand here on purpose; the history says why."))
    if content.text.strip() and not any(findings_in(text, STYLE) for text in texts_of(content).values()):
        ease = ease_of(content.text)
        figures = _("%(ease)d of 100 (Amstad), about school year %(year)d (Wiener Sachtextformel).")
        why = figures % {"ease": round(ease.amstad), "year": round(ease.school_year)} if ease else ""
        yield Check("ok", _("Easy to read: short sentences, common words."), why)


def _hints(content: Content, places: Places, recent: Recent) -> Iterator[Check]:
    if (film := _said(content).film) is not None:
        for hint in film_hints(film, [channel for channel, _words in content.outgoing]):
            yield Check("open", hint, place=places.of(FILM), part=FILM)
    if not content.asks_other_way and not _said(content).other_way.holds:
        yield Check(
            "open",
            _("Say where it can be found without social media: a web page or a notice."),
            place=places.of(ALTERNATIVE),
        )
    if not content.citizen_benefit.strip():
        sentence = _("What can citizens do with it now? One sentence is enough.")
        yield Check("open", sentence, place=places.of(BENEFIT))
    if earlier := most_alike(content.text, recent):
        why = _("Who reads it twice thinks that something has changed. A reminder says what is new.")
        yield Check("open", _("Nearly the same text, not thirty days apart:"), why, places.of(TEXT), post=earlier)
    for number in drawn_words([(asset.original_name, alt_text) for asset, alt_text in content.images]):
        asset, _alt_text = content.images[number]
        sentence = _("Photo %(n)d seems to show words. Do all of them stand in the text or its description?")
        why = _("Words in an image are read by no screen reader and found by no search.")
        yield Check("open", sentence % {"n": number + 1}, why, places.of(f"alt_{asset.pk}"))
    yield from _rights_hints(content, places)
    seen = set()
    for part, finding in _findings(content):
        if finding.text not in seen:
            yield _hint(part, finding, places)
            seen.add(finding.text)


def _rights_hints(content: Content, places: Places) -> Iterator[Check]:
    agree = _("Whoever can be recognised has to agree (KUG § 22); for children both parents do.")
    if content.film is not None and not content.film.video.people:
        yield Check("open", _("Video: nobody has said yet who can be recognised."), agree, places.of(FILM))
    for number, (asset, _alt_text) in enumerate(content.images, 1):
        part = f"{RIGHTS}{asset.pk}"
        if not asset.people:
            sentence = _("Photo %(n)d: nobody has said yet who can be recognised.") % {"n": number}
            yield Check("open", sentence, agree, part=part)
        if asset.resembles_id is not None:
            sentence = _("Photo %(n)d looks like one that is in the media library already.") % {"n": number}
            yield Check("open", sentence, _("Was it shown before? Citizens notice."), part=part)


def _hint(part: str, finding: Finding, places: Places) -> Check:
    instead = finding.instead if places.composer == "" else None
    return Check("open", finding.text, finding.why, places.of(part), part, finding.start, finding.end, instead)


def _findings(content: Content) -> Iterator[tuple[str, Finding]]:
    for part, text in texts_of(content).items():
        for finding in tracked_links(text) if part == ALTERNATIVE else findings_in(text, CHECKS):
            yield part, finding
