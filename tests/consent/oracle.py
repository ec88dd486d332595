"""A naive interpreter of the consent rules, for the bases of this version.

Written from the rules alone, over the plain facts of a scenario file; it shares no code
with the engine. It is slow and flat on purpose: one question, one category at a time,
from the top of the rule table to its bottom.

Beside the keys of a scenario the facts may hold ``withdrawals`` [at, release or "",
recipients, categories], ``limits`` [id, cap, kinds, recipients, purposes, categories,
acp_only], ``closed``, ``fields`` {path: category}, a release's ``views`` {item: step};
a request's ``categories`` are leaves.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

MARKED, FULL = 1, 8
FAMILY = {"vawa", "fvpsa", "voca"}
TEAM = {"law_enforcement", "prosecutor", "system_advocate", "probation_parole"}
GOVERNMENT = {*"law_enforcement prosecutor court benefits_agency cps aps".split()} | {
    *"school housing_provider probation_parole victim_compensation".split()
}
PROCEEDINGS = {*"prosecution criminal_investigation discovery civil_litigation".split()}
PROCEEDINGS |= {*"court_compliance supervision immigration_enforcement".split()}
TREATMENT = {"sud_treatment", "medical_treatment", "mental_health_treatment"}
PRIVILEGED = {"advocacy_notes", "incident.narrative", "legal_file", "clergy_notes"}
TOLD_PLAINLY = {*"hmis coc funder auditor researcher vendor interpreter".split()}
TOLD_PLAINLY |= {*"public_web internal_staff subject po_registry".split()}
NEVER_ASKED = {*"abuser immigration_enforcement public_web hmis coc".split()}
NEVER_ASKED |= {"auditor", "funder"}
IMPERSONAL = {*"aggregate observed_condition ciphertext deidentified_rows".split()}
IMPERSONAL |= {"location.substitute"}
CURABLE = {
    *"no_release wrong_recipient wrong_purpose wrong_method out_of_scope".split(),
    *"explicit_only blanket no_expiry over_cap not_written not_informed".split(),
    *"not_signed incomplete signer_missing signer_abuser".split(),
    *"signer_not_authorised not_yet_effective expired exhausted".split(),
    *"reconfirm_required future_record new_category form_part2".split(),
    *"form_psychotherapy form_ferpa privilege_ack".split(),
}
EXPLICIT_ONLY = {
    *"identity.gov_id contact location.residence location.shelter".split(),
    *"safety_plan advocacy_notes legal_file clergy_notes medical.forensic".split(),
    *"mental_health psychotherapy_notes sud hiv_sti immigration".split(),
    *"evidence_media cps_report pseudonymous_ids other_party".split(),
    *"identity.photo location.area location.living_situation".split(),
    *"contact.code_word demographics.sogi incident.narrative".split(),
    *"medical.reproductive respondent court_matters releases operations".split(),
}
MAJORITY = {"US-AL": 19, "US-NE": 19, "US-MS": 21}


def instant(value):
    """An aware instant in UTC from text or a datetime; None stays None."""
    if value is None or value == "":
        return None
    found = datetime.fromisoformat(value) if isinstance(value, str) else value
    return found.astimezone(UTC)


def both_folds(wall, tz):
    """The two instants that a wall-clock time may stand for."""
    bare = wall.replace(tzinfo=None)
    return [bare.replace(fold=fold, tzinfo=tz).astimezone(UTC) for fold in (0, 1)]


def days_later(at, days, tz):
    """The same wall-clock time some calendar days on; the earlier one in doubt."""
    wall = at.astimezone(tz).replace(tzinfo=None) + timedelta(days=days)
    return min(both_folds(wall, tz))


def end_of(release, tz):
    """The instant a release ends at, or None when it names none."""
    if release.get("expires_at"):
        return instant(release["expires_at"])
    if release.get("expires_on"):
        day = release["expires_on"]
        day = date.fromisoformat(day) if isinstance(day, str) else day
        after = day + timedelta(days=1)
        return min(both_folds(datetime(after.year, after.month, after.day), tz))  # noqa: DTZ001
    if release.get("expires_local"):
        wall = release["expires_local"]
        wall = datetime.fromisoformat(wall) if isinstance(wall, str) else wall
        return min(both_folds(wall, tz))
    if release.get("duration_days") and release["signed_at"]:
        return days_later(instant(release["signed_at"]), release["duration_days"], tz)
    return None


def start_of(release):
    """The instant a release begins at."""
    times = [instant(release["signed_at"]), instant(release.get("effective_at"))]
    return max(t for t in times if t)


def comes_of_age(facts):
    """Local midnight of the birthday that makes a person adult; None if not known."""
    born = facts["subject"]["birth_date"]
    if born is None:
        return None
    born = date.fromisoformat(born) if isinstance(born, str) else born
    year = born.year + MAJORITY.get(facts["jurisdiction"], 18)
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    month, day = born.month, born.day
    if (month, day) == (2, 29) and not leap:
        month, day = 3, 1
    return max(both_folds(datetime(year, month, day), ZoneInfo(facts["tz"])))  # noqa: DTZ001


def grown(facts, at):
    """Whether the subject is of age at an instant."""
    comes = comes_of_age(facts)
    return facts["subject"]["emancipated"] or (comes is not None and at >= comes)


def reaches(item, leaf):
    """Whether an item of a list is a leaf or one of its ancestors."""
    parts = leaf.split(".")
    return any(item == ".".join(parts[:n]) for n in range(1, len(parts) + 1))


def withdrawals(facts, release):
    """Every withdrawal that speaks of a release."""
    found = []
    if release.get("revoked_at"):
        found.append({"at": release["revoked_at"]})
    found += release.get("partial_revocations") or []
    signed = instant(release["signed_at"])
    general = list(facts.get("withdrawals") or [])
    if facts.get("revoke_all_at"):
        general.append({"at": facts["revoke_all_at"], "release": ""})
    for one in general:
        told = instant(one["at"])
        if one["release"] == release["id"] or (
            not one["release"] and (signed is None or signed <= told)
        ):
            found.append(one)
    return found


def told(facts, release, at):
    """The withdrawals of a release that hold at an instant; a tie holds."""
    return [w for w in withdrawals(facts, release) if instant(w["at"]) <= at]


# --- one release -------------------------------------------------------------------


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
    for row in facts["guardians"]:
        if (row["id"], row["kind"]) != (signer["id"], signer["role"]):
            continue
        if row["kind"] not in ("parent", "court_guardian", "state_guardian"):
            continue
        since, until = instant(row.get("from")), instant(row.get("until"))
        if (since and signed < since) or (until and signed >= until):
            continue
        known = instant(row.get("abuser_known_at"))
        harmful = row["abuser"] != "no" or row["abuser_of_other_parent"]
        barred = harmful and (known is None or at >= known)
        return "signer_abuser" if barred else None
    return "signer_not_authorised"


def signer_fault(facts, release, at):
    """Check C8: who had to sign, by who the subject was at the signing."""
    subject, signed = facts["subject"], instant(release["signed_at"])
    own = any(
        s["role"] == "subject" and s["id"] == subject["id"] for s in release["signers"]
    )
    others = [s for s in release["signers"] if s["role"] != "subject"]
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
    end, event = end_of(release, tz), release.get("expires_event") or ""
    if end is None:
        if family or not event:
            return "no_expiry"
        treated = "part2" in release["forms"] and {*release["purpose"]} <= TREATMENT
        return "no_expiry" if event.strip().lower() == "none" and not treated else None
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


def own_form_fault(facts, release, leaf):
    """Check C15: what needs a form or an acknowledgement of its own."""
    forms = release["forms"]
    if leaf == "sud" and "part2" not in forms:
        return "form_part2"
    if leaf == "psychotherapy_notes":
        if "psychotherapy" not in forms or set(release["scope"]) != {leaf}:
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
    lacking = own_form_fault(facts, release, leaf)
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


# --- the rule table ----------------------------------------------------------------


def exempt(facts, leaf):  # noqa: PLR0912 - one branch a row of the table
    """Rows X1 to N4 and I4, in their order: ("yes" or "no", rule, reason) or None."""
    request, subject = facts["request"], facts["subject"]
    kind, regimes = request["recipient_type"], set(facts["holder"]["regimes"])
    basis = request["legal_basis"]["kind"]
    if leaf == "aggregate":
        cell = request.get("smallest_cell")
        large = cell is not None and (cell == 0 or cell >= facts["policy"]["min_cell"])
        return ("yes", "X1", "") if large else ("no", "X1", "small_cell")
    if kind == "abuser":
        return "no", "N2", "abuser_recipient"
    if kind == "hmis" and FAMILY & regimes:
        return "no", "N1", "hmis_prohibited"
    if kind == "public_web":
        return "no", "N5", "publication_ban"
    if leaf == "location.substitute" and subject["acp_participant"]:
        if kind in GOVERNMENT:
            return "yes", "X4", ""
    if leaf == "ciphertext":
        return "no", "I4", "individual_level"
    if leaf in ("deidentified_rows", "pseudonymous_ids") and basis != "client_release":
        proper = request.get("deid_method") in ("safe_harbor", "expert")
        if leaf == "deidentified_rows" and "hipaa" in regimes and proper:
            if not FAMILY & regimes:
                return "yes", "N4", ""
        return "no", "N3", "individual_level"
    purpose = request["purpose"]
    if leaf in ("le_record", "pros_record") and kind in TEAM | {"court"}:
        if purpose in ("criminal_investigation", "prosecution", "po_enforcement"):
            return "yes", "X2", ""
    if leaf == "court_record" and kind in ("po_registry", "law_enforcement"):
        if purpose == "po_enforcement":
            return "yes", "X3", ""
    return None


def inside(facts, leaf):
    """Rows I1 and I2: the program's own staff."""
    request, holder = facts["request"], facts["holder"]
    walls, staff = facts.get("conflict_walls") or (), request.get("staff")
    if walls and (not staff or staff in walls):
        return "no", "I2", "conflict_wall"
    if leaf == "other_party":
        return "no", "I1", "third_party"
    fits = (
        request["recipient"] == holder["agency"]
        and request["recipient_type"] == "internal_staff"
        and request.get("unit") == holder["unit"]
        and request.get("need_to_know")
    )
    return ("yes", "I1", "") if fits else ("no", "I1", "no_release")


