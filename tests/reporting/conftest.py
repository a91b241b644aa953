# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from collections.abc import Iterator

import pytest

from tests.mailserver import Postbox, running_postbox


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    """All mail of the test goes to this server by SMTP."""
    with running_postbox() as (own, port):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield own
