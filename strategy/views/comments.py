# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Remarks on one part of the document, as a short thread."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from core.errors import DomainError
from strategy import services
from strategy.forms.writing import CommentForm
from strategy.models import PartComment
from strategy.queries import newest_strategy
from strategy.queries.outline import ORDER, title_of


def comments(request: TownRequest, municipality: str, part: str) -> HttpResponse:
    """Read and write remarks on a part of the current version."""
    require(request.user, "strategy.comment_on_strategy", request.municipality)
    strategy = newest_strategy(request.municipality)
    if strategy is None or part not in ORDER:
        raise Http404
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.comment_on_part(strategy, actor=request.user, part=part, text=form.cleaned_data["text"])
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Your comment stands beside the part."))
            return redirect("strategy:comments", municipality=municipality, part=part)
    found = strategy.comments.filter(part=part).select_related("author", "resolved_by", "strategy__municipality")
    rows = [(comment, may(request.user, "strategy.settle_comment", comment)) for comment in found]
    context = {"strategy": strategy, "part": part, "title": title_of(part), "rows": rows, "form": form}
    return render(request, "strategy/comments.html", context, status=422 if form.errors else 200)


@require_POST
def comment_settle(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Mark a remark as settled, or take it up again."""
    comment: PartComment = get_object_or_404(PartComment.objects.select_related("strategy__municipality"), pk=pk)
    service = services.reopen_comment if comment.is_resolved else services.resolve_comment
    wanted = request.POST.get("settled")
    try:
        if (wanted == "no") == comment.is_resolved:  # a second click finds it done and changes nothing
            service(comment, actor=request.user)
        else:
            require(request.user, "strategy.settle_comment", comment)
    except DomainError as error:
        messages.warning(request, str(error))
    return redirect("strategy:comments", municipality=municipality, part=comment.part)
