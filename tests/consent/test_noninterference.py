"""Nothing that a plan hides changes a byte of what a recipient gets."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from attrs import frozen
from consent.hidden import covered, file_of, narratives
from consent.properties import holds
from support.profiles import dear

import fjcore.disclosure
from fjcore.consent import Plan, plan
from fjcore.disclosure import Disclosure, Held
from fjcore.records import CORE_RECORDS
from fjcore.records.record import leaves
from fjcore.testing.consent import (
    HARBOR,
    SIGNINGS,
    TICK,
    Choose,
    Facts,
    answer_of,
    pick,
    plain,
    some,
    stream,
)

FIRST, SECOND = SIGNINGS[1], SIGNINGS[1] + timedelta(hours=3)
#: Ages of records: before, between and after two signings, and at them.
AGES = (
    *(FIRST - timedelta(days=9), FIRST - timedelta(days=2), FIRST),
    *(FIRST + TICK + timedelta(minutes=9), SECOND),
    SECOND + TICK + timedelta(minutes=9),
)
CATEGORIES = sorted({leaf.label.category for c in CORE_RECORDS for leaf in leaves(c)})
STORIES = narratives()


@frozen
class Twins:
    """A plan, a file, and the same file with all that the plan hides changed."""

    facts: Facts
    plan: Plan
    held: list[Held]
    other: list[Held]


def released(choose: Choose) -> Facts:
    """Choose a case in which two releases each show some categories at some view."""
    facts = plain(
        request={"categories": tuple(CATEGORIES)},
        fields=STORIES,
        shelter_authorization=True,
    )
    good = facts["releases"][0] | {"privilege_ack": True, "views": {}}
    found = []
    for number, signed in enumerate((FIRST, SECOND)):
        scope = some(choose, [*CATEGORIES, *STORIES], 4, 12)
        views = {item: pick(choose, (8, 8, 2, 3, 4, 6)) for item in scope}
        found.append(
            good
            | {"id": f"{number:032x}", "signed_at": signed, "scope": tuple(scope)}
            | {"views": views, "covers_future_records": choose(4) == 3}
        )
    return facts | {"releases": found[: 1 + choose(2)]}


def twins(choose: Choose) -> Twins:
    """Choose a plan and two files that differ in what it hides alone."""
    facts = released(choose)
    if choose(6) == 5:
        inside = {"recipient": HARBOR["agency"], "recipient_type": "internal_staff"}
        basis = {"legal_basis": {"kind": "intra_program"}}
        facts = facts | {"request": facts["request"] | inside | basis}
    made = plan(answer_of(facts))
    held = file_of(choose, AGES)
    # The first file, too, holds no hidden text that is shown elsewhere.
    first, other = (covered(choose, made, held, AGES) for _ in range(2))
    return Twins(facts, made, first, other)


def sent(made: Plan, held: list[Held], facts: Facts) -> Disclosure:
    """What leaves of a file under a plan."""
    return fjcore.disclosure.build(
        made,
        held,
        disclosure_id="d" * 32,
        holder=HARBOR["agency"],
        now=facts["request"]["at"],
        revision=made.revision,
    )


def visible(found: Disclosure) -> dict[str, Any]:
    """All that a recipient, or a connector on its way, can see."""
    slots = {name: getattr(found, name) for name in Disclosure.__slots__}
    return slots | {"repr": repr(found)}


@holds(twins, how=dear)
def test_what_a_plan_hides_changes_no_byte(pair: Twins) -> None:
    """Two files that differ in what a plan hides should leave the same bytes."""
    first = sent(pair.plan, pair.held, pair.facts)
    other = sent(pair.plan, pair.other, pair.facts)

    assert visible(first) == visible(other)


@holds(lambda choose: (released(choose), file_of(choose, AGES)), how=dear)
def test_what_is_on_file_for_others_changes_no_byte(
    pair: tuple[Facts, list[Held]],
) -> None:
    """Releases to others, and what was taken back from them, should not be seen."""
    facts, held = pair
    strange = facts["releases"][0] | {"id": "9" * 32, "recipients": ("other",)}
    told = {"at": FIRST, "release": "", "categories": (), "recipients": ("other",)}
    more = facts | {
        "releases": [strange, *facts["releases"]],
        "withdrawals": [told],
        "prior_disclosures": True,
    }

    first, other = (sent(plan(answer_of(f)), held, f) for f in (facts, more))

    assert visible(first) == visible(other)


def test_the_files_compared_differ_and_show_something() -> None:
    """The files compared should differ, and most of the plans show some of them."""
    shown = differ = 0
    for seed in range(100):
        pair = twins_of(seed)
        shown += sent(pair.plan, pair.held, pair.facts).granted != ()
        differ += pair.held != pair.other

    assert shown >= 40
    assert differ >= 80


def twins_of(seed: int) -> Twins:
    """The twins of a seed."""
    return twins(stream(seed))


def test_a_plan_for_nobody_shows_nothing_of_any_file() -> None:
    """A plan without grants should leave the same empty bytes whatever is on file."""
    facts = plain(releases=[], request={"categories": tuple(CATEGORIES)})
    made = plan(answer_of(facts))
    full = twins_of(1).held

    first, other = sent(made, [], facts), sent(made, full, facts)

    assert made.empty
    assert visible(first) == visible(other)
    assert not first.content()["records"]
