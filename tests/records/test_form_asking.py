from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from records.formrules import HOME, faults, form_of, read
from support.profiles import tried

from fjcore.values import Missing

NA = {"?": "not_applicable"}
GONE: Any = object()


# --- gates, against a second reading of the rules -------------------------------------

#: By question what may be said to it.
SAID: dict[str, list[Any]] = {
    "has_pets": [True, False, {"?": "asked_declined"}, GONE],
    "how_many": [1, 2, {"?": "asked_unknown"}, GONE],
    "kinds": [["dog"], ["cat"], [], {"?": "not_asked"}, GONE],
    "chip": ["985", {"?": "unsafe_to_ask"}, GONE],
}


def expected(said: dict[str, Any]) -> tuple[dict[str, Any], set[tuple[str, str]]]:
    """Judge the section of animals by hand: what is kept, and what is refused."""
    kept, bad = dict(said), set()

    def value(name: str) -> Any:
        held = said.get(name)
        return None if isinstance(held, dict) else held

    pets = value("has_pets")
    pets_gate = pets
    many = value("how_many")
    kinds_gate = tri_and(pets_gate, False if pets_gate is False else above_one(many))
    kinds = value("kinds")
    dog = None if kinds is None else "dog" in kinds
    chip_gate = tri_and(pets_gate, False if kinds_gate is False else dog)
    gates = {"how_many": pets_gate, "kinds": kinds_gate, "chip": chip_gate}
    for name, gate in gates.items():
        if gate is False:
            if value(name) is not None:
                bad.add((name, "forbidden"))
            kept[name] = NA
    if pets_gate is not False and "how_many" not in said:
        bad.add(("how_many", "required"))
    return kept, bad


def above_one(number: int | None) -> bool | None:
    return None if number is None else number > 1


def tri_and(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


@tried(80, 300)
@given(st.fixed_dictionaries({k: st.sampled_from(v) for k, v in SAID.items()}))
def test_gates_are_judged_as_the_rules_say(drawn: dict[str, Any]) -> None:
    """A closed question should be not applicable, an open or unsettled one be asked."""
    said = {name: value for name, value in drawn.items() if value is not GONE}
    kept, bad = expected(said)
    found = faults(HOME, {"born": "1990", **said})

    assert bad == set(found)
    assert bad or kept == read(HOME, {"born": "1990", **said})["x_made.home"]


def test_a_closed_question_of_core_makes_no_record() -> None:
    """A closed gate should not make a record of core, but be told in one that is."""
    form = form_of(
        {"name": "wants", "type": "yes_no"},
        {"name": "born", "binds": "person.birth_date", "when": "${wants} = 'yes'"},
        {"name": "tongue", "binds": "person.preferred_language"},
    )
    own = {"x_made.rows": {"wants": False}}

    assert own == read(form, {"wants": False})
    assert {"person": {"preferred_language": "es", "birth_date": NA}, **own} == read(
        form, {"wants": False, "tongue": "es"}
    )


def test_a_closed_question_that_a_record_needs_leaves_it_out() -> None:
    """A closed gate on what a record needs should leave the whole record out."""
    form = form_of(
        {"name": "wants", "type": "yes_no"},
        {"name": "number", "binds": "contact_point.value", "when": "${wants} = 'yes'"},
        constants={"contact_point.kind": "phone"},
    )

    assert ["x_made.rows"] == list(read(form, {"wants": False}))
    assert [("number", "forbidden")] != faults(
        form, {"wants": True, "number": "406-555-0101"}
    )
    assert [("contact_point.value", "forbidden")] == faults(
        form, {"wants": False, "number": "406-555-0101"}
    )


def test_a_gate_may_ask_a_later_question() -> None:
    """A gate should be judged by what it asks for, wherever that stands."""
    form = form_of(
        {"name": "first", "when": "${second} = 'yes'"},
        {"name": "second", "when": "missing(${third})"},
        {"name": "third"},
    )

    assert {"first": NA, "second": NA, "third": True} == read(form, {"third": True})[
        "x_made.rows"
    ]
    assert [("first", "forbidden"), ("second", "forbidden")] == faults(
        form, {"first": True, "second": True, "third": True}
    )


def test_a_long_chain_of_gates_is_judged() -> None:
    """A chain of gates as long as a form can hold should be judged to its end."""
    rows: list[dict[str, Any]] = [{"name": "q0"}]
    rows += [
        {"name": f"q{n}", "when": f"${{q{n - 1}}} = 'yes'"} for n in range(1, 1200)
    ]
    form = form_of(*rows)
    own = read(form, {"q0": False})["x_made.rows"]

    assert [False, *[NA] * 1199] == [own[f"q{n}"] for n in range(1200)]


# --- what may be said ---------------------------------------------------------------

REASONS = [one.value for one in Missing]


@pytest.mark.parametrize("allowed", [None, [], ["not_asked"], REASONS], ids=str)
@pytest.mark.parametrize("required", [True, False])
@pytest.mark.parametrize("reason", REASONS)
def test_only_the_reasons_of_the_policy_are_taken(
    allowed: list[str] | None, required: bool, reason: str
) -> None:
    """A reason should be taken where the policy names it, or where there is none."""
    policy = {} if allowed is None else {"missing": allowed}
    form = form_of({"name": "q", "required": required, **policy})
    fine = reason in (allowed if allowed is not None else [] if required else REASONS)
    code = "required" if required and not allowed else "forbidden"

    assert ([] if fine else [("q", code)]) == faults(form, {"q": {"?": reason}})
    assert [("q", "required")] * required == faults(form, {})
    assert [] == faults(form, {"q": True})


@pytest.mark.parametrize("reason", [{"?": "masked"}, {"?": 3}, {"?": "error", "x": 1}])
def test_what_is_no_reason_is_refused_behind_a_gate_too(reason: Any) -> None:
    """What only looks like a reason should be refused, whether it is asked or not."""
    form = form_of({"name": "a"}, {"name": "q", "when": "${a} = 'yes'"})
    code = "unknown_code" if reason == {"?": "masked"} else "type"

    assert [("q", code)] == faults(form, {"a": False, "q": reason})
    assert [("q", code)] == faults(form, {"a": True, "q": reason})
