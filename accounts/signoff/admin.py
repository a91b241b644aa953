# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One page on which the head of the authority signs a document or gives it back (D3, D20).

An app hands its kind of document to ``register_documents``; the page is one for all, and writes nothing itself.
"""

from functools import cached_property
from typing import Any

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.models.signed import SignOffState
from accounts.services.identity import has_passkey
from accounts.signoff.forms import ReturnForm, RevokeForm, SignForm, StepUpForm
from accounts.signoff.kinds import KINDS, DocumentKind
from accounts.signoff.lifecycle import return_document, revoke_signature, sign_document
from accounts.signoff.page import SignOffPage
from accounts.signoff.site import town_admin
from accounts.signoff.step_up import fresh_passkey, passkey_url, use_passkey
from accounts.tenancy.permissions import may, require
from accounts.tenancy.request import signed_in
from core.errors import DomainError, NotPermitted


class SignOffAdmin(admin.ModelAdmin):
    """Admin of a ``SignedDocument``: a list of what waits, one page to sign or return, nothing else."""

    @cached_property
    def kind(self) -> DocumentKind:
        return KINDS[self.opts.label_lower]

    # -- who sees what: the head of the authority, the documents of the own towns ------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self._led(request).exclude(state=SignOffState.DRAFT)

    def _led(self, request: HttpRequest) -> QuerySet[Any]:
        """Every version, those still being written included, of the towns this person leads."""
        led = [m.municipality_id for m in signed_in(request).current_memberships if m.role == Role.LEADERSHIP]
        waiting_first = Case(When(state=SignOffState.SUBMITTED, then=Value(0)), default=Value(1))
        rows = self.model._default_manager.filter(municipality__in=led)
        return rows.select_related("municipality", "author", "submitted_by", "signed_by").order_by(
            waiting_first, "municipality__name", "-version"
        )

    def waiting(self, request: HttpRequest) -> QuerySet[Any]:
        """Documents that wait for a signature."""
        return self.get_queryset(request).filter(state=SignOffState.SUBMITTED)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.admin_site.has_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site.has_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        """The list and the page of one document; Django's add, delete and history pages do not exist."""
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        guarded = self.admin_site.admin_view
        urls = [
            path("", guarded(self.changelist_view), name=f"{name}_changelist"),
            path("<int:object_id>/", guarded(self.change_view), name=f"{name}_change"),
        ]
        if self.kind.can_be_revoked:
            urls.append(path("<int:object_id>/widerrufen/", guarded(self.revoke_view), name=f"{name}_revoke"))
        return urls

    # -- pages ------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "rows": [
                (document, self.page_url(document), self._revoke_url(request, document))
                for document in self.get_queryset(request)
            ],
        }
        return render(request, "admin/signoff_list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        document = get_object_or_404(self._led(request), pk=object_id)
        if document.is_with_author:
            messages.info(request, _("This text is with its author again; a mail comes when it is submitted."))
            return redirect("admin:index")
        page = self.kind.page(document)
        if request.method != "POST":
            typed = request.session.pop(self._kept(document), {})
            return self._show(request, document, page, *self._forms(request, page, typed=typed))
        if not document.awaits_signature:  # a second click, or the browser's "back"
            messages.info(request, _("This was decided before; nothing was changed. You see how it stands now."))
            return redirect(self.page_url(document))
        if request.POST.get("action") == "passkey":
            secret = ("password", "code", "csrfmiddlewaretoken")
            kept = {name: text for name, text in request.POST.items() if name not in secret}
            request.session[self._kept(document)] = kept
            return redirect(passkey_url(self.page_url(document)))
        sign_form, return_form = self._forms(request, page, typed=request.POST.dict(), is_sent=True)
        form: SignForm | ReturnForm = return_form if request.POST.get("action") == "return" else sign_form
        if isinstance(form, SignForm) and form.is_valid() and _has_remarks(return_form):
            form.add_error(None, _("You have written remarks. Please return the text with them, or delete them first."))
        gaps: list[Any] = []
        if form.is_valid():
            try:
                return self._decide(request, document, form)
            except (DomainError, NotPermitted) as error:  # told beside what was typed
                document = get_object_or_404(self._led(request), pk=object_id)
                if not document.awaits_signature:  # somebody else was faster
                    messages.warning(request, str(error))
                    return redirect(self.page_url(document))
                form.add_error(None, str(error))
                gaps = getattr(error, "gaps", [])
        return self._show(request, document, self.kind.page(document), sign_form, return_form, gaps)

    def revoke_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Say what taking the signature back means, ask for reason and identity, then do it."""
        document = get_object_or_404(self.get_queryset(request), pk=object_id)
        require(signed_in(request), self.kind.permission("revoke"), document)
        if not document.is_in_force:
            messages.info(request, _("This version is not in force; there is nothing to withdraw."))
            return redirect(self.page_url(document))
        if request.POST.get("action") == "passkey":
            return redirect(passkey_url(request.path))
        passkey_at = fresh_passkey(request)
        form = RevokeForm(request.POST or None, user=signed_in(request), passkey_at=passkey_at)
        if request.method == "POST" and form.is_valid():
            try:
                revoke_signature(document, actor=signed_in(request), reason=form.cleaned_data["reason"], **form.proof)
            except (DomainError, NotPermitted) as error:  # told beside what was typed
                form.add_error(None, str(error))
            else:
                self._spend(request, form)
                messages.success(request, _("Withdrawn. The press office has been told by mail."))
                return redirect(self.page_url(document))
        context = {
            **self.admin_site.each_context(request),
            "title": str(document),
            "document": document,
            "town": document.municipality,
            "page": self.kind.page(document),
            "consequences": self.kind.consequences() if self.kind.consequences else [],
            "form": form,
            "back_url": self.page_url(document),
            "has_passkey": has_passkey(signed_in(request)),
        }
        return render(request, "admin/revoke.html", context, status=422 if form.errors else 200)

    def _forms(
        self, request: HttpRequest, page: SignOffPage, *, typed: dict[str, Any], is_sent: bool = False
    ) -> tuple[SignForm, ReturnForm]:
        """Both forms with what was typed; only the one whose button was pressed is checked."""
        user, passkey_at = signed_in(request), fresh_passkey(request)
        action = typed.get("action") if is_sent else None
        shown = {name: text for name, text in typed.items() if name != "password"}
        sent = request.POST if is_sent else None
        return (
            SignForm(sent if action != "return" else None, initial=shown, user=user, passkey_at=passkey_at),
            ReturnForm(sent if action == "return" else None, initial=shown, parts=page.parts),
        )

    def _decide(self, request: HttpRequest, document: Any, form: SignForm | ReturnForm) -> HttpResponse:
        given, seen = form.cleaned_data, request.POST.get("seen_hash", "")
        if isinstance(form, ReturnForm):
            return_document(
                document, actor=signed_in(request), reason=given["reason"], parts=form.remarks, seen_hash=seen
            )
            messages.success(request, _("Returned to %(author)s with your reason.") % {"author": document.author})
            return redirect("admin:index")
        sign_document(document, actor=signed_in(request), statement=given["statement"], seen_hash=seen, **form.proof)
        self._spend(request, form)
        document.refresh_from_db()
        messages.success(request, self.kind.signed_message(document))
        return redirect(self.page_url(document))

    @staticmethod
    def _spend(request: HttpRequest, form: StepUpForm) -> None:
        if form.passkey_at is not None:
            use_passkey(request, form.passkey_at)

    def _show(
        self,
        request: HttpRequest,
        document: Any,
        page: SignOffPage,
        sign_form: SignForm,
        return_form: ReturnForm,
        gaps: list[Any] | None = None,
    ) -> HttpResponse:
        is_waiting = document.awaits_signature
        may_return = is_waiting and may(signed_in(request), self.kind.permission("return"), document)
        rows = [(part, return_form[f"part_{part.anchor}"] if part.anchor else None) for part in page.parts]
        context = {
            **self.admin_site.each_context(request),
            "document": document,
            "page": page,
            "changed": [row for row in rows if row[0].is_changed],
            "unchanged": [row for row in rows if not row[0].is_changed],
            "town": document.municipality,
            "title": str(document),
            "is_waiting": is_waiting,
            "may_sign": is_waiting and may(signed_in(request), self.kind.permission("sign"), document),
            "may_return": may_return,
            "sign_form": sign_form,
            "return_form": return_form,
            "passkey_at": sign_form.passkey_at,
            "has_passkey": is_waiting and has_passkey(signed_in(request)),
            "gaps": gaps,
            "hash": document.current_hash(),
            "signed_copy": self._copy_of(document),
            "pdf_url": self.kind.copy_url(document),
            "revoke_url": self._revoke_url(request, document),
        }
        has_errors = sign_form.errors or return_form.errors
        return render(request, "admin/signoff.html", context, status=422 if has_errors else 200)

    def _revoke_url(self, request: HttpRequest, document: Any) -> str:
        """Where this person takes the signature back; empty where that is not possible."""
        if not self.kind.can_be_revoked or not document.is_in_force:
            return ""
        if not may(signed_in(request), self.kind.permission("revoke"), document):
            return ""
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_revoke"
        return reverse(name, args=[document.pk])

    def _kept(self, document: Any) -> str:
        """Where the session keeps what was typed while the passkey is asked for."""
        return f"signoff-{document._meta.label_lower}-{document.pk}"

    def _copy_of(self, document: Any) -> Any:
        """The signed PDF, made or still being made; ``None`` before the signature."""
        return self.kind.copy_rows.filter(document=document).first() if document.signed_at else None

    def page_url(self, document: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[document.pk])


def _has_remarks(form: ReturnForm) -> bool:
    """Whether something was written to return the text, though the button was the other one."""
    names = ["reason", *(f"part_{part.anchor}" for part in form.parts)]
    return any(str(form.initial.get(name) or "").strip() for name in names)


def register_documents(kind: DocumentKind) -> None:
    """Let the head of the authority sign documents of ``kind``: its page, letters, links, signed PDF and check."""
    KINDS[kind.label] = kind
    town_admin.register(kind.model, SignOffAdmin)
