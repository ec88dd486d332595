"""What a policy says in vain: limits that never speak, names of nothing, gaps."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve
from consent.analyse.made import HMIS, LEGAL, POLICE, limit, limits, policy

from fjcore.consent import Agency, ObligationKind, Policy, View
from fjcore.consent.analyse import (
    dead_limits,
    diff,
    gaps,
    lint,
    lint_plain,
    lint_report,
    shadowed,
    unlabelled,
)
from fjcore.testing.consent import stream

DEAD: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "all": ({"cap": View.FULL}, "caps_nothing", ()),
    "typo": ({"categories": ("incidents",)}, "no_category", ()),
    "nobody": ({"recipients": ("gone",)}, "no_recipient", ("gone",)),
    "another kind": (
        {"recipients": (POLICE,), "recipient_kinds": ("court",)},
        "no_recipient",
        (POLICE,),
    ),
    "by law": (
        {"categories": ("ciphertext",), "recipients": (POLICE,)},
        "law_closes",
        ("I4",),
    ),
}


@pytest.mark.parametrize("name", DEAD)
def test_a_limit_that_never_speaks_is_told(name: str) -> None:
    """A limit that changes no answer should be told with why."""
    said, code, by = DEAD[name]
    (found,) = dead_limits(policy(limit(**said), limit("l.real")))

    assert ("dead", "l.one", code, by) == (found.kind, found.what, found.code, found.by)


@pytest.mark.parametrize(
    "said",
    [
        {"recipient_kinds": ("school",)},
        {"categories": ("incidents", "risk")},
        {"acp_only": True},
        {"cap": View.COARSE_5, "purposes": ("discovery",)},
        {"recipients": (HMIS,)},
    ],
    ids=["no partner yet", "one known", "participants", "a little", "by order"],
)
def test_a_limit_that_may_speak_is_not(said: dict[str, Any]) -> None:
    """A limit that changes some answer there can be should not be told."""
    assert () == dead_limits(policy(limit(**said)))


def test_a_limit_under_another_is_told() -> None:
    """A limit that another makes idle should be told, with the other's id."""
    wide, narrow = (
        limit("l.wide"),
        limit("l.narrow", View.COARSE_1, recipients=(POLICE,)),
    )
    (found,) = shadowed(policy(narrow, wide))

    assert ("shadowed", "l.narrow", ("l.wide",)) == (found.kind, found.what, found.by)


def test_of_two_that_say_the_same_the_later_is_told() -> None:
    """Of twins one should be told, and be the later one."""
    twins = (limit(name, recipients=(POLICE,)) for name in ("l.a", "l.b"))
    found = shadowed(policy(*twins))

    assert [("l.b", ("l.a",))] == [(one.what, one.by) for one in found]


def test_several_may_shadow_one_together() -> None:
    """A limit that two others cover, each in a part, should be told with both."""
    parts = (
        limit("l.in", recipients=(POLICE,)),
        limit("l.legal", recipients=(LEGAL,)),
    )
    both = limit("l.both", recipients=(POLICE, LEGAL))
    (found,) = shadowed(policy(*parts, both))

    assert ("l.both", ("l.in", "l.legal")) == (found.what, found.by)


@pytest.mark.parametrize(
    "other",
    [
        {"cap": View.COARSE_1},
        {"recipients": (POLICE,)},
        {"acp_only": True},
        {"purposes": ("discovery",)},
        {"categories": ("risk", "incident")},
    ],
    ids=["higher", "one", "participants", "purpose", "categories"],
)
def test_a_limit_that_another_covers_in_part_is_not(other: dict[str, Any]) -> None:
    """A limit with something of its own to say should not be told."""
    whole = limit("l.whole", recipients=(POLICE, LEGAL))
    found = shadowed(policy(limit("l.other", **other), whole))

    assert "l.whole" not in {one.what for one in found}


def test_what_is_told_idle_can_go() -> None:
    """Without a limit told as idle no answer should change; without another, some."""
    idle = busy = 0
    for seed in range(5):
        one = policy(*limits(stream(500 + seed), 4))
        told = {o.what for o in (*dead_limits(one), *shadowed(one))}
        for each in one.limits:
            left = evolve(one, limits=tuple(o for o in one.limits if o is not each))
            same = not diff(one, left).changes
            idle, busy = idle + same, busy + (not same)

            assert same is (each.id in told)

    assert min(idle, busy) > 1


def test_names_of_nothing_are_told() -> None:
    """A name that is no category should be told, in a limit and on a field."""
    one = policy(limit(categories=("incidents", "risk", "note.text")))
    found = unlabelled(one, {"note.text": "incident.narrative", "x.y": "incidents"})

    assert [
        ("l.one", "unknown_category", ("incidents", "note.text")),
        ("x.y", "no_label", ()),
    ] == [(o.what, o.code, o.by) for o in found]


def honouring(*duties: ObligationKind) -> Policy:
    partner = Agency(
        LEGAL, kind="civil_legal", name="L", capabilities=frozenset(duties)
    )
    return evolve(policy(), partners={LEGAL: partner})


def test_partners_that_get_nothing_are_gaps() -> None:
    """A partner that no release can send anything should be told, with the rule."""
    found = {(o.what, o.code): o.by for o in gaps(policy())}

    assert ("N1",) == found[HMIS, "never_sent"]
    assert (POLICE, "never_sent") not in found
    assert ("ciphertext", "never_seen") in found
    assert ("risk", "never_seen") not in found


def test_duties_that_a_partner_cannot_keep_are_gaps() -> None:
    """A partner that cannot keep the notice of a release should be told."""
    lacking = {o.what: o.by for o in gaps(honouring()) if o.code == "cannot_honour"}
    able = [
        o
        for o in gaps(
            honouring(
                ObligationKind.REDISCLOSURE_NOTICE,
                ObligationKind.PART2_NOTICE,
                ObligationKind.PART2_CONSENT_COPY,
            )
        )
        if o.code == "cannot_honour"
    ]

    assert "redisclosure_notice" in lacking[LEGAL]
    assert [] == able


def test_only_gaps_fail_nothing() -> None:
    """A build should fail on what is said in vain, and not on a gap."""
    found = lint(policy(limit(recipients=("gone",)), limit("l.b"), limit("l.c")))

    assert {"dead": True, "shadowed": True, "gap": False} == {
        one.kind: one.fails for one in found
    }
    assert len(found) == len(lint_plain(found)["findings"])
    text = lint_report(found).text()
    assert "Limits that change no answer" in text
    assert "Nothing is said in vain." in lint_report(()).text()


def test_a_policy_that_is_closed_is_looked_at_as_open() -> None:
    """While a plugin is missing no limit should be told as idle for that."""
    assert () == dead_limits(evolve(policy(limit()), closed=True))
