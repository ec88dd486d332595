"""Cases of consent, built as the plain facts of a scenario.

Cases are built to be nearly granted and then changed in one to three parts; every
instant asked about is a boundary of the case, or one microsecond beside one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from consent import oracle_release, oracle_time
from consent.draws import SIGNINGS, SPANS, Choose, built, near, pick, some
from consent.grounds import with_ground
from consent.people import ADULT, SUBJECTS, guardians, instruction, signings
from consent.worlds import (
    ANN,
    CLINIC,
    DOE,
    FORMS,
    HARBOR,
    LEGAL,
    POLICE,
    SELF,
    TICK,
    USUAL,
    Facts,
)
from hypothesis import strategies as st

Ids = tuple[str, ...]
Parts = set[str]

KINDS: dict[str, Ids] = {
    LEGAL: ("abuser", "public_web", "hmis", "funder", "vendor", "opposing_counsel"),
    POLICE: ("court", "prosecutor", "po_registry", "probation_parole", "cps"),
    CLINIC: (
        *("sud_program", "researcher", "housing_provider"),
        "immigration_enforcement",
    ),
}
PURPOSES: dict[str, Ids] = {
    LEGAL: ("civil_legal_representation", "protection_order", "research"),
    POLICE: ("prosecution", "po_enforcement", "discovery"),
    CLINIC: ("sud_treatment", "medical_treatment", "discovery"),
}
REGIMES: tuple[Ids, ...] = (
    *(("hipaa",), ("fvpsa", "ferpa"), ("hipaa", "ferpa", "part2")),
    *((), ("vawa", "hipaa")),
)
#: Leaves a release may list, and those that rules of their own answer for.
LEAVES = (
    *"identity.name identity.dob identity.gov_id incident incident.narrative".split(),
    *"medical medical.forensic sud psychotherapy_notes education".split(),
    *"advocacy_notes location.shelter location.residence participation".split(),
)
EXEMPT = (
    *"aggregate ciphertext location.substitute deidentified_rows".split(),
    *"pseudonymous_ids le_record court_record other_party".split(),
)
NOTE = "note.text"
ITEMS = (*LEAVES, "identity", "location", NOTE, "other_party")
NO_END = dict.fromkeys(("expires_at", "expires_on", "expires_local", "duration_days"))
#: What may vary in one case; the rest of it stays good.
PARTS = (
    *"people people clock clock form scope asker basis limits".split(),
    *"withdrawals holder facts several records grounds grounds".split(),
)
RELEASED = ("client_release", "none")
BASES = ("intra_program", "intra_program", "subject_access", *RELEASED)


def end(choose: Choose, signed: datetime) -> Facts:
    """Choose one end of a release; some at the cap of 90 days, some past it."""
    days = pick(choose, (15, 30, 90, 91))
    kind = pick(choose, ("at", "at", "days", "on", "local", "event", "none", "spoken"))
    if kind == "at":
        over = oracle_time.days_later(signed, days, ZoneInfo("America/Denver"))
        return {"expires_at": near(choose, over)}
    # A local time that spring skips, here or in Havana, and a plain one.
    wall = pick(choose, ((8, 0, 30), (8, 2, 30), (29, 12, 0)))
    return {
        "days": {"duration_days": days},
        "on": {"expires_on": date(2026, 3, pick(choose, (7, 14, 31)))},
        "local": {"expires_local": datetime(2026, 3, *wall)},  # noqa: DTZ001
        "event": {"expires_event": "the order is made"},
        "none": {"expires_event": "none", "forms": pick(choose, ((), ("part2",)))},
        "spoken": {"expires_event": " "},
    }[kind]


def defect(choose: Choose, signed: datetime) -> Facts:
    """Choose one thing about a release that may spoil it."""
    later = signed + pick(choose, SPANS)
    faults: tuple[Facts, ...] = (
        *({"written": False}, {"signature": "none"}, {"complete": False}),
        *({"informed": False}, {"voluntary": False}, {"scope": ("*",)}),
        *({"recipients": ("*",)}, dict(NO_END), {"methods": ("verbal",)}),
        *({"effective_at": later}, {"effective_at": signed - timedelta(days=1)}),
        *({"signed_at": None, "duration_days": None}, {"event_occurred_at": later}),
        *({"max_uses": 1, "uses": 0}, {"max_uses": 1, "uses": 1}),
        *({"max_uses": 0, "uses": 0}, {"purpose": ("safety_planning",)}),
        *({"covers_future_records": True}, {"survives_death": True}),
        {"privilege_ack": False, "scope": ("advocacy_notes", "incident.narrative")},
        {"forms": (), "scope": ("sud", "education", "incident")},
        {"forms": ("psychotherapy",), "scope": ("psychotherapy_notes",)},
    )
    return pick(choose, faults)


def release(choose: Choose, number: int, subject: Facts, to: str, vary: Parts) -> Facts:
    """Choose a release good for its subject and recipient, but for what varies."""
    timed, scope = vary & {"clock", "people"}, "scope" in vary
    signed = near(choose, pick(choose, SIGNINGS)) if timed else SIGNINGS[1]
    items = some(choose, ITEMS, 1, 4)
    signers = signings(choose, subject if "people" in vary else {})
    asker = pick(choose, (to, f"{to}#p.one", "other")) if "asker" in vary else to
    found = {
        "id": f"{number:032x}",
        "forms": FORMS,
        "scope": tuple(items),
        "exclude": pick(choose, ((), (items[-1],), ("identity",))) if scope else (),
        "views": pick(choose, ({}, {items[0]: 5}, {items[0]: 2})) if scope else {},
        "recipients": (asker,),
        "purpose": (PURPOSES[to][0], pick(choose, PURPOSES[to])),
        "methods": ("electronic", "written"),
        "signed_at": signed,
        "effective_at": None,
        "event_occurred_at": None,
        **dict.fromkeys(("written", "complete", "informed", "voluntary"), True),
        "signature": "wet",
        **(signers if "people" in vary else {"signers": (SELF,)}),
        "covers_future_records": "records" in vary and choose(3) == 2,
        "survives_death": False,
        "privilege_ack": True,
        "max_uses": None,
        "uses": 0,
    }
    found |= end(choose, signed) if "clock" in vary else {"duration_days": 30}
    return found | (defect(choose, signed) if "form" in vary else {})


def withdrawal(choose: Choose, facts: Facts) -> Facts:
    """Choose a withdrawal told at a boundary: of one or all, whole or in part."""
    at = near(choose, pick(choose, oracle_time.boundaries(facts)))
    one = pick(choose, [r["id"] for r in facts["releases"]] + [""])
    parts = pick(choose, ("whole", "whole", "recipient", "category"))
    to = facts["request"]["recipient"]
    people: Ids = (to, f"{to}#p.one", f"{to}#p.two", "other", "*")
    return {
        "at": at,
        "release": one,
        "recipients": (pick(choose, people),) if parts == "recipient" else (),
        "categories": (pick(choose, ITEMS),) if parts == "category" else (),
    }


def limit(choose: Choose, to: str = LEGAL) -> Facts:
    """Choose a limit that often speaks to the case."""
    return {
        "id": pick(choose, ("l.one", "l.two")),
        "cap": pick(choose, (0, 1, 2, 4, 8)),
        "kinds": pick(choose, ((), ("civil_legal",), ("law_enforcement",))),
        "recipients": pick(choose, ((), (to,), ("other",))),
        "purposes": pick(choose, ((), PURPOSES[to])),
        "categories": pick(choose, ((), ("identity", "medical"), ("sud",))),
        "acp_only": pick(choose, (False, True)),
    }


def request(choose: Choose, to: str, facts: Facts, vary: Parts) -> Facts:
    """Choose a question, without its instant, that a release mostly answers."""
    items = [i for r in facts["releases"] for i in r["scope"]]
    listed = {leaf for leaf in LEAVES for i in items if oracle_release.reaches(i, leaf)}
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
    late = [at for at in oracle_time.boundaries(facts) if at > first]
    starts = [
        oracle_time.start_of(r) + TICK for r in facts["releases"] if r["signed_at"]
    ]
    usual = (*starts, SIGNINGS[1] + SPANS[2])
    return near(choose, pick(choose, pick(choose, (usual, (*late, SIGNINGS[1])))))


def case(choose: Choose, within: Ids = PARTS, least: int = 0) -> Facts:
    """A whole case, good but for one to three of its parts, asked at a boundary."""
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


def cases(within: Ids = PARTS, least: int = 0) -> st.SearchStrategy[Facts]:
    """Give whole cases in which some parts vary."""
    return built(lambda choose: case(choose, within, least))