def access(facts, leaf):
    """Row I5: the survivor asks for her own file."""
    request = facts["request"]
    own = request["recipient"] == facts["subject"]["id"]
    if request["recipient_type"] != "subject" or not own:
        return "no", "I5", "no_release"
    return ("no", "I5", "third_party") if leaf == "other_party" else ("yes", "I5", "")


def by_release(facts, leaf, item, created):
    """Rows H2, N6, C1 to C16: the releases, one by one; the nearest miss is told."""
    if leaf == "sud" and facts["request"]["purpose"] in PROCEEDINGS:
        if facts.get("downstream_part2") and facts.get("use_against_subject"):
            return 0, "H2", "use_against_patient"
    if leaf == "other_party":
        return 0, "N6", "third_party"
    view, nearest = 0, (-1, "no_release")
    for release in facts["releases"]:
        found = one_release(facts, release, leaf, item, created)
        if found[0] == "grant":
            view = max(view, found[1])
        elif found[1] > nearest[0]:
            nearest = found[1:]
    return (view, "C16", "") if view else (0, "C", nearest[1])


def cap(facts, leaf):
    """The highest view that the limits leave of a category."""
    request, left = facts["request"], FULL
    plain = {
        "kinds": request["recipient_type"],
        "recipients": request["recipient"],
        "purposes": request["purpose"],
    }
    for limit in facts.get("limits") or ():
        wanted = limit.get("categories") or ()
        if (
            all(asked in (limit.get(key) or [asked]) for key, asked in plain.items())
            and (not wanted or any(reaches(item, leaf) for item in wanted))
            and (facts["subject"]["acp_participant"] or not limit.get("acp_only"))
        ):
            left = min(left, limit["cap"])
    if facts.get("closed") and request["legal_basis"]["kind"] != "intra_program":
        left = MARKED
    return left


