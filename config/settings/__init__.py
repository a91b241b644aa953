# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""All settings, a file for each subject. Everything comes from the environment (docs/betrieb.md lists it).

A production process refuses to start half-configured and names everything that is missing or cannot be
meant at once, a sentence each. ``DEMO=1`` is the embedded default of ``make run`` and is refused for any
public host name.
"""

# ruff: noqa: F403
from config.settings.apps import *
from config.settings.cache import *
from config.settings.celery import *
from config.settings.database import *
from config.settings.headers import *
from config.settings.installation import *
from config.settings.installation import env
from config.settings.language import *
from config.settings.login import *
from config.settings.logs import *
from config.settings.mail import *
from config.settings.outgoing import *
from config.settings.security import *
from config.settings.storage import *

env.refuse_problems()
