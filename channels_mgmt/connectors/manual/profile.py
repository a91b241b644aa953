# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""No software signs in: a person publishes, and the link to the post is the proof."""

from channels_mgmt.connectors.profile import Profile

PROFILE = Profile(code="manual", connector="Manual")
