# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a mail about an error tells its administrator: where it happened, never what somebody typed or held."""

from types import FrameType
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.views.debug import ExceptionReporter, SafeExceptionReporterFilter

from core.secret_links import HIDDEN, hide_secrets

TYPED = ("request_GET_items", "filtered_POST_items", "request_COOKIES_items", "request_FILES_items")
HEADERS_WITH_SECRETS = {"QUERY_STRING", "HTTP_REFERER", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_HX_CURRENT_URL"}


class QuietFilter(SafeExceptionReporterFilter):
    """Neither variables of the code nor headers that repeat an address."""

    def get_safe_request_meta(self, request: HttpRequest) -> dict[str, Any]:
        found = super().get_safe_request_meta(request)
        return {name: HIDDEN if name in HEADERS_WITH_SECRETS else value for name, value in found.items()}

    def get_traceback_frame_variables(self, request: HttpRequest | None, tb_frame: FrameType) -> Any:
        return [] if self.is_active(request) else super().get_traceback_frame_variables(request, tb_frame)


class QuietReport(ExceptionReporter):
    """Names of fields stay, their values do not."""

    def get_traceback_data(self) -> dict[str, Any]:
        found = super().get_traceback_data()
        if self.filter.is_active(self.request):
            found |= {name: [(key, HIDDEN) for key, _value in found.get(name) or []] for name in TYPED}
        return found

    def get_traceback_text(self) -> SafeString:
        return mark_safe(hide_secrets(super().get_traceback_text()))

    def get_traceback_html(self) -> SafeString:
        return mark_safe(hide_secrets(super().get_traceback_html()))
