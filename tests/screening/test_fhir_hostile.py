"""Forms and answers that nobody means well by."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from screening.exchange import bare_form as form
from screening.exchange import bent, choice, foreign

from fjcore.errors import DefinitionRefused, ExchangeRefused, Problem
from fjcore.screening import load
from fjcore.screening.fhir import from_questionnaire, from_response, to_questionnaire


def test_nothing_endless_should_be_read() -> None:
    """A form that stands in itself, or has too many items, should be refused."""
    endless: dict[str, Any] = {"linkId": "g", "type": "group"}
    endless["item"] = [endless]
    many = [choice(f"q{n}") for n in range(2000)]
    answer: dict[str, Any] = {"linkId": "g"}
    answer["item"] = [answer]

    for data in (form(endless), form(*many)):
        with pytest.raises(ExchangeRefused):
            from_questionnaire(data)
    with pytest.raises(ExchangeRefused):
        from_response(load("hark"), bent(lambda d: d.update(item=[answer])))


ANYTHING = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-5, 5),
        st.floats(),
        st.sampled_from(["", "q", "\ud800", "=", "choice", "x" * 9000]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["url", "code", "item", "extension", "valueCode", "linkId"]
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


def places(data: Any) -> list[tuple[Any, Any]]:
    """Give every place of a form that holds something."""
    rows = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for key, value in list(rows):
        found.append((data, key))
        if isinstance(value, (dict, list)):
            found += places(value)
    return found


OURS = json.dumps(to_questionnaire(load("pvs")))
THEIRS = json.dumps(foreign(json.loads(OURS)))
GIVEN = json.dumps(bent(lambda _: None))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), ours=st.booleans())
def test_no_form_should_make_the_reader_fall_over(data: Any, ours: bool) -> None:
    """Whatever stands anywhere in a form, it should be read, or refused by path."""
    whole = json.loads(OURS if ours else THEIRS)
    held, key = data.draw(st.sampled_from(places(whole)))
    held[key] = data.draw(ANYTHING)
    told: tuple[Problem, ...] = (Problem("", ""),)
    try:
        from_questionnaire(whole)
    except (ExchangeRefused, DefinitionRefused) as error:
        told = error.problems

    assert told


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_no_answers_should_make_the_reader_fall_over(data: Any) -> None:
    """Whatever stands anywhere in answers, they should be read, or refused by path."""
    whole = json.loads(GIVEN)
    held, key = data.draw(st.sampled_from(places(whole)))
    held[key] = data.draw(ANYTHING)
    told: tuple[Problem, ...] = (Problem("", ""),)
    try:
        from_response(load("hark"), whole)
    except ExchangeRefused as error:
        told = error.problems

    assert told
