# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""What a platform lets an authority do."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Abilities:
    """What the platform lets an authority do, so that the queue offers nothing else.

    ``hide`` is true when hiding takes the comment from what the public sees at first sight.
    Otherwise ``hide_means`` says what is done instead. ``hide_means`` is always a whole,
    honest, translatable sentence for the person who decides. ``delete_comments``: others' comments, for good.
    ``answer_chains``: an answer of ours may be answered by the next one, so that a long one goes out in parts.
    ``private_messages``: an answer to a public comment can go to its author alone.
    ``restrict_means`` and ``block_means`` say the same of an account; empty where only a person can do it there.
    """

    hide: bool
    unhide: bool
    hide_means: Text
    delete_own: bool = True
    delete_comments: bool = False
    restrict_means: Text = ""
    block_means: Text = ""
    reply: bool = True
    answer_chains: bool = False
    private_messages: bool = False
    images: bool = True
    videos: bool = False
    edit: bool = False
