"""The person, under the recipient's own name for her, and those around her."""

from __future__ import annotations

from typing import Any

from fjcore_fhir.row import Row
from fjcore_fhir.terms import TOKEN
from fjcore_fhir.values import extensions, reason_of

_USE = {"legal": "official", "chosen": "usual", "alias": "nickname", "previous": "old"}
_GENDER = {"0": "female", "1": "male"}
_SYSTEMS = {"phone": "phone", "sms": "sms", "email": "email", "app": "other"}
_ADDRESSES = {"residence": "home", "work": "work", "previous": "old"}

#: The records that the one Patient is made of.
PATIENT = (
    "person",
    "contact_point",
    "address",
    "address.shelter",
    "address.substitute",
)


def patient(rows: list[Row], *, recipient: str, token: str) -> dict[str, Any]:
    """Give the person: no number of ours, only the recipient's token."""
    made: dict[str, Any] = {"resourceType": "Patient"}
    if token:
        made["identifier"] = [{"system": TOKEN + recipient, "value": token}]
    told: list[dict[str, Any]] = []
    for row in rows:
        if row.name == "person":
            _person(made, row)
        elif row.name == "contact_point":
            made.setdefault("telecom", []).append(_telecom(row))
        else:
            made.setdefault("address", []).append(_address(row))
        if row.name == "person":
            told += row.rest()
    return {**made, "extension": told} if told else made


def _person(made: dict[str, Any], row: Row) -> None:
    names = row.left.get("names")
    if isinstance(names, list) and names:
        made.setdefault("name", []).extend(map(_name, row.left.pop("names")))
    if "birthDate" not in made and "_birthDate" not in made:
        row.date_into(made, "birthDate", "birth_date")
    gender = _GENDER.get(str(row.left.get("sex")))
    if gender and "gender" not in made:
        made["gender"] = gender
    language = row.concept("preferred_language")
    if "text" in language:
        made.setdefault("communication", []).append(
            {"language": language, "preferred": True}
        )


def _name(held: Any) -> dict[str, Any]:
    if not isinstance(held, dict) or reason_of(held):
        return {"extension": extensions("person.names", held)}
    row = Row("person.names", dict(held))
    made: dict[str, Any] = {}
    use = _USE.get(str(row.left.get("use")))
    if use:
        made["use"] = use
    for element in ("text", "family"):
        found = row.text(element)
        if found:
            made[element] = found
    for element, key in (("given", "given"), ("suffix", "suffix")):
        found = row.text(key)
        if found:
            made[element] = [found]
    return _with(made, row)


def _telecom(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {}
    system = _SYSTEMS.get(str(row.left.get("kind")))
    value = row.text("value")
    if value:
        # cpt-2: where there is a value, a system is required.
        made = {"system": system or "other", "value": value}
    return _with(made, row)


def _address(row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {}
    use = _ADDRESSES.get(str(row.left.get("use")))
    if use and row.name == "address":
        made["use"] = use
    lines = row.texts("line")
    if lines:
        made["line"] = lines
    for element, key in (
        ("city", "city"),
        ("district", "county"),
        ("state", "state"),
        ("postalCode", "postal_code"),
        ("country", "country"),
    ):
        found = row.text(key)
        if found:
            made[element] = found
    return _with(made, row)


def _with(made: dict[str, Any], row: Row) -> dict[str, Any]:
    told = row.rest()
    return {**made, "extension": told} if told else made


def related(row: Row, patient_ref: dict[str, str]) -> dict[str, Any]:
    """Give somebody around the person: a relative, or whom to call."""
    made: dict[str, Any] = {"resourceType": "RelatedPerson", "patient": patient_ref}
    key = "kind" if row.name == "relationship" else "relationship"
    if row.text_there(key):
        made["relationship"] = [row.concept(key)]
    return made


def group(_: Row, __: dict[str, str]) -> dict[str, Any]:
    """Give a household: people who live together, each as far as is shown."""
    return {"resourceType": "Group", "type": "person", "actual": True}
