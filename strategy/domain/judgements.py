# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The judgements a town begins with, 1 (poor) to 5 (good), each with its reason in a sentence.

Background knowledge of this project (as of 2025), not law and not a study: a starting point that a town
looks through and changes before it freezes it. Formats and followers are the town's own and start alike.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from core.platforms import Platform


@dataclass(frozen=True)
class Judgement:
    score: int
    reason: Any


# Each: dialogue, effort, tools, privacy, accessibility.
JUDGEMENTS: dict[str, tuple[Judgement, Judgement, Judgement, Judgement, Judgement]] = {
    Platform.MASTODON: (
        Judgement(5, _("Anybody can answer publicly, also from other servers, and you answer back.")),
        Judgement(4, _("Few comments, mostly objective; not 5, because nobody moderates beside you.")),
        Judgement(3, _("You can block, filter and report; replies of others cannot be hidden below your post.")),
        Judgement(5, _("No advertising, no profiles, servers in Germany possible, readable without an account.")),
        Judgement(5, _("Image descriptions are customary, many accessible apps, text comes first.")),
    ),
    Platform.BLUESKY: (
        Judgement(5, _("Anybody can answer publicly; you decide who may.")),
        Judgement(4, _("Few comments so far; not 5, because debates grow quickly when politics is the subject.")),
        Judgement(3, _("Replies can be hidden and restricted, but not deleted.")),
        Judgement(4, _("No advertising and readable without an account; not 5, because the company is in the USA.")),
        Judgement(4, _("Image descriptions can be made a duty; captions of videos are up to you.")),
    ),
    Platform.FACEBOOK: (
        Judgement(5, _("Comments below every post, answers to each of them, and messages.")),
        Judgement(2, _("Many and heated comments, also at night; not 1, because word filters relieve you.")),
        Judgement(5, _("Hide, delete, restrict, block, word filters and moderation rights per person.")),
        Judgement(2, _("Profiles for advertising, joint liability with Meta; partly readable without an account.")),
        Judgement(4, _("Image descriptions and captions work; not 5, because the pages are crowded.")),
    ),
    Platform.INSTAGRAM: (
        Judgement(5, _("Comments below every post, answers to each of them, and messages.")),
        Judgement(3, _("Fewer disputes than on Facebook, but direct messages come on top.")),
        Judgement(5, _("Hide, delete, restrict, block, word filters, comments can be limited.")),
        Judgement(2, _("Profiles for advertising, joint liability with Meta; hardly readable without an account.")),
        Judgement(3, _("Image descriptions are possible but tucked away; much text stands inside pictures.")),
    ),
    Platform.YOUTUBE: (
        Judgement(4, _("Comments and answers below every video; not 5, because conversations come slowly.")),
        Judgement(3, _("Comments come slowly, but stay for years; can be switched off per video.")),
        Judgement(5, _("Comments can be held for approval, hidden, deleted; word filters, moderators.")),
        Judgement(2, _("Profiles for advertising by Google; readable without an account.")),
        Judgement(4, _("Captions, transcripts and audio tracks; not 5, because making them is work.")),
    ),
    Platform.TIKTOK: (
        Judgement(4, _("Comments and answers below every video; not 5, because short answers scroll away quickly.")),
        Judgement(2, _("Single videos can bring very many comments overnight, in a rough tone.")),
        Judgement(4, _("Comments can be filtered, approved, deleted; not 5, as rights per person are coarse.")),
        Judgement(1, _("Extensive profiles, transfers to third countries; several authorities advise against it.")),
        Judgement(2, _("Automatic captions, but image descriptions and keyboard use are lacking.")),
    ),
    Platform.WHATSAPP: (
        Judgement(1, _("A channel sends in one direction: no comments, no questions, only reactions and polls.")),
        Judgement(3, _("Nothing to answer, so nothing is won either: the lack counts under conversation.")),
        Judgement(3, _("Nothing to moderate but reactions; a dialogue does not take place there.")),
        Judgement(2, _("Contents of channels are public, metadata go to Meta; followers stay hidden from each other.")),
        Judgement(3, _("Plain text is easily read; images carry descriptions only in the text.")),
    ),
    Platform.LINKEDIN: (
        Judgement(4, _("Comments and answers; not 5, because it is about work, hardly about the town.")),
        Judgement(4, _("Few comments under real names, objective; about work and careers.")),
        Judgement(4, _("Comments can be deleted, restricted and switched off; no word filters for everybody.")),
        Judgement(2, _("Profiles for advertising, company in the USA; hardly readable without an account.")),
        Judgement(3, _("Image descriptions and captions are possible, documents often are not accessible.")),
    ),
    Platform.X: (
        Judgement(4, _("Anybody with an account can answer; not 5, because calm conversations have become rare.")),
        Judgement(1, _("Rough tone, much disinformation, attacks in waves.")),
        Judgement(2, _("Replies can be hidden, but stay visible at one click; deleting is not possible.")),
        Judgement(1, _("Extensive profiles, unclear responsibility, nothing readable without an account.")),
        Judgement(3, _("Image descriptions are possible; captions depend on the upload.")),
    ),
    Platform.SNAPCHAT: (
        Judgement(2, _("Answers come as messages that nobody else can read.")),
        Judgement(3, _("Hardly any public comments; not 4, because each message wants its own answer.")),
        Judgement(2, _("Few tools for teams, contents disappear, evidence is hard to secure.")),
        Judgement(1, _("Extensive profiles of mostly minors; company in the USA.")),
        Judgement(1, _("No image descriptions; hardly usable with a screen reader.")),
    ),
    Platform.PINTEREST: (
        Judgement(2, _("Comments are possible, but hardly anybody talks there.")),
        Judgement(4, _("Very few comments.")),
        Judgement(3, _("Comments can be deleted and filtered by words; no tools for teams.")),
        Judgement(2, _("Profiles for advertising, company in the USA.")),
        Judgement(2, _("Image descriptions are possible, but everything is pictures.")),
    ),
    Platform.TELEGRAM: (
        Judgement(3, _("A channel sends in one direction; comments need a group that you attach.")),
        Judgement(2, _("Without comments it is quiet; with them conspiracy myths gather quickly.")),
        Judgement(3, _("Comments can be switched off, deleted, people excluded; hardly any help with reports.")),
        Judgement(1, _("Seat in Dubai, hardly reachable for authorities, encryption not by default.")),
        Judgement(2, _("Plain text is easily read; image descriptions are lacking.")),
    ),
    Platform.NEBENAN: (
        Judgement(3, _("Neighbours answer your posts; not 4, because you cannot take part in their conversations.")),
        Judgement(4, _("Neighbourly tone under real names; not 5, because questions expect an answer.")),
        Judgement(2, _("Moderation lies with the operator; you report.")),
        Judgement(4, _("German provider, checked addresses, closed neighbourhoods; not readable without an account.")),
        Judgement(3, _("Plain text is easily read; image descriptions are lacking.")),
    ),
    Platform.THREADS: (
        Judgement(5, _("Anybody can answer publicly, and you answer back.")),
        Judgement(3, _("Moderate number of comments; politics is shown less.")),
        Judgement(4, _("Replies can be hidden and restricted, words filtered; others' replies cannot be deleted.")),
        Judgement(2, _("Profiles for advertising, joint responsibility with Meta.")),
        Judgement(3, _("Image descriptions are possible; captions of videos are not reliable.")),
    ),
}  # fmt: skip
