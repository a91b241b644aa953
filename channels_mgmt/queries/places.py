# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Whose a document is, a channel's or the town's own, and where its pages are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import Municipality
from channels_mgmt.models import Channel, ChannelDocument

Place = Channel | Municipality


def town_of(place: Place) -> Municipality:
    """The town a place is of; a town is of itself."""
    return place.municipality if isinstance(place, Channel) else place


def kinds_of(place: Place) -> tuple[str, ...]:
    """The documents it has or should have, in their order."""
    return ChannelDocument.CHANNEL_KINDS if isinstance(place, Channel) else ChannelDocument.TOWN_KINDS


def documents_at(place: Place) -> QuerySet[ChannelDocument]:
    """Every version of every document of a channel, or of those that belong to the town itself."""
    whose = {"channel": place} if isinstance(place, Channel) else {"channel": None, "municipality": place}
    return ChannelDocument.objects.filter(**whose)


@dataclass(frozen=True, slots=True)
class Addresses:
    """The pages of one document of a channel, or of the town itself."""

    place: Place
    kind: str

    def _of(self, name: str, *more: Any) -> str:
        slug = town_of(self.place).slug
        if isinstance(self.place, Channel):
            return reverse(f"channels:{name}", args=[slug, self.place.pk, self.kind, *more])
        return reverse(f"channels:town_{name}", args=[slug, self.kind, *more])

    @property
    def page(self) -> str:
        return self._of("document")

    @property
    def generate(self) -> str:
        return self._of("document_generate")

    @property
    def edit(self) -> str:
        return self._of("document_edit")

    @property
    def renew(self) -> str:
        return self._of("document_renew")

    @property
    def check(self) -> str:
        return self._of("document_check")

    @property
    def provider(self) -> str:
        """Where the provider of a channel's platform is entered; the town has none."""
        if not isinstance(self.place, Channel):
            return ""
        return reverse("channels:provider", args=[town_of(self.place).slug, self.place.pk])

    def section(self, number: int) -> str:
        return self._of("document_section", number)

    def version(self, number: int) -> str:
        return self._of("document_version", number)

    def file(self, number: int, file_format: str) -> str:
        return self._of("document_file", number, file_format)
