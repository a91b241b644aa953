# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Words that name what people are: alone they say nothing against a comment, whatever was decided before."""

import re

from core.folding import fold_words

_STEMS = (
    "muslim|moslem|islam|jude|juedi|jued|christ|katholi|evangeli|atheist|hindu|buddhis|tuerk|kurd|araber|arabi|syr|"
    "afghan|ukrain|russ|pole|polni|polen|rumaen|bulgar|roma|sinti|afrika|schwarze|auslaend|migra|fluechtling|"
    "gefluechtet|asyl|schwul|lesbi|homosexu|bisexu|transgender|transsexu|transfrau|transmann|queer|behinder|"
    "rollstuhl|autist|frau|mann|maenn|weibl|alte|rentner|senior|jugendlich|arbeitslos|obdachlos"
)
_IDENTITY = re.compile(rf"(?:{_STEMS})\w*")


def only_identity(words: tuple[str, ...]) -> bool:
    """Whether each of ``words`` names what somebody is; never for no words."""
    return bool(words) and all(_IDENTITY.fullmatch(fold_words(word).strip()) for word in words)
