"""Many forms at once: every place says what that form says alone."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from bulk.many import agree, facts, forms
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from screening.cases import FACT, definition, definitions
from screening.parts import draft, trigger, whole, yes_no

from fjcore.bulk import OPEN, SKIPPED, Responses, encode, score
from fjcore.bulk.scoring import PIECE
from fjcore.errors import AnswerRefused
from fjcore.screening import instruments, load

CANARY = "canary-7f3a"
BOUNDED = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)


@BOUNDED
@given(definitions(), st.integers(0, 2**32), st.sampled_from([True, False, None]))
def test_made_up_instruments_agree(data: Any, seed: int, fact: bool | None) -> None:
    """Every form of a made-up instrument should score as it does alone."""
    made = draft(data)
    said = forms(made, 12, seed)

    assert 12 == len(agree(made, said))
    assert 12 == len(agree(made, said, context={FACT: fact}))
    assert 12 == len(agree(made, said, context={FACT: facts(12, seed)["pregnant"]}))


@pytest.mark.parametrize("name", instruments())
def test_what_ships_agrees(name: str) -> None:
    """Every form of what ships should score as alone, by facts and by every cut."""
    made = load(name)
    said = forms(made, 40, len(name))

    agree(made, said)
    agree(made, said, context=facts(40, len(name)))
    for profile in sorted(made.profiles):
        agree(made, said, profile=profile)
    assert {True, False} >= {bool(one) for one in agree(made, said).complete}


@pytest.mark.nightly
@pytest.mark.parametrize("name", instruments())
def test_what_ships_agrees_at_length(name: str) -> None:
    """The same should hold of a thousand forms."""
    made = load(name)

    assert 1000 == len(agree(made, forms(made, 1000, 7), context=facts(1000, 7)))


def test_points_of_any_size_are_summed_exactly() -> None:
    """A sum should be exact beyond every kind of small number."""
    for most in (60, 127, 128, 30_000, 32_768, 333_333):
        options = [
            {"value": "low", "score": -most},
            {"value": "no", "score": 0},
            {"value": "high", "score": most},
        ]
        items = [yes_no(f"q{n}", options=options) for n in range(3)]
        total = {
            "id": "total",
            "kind": "sum",
            "items": ["q0", "q1", "q2"],
            "min": -3 * most,
            "max": 3 * most,
        }
        rows = trigger({"score": "total", "ge": 3 * most})
        made = draft(definition(items=items, scores=[total], triggers=rows))
        said = [
            dict.fromkeys(("q0", "q1", "q2"), "high"),
            dict.fromkeys(("q0", "q1", "q2"), "low"),
            *forms(made, 30, most),
        ]
        found = agree(made, said)

        assert 3 * most == int(found.scores["total"].lower[0])


def test_an_edge_between_pieces_changes_nothing() -> None:
    """Forms should score alike wherever in a long column they stand."""
    made = load("audit-c")
    few = encode(made, forms(made, 50, 3))
    count = PIECE + 25
    times = -(-count // 50)
    long = {name: np.tile(one, times)[:count] for name, one in few.columns.items()}
    ages = {"sex": (facts(50, 3)["sex"] * times)[:count]}
    whole_ = score(
        made, Responses(instrument=made, columns=long, count=count), context=ages
    )
    alone = score(made, few, context={"sex": facts(50, 3)["sex"]})

    for name, column in whole_.flags.items():
        assert np.array_equal(np.tile(alone.flags[name], times)[:count], column)
    assert np.array_equal(np.tile(alone.cut, times)[:count], whole_.cut)
    lower = np.tile(alone.scores["total"].lower, times)[:count]
    assert np.array_equal(lower, whole_.scores["total"].lower)


def test_no_forms_are_no_rows() -> None:
    """Nothing at all should score as nothing, for every instrument."""
    for name in instruments():
        assert 0 == len(agree(load(name), []))


def test_an_open_answer_is_never_a_no() -> None:
    """A place that is open should leave its flag open, and not be counted as 0."""
    made = load("hark")
    found = score(made, [{"rape": "no", "kick": "no", "afraid": "no"}, {}])

    assert [-1, -1] == found.flags["positive"].tolist()
    assert ([0, 0], [1, 4]) == (
        found.scores["total"].lower.tolist(),
        found.scores["total"].upper.tolist(),
    )
    assert [-1, -1] == found.bands["total"].band.tolist()
    assert [1, 4] == found.missing.tolist()


def test_alerts_follow_the_cut() -> None:
    """An alert should be of the chosen cut alone, form by form."""
    made = load("audit-c")
    form = {"q1": "3", "q2": "0", "q3": "0"}
    sexes = ["male", "female", None]
    found = score(made, [form] * 3, context={"sex": sexes})
    rows = {t.profile: found.alerts(t.id).tolist() for t in made.triggers}

    assert {"men": [False, False, False], "women": [False, True, True]} == rows


@pytest.mark.parametrize(
    ("where", "columns"),
    [
        ("hark", {CANARY: np.zeros(2, dtype=np.int8)}),
        ("hark.rape", {"rape": np.array([0, 2], dtype=np.int8)}),
        ("hark.rape", {"rape": np.array([0, -3], dtype=np.int8)}),
        ("hark.rape", {"rape": np.array([0.0, 1.0])}),
        ("hark.rape", {"rape": np.array([True, False])}),
        ("hark.rape", {"rape": np.array(["yes", "no"])}),
        ("hark.rape", {"rape": np.zeros((2, 1), dtype=np.int8)}),
        ("hark.rape", {"rape": np.zeros(3, dtype=np.int8)}),
        ("hark.rape", {"rape": [0, 1]}),
    ],
    ids=range(9),
)
def test_a_column_that_is_none_is_refused(where: str, columns: Any) -> None:
    """A column with another number, of another kind or length should be refused."""
    with pytest.raises(AnswerRefused) as caught:
        Responses(instrument=load("hark"), columns=columns, count=2)

    assert where == caught.value.where
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    ("where", "form"),
    [
        ("hark", {CANARY: "yes"}),
        ("hark.rape", {"rape": CANARY}),
        ("hark.rape", {"rape": 1}),
        ("hark.rape", {"rape": OPEN}),
        ("hark.rape", {"rape": SKIPPED}),
        ("hark.rape", {"rape": ["yes"]}),
        ("hark", {None: "yes"}),
    ],
    ids=range(7),
)
def test_an_answer_that_does_not_fit_is_refused(where: str, form: Any) -> None:
    """An answer out of place should be refused by its item, and not said."""
    with pytest.raises(AnswerRefused) as caught:
        encode(load("hark"), [{"kick": "yes"}, form])

    assert where == caught.value.where
    assert CANARY not in str(caught.value)


@pytest.mark.parametrize(
    "how",
    [
        {"context": {"pregnant": [True]}},
        {"context": {"pregnant": [True, 1.5]}},
        {"context": {"pregnant": {}}},
        {"profile": "other"},
    ],
    ids=range(4),
)
def test_a_fact_or_a_cut_that_cannot_be_is_refused(how: Any) -> None:
    """A column of facts of another length or kind, or no such cut, is refused."""
    with pytest.raises(AnswerRefused):
        score(load("aas"), [{}, {}], **how)


def test_the_answers_of_another_logic_are_refused() -> None:
    """Columns of one edition should not be scored by the rules of another."""
    said = encode(load("phq-2"), [{"q1": "1"}])
    with pytest.raises(AnswerRefused, match="gad-7"):
        score(load("gad-7"), said)


def test_columns_can_be_read_back() -> None:
    """A form should come out of its columns as it went in."""
    made = load("da-20")
    said = encode(made, [{"q1": "yes", "q2": None}, {"q3a": "yes"}])

    assert ({"q1": "yes"}, frozenset({"q2"})) == said.answers(0)
    assert ({"q3a": "yes"}, frozenset()) == said.answers(1)
    assert (OPEN, SKIPPED) == (int(said.columns["q3"][0]), int(said.columns["q2"][0]))
    assert 1 == len(said.part(1, 2))


@pytest.mark.parametrize("remark", ["", " ", 7, "\x00", ["a remark"], OPEN])
def test_a_remark_that_is_none_is_refused(remark: Any) -> None:
    """A remark that says nothing, or is no text, should be refused by its item."""
    with pytest.raises(AnswerRefused, match=r"lap-11\.worry"):
        encode(load("lap-11"), [{"worry": "a remark"}, {"worry": remark}])


def test_nothing_prints_an_answer() -> None:
    """What is printed of columns should tell of no one."""
    said = encode(load("hark"), [{"rape": "yes"}])

    assert "array" not in repr(said) + repr(score(load("hark"), said))


def test_without_numpy_it_says_what_is_missing() -> None:
    """Without its library the part should name the extra that brings it."""
    code = (
        "import sys; sys.modules['numpy'] = None\n"
        "from fjcore.errors import MissingExtra\n"
        "try:\n import fjcore.bulk\n"
        "except MissingExtra as error:\n print(error.where, error.__context__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )

    assert ("bulk None\n", "") == (done.stdout, done.stderr)


def test_a_sound_definition_with_a_default_agrees() -> None:
    """A tick box should count as its default until a skip is on record."""
    box = yes_no("box", default="yes")
    total = {"id": "total", "kind": "sum", "items": ["a", "box"], "min": 0, "max": 2}
    made = draft(whole(items=[yes_no("a"), box], scores=[total]))
    said: list[dict[str, str | None]] = [{}, {"box": None}, {"box": "no"}, {"a": "yes"}]

    assert [1, 0, 0, 2] == agree(made, said).scores["total"].lower.tolist()
