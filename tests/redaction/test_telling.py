"""No cut says that asking was not safe, or that somebody held an answer back."""

from __future__ import annotations

import json
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st
from redaction import interpreter
from redaction.bodies import body_of, viewed
from support.profiles import tried
from support.walking import over

from fjcore.consent import View
from fjcore.records import Answer, CodeList, core_lists
from fjcore.records.record import labelled, part, parts, record
from fjcore.redaction import cutter, leak, ordered, shape_of
from fjcore.redaction.operators import outward
from fjcore.values import Missing, canonical

usual = tried(40, 150)

STATUS = core_lists()["fj.answer_status"]
TELLING = ("unsafe_to_ask", "withheld")

#: Local lists: one maps to a core code that must not leave, one names such codes.
SAFE = CodeList(
    "x_made.asking",
    "1",
    {"later": "Later", "danger": "He is here", "skipped": "Skipped", "yes": "Yes"},
    maps_to="fj.answer_status",
    maps={
        "later": "not_asked",
        "danger": "unsafe_to_ask",
        "skipped": "not_asked",
        "yes": "answered",
    },
)
ALONE = CodeList(
    "x_made.alone",
    "1",
    {"danger": "He is here", "yes": "Yes"},
    maps_to="fj.answer_status",
    maps={"danger": "unsafe_to_ask", "yes": "answered"},
)
NAMED = CodeList(
    "x_made.named",
    "1",
    {"withheld": "Held back", "unsafe_to_ask": "Not safe", "a": "A"},
    maps_to="fj.weapon",
    maps={"withheld": "other", "unsafe_to_ask": "other", "a": "other"},
)
OLD = CodeList(
    "x_made.old", "2", {"a": "A", "b": "B"}, retired={"c": "C"}, outward={"c": "b"}
)

CODED: dict[str, str | CodeList] = {
    "status": "fj.answer_status",
    "reason": "fj.missing_reason",
    "absent": "fhir.data_absent_reason",
    "safe": SAFE,
    "alone": ALONE,
    "named": NAMED,
    "old": OLD,
}


def _fields(repeated: bool) -> tuple[dict[str, Any], dict[str, Any]]:
    held: Any = tuple[str, ...] | Missing if repeated else str | Missing
    return dict.fromkeys(CODED, held), {
        name: labelled("risk", identifying="quasi", codes=codes)
        for name, codes in CODED.items()
    }


def _made(make: Any, repeated: bool, **more: Any) -> Any:
    kinds, said = _fields(repeated)
    for name, (kind, spec) in more.items():
        kinds[name], said[name] = kind, spec
    cls = type("Made", (), {"__doc__": "Made up.", **said})
    cls.__annotations__ = kinds
    return make(cls)


Inner = _made(part("x_made_told"), False)
One = _made(record("x_made.telling", 1), True, inner=(tuple[Inner, ...], parts()))


def _code(codes: str | CodeList) -> st.SearchStrategy[str]:
    return st.sampled_from(sorted(interpreter.listed(codes).readable))


missing = st.sampled_from(list(Missing))
inners = st.builds(
    Inner, **{name: st.one_of(_code(codes), missing) for name, codes in CODED.items()}
)
ones = st.builds(
    One,
    **{
        name: st.one_of(st.lists(_code(codes), max_size=3).map(tuple), missing)
        for name, codes in CODED.items()
    },
    inner=st.lists(inners, max_size=3).map(tuple),
)


def full(held: Any) -> dict[str, Any] | None:
    """What is shown of a record of which everything is granted."""
    return cutter(type(held), shape_of(type(held), lambda _: View.FULL))(held)


@usual
@given(ones, st.sampled_from(list(View)))
def test_no_cut_shows_a_telling_reason(held: Any, view: View) -> None:
    """A cut should never show such a word, as a code or a reason, in any field."""
    shown = cutter(One, shape_of(One, lambda _: view))(held)
    said = canonical.dumps(shown or {}).decode()

    assert not [word for word in (*TELLING, "masked", "danger") if word in said]


@usual
@given(ones, st.sampled_from(list(View)))
def test_a_cut_is_as_the_rules_say(held: Any, view: View) -> None:
    """A generated cutter should show what a plain reading of the rules shows."""
    shape = shape_of(One, lambda _: view)

    assert interpreter.cut(held, dict(shape), interpreter.Env()) == cutter(One, shape)(
        held
    )


