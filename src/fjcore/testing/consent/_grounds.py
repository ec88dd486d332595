"""Cases on every legal ground: good ones, with some of their parts changed.

A ground is chosen with a recipient, a purpose, regimes and evidence it is good with;
then at most two of these are changed. The evidence is on file about the instant asked.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from fjcore.testing.consent._choices import Choose, pick, some
from fjcore.testing.consent._worlds import HARBOR, TICK, Facts

Ids = tuple[str, ...]

#: What must hold of a fatality review (34 U.S.C. 12291(b)(2)(H)).
CONDITIONS = (
    *("permitted_by_local_law", "purposes_prevent_safety_accountability"),
    *("protects_identity_incl_children", "effort_personal_rep"),
    *("effort_children_or_nonabuser_guardian", "limited_to_necessary"),
)
ORDER = ("verified", "part2_compliant")
AGAINST = ("stayed", "in_camera")
HELPERS = ("ems", "medical_provider", "law_enforcement")
REGIMES: tuple[Ids, ...] = (
    *((), ("vawa",), ("fvpsa",), ("hipaa",), ("hipaa", "part2"), ("vawa", "hipaa")),
    *(("fvpsa", "voca"), ("fvpsa", "hipaa"), ("ferpa",), ("vawa", "priv.mt.1")),
)
KINDS = (
    *("court", "prosecutor", "abuser", "cps", "aps", "vendor", "interpreter", "ems"),
    *("medical_provider", "law_enforcement", "system_advocate", "defense", "funder"),
    *("fatality_review", "housing_provider", "hmis", "public_web", "po_registry"),
)
PURPOSES = (
    *("court_compliance", "prosecution", "criminal_investigation", "medical_emergency"),
    *("mandatory_report", "po_enforcement", "discovery", "interpretation"),
)
LEAVES = (
    *("incident", "identity.name", "medical", "medical.forensic", "mental_health"),
    *("psychotherapy_notes", "sud", "other_party", "observed_condition", "hiv_sti"),
    *("le_record", "pros_record", "court_record", "ciphertext", "aggregate"),
    *("deidentified_rows", "pseudonymous_ids", "location.substitute", "risk"),
    *("location.residence", "education", "child_record", "medical.reproductive"),
)
#: Each ground with what it is good with: recipients, purposes, regimes, and the flags
#: of its evidence that speak for it and against it.
GOOD: dict[str, tuple[Ids, Ids, tuple[Ids, ...], Ids, Ids]] = {
    "court_order": (("court", "abuser"), PURPOSES, REGIMES, ORDER, AGAINST),
    "search_warrant": (("law_enforcement",), PURPOSES, REGIMES, ORDER, AGAINST),
    "subpoena": (
        *(("defense", "prosecutor"), PURPOSES, (("hipaa",), ("hipaa", "ferpa"))),
        *(("satisfactory_assurance",), ()),
    ),
    "grand_jury_subpoena": (("prosecutor",), PURPOSES, (("hipaa",),), (), ()),
    "statutory_mandate": (
        *(("cps", "aps"), ("mandatory_report",), REGIMES),
        *(("holder_is_mandated", "hipaa_512c"), ()),
    ),
    "statute_permissive": (
        *(("cps", "aps"), ("permissive_report",), (("fvpsa",), ("hipaa",))),
        *(("hipaa_conditions",), ()),
    ),
    "emergency": (HELPERS, ("medical_emergency", "imminent_danger"), REGIMES, (), ()),
    "oral_agreement": (("law_enforcement",), PURPOSES, (("hipaa",),), (), ()),
    "hipaa_treatment": (
        *(("medical_provider",), ("medical_treatment",), (("hipaa",),), (), ()),
    ),
    "fatality_review": (
        *(("fatality_review",), ("fatality_review",)),
        *((("vawa",), ("vawa", "priv.mt.1")), CONDITIONS, ()),
    ),
    "agent_contract": (
        *(("interpreter", "vendor"), ("interpretation",), REGIMES),
        *(("bound",), ("tie_to_abuser",)),
    ),
    "own_record": (
        *(("court", "defense", "prosecutor"), PURPOSES, ((), ("priv.mt.1",)), (), ()),
    ),
    "aggregate": (("funder",), ("grant_reporting",), REGIMES, (), ()),
}
LISTS = {
    **dict.fromkeys(("court_order", "search_warrant", "fatality_review"), "categories"),
    **dict.fromkeys(("statutory_mandate", "statute_permissive"), "covered"),
}

#: Categories that a ground has rows of their own for.
OFTEN: dict[str, Ids] = {
    "emergency": ("sud", "observed_condition"),
    "court_order": ("sud",),
    "search_warrant": ("sud", "court_record", "le_record"),
    "statutory_mandate": ("sud",),
    "own_record": ("sud",),
}


def with_ground(choose: Choose, facts: Facts) -> Facts:
    """Give a case asked on a ground of law, in place of the one it had."""
    kind = pick(choose, tuple(GOOD))
    kinds, purposes, regimes, good, bad = GOOD[kind]
    vary = {
        pick(choose, ("none", "kind", "purpose", "regimes", "flags", "span", "people"))
        for _ in range(2)
    }
    chosen = some(choose, LEAVES, 3, 7)
    leaves = tuple(dict.fromkeys((*OFTEN.get(kind, ()), *chosen)))
    basis: dict[str, Any] = {"kind": kind}
    if kind in LISTS:
        basis[LISTS[kind]] = leaves[: 1 + choose(len(leaves))]
    flags = dict.fromkeys(good, True) | dict.fromkeys(bad, False)
    if "flags" in vary and flags:
        turned = some(choose, tuple(flags), 1, 2 if len(flags) > 1 else 1)
        flags |= {name: not flags[name] for name in turned}
    basis |= {"conditions": flags} if kind == "fatality_review" else flags
    at = facts["request"]["at"]
    request = facts["request"] | {
        "recipient_type": pick(choose, KINDS if "kind" in vary else kinds),
        "purpose": pick(choose, PURPOSES if "purpose" in vary else purposes),
        "categories": tuple(sorted(leaves)),
        "legal_basis": basis,
    }
    held = pick(choose, REGIMES if "regimes" in vary else regimes)
    died = None
    if kind == "fatality_review":
        days = (1, 0, -1) if "people" in vary else (1, 0)
        died = at - timedelta(days=pick(choose, days))
    against = "people" in vary and bool(choose(2))
    return facts | {
        "request": request,
        "holder": {**HARBOR, "regimes": held},
        "subject": facts["subject"] | {"deceased_at": died},
        "downstream_part2": against,
        "use_against_subject": against and bool(choose(4)),
        "exhibit": span(choose, at, vary="span" in vary),
    }


def span(choose: Choose, at: datetime, *, vary: bool) -> Facts | None:
    """Choose since when and until when evidence is on file, or that none is."""
    hours = timedelta(hours=4)
    begins = [timedelta(), timedelta(hours=1), hours - TICK]
    ends: list[timedelta | None] = [None, timedelta(days=1), TICK]
    if vary:
        if choose(4) == 3:
            return None
        begins += [-TICK, hours, timedelta(days=9)]
        ends += [timedelta(), -TICK]
    until = pick(choose, ends)
    return {
        "since": at - pick(choose, begins),
        "until": None if until is None else at + until,
    }
