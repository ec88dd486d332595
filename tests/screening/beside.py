"""What must hold beside the scoring, each as one plain example."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import attrs
from screening.parts import sound, vector

import fjcore.screening as engine
from fjcore.errors import FjcoreError
from fjcore.screening import Permission, Session, Status, load
from fjcore.values import FixedClock, Tri

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
BY = "advocate-1"


def refuses(act: Callable[..., Any], *given: Any, **how: Any) -> bool:
    """Whether something is refused."""
    try:
        act(*given, **how)
    except FjcoreError:
        return True
    return False


def loads(**parts: Any) -> bool:
    """Whether a sound definition still loads with some of its parts replaced."""
    return not refuses(engine.parse, sound(**parts))


def declining() -> dict[str, Any]:
    """Give a pack of local words for a tool whose owner is to be asked."""
    return {
        "instrument": "stat",
        "instrument_version": "2003",
        "pack_version": "1",
        "language": "es",
        "translation": "local",
        "items": dict.fromkeys(load("stat").by_id, "unas palabras"),
        "options": {"*": {"no": "No", "yes": "Sí"}},
        "attribution": "nobody",
    }


def closed(name: str, **answers: str) -> Any:
    """Give a finished form."""
    asked = Session(load(name), clock=FixedClock(NOON))
    for item, value in answers.items():
        asked.answer(item, value, by=BY)
    return asked.finish()


def the_loader_is_strict() -> None:
    """What is unsound does not load, and what is sound does."""
    tests = sound()["tests"]
    bands = sound()["bands"]
    heard = vector(1, {"a": "no"}, flags={"any": None})
    edge = tests[2] | {"expected": {"flags": {"any": True}}}
    bare = {key: value for key, value in sound().items() if key != "tests"}

    assert loads()
    assert not loads(tests=[])
    assert not loads(tests=[heard, *tests[1:]])
    assert not loads(tests=[*tests[:2], edge, tests[3]])
    for flag in (None, True, False):
        assert not loads(tests=[unflagged(row, flag) for row in tests])
    assert not loads(tests=[*tests, vector(9, {}, complete=True)])
    assert not loads(limits=[])
    assert not loads(licence={"holder": "nobody"})
    gap = bare | {"bands": [bands[0], bands[1] | {"min": 2}]}
    assert refuses(engine.parse, gap, strict=False)
    assert not refuses(engine.parse, bare, strict=False)
    assert not loads(cut_profiles={"default": "gone"})


def unflagged(row: dict[str, Any], flag: bool | None) -> dict[str, Any]:
    """Give a vector that does not state a flag of one kind."""
    expected = dict(row["expected"])
    if expected.get("flags", {}).get("any", "none") is flag:
        del expected["flags"]
    return row | {"expected": expected}


def judgement_goes_up() -> None:
    """A judgement is added, upward, with a reason, and the score stays."""
    made, found = load("dash-ric-24"), closed("dash-ric-24", d1="yes")
    how: dict[str, Any] = {"by": BY, "role": "advocate", "at": NOON, "of": "total"}
    why = {"reason": "professional_judgement"}
    once = engine.override(found, made, to="medium", **how, **why)

    assert ["medium"] == [one.to for one in once.overrides]
    assert ["medium", "high"] == [
        one.to for one in engine.override(once, made, to="high", **how, **why).overrides
    ]
    assert refuses(engine.override, found, made, to="standard", **how, **why)
    assert refuses(engine.override, once, made, to="medium", **how, **why)
    assert refuses(engine.override, found, made, to="high", reason="a hunch", **how)
    assert refuses(
        engine.override,
        attrs.evolve(found, logic_hash="x"),
        made,
        to="high",
        **how,
        **why,
    )
    told = engine.override(
        found, made, to="true", **(how | {"of": "visible_high_risk"}), **why
    )
    assert ["visible_high_risk"] == [alert.trigger for alert in told.alerts]


def editions_stay_apart() -> None:
    """Results of two editions are not compared, and open is not equal."""
    one, two = closed("phq-2", q1="1"), closed("phq-2", q1="1", q2="3")

    assert Tri.UNDETERMINED is engine.compare(one, two).rose["total"]
    assert Tri.FALSE is engine.compare(two, two).rose["total"]
    more = closed("phq-2", q1="2")
    assert Tri.UNDETERMINED is engine.compare(one, more).rose["total"]
    assert refuses(engine.compare, one, attrs.evolve(two, logic_hash="x"))
    assert refuses(engine.compare, one, attrs.evolve(two, profile="x"))


def words_need_a_licence() -> None:
    """Words are shown where the licence says yes, whole, and nowhere else."""
    assert engine.load_wording(load("phq-2"), "es", use="commercial").language == "es"
    for name in ("audit-c", "hits", "dast-10"):
        assert refuses(engine.load_wording, load(name), "en", use="commercial")
    assert refuses(engine.wording, declining(), load("stat"), use="clinical")
    short = declining() | {"items": {"slap": "una"}}
    letter = Permission(letter="1", dated="2026-03-02", declared_by=BY)
    way: dict[str, Any] = {"use": "clinical", "permission": letter}
    assert not refuses(engine.wording, declining(), load("stat"), **way)
    assert refuses(engine.wording, short, load("stat"), **way)


def a_session_comes_back() -> None:
    """A saved session comes back with its alerts; a wiped one holds nothing."""

    def fail(alert: Any) -> None:
        raise ConnectionError

    asked = Session(load("lap-11"), clock=FixedClock(NOON), on_alert=fail)
    asked.answer("q5", "yes", by=BY)
    again = engine.restore(load("lap-11"), engine.save(asked), clock=FixedClock(NOON))

    assert asked.alerts == again.alerts == again.undelivered
    assert refuses(
        engine.restore,
        load("lap-11"),
        engine.save(asked) | {"logic_hash": "x"},
        clock=FixedClock(NOON),
    )
    result = asked.abandon()
    assert () == asked.steps
    assert refuses(asked.evaluate)
    assert {"q5": "yes"} == result.answers
    assert ["strangulation"] == [alert.trigger for alert in asked.alerts]


def cuts_and_warnings_hold() -> None:
    """The chosen cut alerts, facts choose it, and warnings name both items."""
    three = {"q1": "3", "q2": "0", "q3": "0"}
    cut = engine.evaluate(load("audit-c"), three, context={"sex": "male"}).profile

    assert ("men", "women") == (cut, engine.evaluate(load("audit-c"), three).profile)
    asked = Session(load("audit-c"), clock=FixedClock(NOON), context={"sex": "male"})
    for item, value in three.items():
        asked.answer(item, value, by=BY)
    assert () == asked.finish().alerts
    (warned,) = engine.evaluate(load("da-20"), {"q3": "yes", "q3a": "yes"}).warnings
    assert ("q3", "q3a") == warned.items
    assert engine.evaluate(load("easi"), {}, context={"age": 64}).warnings
    assert not engine.evaluate(load("easi"), {}, context={"age": 65}).warnings


def totals_are_bounded() -> None:
    """A total settles its own score, within its range, and stands alone."""
    asked = Session(load("ace-10"), clock=FixedClock(NOON))
    asked.enter_total("total", 10, by=BY)

    assert 10 == asked.evaluate().scores["total"].value
    assert asked.evaluate().complete
    assert refuses(asked.enter_total, "total", 11, by=BY)
    assert refuses(asked.answer, "e1", "yes", by=BY)
    assert {Status.NOT_ASKED} == set(asked.finish().statuses.values())
    assert refuses(engine.evaluate, load("hark"), {}, totals={"total": 1})


def means_are_estimates() -> None:
    """A mean stands only with enough answers, and never settles the bounds."""
    few = {f"c{n}": "2" for n in range(1, 11)}
    made = load("casr-sf")

    assert engine.evaluate(made, few).scores["total"].value is None
    enough = engine.evaluate(made, few | {"c11": "2"}).scores["total"]
    assert (30, 22, 42, True) == (
        enough.value,
        enough.lower,
        enough.upper,
        enough.prorated,
    )


CHECKS: dict[str, Callable[[], None]] = {
    check.__name__: check
    for check in (
        the_loader_is_strict,
        judgement_goes_up,
        editions_stay_apart,
        words_need_a_licence,
        a_session_comes_back,
        cuts_and_warnings_hold,
        totals_are_bounded,
        means_are_estimates,
    )
}
