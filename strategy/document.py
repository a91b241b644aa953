# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A strategy as a document: its parts in reading order, each as text that can be compared."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core.platforms import Platform
from strategy.models import Strategy, StrategySection
from strategy.places import Place, described
from strategy.queries import earlier_results

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
    "figures",
    Key.CRISIS,
    Key.ACCESSIBILITY,
)


@dataclass(frozen=True)
class DocumentPart:
    """One part: its text (empty while nothing is written) and where it is edited."""

    key: str
    title: Any
    text: str
    edit_url: str


def title_of(part: str) -> Any:
    titles = {
        "goals": _("Goals"),
        "target_groups": _("Target groups"),
        "analysis": _("Platform analysis"),
        "decision": _("Platform decision"),
        "figures": _("Costs and promises"),
    }
    return titles.get(part) or Key(part).label


def edit_url_of(strategy: Strategy, part: str) -> str:
    slug = strategy.municipality.slug
    if part in Key.values:
        return reverse("strategy:section", args=[slug, part])
    return reverse(f"strategy:{part}", args=[slug])


def parts_of(strategy: Strategy) -> list[DocumentPart]:
    """All parts in reading order (six queries)."""
    texts: dict[str, str] = {s.key: s.text for s in strategy.sections.all()}
    special: dict[str, Callable[[Strategy], str]] = {
        "goals": _goals,
        "target_groups": _target_groups,
        "analysis": _analysis,
        "decision": _decision,
        "figures": _figures,
    }
    return [
        DocumentPart(
            key=part,
            title=title_of(part),
            text=special[part](strategy) if part in special else texts.get(part, ""),
            edit_url=edit_url_of(strategy, part),
        )
        for part in ORDER
    ]


def _goals(strategy: Strategy) -> str:
    return "\n".join(
        _("%(metric)s: from %(baseline)s to %(target)s by %(date)s")
        % {
            "metric": g.get_metric_display(),
            "baseline": number_format(g.baseline.normalize(), use_l10n=True),
            "target": number_format(g.target.normalize(), use_l10n=True),
            "date": date_format(g.due_on, "d.m.Y"),
        }
        for g in strategy.goals.order_by("pk")
    )


def _target_groups(strategy: Strategy) -> str:
    lines = []
    for group in strategy.target_groups.order_by("rank"):
        line = f"{group.rank}. {group.name} ({ages(group.age_from, group.age_to)})"
        lines.append(f"{line}: {group.life_situation}" if group.life_situation else line)
    return "\n".join(lines)


def ages(first: int, last: int | None) -> str:
    """ "14–29 years" or "70 years and older"."""
    if last is None:
        return _("%(first)s years and older") % {"first": first}
    return _("%(first)s–%(last)s years") % {"first": first, "last": last}


def _analysis(strategy: Strategy) -> str:
    analysis = strategy.analyses.exclude(result_hash="").first()
    if analysis is None or analysis.result is None:
        return ""
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
    return "\n".join(lines)


def _decision(strategy: Strategy) -> str:
    decisions = list(strategy.platform_decisions.order_by("slot", "platform"))
    lines = [f"{d.get_platform_display()}: {d.reason}" for d in decisions if d.is_chosen]
    if not lines:
        return ""
    lines += [
        _("Not %(platform)s: %(reason)s") % {"platform": d.get_platform_display(), "reason": d.reason}
        for d in decisions
        if not d.is_chosen
    ]
    return "\n".join(lines)


def _figures(strategy: Strategy) -> str:
    lines = []
    if strategy.hours_per_week is not None:
        lines.append(
            _("%(hours)s hours per week") % {"hours": number_format(strategy.hours_per_week, 1, use_l10n=True)}
        )
    if strategy.budget_per_year is not None:
        lines.append(_("%(money)s euros per year") % {"money": euros(strategy.budget_per_year)})
    if strategy.answer_promise_hours is not None:
        lines.append(
            _("Questions of the team are answered within %(hours)s hours") % {"hours": strategy.answer_promise_hours}
        )
    if strategy.review_on is not None:
        lines.append(_("To be reviewed on %(date)s") % {"date": date_format(strategy.review_on, "d.m.Y")})
    return "\n".join(lines)


def euros(amount: Any) -> str:
    """An amount in whole euros, or with cents where there are any."""
    cents = 0 if amount == int(amount) else 2
    return number_format(amount, cents, use_l10n=True, force_grouping=True)


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
    }
    return known.get(metric, metric)


def base_label(base: str) -> str:
    known = {
        "German-speaking population 14+": _("German-speaking population aged 14 and over"),
        "ONLINERS 16+": _("people online aged 16 and over"),
        "12-19": _("people aged 12 to 19"),
        "16-18": _("people aged 16 to 18"),
        "SOCIAL MEDIA USERS 65+ (Bitkom), not population": _("users of social media aged 65 and over (Bitkom)"),
    }
    return known.get(base, base)
