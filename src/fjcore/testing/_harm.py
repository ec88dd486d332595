"""What happened, what came of it for her body, and who did it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from fjcore.records import (
    ForensicExam,
    Imaging,
    Incident,
    Injury,
    Offender,
    Onset,
    ReportMade,
    RespondentName,
    Sign,
    Strangulation,
)
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._plot import FEMALE, MALE, Plot, moment
from fjcore.testing._tables import words
from fjcore.values import Missing, PartialDate

_NA = Missing.NOT_APPLICABLE

#: The longest text of a field that is neither a name nor a narrative.
LONG = 255


def harm(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give the incidents of a survivor, the latest first, and all that goes with them.

    Every incident lies before the day on which she came.
    """
    yield offender(draws, plot)
    yield incident(draws, plot, 1)
    if plot.danger:
        yield incident(draws, plot, 2)
    if plot.strangled:
        yield strangulation(draws, plot)
    if plot.exam:
        yield exam(draws, plot)


def offender(draws: Draws, plot: Plot) -> Offender:
    """Give what is recorded of the person causing harm."""
    sex = MALE if plot.sex == FEMALE or draws.chance(300) else FEMALE
    name = f"{draws.one(words('given', plot.language, sex))} {plot.family}"
    near = plot.age(plot.opened) if plot.partner else 45
    return Offender(
        offender_id=plot.id("O"),
        code=plot.id("O"),
        names=draws.told((RespondentName(text=name, use="legal"),)),
        sex=sex,
        birth_year=draws.told(plot.opened.year - max(16, near) - draws.below(6)),
        race=draws.told(plot.races, 400),
        relationship_to_survivor=plot.kind,
        occupation_flags=("law_enforcement",) if draws.chance(30) else (),
        access_to_firearms=draws.told(plot.firearm),
        location_known=draws.told(draws.one(("custody", "community", "unknown"))),
        is_primary=True,
    )


def _occurred(draws: Draws, plot: Plot, number: int) -> PartialDate:
    day = plot.opened - timedelta(days=draws.between(0, 20) + 40 * (number - 1))
    if plot.edge is Edge.LEAP_DAY and number == 1:
        return PartialDate.parse("2020-02-29")
    if plot.edge is Edge.PARTIAL_DATES:
        before = day - timedelta(days=70)
        return PartialDate.parse(f"{before.isoformat()[:7]}/{day.isoformat()[:7]}")
    kept = draws.weighted({10: 850, 7: 100, 4: 50})
    return PartialDate.parse(day.isoformat()[:kept])


def incident(draws: Draws, plot: Plot, number: int) -> Incident:
    """Give one incident: where she was strangled, that is the latest one."""
    young = plot.age(plot.opened) < 18
    kinds = ("07", "24") if young else ("10", "01")
    first = number == 1
    tongue = "es" if plot.language == "es" else "en"
    place: str | Missing = draws.told(draws.one(words("places", "rooms")))
    if plot.edge is Edge.LONGEST:
        place = ("in a room with a very long name, " * 9)[:200]
    return Incident(
        incident_id=plot.id(f"I{number}"),
        occurred_on=_occurred(draws, plot, number),
        time_of_day=draws.told(draws.one(("morning", "evening", "night"))),
        place=place,
        location_type="20" if draws.chance(770) else "13",
        location_address=plot.id("A1"),
        jurisdiction=draws.told(draws.one(("city", "county", "tribal"))),
        victimizations=kinds[: draws.between(1, 2)],
        offense_codes=("13A" if plot.weapon or plot.strangled else "13B",),
        strangulation=plot.strangled if first else False,
        weapons=_weapons(plot) if first else (),
        threats=("kill", *draws.some(("children", "custody", "pets"), 0, 2))
        if plot.danger
        else draws.told(draws.some(("custody", "other"), 0, 1)),
        injuries=_injuries(draws, plot) if first else (),
        children_present=bool(plot.children) and draws.chance(430),
        children_harmed=False if plot.children else _NA,
        technology_facilitated=draws.told(
            draws.some(("location_tracking", "harassment", "image_abuse"), 0, 2)
        ),
        stalking_course=plot.danger and draws.chance(500),
        reported_to_police=plot.reported if first else False,
        police_report_number=plot.id("PR") if plot.reported and first else _NA,
        previous_incidents=plot.danger or draws.told(True),
        narrative=_narrative(draws, plot, tongue),
        mandated_reports=_reports(draws, plot) if first and young else (),
    )


