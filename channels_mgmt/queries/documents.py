# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a channel's documents rest on, which of them are stale or due, and which links to look at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.dates import WEEKDAYS
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import Membership, Municipality, Role, User
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.legal.wording import facts_for
from channels_mgmt.models import Channel, ChannelCheck, ChannelDocument, DocumentCheck, DocumentParticulars
from core.legal_facts import SUPERVISION
from core.questions import question
from core.text import plain_lines
from core.urls import absolute_address
from netiquette.queries import published_netiquette
from staffing.queries import service_week
from strategy.models import Strategy
from strategy.queries import strategy_in_force

Facts = dict[str, str]
Kind = ChannelDocument.Kind
REVIEW_AFTER = timedelta(days=365)
"""A checked document is looked at again after a year (DOMAIN § 3: yearly review)."""

LABELS: dict[str, Any] = {
    "town": _("Name of the town"),
    "contact_email": _("Contact address for citizens"),
    "website": _("Website"),
    "imprint_url": _("Imprint"),
    "postal_address": _("Postal address"),
    "phone": _("Telephone"),
    "represented_by": _("Represented by"),
    "responsible_for_content": _("Responsible for journalistic content"),
    "data_protection_officer": _("Data protection officer"),
    "privacy_url": _("Privacy notice of the town’s website"),
    "supervisory_authority": _("Supervisory authority"),
    "platform": _("Platform"),
    "account": _("Account"),
    "provider_name": _("Provider"),
    "provider_seat": _("Seat and address"),
    "provider_privacy_url": _("Privacy policy of the provider"),
    "provider_joint_control": _("Shared responsibility"),
    "provider_third_country": _("Transfer to countries outside the European Union"),
    "provider_as_of": _("As of"),
    "provider_source": _("Source"),
    "owner": _("Owner"),
    "owner_roles": _("Role of the owner"),
    "deputy": _("Deputy"),
    "deputy_roles": _("Role of the deputy"),
    "strategy": _("Strategy in force"),
    "mandate": _("Mandate"),
    "roles": _("Roles and deputies"),
    "crisis": _("Crisis preparation"),
    "target_groups": _("Target groups"),
    "goals": _("Goals"),
    "decision_reason": _("Reason for the platform"),
    "exit_plan": _("Exit plan"),
    "hours_per_week": _("Hours per week"),
    "service_hours": _("Service hours"),
    "netiquette": _("Netiquette in force"),
    "netiquette_url": _("Address of the netiquette"),
}


@dataclass(frozen=True, slots=True)
class ChangedFact:
    """A fact that is no longer what a document says."""

    label: Any
    before: str
    after: str


@dataclass(slots=True)
class TownFacts:
    """What is the same for all channels of a town, read once; about fifteen queries."""

    common: Facts
    reasons: dict[str, str] = field(default_factory=dict)
    exit_plans: dict[str, str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)


def town_facts(town: Municipality) -> TownFacts:
    """What documents say about ``town``, in German, because that is their language."""
    with override("de"):
        return _town_facts(town)


def _town_facts(town: Municipality) -> TownFacts:
    given = particulars_of(town)
    netiquette, strategy = published_netiquette(town), strategy_in_force(town)
    common = {
        "town": town.name,
        "contact_email": town.contact_email,
        "website": town.website,
        "imprint_url": town.imprint_url,
        "postal_address": plain_lines(given.postal_address).strip(),
        "phone": given.phone,
        "represented_by": given.represented_by,
        "responsible_for_content": given.responsible_for_content,
        "data_protection_officer": plain_lines(given.data_protection_officer).strip(),
        "privacy_url": given.privacy_url,
        "supervisory_authority": SUPERVISION.get(town.state_code, ""),
        "service_hours": _service_hours(town),
        "netiquette": _signed(netiquette.version, netiquette.signed_at, town) if netiquette else "",
        "netiquette_url": netiquette_url(town),
    }
    roles: dict[int, list[str]] = defaultdict(list)
    members = Membership.objects.current(localdate()).filter(municipality=town).order_by("role")
    for user, role in members.values_list("user", "role"):
        roles[user].append(str(Role(role).label))
    facts = TownFacts(common, roles={user: ", ".join(labels) for user, labels in roles.items()})
    if strategy is not None:
        facts.common |= _strategy_facts(strategy)
        for decision in strategy.chosen_platforms():
            facts.reasons[decision.platform] = _body(decision.reason)
            facts.exit_plans[decision.platform] = _body(decision.exit_plan)
    return facts


