# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The invented town and the load for measurements. Has no tables; nobody imports it."""

    name = "demo"
