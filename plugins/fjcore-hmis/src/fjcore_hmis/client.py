"""One person's records as rows, without a name, a number of hers or an address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fjcore_hmis.faults import HMISRefused
from fjcore_hmis.sheets import common, made_id
from fjcore_hmis.table import Cell, Row

#: HUD's code of a reason. Two of them would tell something, and are one with another.
_MISSING = {"asked_unknown": 8, "asked_declined": 9}
_NOT_COLLECTED = 99

RACES = (
    "AmIndAKNative Asian BlackAfAmerican HispanicLatinao MidEastNAfrican"
    " NativeHIPacific White"
).split()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEAR = re.compile(r"[0-9]{4}(-[0-9]{2})?~?")
_COC = re.compile(r"[A-Z]{2}-[0-9]{3}")
_CODE = re.compile(r"[0-9]{1,3}")
_ELSEWHERE = "17"


def reason(value: Any) -> int | None:
    """Give HUD's code for an answer that is not there; nothing where none applies."""
    said = value.get("?") if isinstance(value, dict) else None
    if said == "not_applicable":
        return None
    return _MISSING.get(str(said), _NOT_COLLECTED)


def code(value: Any) -> int | None:
    """Give a code of a list, or that of the reason why there is none."""
    if isinstance(value, str) and _CODE.fullmatch(value):
        return int(value)
    return reason(value)


def yes_no(value: Any) -> int | None:
    """Give 1 or 0, or the code of the reason why it is neither: a skip is no "no"."""
    return int(value) if isinstance(value, bool) else reason(value)


def day(value: Any) -> str:
    """Give a whole day, or a blank."""
    whole = isinstance(value, str) and _DAY.fullmatch(value)
    return str(value) if whole else ""


def client(content: Mapping[str, Any], person: Any, at: datetime, export: str) -> Row:
    """Give the row of the person, without a name or a number of hers."""
    birth = person.get("birth_date")
    return {
        "PersonalID": personal_id(content),
        "NameDataQuality": _NOT_COLLECTED,
        "SSNDataQuality": _NOT_COLLECTED,
        "DOB": day(birth),
        "DOBDataQuality": _quality(birth),
        "Sex": code(person.get("sex")),
        **_races(person.get("race_ethnicity")),
        "VeteranStatus": yes_no(person.get("veteran_status")),
        **common(export, at),
    }


def personal_id(content: Mapping[str, Any]) -> str:
    """Give the number of the person in this export, and in no other."""
    return made_id("client", content["id"])


def _quality(birth: Any) -> int | None:
    if day(birth):
        return 1
    partial = isinstance(birth, str) and _YEAR.fullmatch(birth)
    return 2 if partial else reason(birth) or _NOT_COLLECTED


def _races(held: Any) -> dict[str, Cell]:
    told = {one for one in held if one in RACES} if isinstance(held, list) else set()
    found: dict[str, Cell] = {name: int(name in told) for name in RACES}
    # LSA: RaceNone stands only where no race does, and always then.
    found["RaceNone"] = None if told else reason(held) or _NOT_COLLECTED
    return found


def enrollment(
    content: Mapping[str, Any], number: int, held: Any, person: Any, at: datetime
) -> dict[str, Row]:
    """Give the rows of one enrollment, by file; one of Exit only where it ended."""
    export = export_id(content)
    ids = {
        "EnrollmentID": made_id("enrollment", content["id"], str(number)),
        "PersonalID": personal_id(content),
    }
    entry, left = day(held.get("entry_date")), day(held.get("exit_date"))
    rows: dict[str, Row] = {
        "Enrollment": {
            **ids,
            "ProjectID": made_id("project", str(held.get("project"))),
            "EntryDate": entry,
            "HouseholdID": made_id("household", content["id"], str(number)),
            "RelationshipToHoH": code(held.get("relationship_to_hoh")),
            "EnrollmentCoC": _coc(held.get("coc_code")),
            "LivingSituation": code(held.get("prior_living_situation")),
            "LengthOfStay": code(held.get("length_of_stay")),
            "DisablingCondition": yes_no(person.get("disabling_condition")),
            "MoveInDate": day(held.get("move_in_date")),
            **common(export, at),
        },
        "HealthAndDV": {
            "HealthAndDVID": made_id("health", content["id"], str(number)),
            **ids,
            "InformationDate": entry,
            **harm(held),
            **common(export, at),
        },
    }
    if left and entry <= left:
        rows["Exit"] = {
            "ExitID": made_id("exit", content["id"], str(number)),
            **ids,
            "ExitDate": left,
            **_gone(held),
            **common(export, at),
        }
    return rows


def harm(held: Mapping[str, Any]) -> dict[str, Cell]:
    """Give what is told of violence; when and whether only where it is a yes."""
    survivor = yes_no(held.get("dv_survivor"))
    yes = survivor == 1
    return {
        "DomesticViolenceSurvivor": survivor,
        "WhenOccurred": code(held.get("dv_when_occurred")) if yes else None,
        "CurrentlyFleeing": yes_no(held.get("dv_currently_fleeing")) if yes else None,
    }


def _gone(held: Mapping[str, Any]) -> dict[str, Cell]:
    destination = held.get("destination")
    return {
        "Destination": code(destination),
        # Free words might name a place; that there are some is all that is told.
        "OtherDestination": "other" if destination == _ELSEWHERE else None,
    }


def _coc(value: Any) -> str:
    whole = isinstance(value, str) and _COC.fullmatch(value)
    return str(value) if whole else ""


def export_id(content: Mapping[str, Any]) -> str:
    """Give the number of an export of one disclosure."""
    return made_id("export", content["id"])


def one(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Give the one record of a kind, or an empty one.

    Raises: HMISRefused, where there are several.
    """
    held = content["records"].get(name, [])
    if len(held) > 1:
        raise HMISRefused("too_many", name)
    return dict(held[0]) if held else {}
