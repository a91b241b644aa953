# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""Compiled parts escape, see only what they are told, and speak the language of the request."""

import jinja2
import pytest
from django.template import engines
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, gettext_lazy, override
from markupsafe import Markup, escape

from accounts.templatetags.dorflinde import draw_icon
from core.parts import environment, messages_of, write_component


def written(source, **values):
    return environment("en").from_string(source).render(values)


def in_django(source, **values):
    return engines["django"].from_string(source).render(values)


def test_what_people_type_is_escaped_and_what_is_safe_is_not():
    source = "{{ typed }} {{ safe }}"

    assert written(source, typed="<b>", safe=mark_safe("<i>")) == "&lt;b&gt; <i>"


def test_each_kind_of_value_is_written_as_the_library_would_write_it():
    class Name(str):
        """A text that is more than a text."""

    for value in (
        '"<&>\'"',
        Name("<b>"),
        mark_safe("<b>"),
        Markup("<b>"),
        5,
        1.5,
        None,
        gettext_lazy("Hidden"),
        ["<b>"],
    ):
        assert written("{{ value }}", value=value) == str(escape(value))
    with pytest.raises(jinja2.UndefinedError):
        written("{{ nobody_gave_this }}")


def test_a_name_that_nobody_gave_is_an_error():
    with pytest.raises(jinja2.UndefinedError):
        written("{% if nobody_gave_this %}{% endif %}")


def test_words_are_those_of_the_language_it_is_written_in():
    source = '{{ _("Hidden") }} {{ _("nowhere %(name)s", name=name) }}'
    words = {}
    for language in ("de", "en", "de"):
        with override(language):
            words[language] = environment(language).from_string(source).render(name="<b>")
            assert words[language] == f"{gettext('Hidden')} nowhere &lt;b&gt;"

    assert words["de"] != words["en"]


def test_words_and_icons_that_never_change_are_part_of_the_compiled_code():
    source = '{{ icon("check") }}{{ _("50 %% of it") }}'

    code = environment("en").compile(source, raw=True)

    assert repr(f"{draw_icon('check')}50 % of it") in code
    assert written(source) == f"{draw_icon('check')}50 % of it"
    assert written("{{ icon(name) }}", name="check") == draw_icon("check")


def test_a_sentence_over_several_lines_is_one_message():
    source = "{% trans n=n %}\n  {{ n }} comment\n  waits\n{% pluralize %}\n  {{ n }} comments\n  wait\n{% endtrans %}"

    assert list(messages_of(source)) == [("ngettext", ("%(n)s comment waits", "%(n)s comments wait"))]
    assert list(messages_of('{{ pgettext("comments", "open") }}')) == [("pgettext", ("comments", "open"))]


def test_a_component_is_the_same_in_both_engines():
    of_django = in_django('{% component "avatar" name=name %}', name="Alma <Beispiel>")
    of_part = written('{% from "_components/avatar.jinja" import avatar %}{{ avatar(name) }}', name="Alma <Beispiel>")

    assert of_django == of_part == write_component("avatar", name="Alma <Beispiel>")
    assert "Beispiel" not in of_django and of_django.startswith('<span class="avatar"')


def test_a_misspelt_part_is_an_error():
    with pytest.raises(jinja2.TemplateNotFound):
        in_django('{% part "nowhere.jinja" %}')
