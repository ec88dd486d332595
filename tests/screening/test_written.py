"""The functions that are written of a definition: nothing of its own text is run."""

from __future__ import annotations

import ast
from enum import StrEnum
from typing import Any

import pytest
from screening.cases import definition
from screening.parts import draft, nested, trigger, whole, yes_no

from fjcore.errors import AnswerRefused
from fjcore.screening import Instrument, evaluate, instruments, load
from fjcore.screening._written import AnyForm, Choosing, WholeForm
from fjcore.screening.interpreting import interpret

CANARY = "canary-7f3a"
FORMS = {"any": AnyForm, "choosing": Choosing, "whole": WholeForm}


def texts(made: Instrument) -> list[str]:
    """Give the text of every function that is written of a definition."""
    gated = any(item.applies_if for item in made.asked)
    kinds = [AnyForm, Choosing] if gated else [AnyForm, Choosing, WholeForm]
    return [kind(made).text() for kind in kinds]


@pytest.mark.parametrize("name", instruments())
def test_a_text_holds_only_numbers_and_own_names(name: str) -> None:
    """No id, answer or label of a definition should stand in what is compiled."""
    for text in texts(load(name)):
        found = list(ast.walk(ast.parse(text)))
        constants = {type(n.value) for n in found if isinstance(n, ast.Constant)}
        names = {n.id for n in found if isinstance(n, ast.Name)}
        called = {
            n.func.id if isinstance(n.func, ast.Name) else ast.unparse(n.func)
            for n in found
            if isinstance(n, ast.Call)
        }

        assert constants <= {int, bool, type(None)}
        assert not {n for n in names if not (n[1:].isdigit() or n in OWN)}
        assert not {n for n in called if n not in CALLS and not n.startswith("x")}


OWN = {"a", "stated", "facts", "told", "n", "m", "i", "len", "sum", "KeyError"}
CALLS = {"a.get", "m.append", "i.append", "len", "sum"}


def test_a_hostile_answer_is_only_a_constant() -> None:
    """An answer written like a program should be compared, and never be run."""
    bad = '"]+__import__("os").abort()#'
    item = yes_no(
        "a", options=[{"value": bad, "score": 1}, {"value": "no", "score": 0}]
    )
    total = [{"id": "total", "kind": "sum", "items": ["a"], "min": 0, "max": 1}]
    made = draft(
        definition(
            items=[item],
            scores=total,
            triggers=trigger({"item": "a", "eq": bad}),
            context={"fact": {"type": "string", "default": bad}},
        )
    )

    assert not any("import" in text for text in texts(made))
    assert (1,) == evaluate(made, {"a": bad}).truths
    assert (0,) == evaluate(made, {"a": "no"}).truths


def test_the_longest_form_is_written() -> None:
    """A definition as long and as deep as may be should still be written and agree."""
    items = [yes_no(f"q{n}") for n in range(500)]
    names = [item["id"] for item in items]
    parts = [{"item": name, "eq": "yes"} for name in names]
    total = {"id": "total", "kind": "sum", "items": names, "min": 0, "max": 500}
    deep: Any = {"item": "q0", "eq": "yes"}
    for number in range(19):
        deep = {"not": deep} if number % 2 else {"at_least": 1, "of": [deep, parts[1]]}
    rows = [
        *trigger({"at_least": 250, "of": parts}, id="many"),
        *trigger(deep, id="deep"),
    ]
    made = draft(definition(items=items, scores=[total], triggers=rows))
    for count in (0, 249, 250, 499, 500):
        said = {name: "yes" if n < count else "no" for n, name in enumerate(names)}

        assert interpret(made, said) == evaluate(made, said)
        said.popitem()
        assert interpret(made, said) == evaluate(made, said)


def test_nesting_to_the_limit_agrees() -> None:
    """The deepest condition should say what it says read rule by rule."""
    made = draft(whole(triggers=trigger(nested(20))))
    for said in ({}, {"a": "yes"}, {"a": "no"}, {"a": "yes", "b": "no"}):
        assert interpret(made, said) == evaluate(made, said)


class Said(StrEnum):
    YES = "yes"


REFUSED: list[tuple[str, dict[str, Any]]] = [
    ("hark", {"other": "yes"}),
    ("hark", {"other": "yes", "rape": "no", "kick": "no", "afraid": "no"}),
    ("hark.rape", {"rape": CANARY}),
    ("hark.rape", {"rape": None}),
    ("hark.rape", {"rape": ["yes"]}),
    ("hark.rape", {"rape": {}}),
    ("hark.rape", {"rape": 1, "kick": "no", "afraid": "no", "humiliation": "no"}),
    ("hark.rape", {"rape": True}),
]


@pytest.mark.parametrize(("where", "answers"), REFUSED, ids=range(len(REFUSED)))
def test_both_refuse_the_same(where: str, answers: Any) -> None:
    """What the rules do not take, the function should not take, and say no more."""
    for read in (evaluate, interpret):
        with pytest.raises(AnswerRefused) as caught:
            read(load("hark"), answers)

        assert where == caught.value.where
        assert caught.value.__context__ is None
        assert CANARY not in str(caught.value)


@pytest.mark.parametrize("name", ["", "  ", 5, None, "x" * 4097])
def test_a_remark_is_checked(name: Any) -> None:
    """A remark that is none should be refused, beside answers that are."""
    for read in (evaluate, interpret):
        with pytest.raises(AnswerRefused, match=r"lap-11\.worry"):
            read(load("lap-11"), {"q1": "yes", "worry": name})


def test_an_answer_may_be_a_word_of_a_list() -> None:
    """A word of a closed list should count as the text that it is."""
    said = {"rape": Said.YES, "kick": Said.YES}

    assert interpret(load("hark"), said) == evaluate(load("hark"), said)
    assert 2 == evaluate(load("hark"), said).scores["total"].lower


def test_totals_agree() -> None:
    """A form of which only the sums were told should agree as well."""
    made = load("ace-10")
    for told in ({}, {"total": 0}, {"total": 4}, {"total": 10}):
        assert interpret(made, {}, totals=told) == evaluate(made, {}, totals=told)


def test_an_evaluation_holds_no_answer() -> None:
    """What an evaluation holds should be numbers, so that a wiped answer is gone."""
    found = evaluate(load("lap-11"), {"worry": CANARY, "q1": "yes"})
    scorer, row, around = found._found

    assert CANARY not in repr((row, around))
    assert "yes" not in repr((row, around))
    assert load("lap-11") is scorer.instrument


def test_evaluations_are_equal_where_all_is() -> None:
    """Two evaluations should be equal by what they say, and by nothing else."""
    made = load("hark")
    one, two = evaluate(made, {"rape": "yes"}), evaluate(made, {"kick": "yes"})

    assert one != two
    assert evaluate(made, {"rape": "yes"}) == one
    assert one != "hark"
    with pytest.raises(TypeError):
        hash(one)