def _strategy_facts(strategy: Strategy) -> Facts:
    texts = {section.key: _body(section.text) for section in strategy.sections.all()}
    groups = []
    for group in strategy.target_groups.all():
        ages = f"{group.age_from} bis {group.age_to} Jahre" if group.age_to else f"ab {group.age_from} Jahren"
        more = [ages, group.life_situation, group.language, group.place]
        groups.append(f"- {group.name}: {', '.join(part for part in more if part)}")
    goals = [
        f"- {goal.get_metric_display()}: von {_number(goal.baseline)} auf {_number(goal.target)} "
        f"bis {goal.due_on:%d.%m.%Y}"
        for goal in strategy.goals_in_order()
    ]
    return {
        "strategy": f"Social-Media-Strategie, {_signed(strategy.version, strategy.signed_at, strategy.municipality)}",
        "mandate": texts.get("mandate", ""),
        "roles": texts.get("roles", ""),
        "crisis": texts.get("crisis", ""),
        "target_groups": "\n".join(groups),
        "goals": "\n".join(goals),
        "hours_per_week": _number(strategy.hours_per_week) if strategy.hours_per_week is not None else "",
    }


def _body(text: str) -> str:
    """A text of its own inside a document: it brings no headings along."""
    lines = [line.lstrip("#").strip() if line.startswith("#") else line.rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip()


def _number(value: Any) -> str:
    return f"{value:f}".rstrip("0").rstrip(".").replace(".", ",") if "." in f"{value:f}" else f"{value:f}"


def _signed(version: int, at: datetime | None, town: Municipality) -> str:
    day = f", unterzeichnet am {at.astimezone(town.zone):%d.%m.%Y}" if at else ""
    return f"Fassung {version}{day}"


def _service_hours(town: Municipality) -> str:
    """Days with the same hours together, for example ``Montag bis Donnerstag 08:00–16:00 Uhr``."""
    spans: list[tuple[int, int, str]] = []
    for day, intervals in sorted(service_week(town).items()):
        hours = " und ".join(f"{opens:%H:%M}–{closes:%H:%M}" for opens, closes in intervals)
        if spans and spans[-1][1] == day - 1 and spans[-1][2] == hours:
            spans[-1] = (spans[-1][0], day, hours)
        else:
            spans.append((day, day, hours))
    parts = []
    for first, last, hours in spans:
        days = str(WEEKDAYS[first]) if first == last else f"{WEEKDAYS[first]} bis {WEEKDAYS[last]}"
        parts.append(f"{days} {hours} Uhr")
    return "; ".join(parts)


def netiquette_url(town: Municipality) -> str:
    """The public address of the netiquette, with its host."""
    return absolute_address("netiquette:netiquette", town.slug)


def particulars_of(town: Municipality) -> DocumentParticulars:
    """What the town entered for its documents; an unsaved row while it has entered nothing."""
    return DocumentParticulars.objects.filter(municipality=town).first() or DocumentParticulars(municipality=town)


def facts_of_channel(channel: Channel, town: TownFacts) -> Facts:
    """Everything the product knows for the documents of ``channel``; no query when ``provider``, ``owner`` and
    ``deputy`` were selected with it."""
    own = getattr(channel, "provider", None)
    provider = own or profile_of(channel.platform).provider
    return town.common | {
        "platform": str(channel.get_platform_display()),
        "account": channel.handle,
        "provider_name": provider.name,
        "provider_seat": provider.seat,
        "provider_privacy_url": provider.privacy_url,
        "provider_joint_control": _body(provider.joint_control),
        "provider_third_country": _body(provider.third_country),
        "provider_as_of": f"{provider.as_of:%d.%m.%Y}",
        "provider_source": provider.source,
        **_person("owner", channel.owner, town),
        **_person("deputy", channel.deputy, town),
        "decision_reason": town.reasons.get(channel.platform, ""),
        "exit_plan": town.exit_plans.get(channel.platform, ""),
    }


def _person(name: str, person: User | None, town: TownFacts) -> Facts:
    if person is None:
        return {name: "", f"{name}_roles": ""}
    roles = town.roles.get(person.pk, "")
    return {name: f"{person.name} ({roles})" if roles else person.name, f"{name}_roles": roles}


def channels_with_documents(town: Municipality) -> QuerySet[Channel]:
    """Channels that are not closed, with what their facts need; public ones first."""
    channels = Channel.objects.filter(municipality=town).exclude(state=Channel.State.CLOSED)
    return channels.select_related("municipality", "owner", "deputy", "provider").order_by("live_slot", "name", "pk")


def newest_documents(channels: Iterable[Channel]) -> dict[tuple[int, str], ChannelDocument]:
    """The newest version of each document by channel and kind, with its latest check; two queries."""
    rows = ChannelDocument.objects.filter(channel__in=[channel.pk for channel in channels])
    same = ChannelDocument.objects.filter(channel=OuterRef("channel"), kind=OuterRef("kind")).order_by("-version")
    newest = rows.filter(pk=Subquery(same.values("pk")[:1])).select_related("author", "channel__municipality")
    return {(row.channel_id, row.kind): row for row in newest.prefetch_related("checks__checked_by")}


def document_of(channel: Channel, kind: str) -> ChannelDocument | None:
    """The newest version, or ``None``."""
    return newest_documents([channel]).get((channel.pk, kind))


def has_checked_concept(channel: Channel) -> bool:
    """Whether the newest usage concept was checked as it stands; two queries."""
    found = ChannelDocument.objects.filter(channel=channel, kind=Kind.USAGE_CONCEPT).order_by("-version").first()
    return found is not None and found.is_check_valid


def changed_facts(document: ChannelDocument, facts: Facts) -> list[ChangedFact]:
    """What has changed since ``document`` was generated from its facts; nothing where none were kept."""
    if not document.facts:
        return []
    today = facts_for(document.kind, facts)
    names = dict.fromkeys([*today, *document.facts])
    return [
        ChangedFact(LABELS.get(name, name), document.facts.get(name, ""), today.get(name, ""))
        for name in names
        if document.facts.get(name, "") != today.get(name, "")
    ]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of a channel as a list shows it: its newest version, if any, and what is the matter."""

    channel: Channel
    kind: str
    document: ChannelDocument | None
    check: DocumentCheck | None
    changed: list[ChangedFact]
    is_overdue: bool

    @property
    def label(self) -> Any:
        return Kind(self.kind).label

    @property
    def is_stale(self) -> bool:
        """Whether facts have changed since it was written."""
        return bool(self.changed)

    @property
    def is_checked(self) -> bool:
        """Whether somebody checked this very text within a year, and no fact has changed since."""
        return self.state == "checked"

    @property
    def state(self) -> str:
        """``missing``, ``draft``, ``stale``, ``overdue`` or ``checked``."""
        if self.document is None:
            return "missing"
        if self.is_stale:
            return "stale"
        if not self.document.is_check_valid:
            return "draft"
        return "overdue" if self.is_overdue else "checked"


def document_lines(channels: list[Channel], town: TownFacts, at: datetime) -> list[DocumentLine]:
    """All documents of ``channels``, each kind once per channel, in the order of the kinds; three queries."""
    newest = newest_documents(channels)
    lines = []
    for channel in channels:
        facts = facts_of_channel(channel, town)
        for kind in Kind.values:
            document = newest.get((channel.pk, kind))
            check = last_check(document)
            changed = changed_facts(document, facts) if document else []
            overdue = check is not None and not changed and check.checked_at <= at - REVIEW_AFTER
            lines.append(DocumentLine(channel, kind, document, check, changed, overdue))
    return lines


def last_check(document: ChannelDocument | None) -> DocumentCheck | None:
    """The latest mark that still fits the text."""
    if document is None or not document.is_check_valid:
        return None
    return next(iter(document.checks.all()), None)


def documents_to_review(town: Municipality, at: datetime) -> list[DocumentLine]:
    """Checked documents whose facts have changed or whose check is older than a year."""
    checked = ChannelDocument.objects.filter(channel__municipality=town, state=ChannelDocument.State.CHECKED)
    if not checked.exists():
        return []
    lines = document_lines(list(channels_with_documents(town)), town_facts(town), at)
    return [line for line in lines if line.document and line.document.is_check_valid and not line.is_checked]


@dataclass(frozen=True, slots=True)
class LinksToSee:
    """A public channel whose links somebody has to look at: those due again, those known to be missing."""

    channel: Channel
    due: tuple[ChannelCheck, ...]
    missing: tuple[str, ...]
    since: datetime | None


def links_to_see(town: Municipality, at: datetime) -> list[LinksToSee]:
    """Public channels with links due again at ``at`` or missing; two queries."""
    seen: dict[int, dict[str, ChannelCheck]] = defaultdict(dict)
    for check in links_seen(town):
        seen[check.channel_id][check.key] = check
    found = []
    for channel in public_channels(town):
        done = seen[channel.pk]
        due = tuple(sorted((c for c in done.values() if c.is_due_again(at)), key=lambda c: c.done_at))
        missing = tuple(key for key in ChannelCheck.LINK_KEYS if key not in done)
        if due or missing:
            found.append(LinksToSee(channel, due, missing, due[0].done_at if due else None))
    return found


@question
def public_channels(town: Municipality) -> QuerySet[Channel]:
    public = Channel.objects.filter(municipality=town, live_slot__isnull=False)
    return public.select_related("municipality").order_by("live_slot", "pk")


@question
def links_seen(town: Municipality) -> QuerySet[ChannelCheck]:
    """The checks of links of public channels."""
    return ChannelCheck.objects.filter(
        channel__municipality=town, channel__live_slot__isnull=False, key__in=ChannelCheck.LINK_KEYS
    )


def day_due(check: ChannelCheck, town: Municipality) -> date:
    """The day on which a link is to be looked at again."""
    from channels_mgmt.models.channels import LINKS_HOLD

    return (check.done_at + LINKS_HOLD).astimezone(town.zone).date()
