# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Single keys, switched off or changed by whoever they bother (WCAG 2.1.4)."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import services
from accounts.forms import KeysForm
from accounts.frame.keys import KEYS, OFF, chosen_keys, line_of, words_of
from accounts.tenancy.request import TownRequest
from core.errors import Refused


def keys(request: TownRequest, municipality: str) -> HttpResponse:
    """All keys with what they do and which one this person presses."""
    user = request.user
    if request.method == "POST" and "reset" in request.POST:
        services.choose_keys(user, line="")
        messages.success(request, _("All keys are as they were in the beginning."))
        return redirect("settings:keys", municipality)
    chosen = chosen_keys(user.key_choice)
    form = KeysForm(
        request.POST if request.method == "POST" else None,
        meanings={key: words_of(key) for key in KEYS},
        initial={"is_off": OFF in user.key_choice.split()} | {f"key_{ord(key)}": own for key, own in chosen.items()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            line = line_of(form.wanted, is_off=form.cleaned_data["is_off"])
        except Refused as refused:
            for gap in refused.gaps:
                form.add_error(None, str(gap))
        else:
            services.choose_keys(user, line=line)
            messages.success(request, _("Your keys are saved."))
            return redirect("settings:keys", municipality)
    context = {
        "form": form,
        "lines": [(key, form[form.names[key]]) for key in KEYS],
        "is_changed": bool(user.key_choice),
    }
    return render(request, "accounts/keys.html", context, status=422 if form.errors else 200)
