"""Accounts: six years, filtered when they are made, in her own words."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.consent import BasisKind
from fjcore.disclosure import EXEMPT, AccountingRow, account_of
from fjcore.disclosure.accounting import years_before
from fjcore.disclosure.accounts import account_csv, account_report
from fjcore.disclosure.words import words_in
from fjcore.errors import NaiveTime, OptionRefused
from fjcore.records import CATEGORIES

TICK = timedelta(microseconds=1)
AT = datetime(2026, 3, 2, 19, tzinfo=UTC)
DENVER = ZoneInfo("America/Denver")
ROW = AccountingRow(
    at=AT,
    disclosure="5a" * 16,
    recipient="billings.legal_aid",
    recipient_name="Bighorn Legal Aid (example.org)",
    person="",
    purpose="protection_order",
    basis="court_order",
    releases=(),
    categories=("contact", "risk"),
    fields=("contact_point.value",),
    actor="r.okafor",
    delivered=True,
)


@pytest.mark.parametrize(
    ("ticks", "listed"), [(-1, False), (0, True), (1, True)], ids=str
)
def test_six_years(ticks: int, listed: bool) -> None:
    """A disclosure of six years ago to the instant should be the oldest listed."""
    row = attrs.evolve(ROW, at=years_before(AT) + ticks * TICK)

    assert listed == bool(account_of([row], at=AT).rows)


def test_a_leap_day_goes_back_to_the_day_before() -> None:
    """Six years before a leap day there is none: the longer span should count."""
    assert datetime(2018, 2, 28, tzinfo=UTC) == years_before(
        datetime(2024, 2, 29, tzinfo=UTC)
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(BasisKind)), max_size=12))
def test_nothing_is_lost(bases: list[BasisKind]) -> None:
    """Every disclosure should be listed, or left out by a paragraph that is named."""
    rows = [attrs.evolve(ROW, basis=str(one)) for one in bases]
    whole, short = (account_of(rows, at=AT, whole=one) for one in (True, False))

    assert tuple(rows) == whole.rows
    assert len(rows) == len(short.rows) + len(short.omitted)
    assert all(EXEMPT[row.basis] == why for row, why in short.omitted)
    assert not [row for row in short.rows if row.basis in EXEMPT]


def test_a_naive_time_is_refused() -> None:
    """An account as of a time without offset should be refused."""
    with pytest.raises(NaiveTime):
        account_of([ROW], at=datetime(2026, 3, 2))  # noqa: DTZ001


@pytest.mark.parametrize("lang", ["en", "es", "es-MX"])
def test_hers_is_safe_to_hold(lang: str) -> None:
    """Her account should hold no id, path or code, and say who, when, what and why."""
    rows = [ROW, attrs.evolve(ROW, delivered=False, person="j.doe")]
    report = account_report(account_of(rows, at=AT), lang=lang, tz=DENVER)
    told = report.text() + report.html()

    assert lang[:2] == report.lang
    assert f'<html lang="{lang[:2]}"' in report.html()
    assert "2026-03-02" in told
    assert "Bighorn Legal Aid (example.org) (j.doe)" in told
    assert words_in(lang).what("contact") in told
    assert words_in(lang).account["arrived_no"] in told
    for code in (ROW.disclosure, "contact_point", "protection_order", "court_order"):
        assert code not in told


@pytest.mark.parametrize(
    ("lang", "hers", "to_others"),
    [
        ("en", "your own signed permission", "her own"),
        ("es", "su propio permiso firmado", "de ella"),
    ],
)
def test_a_ground_is_named_to_her(lang: str, hers: str, to_others: str) -> None:
    """Her account should speak of her permission to her, not of somebody else's."""
    row = attrs.evolve(ROW, basis="client_release")
    report = account_report(account_of([row], at=AT), lang=lang, tz=DENVER)

    for told in (report.text(), report.html()):
        assert hers in told
        assert to_others not in told


def test_a_short_account_says_what_it_leaves_out() -> None:
    """An account that leaves rows out should say how many, and never that none were."""
    row = attrs.evolve(ROW, basis="client_release")
    short = account_of([row], at=AT, whole=False)
    text = account_report(short, lang="en", tz=DENVER).text()
    nothing = account_report(account_of([], at=AT), lang="en", tz=DENVER).text()

    assert "Not on this list: 1" in text
    assert words_in("en").account["none"] not in text
    assert words_in("en").account["none"] in nothing


def test_both_languages_say_all() -> None:
    """Each language should have every word, and a name for each ground."""
    one, two = words_in("en"), words_in("es")
    for name in ("say", "missing", "bases", "yours", "account", "notice"):
        assert getattr(one, name).keys() == getattr(two, name).keys()
    assert {str(kind) for kind in BasisKind} == one.bases.keys()
    assert one.yours.keys() < one.bases.keys()
    assert not one.reviewed
    assert all(two.what(name) != name for name in CATEGORIES)
    with pytest.raises(OptionRefused):
        words_in("fr")


def test_rows_for_a_spreadsheet() -> None:
    """A table should hold all rows in order, and no name that is a formula."""
    evil = attrs.evolve(ROW, recipient_name="=cmd|' /C calc'!A0", at=AT - TICK)
    left = attrs.evolve(ROW, basis="client_release")
    found = account_of([evil, left], at=AT, whole=False)
    head, *rows = csv.reader(io.StringIO(account_csv(found)))

    assert "left_out_by" == head[-1]
    assert ["'=cmd|' /C calc'!A0", left.recipient_name] == [row[3] for row in rows]
    assert ["", EXEMPT["client_release"]] == [row[-1] for row in rows]
