"""Every page of consent, opened in a real browser: no faults, for a reader of any kind.

Nothing on the console, nothing asked of the network, no serious finding of axe, and
nothing wider than a phone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pytest
from consent.analyse.made import AT, limit, policy
from consent.center import centers
from services.browser import Browser

from fjcore.consent import (
    Audience,
    Policy,
    SubjectState,
    Terms,
    explain,
    release_template,
    render,
    state_at,
)
from fjcore.consent.analyse import (
    can_ever,
    ceilings,
    diff,
    diff_report,
    ever_report,
    lint,
    lint_report,
    matrix,
    matrix_report,
    policy_test,
    policy_test_report,
    simulate,
    simulate_report,
    wording,
)
from fjcore.consent.center import center_report
from fjcore.testing.consent import answer_of, plain, world

SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPENS = """
new Promise(done => {
  const part = document.getElementById("walls").closest("details");
  const before = part.open;
  location.hash = "walls";
  setTimeout(() => done([before, part.open]), 300);
})
"""
TERMS = Terms(
    holder="harbor",
    names={"harbor": "Harbor Advocates (example.org)", "legal_aid": "Legal Aid"},
    recipients=("legal_aid",),
    scope=("identity.name", "contact", "incident"),
    purpose=("protection_order",),
    methods=("electronic", "written"),
    duration_days=30,
    tz="America/Denver",
)


def form(name: str, lang: str) -> str:
    """Give a form as it is printed."""
    return render(release_template(name), TERMS, lang).html


def told(audience: Audience, lang: str) -> str:
    """Give the explanation of a case in which little is granted."""
    asked = plain(
        release={"scope": ("incident", "risk"), "views": {"incident": 3}},
        request={"categories": ("incident", "risk", "sud", "contact")},
    )
    return explain(answer_of(asked), audience, lang).html()


def hers() -> tuple[Policy, SubjectState, str]:
    """Give a person with one release."""
    case = world(plain())
    state = state_at(case.events, case.question.at, case.question.at)
    return case.policy, state, case.question.subject


def permissions(lang: str) -> str:
    """Give who may see what of one person."""
    rules, state, who = hers()
    found = matrix(rules, state, subject=who, at=AT)
    return matrix_report(found, wording(lang)).html()


def foretold(lang: str) -> str:
    """Give what would be otherwise without her release."""
    rules, state, who = hers()
    found = simulate(rules, state, subject=who, at=AT, remove=("1" * 32,))
    return simulate_report(found, wording(lang), tz=ZoneInfo("America/Denver")).html()


PAGES: dict[str, Callable[[], str]] = {
    "form-es": lambda: form("fjcore.release", "es"),
    "explain-staff": lambda: told(Audience.STAFF, "en"),
    "explain-survivor": lambda: told(Audience.SURVIVOR, "es"),
    "matrix": lambda: permissions("en"),
}
#: Made of the same parts as those above.
ALIKE: dict[str, Callable[[], str]] = {
    "form-en": lambda: form("fjcore.release", "en"),
    "part2-en": lambda: form("fjcore.part2", "en"),
    "part2-es": lambda: form("fjcore.part2", "es"),
    "explain-recipient": lambda: told(Audience.RECIPIENT, "en"),
    "matrix-ever": lambda: matrix_report(ceilings(policy()), wording("es")).html(),
    "simulate": lambda: foretold("es"),
    "can-ever": lambda: ever_report(can_ever(policy(limit()), "court", "risk")).html(),
    "diff": lambda: diff_report(diff(policy(limit()), policy())).html(),
    "lint": lambda: lint_report(lint(policy(limit()))).html(),
    "test": lambda: policy_test_report(policy_test((), policy())).html(),
}


def seen(browser: Browser, page: str) -> None:
    """Look at a page as a person would, and on a phone."""
    look = browser.look(page)

    assert () == look.faults
    assert look.title
    assert 0 == browser.run(page, SIDEWAYS, width=380)


@pytest.mark.parametrize("name", PAGES)
def test_seen(browser: Browser, name: str) -> None:
    """A page should have no fault for any reader, and fit a phone."""
    seen(browser, PAGES[name]())


@pytest.mark.nightly
@pytest.mark.parametrize("name", ALIKE)
def test_alike(browser: Browser, name: str) -> None:
    """A page made of the same parts should have no fault either."""
    seen(browser, ALIKE[name]())


@pytest.mark.nightly
def test_center_folded(browser: Browser) -> None:
    """The plan of a center should print on one page, and a link open a part of it."""
    page = center_report(centers.example()).html()
    pages = re.findall(rb"/Type\s*/Page\b", browser.printed(page))

    seen(browser, page)
    assert 1 == len(pages)
    assert [False, True] == browser.run(page, OPENS)


@pytest.mark.nightly
def test_center_opened(browser: Browser) -> None:
    """The whole plan of a center should have no fault, with every part open."""
    page = center_report(centers.example()).html()

    seen(browser, page.replace("<details>", "<details open>"))
