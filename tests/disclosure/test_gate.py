from __future__ import annotations

from datetime import datetime, timedelta

import attrs
import pytest
from disclosure.copies import CONSENT, COPY
from disclosure.worlds import (
    AGENCY,
    END,
    NOON,
    REVISION,
    START,
    TICK,
    USUAL,
    admitted,
    built,
    plan_of,
    warned,
)

from fjcore.consent import BasisKind, Obligation, ObligationKind, View
from fjcore.disclosure import (
    BASIS_CLASS,
    MAX_CLOCK_STEP,
    MAX_STEP_WITHIN,
    Evidence,
    needed,
)
from fjcore.errors import DisclosureError, NaiveTime, ObligationOpen, StalePlan

#: What this version discharges by the way a Disclosure is made.
MADE_SO = {
    "min_necessary",
    "redact_field",
    "redact_third_party",
    "substitute_address",
    "log",
    "log_denial",
    "no_confirm_deny",
    "offer_release",
}
#: What its bytes say.
SAID = {"redisclosure_notice", "part2_notice"}
#: What a person does, and is named for.
DONE = {
    "verify_identity",
    "legal_review",
    "bind_recipient",
    "discovery_warning",
    "safety_check_before_notice",
    "document_judgment",
    "protect_safety",
    "notify_subject",
    "assert_privilege",
    "report_only_required_facts",
}
#: What a person does once something has left; it is kept as a task.
LATER = {"inform_recipient_of_revocation", "part2_document_emergency"}
#: What nothing here discharges, so nothing leaves.
OPEN = set(ObligationKind) - MADE_SO - SAID - DONE - LATER - {"part2_consent_copy"}

WARNING = ObligationKind.DISCOVERY_WARNING
WARN = plan_of(USUAL, obligations=[WARNING])


def test_a_sound_disclosure_passes():
    """A disclosure of a live plan with nothing left to do should pass the gate."""

    assert admitted() is None


@pytest.mark.parametrize("kind", sorted(MADE_SO | SAID))
def test_discharged_by_construction(kind):
    """An obligation discharged by cut, payload, log or withholding should pass."""

    assert admitted(plan=plan_of(USUAL, obligations=[ObligationKind(kind)])) is None


@pytest.mark.parametrize("kind", sorted(OPEN))
def test_an_unknown_obligation_is_refused(kind):
    """An obligation that nothing here discharges should let nothing leave."""
    plan = plan_of(USUAL, obligations=[ObligationKind.LOG, ObligationKind(kind)])
    with pytest.raises(ObligationOpen) as caught:
        admitted(plan=plan, evidence=warned(ObligationKind(kind)))

    assert caught.value.where == kind


def test_an_obligation_nobody_knows_is_refused():
    """An obligation outside the vocabulary should let nothing leave."""
    plan = plan_of(USUAL, obligations=["burn_after_reading"])

    with pytest.raises(ObligationOpen):
        admitted(plan=plan)


@pytest.mark.parametrize("kind", sorted(DONE))
def test_a_person_must_have_done_it(kind):
    """A person's obligation should be open without her name, and closed with it."""
    kind = ObligationKind(kind)
    plan = plan_of(USUAL, obligations=[kind])
    with pytest.raises(ObligationOpen) as caught:
        admitted(plan=plan)

    assert caught.value.where == kind
    assert admitted(plan=plan, evidence=warned(kind)) is None
    assert (kind,) == needed([ObligationKind.LOG, kind, kind])


@pytest.mark.parametrize("kind", sorted(LATER))
def test_what_is_owed_afterwards_should_hold_nothing_up(kind):
    """An obligation of the time after should pass, and be none to meet beforehand."""
    owed = attrs.evolve(
        plan_of(USUAL), obligations=(Obligation.of(ObligationKind(kind)),)
    )

    assert admitted(plan=owed) is None
    assert () == needed([ObligationKind(kind)])


def test_an_unknown_obligation_of_the_time_after_is_refused():
    """That it may be met later should let no obligation pass that nobody knows."""
    later = Obligation("burn_after_reading", phase="after")
    with pytest.raises(ObligationOpen):
        admitted(plan=attrs.evolve(plan_of(USUAL), obligations=(later,)))


@pytest.mark.parametrize(
    "given",
    [
        Evidence("", NOON),
        Evidence("  ", NOON),
        Evidence("r.okafor", NOON + TICK),
        "r.okafor",
        None,
    ],
)
def test_no_evidence(given):
    """Evidence without a name, or of something still to come, should not count."""
    with pytest.raises(ObligationOpen):
        admitted(plan=WARN, evidence={WARNING: given})


