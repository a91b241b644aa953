# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""One page on which the head of the authority signs a document or gives it back (D3, D20).

An app subclasses ``SignOffAdmin``, says what the page shows and which services sign and return, and
registers itself with ``town_admin``. The page never writes anything itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django import forms
from django.contrib import admin, messages
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from accounts.permissions import may
from accounts.signing import SignedDocument
from core.errors import DomainError
from core.textdiff import DiffPart, word_diff


@dataclass(frozen=True)
class Fact:
    """A line of the summary: what it costs, what is promised, what was decided."""

    label: Any
    value: Any
    note: Any = ""


@dataclass(frozen=True)
class Part:
    """One part of the document with its text as it reads now and as it reads in the version in force."""

    title: Any
    text: str
    before: str | None = None
    anchor: str = ""

    @property
    def is_changed(self) -> bool:
        return self.before is not None and self.before != self.text

    @property
    def diff(self) -> list[DiffPart]:
        return word_diff(self.before or "", self.text)


@dataclass(frozen=True)
class SignOffPage:
    """Everything the signatory reads before deciding."""

    title: Any
    intro: Any = ""
    costs: Sequence[Fact] = ()
    promises: Sequence[Any] = ()
    facts: Sequence[Fact] = ()
    parts: Sequence[Part] = field(default_factory=list)
    in_force: SignedDocument | None = None
    document_url: str = ""

    @property
    def changed_parts(self) -> list[Part]:
        return [part for part in self.parts if part.is_changed]


class SignForm(forms.Form):
    """``seen_hash`` ties the signature to the text that was on the screen."""

    seen_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    statement = forms.CharField(
        label=gettext_lazy("A word to the team"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2}),
    )
    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=gettext_lazy("We ask again so that nobody signs in your name on an unlocked device."),
    )

    def __init__(self, *args: Any, needs_code: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if needs_code:
            self.fields["code"] = forms.CharField(
                label=gettext_lazy("Six-digit code from your app"),
                widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
            )


class ReturnForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Please say what should be changed.")},
    )


class SignOffAdmin(admin.ModelAdmin):
    """Admin of a ``SignedDocument``: a list of what waits, one page to sign or return, nothing else."""

    sign_permission: ClassVar[str]
    return_permission: ClassVar[str]
    submitted_state: ClassVar[str] = "submitted"

    def page(self, document: Any) -> SignOffPage:
        """What the signatory is shown."""
        raise NotImplementedError

    def sign(self, document: Any, *, actor: Any, password: str, code: str, statement: str, seen_hash: str) -> None:
        """Call the app's signing service."""
        raise NotImplementedError

    def give_back(self, document: Any, *, actor: Any, reason: str) -> None:
        """Call the app's returning service."""
        raise NotImplementedError

    # -- who sees what: the head of the authority, the documents of the own towns ------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        led = [m.municipality_id for m in request.user.current_memberships if m.role == Role.LEADERSHIP]
        waiting_first = Case(When(state=self.submitted_state, then=Value(0)), default=Value(1))
        rows = self.model._default_manager.filter(municipality__in=led).exclude(state="draft")
        return rows.select_related("municipality", "author", "submitted_by", "signed_by").order_by(
            waiting_first, "municipality__name", "-version"
        )

    def waiting(self, request: HttpRequest) -> QuerySet[Any]:
        """Documents that wait for a signature."""
        return self.get_queryset(request).filter(state=self.submitted_state)

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
        return [
            path("", self.admin_site.admin_view(self.changelist_view), name=f"{name}_changelist"),
            path("<int:object_id>/", self.admin_site.admin_view(self.change_view), name=f"{name}_change"),
        ]

    # -- pages ------------------------------------------------------------------------------------

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": self.opts.verbose_name_plural,
            "rows": [(document, self.page_url(document)) for document in self.get_queryset(request)],
        }
        return render(request, "admin/signoff_list.html", context)

    def change_view(
        self, request: HttpRequest, object_id: int, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        document = get_object_or_404(self.get_queryset(request), pk=object_id)
        needs_code = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
        sign_form = SignForm(initial={"seen_hash": document.current_hash()}, needs_code=needs_code)
        return_form = ReturnForm()
        gaps: list[Any] = []
        if request.method == "POST":
            form: forms.Form
            if request.POST.get("action") == "return":
                form = return_form = ReturnForm(request.POST)
            else:
                form = sign_form = SignForm(request.POST, needs_code=needs_code)
            if form.is_valid():
                try:
                    return self._decide(request, document, form)
                except DomainError as error:
                    form.add_error(None, str(error))
                    gaps = getattr(error, "gaps", [])
                    document.refresh_from_db()
                    if "seen_hash" in form.fields:
                        sign_form.data = {**request.POST.dict(), "seen_hash": document.current_hash(), "password": ""}
        return self._show(request, document, sign_form, return_form, gaps)

    def _decide(self, request: HttpRequest, document: Any, form: forms.Form) -> HttpResponse:
        given = form.cleaned_data
        if isinstance(form, ReturnForm):
            self.give_back(document, actor=request.user, reason=given["reason"])
            messages.success(request, _("Returned to %(author)s with your reason.") % {"author": document.author})
        else:
            self.sign(
                document,
                actor=request.user,
                password=given["password"],
                code=given.get("code", ""),
                statement=given["statement"],
                seen_hash=given["seen_hash"],
            )
            messages.success(request, _("Signed. From now on this version is in force."))
        return redirect(self.page_url(document))

    def _show(
        self, request: HttpRequest, document: Any, sign_form: SignForm, return_form: ReturnForm, gaps: list[Any]
    ) -> HttpResponse:
        is_waiting = document.state == self.submitted_state
        context = {
            **self.admin_site.each_context(request),
            "document": document,
            "page": self.page(document),
            "town": document.municipality,
            "title": str(document),
            "is_waiting": is_waiting,
            "may_sign": is_waiting and may(request.user, self.sign_permission, document),
            "may_return": is_waiting and may(request.user, self.return_permission, document),
            "sign_form": sign_form,
            "return_form": return_form,
            "gaps": gaps,
            "hash": document.current_hash(),
        }
        has_errors = sign_form.errors or return_form.errors
        return render(request, "admin/signoff.html", context, status=422 if has_errors else 200)

    def page_url(self, document: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change"
        return reverse(name, args=[document.pk])
