# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What lies encrypted here: keys of platforms and mails of strangers in columns, the papers of consents as files."""

from __future__ import annotations

from django.apps import apps

from accounts.services.encrypted import Renewal, column, file
from channels_mgmt.models import Consent
from channels_mgmt.models.fields import EncryptedJSONField


def encrypted_pieces() -> dict[str, Renewal]:
    """Every column of that kind there is, so that a new one cannot be forgotten."""
    found = {
        f"{model._meta.label}.{field.name}": column(model, field.name)
        for model in apps.get_app_config("channels_mgmt").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, EncryptedJSONField)
    }
    return found | {"channels_mgmt.Consent.scan": file(Consent, "scan")}
