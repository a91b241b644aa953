# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The handbook inside the product: its chapters with the keys of the pages they explain, and a search over them."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.frame.keys import OFF, keys_of
from accounts.tenancy.request import TownRequest
from core.handbook import ANCHOR, chapter, files, search

MOST_FOUND = 30


@require_safe
def contents(request: TownRequest, municipality: str) -> HttpResponse:
    """The table of contents, or what a search finds."""
    words = request.GET.get("q", "").strip()
    if not words:
        return _show(request, "")
    base = reverse("help:contents", args=[municipality])
    found = [
        (
            base
            + (f"{one.chapter.name}/" if one.chapter.name else "")
            + (f"#{ANCHOR}{one.section.anchor}" if one.section.anchor else ""),
            one,
        )
        for one in search(words)[:MOST_FOUND]
    ]
    return render(request, "accounts/help_found.html", {"words": words, "found": found, "anchor": ANCHOR})


@require_safe
def page(request: TownRequest, municipality: str, chapter: str) -> HttpResponse:
    """One chapter; its inside alone for the dialog that opens over a page."""
    if chapter not in files():
        raise Http404
    return _show(request, chapter)


def _show(request: TownRequest, name: str) -> HttpResponse:
    base = reverse("help:contents", args=[request.municipality.slug])
    shown = chapter(name)
    context = {"chapter": shown, "text": shown.html(base), "base": base, "anchor": ANCHOR}
    if request.headers.get("HX-Request") == "true":
        return render(request, "accounts/_help.html", context)
    choice = request.user.key_choice
    context |= {
        "chapters": [chapter(other) for other in files()],
        "keys": keys_of(name, choice),
        "are_keys_off": OFF in choice.split(),
    }
    return render(request, "accounts/help.html", context)
