"""Cases of consent, built as the plain facts of a scenario.

Cases are built to be nearly granted and then changed in one to three parts; every
instant asked about is a boundary of the case, or one microsecond beside one.
"""

from __future__ import annotations

from datetime import datetime

from fjcore.records.categories import covers
from fjcore.testing.consent._choices import SIGNINGS, SPANS, Choose, near, pick, some
from fjcore.testing.consent._grounds import with_ground
from fjcore.testing.consent._people import ADULT, SUBJECTS, guardians, instruction
from fjcore.testing.consent._releases import (
    LEAVES,
    NOTE,
    PURPOSES,
    Ids,
    Parts,
    limit,
    release,
    withdrawal,
)
from fjcore.testing.consent._times import boundaries, start_of
from fjcore.testing.consent._worlds import (
    ANN,
    CLINIC,
    DOE,
    HARBOR,
    LEGAL,
    POLICE,
    TICK,
    USUAL,
    Facts,
)

KINDS: dict[str, Ids] = {
    LEGAL: ("abuser", "public_web", "hmis", "funder", "vendor", "opposing_counsel"),
    POLICE: ("court", "prosecutor", "po_registry", "probation_parole", "cps"),
    CLINIC: (
        *("sud_program", "researcher", "housing_provider"),
        "immigration_enforcement",
    ),
}
REGIMES: tuple[Ids, ...] = (
    *(("hipaa",), ("fvpsa", "ferpa"), ("hipaa", "ferpa", "part2")),
    *((), ("vawa", "hipaa")),
)
#: Categories that rules of their own answer for.
EXEMPT = (
    *"aggregate ciphertext location.substitute deidentified_rows".split(),
    *"pseudonymous_ids le_record court_record other_party".split(),
)
#: What may vary in one case; the rest of it stays good.
PARTS = (
    *"people people clock clock form scope asker basis limits".split(),
    *"withdrawals holder facts several records grounds grounds".split(),
)
RELEASED = ("client_release", "none")
BASES = ("intra_program", "intra_program", "subject_access", *RELEASED)


def request(choose: Choose, to: str, facts: Facts, vary: Parts) -> Facts:
    """Choose a question, without its instant, that a release mostly answers."""
    items = [i for r in facts["releases"] for i in r["scope"]]
    listed = {leaf for leaf in LEAVES for i in items if covers(i, leaf)}
    pool = EXEMPT if vary & {"asker", "holder"} else (*LEAVES, *EXEMPT)
    more = some(choose, pool, 0, 4)
    found: Facts = {
        "recipient": to,
        "recipient_type": USUAL[to],
        "recipient_person": "p.one",
        "purpose": PURPOSES[to][0],
        "categories": tuple(sorted({*listed, *more, "incident.narrative"})),
        "method": "electronic",
        "smallest_cell": pick(choose, (None, 0, 4, 10, 11)),
        "deid_method": pick(choose, ("", "safe_harbor")),
        "staff": DOE,
        "unit": "advocacy",
        "need_to_know": True,
        "exemptions": pick(choose, (True, False)),
    }
    if "asker" in vary:
        found |= {
            "recipient_type": pick(choose, (USUAL[to], *KINDS[to])),
            "recipient_person": pick(choose, ("p.one", None, "p.two")),
            "purpose": pick(choose, PURPOSES[to]),
            "method": pick(choose, ("electronic", "electronic", "verbal")),
        }
    if vary & {"asker", "holder", "facts"}:
        found["staff"] = pick(choose, (DOE, "s.roe", ""))
        found["unit"] = pick(choose, ("advocacy", "advocacy", "clinic", ""))
        found["need_to_know"] = pick(choose, (True, True, False))
    kind = pick(choose, BASES if "basis" in vary else RELEASED)
    found["legal_basis"] = {"kind": kind}
    if kind == "intra_program" and choose(3):
        whom = pick(choose, ("internal_staff", "internal_staff", "vsp_advocate"))
        agency = pick(choose, (HARBOR["agency"], HARBOR["agency"], to))
        found |= {"recipient": agency, "recipient_type": whom}
    if kind == "subject_access" and choose(3):
        whom = pick(choose, (ANN, ANN, "other"))
        found |= {"recipient": whom, "recipient_type": "subject"}
    return found


