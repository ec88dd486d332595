"""What must hold of an interview in which answers are changed and taken back."""

from __future__ import annotations

from typing import Any

from attrs import frozen
from hypothesis import strategies as st
from screening import rules
from screening.cases import Case, definitions, values_of
from screening.checks import BY, NOON, evaluated
from screening.parts import draft

from fjcore.screening import Alert, Session
from fjcore.values import FixedClock


@frozen(kw_only=True)
class Interview:
    """A definition, and what was said and taken back of it, in order."""

    data: dict[str, Any]
    said: tuple[tuple[str, str | None], ...]
    context: dict[str, Any]


@st.composite
def interviews(draw: Any) -> Interview:
    """Make an interview in which answers are changed and taken back."""
    data = draw(definitions())
    said = []
    for _ in range(draw(st.integers(1, 8))):
        item = draw(st.sampled_from(data["items"]))
        said.append((item["id"], draw(st.sampled_from([*values_of(item), None]))))
    context = draw(st.sampled_from(({}, {"pregnant": True}, {"pregnant": None})))
    return Interview(data=data, said=tuple(said), context=context)


def _case(one: Interview, count: int) -> Case:
    last = dict(one.said[:count])
    return Case(
        data=one.data,
        answers={name: value for name, value in last.items() if value is not None},
        skips={name: "declined" for name, value in last.items() if value is None},
        context=one.context,
    )


def _true(one: Interview, count: int, timings: tuple[str, ...]) -> set[str]:
    """What is true by the rules after so many steps."""
    flags = rules.told(_case(one, count))["flags"]
    return {
        t["id"]
        for t in one.data["triggers"]
        if t["timing"] in timings and flags[t["id"]] == rules.YES
    }


def raises_each_alert_at_its_answer(one: Interview) -> None:
    """An alert comes with the very answer that makes it true, once, and stays."""
    heard: list[Alert] = []
    made = draft(one.data)
    session = Session(
        made, clock=FixedClock(NOON), context=one.context, on_alert=heard.append
    )
    raised: set[str] = set()
    for number, (name, value) in enumerate(one.said, 1):
        before = session.alerts
        new = (
            session.skip(name, "declined", by=BY)
            if value is None
            else session.answer(name, value, by=BY)
        )
        due = _true(one, number, ("immediate",)) - raised
        assert due == {alert.trigger for alert in new}
        assert (*before, *new) == session.alerts == tuple(heard)
        raised |= due
    leave = session.abandon if len(one.said) % 2 else session.finish
    result = leave()
    raised |= _true(one, len(one.said), ("immediate", "end"))

    assert sorted(raised) == sorted(alert.trigger for alert in result.alerts)
    assert result.alerts == tuple(heard)
    assert evaluated(_case(one, len(one.said)), made) == result.evaluation
    assert not set(result.evaluation.ignored) & result.answers.keys()


def resumes_where_it_was_left(one: Interview) -> None:
    """The same steps give the same evaluation, alerts and changes of alerts."""
    made = draft(one.data)
    session = Session(made, clock=FixedClock(NOON), context=one.context)
    for name, value in one.said:
        if value is None:
            session.skip(name, "interrupted", by=BY)
        else:
            session.answer(name, value, by=BY)
    again = Session.resume(
        made,
        session.steps,
        clock=FixedClock(NOON),
        context=one.context,
        session_id=session.session_id,
    )

    assert session.evaluate() == again.evaluate()
    assert session.alerts == again.alerts
    assert session.changes == again.changes
    assert session.finish() == again.finish()


#: Each property by its name, with the interviews that it must hold of.
INTERVIEWS = {
    check.__name__: (interviews(), check)
    for check in (raises_each_alert_at_its_answer, resumes_where_it_was_left)
}
