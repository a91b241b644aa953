# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What the processes of a web server have in common: loaded once, before they part, and lying in memory once.

No connection is opened and no thread started here, because neither survives the parting.
"""

import gc

from django.conf import settings
from django.template import engines
from django.urls import get_resolver
from django.utils.translation import gettext, override

from core.parts import environment


def load_for_all() -> None:
    """What every page needs: addresses with their views, template tags, words, compiled parts."""
    with override(settings.LANGUAGE_CODE):
        len(get_resolver().reverse_dict)
        gettext("")
        engines.all()[0].get_template("base.html")
        environment(settings.LANGUAGE_CODE)


def keep_shared() -> None:
    """What is there by now stays: the collector writes into nothing of it, which would copy it for each process."""
    gc.collect()
    gc.freeze()
