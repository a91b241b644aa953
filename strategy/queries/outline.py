# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A strategy as a document: its parts in reading order, each as text that can be compared."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.platforms import Platform
from strategy.models import Strategy, StrategySection
from strategy.queries import earlier_results
from strategy.queries.places import Place, described
from strategy.queries.structured import (
    Content,
    Table,
    ages,
    approvals_content,
    euros,
    figures_content,
    goals_content,
    groups_content,
    pillars_content,
    roles_content,
    tone_content,
)

__all__ = ["ORDER", "DocumentPart", "Table", "ages", "base_label", "edit_url_of", "euros", "metric_label", "parts_of"]

Key = StrategySection.Key

# Reading order; what is not a section key is a part with a page of its own.
ORDER: tuple[str, ...] = (
    Key.MANDATE,
    "goals",
    "target_groups",
    "analysis",
    "decision",
    Key.PILLARS,
    Key.TONE,
    Key.ROLES,
    Key.DIRECT_LINE,
    "approvals",
    "figures",
    Key.CRISIS,
    Key.ACCESSIBILITY,
)
# Tables and choices that belong to a part and have a page of their own.
HOME: dict[str, str] = {
    "pillar_shares": Key.PILLARS,
    "tone_choices": Key.TONE,
    "role_table": Key.ROLES,
    "budget": "figures",
}


@dataclass(frozen=True)
class Edit:
    """A page on which (a piece of) a part is written."""

    label: Any
    url: str


@dataclass(frozen=True)
class DocumentPart:
    """One part. ``text`` is all of it (empty while nothing is written), so that versions can be compared;
    ``table`` and ``prose`` are the same content for the eye.
    """

    key: str
    title: Any
    text: str
    edit_url: str
    table: Table | None = None
    prose: str = ""
    edits: Sequence[Edit] = ()


def title_of(part: str) -> Any:
    titles = {
        "goals": _("Goals"),
        "target_groups": _("Target groups"),
        "analysis": _("Platform analysis"),
        "decision": _("Platform decision"),
        "approvals": _("Approval path"),
        "figures": _("Costs and promises"),
        "pillar_shares": _("Pillars and their shares"),
        "tone_choices": _("Form of address and languages"),
        "role_table": _("Who does what"),
        "budget": _("Items of the budget"),
    }
    return titles.get(part) or Key(part).label


def home_of(part: str) -> str:
    """The part of the document that ``part`` is read in."""
    return HOME.get(part, part)


def edit_url_of(strategy: Strategy, part: str) -> str:
    slug = strategy.municipality.slug
    if part in Key.values:
        return reverse("strategy:section", args=[slug, part])
    return reverse(f"strategy:{part}", args=[slug])


def parts_of(strategy: Strategy) -> list[DocumentPart]:
    """All parts in reading order; a strategy read ``with_parts`` is asked for nothing but its newest analysis."""
    texts: dict[str, str] = {s.key: s.text for s in strategy.sections.all()}
    special: dict[str, Callable[[Strategy], Content]] = {
        "goals": goals_content,
        "target_groups": groups_content,
        "analysis": _analysis,
        "decision": _decision,
        "approvals": approvals_content,
        "figures": figures_content,
        Key.PILLARS: pillars_content,
        Key.TONE: tone_content,
        Key.ROLES: roles_content,
    }
    return [_part(strategy, key, special.get(key), texts.get(key, "")) for key in ORDER]


def _part(strategy: Strategy, key: str, structured: "Callable[[Strategy], Content] | None", prose: str) -> DocumentPart:
    content = structured(strategy) if structured else Content()
    pieces = [piece for piece, home in HOME.items() if home == key]
    edits = [Edit(title_of(piece), edit_url_of(strategy, piece)) for piece in pieces]
    own = Edit(_("Text") if key in Key.values else title_of(key), edit_url_of(strategy, key))
    return DocumentPart(
        key=key,
        title=title_of(key),
        text="\n\n".join(filter(None, [content.text, prose])),
        edit_url=own.url,
        table=content.table,
        prose="\n\n".join(filter(None, [content.prose, prose])),
        edits=[*edits, own] if pieces else [],
    )


