"""The pages of disclosures, looked at by a real browser as a person would."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import attrs
import pytest
from disclosure.envelopes import signed
from disclosure.test_accounting import AT, ROW
from disclosure.test_render import EVIL, WIDE
from disclosure.worlds import INCIDENT, PHONE, held_of, maeve, plan_of

from fjcore.consent import Step
from fjcore.disclosure import account_of
from fjcore.disclosure.accounts import account_report
from fjcore.disclosure.holdings import holdings_of, holdings_report
from fjcore.disclosure.notices import WithdrawalNotice, notice_report
from fjcore.disclosure.packet import Answered, HeldKind, Owed, Packet, packet_report
from fjcore.disclosure.render import disclosure_report

DENVER = ZoneInfo("America/Denver")
NOTICE = WithdrawalNotice(
    recipient="billings.legal_aid",
    recipient_name=EVIL,
    holder_name="Harbor Advocates (example.org)",
    withdrawn_at=AT,
    token="per_" + "a" * 26,
    release="",
    rows=(ROW,),
)
PACKET = Packet(
    subject="c3" * 16,
    at=AT,
    basis="subpoena",
    ref="paper.1",
    recipient="district.court",
    purpose="civil_litigation",
    held=(HeldKind(record="person", count=2, first=AT, last=AT),),
    answers=(
        Answered(
            category="advocacy_notes",
            privilege=("advocate",),
            view="nothing",
            reason="subpoena_not_order",
            rule="O5",
            statement="A subpoena is not a court order.",
            citation="34 U.S.C. 12291(b)(2)(C)",
        ),
    ),
    owed=(Owed(kind="notify_subject", phase="before", must=True),),
    earlier=("5a" * 16,),
)


STEP = Step(id="7c" * 16, holder="billings.shelter", items={"identity.name"})


def disclosed():
    content = signed(
        plan_of(WIDE, steps=(STEP,)),
        held_of(maeve(), PHONE, INCIDENT),
    ).content()
    content["records"]["contact_point"][0]["safe_times"] = EVIL
    return content


def reports():
    rows = [attrs.evolve(ROW, recipient_name=EVIL), ROW]
    account = account_of(rows, at=AT)
    held = holdings_of("c3" * 16, rows, at=AT)
    for lang in ("en", "es"):
        yield f"disclosure {lang}", disclosure_report(disclosed(), lang)
        yield f"account {lang}", account_report(account, lang=lang, tz=DENVER)
        yield f"notice {lang}", notice_report(NOTICE, lang)
        short = account_report(account_of([], at=AT), lang=lang, tz=DENVER)
        yield f"account, none, {lang}", short
    yield "holdings", holdings_report(held)
    yield "breach", holdings_report(held, breach="billings.legal_aid")
    yield "packet", packet_report(PACKET)


REPORTS = dict(reports())

#: Looked at in every run; the others are made of the same parts.
DAILY = ("disclosure en",)


@pytest.mark.parametrize(
    "name",
    [
        name if name in DAILY else pytest.param(name, marks=pytest.mark.nightly)
        for name in REPORTS
    ],
)
def test_a_page_keeps_nobody_out(browser, name):
    """A page should run and fetch nothing, and keep no reader of a screen out."""
    report = REPORTS[name]
    found = browser.look(report.html())

    assert report.title == found.title
    assert () == found.faults


@pytest.mark.parametrize(
    "name",
    ["account es", pytest.param("disclosure en", marks=pytest.mark.nightly)],
)
def test_a_page_fits_a_phone_and_paper(browser, name):
    """A page should not be wider than a small screen, and print."""
    page = REPORTS[name].html()
    small = browser.look(page, width=360)
    wide = browser.run(page, "document.documentElement.scrollWidth", width=360)

    assert 360 == wide
    assert () == small.faults
    assert browser.printed(page).startswith(b"%PDF")