def single_records(choose: Choose, facts: Facts) -> list[Facts]:
    """Choose records asked for one by one, made about the signings of the case."""
    kinds = (*facts["request"]["categories"], "risk")
    ages = [r["signed_at"] for r in facts["releases"] if r["signed_at"]]
    return [
        {
            "id": f"n{number}",
            "category": pick(choose, kinds),
            "created_at": near(choose, pick(choose, (*ages, SIGNINGS[1]))),
        }
        for number in range(1 + choose(3))
    ]


def on_file(choose: Choose, vary: Parts) -> Facts:
    """Choose what is on file beside the people; it lets things pass, or varies."""
    varies = "facts" in vary
    entered = near(choose, pick(choose, SIGNINGS)) if varies else None
    return {
        "conflict_walls": pick(choose, ((), (DOE,))) if varies else (),
        "embedded": pick(choose, ({}, {"incident": ("other_party", "sud")})),
        "shelter_authorization": not varies or pick(choose, (False, True)),
        "downstream_part2": varies and pick(choose, (True, True, False)),
        "use_against_subject": varies and pick(choose, (True, True, False)),
        "prior_disclosures": pick(choose, (False, True)),
        "category_introduced": {"identity.dob": entered} if entered else {},
        "closed": "limits" in vary and choose(4) == 3,
        "origin": "other" if varies and choose(2) else "",
        "instructions": [instruction(choose, n) for n in range(choose(3))]
        if "limits" in vary
        else [],
    }


def moment(choose: Choose, facts: Facts) -> datetime:
    """Choose an instant at a boundary of a case, or a microsecond beside one."""
    first = SIGNINGS[0] - SPANS[3]
    late = [at for at in boundaries(facts) if at > first]
    starts = [start_of(r) + TICK for r in facts["releases"] if r["signed_at"]]
    usual = (*starts, SIGNINGS[1] + SPANS[2])
    return near(choose, pick(choose, pick(choose, (usual, (*late, SIGNINGS[1])))))


def case(choose: Choose, within: Ids = PARTS, least: int = 0) -> Facts:
    """Choose a whole case, good but for one to three parts, asked at a boundary."""
    vary = {pick(choose, within) for _ in range(pick(choose, (1, 2, 2, 3)))}
    to = pick(choose, (LEGAL, LEGAL, POLICE, CLINIC))
    count = max(least, choose(4)) if "several" in vary else 1
    subject = {
        "id": ANN,
        "deceased_at": None,
        "emancipated": False,
        "may_consent_alone": False,
        "can_knowingly_consent": True,
        "acp_participant": pick(choose, (False, True)),
        **(pick(choose, SUBJECTS) if "people" in vary else ADULT),
    }
    if "facts" in vary and choose(2):
        subject["deceased_at"] = near(choose, SIGNINGS[1] + SPANS[1])
    varies = "holder" in vary
    cells = pick(choose, (11, 3)) if varies else 11
    facts: Facts = {
        "jurisdiction": pick(choose, ("US-MT", "US-AL")) if varies else "US-MT",
        "tz": pick(choose, ("America/Denver", "America/Havana")),
        "policy": {"max_release_days": 90, "min_cell": cells},
        "holder": {**HARBOR, "regimes": pick(choose, REGIMES) if varies else ("vawa",)},
        "subject": subject,
        "guardians": guardians(choose, subject, vary="people" in vary),
        "releases": [release(choose, n, subject, to, vary) for n in range(count)],
        "fields": {NOTE: "incident.narrative", "note.short": "incident"},
        "limits": [limit(choose, to) for _ in range(2 if "limits" in vary else 0)],
        **on_file(choose, vary),
    }
    facts["request"] = request(choose, to, facts, vary)
    told = 1 + choose(2) if "withdrawals" in vary and count else 0
    facts["withdrawals"] = [withdrawal(choose, facts) for _ in range(told)]
    if "records" in vary:
        facts["request"]["records"] = single_records(choose, facts)
    facts["request"]["at"] = moment(choose, facts)
    return with_ground(choose, facts) if "grounds" in vary else facts
