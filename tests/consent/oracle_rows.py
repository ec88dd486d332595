"""The rows of the rule table, read plainly: one category, from the top to the bottom.

It shares no code with the engine. Each function answers ("yes" or "no", rule, reason),
or None where the rows it reads say nothing.
"""

from __future__ import annotations

from datetime import timedelta

from consent.oracle_grounds import GROUNDS, REGIMES
from consent.oracle_release import FAMILY

from fjcore.testing.consent import instant

TEAM = {"law_enforcement", "prosecutor", "system_advocate", "probation_parole"}
GOVERNMENT = {*"law_enforcement prosecutor court benefits_agency cps aps".split()} | {
    *"school housing_provider probation_parole victim_compensation".split()
}
PROCEEDINGS = {*"prosecution criminal_investigation discovery civil_litigation".split()}
PROCEEDINGS |= {*"court_compliance supervision immigration_enforcement".split()}


def basis_of(facts):
    """The ground with what its evidence says, if that is on file and in force."""
    said, at = facts["request"]["legal_basis"], instant(facts["request"]["at"])
    shown = facts.get("exhibit", {"since": None, "until": None})
    if shown is None:
        return {"kind": said["kind"], "shown": False}
    since, until = instant(shown["since"]), instant(shown["until"])
    late = until is not None and at >= until
    if said["kind"] == "emergency" and since is not None:
        late = late or at >= since + timedelta(hours=4)
    if late or (since is not None and at < since):
        return {"kind": said["kind"], "shown": False}
    return {**said, "shown": True}


def first(facts, leaf):
    """The answer of the table ahead of the releases, or None."""
    rows = (counts, never, address, sealed, rows_of_persons, files, by_basis, last)
    for row in rows:
        found = row(facts, leaf)
        if found is not None:
            return found
    return None


def free(facts):
    """Whether what the law leaves free may be given beside the basis asked on."""
    return facts["request"].get("exemptions", True)


def counts(facts, leaf):
    """Row X1."""
    if leaf != "aggregate":
        return None
    cell, least = facts["request"].get("smallest_cell"), facts["policy"]["min_cell"]
    if cell is not None and (cell == 0 or (cell >= least and cell >= 5)):
        return ("yes", "X1", "") if free(facts) else None
    return "no", "X1", "small_cell"


def never(facts, leaf):
    """Rows N2, N1, N5."""
    kind, regimes = facts["request"]["recipient_type"], set(facts["holder"]["regimes"])
    ordered = basis_of(facts)["kind"] in ("court_order", "search_warrant")
    if kind == "abuser" and not ordered:
        return "no", "N2", "abuser_recipient"
    if kind == "hmis" and FAMILY & regimes:
        return "no", "N1", "hmis_prohibited"
    if kind == "public_web":
        return "no", "N5", "publication_ban"
    return None


def address(facts, leaf):
    """Row X4."""
    asked = leaf == "location.substitute" and facts["subject"]["acp_participant"]
    if asked and facts["request"]["recipient_type"] in GOVERNMENT and free(facts):
        return "yes", "X4", ""
    return None


def sealed(facts, leaf):
    """Row I4."""
    if leaf != "ciphertext":
        return None
    basis = basis_of(facts)
    bound = basis["kind"] == "agent_contract" and basis.get("bound")
    if bound and facts["request"]["recipient_type"] == "vendor":
        return "yes", "I4", ""
    return "no", "I4", "individual_level"


def rows_of_persons(facts, leaf):
    """Rows N3 and N4: one row a person, with or without a name."""
    request, regimes = facts["request"], set(facts["holder"]["regimes"])
    if leaf not in ("deidentified_rows", "pseudonymous_ids"):
        return None
    if request["legal_basis"]["kind"] == "client_release":
        return None
    proper = request.get("deid_method") in ("safe_harbor", "expert")
    lifted = leaf == "deidentified_rows" and "hipaa" in regimes and proper
    if lifted and not FAMILY & regimes and free(facts):
        return "yes", "N4", ""
    return "no", "N3", "individual_level"


def files(facts, leaf):
    """Rows X2 and X3: the authorities' own files among themselves."""
    kind, purpose = facts["request"]["recipient_type"], facts["request"]["purpose"]
    if not free(facts):
        return None
    if leaf in ("le_record", "pros_record") and kind in TEAM | {"court"}:
        if purpose in ("criminal_investigation", "prosecution", "po_enforcement"):
            return "yes", "X2", ""
    if leaf == "court_record" and kind in ("po_registry", "law_enforcement"):
        if purpose == "po_enforcement":
            return "yes", "X3", ""
    return None


def by_basis(facts, leaf):
    """The rows of the ground asked on, if it has rows of its own."""
    basis, family = basis_of(facts), FAMILY & set(facts["holder"]["regimes"])
    ground = GROUNDS.get(basis["kind"])
    return ground(facts, leaf, basis, family) if ground else None


def last(facts, leaf):
    """Rows H2, W1, N6."""
    request, attached = facts["request"], REGIMES & set(facts["holder"]["regimes"])
    own = request["legal_basis"]["kind"] == "own_record" and not attached
    against = facts.get("downstream_part2") and facts.get("use_against_subject")
    if leaf == "sud" and request["purpose"] in PROCEEDINGS and (own or against):
        return "no", "H2", "use_against_patient"
    if own:
        fits = request["recipient_type"] in TEAM | {"court", "defense"}
        return ("yes", "W1", "") if fits else ("no", "W1", "no_release")
    return ("no", "N6", "third_party") if leaf == "other_party" else None
