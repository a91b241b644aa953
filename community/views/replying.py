# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""How a town answers: the guide, the settings, one's own initials; the length of an answer; releasing one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.frame.kept_text import background
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from community.domain.variables import gaps_of
from community.forms.replying import InitialsForm, ReplySettingsForm
from community.models import Decision
from community.queries.posts import posts_with_comments
from community.queries.replying import initials_of, reply_settings, tone_of
from community.services import replying as services
from community.services.answer_parts import spans_of
from community.services.remote import remote_ref, speaker_without_access
from community.views.desk import comment_url, find_comment, require_view
from core.errors import DomainError
from core.pages import page_of
from core.parts import write_part
from core.text import plain_lines

SET = "community.set_replying"
POSTS_PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def replying(request: TownRequest, municipality: str) -> HttpResponse:
    """The guide for everybody; the settings for who may change them, one's own initials for who answers."""
    require_view(request)
    town, user = request.municipality, request.user
    stored = reply_settings(town)
    form = initials_form = None
    if may(user, SET, town):
        initial = {name: getattr(stored, name) for name in ("tone_guide", "release", "uses_initials")}
        is_sent = request.method == "POST"
        form = ReplySettingsForm(request.POST if is_sent else None, initial=initial)
        if is_sent and form.is_valid() and _done(form, lambda: services.set_replying(town, actor=user, **_given(form))):
            messages.success(request, _("Saved."))
            return redirect("dialog:replying", municipality)
    elif request.method == "POST":
        require(user, SET, town)
    own = initials_of(town, user)
    if stored.uses_initials and may(user, "community.decide_comment", town):
        initials_form = InitialsForm(initial={"initials": own})
    return _shown(request, form, initials_form, own)


@require_POST
def initials(request: TownRequest, municipality: str) -> HttpResponse:
    """Agree to one's own initials, or take that back."""
    town, user = request.municipality, request.user
    require(user, "community.decide_comment", town)
    if "back" in request.POST:
        services.take_initials_back(town, actor=user)
        messages.success(request, _("Your answers carry no initials any more."))
        return redirect("dialog:replying", municipality)
    form = InitialsForm(request.POST)
    if form.is_valid() and _done(form, lambda: services.agree_to_initials(town, actor=user, **_given(form))):
        messages.success(request, _("From now on these initials stand below your answers."))
        return redirect("dialog:replying", municipality)
    return _shown(request, None, form, initials_of(town, user))


def _shown(request: TownRequest, form: Any, initials_form: Any, own: str) -> HttpResponse:
    town = request.municipality
    stored = reply_settings(town)
    context = {
        "form": form,
        "initials_form": initials_form,
        "own": own,
        "settings": stored,
        "tone": tone_of(stored),
        "release": stored.get_release_display() if stored.release else "",
    }
    has_errors = any(one is not None and one.errors for one in (form, initials_form))
    return render(request, "community/replying.html", context, status=422 if has_errors else 200)


@background
@require_POST
def count_reply(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """How long the typed answer is as its platform counts, with what is put before and below it."""
    comment = find_comment(request, pk)
    require(request.user, "community.decide_comment", comment)
    speaker = speaker_without_access(comment.channel)
    text = plain_lines(request.POST.get("text", "")).strip()
    whole = services.signed(text, initials_of(request.municipality, request.user)) if text else ""
    most = speaker.limits.characters if speaker.limits.names_a_length else None
    count = speaker.count(whole, remote_ref(comment))
    over = 0 if most is None else max(0, count - most)
    spans = spans_of(comment, speaker, whole) if over else None
    values = {
        "parts": len(spans) if spans else 0,
        "is_limit": over > 0 and not spans and not speaker.abilities.answer_chains,
        "count": count,
        "most": most,
        "over": over,
        "platform": comment.channel.get_platform_display(),
        "signature": whole[len(text) :].strip(),
        "gaps": gaps_of(text),
    }
    return HttpResponse(write_part("community/_length.jinja", **values))


@require_POST
def release(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    done = _("Released: the answer leaves in ten seconds.")
    return _step(request, pk, lambda decision: services.release_reply(decision, actor=request.user), done)


@require_POST
def give_back(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    reason = request.POST.get("reason", "")
    done = _("Returned. The comment is open again, and whoever wrote the answer finds it there.")
    return _step(request, pk, lambda one: services.return_reply(one, actor=request.user, reason=reason), done)


@require_safe
def posts(request: TownRequest, municipality: str) -> HttpResponse:
    """What the town still owes below its posts: answered, with departments, open."""
    require_view(request)
    page = page_of(posts_with_comments(request.municipality), POSTS_PER_PAGE, request.GET.get("page"))
    return render(request, "community/posts.html", {"page": page, "at": now()})


def _step(request: TownRequest, pk: int, call: Callable[[Decision], Any], done: str) -> HttpResponse:
    require_view(request)
    related = ("comment__channel", "comment__municipality", "comment__author")
    decision: Decision = get_object_or_404(Decision.objects.select_related(*related), pk=pk)
    try:
        call(decision)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(comment_url(request, decision.comment_id))


def _given(form: Any) -> dict[str, Any]:
    return dict(form.cleaned_data)


def _done(form: Any, call: Callable[[], Any]) -> bool:
    try:
        call()
    except DomainError as error:
        form.add_error(None, str(error))
        return False
    return True
