# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The form by which citizens object to a measure: no login, no cookie, no script, no third party.

It is exempt from the CSRF cookie: nobody is signed in here, so a forged request could do no more than any
visitor, and what it could do is bounded by the seal in the form and by the limits (docs/adr/0016).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import Municipality
from accounts.tenancy.request import PublicRequest
from accounts.tenancy.throttle import DAY, HOUR, Limit, is_within_limits, sender_of
from channels_mgmt.queries.particulars import particulars_of
from community.domain.form_seal import SealInvalid, SealTooOld, SealTooYoung, check_seal, seal_form
from community.forms import AppealForm
from community.models import Appeal
from community.queries.appeals import public_settings
from community.services.appeals import KEPT_YEARS
from community.services.appeals_intake import PUBLIC_LANGUAGE, TEXT_LIMIT, earlier_receipt, submit_appeal
from community.views.public import public_page
from core.days import read_day
from core.errors import DomainError
from core.legal_facts import STATE_LAW, SUPERVISION
from core.sight import sight
from core.text import plain_lines
from core.typed import retype

#: A household or an office behind one address may object several times; a script will want more.
PER_SENDER = Limit("sender", 5, HOUR)
#: No stranger's mailbox is filled by our confirmations.
PER_MAILBOX = Limit("mailbox", 3, DAY)
#: Far above what a town receives, so that a flood cannot fill the list without end.
PER_TOWN = Limit("town", 60, HOUR)
#: How long the confirmation can be opened and printed; after that the letter says the same.
RECEIPT_SECONDS = 24 * 3600
_SALT = "dorflinde.appeal.receipt"


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@sight(True)  # an appeal finds its comment, whoever reads it later
def appeal_form(request: PublicRequest, municipality: str) -> HttpResponse:
    """The empty form, or what became of a sent one: the confirmation, or the form with everything kept."""
    town, at = request.municipality, now()
    with translation.override(PUBLIC_LANGUAGE):
        if request.method == "POST":
            return _receive(request, town, at)
        form = AppealForm(today=_today(town, at), initial=_hints_of(request))
        return _form_page(town, form, seal_form(town, at))


@login_not_required
@require_safe
@sight(True)
def appeal_received(request: PublicRequest, municipality: str, receipt: str) -> HttpResponse:
    """The confirmation of one appeal, to be printed: its number, its date, what happens next."""
    town = request.municipality
    try:
        number, is_new = signing.loads(receipt, salt=f"{_SALT}.{town.pk}", max_age=RECEIPT_SECONDS)
    except signing.SignatureExpired:
        return public_page("community/appeal_received.html", town, {"appeal": None}, status=410)
    except (signing.BadSignature, ValueError, TypeError):
        raise Http404 from None
    appeal = Appeal.objects.filter(pk=number).first()
    context = {"appeal": appeal, "is_new": is_new, "limit": TEXT_LIMIT}
    return public_page("community/appeal_received.html", town, context, status=200 if appeal else 410)


def _hints_of(request: HttpRequest) -> dict[str, Any]:
    """What a notice to a citizen knows of the case already, from the address; anything else is left out."""
    given = request.GET
    hints: dict[str, Any] = {"link": given.get("link", "")[:500], "happened_on": read_day(given.get("tag", ""))}
    if given.get("massnahme") in Appeal.Measure.values:
        hints["measure"] = given["massnahme"]
    return {name: value for name, value in hints.items() if value}


def _receive(request: HttpRequest, town: Municipality, at: datetime) -> HttpResponse:
    form = AppealForm(request.POST, today=_today(town, at))
    seal, problem = _judge_seal(request.POST.get("seal", ""), town, at)
    if form.is_trapped:
        problem = _("A field that has to stay empty was filled in. We have emptied it; please send the form again.")
        retype(form, website="")
    receipt = earlier_receipt(town, entry=form.entry()) if form.is_valid() else None
    if receipt is None:
        # What was received before, and is sent again by going back, needs neither seal nor limit.
        if not form.is_valid() or problem:
            return _form_page(town, form, seal, problem, status=422)
        entry = form.entry()
        uses = [(PER_SENDER, sender_of(request)), (PER_MAILBOX, entry.email.lower()), (PER_TOWN, "")]
        if not is_within_limits(uses, at, town=town):
            text = _(
                "Too many forms were sent in a short time. Please try again in an hour; your words are kept below."
            )
            return _form_page(town, form, seal, text, status=429)
        try:
            receipt = submit_appeal(town, entry=entry)
        except DomainError as error:
            return _form_page(town, form, seal, str(error), status=422)
    token = signing.dumps([receipt.appeal.pk, receipt.is_new], salt=f"{_SALT}.{town.pk}")
    return HttpResponseRedirect(reverse("appeals:received", args=[town.slug, token]), status=303)


def _judge_seal(sent: str, town: Municipality, at: datetime) -> tuple[str, str]:
    """The seal for the form when it has to be shown again, and what is wrong with the one that was sent."""
    try:
        check_seal(sent, town, at)
    except SealTooYoung:
        return sent, _("That was very quick. Please look at your entries once more and send the form again.")
    except SealTooOld:
        text = _("The page was open for a long time. Everything you typed is kept; please send it again.")
        return seal_form(town, at, is_ready=True), text
    except SealInvalid:
        text = _("The form did not arrive complete. Please look at your entries once more and send it again.")
        return seal_form(town, at), text
    return sent, ""


def _today(town: Municipality, at: datetime) -> Any:
    return town.local_day(at)


def _form_page(town: Municipality, form: AppealForm, seal: str, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "seal": seal,
        "problem": problem,
        "answer_days": public_settings(town).answer_days,
        "kept_years": KEPT_YEARS,
        "limit": TEXT_LIMIT,
        "officer": ", ".join(plain_lines(particulars_of(town).data_protection_officer).split("\n")),
        "state_law": STATE_LAW.get(town.state_code, ""),
        "supervision": SUPERVISION.get(town.state_code, ""),
    }
    return public_page("community/appeal_form.html", town, context, status=status)
