"""Every spot of a policy, in as few as nothing tells apart: exact, and quick enough."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

from attrs import frozen

from fjcore.consent.analyse.asker import Asker
from fjcore.consent.analyse.ceiling import Spot
from fjcore.consent.analyse.classes import classes, signature
from fjcore.consent.analyse.ever import GROUNDS, purpose_classes
from fjcore.consent.parties import Limit, Policy
from fjcore.consent.vocabulary import BasisKind, Purpose
from fjcore.records.categories import CATEGORIES, covers


@frozen(kw_only=True)
class Cell:
    """One spot, and the purposes and categories that it stands for."""

    spot: Spot
    purposes: tuple[Purpose, ...]
    categories: tuple[str, ...]


@frozen
class Grid:
    """Purposes and categories in classes that some limits, and the law, tell apart."""

    purposes: tuple[tuple[Purpose, ...], ...]
    categories: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, limits: Iterable[Limit]) -> Grid:
        """Make the grid for some limits."""
        listed = tuple(limits)
        named = tuple({limit.categories: None for limit in listed if limit.categories})

        def told(name: str) -> Hashable:
            reached = (any(covers(one, name) for one in items) for items in named)
            return (signature("category", name), tuple(reached))

        return cls(
            purpose_classes(listed, tuple(Purpose)), classes(tuple(CATEGORIES), told)
        )

    def cells(
        self, asker: Asker, bases: Iterable[BasisKind] = GROUNDS
    ) -> Iterator[Cell]:
        """Give every cell of a recipient, on the grounds it can ask on."""
        can = asker.bases()
        for basis in bases:
            if basis not in can:
                continue
            for purposes in self.purposes:
                for categories in self.categories:
                    for participant in (False, True):
                        yield Cell(
                            spot=Spot(
                                asker=asker,
                                basis=basis,
                                purpose=purposes[0],
                                category=categories[0],
                                participant=participant,
                            ),
                            purposes=purposes,
                            categories=categories,
                        )


def speaks_to(limit: Limit, asker: Asker) -> bool:
    """Whether a limit can speak of a recipient at all."""
    agency = asker.agency
    return (not limit.recipient_kinds or agency.kind in limit.recipient_kinds) and (
        not limit.recipients or agency.id in limit.recipients
    )


def outline(policy: Policy, asker: Asker) -> Hashable:
    """Give all that decides what a recipient may see: as it is, so are all cells."""
    holder = policy.holder
    said = {
        (one.cap, one.purposes, one.categories, one.acp_only)
        for one in policy.limits
        if speaks_to(one, asker)
    }
    return (
        asker.agency.kind,
        asker.agency.id == holder.agency,
        asker.is_subject,
        asker.bases(),
        frozenset(said),
        holder.regimes,
        bool(holder.unit),
        policy.max_release_days > 0,
        policy.closed,
    )
