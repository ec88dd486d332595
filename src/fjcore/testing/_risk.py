"""How much danger there is: screenings that say what the incidents say, and plans."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from fjcore.records import Alert, Answer, Assessment, SafetyPlan, Score
from fjcore.screening import ENGINE, Evaluation, Instrument, Status, evaluate, load
from fjcore.testing._draws import Draws
from fjcore.testing._plot import Plot, moment
from fjcore.testing._tables import words
from fjcore.values import Missing, PartialDate, Tri

_NA, _NC = Missing.NOT_APPLICABLE, Missing.NOT_COLLECTED

_WHY = {
    Status.DECLINED: Missing.ASKED_DECLINED,
    Status.UNKNOWN: Missing.ASKED_UNKNOWN,
    Status.UNSAFE_TO_ASK: Missing.UNSAFE_TO_ASK,
}


def risk(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give a survivor's screenings, and the plan she made for her safety."""
    if plot.partner and plot.age(plot.opened) >= 18:
        yield assessment(draws, plot, "lap-11", _lap(draws, plot), Assessment)
    else:
        yield assessment(draws, plot, "hark", _hark(draws, plot), Assessment)
    for version in range(1, 2 + (plot.danger and draws.chance(400))):
        yield safety_plan(draws, plot, version)


@cache
def _loaded(name: str) -> Instrument:
    return load(name)


def _lap(draws: Draws, plot: Plot) -> dict[str, bool]:
    likely = 700 if plot.danger else 200
    return {
        "q1": plot.weapon,
        "q2": plot.danger,
        "q3": plot.danger and draws.chance(700),
        "q4": plot.firearm,
        "q5": plot.strangled,
        "q6": draws.chance(likely),
        "q7": plot.kind in ("XS", "XR"),
        "q8": draws.chance(300),
        "q9": draws.chance(likely // 4),
        "q10": bool(plot.children) and draws.chance(150),
        "q11": draws.chance(likely),
    }


def _hark(draws: Draws, plot: Plot) -> dict[str, bool]:
    return {
        "humiliation": draws.chance(800),
        "afraid": plot.danger or draws.chance(500),
        "rape": draws.chance(100),
        "kick": plot.injured or plot.strangled,
    }


def assessment(
    draws: Draws, plot: Plot, name: str, facts: dict[str, bool], kind: type[Any]
) -> Any:
    """Give a finished screening of an instrument, scored as the instrument says."""
    instrument = _loaded(name)
    statuses = {
        item: draws.one(tuple(_WHY)) if draws.chance(40) else Status.ANSWERED
        for item in facts
    }
    answers = {
        item: "yes" if said else "no"
        for item, said in facts.items()
        if statuses[item] is Status.ANSWERED
    }
    found = evaluate(instrument, answers)
    at = moment(plot.opened, 11, 5)
    flags = found.flags
    return kind(
        assessment_id=plot.id(f"S-{name}"),
        session_id=plot.id(f"T-{name}"),
        administered_at=at,
        finished_at=at,
        complete=found.complete,
        mode="in_person",
        present=("child",) if plot.children else ("nobody_else",),
        administered_by="SYN-staff-1",
        staff=("SYN-staff-1",),
        abandoned=False,
        untrained=True,
        entry_mode="itemised",
        **_pinned(instrument),
        answers=tuple(
            Answer(
                item=item,
                at=at,
                by=0,
                status=str(status),
                value=answers[item] if item in answers else _WHY[status],
            )
            for item, status in statuses.items()
        ),
        alerts=tuple(
            Alert(
                trigger=one.id, action=one.action, severity=one.severity, raised_at=at
            )
            for one in instrument.triggers
            if flags[one.id] is Tri.TRUE
        ),
        flags=tuple(flags),
        flags_true=tuple(n for n, flag in flags.items() if flag is Tri.TRUE),
        flags_open=tuple(n for n, flag in flags.items() if flag is Tri.UNDETERMINED),
        outcome=found.outcome or _NC,
        outcomes=found.outcomes,
        missing=found.missing,
        **_scored(found),
    )


def _pinned(instrument: Instrument) -> dict[str, object]:
    return {
        "instrument": instrument.id,
        "version": instrument.version,
        "revision": instrument.revision,
        "logic_hash": instrument.logic_hash,
        "document_hash": instrument.document_hash,
        "engine": ENGINE,
        "limits": instrument.limits,
    }


def _scored(found: Evaluation) -> dict[str, object]:
    score = next(iter(found.scores.values()), None)
    band = next(iter(found.bands.values()), None)
    return {
        "score_lower": _NA if score is None else int(score.lower // 1),
        "score_upper": _NA if score is None else int(-(-score.upper // 1)),
        "band": band.band if band is not None and band.band else _NC,
        "scores": tuple(
            Score(
                score=name,
                lower=str(bounds.lower),
                upper=str(bounds.upper),
                value=_NC if bounds.value is None else str(bounds.value),
                prorated=bounds.prorated,
                told=False,
                bands=found.bands[name].possible if name in found.bands else (),
            )
            for name, bounds in found.scores.items()
        ),
    }


def safety_plan(draws: Draws, plot: Plot, version: int) -> SafetyPlan:
    """Give one version of a survivor's plan; a later one is made a month later."""
    day = plot.opened + timedelta(days=30 * (version - 1))
    places = ("places",)
    home = "living_with" if plot.partner and not plot.sheltered else "separated"
    return SafetyPlan(
        plan_id=plot.id("SP"),
        plan_version=version,
        created_on=PartialDate.parse(day.isoformat()),
        review_on=day + timedelta(days=60),
        situation=home,
        warning_signs=draws.some(words(*places, "signs"), 1, 3),
        escape_routes=draws.some(words(*places, "routes"), 1, 2),
        safe_places=draws.some(words(*places, "safe"), 1, 2),
        safe_place_refs=(plot.id("SAFE"),),
        signals="porch light on means call for help" if draws.chance(500) else _NC,
        go_bag=draws.some(("identity_papers", "money", "keys", "medicine"), 2, 4),
        children_plan="Go to the neighbor and stay." if plot.children else _NA,
        technology_plan=draws.some(("passwords", "two_step", "location_off"), 0, 3),
        weapons_plan="Guns are at her brother's." if plot.firearm else _NA,
        copy_given="none" if home == "living_with" else "paper",
    )
