"""What the center did: the case, stays, services in order, referrals and their ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from attrs import evolve

from fjcore.records import (
    Case,
    Enrollment,
    HotlineContact,
    Money,
    Participant,
    Referral,
    ServiceEncounter,
    UnmetRequest,
)
from fjcore.records.derived import age_band
from fjcore.testing._draws import Draws
from fjcore.testing._edges import Edge
from fjcore.testing._plot import LAST_DAY, Plot, later, moment
from fjcore.values import Missing, PartialDate

_NA, _NC = Missing.NOT_APPLICABLE, Missing.NOT_COLLECTED

#: The made-up agencies, by what they are; site files of trials name them so.
AGENCY, LEGAL, POLICE = "syn.advocates", "syn.legal_aid", "syn.police"
HOSPITAL, SHELTER = "syn.hospital", "syn.shelter"

#: Both of them are 01:30 in Denver on the night the clocks go back.
TWICE = (
    datetime(2025, 11, 2, 7, 30, tzinfo=UTC),
    datetime(2025, 11, 2, 8, 30, tzinfo=UTC),
)

STAFF = "SYN-staff-1"


def help_given(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give the case of a survivor and what was done in it, after she came."""
    yield case_of(draws, plot)
    yield from enrollments(draws, plot)
    yield from services(draws, plot)
    yield from referrals(draws, plot)


def case_of(draws: Draws, plot: Plot) -> Case:
    """Give her case; it is closed after the last that was done in it."""
    needs = ["safety_planning", *(["protection_order"] if plot.order else [])]
    needs += ["shelter"] if plot.sheltered else []
    needs += ["interpreter"] if plot.limited_english else []
    needs += ["medical"] if plot.strangled else []
    reason: str | Missing = draws.one(("goals_met", "moved", "lost_contact"))
    if plot.edge is Edge.DEATH:
        reason = "deceased"
    kind = "07" if plot.age(plot.opened) < 18 else "10"
    staff = plot.edge is Edge.STAFF
    roles = (("O", "alleged_offender"), ("KIN", "support_person"))
    return Case(
        case_id=plot.id("CASE"),
        survivor_ref=plot.id("P"),
        participants=tuple(
            Participant(person_ref=plot.id(who), role=role) for who, role in roles
        ),
        owner_agency=AGENCY,
        owner_staff=STAFF,
        assigned_staff=(STAFF,),
        status="closed" if plot.closed else "active",
        opened_on=plot.opened,
        closed_on=plot.closed or _NA,
        close_reason=reason if plot.closed else _NA,
        referral_source=draws.told(draws.one(("1", "2", "28", "35"))),
        presenting_victimizations=(kind,),
        primary_victimization=kind,
        anonymous_contact=False,
        immediate_needs=tuple(needs),
        survivor_goals=f"To be safe at home. [{plot.mark}]",
        conflict_check="conflict" if staff else "clear",
        record_restriction="vip_staff_related" if staff else "none",
        retention_until=plot.opened + timedelta(days=7 * 365),
        legal_hold=draws.told(False),
    )


def enrollments(draws: Draws, plot: Plot) -> Iterator[Enrollment]:
    """Give her stay in a shelter, where she had one, and after it where she went."""
    if not plot.sheltered:
        return
    nights = draws.between(3, 60)
    over = plot.opened + timedelta(days=nights) <= (plot.closed or LAST_DAY)
    subsidy = draws.chance(200)
    yield Enrollment(
        enrollment_id=plot.id("E"),
        project="SYN-project-1",
        entry_date=plot.opened,
        exit_date=plot.opened + timedelta(days=nights) if over else _NA,
        relationship_to_hoh="1",
        coc_code="ZZ-000",
        prior_living_situation=draws.one(("410", "335", "116", "314")),
        length_of_stay=draws.told(draws.one(("10", "11", "2", "5"))),
        destination=("435" if subsidy else draws.one(("410", "422"))) if over else _NA,
        rental_subsidy_type="433" if over and subsidy else _NA,
        dv_survivor=True,
        dv_when_occurred="1",
        dv_currently_fleeing=draws.told(True),
        data_collection_stage="1",
    )


