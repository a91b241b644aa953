# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
import sys

from config.celery import app as celery_app
from config.refusal import end_with_a_sentence

sys.excepthook = end_with_a_sentence

__all__ = ["celery_app"]
