"""A suspended right to an account: by whom, how long, and never told of."""

from __future__ import annotations

import csv
import io
from datetime import timedelta

import attrs
import pytest
from disclosure.test_accounting import AT, DENVER, ROW, TICK

from fjcore.consent import BasisKind
from fjcore.disclosure import EXEMPT, account_of
from fjcore.disclosure.accounts import account_csv, account_report
from fjcore.disclosure.suspension import Suspension, suspended

ONE = Suspension(
    id="0b" * 16,
    agency=ROW.recipient,
    official="Sgt. A. Moss",
    written=True,
    since=AT,
    until=AT + timedelta(days=5),
)


@pytest.mark.parametrize(
    ("ticks", "holds"), [(-1, True), (0, False), (1, False)], ids=str
)
def test_it_ends_by_itself(ticks: int, holds: bool) -> None:
    """A suspension should hold up to its end, and at its end no more."""
    assert holds == ONE.holds(ONE.until + ticks * TICK)
    assert holds != ONE.holds(ONE.since + ticks * TICK)


def test_one_that_was_lifted() -> None:
    """A suspension should end when it is lifted."""
    one = attrs.evolve(ONE, lifted_at=AT + TICK)

    assert one.holds(AT)
    assert not one.holds(AT + TICK)


@pytest.mark.parametrize("basis", sorted(BasisKind))
def test_hers_by_her_own_permission(basis: str) -> None:
    """What went out on her own permission should never be kept from her."""
    row = attrs.evolve(ROW, basis=basis)

    assert (basis not in EXEMPT) == suspended(row, [ONE], at=AT, covered=False)


@pytest.mark.parametrize(
    ("said", "covered", "kept"),
    [
        ({}, False, True),
        ({}, True, False),
        ({"counsel": "B. Vale"}, True, True),
        ({"agency": "billings.sheriff"}, False, False),
        ({"since": AT + TICK}, False, False),
    ],
    ids=["health", "vawa", "counsel", "another", "later"],
)
def test_whom_it_binds(said: dict[str, object], covered: bool, kept: bool) -> None:
    """It should bind for its agency alone, under VAWA only when counsel said so."""
    one = attrs.evolve(ONE, **said)

    assert kept == suspended(ROW, [one], at=AT, covered=covered)


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("whole", [True, False])
def test_hers_does_not_tell(lang: str, whole: bool) -> None:
    """Her page should be the same as if what is held back had never left."""
    other = attrs.evolve(ROW, recipient="billings.hospital")
    kept = account_of([ROW, other], at=AT, whole=whole, held_back=ROW.__eq__)
    never = account_of([other], at=AT, whole=whole)
    alone = account_of([ROW], at=AT, whole=whole, held_back=ROW.__eq__)
    page, bare = (
        account_report(one, lang=lang, tz=DENVER).html() for one in (kept, never)
    )
    empty = account_report(account_of([], at=AT, whole=whole), lang=lang, tz=DENVER)

    assert bare == page
    assert empty.html() == account_report(alone, lang=lang, tz=DENVER).html()
    assert (ROW,) == kept.held_back


def test_staff_see_why() -> None:
    """Rows for staff should name the paragraph by which one is held back."""
    found = account_of([ROW], at=AT, held_back=ROW.__eq__)
    (row,) = csv.DictReader(io.StringIO(account_csv(found)))

    assert "164.528(a)(2)" == row["left_out_by"]
