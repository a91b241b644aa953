# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""The guard of ``tests/naming.py`` sees what it is for, in every test that shows a page."""

import pytest
from django.template import Context, Template


def test_a_word_that_overwrites_a_value_of_the_page_is_an_error():
    page = Template('{{ text }}{% translate "Search" as text %}{{ text }}')

    with pytest.raises(AssertionError, match="'text' is a value of this page"):
        page.render(Context({"text": "Müllabfuhr"}))


def test_the_same_name_may_carry_one_word_after_the_other():
    page = Template('{% translate "Search" as text %}{% translate "Save" as text %}{{ text }}')

    assert page.render(Context({}))
