"""What widened and narrowed: every cell, every setting, and what approves it."""

from __future__ import annotations

from typing import Any

from attrs import evolve
from consent.analyse.made import (
    LEGAL,
    POLICE,
    REGIMES,
    limit,
    limits,
    policy,
)

from fjcore.consent import (
    Agency,
    BasisKind,
    Policy,
    Purpose,
    View,
)
from fjcore.consent.analyse import (
    diff,
    diff_report,
)
from fjcore.consent.analyse.asker import everyone
from fjcore.consent.analyse.ceiling import Spot, ceiling
from fjcore.testing.consent import stream


def test_the_same_policy_does_not_differ() -> None:
    """A policy should not differ from itself, whatever the order of its limits."""
    some = limits(stream(3), 5)
    found = diff(policy(*some), policy(*reversed(some)))

    assert ((), (), False) == (found.changes, found.settings, found.widens)
    assert "Nothing changed." in diff_report(found).text()


def test_a_limit_that_is_gone_widens_just_what_it_capped() -> None:
    """Without a limit, what it capped should be told as widened, and nothing else."""
    one = limit(recipients=(POLICE,), categories=("risk",), purposes=("prosecution",))
    found = diff(policy(one), policy())

    assert {(POLICE, "risk", View.MARKED, View.FULL)} == {
        (c.recipient, c.category, c.before, c.after) for c in found.changes
    }
    assert {(Purpose.PROSECUTION,)} == {c.purposes for c in found.widened}
    assert () == found.narrowed
    assert BasisKind.CLIENT_RELEASE in found.widened[0].bases
    assert BasisKind.EMERGENCY not in found.widened[0].bases


def test_a_limit_that_is_new_narrows() -> None:
    """The same the other way should be told as narrowed, and need no approval."""
    found = diff(policy(), policy(limit(recipients=(POLICE,))))

    assert (False, ()) == (found.widens, found.unapproved())
    assert {POLICE} == {c.recipient for c in found.narrowed}


def test_a_limit_on_a_kind_is_of_those_to_come_as_well() -> None:
    """A limit on a kind should be told of partners and of any other of the kind."""
    one = limit(recipient_kinds=("law_enforcement",), categories=("risk",))
    found = diff(policy(one), policy())

    assert {POLICE, "kind:law_enforcement"} == {c.recipient for c in found.changes}


def test_a_limit_for_participants_is_told_as_theirs() -> None:
    """A limit for people in an address program alone should not hide in the maximum."""
    one = limit(recipients=(POLICE,), categories=("risk",), acp_only=True)
    found = diff(policy(one), policy())

    assert {"participants"} == {c.whom for c in found.widened}
    half = diff(policy(one), policy(evolve(one, acp_only=False)))
    assert {"others"} == {c.whom for c in half.narrowed}


def test_a_partner_that_is_new_widens_and_one_that_is_gone_narrows() -> None:
    """A new partner should be told with all that it could ever see."""
    new = {"new_clinic": Agency("new_clinic", kind="medical_provider", name="N")}
    more = evolve(policy(), partners={**policy().partners, **new})
    up, down = diff(policy(), more), diff(more, policy())

    assert {"new_clinic"} == {c.recipient for c in up.widened}
    assert {"new_clinic"} == {c.recipient for c in down.narrowed}
    assert () == (*up.narrowed, *down.widened)


def test_a_law_that_is_new_narrows_what_it_shuts() -> None:
    """A law that a holder comes under should be told with all that it shuts."""
    free, bound = frozenset({"hipaa"}), frozenset({"hipaa", "vawa"})
    some = (POLICE, "kind:ems")
    found = diff(policy(regimes=free), policy(regimes=bound), recipients=some)
    shut = {
        (c.recipient, c.category, basis) for c in found.narrowed for basis in c.bases
    }

    assert ("kind:ems", "medical", BasisKind.EMERGENCY) in shut
    assert (POLICE, "incident", BasisKind.CLIENT_RELEASE) not in shut
    assert ["either"] == [one.effect for one in found.settings]


def test_a_missing_plugin_that_comes_back_widens() -> None:
    """A policy that was closed and is open should be told as widened."""
    some = (POLICE, "harbor", "kind:internal_staff")
    found = diff(evolve(policy(), closed=True), policy(), recipients=some)

    assert {POLICE, "kind:internal_staff"} == {c.recipient for c in found.widened}


# --- against every cell --------------------------------------------------------------


def cells(old: Policy, new: Policy) -> dict[tuple[Any, ...], tuple[View, View]]:
    """Give every cell of two policies, one by one, that is not the same."""
    found = {}
    for was, now in zip(everyone(old), everyone(new), strict=True):
        if was.label not in LOOKED:
            continue
        for basis in (BasisKind.CLIENT_RELEASE, BasisKind.COURT_ORDER):
            for purpose in PURPOSES:
                for category in LEAVES:
                    for participant in (False, True):
                        views = tuple(
                            ceiling(
                                one,
                                Spot(
                                    asker=asker,
                                    basis=basis,
                                    purpose=purpose,
                                    category=category,
                                    participant=participant,
                                ),
                            ).view
                            for one, asker in ((old, was), (new, now))
                            if basis in asker.bases()
                        )
                        if len(set(views)) == 2:
                            key = (was.label, basis, purpose, category, participant)
                            found[key] = views
    return found


PURPOSES = (
    Purpose.CRIMINAL_INVESTIGATION,
    Purpose.PROTECTION_ORDER,
    Purpose.RESEARCH,
)
LOOKED = (POLICE, LEGAL, "harbor", "kind:court", "kind:school", "kind:civil_legal")
LEAVES = ("incident", "identity.name", "medical", "sud", "aggregate", "risk")


def told(old: Policy, new: Policy) -> dict[tuple[Any, ...], tuple[View, View]]:
    """Give the same of what a diff tells."""
    found: dict[tuple[Any, ...], tuple[View, View]] = {}
    for one in diff(old, new, recipients=LOOKED).changes:
        sides = {"everybody": (False, True), "participants": (True,)}
        for basis in one.bases:
            for purpose in one.purposes:
                for side in sides.get(one.whom, (False,)):
                    key = (one.recipient, basis, purpose, one.category, side)
                    if basis in ("client_release", "court_order"):
                        if purpose in PURPOSES and one.category in LEAVES:
                            assert key not in found

                            found[key] = (one.before, one.after)
    return found


def test_what_is_told_is_every_cell_that_differs() -> None:
    """A diff should tell every cell that differs, taken one by one, and no other."""
    differ = 0
    for seed in range(4):
        choose = stream(seed)
        law = REGIMES[seed % len(REGIMES)]
        old = policy(*limits(choose, 5), regimes=law)
        new = policy(*limits(choose, 5), regimes=law)
        wanted = cells(old, new)
        differ += len(wanted)

        assert wanted == told(old, new)

    assert differ > 60


def test_the_other_way_round_is_the_reverse() -> None:
    """What widens one way should narrow the other, and by as much."""
    for seed in range(2):
        choose = stream(100 + seed)
        old, new = policy(*limits(choose)), policy(*limits(choose))
        there, back = diff(old, new), diff(new, old)

        assert len(there.widened) == len(back.narrowed)
        assert {
            (c.recipient, c.category, c.before, c.after) for c in there.widened
        } == {(c.recipient, c.category, c.after, c.before) for c in back.narrowed}
