# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Writing a post, with previews and checks beside the text."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.frame.kept_text import background
from accounts.frame.unsaved import confirm
from accounts.tenancy.permissions import require
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.service_texts import SERVICE_TEXTS
from channels_mgmt.forms.filling import first_placing
from channels_mgmt.forms.planning import MAX_IMAGES, PostForm
from channels_mgmt.models import Post, Topic
from channels_mgmt.presenters.checks import TAKE_OVER, Check, Places, checks_of
from channels_mgmt.presenters.previews import Content, previews_of
from channels_mgmt.presenters.versions import Names, Newer, changes_between
from channels_mgmt.queries.personal import recent_texts
from channels_mgmt.queries.posts import approvers_of
from channels_mgmt.queries.slots import free_slot
from channels_mgmt.queries.topics import still_open
from channels_mgmt.queries.versions import names_in, said_by
from channels_mgmt.queries.writing_rights import ended_lately
from channels_mgmt.rules import EDITORIAL
from channels_mgmt.services.planning import create_post, edit_post, submit_post
from core.errors import DomainError
from core.text import read_number
from core.typed import retype

SAVING = {"save", "submit"}


@require_http_methods(["GET", "HEAD", "POST"])
def post_create(request: TownRequest, municipality: str) -> HttpResponse:
    """An empty composer; ``?thema=7`` fills in a topic, ``?vorlage=frist`` a text, others as ``first_placing`` says."""
    town = request.municipality
    if request.method != "POST" or not _is_late(request):
        require(request.user, "channels_mgmt.create_post", town)
    topic = _topic(request)
    if request.method != "POST":
        form = PostForm(town, writer=request.user, initial=_first_values(request, topic))
        if topic is not None:
            form.images = [(photo.asset, "") for photo in topic.photos.select_related("asset")[:MAX_IMAGES]]
        return _show(request, form, topic=topic)
    return _compose(request, PostForm(town, request.POST, request.FILES, writer=request.user), topic=topic)


@require_http_methods(["GET", "HEAD", "POST"])
def post_edit(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """The composer with a stored post."""
    post = get_object_or_404(Post, pk=pk)
    if request.method != "POST" or not _is_late(request):
        require(request.user, "channels_mgmt.edit_post", post)
    if post.is_public:
        messages.error(request, _("This post is already public and stays as it is. Duplicate it to say something new."))
        return redirect("planning:post_detail", municipality, pk)
    if request.method != "POST":
        return _show(request, PostForm(request.municipality, post=post, writer=request.user))
    form = PostForm(request.municipality, request.POST, request.FILES, post=post, writer=request.user)
    return _compose(request, form)


@background
@require_POST
def preview(request: TownRequest, municipality: str) -> HttpResponse:
    """The part of the composer beside the text, for what is typed at this moment. Stores nothing."""
    require(request.user, "channels_mgmt.compose", request.municipality)
    form = PostForm(request.municipality, request.POST, writer=request.user)
    return render(request, "channels_mgmt/_beside.html", _beside(request, form))


@background
@require_POST
def slot(request: TownRequest, municipality: str) -> HttpResponse:
    """The composer's date with the next free slot in it; ``?beitrag=7`` is the post that asks. Stores nothing."""
    require(request.user, "channels_mgmt.compose", request.municipality)
    post = get_object_or_404(Post, pk=pk) if (pk := read_number(request.GET.get("beitrag", ""))) is not None else None
    form = PostForm(request.municipality, request.POST, post=post, writer=request.user)
    note = _fill_in_slot(form)
    return render(request, "channels_mgmt/_when.html", {"form": _again(form), "post": post, "slot_note": note})


def _is_late(request: TownRequest) -> bool:
    """Whether a form is sent by a right that has just ended: the service refuses it, and what was typed is kept."""
    return ended_lately(request.user, request.municipality) is not None


def _compose(request: TownRequest, form: PostForm, *, topic: Topic | None = None) -> HttpResponse:
    action = request.POST.get("action", "save")
    if action not in SAVING:
        form.take_photo(request.user)
        photo_errors = form.errors.get("photo") if request.FILES else None
        note = _fill_in_slot(form) if action == "slot" else ""
        if action.startswith(TAKE_OVER) and not form.take_over(action):
            messages.warning(request, _("The text no longer says that. Nothing was changed; the checks are new."))
        shown = _again(form)
        if photo_errors:
            messages.error(request, str(photo_errors[0]))
        return _show(request, shown, is_previewed=action != "slot", slot_note=note, topic=topic)
    is_valid = form.is_valid()
    form.take_photo(request.user)
    if not is_valid or form.errors:
        return _show(request, form, status=422, topic=topic)
    was_approved = form.post is not None and form.post.is_approved
    try:
        post = _save(request, form, topic)
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, form, status=409, topic=still_open(topic), newer=_newer(form))
    if action == "submit":
        return _submit(request, post)
    if was_approved and not post.is_approved:
        messages.warning(request, _("The post is saved and a draft again: its approval does not cover the change."))
        confirm(request)
    else:
        messages.success(request, _("The post is saved."))
    return redirect("planning:post_detail", request.municipality.slug, post.pk)


