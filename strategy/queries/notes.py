# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Remarks on the figures of the reference table in the words of the reader: the table itself is written in English."""

from django.utils.translation import gettext, gettext_noop

#: Every remark of ``strategy/reference/plattformnutzung.csv``; what a town writes itself stays as it is.
KNOWN = frozenset(
    {
        gettext_noop("total"),
        gettext_noop("year not shown in the excerpt; presumably 2025"),
        gettext_noop("multiply by 0.44 for the population 65+; year presumably 2025"),
        gettext_noop("1 daily + 2 weekly; secondary source"),
        gettext_noop("secondary source (thread reply)"),
        gettext_noop('published as "more than 80"'),
        gettext_noop('upper bound: Instagram >80 is "more than three times" Facebook'),
        gettext_noop('published as "one in three"'),
        gettext_noop("ARD/ZDF via dpa"),
        gettext_noop("row label inferred from order/total"),
        gettext_noop("row label inferred; total confirmed by socialmediawatchblog"),
        gettext_noop("Twitter; row label inferred"),
        gettext_noop(
            "derived: residual of the published total 63 and the three published bands with Zensus 2022 weights"
        ),
        gettext_noop(
            "UNSOURCED gap filler by the researcher; chosen so that the Zensus-weighted sum of the four bands is "
            "within 1 point of the published total"
        ),
        gettext_noop("UNSOURCED interpolation between 78 (14-29) and 10 (70+)"),
        gettext_noop("total; WhatsApp channels, not the messenger"),
        gettext_noop('channels; published as "just under a third"'),
        gettext_noop('channels; published as "practically not present"'),
        gettext_noop(
            "channels; derived: residual of the published total 14 and the two published bands with Zensus 2022 "
            "weights, falling with age as published"
        ),
    }
)


def note_label(note: str) -> str:
    """The remark as the reader reads it."""
    return gettext(note) if note in KNOWN else note