def _narrative(draws: Draws, plot: Plot, tongue: str) -> str:
    told = "\n".join(draws.some(words("told", tongue), 1, 3))
    if plot.edge is Edge.LONGEST:
        told = (f"{told}\n" * LONG)[: LONG - len(plot.mark) - 3]
    return f"{told} [{plot.mark}]"


def _weapons(plot: Plot) -> tuple[str, ...]:
    if not plot.weapon:
        return ("hands_feet",) if plot.injured or plot.strangled else ()
    return ("firearm",) if plot.firearm and plot.danger else ("knife",)


def _injuries(draws: Draws, plot: Plot) -> tuple[Injury, ...]:
    if not plot.injured:
        return ()
    site = "neck_front" if plot.strangled else draws.one(("arm", "face", "back"))
    severe = "severe" if plot.weapon else draws.one(("minor", "moderate"))
    return (
        Injury(body_site=site, kind=draws.one(("bruise", "swelling")), severity=severe),
    )


def _reports(draws: Draws, plot: Plot) -> tuple[ReportMade, ...]:
    day = PartialDate.parse(plot.opened.isoformat())
    return (
        ReportMade(
            kind="child_abuse",
            agency="SYN child protection",
            made_on=day,
            survivor_told=draws.told(True),
        ),
    )


# --- strangulation ------------------------------------------------------------------

_SYMPTOMS = ("voice_change", "painful_swallowing", "headache", "dizziness", "cough")
_SIGNS = ("neck_redness", "neck_bruising", "petechiae_eye", "scratch_marks")


def strangulation(draws: Draws, plot: Plot) -> Strangulation:
    """Give the facts of a strangulation; half of them leave no sign to be seen."""
    seconds = draws.between(3, 60)
    symptoms = draws.some(_SYMPTOMS, 1, 4)
    visible = draws.chance(500)
    return Strangulation(
        event_ref=plot.id("I1"),
        methods=(draws.one(("one_hand", "two_hands", "forearm", "ligature")),),
        episodes=draws.between(1, 3),
        duration_seconds=seconds,
        duration_seconds_at_most=seconds + draws.between(0, 30),
        able_to_talk=draws.told(False, 200),
        able_to_breathe=draws.told(draws.chance(300), 200),
        lost_consciousness=draws.one(("yes", "no", "not_sure")),
        memory_gap=draws.told(draws.chance(400)),
        symptoms=symptoms,
        onsets=tuple(Onset(symptom=one, when="after") for one in symptoms),
        signs=draws.some(_SIGNS, 1, 3) if visible else ("no_visible_sign",),
        sign_sites=(Sign(sign="neck_redness", body_site="neck_front"),)
        if visible
        else (),
        said_during=draws.told(f'"He choked me." [{plot.mark}]', 500),
        pregnant_at_time=plot.pregnant if plot.sex == FEMALE else _NA,
        medical_advice_given=True,
        medical_evaluation="accepted" if plot.exam else draws.one(_NO_EXAM),
        imaging=(Imaging(kind="cta_neck", done_on=plot.opened),) if plot.exam else (),
    )


_NO_EXAM = ("declined", "pending", "already_seen")


def exam(draws: Draws, plot: Plot) -> ForensicExam:
    """Give the exam that followed, on the day she came."""
    kit = draws.chance(600)
    return ForensicExam(
        exam_id=plot.id("X"),
        exam_on=moment(plot.opened, 15, 20),
        examiner_kind=draws.one(("sane", "physician")),
        kit_collected=kit,
        kit_number=plot.id("KIT") if kit else _NA,
        reported_or_anonymous="reported" if plot.reported else "undecided",
        photos_taken=draws.one(("by_examiner", "declined")),
        findings=f"Tender at the neck; voice hoarse. [{plot.mark}]",
        prophylaxis=(),
    )
