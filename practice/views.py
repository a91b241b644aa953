# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The practice platform as citizens would see it."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from core.pages import page_of
from core.ranges import ranged_response
from core.text import read_number
from practice import queries, services
from practice.forms import FaultForm, ReplyForm
from practice.models import PracticeAccount, PracticeImage, PracticePost

PER_PAGE = 10
REPLIES_SHOWN = 5
"""Of each thread on the page of all; the rest stands on the thread's own."""
REPLIES_PER_PAGE = 30


@require_GET
def timeline(request: TownRequest, municipality: str) -> HttpResponse:
    """The threads of the town, newest first."""
    town = request.municipality
    require(request.user, "practice.view_timeline", town)
    page = page_of(queries.first_posts(), PER_PAGE, request.GET.get("page"))
    context = {
        "page": page,
        "threads": [thread.newest(REPLIES_SHOWN) for thread in queries.threads_of(page.object_list)],
        "may_set_fault": may(request.user, "practice.set_fault", town),
    }
    return render(request, "practice/timeline.html", context)


@require_GET
def thread(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """A post with all its replies, page by page; ``?antwort=7`` opens the page on which this one stands."""
    require(request.user, "practice.view_timeline", request.municipality)
    post = get_object_or_404(queries.first_posts(), pk=pk)
    (whole,) = queries.threads_of([post])
    wanted = read_number(request.GET.get("antwort", ""))
    asked = request.GET.get("page") or (str(whole.page_of(wanted, REPLIES_PER_PAGE)) if wanted else None)
    shown, page = whole.page(asked, REPLIES_PER_PAGE)
    return render(request, "practice/thread.html", {"thread": shown, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def reply(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Answer a post or a reply as an invented person."""
    post: PracticePost = get_object_or_404(
        PracticePost.objects.select_related("root", "account"), pk=pk, deleted_at=None
    )
    require(request.user, "practice.reply_as_citizen", post)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            written = services.reply_as_citizen(post, actor=request.user, **form.cleaned_data)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The reply of the invented person stands on the practice platform."))
            return redirect(_place_of(municipality, written))
    (whole,) = queries.threads_of([post.root or post]) or (None,)
    shown = whole.page(str(whole.page_of(post.pk, REPLIES_PER_PAGE)), REPLIES_PER_PAGE)[0] if whole else None
    context = {"post": post, "thread": shown, "form": form}
    return render(request, "practice/reply.html", context, status=422 if form.errors else 200)


def _place_of(slug: str, reply: PracticePost) -> str:
    """Where ``reply`` can be read: on its page of the thread, or where all threads are, once the post is gone."""
    (whole,) = queries.threads_of([reply.root or reply]) or (None,)
    if whole is None or whole.post.hidden_at is not None:
        return reverse("practice:timeline", args=[slug])
    number = whole.page_of(reply.pk, REPLIES_PER_PAGE)
    return f"{reverse('practice:thread', args=[slug, whole.post.pk])}?page={number}#beitrag-{reply.pk}"


@require_GET
def image(request: TownRequest, municipality: str, pk: int) -> HttpResponseBase:
    """A picture or film of a post that is not deleted."""
    picture = get_object_or_404(PracticeImage, pk=pk, post__deleted_at=None)
    require(request.user, "practice.view_timeline", request.municipality)
    return ranged_response(request, picture.file, picture.media_type)


@require_GET
def captions(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """What is spoken in a film, as players read it."""
    film: PracticeImage = get_object_or_404(PracticeImage.objects.exclude(captions=""), pk=pk, post__deleted_at=None)
    require(request.user, "practice.view_timeline", request.municipality)
    return HttpResponse(film.captions, content_type="text/vtt; charset=utf-8")


@require_GET
def faults(request: TownRequest, municipality: str) -> HttpResponse:
    """Where faults are switched on for drills."""
    return _show_faults(request)


@require_POST
def set_fault(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Let the platform misbehave towards one account."""
    account = get_object_or_404(PracticeAccount, pk=pk, is_town=True)
    form = FaultForm(request.POST, account=account)
    if not form.is_valid():
        return _show_faults(request, wrong=(account.pk, form))
    services.set_fault(account, actor=request.user, **form.cleaned_data)
    account.refresh_from_db()
    messages.success(
        request,
        _("%(account)s: the platform %(fault)s.") % {"account": account, "fault": account.get_fault_display()},
    )
    return redirect("practice:faults", municipality=municipality)


def _show_faults(request: TownRequest, wrong: tuple[int, FaultForm] | None = None) -> HttpResponse:
    require(request.user, "practice.set_fault", request.municipality)
    forms = [
        (account, wrong[1] if wrong and wrong[0] == account.pk else FaultForm(account=account))
        for account in queries.town_accounts()
    ]
    return render(request, "practice/faults.html", {"forms": forms}, status=422 if wrong else 200)
