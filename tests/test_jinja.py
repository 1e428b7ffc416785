"""Our Jinja prints what Jinja prints."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from briefgen.jinja import QuickEnvironment

PLAIN = Environment(autoescape=True, undefined=StrictUndefined)
QUICK = QuickEnvironment(autoescape=True, undefined=StrictUndefined)


@dataclass
class View:
    text: object
    more: tuple[object, ...]


@pytest.mark.parametrize(
    "source",
    [
        "{{ v.text }}",
        '<a title="{{ v.text }}">{% for one in v.more %}{{ one }}{% if not loop.last %}, {% endif %}{% endfor %}</a>',
        "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(v.text) }}{{ m(m(v.text)) }}",
        "{% macro m(x, y=1) %}<b>{{ x }}{{ y }}</b>{% if caller is defined %}{{ caller() }}{% endif %}{% endmacro %}"
        "{% call m(v.text, y=2) %}<i>{{ v.text }}</i>{% endcall %}{% for one in v.more %}{{ m(*[one], **{'y': loop.index}) }}{% endfor %}"
        "{{ v.more.count('a') }}{{ self.b() }}{% block b %}{% for one in v.more %}{{ one|string|upper }}{% endfor %}{{ 'a-b'.split('-')|join }}{% endblock %}",
        '{{ v.more|join(", ") }}{{ v.text ~ "<" }}{% set s %}{{ v.text }}{% endset %}{{ s }}',
        "{% autoescape false %}{{ v.text }}{% endautoescape %}{{ v.text|upper }}{{ v.more|length }}",
    ],
)
@given(
    text=st.one_of(st.text(), st.integers(), st.none(), st.text().map(Markup), st.booleans()),
    more=st.lists(st.one_of(st.text(), st.text().map(Markup)), max_size=3).map(tuple),
)
def test_it_prints_what_jinja_prints(source: str, text: object, more: tuple[object, ...]) -> None:
    view = View(text, more)
    assert QUICK.from_string(source).render(v=view) == PLAIN.from_string(source).render(v=view)


def test_a_missing_attribute_is_an_error() -> None:
    with pytest.raises(AttributeError, match="titel"):
        QUICK.from_string("{{ v.titel }}").render(v=View("", ()))
