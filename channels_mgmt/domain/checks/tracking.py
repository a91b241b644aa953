# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Links that tell somebody who follows them. Pure functions."""

from __future__ import annotations

import regex
from django.utils.translation import gettext as _

from channels_mgmt.connectors.counting import links
from channels_mgmt.domain.checks.finding import Finding

# Parameters that only measure; taking them out leads to the same page.
_TRACKING = regex.compile(
    r"(?:utm|mtm|pk|piwik|hsa|at|vero)_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|gad_\w+|srsltid|msclkid|yclid|twclid"
    r"|ttclid|li_fat_id|igsh(?:id)?|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|ref_src|ref_url|wt_mc|wt\.mc|xtor|spm|cmpid|oly_enc_id"
    r"|oly_anon_id|_openstat|s_cid|rb_clickid|epik|trk",
    regex.IGNORECASE,
)


def without_tracking(link: str) -> str:
    """``link`` without the parameters that measure; everything else to the letter as it was."""
    address, mark, fragment = link.partition("#")
    path, asks, query = address.partition("?")
    if not asks:
        return link
    kept = [part for part in query.split("&") if not _TRACKING.fullmatch(part.partition("=")[0])]
    if len(kept) == query.count("&") + 1:
        return link
    return path + ("?" + "&".join(kept) if kept else "") + mark + fragment


def tracked_links(text: str) -> list[Finding]:
    """Every link with such parameters once, and the link without them."""
    found = {}
    for start, end in links(text):
        link = text[start:end]
        clean = without_tracking(link)
        if clean != link and link not in found:
            words = _("The link tells who follows it. Without that: %(link)s") % {"link": clean}
            found[link] = Finding(
                words, _("Parameters like utm_source measure people; the page is the same."), start, end, clean
            )
    return list(found.values())
