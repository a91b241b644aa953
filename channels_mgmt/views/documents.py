# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of channels: overview, reading, editing, generating again, marking as checked."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.markup import as_html, as_plain
from channels_mgmt.forms.documents import CheckForm, DocumentForm, ParticularsForm, ProviderForm
from channels_mgmt.legal.paper import as_odt, as_pdf, file_name
from channels_mgmt.legal.wording import facts_for, write
from channels_mgmt.models import Channel, ChannelDocument
from channels_mgmt.queries.comparison import compare_sections
from channels_mgmt.queries.documents import (
    channels_with_documents,
    document_lines,
    document_of,
    facts_of_channel,
    particulars_of,
    town_facts,
)
from channels_mgmt.services import documents as services
from channels_mgmt.views.answers import carry_out, first_error
from core.errors import DomainError
from core.hashing import content_hash
from core.text import read_number
from core.typed import retype

Kind = ChannelDocument.Kind
FORMATS = {"pdf": "application/pdf", "odt": "application/vnd.oasis.opendocument.text"}


@require_safe
def document_list(request: TownRequest, municipality: str) -> HttpResponse:
    """All documents of the town's channels, with what is the matter with each."""
    town = request.municipality
    require(request.user, "channels_mgmt.view_documents", town)
    lines = document_lines(list(channels_with_documents(town)), town_facts(town), now())
    by_channel: dict[Channel, list[Any]] = {}
    for line in lines:
        by_channel.setdefault(line.channel, []).append(line)
    particulars = particulars_of(town)
    context = {
        "channels": list(by_channel.items()),
        "to_do": sum(not line.is_checked for line in lines),
        "total": len(lines),
        "particulars": particulars,
        "has_particulars": bool(particulars.postal_address and particulars.data_protection_officer),
        "may_write": may(request.user, "channels_mgmt.write_documents", town),
    }
    return render(request, "channels_mgmt/document_list.html", context)


@require_safe
def document(request: TownRequest, municipality: str, pk: int, kind: str) -> HttpResponse:
    """The newest version as it reads, its state, and what can be done with it."""
    return _show(request, _channel(request, pk), kind)


def _show(request: TownRequest, channel: Channel, kind: str, *, status: int = 200, **more: Any) -> HttpResponse:
    user = request.user
    require(user, "channels_mgmt.view_documents", channel)
    found = document_of(channel, kind)
    lines = document_lines([channel], town_facts(channel.municipality), now())
    line = next(line for line in lines if line.kind == kind)
    versions = ChannelDocument.objects.filter(channel=channel, kind=kind).select_related("author")
    is_open = channel.state != Channel.State.CLOSED
    checks = list(found.checks.all()) if found else []
    context = {
        "channel": channel,
        "kind": kind,
        "label": Kind(kind).label,
        "line": line,
        "document": found,
        "html": as_html(found.text, title=str(Kind(kind).label)) if found else "",
        "plain": as_plain(found.text) if found else "",
        "blanks": found.blanks if found else [],
        "versions": versions.prefetch_related("checks__checked_by").order_by("-version"),
        "check_form": CheckForm(initial={"checks": len(checks)}),
        "may_write": is_open and may(user, "channels_mgmt.write_documents", channel),
        "may_check": is_open and may(user, "channels_mgmt.check_document", channel),
        **more,
    }
    return render(request, "channels_mgmt/document.html", context, status=status)


@require_POST
def document_generate(request: TownRequest, municipality: str, pk: int, kind: str) -> HttpResponse:
    """Write the first version from what is known."""
    channel = _channel(request, pk)
    done = _("The draft is written. Please read it, fill in the blanks and have it checked.")
    call = services.generate_document
    return carry_out(request, lambda: call(channel, actor=request.user, kind=kind), done, _page(channel, kind))


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: TownRequest, municipality: str, pk: int, kind: str) -> HttpResponse:
    """Change the text; a preview on demand, and the newer text beside it when somebody else was faster."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.write_documents", channel)
    found = _document(channel, kind)
    form = DocumentForm(found, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "channel": channel, "kind": kind, "document": found}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and "preview" in request.POST:
            context["preview"], status = as_html(form.cleaned_data["text"], title=str(Kind(kind).label)), 200
        elif form.is_valid():
            text, seen = form.cleaned_data["text"], form.cleaned_data["version"]
            try:
                services.edit_document(found, actor=request.user, text=text, seen_version=seen)
            except DomainError as error:
                form.add_error(None, str(error))
                if seen != found.version:
                    context["newer"] = found
                    context["changes"] = compare_sections(found.text, text)
                    # Saving again replaces the newer version, which the person has now seen.
                    retype(form, version=found.version)
            else:
                messages.success(request, _("Saved as a version of its own. Earlier versions stay readable."))
                return redirect(_page(channel, kind))
    return render(request, "channels_mgmt/document_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def document_renew(request: TownRequest, municipality: str, pk: int, kind: str) -> HttpResponse:
    """Today's generated text beside the current one; taken over by section, never silently."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.write_documents", channel)
    found = _document(channel, kind)
    facts = facts_for(kind, facts_of_channel(channel, town_facts(channel.municipality)))
    sections = compare_sections(found.text, write(kind, facts))
    if request.method == "POST":
        differing = {section.key: section.title for section in sections}
        everything = request.POST.get("take") == "all"
        chosen = set(differing) if everything else set(request.POST.getlist("section"))
        take = {title for key, title in differing.items() if key in chosen}
        seen = read_number(request.POST.get("version", "")) or 0
        call = services.renew_document
        given: dict[str, Any] = {"seen_version": seen, "seen_facts": request.POST.get("facts", "")}
        try:
            call(found, actor=request.user, take=take, **given)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect("channels:document_renew", municipality, pk, kind)
        messages.success(request, _("Saved as a new version. Please have it checked again."))
        return redirect(_page(channel, kind))
    context = {
        "channel": channel,
        "kind": kind,
        "label": Kind(kind).label,
        "document": found,
        "sections": sections,
        "facts_hash": content_hash(facts),
        "line": next(x for x in document_lines([channel], town_facts(channel.municipality), now()) if x.kind == kind),
    }
    return render(request, "channels_mgmt/document_renew.html", context)


