# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What documents rest on, and which of them are stale or due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from accounts.models import Membership, Municipality, Role, User, audit_years_of, author_months_of, case_years_of
from channels_mgmt.connectors.registry import profile_of
from channels_mgmt.legal.wording import facts_for, law_facts
from channels_mgmt.models import Channel, ChannelDocument, DocumentCheck
from channels_mgmt.queries.accessibility import accessibility_facts
from channels_mgmt.queries.particulars import particulars_of
from channels_mgmt.queries.places import Addresses, Place, documents_at, kinds_of
from core.legal_facts import LAW, STATE_LAW, SUPERVISION
from core.service_time import hours_in_words
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
    "town_titled": _("Name with its title"),
    "town_genitive": _("Name in a sentence"),
    "head": _("Head of the authority"),
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
    "author_period": _("Period until names are replaced"),
    "case_period": _("Period of measures and evidence"),
    "audit_period": _("Period of the audit trail"),
    "legal_form": _("Legal form"),
    "legal_supervision": _("Legal supervision"),
    "processors": _("Processors"),
    "state_law": _("Data protection act of the state"),
    "provider_joint_own": _("Shared responsibility, as told to citizens"),
    "provider_third_own": _("Transfer outside the European Union, as told to citizens"),
    "appeals_url": _("Form for appeals"),
    "transparency_url": _("Address of the transparency page"),
    "accessibility_url": _("Address of the accessibility statement"),
    "access_law": _("Accessibility law of the state"),
    "access_method": _("Method of the assessment"),
    "access_gaps_known": _("Known barriers of the software"),
    "access_gaps": _("Known barriers of your own"),
    "access_assessed_on": _("Accessibility assessed on"),
    "enforcement": _("Enforcement body of the state"),
    "enforcement_procedure": _("Procedure before it"),
    "enforcement_contact": _("Contact of the enforcement body"),
    "enforcement_source": _("Source of the enforcement body"),
    **{f"law_{key}": fact.source for key, fact in LAW.items()},
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
        **_titles(town),
        "contact_email": town.contact_email,
        "website": town.website,
        "imprint_url": town.imprint_url,
        "postal_address": plain_lines(given.postal_address).strip(),
        "phone": given.phone,
        "represented_by": given.represented_by,
        "responsible_for_content": given.responsible_for_content,
        "data_protection_officer": plain_lines(given.data_protection_officer).strip(),
        "privacy_url": given.privacy_url,
        "legal_form": given.legal_form,
        "legal_supervision": given.legal_supervision,
        "processors": plain_lines(given.processors).strip(),
        "state_law": STATE_LAW.get(town.state_code, ""),
        "appeals_url": absolute_address("appeals:form", town.slug),
        **accessibility_facts(town, given),
        **law_facts(),
        "supervisory_authority": SUPERVISION.get(town.state_code, ""),
        "service_hours": hours_in_words(service_week(town)),
        "netiquette": _signed(netiquette.version, netiquette.signed_at, town) if netiquette else "",
        "netiquette_url": netiquette_url(town),
        "case_period": "1 Jahr" if (years := case_years_of(town)) == 1 else f"{years} Jahre",
        "audit_period": f"{audit_years_of(town)} Jahre",
        "author_period": "1 Monat" if (months := author_months_of(town)) == 1 else f"{months} Monate",
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


def _titles(town: Municipality) -> Facts:
    """How the town is named in sentences; empty as long as its kind is not known."""
    words = town.german
    if not words.title:
        return {}
    genitive = words.named(town.name).genitive
    return {"town_titled": words.titled(town.name), "town_genitive": genitive, "head": f"die {words.head_female}"}


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


def netiquette_url(town: Municipality) -> str:
    """The public address of the netiquette, with its host."""
    return absolute_address("netiquette:netiquette", town.slug)


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
        # What the town itself has stated; the product's default is a hint for insiders, no word to citizens.
        "provider_joint_own": _body(own.joint_control) if own else "",
        "provider_third_own": _body(own.third_country) if own else "",
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


