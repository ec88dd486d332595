"""The rows of each legal ground, read plainly; no code of the engine is shared.

Each answers for a category from the ground's evidence and the holder's regimes among
VAWA, FVPSA and VOCA: ("yes" or "no", rule, reason).
"""

from __future__ import annotations

from consent.oracle_release import FAMILY

from fjcore.testing.consent import CONDITIONS, instant

HEALTH = {*"medical medical.forensic mental_health hiv_sti".split()}
HEALTH |= {"identity.name", "identity.dob"}
REGIMES = FAMILY | {"hipaa", "part2", "ferpa"}


def ordered(facts, leaf, basis, family):
    """Rows O3, O2, O1, O4."""
    if basis.get("stayed"):
        return "no", "O3", "order_stayed"
    if not basis.get("verified"):
        return "no", "O3", "order_unverified"
    if basis.get("in_camera") and facts["request"]["recipient_type"] != "court":
        return "no", "O2", "in_camera"
    if leaf not in basis["categories"]:
        return "no", "O1", "not_in_order"
    if leaf == "sud" and not basis.get("part2_compliant"):
        return "no", "O4", "form_part2"
    return "yes", "O1", ""


def subpoenaed(facts, leaf, basis, family):
    """Rows O5, O4, O6."""
    if family:
        return "no", "O5", "subpoena_not_order"
    if leaf == "sud":
        return "no", "O4", "form_part2"
    if leaf == "psychotherapy_notes":
        return "no", "O6", "form_psychotherapy"
    jury = basis["kind"] == "grand_jury_subpoena" and basis["shown"]
    if "hipaa" in facts["holder"]["regimes"]:
        if jury or basis.get("satisfactory_assurance"):
            return "yes", "O6", ""
    return "no", "O6", "no_assurance"


def mandated(facts, leaf, basis, family):
    """Rows R2, R1."""
    if not basis.get("holder_is_mandated"):
        return "no", "R2", "not_mandated_reporter"
    if leaf not in basis["covered"]:
        return "no", "R1", "beyond_mandate"
    if leaf == "sud" and facts["request"]["recipient_type"] != "cps":
        return "no", "R1", "form_part2"
    return "yes", "R1", ""


def permitted(facts, leaf, basis, family):
    """Rows R4, R3."""
    if family - {"fvpsa"}:
        return "no", "R4", "permissive_not_enough"
    if leaf not in basis.get("covered", ()):
        return "no", "R3", "beyond_mandate"
    if leaf == "sud":
        return "no", "R3", "form_part2"
    if family == {"fvpsa"}:
        return "yes", "R3", ""
    if "hipaa" in facts["holder"]["regimes"] and basis.get("hipaa_conditions"):
        return "yes", "R3", ""
    return "no", "R3", "permissive_not_enough"


def emergency(facts, leaf, basis, family):
    """Rows E1, E3, E2."""
    kind, shown = facts["request"]["recipient_type"], basis["shown"]
    medical = shown and kind in ("ems", "medical_provider")
    if leaf == "observed_condition":
        if medical or (shown and kind == "law_enforcement"):
            return "yes", "E1", ""
    if family:
        return "no", "E1", "no_emergency_exception"
    if leaf == "sud":
        if medical and facts["request"]["purpose"] == "medical_emergency":
            return "yes", "E3", ""
        return "no", "E3", "form_part2"
    if "hipaa" in facts["holder"]["regimes"] and medical and leaf in HEALTH:
        return "yes", "E2", ""
    return "no", "E2", "no_emergency_exception"


def spoken(facts, leaf, basis, family):
    """Row P1."""
    if family:
        return "no", "P1", "oral_not_enough"
    if leaf == "sud":
        return "no", "P1", "form_part2"
    if leaf == "psychotherapy_notes":
        return "no", "P1", "form_psychotherapy"
    held = "hipaa" in facts["holder"]["regimes"] and leaf in HEALTH
    return ("yes", "P1", "") if held and basis["shown"] else no("P1", "oral_not_enough")


def treated(facts, leaf, basis, family):
    """Row P2."""
    if family or "hipaa" not in facts["holder"]["regimes"]:
        return "no", "P2", "no_release"
    if leaf == "sud":
        return "no", "P2", "form_part2"
    if leaf == "psychotherapy_notes":
        return "no", "P2", "form_psychotherapy"
    return ("yes", "P2", "") if leaf in HEALTH else ("no", "P2", "no_release")


def reviewed(facts, leaf, basis, family):
    """Row F1."""
    died = instant(facts["subject"]["deceased_at"])
    met = (
        {*facts["holder"]["regimes"]} & REGIMES == {"vawa"}
        and died is not None
        and instant(facts["request"]["at"]) >= died
        and all(basis.get("conditions", {}).get(one) for one in CONDITIONS)
        and leaf in basis.get("categories", ())
    )
    return ("yes", "F1", "") if met else ("no", "F1", "fatality_conditions")


def inside(facts, leaf, basis, family):
    """Rows I2, I1: the program's own staff."""
    request, holder = facts["request"], facts["holder"]
    walls, staff = facts.get("conflict_walls") or (), request.get("staff")
    if walls and (not staff or staff in walls):
        return "no", "I2", "conflict_wall"
    if leaf == "other_party":
        return "no", "I1", "third_party"
    fits = (
        request["recipient"] == holder["agency"]
        and request["recipient_type"] == "internal_staff"
        and request.get("unit")
        and request.get("unit") == holder["unit"]
        and request.get("need_to_know")
    )
    return ("yes", "I1", "") if fits else ("no", "I1", "no_release")


def agent(facts, leaf, basis, family):
    """Row I3."""
    if facts["request"]["recipient_type"] == "vendor":
        return "no", "I3", "plaintext_vendor"
    if basis.get("bound") and not basis.get("tie_to_abuser"):
        return "yes", "I3", ""
    return "no", "I3", "not_bound"


def access(facts, leaf, basis, family):
    """Row I5: the survivor asks for her own file."""
    request = facts["request"]
    own = request["recipient"] == facts["subject"]["id"]
    if request["recipient_type"] != "subject" or not own:
        return "no", "I5", "no_release"
    return ("no", "I5", "third_party") if leaf == "other_party" else ("yes", "I5", "")


def no(rule, reason):
    """A denial."""
    return "no", rule, reason


GROUNDS = {
    "court_order": ordered,
    "search_warrant": ordered,
    "subpoena": subpoenaed,
    "grand_jury_subpoena": subpoenaed,
    "statutory_mandate": mandated,
    "statute_permissive": permitted,
    "emergency": emergency,
    "oral_agreement": spoken,
    "hipaa_treatment": treated,
    "fatality_review": reviewed,
    "intra_program": inside,
    "agent_contract": agent,
    "subject_access": access,
}
