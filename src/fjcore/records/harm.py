"""What happened, and what is recorded of the person causing harm."""

from __future__ import annotations

from fjcore.records._declare import ADVOCATE, direct, key, quasi, ref, several, told
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled, part, record
from fjcore.records.rule import within
from fjcore.values import Missing, PartialDate


@part("injury")
class Injury:
    """One injury, as told to staff or seen by them."""

    body_site: str = labelled(
        "incident", identifying="quasi", codes="fj.body_site", required=True
    )
    kind: str = labelled(
        "incident", identifying="quasi", codes="fj.injury_kind", required=True
    )
    severity: str | Missing = quasi("incident", codes="fj.injury_severity")


@part("report_made")
class ReportMade:
    """A report that the law made somebody give, and whether the survivor was told."""

    kind: str = labelled(
        "cps_report",
        about="child",
        identifying="quasi",
        codes="fj.report_kind",
        required=True,
    )
    agency: str | Missing = quasi("cps_report", about="child", max_length=100)
    made_on: PartialDate | Missing = quasi("cps_report", about="child")
    survivor_told: bool | Missing = quasi("cps_report", about="child")


@record("incident", 1)
class Incident:
    """One incident, or a course of conduct, as told to the holder's staff.

    A course of conduct has a range of dates.
    """

    incident_id: str | Missing = key()
    occurred_on: PartialDate | Missing = quasi("incident")
    time_of_day: str | Missing = quasi("incident", codes="fj.time_of_day")
    place: str | Missing = quasi("incident", max_length=200)
    location_type: str | Missing = quasi("location.area", codes="nibrs.location")
    location_address: str | Missing = ref("location.residence", identifying="direct")
    jurisdiction: str | Missing = quasi("incident", codes="fj.jurisdiction")
    victimizations: tuple[str, ...] | Missing = quasi(
        "incident", codes="voca.victimization"
    )
    gbv_type: str | Missing = quasi("incident", codes="gbvims.incident_type")
    offense_codes: tuple[str, ...] | Missing = quasi("incident", codes="nibrs.offense")
    strangulation: bool | Missing = quasi("risk")
    weapons: tuple[str, ...] | Missing = quasi("risk", codes="fj.weapon")
    threats: tuple[str, ...] | Missing = quasi("risk", codes="fj.threat")
    injuries: tuple[Injury, ...] | Missing = several()
    children_present: bool | Missing = quasi("child_record", about="child")
    children_harmed: bool | Missing = quasi("child_record", about="child")
    technology_facilitated: tuple[str, ...] | Missing = quasi(
        "incident", codes="fj.technology_abuse"
    )
    stalking_course: bool | Missing = quasi("risk")
    trafficking_type: str | Missing = quasi("incident", codes="fj.trafficking_type")
    reported_to_police: bool | Missing = quasi("incident")
    police_report_number: str | Missing = direct("incident", max_length=40)
    reported_elsewhere: str | Missing = quasi("incident", codes="fj.reported_elsewhere")
    previous_incidents: bool | Missing = quasi("risk")
    narrative: str | Missing = told("incident.narrative", privilege=ADVOCATE)
    mandated_reports: tuple[ReportMade, ...] | Missing = several()


_TOLD = (
    "incident",
    "incident.narrative",
    "risk",
    "location.area",
    "location.residence",
    "child_record",
)


@record("incident.police", 1, relabel=dict.fromkeys(_TOLD, "le_record"), privilege=())
class PoliceIncident(Incident):
    """An incident as the police that recorded it keep it."""


@record(
    "incident.prosecution",
    1,
    relabel=dict.fromkeys(_TOLD, "pros_record"),
    privilege=(),
)
class ProsecutionIncident(Incident):
    """An incident as the prosecution that charged it keeps it."""


@part("respondent_name")
class RespondentName:
    """A name of the person causing harm: by it the survivor is known too."""

    text: str = labelled(
        "respondent",
        about="respondent",
        kind=FieldKind.NAME,
        required=True,
        max_length=200,
    )
    use: str | Missing = quasi("respondent", about="respondent", codes="fj.name_use")


@record("offender", 1, rules=(within("birth_year", 1880, 2200),))
class Offender:
    """What is recorded of the person causing harm.

    ``occupation_flags`` feed the wall against conflicts of interest, never a label.
    """

    offender_id: str | Missing = key(about="respondent")
    code: str | Missing = direct("respondent", about="respondent", max_length=40)
    names: tuple[RespondentName, ...] | Missing = several()
    sex: str | Missing = quasi("respondent", about="respondent", codes="hud.sex")
    birth_year: int | Missing = quasi("respondent", about="respondent")
    age_band: str | Missing = quasi(
        "respondent", about="respondent", codes="fj.age_band"
    )
    race: tuple[str, ...] | Missing = quasi(
        "respondent", about="respondent", codes="hud.race"
    )
    relationship_to_survivor: str = labelled(
        "respondent",
        about="respondent",
        identifying="quasi",
        codes="nibrs.victim_to_offender",
        required=True,
    )
    occupation_flags: tuple[str, ...] | Missing = quasi(
        "respondent", about="respondent", codes="fj.occupation_flag"
    )
    access_to_firearms: bool | Missing = quasi("respondent", about="respondent")
    location_known: str | Missing = quasi(
        "respondent", about="respondent", codes="fj.respondent_location"
    )
    is_primary: bool | Missing = quasi("respondent", about="respondent")
