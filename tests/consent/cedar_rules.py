"""The rule table in the words of Cedar, written from the table's text alone.

A permit for each row that grants and for each release, a forbid for each limit, floor
rule and instruction. Words in capitals stand for conditions that several rows share;
Cedar has no names of its own for them. The facts of a case are its principal, what is
asked for is its resource: a category, or a narrative by its name, at a step.
"""

from __future__ import annotations

import re

#: Most releases, withdrawals, limits and instructions that a case may hold.
RELEASES, WITHDRAWALS, LIMITS, INSTRUCTIONS = 4, 3, 4, 3


def _set(words: str) -> str:
    return "[" + ", ".join(f'"{word}"' for word in words.split()) + "]"


SHARED = {
    "FAMILY": f"P.regimes.containsAny({_set('vawa fvpsa voca')})",
    "ATTACHED": f"P.regimes.containsAny({_set('vawa fvpsa voca hipaa part2 ferpa')})",
    "HIPAA": 'P.regimes.contains("hipaa")',
    "OWN": '(P.basis == "own_record" && !ATTACHED)',
    "SIGNED_BASIS": f"{_set('client_release none own_record aggregate')}"
    ".contains(P.basis)",
    "BY_RELEASE": "(SIGNED_BASIS && !OWN)",
    # What a paper says counts while the paper is on file and in force.
    "PAPER": "(P has paper && (!(P.paper has since) || P.at >= P.paper.since)"
    " && (!(P.paper has until) || P.at < P.paper.until)"
    ' && (P.basis != "emergency" || !(P.paper has since)'
    " || P.at < P.paper.since + 14400000000))",
    "HEALTH": _set(
        "medical medical.forensic mental_health hiv_sti identity.name identity.dob"
    )
    + ".contains(R.leaf)",
    "TEAM": _set("law_enforcement prosecutor system_advocate probation_parole"),
    "HELPER": _set("ems medical_provider") + ".contains(P.kind)",
    "OFFICE": _set(
        "law_enforcement prosecutor court benefits_agency cps aps school "
        "housing_provider probation_parole victim_compensation"
    )
    + ".contains(P.kind)",
    "PROCEEDING": _set(
        "prosecution criminal_investigation discovery civil_litigation "
        "court_compliance supervision immigration_enforcement"
    )
    + ".contains(P.purpose)",
    "CELLS": "(P has cell && (P.cell == 0 || (P.cell >= P.least && P.cell >= 5)))",
    "COUNT": '(R.leaf == "aggregate" && CELLS && P.exemptions)',
    "ROWS": _set("deidentified_rows pseudonymous_ids") + ".contains(R.leaf)",
    "CLEANED": '(R.leaf == "deidentified_rows" && HIPAA && !FAMILY && P.exemptions'
    f" && {_set('safe_harbor expert')}.contains(P.method_of_rows))",
    "READING": '(P.basis == "intra_program" && P.kind == "internal_staff"'
    " && P.recipient == P.holder)",
    "ORDERED": _set("court_order search_warrant") + ".contains(P.basis)",
    "CARRIER": '(P.kind == "vendor" && P.basis == "agent_contract" && PAPER'
    " && P.paper.bound)",
}

