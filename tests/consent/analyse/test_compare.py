"""What widened and narrowed: every cell, every setting, and what approves it."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from consent.analyse.made import (
    LEGAL,
    POLICE,
    REGIMES,
    VAWA,
    Code,
    holder,
    limit,
    limits,
    policy,
)
from consent.draws import stream

from fjcore.consent import (
    Agency,
    BasisKind,
    ObligationKind,
    Policy,
    Purpose,
    RecipientKind,
    View,
)
from fjcore.consent.analyse import (
    approvals_from,
    diff,
    diff_plain,
    diff_report,
)
from fjcore.consent.analyse.asker import everyone
from fjcore.consent.analyse.ceiling import Spot, ceiling
from fjcore.consent.analyse.settings import setting_changes
from fjcore.errors import ApprovalsRefused
from fjcore.records.categories import CATEGORIES

SIGNED = "by = 'd.director'\non = 2026-11-20\nwhy = 'asked for'\n"


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


# --- settings ------------------------------------------------------------------------

SETTINGS: dict[str, tuple[dict[str, Any], str, str]] = {
    "longer": ({"max_release_days": 91}, "max_release_days", "widened"),
    "shorter": ({"max_release_days": 89}, "max_release_days", "narrowed"),
    "smaller cells": ({"min_cell": 10}, "min_cell", "widened"),
    "larger cells": ({"min_cell": 12}, "min_cell", "narrowed"),
    "time zone": ({"holder": holder(tz="America/Chicago")}, "holder.tz", "either"),
    "unit": ({"holder": holder(unit="clinic")}, "holder.unit", "either"),
    "state": ({"holder": holder(state="US-AL")}, "holder.state", "either"),
    "laws": (
        {"holder": holder(frozenset({"vawa", "ferpa"}))},
        "holder.regimes",
        "either",
    ),
}


@pytest.mark.parametrize("name", SETTINGS)
def test_a_setting_is_told_with_its_effect(name: str) -> None:
    """A setting that no table of categories shows should be told, with its effect."""
    said, setting, effect = SETTINGS[name]
    (found,) = setting_changes(policy(), evolve(policy(), **said))

    assert (setting, effect) == (found.setting, found.effect)
    assert (effect != "narrowed") is found.widens


@pytest.mark.parametrize(
    "said",
    [
        {"holder": holder(state="US-WY")},
        {"holder": holder(name="Another Name")},
        {"holder": holder(VAWA | {"priv.mt.26-1-812"})},
    ],
    ids=["state of the same age", "name", "privilege"],
)
def test_what_decides_nothing_is_not_told(said: dict[str, Any]) -> None:
    """A setting by which no answer changes should not be told."""
    assert not diff(policy(), evolve(policy(), **said)).settings


def test_numbers_below_the_floor_are_the_floor() -> None:
    """A threshold below five should be as five is; and days matter under some laws."""
    low, lower = evolve(policy(), min_cell=5), evolve(policy(), min_cell=2)
    free = policy(regimes=frozenset({"hipaa"}))

    assert not diff(low, lower).settings
    assert not diff(free, evolve(free, max_release_days=365)).settings


ALL = frozenset(ObligationKind)
SOME = frozenset({ObligationKind.LOG, ObligationKind.REDISCLOSURE_NOTICE})


@pytest.mark.parametrize(
    ("before", "after", "effect"),
    [
        (SOME, None, "widened"),
        (None, SOME, "narrowed"),
        (SOME, ALL, "widened"),
        (ALL, SOME, "narrowed"),
        (SOME, frozenset({ObligationKind.LOG_DENIAL}), "either"),
    ],
    ids=["all", "some", "more", "fewer", "others"],
)
def test_what_a_partner_can_honour_is_a_setting(
    before: Any, after: Any, effect: str
) -> None:
    """A duty more that a partner can keep should widen what it can be sent."""
    sides = []
    for said in (before, after):
        partner = Agency(POLICE, kind="law_enforcement", name="P", capabilities=said)
        sides.append(evolve(policy(), partners={POLICE: partner}))
    (found,) = diff(*sides).settings

    assert (f"partners.{POLICE}.capabilities", effect) == (found.setting, found.effect)


def test_another_kind_of_partner_is_to_be_approved() -> None:
    """A partner that becomes something else should be told as such."""
    court = {POLICE: Agency(POLICE, kind=RecipientKind.COURT, name="P")}
    one = evolve(policy(), partners={POLICE: policy().partners[POLICE]})
    found = diff(one, evolve(one, partners=court))
    said = {c.setting: (c.before, c.after, c.effect) for c in found.settings}

    wanted = {f"partners.{POLICE}.kind": ("law_enforcement", "court", "either")}
    assert wanted == said


def test_a_rule_in_code_that_is_gone_widens() -> None:
    """A rule gone should widen, a new one narrow, and one that stays be told."""
    kept, gone = Code(lambda _: View.FULL, "code.kept"), Code(lambda _: View.FULL)
    with_both = evolve(policy(), rules=(kept, gone))
    found = diff(with_both, evolve(policy(), rules=(kept,)))

    assert [("rules.code.one", "widened")] == [
        (c.setting, c.effect) for c in found.settings
    ]
    assert ("code.kept",) == found.opaque
    back = diff(evolve(policy(), rules=(kept,)), with_both)
    assert ["narrowed"] == [c.effect for c in back.settings]


# --- approvals -----------------------------------------------------------------------

LOOSER = diff(
    policy(limit(recipients=(POLICE,), categories=("risk",))),
    evolve(policy(), max_release_days=120),
)
WHOLE = f"""
[[approved]]
recipients = ["{POLICE}"]
categories = ["risk"]
view = "FULL"
{SIGNED}
[[approved]]
setting = "max_release_days"
value = "120"
{SIGNED}
"""


def test_what_is_approved_is_not_missing() -> None:
    """With an approval for each widening nothing should be missing."""
    rows = approvals_from(WHOLE)

    assert () == LOOSER.unapproved(rows)
    assert () == LOOSER.unused(rows)
    assert 2 == len({type(one) for one in LOOSER.unapproved()})
    assert "Every widening is approved." in diff_report(LOOSER, rows).text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (POLICE, LEGAL),
        (POLICE, "kind:law_enforcement"),
        ('"risk"', '"incident"'),
        ('"FULL"', '"COARSE_5"'),
        ('"FULL"', '"FULL"\nbases = ["client_release"]'),
        ('"FULL"', '"FULL"\npurposes = ["prosecution"]'),
        ('"120"', '"121"'),
    ],
    ids=["who", "kind", "what", "view", "ground", "purpose", "number"],
)
def test_an_approval_of_something_else_approves_nothing(old: str, new: str) -> None:
    """An approval that falls short in any part should leave its widening missing."""
    rows = approvals_from(WHOLE.replace(old, new))

    assert LOOSER.unapproved(rows)


@pytest.mark.parametrize("what", ['"*"', '"incident", "risk"'])
def test_more_may_be_approved_than_is_widened(what: str) -> None:
    """An approval of more should do; it names an end, not a step."""
    assert not LOOSER.unapproved(approvals_from(WHOLE.replace('"risk"', what)))


def test_an_approval_of_nothing_here_is_told() -> None:
    """An approval that speaks of no widening should be told, as it may be old."""
    rows = approvals_from(WHOLE.replace("max_release_days", "min_cell"))
    text = diff_report(LOOSER, rows, short=True).text()

    assert [rows[1]] == list(LOOSER.unused(rows))
    assert "Approvals of nothing here:\n  - min_cell" in text
    assert "Not approved:\n  - max_release_days: 90 to 120" in text


FAULTS: dict[str, tuple[str, str, str, str]] = {
    "no name": ("by = 'd.director'", "by = ' '", "by", "required"),
    "no reason": ("why = 'asked for'", "why = ''", "why", "required"),
    "no day": ("on = 2026-11-20", "on = 'soon'", "on", "format"),
    "no such day": ("on = 2026-11-20", "on = '2026-02-30'", "on", "format"),
    "unknown key": ("by =", "quokka = 1\nby =", "", "unknown_key"),
    "unknown view": ('"FULL"', '"MARKED"', "view", "unknown_code"),
    "unknown category": ('"risk"', '"risks"', "categories.0", "unknown_category"),
    "no category": ('["risk"]', "[]", "categories", "required"),
    "unknown kind": (POLICE, "kind:quokka", "recipients.0", "format"),
    "no id": (POLICE, "City Police!", "recipients.0", "format"),
    "unknown ground": ('"FULL"', '"FULL"\nbases = ["q"]', "bases.0", "unknown_code"),
    "unknown purpose": (
        *('"FULL"', '"FULL"\npurposes = ["q"]'),
        *("purposes.0", "unknown_code"),
    ),
    "both": ('view = "FULL"', 'setting = "min_cell"', "recipients", "conflict"),
    "value too": ('view = "FULL"', 'view = "FULL"\nvalue = "1"', "value", "conflict"),
    "neither": (f'recipients = ["{POLICE}"]', "", "recipients", "conflict"),
    "wrong type": ('["risk"]', '"risk"', "categories", "type"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_place(name: str) -> None:
    """A file of approvals should be read strictly, and a fault told by its path."""
    old, new, path, code = FAULTS[name]
    text = WHOLE.split("[[approved]]\nsetting", maxsplit=1)[0].replace(old, new)
    with pytest.raises(ApprovalsRefused) as caught:
        approvals_from(text, where="ok.toml")
    found = {(fault.path, fault.code) for fault in caught.value.problems}

    assert (f"approved.0.{path}".rstrip("."), code) in found
    assert "ok.toml" in str(caught.value)


@pytest.mark.parametrize("said", ['value = "1"\nview = "FULL"', "value = ''"])
def test_an_approval_of_a_setting_says_its_value_alone(said: str) -> None:
    """An approval of a setting should hold its value and nothing else."""
    text = f"[[approved]]\nsetting = 'min_cell'\n{said}\n{SIGNED}"
    with pytest.raises(ApprovalsRefused):
        approvals_from(text)


@pytest.mark.parametrize("text", ["[[approved", "approved = 3", "x" * ((1 << 20) + 1)])
def test_what_is_no_file_of_approvals_is_refused(text: str) -> None:
    """What cannot be read as TOML, or is too large, should be refused."""
    with pytest.raises(ApprovalsRefused):
        approvals_from(text)


def test_no_approval_is_no_fault() -> None:
    """An empty file should approve nothing, and be none."""
    assert () == approvals_from("")


def test_data_and_pages_hold_all_of_it() -> None:
    """The data and the page of a diff should hold each change and each setting."""
    data = diff_plain(LOOSER, ())
    page = diff_report(LOOSER).html()

    assert [POLICE] == sorted({row["recipient"] for row in data["widened"]})
    assert ["max_release_days"] == [row["setting"] for row in data["settings"]]
    assert len(data["unapproved"]) == len(LOOSER.unapproved())
    assert "<caption>Widened</caption>" in page
    assert '<th scope="row">city_police</th>' in page


def test_every_category_is_said_in_two_words() -> None:
    """A change of everything should not be told in fifty words."""
    found = diff(policy(limit(recipients=(POLICE,))), policy())
    text = diff_report(found, short=True).text()
    names = {c.category for c in found.widened}

    assert {*CATEGORIES} - {"ciphertext"} == names
    assert "advocacy_notes, child_record" in text
