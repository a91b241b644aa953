# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the start page of the person's first town."""
    towns = request.user.municipalities
    if not towns:
        return render(request, "accounts/no_town.html")
    return redirect("today:today", municipality=towns[0].slug)