def services(draws: Draws, plot: Plot) -> Iterator[ServiceEncounter]:
    """Give what was done for her, in order; needs lead to the services they ask for."""
    end = plot.closed or LAST_DAY
    # Nothing more was done on the day on which she died.
    end -= timedelta(days=plot.edge is Edge.DEATH)
    first = ["C1", "B4"]
    first += ["B2"] if plot.exam else []
    first += ["D1"] if plot.sheltered else []
    first += ["E4"] if plot.order else []
    rest = [draws.one(("B4", "C4", "C5", "B9")) for _ in range(draws.between(1, 8))]
    day = plot.opened
    for number, code in enumerate([*first, *rest], 1):
        made = _service(draws, plot, code, number, day)
        yield _at_night(made, plot, number)
        day = min(later(day, draws.between(0, 12)), end)


def _at_night(made: Any, plot: Plot, number: int) -> Any:
    """Move two services of one survivor into the hour that comes twice a year."""
    if plot.edge is not Edge.DST or number > len(TWICE):
        return made
    return evolve(made, started_at=TWICE[number - 1])


def _service(
    draws: Draws, plot: Plot, code: str, number: int, day: date
) -> ServiceEncounter:
    interpreted = plot.limited_english and draws.chance(800)
    stay = code == "D1"
    return ServiceEncounter(
        encounter_id=plot.id(f"V{number}"),
        person_ref=plot.id("P"),
        service=code,
        hud_record_type="200" if stay else _NA,
        started_at=moment(day, 9 + draws.below(8), 5 * draws.below(12)),
        minutes=15 * draws.between(1, 8),
        units=Decimal(1) if stay else _NC,
        mode="in_person" if stay else draws.one(("in_person", "phone", "video")),
        agency=AGENCY,
        staff=STAFF,
        funding_sources=draws.some(("voca", "vawa_stop", "fvpsa", "state"), 1, 2),
        amount=Money(amount=Decimal("12.50"), currency="USD") if code == "B9" else _NA,
        shelter_nights=draws.between(1, 30) if stay else _NA,
        interpreter_used=interpreted,
        interpreter_language=plot.language if interpreted else _NA,
        outcomes=draws.told(("more_ways_to_plan",), 500),
    )


def referrals(draws: Draws, plot: Plot) -> Iterator[Referral]:
    """Give where she was sent: the answer comes after the sending, if at all."""
    targets = [*([(LEGAL, "E4")] if plot.order else [])]
    targets += [(HOSPITAL, "B5")] if plot.exam else []
    targets += [(SHELTER, "D1")] if plot.sheltered else []
    targets = targets or [(LEGAL, "E11")]
    for number, (agency, code) in enumerate(targets, 1):
        taken_back = plot.edge is Edge.WITHDRAWN and number == 1
        status = "revoked" if taken_back else draws.one(_STATUSES)
        sent = moment(plot.opened, 13, number)
        answered = status in ("accepted", "rejected", "completed")
        yield Referral(
            referral_id=plot.id(f"R{number}"),
            from_agency=AGENCY,
            to_agency=agency,
            service=code,
            status=status,
            release_ref=plot.id("REL") if plot.released else _NC,
            urgency="urgent" if plot.danger else "routine",
            sent_at=sent,
            responded_at=sent + timedelta(hours=draws.between(2, 90))
            if answered
            else _NA,
            rejected_reason="No room just now." if status == "rejected" else _NA,
        )


_STATUSES = ("sent", "received", "accepted", "completed", "rejected")


# --- what is about nobody -----------------------------------------------------------


def _band(plot: Plot, on: date) -> str:
    born = PartialDate.parse(plot.born.isoformat())
    return age_band(born, on) or "not_reported"


def aside(draws: Draws, plot: Plot) -> Iterator[object]:
    """Give what her coming left in no file: a call to the help line, a lack of room."""
    called = plot.opened - timedelta(days=draws.between(0, 9))
    if draws.chance(400) or plot.edge is Edge.EVERYTHING:
        yield HotlineContact(
            started_at=moment(called, 20 + draws.below(4), draws.below(60)),
            minutes=draws.between(1, 45),
            kind=draws.one(("crisis", "information", "referral")),
            outcome=draws.told(draws.one(("safety_planned", "referred"))),
            age_band=draws.told(_band(plot, called), 300),
            sex=draws.told(plot.sex, 300),
            race_ethnicity=draws.told(plot.races, 600),
        )
    if draws.chance(100) or plot.edge is Edge.EVERYTHING:
        yield UnmetRequest(
            requested="D1",
            level=draws.one(("partially_served", "not_served")),
            asked_on=called,
            reasons=(draws.one(("program_full", "geography", "hours")),),
            adults=1,
            children=len(plot.children),
        )
