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

from datetime import datetime

from consent.oracle_release import FAMILY, FULL, one_release, reaches
from consent.oracle_time import instant

MARKED = 1
TEAM = {"law_enforcement", "prosecutor", "system_advocate", "probation_parole"}
GOVERNMENT = {*"law_enforcement prosecutor court benefits_agency cps aps".split()} | {
    *"school housing_provider probation_parole victim_compensation".split()
}
PROCEEDINGS = {*"prosecution criminal_investigation discovery civil_litigation".split()}
PROCEEDINGS |= {*"court_compliance supervision immigration_enforcement".split()}
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


def exempt(facts, leaf):
    """Rows X1 to I4, in their order: ("yes" or "no", rule, reason) or None."""
    request, subject = facts["request"], facts["subject"]
    kind, regimes = request["recipient_type"], set(facts["holder"]["regimes"])
    if leaf == "aggregate":
        cell, least = request.get("smallest_cell"), facts["policy"]["min_cell"]
        large = cell is not None and (cell == 0 or (cell >= least and cell >= 5))
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
    return exempt_rows(facts, leaf) or exempt_files(facts, leaf)


def exempt_rows(facts, leaf):
    """Rows N3 and N4: one row a person, with or without a name."""
    request, regimes = facts["request"], set(facts["holder"]["regimes"])
    released = request["legal_basis"]["kind"] == "client_release"
    if leaf not in ("deidentified_rows", "pseudonymous_ids") or released:
        return None
    proper = request.get("deid_method") in ("safe_harbor", "expert")
    lifted = leaf == "deidentified_rows" and "hipaa" in regimes and proper
    if lifted and not FAMILY & regimes and request.get("exemptions", True):
        return "yes", "N4", ""
    return "no", "N3", "individual_level"


def exempt_files(facts, leaf):
    """Rows X2 and X3: the authorities' own files among themselves."""
    kind, purpose = facts["request"]["recipient_type"], facts["request"]["purpose"]
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
    reading = (
        request["legal_basis"]["kind"] == "intra_program"
        and request["recipient_type"] == "internal_staff"
        and request["recipient"] == facts["holder"]["agency"]
    )
    if facts.get("closed") and not reading:
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


def duties(facts, answers, named, cut):
    """The general obligations, and those of the rows that answered.

    ``named`` are the narratives answered by name: [category, (view, rule, reason)].
    """
    request, kind = facts["request"], facts["request"]["recipient_type"]
    family = FAMILY & set(facts["holder"]["regimes"])
    given = [(c, rule) for c, (view, rule, _) in (*answers.items(), *named) if view]
    allowed = {c for c, _ in given}
    denied = {c for c, (view, _, _) in answers.items() if not view}
    reasons = {answers[c][2] for c in denied}
    died = instant(facts["subject"]["deceased_at"])
    lives = died is None or instant(request["at"]) < died
    released = {c for c, rule in given if rule == "C16"}
    rules = {rule for _, rule in given}
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


def of_records(facts, leaf, item):
    """One category, or a narrative by its name, as the records asked for leave it."""
    asked = [r for r in facts["request"].get("records") or () if r["category"] == leaf]
    each = [judge(facts, leaf, item, instant(r["created_at"])) for r in asked]
    reached = [one for one in each if one[0]]
    if not each:
        return judge(facts, leaf, item)
    return max(reached) if reached else each[0]


def records(facts):
    """Whether each record asked for is reached, judged alone."""
    found, fields = {}, facts.get("fields") or {}
    for row in facts["request"].get("records") or ():
        leaf, created = row["category"], instant(row["created_at"])
        items = [leaf, *(path for path, kind in fields.items() if kind == leaf)]
        views = [judge(facts, leaf, item, created)[0] for item in items]
        found[row["id"]] = leaf in facts["request"]["categories"] and any(views)
    return found


def invalid_time(facts):
    """Row T1: an instant without its offset decides nothing."""
    request = facts["request"]
    return {
        "views": dict.fromkeys(request["categories"], 0),
        "reasons": dict.fromkeys(request["categories"], "invalid_time"),
        "fields": {},
        "redacted": {},
        "obligations": {"log_denial"},
        "records": {row["id"]: False for row in request.get("records") or ()},
    }


def answer(facts, created=None):
    """The whole answer: views, reasons, fields by name, what is cut, obligations.

    With ``created`` it is the answer for records of that age alone.
    """
    request = facts["request"]
    at = request["at"]
    at = datetime.fromisoformat(at) if isinstance(at, str) else at
    if at.tzinfo is None:
        return invalid_time(facts)

    def one(leaf, item):
        if created is not None:
            return judge(facts, leaf, item, created)
        return of_records(facts, leaf, item)

    answers = {c: one(c, c) for c in request["categories"]}
    kinds = (facts.get("fields") or {}).items()
    fields = {path: (leaf, one(leaf, path)) for path, leaf in kinds if leaf in answers}
    named = list(fields.values())
    allowed = {c for c, (view, _, _) in answers.items() if view}
    shown = allowed | {leaf for leaf, (view, _, _) in named if view}
    cut = {
        c: {leaf for leaf in leaves if leaf not in allowed}
        for c, leaves in (facts.get("embedded") or {}).items()
        if c in shown
    }
    return {
        "views": {c: view for c, (view, _, _) in answers.items()},
        "reasons": {c: why for c, (view, _, why) in answers.items() if not view},
        "fields": {path: said[0] for path, (_, said) in fields.items()},
        "redacted": {c: leaves for c, leaves in cut.items() if leaves},
        "obligations": duties(facts, answers, named, cut),
        "records": records(facts),
    }