#: Each with the rows of the table it reads. No name is the name of an engine's part.
GROUNDS = {
    "X1": ("permit", "COUNT"),
    "X1-": ("forbid", 'R.leaf == "aggregate" && !CELLS'),
    "N2": ("forbid", 'P.kind == "abuser" && !ORDERED && !COUNT'),
    "N1": ("forbid", 'P.kind == "hmis" && FAMILY && !COUNT'),
    "N5": ("forbid", 'P.kind == "public_web" && !COUNT'),
    "X4": (
        "permit",
        'R.leaf == "location.substitute" && P.acp && OFFICE && P.exemptions',
    ),
    "I4": ("permit", 'R.leaf == "ciphertext" && CARRIER'),
    "I4-": ("forbid", 'R.leaf == "ciphertext" && !CARRIER'),
    "N4": ("permit", 'P.basis != "client_release" && CLEANED'),
    "N3": ("forbid", 'ROWS && P.basis != "client_release" && !CLEANED'),
    "X2": (
        "permit",
        f"{_set('le_record pros_record')}.contains(R.leaf)"
        ' && (TEAM.contains(P.kind) || P.kind == "court") && P.exemptions'
        f" && {_set('criminal_investigation prosecution po_enforcement')}"
        ".contains(P.purpose)",
    ),
    "X3": (
        "permit",
        f'R.leaf == "court_record" && {_set("po_registry law_enforcement")}'
        '.contains(P.kind) && P.purpose == "po_enforcement" && P.exemptions',
    ),
    "O1-O4": (
        "permit",
        "ORDERED && PAPER && P.paper.verified && !P.paper.stayed"
        ' && (!P.paper.in_camera || P.kind == "court") && P.paper.lists.contains('
        'R.leaf) && (R.leaf != "sud" || P.paper.part2_compliant)',
    ),
    "O5-O6": (
        "permit",
        f"{_set('subpoena grand_jury_subpoena')}.contains(P.basis) && PAPER"
        f" && !FAMILY && HIPAA && !{_set('sud psychotherapy_notes')}.contains(R.leaf)"
        ' && (P.basis == "grand_jury_subpoena" || P.paper.satisfactory_assurance)',
    ),
    "R1-R2": (
        "permit",
        'P.basis == "statutory_mandate" && PAPER && P.paper.holder_is_mandated'
        ' && P.paper.lists.contains(R.leaf) && (R.leaf != "sud" || P.kind == "cps")',
    ),
    "R3-R4": (
        "permit",
        'P.basis == "statute_permissive" && PAPER && P.paper.lists.contains(R.leaf)'
        f' && R.leaf != "sud" && !P.regimes.containsAny({_set("vawa voca")})'
        ' && (P.regimes.contains("fvpsa") || (HIPAA && P.paper.hipaa_conditions))',
    ),
    "E1": (
        "permit",
        'P.basis == "emergency" && PAPER && R.leaf == "observed_condition"'
        ' && (HELPER || P.kind == "law_enforcement")',
    ),
    "E3": (
        "permit",
        'P.basis == "emergency" && PAPER && !FAMILY && R.leaf == "sud" && HELPER'
        ' && P.purpose == "medical_emergency"',
    ),
    "E2": (
        "permit",
        'P.basis == "emergency" && PAPER && !FAMILY && HIPAA && HEALTH && HELPER',
    ),
    "P1": (
        "permit",
        'P.basis == "oral_agreement" && PAPER && !FAMILY && HIPAA && HEALTH',
    ),
    "P2": ("permit", 'P.basis == "hipaa_treatment" && !FAMILY && HIPAA && HEALTH'),
    "F1": (
        "permit",
        'P.basis == "fatality_review" && PAPER && P.regimes.contains("vawa")'
        f" && !P.regimes.containsAny({_set('fvpsa voca hipaa part2 ferpa')})"
        " && P has died && P.at >= P.died && P.paper.conditions == 6"
        " && P.paper.lists.contains(R.leaf)",
    ),
    "I1-I2": (
        "permit",
        'READING && R.leaf != "other_party" && P.need_to_know && P.unit != ""'
        " && P.unit == P.holder_unit && (P.walls.isEmpty()"
        ' || (P.staff != "" && !P.walls.contains(P.staff)))',
    ),
    "I3": (
        "permit",
        'P.basis == "agent_contract" && P.kind != "vendor" && PAPER'
        " && P.paper.bound && !P.paper.tie_to_abuser",
    ),
    "I5": (
        "permit",
        'P.basis == "subject_access" && P.kind == "subject"'
        ' && P.recipient == P.subject && R.leaf != "other_party"',
    ),
    "W1": (
        "permit",
        f"OWN && (TEAM.contains(P.kind) || {_set('court defense')}.contains(P.kind))",
    ),
    "H2": (
        "forbid",
        'R.leaf == "sud" && PROCEEDING && SIGNED_BASIS'
        " && (OWN || (P.downstream && P.against))",
    ),
    "N6": ("forbid", 'R.leaf == "other_party" && BY_RELEASE'),
    "closed": ("forbid", "P.closed && !READING"),
}

