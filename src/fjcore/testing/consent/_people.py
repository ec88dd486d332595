"""Subjects, their guardians and who signed: people for the cases, all made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from fjcore.testing.consent._choices import SIGNINGS, SPANS, Choose, near, pick
from fjcore.testing.consent._worlds import SELF, Facts

ADULT = {"birth_date": date(1990, 5, 4)}
CHILD = {"birth_date": date(2011, 9, 1), "minor": True}
#: They are 18 on a day on which, or after which, the cases ask.
COME_OF_AGE = (date(2008, 3, 20), date(2008, 2, 29))
SUBJECTS: tuple[dict[str, Any], ...] = (
    CHILD,
    *({"birth_date": day, "minor": True} for day in COME_OF_AGE),
    *({"birth_date": day, "minor": True} for day in COME_OF_AGE),
    {"birth_date": None, "minor": True},
    {"birth_date": date(2020, 1, 1), "can_knowingly_consent": False, "minor": True},
    CHILD | {"may_consent_alone": True},
    CHILD | {"emancipated": True},
    ADULT,
    ADULT | {"ward": True},
)
#: Each guardian's id with what is recorded of the person; all but the first are unfit.
GUARDIANS: dict[str, dict[str, Any]] = {
    "mother": {"kind": "parent"},
    "suspect": {"kind": "parent", "abuser": "suspected"},
    "abuser": {"kind": "parent", "abuser": "confirmed"},
    "spouse": {"kind": "parent", "abuser_of_other_parent": True},
    "agent": {"kind": "poa"},
    "aunt": {"kind": "de_facto"},
}


def guardians(choose: Choose, subject: Facts, *, vary: bool) -> list[Facts]:
    """Choose the people on file; an office may begin or end at a signing."""
    found = []
    for name, said in GUARDIANS.items():
        row = {"id": name, "abuser": "no", "abuser_of_other_parent": False, **said}
        found.append(row | {"from": None, "until": None, "abuser_known_at": None})
    mother, suspect = found[0], found[1]
    if vary:
        at = near(choose, pick(choose, SIGNINGS))
        key = pick(choose, ("none", "none", "from", "until", "twice"))
        mother |= {key: at} if key in mother else {}
        suspect["abuser_known_at"] = pick(choose, (None, at))
        if key == "twice":
            found.append(mother | {"kind": "court_guardian", "abuser": "suspected"})
    if subject.get("ward"):
        found.append(mother | {"id": "warden", "kind": "court_guardian"})
    return found


def signings(choose: Choose, subject: Facts) -> Facts:
    """Choose who signed: often who must have, else too few, or somebody unfit."""
    name = pick(choose, tuple(GUARDIANS))
    role = pick(choose, (GUARDIANS[name]["kind"], "parent", "court_guardian"))
    other = {"id": name, "role": role}
    mother = {"id": "mother", "role": "parent"}
    right = (SELF, mother) if subject.get("minor") or subject.get("ward") else (SELF,)
    false = ({"id": "aunt", "role": "subject"},)
    some = (right, right, (SELF, other), (SELF, other, mother), (SELF,), (other,))
    return {"signers": pick(choose, (*some, (), false))}


def instruction(choose: Choose, number: int) -> Facts:
    """Choose what she said must never be done, and since when until when."""
    since = near(choose, pick(choose, (SIGNINGS[0], SIGNINGS[1] + SPANS[1])))
    until = near(choose, SIGNINGS[1] + SPANS[2])
    return {
        "id": f"never.{number}",
        "kinds": pick(choose, ((), ("civil_legal",), ("law_enforcement", "court"))),
        "categories": pick(choose, ((), ("identity",), ("incident", "medical"))),
        "since": since,
        "until": pick(choose, (None, max(since, until))),
    }