def judge(facts, leaf, item, created=None):
    """One category, or one narrative by its name: (view, rule, reason)."""
    found = exempt(facts, leaf)
    if found and found[0] == "yes" and not facts["request"].get("exemptions", True):
        found = None
    basis = facts["request"]["legal_basis"]["kind"]
    if found is None and basis == "intra_program":
        found = inside(facts, leaf)
    if found is None and basis == "subject_access":
        found = access(facts, leaf)
    if found is None:
        view, rule, reason = by_release(facts, leaf, item, created)
    else:
        view, rule, reason = (FULL if found[0] == "yes" else 0), found[1], found[2]
    left = cap(facts, leaf)
    if view and left <= MARKED:
        return 0, "limit", "limited"
    return min(view, left), rule, reason


def duties(facts, answers, cut):
    """The general obligations, and those of the rows that answered."""
    request, kind = facts["request"], facts["request"]["recipient_type"]
    family = FAMILY & set(facts["holder"]["regimes"])
    allowed = {c for c, (view, _, _) in answers.items() if view}
    denied = set(answers) - allowed
    reasons = {answers[c][2] for c in denied}
    died = instant(facts["subject"]["deceased_at"])
    lives = died is None or instant(request["at"]) < died
    released = {c for c in allowed if answers[c][1] == "C16"}
    rules = {answers[c][1] for c in allowed}
    address = facts["subject"]["acp_participant"] and kind in GOVERNMENT
    inner = {leaf for leaves in cut.values() for leaf in leaves}
    when = {
        "log": allowed,
        "log_denial": denied,
        "min_necessary": allowed - {"aggregate", "ciphertext"} and kind != "subject",
        "no_confirm_deny": family
        and denied
        and allowed <= IMPERSONAL
        and kind not in TOLD_PLAINLY,
        "inform_recipient_of_revocation": "revoked" in reasons
        and facts.get("prior_disclosures"),
        "substitute_address": address and "location.residence" in denied,
        "offer_release": lives and kind not in NEVER_ASKED and reasons & CURABLE,
        "redisclosure_notice": released and family,
        "discovery_warning": released and kind in TEAM,
        "part2_notice": "sud" in released,
        "part2_consent_copy": "sud" in released,
        "verify_identity": "I5" in rules,
        "suppress_small_cells": "X1" in rules,
        "legal_review": "use_against_patient" in reasons,
        "redact_third_party": "other_party" in inner,
        "redact_field": inner - {"other_party"},
    }
    return {kind for kind, so in when.items() if so}


