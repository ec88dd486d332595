"""The plain reading of one release: does it answer, and what does it reach.

It shares no code with the engine.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from consent.oracle_time import grown, told

from fjcore.testing.consent import days_later, end_of, instant, start_of

FULL = 8
FAMILY = {"vawa", "fvpsa", "voca"}
TREATMENT = {"sud_treatment", "medical_treatment", "mental_health_treatment"}
PRIVILEGED = {"advocacy_notes", "incident.narrative", "legal_file", "clergy_notes"}
EXPLICIT_ONLY = {
    *"identity.gov_id contact location.residence location.shelter".split(),
    *"safety_plan advocacy_notes legal_file clergy_notes medical.forensic".split(),
    *"mental_health psychotherapy_notes sud hiv_sti immigration".split(),
    *"evidence_media cps_report pseudonymous_ids other_party".split(),
    *"identity.photo location.area location.living_situation".split(),
    *"contact.code_word demographics.sogi incident.narrative".split(),
    *"medical.reproductive respondent court_matters releases operations".split(),
}


def reaches(item, leaf):
    """Whether an item of a list is a leaf or one of its ancestors."""
    parts = leaf.split(".")
    return any(item == ".".join(parts[:n]) for n in range(1, len(parts) + 1))


def named(entry, request):
    """Whether an entry names the recipient, and its person if it names one."""
    if entry == "*":
        return True
    agency, _, person = entry.partition("#")
    if agency != request["recipient"]:
        return False
    return person in ("", request.get("recipient_person"))


def may_be_named(entry, request):
    """Whether an entry names the recipient or, the person unknown, might."""
    agency = entry.partition("#")[0]
    unknown = request.get("recipient_person") is None
    return named(entry, request) or (unknown and agency == request["recipient"])


def guardian_fault(facts, signer, signed, at):
    """Why a co-signer is not fit, or None."""
    authorised = barred = False
    for row in facts["guardians"]:
        if row["id"] != signer["id"]:
            continue
        known = instant(row.get("abuser_known_at"))
        if row["abuser"] != "no" or row["abuser_of_other_parent"]:
            barred = barred or known is None or at >= known
        if row["kind"] not in ("parent", "court_guardian", "state_guardian"):
            continue
        since, until = instant(row.get("from")), instant(row.get("until"))
        on = (not since or signed >= since) and (not until or signed < until)
        authorised = authorised or (on and row["kind"] == signer["role"])
    if not authorised:
        return "signer_not_authorised"
    return "signer_abuser" if barred else None


def signer_fault(facts, release, at):
    """Check C8: who had to sign, by who the subject was at the signing."""
    subject, signed = facts["subject"], instant(release["signed_at"])
    mine = {"id": subject["id"], "role": "subject"}
    own = mine in [*release["signers"]]
    others = [s for s in release["signers"] if s != mine]
    if subject["may_consent_alone"] and own:
        return None
    ward = False
    for row in facts["guardians"]:
        since, until = instant(row.get("from")), instant(row.get("until"))
        on = (not since or signed >= since) and (not until or signed < until)
        ward = ward or (on and row["kind"] in ("court_guardian", "state_guardian"))
    adult = grown(facts, signed)
    if adult and not ward:
        if own:
            return None
        return "signer_not_authorised" if others else "signer_missing"
    must_sign = not adult and subject["can_knowingly_consent"]
    if must_sign and not own:
        return "signer_missing"
    faults = [guardian_fault(facts, s, signed, at) for s in others]
    if not faults:
        return "signer_missing"
    return None if None in faults else faults[0]


def form_fault(release):
    """Checks C1 to C6."""
    if not release["written"]:
        return "not_written"
    if release["signature"] == "none" or release["signed_at"] is None:
        return "not_signed"
    for key in ("complete", "informed", "voluntary"):
        if not release[key]:
            return {"complete": "incomplete"}.get(key, f"not_{key}")
    if "*" in [*release["scope"], *release["recipients"]]:
        return "blanket"
    return None


def end_fault(facts, release):
    """Check C7: an end, and under VAWA, FVPSA or VOCA an instant within the cap."""
    tz, family = ZoneInfo(facts["tz"]), FAMILY & set(facts["holder"]["regimes"])
    end, event = end_of(release, tz), (release.get("expires_event") or "").strip()
    if end is None:
        if family or not event:
            return "no_expiry"
        treated = "part2" in release["forms"] and {*release["purpose"]} <= TREATMENT
        return "no_expiry" if event.lower() == "none" and not treated else None
    cap = facts["policy"]["max_release_days"]
    if family and end > days_later(start_of(release), cap, tz):
        return "over_cap"
    return None


def live_fault(facts, release, at):
    """Checks C9 to C11: now, not withdrawn, not over, the person alive and the same."""
    if at < start_of(release):
        return "not_yet_effective"
    for one in told(facts, release, at):
        if not one.get("recipients") and not one.get("categories"):
            return "revoked"
    occurred = instant(release.get("event_occurred_at"))
    for end in (end_of(release, ZoneInfo(facts["tz"])), occurred):
        if end is not None and at >= end:
            return "expired"
    if release["max_uses"] is not None and release["uses"] >= release["max_uses"]:
        return "exhausted"
    died = instant(facts["subject"]["deceased_at"])
    if died and at >= died and not release["survives_death"]:
        return "deceased"
    minor_then = not grown(facts, instant(release["signed_at"]))
    alone = facts["subject"]["may_consent_alone"]
    if minor_then and grown(facts, at) and not alone:
        return "reconfirm_required"
    return None


def own_form_fault(facts, release, leaf, item):
    """Check C15: what needs a form or an acknowledgement of its own."""
    forms = release["forms"]
    if leaf == "sud" and "part2" not in forms:
        return "form_part2"
    if leaf == "psychotherapy_notes":
        if "psychotherapy" not in forms or {*release["scope"]} - {leaf, item}:
            return "form_psychotherapy"
    if leaf == "education" and "ferpa" in facts["holder"]["regimes"]:
        if "ferpa" not in forms:
            return "form_ferpa"
    if leaf in PRIVILEGED and not release["privilege_ack"]:
        return "privilege_ack"
    if leaf == "location.shelter" and not facts.get("shelter_authorization"):
        return "shelter_location"
    return None


def reach_fault(facts, release, leaf, item, at, created):
    """Checks C13 to C15: ((stage, reason) or None, the item that reaches)."""
    scope = release["scope"]
    for one in told(facts, release, at):
        if any(reaches(t, leaf) or t == item for t in one.get("categories") or ()):
            return (5, "revoked"), None
    if any(reaches(x, leaf) or x == item for x in release["exclude"]):
        return (5, "excluded"), None
    by = item
    if item not in scope:
        parents = [x for x in scope if reaches(x, leaf)] if item == leaf else []
        if not parents:
            return (4, "out_of_scope"), None
        if leaf in EXPLICIT_ONLY:
            return (5, "explicit_only"), None
        by = parents[0]
    signed = instant(release["signed_at"])
    entered = instant((facts.get("category_introduced") or {}).get(leaf))
    if by != item and entered and entered > signed:
        return (5, "new_category"), None
    lacking = own_form_fault(facts, release, leaf, item)
    if lacking:
        return (5, lacking), None
    if created and created > signed and not release["covers_future_records"]:
        return (5, "future_record"), None
    return None, by


def one_release(facts, release, leaf, item, created):
    """What one release gives: ("grant", view) or ("miss", stage, reason)."""
    request, at = facts["request"], instant(facts["request"]["at"])
    if not any(named(entry, request) for entry in release["recipients"]):
        return "miss", 0, "wrong_recipient"
    for one in told(facts, release, at):
        if any(may_be_named(e, request) for e in one.get("recipients") or ()):
            return "miss", 1, "revoked"
    fault = (
        form_fault(release)
        or signer_fault(facts, release, at)
        or end_fault(facts, release)
        or live_fault(facts, release, at)
    )
    if fault:
        return "miss", 1, fault
    if request["purpose"] not in release["purpose"]:
        return "miss", 2, "wrong_purpose"
    if (request.get("method") or "electronic") not in release["methods"]:
        return "miss", 3, "wrong_method"
    missed, by = reach_fault(facts, release, leaf, item, at, created)
    if missed:
        return "miss", *missed
    return "grant", int((release.get("views") or {}).get(by, FULL))