#: Rows C1 to C16, for one release; ``F`` stands for the release on file.
RELEASE = (
    *("P has F", "BY_RELEASE", "F.recipients.containsAny(P.names)"),
    *("F.written", 'F.signature != "none"', "F has signed", "F.complete"),
    *("F.informed", "F.voluntary", '!F.scope.contains("*")'),
    '!F.recipients.contains("*")',
    # C8, C10
    "((P.alone && F.by_subject) || (F.adult && !F.ward && F.by_subject)"
    " || ((!F.adult || F.ward) && F.cosigned"
    " && (F.adult || !P.can_consent || F.by_subject)))",
    "(F.adult || !P.adult || P.alone)",
    # C7: an end; for the three acts an instant, within the cap.
    '(F has end || (!FAMILY && F.event != "" && (F.event != "none"'
    ' || (F.forms.contains("part2") && ["sud_treatment", "medical_treatment",'
    ' "mental_health_treatment"].containsAll(F.purposes)))))',
    "(!FAMILY || F.end <= F.cap)",
    *("P.at >= F.signed", "(!(F has effective) || P.at >= F.effective)"),
    *("(!(F has end) || P.at < F.end)", "(!(F has occurred) || P.at < F.occurred)"),
    "(!(F has max_uses) || F.uses < F.max_uses)",
    "(!(P has died) || P.at < P.died || F.survives)",
    *("F.purposes.contains(P.purpose)", "F.methods.contains(P.method)"),
    # C13, C14
    "!(R in F.struck)",
    "(if F.scope.contains(R.item) then F.given.contains(R.name) else"
    " (R.item == R.leaf && !R.explicit_only && F.given.containsAny(R.over)"
    " && (!(context has entered) || context.entered <= F.signed)))",
    "(F.future || !(context has created) || context.created <= F.signed)",
    # C15
    '(R.leaf != "sud" || F.forms.contains("part2"))',
    '(R.leaf != "psychotherapy_notes" || (F.forms.contains("psychotherapy")'
    " && [R.leaf, R.item].containsAll(F.scope)))",
    '(R.leaf != "education" || !P.regimes.contains("ferpa")'
    ' || F.forms.contains("ferpa"))',
    f"(!{_set('advocacy_notes incident.narrative legal_file clergy_notes')}"
    ".contains(R.leaf) || F.privilege_ack)",
    '(R.leaf != "location.shelter" || P.shelter_authorized)',
)
#: A withdrawal ``W`` that speaks of a release, was told by now, and takes this back.
WITHDRAWN = (
    "P has W && W.at <= P.at && (W.release == F.id"
    ' || (W.release == "" && F.signed <= W.at)) && (W.whole'
    ' || W.recipients.containsAny(P.names) || W.recipients.contains("*")'
    " || (!(P has person) && W.agencies.contains(P.recipient)) || R in W.categories)"
)
LIMIT = (
    "P has L && (L.kinds.isEmpty() || L.kinds.contains(P.kind))"
    " && (L.recipients.isEmpty() || L.recipients.contains(P.recipient))"
    " && (L.purposes.isEmpty() || L.purposes.contains(P.purpose))"
    " && (L.everything || R in L.categories) && (P.acp || !L.acp_only)"
    " && (L.cap <= 1 || R.step > L.cap)"
)
INSTRUCTION = (
    f"P has N && !{_set('intra_program subject_access')}.contains(P.basis)"
    " && (N.kinds.isEmpty() || N.kinds.contains(P.kind))"
    " && (N.everything || R in N.categories)"
    " && N.since <= P.at && (!(N has until) || P.at < N.until)"
)

_WORD = re.compile(r"\b(?:" + "|".join([*SHARED, "P", "R"]) + r")\b")
_SHORT = {"P": "principal", "R": "resource"}


def written(text: str) -> str:
    """Give a condition with the words of the table written out."""
    while True:
        more = _WORD.sub(lambda found: {**SHARED, **_SHORT}[found[0]], text)
        if more == text:
            return text
        text = more


def _slots(text: str, letter: str, count: int) -> list[str]:
    """Write a condition out for each of so many of a case's releases, limits, ..."""
    found = []
    for number in range(count):
        name = f"{letter.lower()}{number}"
        held = text.replace(f"P has {letter} ", f"P has {name} ")
        found.append(re.sub(rf"\b{letter}\b", f"P.{name}", held))
    return found


def _policy(effect: str, when: str, unless: str = "") -> str:
    more = f" unless {{ {unless} }}" if unless else ""
    text = f"{effect} (principal, action, resource) when {{ {when} }}{more};"
    return written(text)


def policies() -> str:
    """Give every policy: the same for all cases, whose facts are their principals."""
    found = [_policy(effect, when) for effect, when in GROUNDS.values()]
    taken = " || ".join(f"({one})" for one in _slots(WITHDRAWN, "W", WITHDRAWALS))
    for release, unless in zip(
        _slots(" && ".join(RELEASE), "F", RELEASES),
        _slots(taken, "F", RELEASES),
        strict=True,
    ):
        found.append(_policy("permit", release, unless))
    found += [_policy("forbid", one) for one in _slots(LIMIT, "L", LIMITS)]
    found += [_policy("forbid", one) for one in _slots(INSTRUCTION, "N", INSTRUCTIONS)]
    return "\n".join(found)
