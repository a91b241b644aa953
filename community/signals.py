# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""News of the dialogue for apps further left."""

from django.dispatch import Signal

#: Comments came in and were stored, sent once per batch. Sends ``channel`` and ``comment_ids``.
comment_stored = Signal()
#: A person decided about a comment. Sends ``decision``.
comment_decided = Signal()
#: An answer or a measure could not be carried out, or nobody knows. Sends ``action``.
action_needs_person = Signal()
