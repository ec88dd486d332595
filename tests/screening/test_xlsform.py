"""Instruments as the sheets of an XLSForm, and back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from screening.cases import cases, conditions, leaves
from screening.exchange import START, Ticking, same

from fjcore.errors import ExchangeRefused, Problem
from fjcore.screening import (
    Status,
    evaluate,
    instruments,
    languages,
    load,
    load_wording,
    take_up,
    xlsform,
)
from fjcore.screening import wording as wording_of
from fjcore.screening.grammar import predicate
from fjcore.screening.parse import parse
from fjcore.screening.xlsform._expressions import parsed, text_of

EVERY = pytest.mark.parametrize("name", instruments())


def rows(sheets: Any, sheet: str) -> list[dict[str, str]]:
    """Give the rows of a sheet by their headings."""
    heads, *lines = sheets[sheet]
    return [dict(zip(heads, line, strict=True)) for line in lines]


@EVERY
def test_sheets_should_read_as_their_instrument(name: str) -> None:
    """Sheets should read as the very instrument, and as the same in every part."""
    made = load(name)
    sheets = xlsform.write(made)
    draft = xlsform.read(sheets)
    again = parse(draft.definition, strict=False)

    assert made is draft.instrument
    assert {} == same(made, again)
    assert ((), ()) == (draft.words, draft.warnings)
    assert sheets == xlsform.write(again)


@pytest.mark.parametrize(
    ("name", "lang"), [(n, tag) for n in instruments() for tag in languages(n)]
)
def test_words_should_come_along(name: str, lang: str) -> None:
    """The words of a workbook should read as a pack of the same words."""
    made = load(name)
    pack = load_wording(made, lang, use="clinical")
    draft = xlsform.read(xlsform.write(made, pack))
    found = wording_of(draft.words[0], made, use="clinical")

    assert made is draft.instrument
    assert (pack.items, lang) == (found.items, found.language)
    for item in made.asked:
        for value in item.points:
            assert pack.option(item.id, value) == found.option(item.id, value)


@settings(max_examples=12, deadline=None)
@given(case=cases())
def test_any_instrument_should_score_alike_afterwards(case: Any) -> None:
    """The instrument of a workbook should score as the one it was made of."""
    made = parse(case.data, strict=False)
    found = xlsform.read(xlsform.write(made)).instrument
    said = {"stated": case.stated, "context": case.context}

    assert evaluate(made, case.answers, **said) == evaluate(found, case.answers, **said)


KNOWN = [
    {"id": f"i{n}", "options": [{"value": v, "score": s} for s, v in enumerate("abc")]}
    for n in range(3)
]
SCORES = [{"id": "total", "min": 0, "max": 6}]
NAMES = {f"i{n}": f"i{n}" for n in range(3)}


@settings(max_examples=25, deadline=None)
@given(rule=conditions(leaves(KNOWN, SCORES), 3))
def test_a_condition_should_come_back(rule: dict[str, Any]) -> None:
    """A condition should read as it was written; one alone as at least one of it."""
    text = text_of(predicate(rule, ""), NAMES)
    again = parsed(text, NAMES, plain=False)

    assert joined(rule) == again


def joined(rule: dict[str, Any]) -> dict[str, Any]:
    """Give a condition in which nothing is joined with nothing."""
    for key in ("any", "all"):
        if key in rule:
            parts = [joined(part) for part in rule[key]]
            return {key: parts} if len(parts) > 1 else {"at_least": 1, "of": parts}
    if "not" in rule:
        return {"not": joined(rule["not"])}
    return rule | {"of": [joined(p) for p in rule["of"]]} if "of" in rule else rule


def test_a_gate_should_be_where_it_can_be_read() -> None:
    """A gate on answers should be relevant; one on a fact a rule of ours."""
    triage = rows(xlsform.write(load("cssrs-screener-recent")), "survey")
    aas = rows(xlsform.write(load("aas")), "fj_rules")

    assert "${q2} = 'yes'" == triage[2]["relevant"]
    assert ("gate", "pregnant", "context('pregnant') = true") == tuple(
        aas[0][key] for key in ("kind", "of", "when")
    )


@EVERY
def test_every_list_should_let_a_question_be_skipped(name: str) -> None:
    """Each list of answers should offer not to answer; nothing should calculate."""
    sheets = xlsform.write(load(name))
    choices = rows(sheets, "choices")
    lists = {row["list_name"] for row in choices}
    skips = {"_declined", "_unknown", "_not_asked"}

    for one in lists:
        assert skips <= {r["name"] for r in choices if r["list_name"] == one}
    assert {"text"} | {f"select_one {one}" for one in lists} >= {
        row["type"] for row in rows(sheets, "survey")
    }


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        ({"neutral_label": "=1+1"}, "survey.2.label", "formula_like"),
        ({"id": "1st"}, "items.1st", "format"),
        (
            {"options": [{"value": "a b"}, {"value": "b"}]},
            "items.i.options.a b",
            "format",
        ),
        (
            {"options": [{"value": "_declined"}, {"value": "b"}]},
            "items.i.options._declined",
            "format",
        ),
    ],
)
def test_what_a_workbook_cannot_say_should_be_refused(
    change: Any, path: str, code: str
) -> None:
    """An instrument outside the grammar should be refused by the part that is."""
    item = {"id": "i", "neutral_label": "q", "type": "choice"}
    options = {"options": [{"value": "a"}, {"value": "b"}]}
    made = parse(
        {
            "id": "x",
            "title": "x",
            "version": "1",
            "method": "checklist",
            "source": "nowhere",
            "licence_of_wording": "ours",
            "subject": "nobody",
            "items": [item | options | change],
        },
        strict=False,
    )

    with pytest.raises(ExchangeRefused) as caught:
        xlsform.write(made)

    assert Problem(path, code) in caught.value.problems


def test_answers_should_be_scored_when_they_come_back() -> None:
    """A submission should give answers, reasons and nothing for an empty cell."""
    made = load("hark")
    row = {"_uuid": "1", "kick": "yes", "afraid": "_declined", "rape": ""}
    found = xlsform.answers(made, row, by="staff-7", at=START)
    session = take_up(made, found, clock=Ticking())

    assert {"kick": "yes"} == found.answers
    assert [("afraid", Status.DECLINED)] == [
        (s.item, s.status) for s in found.steps if s.value is None
    ]
    assert (Problem("column.1", "unknown_key"),) == found.problems
    assert ["positive"] == [alert.trigger for alert in session.alerts]


@pytest.mark.parametrize(
    ("row", "path", "code"),
    [
        ({"kick": "maybe"}, "items.kick", "unknown_code"),
        ({"kcik": "yes"}, "", "header"),
        ({}, "", "header"),
    ],
)
def test_answers_that_do_not_fit_should_be_refused(
    row: dict[str, str], path: str, code: str
) -> None:
    """An answer that its question does not have should be refused, and not told."""
    with pytest.raises(ExchangeRefused) as caught:
        xlsform.answers(load("hark"), row, by="staff-7", at=START)

    assert (Problem(path, code),) == caught.value.problems


@settings(max_examples=15, deadline=None)
@given(name=st.sampled_from(instruments()), data=st.data())
def test_submissions_should_give_back_each_answer(name: str, data: Any) -> None:
    """What was chosen in a program for XLSForms should be what is answered here."""
    made = load(name)
    chosen = {
        item.id: data.draw(st.sampled_from(sorted(item.points) or ["a remark"]))
        for item in made.asked
    }
    row = {item.replace("@", "."): value for item, value in chosen.items()}

    assert chosen == xlsform.answers(made, row, by="staff-7", at=START).answers
