"""A naive interpreter of the consent rules, for every basis.

Written from the rules alone, over the plain facts of a scenario file; it shares no code
with the engine. It is slow and flat on purpose: one question, one category at a time,
from the top of the rule table to its bottom.

Beside the keys of a scenario the facts may hold ``withdrawals`` [at, release or "",
recipients, categories], ``limits`` [id, cap, kinds, recipients, purposes, categories,
acp_only], ``closed``, ``fields`` {path: category}, a release's ``views`` {item: step};
``instructions`` [kinds, categories, since, until]; ``exhibit`` {since, until}, the span
of the evidence of the ground, or None for none. A request's ``categories`` are leaves.
"""

from __future__ import annotations

from datetime import datetime

from consent.oracle_release import FAMILY, FULL, one_release, reaches
from consent.oracle_rows import GOVERNMENT, TEAM, basis_of, first

from fjcore.testing.consent import instant

MARKED = 1
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
    *"form_psychotherapy form_ferpa privilege_ack permissive_not_enough".split(),
    *"not_mandated_reporter oral_not_enough".split(),
}
#: The check of a release that gives each reason; of a form that lacks, which form.
CHECKS = {
    "C1": "not_written not_signed",
    "C2": "incomplete",
    "C3": "not_informed",
    "C5": "not_voluntary",
    "C6": "blanket",
    "C7": "no_expiry over_cap",
    "C8": "signer_missing signer_not_authorised signer_abuser",
    "C9": "not_yet_effective revoked expired exhausted",
    "C10": "reconfirm_required",
    "C11": "deceased",
    "C12": "wrong_recipient wrong_purpose wrong_method",
    "C13": "excluded out_of_scope explicit_only",
    "C14": "new_category future_record",
    "C15a": "form_part2",
    "C15b": "form_psychotherapy",
    "C15c": "form_ferpa",
    "C15d": "privilege_ack",
    "C15e": "shelter_location",
    "-": "no_release",
}


def by_release(facts, leaf, item, created):
    """Rows C1 to C16: the releases, one by one; the nearest miss is told."""
    view, nearest = 0, (-1, "no_release")
    for release in facts["releases"]:
        found = one_release(facts, release, leaf, item, created)
        if found[0] == "grant":
            view = max(view, found[1])
        elif found[1] > nearest[0]:
            nearest = found[1:]
    if view:
        return view, "C16", ""
    if nearest[1] == "wrong_recipient" and facts.get("origin"):
        return 0, "H1", "wrong_recipient"
    rules = [rule for rule, reasons in CHECKS.items() if nearest[1] in reasons.split()]
    return 0, rules[0], nearest[1]


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
    if request["legal_basis"]["kind"] not in ("intra_program", "subject_access"):
        at = instant(request["at"])
        for one in facts.get("instructions") or ():
            over = one["until"] is not None and at >= one["until"]
            if (
                (not one["kinds"] or request["recipient_type"] in one["kinds"])
                and any(reaches(c, leaf) for c in one["categories"] or [leaf])
                and one["since"] <= at
                and not over
            ):
                left = min(left, MARKED)
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
    found = first(facts, leaf)
    if found is None:
        view, rule, reason = by_release(facts, leaf, item, created)
    else:
        view, rule, reason = (FULL if found[0] == "yes" else 0), found[1], found[2]
    left = cap(facts, leaf)
    if view and left <= MARKED:
        return 0, "", "limited"
    return min(view, left), rule, reason


def duties(facts, answers, named, cut):
    """The general obligations, and those of the rows that answered.

    ``named`` are the narratives answered by name: [category, (view, rule, reason)].
    """
    kind = facts["request"]["recipient_type"]
    family = FAMILY & set(facts["holder"]["regimes"])
    given = [(c, rule) for c, (view, rule, _) in (*answers.items(), *named) if view]
    allowed = {c for c, _ in given}
    denied = {c for c, (view, _, _) in answers.items() if not view}
    reasons = {answers[c][2] for c in denied}
    died = instant(facts["subject"]["deceased_at"])
    lives = died is None or instant(facts["request"]["at"]) < died
    released = {c for c, rule in given if rule == "C16"}
    rules = {rule for _, rule in given}
    refused = {answers[c][1:] for c in denied}
    by_order = {"O3", "O2"} & {rule for rule, _ in refused}
    no_court = "O5" in {rule for rule, _ in refused}
    told = {"O1", "R1", "R3"} & rules
    asked = "R1" in rules and basis_of(facts).get("hipaa_512c")
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
        "legal_review": rules & {"O1", "F1"}
        or by_order
        or no_court
        or reasons
        & {
            *"use_against_patient no_assurance not_mandated_reporter".split(),
            *"permissive_not_enough fatality_conditions".split(),
        },
        "notify_subject": by_order or no_court or asked or (told and family),
        "assert_privilege": no_court,
        "protect_safety": (told and family) or "F1" in rules,
        "safety_check_before_notice": asked,
        "report_only_required_facts": {"R1", "R3"} & rules,
        "document_judgment": ("E1" in rules and family) or "P1" in rules,
        "part2_document_emergency": "E3" in rules,
        "bind_recipient": "I3" in rules,
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
        "rules": dict.fromkeys(request["categories"], "T1"),
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
        "rules": {c: rule for c, (_, rule, _) in answers.items()},
        "fields": {path: said[0] for path, (_, said) in fields.items()},
        "redacted": {c: leaves for c, leaves in cut.items() if leaves},
        "obligations": duties(facts, answers, named, cut),
        "records": records(facts),
    }