def places_with_documents(town: Municipality) -> list[Place]:
    """The channels that are not closed, then the town itself; one query."""
    return [*channels_with_documents(town), town]


def facts_of(place: Place, town: TownFacts) -> Facts:
    """Everything the product knows for the documents of ``place``."""
    return facts_of_channel(place, town) if isinstance(place, Channel) else town.common


def newest_documents(places: Sequence[Place]) -> dict[tuple[int | None, str], ChannelDocument]:
    """The newest version of each document by channel (``None``: the town's own) and kind, with its checks.

    Two queries; ``places`` are of one town.
    """
    towns = [place for place in places if isinstance(place, Municipality)]
    meant = Q(channel__in=[place for place in places if isinstance(place, Channel)])
    meant |= Q(channel__isnull=True, municipality__in=towns)
    same = ChannelDocument.objects.filter(municipality=OuterRef("municipality"), kind=OuterRef("kind"))
    # A kind belongs either to channels or to towns, so that a row without a channel is the same document.
    same = same.filter(Q(channel=OuterRef("channel")) | Q(channel__isnull=True)).order_by("-version")
    newest = ChannelDocument.objects.filter(meant, pk=Subquery(same.values("pk")[:1]))
    newest = newest.select_related("author", "municipality", "channel__municipality")
    return {(row.channel_id, row.kind): row for row in newest.prefetch_related("checks__checked_by")}


def document_of(place: Place, kind: str) -> ChannelDocument | None:
    """The newest version, or ``None``."""
    return newest_documents([place]).get((_key_of(place), kind))


def _key_of(place: Place) -> int | None:
    return place.pk if isinstance(place, Channel) else None


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
    """One document as a list shows it: its newest version, if any, and what is the matter."""

    place: Place
    kind: str
    document: ChannelDocument | None
    check: DocumentCheck | None
    changed: list[ChangedFact]
    is_overdue: bool

    @property
    def label(self) -> Any:
        return Kind(self.kind).label

    @property
    def url(self) -> str:
        """Its page."""
        return Addresses(self.place, self.kind).page

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


def document_lines(places: Sequence[Place], town: TownFacts, at: datetime) -> list[DocumentLine]:
    """All documents of ``places``, each kind once per place, in the order of the kinds; three queries."""
    newest = newest_documents(places)
    lines = []
    for place in places:
        facts = facts_of(place, town)
        for kind in kinds_of(place):
            document = newest.get((_key_of(place), kind))
            check = last_check(document)
            changed = changed_facts(document, facts) if document else []
            overdue = check is not None and not changed and check.checked_at <= at - REVIEW_AFTER
            lines.append(DocumentLine(place, kind, document, check, changed, overdue))
    return lines


def is_checked_today(document: ChannelDocument, at: datetime) -> bool:
    """Whether this is the newest version, checked within a year, and nothing it rests on has changed since."""
    if not document.is_check_valid:
        return False
    lines = document_lines([document.place], town_facts(document.municipality), at)
    return any(line.document == document and line.is_checked for line in lines)


def last_check(document: ChannelDocument | None) -> DocumentCheck | None:
    """The latest mark that still fits the text."""
    if document is None or not document.is_check_valid:
        return None
    return next(iter(document.checks.all()), None)


def documents_to_review(town: Municipality, at: datetime) -> list[DocumentLine]:
    """Checked documents whose facts have changed or whose check is older than a year."""
    checked = ChannelDocument.objects.filter(municipality=town, state=ChannelDocument.State.CHECKED)
    if not checked.exists():
        return []
    lines = document_lines(places_with_documents(town), town_facts(town), at)
    return [line for line in lines if line.document and line.document.is_check_valid and not line.is_checked]


def version_of(document: ChannelDocument, number: int) -> ChannelDocument:
    """Version ``number`` of the same document; itself where there is none."""
    same = documents_at(document.place).filter(kind=document.kind, version=number)
    return same.select_related("municipality", "channel__municipality").first() or document