def _analysis(strategy: Strategy) -> Content:
    analysis = strategy.newest_result()
    if analysis is None or analysis.result is None:
        return Content()
    place = Place.from_json(analysis.result["town"])
    ranked = [Platform(row["platform"]).label for row in analysis.result["platforms"]]
    lines = [
        _("Ages of %(town)s (%(source)s) × platform use: %(metric)s, %(base)s")
        % {
            "town": place.name,
            "source": described(place),
            "metric": metric_label(analysis.metric),
            "base": base_label(analysis.base),
        },
        _("Ranking: %(platforms)s") % {"platforms": ", ".join(f"{i}. {name}" for i, name in enumerate(ranked, 1))},
    ]
    if earlier_results(analysis):
        lines.append(_("These weights were fixed after an earlier result of this strategy was known."))
    text = "\n".join(lines)
    return Content(text=text, prose=text)


def _decision(strategy: Strategy) -> Content:
    decisions = strategy.decisions_in_order()
    lines = [f"{d.get_platform_display()}: {d.reason}" for d in decisions if d.is_chosen]
    if not lines:
        return Content()
    lines += [
        _("If we leave %(platform)s: %(plan)s") % {"platform": d.get_platform_display(), "plan": d.exit_plan}
        for d in decisions
        if d.is_chosen and d.exit_plan
    ]
    lines += [
        _("Not %(platform)s: %(reason)s") % {"platform": d.get_platform_display(), "reason": d.reason}
        for d in decisions
        if not d.is_chosen
    ]
    slots = {1: _("chosen, first"), 2: _("chosen, second"), None: _("not chosen")}
    rows = [[d.get_platform_display(), slots[d.slot], d.reason, d.exit_plan if d.is_chosen else ""] for d in decisions]
    headers = [_("Platform"), _("Decision"), _("Reason"), _("If we leave it")]
    return Content("\n".join(lines), Table(headers, rows))


def metric_label(metric: str) -> str:
    """The reference table is written in English; its common metrics have a translation."""
    known = {
        "weekly": _("used at least weekly"),
        "daily": _("used daily"),
        "use (Social-Media-Atlas)": _("used (Social-Media-Atlas)"),
        "use (Postbank Digitalstudie)": _("used (Postbank Digitalstudie)"),
        "several times a week (JIM)": _("used several times a week (JIM study)"),
        "12 months (Bitkom)": _("used within twelve months (Bitkom)"),
        "daily (Social-Media-Atlas)": _("used daily (Social-Media-Atlas)"),
        "use": _("used"),
        "use (Bitkom)": _("used (Bitkom)"),
        "use (BNetzA)": _("used (Federal Network Agency)"),
        "regular (weekly)": _("used regularly, at least weekly"),
        "reach (metric not stated)": _("reach, metric not stated"),
        "ever used or subscribed (channels)": _("channels used or subscribed to at some time"),
        "active private use (Destatis IKT), messengers excluded": _(
            "used actively for private purposes (Federal Statistical Office), without messengers"
        ),
    }
    return known.get(metric, metric)


def base_label(base: str) -> str:
    known = {
        "German-speaking population 14+": _("German-speaking population aged 14 and over"),
        "ONLINERS 16+": _("people online aged 16 and over"),
        "12-19": _("people aged 12 to 19"),
        "16-18": _("people aged 16 to 18"),
        "population 16+": _("population aged 16 and over"),
        "population 65+": _("population aged 65 and over"),
        "population 16-74": _("population aged 16 to 74"),
        "SOCIAL MEDIA USERS 65+ (Bitkom), not population": _("users of social media aged 65 and over (Bitkom)"),
    }
    return known.get(base, base)
