"""Every spot of a policy, in as few as nothing tells apart: exact, and quick enough."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from attrs import frozen

from fjcore.consent.analyse.asker import Asker
from fjcore.consent.analyse.ceiling import Spot
from fjcore.consent.analyse.classes import classes, leader, signature
from fjcore.consent.analyse.ever import purpose_classes
from fjcore.consent.analyse.terms import facts
from fjcore.consent.floor import law
from fjcore.consent.parties import FAMILY, OTHER_REGIMES, Limit, Policy
from fjcore.consent.vocabulary import BasisKind, Purpose, RecipientKind
from fjcore.records.categories import CATEGORIES, covers

#: Whether somebody is in an address program, where nothing hangs on it.
BOTH = (False, True)


def asks_of_participants(category: str) -> bool:
    """Whether any rule asks, of a category, who is in an address program."""
    rows = law().rows
    return any("acp_participant" in facts(row.guard, category) for row in rows)


@frozen(kw_only=True)
class Cell:
    """Purposes, categories and a state of participation that nothing tells apart."""

    purposes: tuple[Purpose, ...]
    categories: tuple[str, ...]
    participants: tuple[bool, ...]

    def spot(self, asker: Asker, basis: BasisKind) -> Spot:
        """Give the spot of a recipient on a ground; it stands for the whole cell."""
        return Spot(
            asker=asker,
            basis=basis,
            purpose=self.purposes[0],
            category=self.categories[0],
            participant=self.participants[0],
        )


@frozen
class Grid:
    """Purposes and categories in classes that some limits, and the law, tell apart."""

    purposes: tuple[tuple[Purpose, ...], ...]
    categories: tuple[tuple[str, ...], ...]
    apart: bool

    @classmethod
    def of(cls, limits: Iterable[Limit]) -> Grid:
        """Make the grid for some limits."""
        listed = tuple(limits)
        named = tuple({limit.categories: None for limit in listed if limit.categories})

        def told(name: str) -> Hashable:
            reached = (any(covers(one, name) for one in items) for items in named)
            return (signature("category", name), tuple(reached))

        return cls(
            purpose_classes(listed, tuple(Purpose)),
            classes(tuple(CATEGORIES), told),
            any(limit.acp_only for limit in listed),
        )

    def cells(self) -> Iterator[Cell]:
        """Give every cell."""
        for purposes in self.purposes:
            for categories in self.categories:
                apart = self.apart or asks_of_participants(categories[0])
                for sides in ((False,), (True,)) if apart else (BOTH,):
                    yield Cell(
                        purposes=purposes, categories=categories, participants=sides
                    )


def speaks_to(limit: Limit, asker: Asker) -> bool:
    """Whether a limit can speak of a recipient at all."""
    agency = asker.agency
    return (not limit.recipient_kinds or agency.kind in limit.recipient_kinds) and (
        not limit.recipients or agency.id in limit.recipients
    )


def standing(policy: Policy, asker: Asker) -> Hashable:
    """Give all of a policy and a recipient that the law looks at."""
    holder = policy.holder
    return (
        leader("recipient", asker.agency.kind),
        asker.agency.id == holder.agency,
        asker.is_subject,
        asker.bases(),
        holder.regimes & (FAMILY | OTHER_REGIMES),
        bool(holder.unit),
        policy.max_release_days > 0,
        policy.closed,
        # While a plugin is missing, only own staff may read.
        policy.closed and asker.agency.kind is RecipientKind.INTERNAL_STAFF,
    )


def outline(policy: Policy, asker: Asker) -> Hashable:
    """Give all that decides what a recipient may see: as it is, so are all cells."""
    said = {
        (one.cap, one.purposes, one.categories, one.acp_only)
        for one in policy.limits
        if speaks_to(one, asker)
    }
    return standing(policy, asker), frozenset(said)
