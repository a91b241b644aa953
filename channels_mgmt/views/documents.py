# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Documents of channels and of the town: overview, reading, editing, generating again, marking as checked.

Views with ``pk`` take a channel; without it the document is the town's own.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import TownRequest
from channels_mgmt.domain.markup import as_html, as_plain, sections_of
from channels_mgmt.forms.documents import (
    CheckForm,
    DocumentForm,
    ParticularsForm,
    ProviderForm,
    SectionForm,
    WithdrawCheckForm,
)
from channels_mgmt.legal.paper import as_odt, as_pdf, file_name
from channels_mgmt.legal.wording import facts_for, write
from channels_mgmt.models import Channel, ChannelDocument
from channels_mgmt.presenters.documents import notices_of
from channels_mgmt.queries.comparison import compare_sections
from channels_mgmt.queries.documents import (
    document_lines,
    document_of,
    facts_of,
    is_checked_today,
    places_with_documents,
    town_facts,
    version_of,
)
from channels_mgmt.queries.particulars import particulars_of
from channels_mgmt.queries.places import Addresses, Place, documents_at, town_of
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
    lines = document_lines(places_with_documents(town), town_facts(town), now())
    by_place: dict[Place, list[Any]] = {}
    for line in lines:
        by_place.setdefault(line.place, []).append(line)
    own = by_place.pop(town)
    particulars = particulars_of(town)
    context = {
        "channels": list(by_place.items()),
        "own": own,
        "notices": notices_of(town, own[0]),
        "to_do": sum(not line.is_checked for line in lines),
        "total": len(lines),
        "particulars": particulars,
        "has_particulars": bool(particulars.postal_address and particulars.data_protection_officer),
        "may_write": may(request.user, "channels_mgmt.write_documents", town),
    }
    return render(request, "channels_mgmt/document_list.html", context)


def _named(place: Place, kind: str) -> dict[str, Any]:
    """What every page of a document says of whose it is, and where its other pages are."""
    channel = place if isinstance(place, Channel) else None
    return {"channel": channel, "place": place, "kind": kind, "addresses": Addresses(place, kind)}


def _files(addresses: Addresses, document: ChannelDocument) -> dict[str, str]:
    return {name: addresses.file(document.version, name) for name in FORMATS}


@require_safe
def document(request: TownRequest, municipality: str, kind: str, pk: int | None = None) -> HttpResponse:
    """The newest version as it reads, its state, and what can be done with it."""
    return _show(request, _place(request, pk), kind)


def _show(request: TownRequest, place: Place, kind: str, *, status: int = 200, **more: Any) -> HttpResponse:
    user = request.user
    require(user, "channels_mgmt.view_documents", place)
    found = document_of(place, kind)
    lines = document_lines([place], town_facts(town_of(place)), now())
    line = next(line for line in lines if line.kind == kind)
    versions = documents_at(place).filter(kind=kind).select_related("author").prefetch_related("checks__checked_by")
    versions, addresses = versions.order_by("-version"), Addresses(place, kind)
    is_open = not (isinstance(place, Channel) and place.state == Channel.State.CLOSED)
    checks = list(found.checks.all()) if found else []
    context = {
        **_named(place, kind),
        "label": Kind(kind).label,
        "line": line,
        "document": found,
        "sections": _sections(found) if found else [],
        "plain": as_plain(found.text) if found else "",
        "blanks": found.blanks if found else [],
        "versions": [(row, addresses.version(row.version)) for row in versions],
        "files": _files(addresses, found) if found else {},
        "check_form": CheckForm(initial={"checks": len(checks)}),
        "withdraw_form": WithdrawCheckForm(),
        "may_write": is_open and may(user, "channels_mgmt.write_documents", place),
        "may_check": is_open and may(user, "channels_mgmt.check_document", place),
        **more,
    }
    return render(request, "channels_mgmt/document.html", context, status=status)