def answer(facts, created=None):
    """The whole answer: views, reasons, fields by name, what is cut, obligations."""
    request = facts["request"]
    at = request["at"]
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    if at.tzinfo is None:
        return {
            "views": dict.fromkeys(request["categories"], 0),
            "reasons": dict.fromkeys(request["categories"], "invalid_time"),
            "fields": {},
            "redacted": {},
            "obligations": {"log_denial"},
        }
    answers = {c: judge(facts, c, c, created) for c in request["categories"]}
    fields = {
        path: judge(facts, leaf, path, created)[0]
        for path, leaf in (facts.get("fields") or {}).items()
        if leaf in answers
    }
    allowed = {c for c, (view, _, _) in answers.items() if view}
    cut = {
        c: {leaf for leaf in leaves if leaf not in allowed}
        for c, leaves in (facts.get("embedded") or {}).items()
        if c in allowed
    }
    return {
        "views": {c: view for c, (view, _, _) in answers.items()},
        "reasons": {c: why for c, (view, _, why) in answers.items() if not view},
        "fields": fields,
        "redacted": {c: leaves for c, leaves in cut.items() if leaves},
        "obligations": duties(facts, answers, cut),
    }


def boundaries(facts):
    """Every instant at which something about releases or the person changes."""
    tz, found = ZoneInfo(facts["tz"]), [comes_of_age(facts)]
    found.append(instant(facts["subject"]["deceased_at"]))
    for row in facts["guardians"]:
        found += [instant(row.get(k)) for k in ("from", "until", "abuser_known_at")]
    for release in facts["releases"]:
        if release["signed_at"] is not None:
            found += [start_of(release), instant(release["signed_at"])]
        found += [end_of(release, tz), instant(release.get("event_occurred_at"))]
        found += [instant(w["at"]) for w in withdrawals(facts, release)]
    return sorted({at for at in found if at is not None})