def _twin(draw: st.DrawFn, held: Any) -> Any:
    """The same, with every telling code another that leaves as it does, or back."""
    changed = {}
    for name, codes in CODED.items():
        value = getattr(held, name)
        if isinstance(value, tuple):
            changed[name] = tuple(_alike(draw, codes, code) for code in value)
        elif isinstance(value, Missing):
            alike = [one for one in Missing if one.outward is value.outward]
            changed[name] = draw(st.sampled_from(alike))
        else:
            changed[name] = _alike(draw, codes, value)
    return attrs.evolve(held, **changed)


def _alike(draw: st.DrawFn, codes: str | CodeList, code: str) -> str:
    left = interpreter.hushed(codes, code)
    every = sorted(interpreter.listed(codes).readable)
    return draw(
        st.sampled_from(
            [one for one in every if interpreter.hushed(codes, one) == left]
        )
    )


@st.composite
def twins(draw: st.DrawFn) -> tuple[Any, Any]:
    one = draw(ones)
    inner = tuple(_twin(draw, held) for held in draw(st.permutations(one.inner)))
    return one, attrs.evolve(_twin(draw, one), inner=inner)


@usual
@given(twins())
def test_a_telling_code_cannot_be_told_from_what_it_leaves_as(
    case: tuple[Any, Any],
) -> None:
    """Records alike but for telling codes and reasons should give the same bytes."""
    one, other = case

    assert [canonical.dumps(row) for row in ordered([full(one)])] == [
        canonical.dumps(row) for row in ordered([full(other)])
    ]


def status(*codes: str) -> Any:
    return full(One(status=codes)) or {}


def test_a_list_of_codes_tells_each_once() -> None:
    """Two codes that leave as one should stand once: their number would tell."""
    assert ["answered", "not_asked"] == status("unsafe_to_ask", "answered")["status"]
    assert ["not_asked"] == status("unsafe_to_ask", "not_asked")["status"]
    assert status("not_asked") == status("not_asked", "not_asked")
    assert [] == status()["status"]


def test_a_code_with_nothing_in_its_place_leaves_as_not_asked() -> None:
    """Where a list has nothing to leave in its place, the question was not asked."""
    unasked = {"?": "not_asked"}
    inner = Inner(alone="danger", named="withheld")

    assert unasked == full(One(alone=("danger",)))["alone"]
    assert ["yes"] == full(One(alone=("danger", "yes")))["alone"]
    assert full(One(alone=Missing.UNSAFE_TO_ASK)) == full(One(alone=("danger",)))
    assert [{"alone": unasked, "named": unasked}] == full(One(inner=(inner,)))["inner"]


def test_a_local_code_leaves_as_a_local_one() -> None:
    """A local code should leave as the first local one that maps as its core code."""
    assert {"danger": "later"} == SAFE.leaves_as(STATUS)
    assert {"danger": ""} == ALONE.leaves_as(STATUS)
    assert {} == SAFE.leaves_as()
    assert {"withheld": "", "unsafe_to_ask": ""} == NAMED.leaves_as()
    assert {"c": "b"} == OLD.leaves_as()


def test_a_skipped_item_of_a_screening_leaves_alike() -> None:
    """An item that was not safe to ask should leave as one that nobody asked."""
    plan = shape_of(Answer, lambda _: View.FULL)
    unsafe = Answer(item="q1", status="unsafe_to_ask", value=Missing.UNSAFE_TO_ASK)
    unasked = Answer(item="q1", status="not_asked", value=Missing.NOT_ASKED)

    assert cutter(Answer, plan)(unasked) == cutter(Answer, plan)(unsafe)
    assert "unsafe" not in json.dumps(cutter(Answer, plan)(unsafe))


@over(sorted(core_lists()))
def test_a_plain_list_costs_nothing(name: str) -> None:
    """A list without such a code should leave as it is, by the fast way."""
    assert (outward(name) is None) is (not interpreter.telling(name))


@record("x_made.direct", 1)
class Direct:
    status: str = labelled("risk", codes="fj.answer_status", required=True)


def test_the_check_finds_a_code_that_left_as_another() -> None:
    """The last check should refuse bytes that say the code and not its place."""
    unsafe = Direct(status="unsafe_to_ask")
    said = [viewed(unsafe, status=View.FULL)]

    assert "x_made.direct.status" == leak(body_of("unsafe_to_ask"), said)
    assert leak(body_of("not_asked"), said) is None
    assert leak(canonical.dumps({"records": {"x": [full(unsafe)]}}), said) is None


def test_the_check_lets_pass_a_code_that_leaves_as_it_is() -> None:
    """A code granted in full should not be looked for."""
    asked = Direct(status="answered")

    assert leak(body_of("answered"), [viewed(asked, status=View.FULL)]) is None
    assert leak(body_of("answered"), [viewed(asked, status=View.MARKED)]) is not None
