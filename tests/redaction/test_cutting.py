"""One record, one plan: the cut of it is what a disclosure would hold of it."""

from __future__ import annotations

from typing import Any

import pytest
from disclosure.worlds import END, ID, NOON, REVISION, SIGNED, START, TICK, plan_of
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import tried
from support.records import any_record

from fjcore.consent import View
from fjcore.disclosure import Held, build
from fjcore.errors import LeakFound, StalePlan
from fjcore.records import CATEGORIES, Incident
from fjcore.records.record import info_of
from fjcore.redaction import Env, cut

INCIDENT = Incident(place="the kitchen")
AT = {"recorded_at": SIGNED, "now": NOON, "revision": REVISION}

views = st.dictionaries(
    st.sampled_from(sorted(CATEGORIES)), st.sampled_from(View), max_size=8
)


@given(any_record, views)
@tried(30, 100)
def test_a_cut_should_be_what_a_disclosure_holds(record: Any, granted: Any) -> None:
    """A cut should be the only row of a disclosure of that one record, or none."""
    plan = plan_of(granted)
    found = cut(record, plan, **AT, env=Env(year=NOON.year))
    held = [Held(record=record, recorded_at=SIGNED)]
    try:
        made = build(
            plan, held, disclosure_id=ID, holder="fjc", now=NOON, revision=REVISION
        )
    except LeakFound:
        return
    rows = made.content()["records"].get(info_of(type(record)).name, [])

    assert rows == ([] if found is None else [found])


@pytest.mark.parametrize("now", [START, END - TICK])
def test_a_cut_should_hold_within_its_plan(now: Any) -> None:
    """A cut should be given from the start of its plan to just before its end."""
    plan = plan_of({"incident": View.FULL})

    assert {"place": "the kitchen"} == cut(INCIDENT, plan, **{**AT, "now": now})


@pytest.mark.parametrize(
    "said", [{"now": START - TICK}, {"now": END}, {"revision": REVISION + 1}]
)
def test_a_stale_plan_should_cut_nothing(said: dict[str, Any]) -> None:
    """A cut by a plan that is over, or of an older revision, should be refused."""
    with pytest.raises(StalePlan):
        cut(INCIDENT, plan_of({"incident": View.FULL}), **{**AT, **said})


def test_a_later_record_should_stay_out() -> None:
    """A record made after the release was signed should show nothing."""
    plan = plan_of({"incident": (View.FULL, SIGNED)})

    assert cut(INCIDENT, plan, **{**AT, "recorded_at": SIGNED + TICK}) is None
    assert cut(INCIDENT, plan, **AT) == {"place": "the kitchen"}
