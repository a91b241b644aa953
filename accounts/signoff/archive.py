# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Handing out the signed PDF of a document, or saying why there is none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.signoff.copies import CopyDamaged, read_copy
from accounts.signoff.kinds import kind_of


def copy_response(request: HttpRequest, document: Any) -> HttpResponse:
    """The archived file; a page instead while it is not signed, still being made (409), or damaged (500)."""
    signed_copy, back_url = getattr(document, "signed_copy", None), kind_of(document).town_url(document)
    if signed_copy is None or not signed_copy.is_built:
        context = {"back_url": back_url, "is_signed": document.signed_at is not None}
        return render(request, "accounts/no_copy.html", context, status=409)
    try:
        content = read_copy(signed_copy)
    except CopyDamaged as error:
        return render(request, "accounts/no_copy.html", {"back_url": back_url, "problem": str(error)}, status=500)
    response = HttpResponse(content, content_type="application/pdf")
    name = f"{document.municipality.slug}-{document._meta.model_name}-{document.version}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