def _save(request: TownRequest, form: PostForm, topic: Topic | None) -> Post:
    fields = form.post_fields()
    if form.post is None:
        return create_post(request.municipality, actor=request.user, topic=topic, **fields)
    return edit_post(form.post, actor=request.user, revision=form.cleaned_data["revision"], **fields)


def _newer(form: PostForm) -> Newer | None:
    """What a colleague has saved since the form was opened; the form is then based on that."""
    post = form.post
    if post is None:
        return None
    post.refresh_from_db()
    if post.revision == form.cleaned_data["revision"]:
        return None
    retype(form, revision=post.revision)
    stored, typed = said_by(post), form.said()
    changes = changes_between(stored, typed, Names(*names_in(post, [stored, typed])))
    return Newer(post.edited_by or post.author, post.edited_at or post.created_at, changes)


def _submit(request: TownRequest, post: Post) -> HttpResponse:
    confirm(request)  # saved it is, whatever becomes of the approval
    try:
        submit_post(post, actor=request.user)
    except DomainError as error:
        messages.warning(request, _("The post is saved as a draft. %(reason)s") % {"reason": error})
        return redirect("planning:post_edit", request.municipality.slug, post.pk)
    if post.is_approved:
        messages.success(request, _("The post is approved and can go out."))
    else:
        messages.success(request, _("The post is saved and waits for approval."))
    return redirect("planning:post_detail", request.municipality.slug, post.pk)


def _fill_in_slot(form: PostForm) -> str:
    """Put the next free slot into the form; returns why it is this one, in a sentence."""
    wall = free_slot(form.town, now(), besides=form.post.pk if form.post else None)
    if wall is None:
        return _("There is no free slot in the next eight weeks. Are the service hours entered?")
    retype(form, day=wall.date().isoformat(), time=f"{wall:%H:%M}")
    return _("In the service hours, on a day without another post.")


def _again(form: PostForm) -> PostForm:
    """The same form without complaints: nobody asked to save yet."""
    fresh = PostForm(form.town, form.data, post=form.post, writer=form.writer)
    fresh.images = form.images
    fresh._errors = {}  # type: ignore[attr-defined]  # Django's own name for "already judged"
    return fresh


def _show(
    request: TownRequest,
    form: PostForm,
    *,
    status: int = 200,
    is_previewed: bool = False,
    slot_note: str = "",
    topic: Topic | None = None,
    newer: Newer | None = None,
) -> HttpResponse:
    context = _beside(request, form) | {"form": form, "post": form.post}
    if form.roles.isdisjoint(EDITORIAL):
        form.ask_for_approval_of_routine()
    context["is_empty"] = not (form.is_bound or form.post or topic or form.initial.get("text"))
    context |= {"is_previewed": is_previewed, "slot_note": slot_note, "topic": topic, "newer": newer}
    return render(request, "channels_mgmt/composer.html", context, status=status)


def _beside(request: TownRequest, form: PostForm) -> dict[str, Any]:
    content = form.content()
    risk = str(form["risk"].value() or Post.Risk.SENSITIVE)
    author = form.post.author if form.post else request.user
    return {
        "previews": previews_of(content),
        "checks": [] if content.is_untouched else _checks(form, content),
        "images": content.spoken_images if content.images else [],
        "risk": risk,
        "goes_out_unapproved": risk == Post.Risk.ROUTINE and not form.roles.isdisjoint(EDITORIAL),
        "approvers": approvers_of(risk, request.municipality, author),
    }


def _checks(form: PostForm, content: Content) -> list[Check]:
    post, town = form.post, form.town
    page = reverse("planning:post_detail", args=[town.slug, post.pk]) if post else None
    recent = recent_texts(town, besides=post.pk if post else None) if content.text.strip() else []
    return checks_of(content, places=Places(composer="", post=page), recent=recent)


def _first_values(request: TownRequest, topic: Topic | None) -> dict[str, Any]:
    if not request.GET:
        return {}
    given: dict[str, Any] = first_placing(request.GET)
    if topic is not None:
        given |= {"title": topic.title, "text": topic.note, "contact": topic.contact}
        given |= {"day": topic.wanted_day} if topic.wanted_day else {}
    elif template := SERVICE_TEXTS.get(request.GET.get("vorlage", "")):
        given |= {"title": template.title, "text": template.text, "kind": Post.Kind.SERVICE}
        given["citizen_benefit"] = template.benefit
    return given


def _topic(request: TownRequest) -> Topic | None:
    """The topic the post is to be made of: named by the address, then by the form."""
    if request.method != "POST" and not request.GET:
        return None
    number = read_number(request.POST.get("thema", "") if request.method == "POST" else request.GET.get("thema", ""))
    topic = None if number is None else get_object_or_404(Topic, pk=number)
    if topic is not None and not topic.is_open and request.method != "POST":
        messages.warning(request, _("This topic is no longer open; the post begins empty."))
        return None
    return topic