@require_POST
def document_check(request: TownRequest, municipality: str, pk: int, kind: str) -> HttpResponse:
    """Record who vouches for the version, or take that back."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.check_document", channel)
    found = _document(channel, kind)
    if request.POST.get("answer") == "withdraw":
        reason, call = request.POST.get("reason", ""), services.withdraw_document_check
        done = _("The mark is taken back. The version is a draft again.")
        return carry_out(request, lambda: call(found, actor=request.user, reason=reason), done, _page(channel, kind))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _show(request, channel, kind, status=422, check_form=form, problem=first_error(form))
    version = request.POST.get("version", "")
    try:
        if version != str(found.version):
            raise DomainError(_("There is a newer version. Please read that one before it is marked as checked."))
        given = form.cleaned_data
        services.check_document(
            found,
            actor=request.user,
            function=given["function"],
            note=given["note"],
            seen_checks=given["checks"] or 0,
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return _show(request, channel, kind, status=422, check_form=form, problem=str(error))
    messages.success(request, _("Marked as checked, with today’s date."))
    return redirect(_page(channel, kind))


@require_safe
def document_version(request: TownRequest, municipality: str, pk: int, kind: str, number: int) -> HttpResponse:
    """An earlier version, and what the next one changed."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.view_documents", channel)
    versions = ChannelDocument.objects.filter(channel=channel, kind=kind).select_related("author")
    found: ChannelDocument = get_object_or_404(versions.prefetch_related("checks__checked_by"), version=number)
    before = versions.filter(version=number - 1).first()
    context = {
        "channel": channel,
        "kind": kind,
        "label": found.get_kind_display(),
        "document": found,
        "html": as_html(found.text, title=found.get_kind_display()),
        "changes": compare_sections(before.text, found.text) if before else [],
        "before": before,
    }
    return render(request, "channels_mgmt/document_version.html", context)


@require_safe
def document_file(
    request: TownRequest, municipality: str, pk: int, kind: str, number: int, file_format: str
) -> HttpResponse:
    """A version as accessible PDF or as ODT."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.view_documents", channel)
    if file_format not in FORMATS:
        raise Http404
    versions = ChannelDocument.objects.select_related("channel__municipality").prefetch_related("checks")
    found: ChannelDocument = get_object_or_404(versions, channel=channel, kind=kind, version=number)
    content = (as_pdf if file_format == "pdf" else as_odt)(found)
    answer = HttpResponse(content, content_type=FORMATS[file_format])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(found)}.{file_format}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def particulars(request: TownRequest, municipality: str) -> HttpResponse:
    """What all documents of the town need."""
    town = request.municipality
    require(request.user, "channels_mgmt.write_documents", town)
    stored = particulars_of(town)
    posted = request.POST if request.method == "POST" else None
    form = ParticularsForm(posted, instance=stored, initial={"revision": stored.revision})
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("revision")
        try:
            services.enter_particulars(town, actor=request.user, seen_revision=seen, **given)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. Documents that use it are marked as out of date."))
            return redirect("channels:document_list", municipality)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels_mgmt/particulars.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def provider(request: TownRequest, municipality: str, pk: int) -> HttpResponse:
    """Who provides the platform of a channel."""
    channel = _channel(request, pk)
    require(request.user, "channels_mgmt.write_documents", channel)
    form = ProviderForm(channel, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        seen = given.pop("revision")
        try:
            services.enter_provider(channel, actor=request.user, seen_revision=seen, **given)
        except DomainError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Saved. Documents that use it are marked as out of date."))
            return redirect("channels:channel_detail", municipality, pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "channels_mgmt/provider.html", {"form": form, "channel": channel}, status=status)


def _channel(request: TownRequest, pk: int) -> Channel:
    channels = Channel.objects.select_related("municipality", "owner", "deputy", "provider")
    return get_object_or_404(channels, pk=pk, municipality=request.municipality)


def _document(channel: Channel, kind: str) -> ChannelDocument:
    found = document_of(channel, kind)
    if found is None:
        raise Http404
    return found


def _page(channel: Channel, kind: str) -> str:
    return reverse("channels:document", args=[channel.municipality.slug, channel.pk, kind])
