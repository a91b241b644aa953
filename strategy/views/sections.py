# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing one text of the document. What was typed is kept, whatever goes wrong (docs/adr/0010)."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.frame.kept_text import background
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.moments import german_datetime
from core.text import read_number
from core.textdiff import word_diff
from core.typed import retype
from strategy import services
from strategy.forms.writing import SectionForm
from strategy.models import SectionDraft, StrategySection
from strategy.queries import writers_of
from strategy.views.parts import editable_strategy


# What each section should answer: shown above the text field, and the first thing a new author reads.
def _hint(key: str) -> str:
    hints: dict[str, Any] = {
        "mandate": _("Who gives the order, what for, and what does the head of the authority stand behind?"),
        "tone": _("Sie or du? How plain is the language, in which languages do you answer, what do you never do?"),
        "roles": _("Who plans, who answers, who approves, and who takes over during leave and illness?"),
        "direct_line": _("How does the team reach the head, who is the deputy, and how soon is a question answered?"),
        "pillars": _("Which subjects, with which share? One pillar explains your own work."),
        "crisis": _("Who decides in an outrage wave, who speaks, what happens after hours, who supports the team?"),
        "accessibility": _("How can everybody read, hear and understand your posts, and who checks that?"),
    }
    return str(hints[key])


def section(request: TownRequest, municipality: str, key: str) -> HttpResponse:
    """One part of the text. A newer text of somebody else is shown, never overwritten."""
    part = _section(request, key)
    draft = SectionDraft.objects.filter(section=part, person=request.user).first()
    newer = None
    diff: list[Any] = []
    form = SectionForm(request.POST or None, initial=_initial(part, draft))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.edit_section(
                part,
                actor=request.user,
                text=given["text"],
                seen_revision=given["revision"],
                draft_revision=given["draft_revision"],
            )
        except services.NewerText as error:
            newer = error.current
            diff = word_diff(newer.text, given["text"])
            form.add_error(None, str(error))
            retype(form, revision=newer.revision)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("“%(part)s” is saved.") % {"part": part.get_key_display()})
            return redirect(f"{reverse('strategy:document', args=[municipality])}#{key}")
    context = {
        "strategy": part.strategy,
        "part": part,
        "hint": _hint(key),
        "form": form,
        "draft": draft if request.method != "POST" else None,
        "newer": newer,
        "diff": diff,
        "writers": writers_of(part.strategy, besides=request.user).get(key, []),
        "comments": part.strategy.comments.filter(part=key, resolved_at__isnull=True).select_related("author"),
    }
    return render(request, "strategy/section.html", context, status=422 if form.errors else 200)


def _section(request: TownRequest, key: str) -> StrategySection:
    strategy = editable_strategy(request)
    rows = StrategySection.objects.select_related("strategy__municipality", "edited_by")
    return get_object_or_404(rows, strategy=strategy, key=key)


def _initial(part: StrategySection, draft: SectionDraft | None) -> dict[str, Any]:
    if draft is None:
        return {"text": part.text, "revision": part.revision, "draft_revision": 0}
    return {"text": draft.text, "revision": draft.base_revision, "draft_revision": draft.revision}


@background
@require_POST
def keep_draft(request: TownRequest, municipality: str, key: str) -> HttpResponse:
    """Keep what was typed so far, asked by the script while somebody writes; answers with JSON.

    200 ``{revision, saved_at}``, 409 with the text of the other window, 422 ``{message}``.
    """
    part = _section(request, key)
    try:
        draft = services.keep_draft(
            part,
            actor=request.user,
            text=request.POST.get("text", ""),
            base_revision=_number(request, "revision"),
            seen_revision=_number(request, "draft_revision"),
        )
    except services.NewerDraft as error:
        return JsonResponse(
            {"message": str(error), "text": error.current.text, "revision": error.current.revision}, status=409
        )
    except DomainError as error:
        return JsonResponse({"message": str(error)}, status=422)
    if draft is None:
        return JsonResponse({"revision": 0, "saved_at": ""})
    return JsonResponse({"revision": draft.revision, "saved_at": german_datetime(draft.saved_at, request.municipality)})


@require_POST
def discard_draft(request: TownRequest, municipality: str, key: str) -> HttpResponse:
    """Throw away the own unsaved text and show what is saved."""
    part = _section(request, key)
    if services.discard_section_draft(part, actor=request.user, seen_revision=_number(request, "draft_revision")):
        messages.success(request, _("The unsaved text is discarded."))
    else:
        messages.warning(request, _("You have written on in another window. Nothing was discarded."))
    return redirect("strategy:section", municipality=municipality, key=key)


def _number(request: TownRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return read_number(text) or 0
