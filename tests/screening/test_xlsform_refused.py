"""Workbooks that are refused, each at the cell that is wrong."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import DefinitionRefused, ExchangeRefused, Problem
from fjcore.screening import load, xlsform
from fjcore.screening.parse import parse

Sheets = dict[str, list[list[Any]]]

SHEETS: Sheets = {
    "survey": [
        ["type", "name", "label", "relevant"],
        ["select_one yn", "q1", "Is it so?", ""],
        ["begin_group", "g", "", "${q1} = 'yes'"],
        ["select_one yn", "q2", "And this?", ""],
        ["end_group", "", "", ""],
        ["note", "n", "Thank you.", ""],
        ["text", "more", "Anything else?", ""],
    ],
    "choices": [
        ["list_name", "name", "label", "score", "fj::missing"],
        ["yn", "yes", "Yes", 1.0, ""],
        ["yn", "no", "No", "0", ""],
        ["yn", "dk", "Don't know", "", "unknown"],
    ],
    "settings": [["form_id", "version", "form_title"], ["x.made", "1", "Made up"]],
    "fj_rules": [
        ["kind", "id", "of", "min", "max", "when", "timing", "action", "label"],
        ["score", "total", "q1 q2", "0", "2", "", "", "", ""],
        ["band", "low", "total", "0", "1", "", "", "", "low"],
        ["band", "high", "total", "2", "2", "", "", "", "high"],
        ["trigger", "t", "", "", "", "total('total') >= 2", "end", "act", ""],
        ["outcome", "yes", "t", "", "", "", "", "", ""],
        ["outcome", "no", "", "", "", "", "", "", ""],
    ],
}


def changed(sheet: str, row: int, column: str, value: Any) -> Sheets:
    """Give the sheets with one cell changed; rows count from 1, as in a workbook."""
    found = copy.deepcopy(SHEETS)
    heads = found[sheet][0]
    if column not in heads:
        for number, line in enumerate(found[sheet]):
            line.append(column if number == 0 else "")
    found[sheet][row - 1][heads.index(column)] = value
    return found


def test_the_sheets_should_read() -> None:
    """The sheets should read, as a draft whose words stand apart."""
    draft = xlsform.read(SHEETS)
    made = draft.instrument

    assert ["q1", "q2", "more"] == [item.label for item in made.items]
    assert {"yes": 1, "no": 0} == made.items[0].points
    assert "item" == made.items[1].applies_if.kind
    assert (False, ("all",)) == (made.tested, made.unreviewed)
    assert {"q1": "Is it so?", "q2": "And this?", "more": "Anything else?"} == (
        draft.words[0]["items"]
    )
    assert made == parse(draft.definition, strict=False)


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "code"),
    [
        ("survey", 2, "type", "select_multiple yn", "forbidden"),
        ("survey", 2, "type", "calculate", "forbidden"),
        ("survey", 2, "type", "begin_repeat", "forbidden"),
        ("survey", 2, "type", "geopoint", "forbidden"),
        ("survey", 2, "type", "start", "forbidden"),
        ("survey", 2, "type", "select_one", "forbidden"),
        ("survey", 2, "type", "select_one other", "unknown_list"),
        ("survey", 2, "type", "", "required"),
        ("survey", 2, "name", "", "required"),
        ("survey", 2, "name", 1.0, "type"),
        ("survey", 4, "name", "q1", "duplicate"),
        ("survey", 2, "label", "=1+1", "formula_cell"),
        ("survey", 2, "label", "x" * 9000, "length"),
        ("survey", 2, "label", "\ud800", "format"),
        ("survey", 2, "label", ["x"], "type"),
        ("survey", 5, "type", "begin_group", "conflict"),
        ("survey", 3, "type", "end_group", "conflict"),
        ("survey", 4, "relevant", "${q1} != 'yes'", "format"),
        ("survey", 4, "relevant", "${q1} < 3", "format"),
        ("survey", 4, "relevant", "if(${q1} = 'yes', 1, 0)", "format"),
        ("survey", 4, "relevant", "coalesce(${q1}, 'x') = 'yes'", "format"),
        ("survey", 4, "relevant", "pulldata('a', 'b')", "format"),
        ("survey", 4, "relevant", "${q9} = 'yes'", "unknown_item"),
        ("survey", 4, "relevant", "${q1} = 'yes' and", "format"),
        ("survey", 4, "relevant", "(" * 50 + "${q1} = 'yes'" + ")" * 50, "too_deep"),
        ("survey", 4, "relevant", "${q1} = 'yes' or " * 300 + "x", "too_big"),
        ("survey", 4, "relevant", "points(${q1}) >= 1", "forbidden"),
        ("survey", 4, "relevant", "total('total') >= 1", "forbidden"),
        ("survey", 4, "relevant", "context('a') = true", "forbidden"),
        ("survey", 4, "relevant", "at-least(1, ${q1} = 'yes')", "forbidden"),
        ("survey", 2, "fj::optional", "perhaps", "unknown_code"),
        ("survey", 2, "fj::occasion", "past", "required"),
        ("choices", 2, "list_name", "", "required"),
        ("choices", 2, "name", "", "required"),
        ("choices", 3, "name", "yes", "duplicate"),
        ("choices", 2, "score", "1.5", "format"),
        ("choices", 2, "score", 1.5, "type"),
        ("choices", 2, "score", "many", "format"),
        ("choices", 4, "fj::missing", "perhaps", "unknown_code"),
        ("settings", 2, "form_id", "", "required"),
        ("settings", 2, "version", "", "required"),
        ("settings", 2, "default_language", "???", "format"),
        ("fj_rules", 2, "kind", "sum", "unknown_code"),
        ("fj_rules", 2, "kind", "", "required"),
        ("fj_rules", 2, "of", "q1 q9", "unknown_item"),
        ("fj_rules", 2, "min", "none", "format"),
        ("fj_rules", 2, "max", "", "required"),
        ("fj_rules", 5, "when", "", "required"),
        ("fj_rules", 5, "when", "total('total') > 2", "format"),
        ("fj_rules", 5, "when", "at-least(1)", "E08"),
        ("fj_rules", 5, "timing", "later", "unknown_code"),
        ("fj_rules", 5, "action", "", "required"),
    ],
)
def test_a_faulty_cell_should_be_named(
    sheet: str, row: int, column: str, value: Any, code: str
) -> None:
    """A cell that cannot be taken should be refused by sheet, row and column."""
    with pytest.raises((ExchangeRefused, DefinitionRefused)) as caught:
        xlsform.read(changed(sheet, row, column, value))

    assert Problem(f"{sheet}.{row}.{column}", code) in caught.value.problems


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "path", "code"),
    [
        ("fj_rules", 4, "min", "1", "fj_rules.3.id", "E05"),
        ("fj_rules", 2, "max", "3", "fj_rules.2.id", "E06"),
        ("fj_rules", 5, "when", "total('total') >= 9", "fj_rules.5.when", "E09"),
        ("fj_rules", 5, "when", "total('sum') >= 2", "fj_rules.5.when", "E02"),
        ("fj_rules", 5, "when", "${q1} = 'often'", "fj_rules.5.when", "E03"),
        ("fj_rules", 6, "of", "u", "fj_rules.6.id", "E02"),
        ("fj_rules", 7, "of", "t", "fj_rules.6.id", "E10"),
        ("fj_rules", 3, "of", "sum", "fj_rules.3.of", "E02"),
        ("survey", 2, "fj::default", "often", "survey.2.fj::default", "E03"),
        ("survey", 2, "relevant", "${q2} = 'yes'", "survey.2.relevant", "E07"),
    ],
)
def test_what_makes_no_definition_should_be_told_by_its_cell(
    sheet: str, row: int, column: str, value: str, path: str, code: str
) -> None:
    """A fault of the rules should be told by the cell in which it stands."""
    with pytest.raises(DefinitionRefused) as caught:
        xlsform.read(changed(sheet, row, column, value))

    assert Problem(path, code) in caught.value.problems


@pytest.mark.parametrize(
    ("change", "path", "code"),
    [
        (lambda s: s.pop("survey"), "survey", "required"),
        (lambda s: s.pop("settings"), "settings", "required"),
        (lambda s: s.update(entities=[]), "sheet.5", "unknown_key"),
        (lambda s: s["settings"].append(["y", "1", "y"]), "settings", "row_count"),
        (lambda s: s.update(survey="x"), "survey", "type"),
        (lambda s: s.update(survey=[[""]] * 5000), "survey", "too_big"),
        (lambda s: s["survey"][0].append("name"), "survey.1.name", "duplicate"),
        (lambda s: s["survey"][1].append("x"), "survey.2.column.5", "unknown_key"),
        (
            lambda s: s["choices"][1].__setitem__(1, "_declined"),
            "choices.2.fj::missing",
            "required",
        ),
        (
            lambda s: s["settings"][1].__setitem__(0, "hark"),
            "settings.2.form_id",
            "conflict",
        ),
    ],
)
def test_a_faulty_workbook_should_be_refused(
    change: Callable[[Any], Any], path: str, code: str
) -> None:
    """A workbook should be refused by what it lacks, or has too much of."""
    sheets = copy.deepcopy(SHEETS)
    change(sheets)

    with pytest.raises(ExchangeRefused) as caught:
        xlsform.read(sheets)

    assert Problem(path, code) in caught.value.problems


@pytest.mark.parametrize(
    "column", ["calculation", "choice_filter", "constraint", "hidden"]
)
def test_a_column_outside_the_grammar_should_be_refused(column: str) -> None:
    """A column that would calculate or check should be refused where it says so."""
    with pytest.raises(ExchangeRefused) as caught:
        xlsform.read(changed("survey", 2, column, "1"))

    assert (Problem("survey.2.column.5", "unknown_key"),) == caught.value.problems


def test_nothing_should_be_required() -> None:
    """That a question is required should be dropped, and told."""
    draft = xlsform.read(changed("survey", 2, "required", "yes"))

    assert (Problem("survey.2.required", "forbidden"),) == draft.warnings


def test_all_faults_should_be_told_at_once() -> None:
    """Several faults should be told together."""
    sheets = changed("survey", 2, "type", "calculate")
    sheets["choices"][1][3] = "many"

    with pytest.raises(ExchangeRefused) as caught:
        xlsform.read(sheets)

    assert {"survey.2.type", "choices.2.score"} <= {
        p.path for p in caught.value.problems
    }


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(-3, 10**9),
    st.sampled_from(
        ["", "=", "yes", "q1", "{", "${", "'", "x" * 9000, "\ud800", "total"]
    ),
    st.lists(st.none(), max_size=1),
)
OURS = xlsform.write(load("pvs"))


@settings(max_examples=40, deadline=None)
@given(data=st.data(), ours=st.booleans())
def test_no_cell_should_make_the_reader_fall_over(data: Any, ours: bool) -> None:
    """Whatever stands in a cell, it should be read, or refused by its place."""
    sheets: Any = copy.deepcopy(OURS if ours else SHEETS)
    rows = sheets[data.draw(st.sampled_from(sorted(sheets)))]
    line = rows[data.draw(st.integers(0, len(rows) - 1))]
    line[data.draw(st.integers(0, len(line) - 1))] = data.draw(CELLS)
    told: tuple[Problem, ...] = (Problem("", ""),)
    try:
        xlsform.read(sheets)
    except (ExchangeRefused, DefinitionRefused) as error:
        told = error.problems

    assert told
