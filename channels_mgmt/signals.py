# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""News of publishing for apps further left. Sent after the transaction of the change.

All of them carry ids in scope of their town; a receiver that fails is logged and disturbs nobody.
"""

from django.dispatch import Signal

#: A post is public on a channel. Sends ``delivery``.
delivery_published = Signal()
#: The hour of a post on a channel without software has come: a person publishes it. Sends ``delivery``.
delivery_handed_over = Signal()
#: No schedule will move this delivery again: rejected, missed, or nobody knows. Sends ``delivery``.
delivery_needs_person = Signal()
#: The platform no longer accepts a channel's access; sent once per break. Sends ``channel``.
channel_needs_reconnect = Signal()
