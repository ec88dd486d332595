"""Every plan that the vocabulary's recipients can get for its purposes, each once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from consent.hidden import narratives

from fjcore.consent import Plan, Purpose, RecipientKind, View, plan
from fjcore.records import CATEGORIES
from fjcore.testing.consent import HARBOR, Facts, answer_of, plain
from fjcore.testing.consent._grounds import GOOD, LISTS

STORIES = narratives()
LEAVES = tuple(sorted(CATEGORIES))
ALL = (*LEAVES, *STORIES)
KINDS, PURPOSES = tuple(map(str, RecipientKind)), tuple(map(str, Purpose))

#: Every step between nothing and everything, in turn.
COARSE = {name: View(3 + index % 5) for index, name in enumerate(ALL)}
SIGNED: Facts = {"kind": "client_release"}


def asked(kind: str, purpose: str) -> Iterator[Facts]:
    """Give the cases of a recipient and a purpose: releases, none, each ground."""
    yield _case(kind, purpose, ALL, ("vawa",), SIGNED)
    yield _case(kind, purpose, ALL, ("vawa",), SIGNED, COARSE)
    yield _case(kind, purpose, ALL, ("hipaa", "part2"), SIGNED)
    yield _case(kind, purpose, ALL, (), SIGNED)
    yield _case(kind, purpose, ("psychotherapy_notes",), ("vawa",), SIGNED)
    yield _case(kind, purpose, (), ("vawa",), {"kind": "none"})
    for ground, (_, purposes, regimes, good, bad) in GOOD.items():
        if purpose == purposes[0]:
            for held in regimes[:3]:
                yield _case(kind, purpose, (), held, _basis(ground, good, bad))


def _basis(ground: str, good: Iterable[str], bad: Iterable[str]) -> Facts:
    flags: Facts = dict.fromkeys(good, True) | dict.fromkeys(bad, False)
    said: Facts = {"kind": ground}
    if ground in LISTS:
        said[LISTS[ground]] = LEAVES
    more = {"conditions": flags} if ground == "fatality_review" else flags
    return said | more


def _case(
    kind: str,
    purpose: str,
    scope: tuple[str, ...],
    regimes: tuple[str, ...],
    basis: Facts,
    views: dict[str, View] | None = None,
) -> Facts:
    asks = {"recipient_type": kind, "purpose": purpose, "categories": LEAVES}
    facts = plain(
        request={**asks, "legal_basis": basis},
        fields=STORIES,
        shelter_authorization=True,
        holder={**HARBOR, "regimes": regimes},
    )
    said = {"scope": scope, "views": views or {}, "purpose": (purpose,)}
    signed = {**facts["releases"][0], **said, "privilege_ack": True}
    return facts | {"releases": [signed] if scope else []}


def identity(made: Plan) -> Any:
    """Give what tells a plan from another: what it shows and what goes with it."""
    shows = made.categories, made.named, made.silent
    return (*shows, made.obligations, len(made.consents), made.expires)


def distinct(pairs: Iterable[tuple[str, str]]) -> list[Plan]:
    """Give every plan of some recipients and purposes, each once, in their order."""
    found: dict[Any, Plan] = {}
    for kind, purpose in pairs:
        for facts in asked(kind, purpose):
            made = plan(answer_of(facts))
            found.setdefault(identity(made), made)
    return list(found.values())