def test_evidence_needs_its_offset():
    """Evidence whose time has no offset should not count: nobody knows when it was."""
    naive = datetime(2026, 3, 2, 10)  # noqa: DTZ001

    with pytest.raises(NaiveTime):
        admitted(plan=WARN, evidence={WARNING: Evidence("r.okafor", naive)})


@pytest.mark.parametrize("kind", sorted({*SAID, COPY}))
def test_a_recipient_that_cannot_honour_a_notice_gets_nothing(kind):
    """A recipient that says it cannot honor a needed notice should get nothing."""
    kind = ObligationKind(kind)
    plan = plan_of(USUAL, obligations=[kind], consents=(CONSENT,))
    unable = attrs.evolve(AGENCY, capabilities=frozenset())
    able = attrs.evolve(AGENCY, capabilities=frozenset({kind}))

    assert admitted(plan=plan, recipient=able) is None
    with pytest.raises(ObligationOpen):
        admitted(plan=plan, recipient=unable)


@pytest.mark.parametrize(
    ("now", "revision"),
    [
        (START - TICK, REVISION),
        (END, REVISION),
        (NOON, REVISION + 1),
        (NOON, REVISION - 1),
    ],
)
def test_a_stale_plan_is_refused(now, revision):
    """A plan whose span is over, or whose person changed, should let nothing leave."""
    made = built(now=START)

    with pytest.raises(StalePlan):
        admitted(made, now=now, revision=revision)


@pytest.mark.parametrize("now", [START, END - TICK])
def test_a_plan_holds_to_its_ends(now):
    """A plan should hold from the start of its span up to its end."""

    assert admitted(built(now=START), now=now) is None


@pytest.mark.parametrize(("ticks", "passes"), [(-1, False), (0, True), (1, True)])
def test_a_clock_behind_the_log(ticks, passes):
    """A clock more than five minutes behind the last entry should let nothing leave."""
    last = NOON + MAX_CLOCK_STEP - ticks * TICK

    assert timedelta(minutes=5) == MAX_CLOCK_STEP
    assert passes == at_gate(last_entry_at=last)


@pytest.mark.parametrize(("ticks", "passes"), [(-1, False), (0, True), (1, True)])
def test_a_clock_set_back_since(ticks, passes):
    """A clock more than two seconds behind the making should let nothing leave."""
    now = NOON - MAX_STEP_WITHIN + ticks * TICK

    assert timedelta(seconds=2) == MAX_STEP_WITHIN
    assert passes == at_gate(now=now)


def at_gate(**said):
    """Whether the gate lets the usual disclosure through, but for its clock."""
    where = ""
    try:
        admitted(built(), **said)
    except DisclosureError as fault:
        where = fault.where
    return {"": True, "clock": False}[where]


OTHERS = {
    "recipient": plan_of(USUAL, recipient="billings.police"),
    "person": plan_of(USUAL, person="j.doe"),
    "purpose": plan_of(USUAL, purpose="research"),
    "basis": plan_of(USUAL, basis="subject_access"),
    "releases": plan_of(USUAL, release_ids=("0c" * 16,)),
    "expires": plan_of(USUAL, expires=END - TICK),
    "policy_hash": plan_of(USUAL, policy_hash="ac" * 32),
    "lower view": plan_of({**USUAL, "identity.dob": View.COARSE_1}),
    "fewer categories": plan_of({"identity.name": View.FULL}),
    "nothing": plan_of(),
}


@pytest.mark.parametrize("other", OTHERS)
def test_another_plan_does_not_vouch(other):
    """A disclosure should not pass by a plan that did not make it."""
    with pytest.raises(DisclosureError) as caught:
        admitted(built(), OTHERS[other])

    assert caught.value.where == built().id


def test_another_recipient_is_refused():
    """A disclosure should not pass to a recipient that is not its own."""
    with pytest.raises(DisclosureError):
        admitted(recipient=attrs.evolve(AGENCY, id="billings.police"))


@pytest.mark.parametrize("faked", ["body", "sha256"])
def test_a_changed_disclosure_is_refused(faked):
    """A body that is not the one that was checked should not pass."""
    made = built()
    changed = b"{}" if faked == "body" else "00" * 32
    object.__setattr__(made, faked, changed)

    with pytest.raises(DisclosureError):
        admitted(made)


def test_a_lookalike_is_refused():
    """Anything but a Disclosure itself should not pass, however alike."""
    made = built()
    names = [name for name in dir(made) if not name.startswith("__")]
    alike = type("Alike", (), {name: getattr(made, name) for name in names})()

    with pytest.raises(DisclosureError):
        admitted(alike)


def test_every_basis_has_a_class():
    """Every basis should have the class by which the log speaks of it."""

    assert set(BASIS_CLASS) == set(BasisKind)