@require_POST
def document_generate(request: TownRequest, municipality: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Write the first version from what is known."""
    place = _place(request, pk)
    done = _("The draft is written. Please read it, fill in the blanks and have it checked.")
    call = services.generate_document
    return carry_out(request, lambda: call(place, actor=request.user, kind=kind), done, Addresses(place, kind).page)


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: TownRequest, municipality: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Change the text; a preview on demand, and the newer text beside it when somebody else was faster."""
    place = _place(request, pk)
    require(request.user, "channels_mgmt.write_documents", place)
    found = _document(place, kind)
    form = DocumentForm(found, request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, **_named(place, kind), "document": found}
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
                return redirect(Addresses(place, kind).page)
    return render(request, "channels_mgmt/document_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def document_section(
    request: TownRequest, municipality: str, kind: str, number: int, pk: int | None = None
) -> HttpResponse:
    """One section as fields; ``number`` counts them from 1 in the version that is edited."""
    place = _place(request, pk)
    require(request.user, "channels_mgmt.write_documents", place)
    found = _document(place, kind)
    began = read_number(request.POST.get("began", ""))
    base = version_of(found, began) if began is not None else found
    sections = sections_of(base.text)
    if not 1 <= number <= len(sections):
        raise Http404
    section = sections[number - 1]
    form = SectionForm(base, section, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["version"]
        try:
            services.edit_section(
                found, actor=request.user, title=section.title, text=form.section_text(), seen_version=seen
            )
        except DomainError as error:
            form.add_error(None, str(error))
            if seen != found.version:
                # Saving again replaces the section as it now reads, which the page then shows.
                retype(form, version=found.version)
        else:
            messages.success(request, _("Saved as a version of its own. Earlier versions stay readable."))
            return redirect(f"{Addresses(place, kind).page}#abschnitt-{number}")
    context = {
        "form": form,
        **_named(place, kind),
        "document": found,
        "section": section,
        "now_reads": _now_reads(found, section.title) if base.version != found.version else "",
    }
    return render(
        request, "channels_mgmt/document_section.html", context, status=422 if request.method == "POST" else 200
    )


def _now_reads(document: ChannelDocument, title: str) -> str:
    """The section of that title as the newest version has it, for whoever began with an older one."""
    return next((as_html(s.text, title=title) for s in sections_of(document.text) if s.title == title), "")


def _sections(document: ChannelDocument) -> list[dict[str, Any]]:
    """What the page of a document shows of each section, and where it is edited."""
    addresses = Addresses(document.place, document.kind)
    return [
        {
            "number": number,
            "title": section.title,
            "html": as_html(section.text, title=section.title or str(Kind(document.kind).label)),
            "edit_url": addresses.section(number),
        }
        for number, section in enumerate(sections_of(document.text), 1)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def document_renew(request: TownRequest, municipality: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Today's generated text beside the current one; taken over by section, never silently."""
    place = _place(request, pk)
    require(request.user, "channels_mgmt.write_documents", place)
    found = _document(place, kind)
    facts = facts_for(kind, facts_of(place, town_facts(town_of(place))))
    sections = compare_sections(found.text, write(kind, facts))
    if request.method == "POST":
        differing = {section.key: section.title for section in sections}
        everything = request.POST.get("take") == "all"
        chosen = set(differing) if everything else set(request.POST.getlist("section"))
        take = {title for key, title in differing.items() if key in chosen}
        seen = read_number(request.POST.get("version", "")) or 0
        call = services.renew_document
        given: dict[str, Any] = {"seen_version": seen, "seen_facts": request.POST.get("facts", "")}
        given["keeps_text"] = request.POST.get("take") == "none"
        take = set() if given["keeps_text"] else take
        try:
            call(found, actor=request.user, take=take, **given)
        except DomainError as error:
            messages.error(request, str(error))
            return redirect(Addresses(place, kind).renew)
        messages.success(request, _("Saved as a new version. Please have it checked again."))
        return redirect(Addresses(place, kind).page)
    context = {
        **_named(place, kind),
        "label": Kind(kind).label,
        "document": found,
        "sections": sections,
        "facts_hash": content_hash(facts),
        "line": next(x for x in document_lines([place], town_facts(town_of(place)), now()) if x.kind == kind),
    }
    return render(request, "channels_mgmt/document_renew.html", context)


@require_POST
def document_check(request: TownRequest, municipality: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Record who vouches for the version, or take that back."""
    place = _place(request, pk)
    require(request.user, "channels_mgmt.check_document", place)
    found = _document(place, kind)
    if request.POST.get("answer") == "withdraw":
        withdrawal = WithdrawCheckForm(request.POST)
        if not withdrawal.is_valid():
            return _show(request, place, kind, status=422, withdraw_form=withdrawal)
        reason, call = withdrawal.cleaned_data["reason"], services.withdraw_document_check
        done = _("The mark is taken back. The version is a draft again.")
        return carry_out(
            request, lambda: call(found, actor=request.user, reason=reason), done, Addresses(place, kind).page
        )
    form = CheckForm(request.POST)
    if not form.is_valid():
        return _show(request, place, kind, status=422, check_form=form, problem=first_error(form))
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
        return _show(request, place, kind, status=422, check_form=form, problem=str(error))
    messages.success(request, _("Marked as checked, with today’s date."))
    return redirect(Addresses(place, kind).page)


@require_safe
def document_version(
    request: TownRequest, municipality: str, kind: str, number: int, pk: int | None = None
) -> HttpResponse:
    """An earlier version, and what the next one changed."""
    place = _place(request, pk)
    require(request.user, "channels_mgmt.view_documents", place)
    versions = documents_at(place).filter(kind=kind).select_related("author")
    found: ChannelDocument = get_object_or_404(versions.prefetch_related("checks__checked_by"), version=number)
    before = versions.filter(version=number - 1).first()
    context = {
        **_named(place, kind),
        "label": found.get_kind_display(),
        "document": found,
        "html": as_html(found.text, title=found.get_kind_display()),
        "changes": compare_sections(before.text, found.text) if before else [],
        "files": _files(Addresses(place, kind), found),
        "before": before,
    }
    return render(request, "channels_mgmt/document_version.html", context)


@require_safe
def document_file(
    request: TownRequest, municipality: str, kind: str, number: int, file_format: str, pk: int | None = None
) -> HttpResponse:
    """A version as accessible PDF or as ODT."""
    place = _place(request, pk)
    require(request.user, "channels_mgmt.view_documents", place)
    if file_format not in FORMATS:
        raise Http404
    versions = documents_at(place).select_related("municipality", "channel__municipality").prefetch_related("checks")
    found: ChannelDocument = get_object_or_404(versions, kind=kind, version=number)
    content = (as_pdf if file_format == "pdf" else as_odt)(found, is_checked=is_checked_today(found, now()))
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


def _place(request: TownRequest, pk: int | None) -> Place:
    return request.municipality if pk is None else _channel(request, pk)


def _document(place: Place, kind: str) -> ChannelDocument:
    found = document_of(place, kind)
    if found is None:
        raise Http404
    return found
