"""What widened and what narrowed between two policies: a report to fail a build."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from fjcore.consent.analyse.approvals import Approval
from fjcore.consent.analyse.asker import Asker, everyone
from fjcore.consent.analyse.ceiling import ceiling
from fjcore.consent.analyse.cells import Cell, Grid, outline
from fjcore.consent.analyse.ever import GROUNDS, rule_ids
from fjcore.consent.analyse.settings import SettingChange, setting_changes
from fjcore.consent.parties import Policy
from fjcore.consent.view import View
from fjcore.consent.vocabulary import BasisKind, Purpose

#: For whom a change is: everybody, or by whether they are in an address program.
ALL, ONLY_IN, ONLY_OUT = "everybody", "participants", "others"


@frozen(kw_only=True)
class PolicyChange:
    """The greatest view of one recipient and category that is another one now.

    ``recipient`` is an agency's id, or ``kind:`` with a kind for any other agency of
    it. ``whom``: everybody, or only participants of an address program, or only others.
    """

    recipient: str
    category: str
    whom: str
    before: View
    after: View
    bases: tuple[BasisKind, ...]
    purposes: tuple[Purpose, ...]

    @property
    def widens(self) -> bool:
        """Whether more can be seen now."""
        return self.after > self.before


@frozen(kw_only=True)
class PolicyDiff:
    """All that differs between two policies.

    ``opaque`` are rules in code that both have: whether their code changed is not seen.
    """

    changes: tuple[PolicyChange, ...]
    settings: tuple[SettingChange, ...]
    opaque: tuple[str, ...] = ()

    @property
    def widened(self) -> tuple[PolicyChange, ...]:
        """Where more can be seen now."""
        return tuple(change for change in self.changes if change.widens)

    @property
    def narrowed(self) -> tuple[PolicyChange, ...]:
        """Where less can be seen now."""
        return tuple(change for change in self.changes if not change.widens)

    @property
    def widens(self) -> bool:
        """Whether anything can be seen that could not."""
        return bool(self.widened) or any(one.widens for one in self.settings)

    def unapproved(
        self, approvals: Iterable[Approval] = ()
    ) -> tuple[PolicyChange | SettingChange, ...]:
        """Give every widening that nobody approved; a build should fail on any.

        A change is approved if for each of its grounds and purposes an approval speaks
        of its recipient, its category and at least its view.
        """
        rows = tuple(approvals)
        return (
            *(one for one in self.widened if not _approved(one, rows)),
            *(
                one
                for one in self.settings
                if one.widens
                and not any(
                    (row.setting, row.value) == (one.setting, one.after) for row in rows
                )
            ),
        )

    def unused(self, approvals: Iterable[Approval]) -> tuple[Approval, ...]:
        """Give the approvals that speak of no widening here: they may be old."""
        return tuple(row for row in approvals if not self._used(row))

    def _used(self, row: Approval) -> bool:
        if row.setting:
            return any(one.setting == row.setting for one in self.settings)
        return any(
            row.covers(one.recipient, one.category, one.after, basis, purpose)
            for one in self.widened
            for basis in one.bases
            for purpose in one.purposes
        )


def _approved(change: PolicyChange, rows: tuple[Approval, ...]) -> bool:
    return all(
        any(
            row.covers(change.recipient, change.category, change.after, basis, purpose)
            for row in rows
        )
        for basis in change.bases
        for purpose in change.purposes
    )


def diff(old: Policy, new: Policy) -> PolicyDiff:
    """Give what widened and narrowed from one policy to another.

    The greatest view is compared for each recipient, purpose, ground and category, and
    for participants of an address program apart; then every setting that no such table
    shows. What a rule in code lets pass is not known: one that is gone widens.
    """
    return PolicyDiff(
        changes=tuple(_changes(old, new)),
        settings=tuple(setting_changes(old, new)),
        opaque=tuple(sorted(set(rule_ids(old)) & set(rule_ids(new)))),
    )


#: Where a view changed: basis and purpose.
_Places = set[tuple[BasisKind, Purpose]]
#: By category, view before and view after; apart for each state of participation.
_Found = dict[tuple[str, View, View], dict[bool, _Places]]


def _changes(old: Policy, new: Policy) -> Iterator[PolicyChange]:
    grid = Grid.of((*old.limits, *new.limits))
    was, now = _by_label(old), _by_label(new)
    for label in {**was, **now}:
        found: _Found = {}
        for before, after in zip(*_even(was.get(label), now.get(label)), strict=True):
            _compare(old, new, before, after, grid, found)
        yield from _told(label, found)


def _by_label(policy: Policy) -> dict[str, list[Asker]]:
    found: dict[str, list[Asker]] = {}
    for asker in everyone(policy):
        found.setdefault(asker.label, []).append(asker)
    return found


def _even(
    old: list[Asker] | None, new: list[Asker] | None
) -> tuple[list[Asker | None], list[Asker | None]]:
    """Give both sides as long as each other; None where there is nobody."""
    long = max(len(old or ()), len(new or ()))
    return (
        [*(old or ()), *[None] * (long - len(old or ()))],
        [*(new or ()), *[None] * (long - len(new or ()))],
    )


def _compare(
    old: Policy,
    new: Policy,
    before: Asker | None,
    after: Asker | None,
    grid: Grid,
    found: _Found,
) -> None:
    if before is not None and after is not None:
        if outline(old, before) == outline(new, after):
            return
    first, second = _views(old, before, grid), _views(new, after, grid)
    for place in {**first, **second}:
        was, cell = first.get(place, (View.MARKED, None))
        now, other = second.get(place, (View.MARKED, None))
        either = cell or other
        if was != now and either is not None:
            for name in either.categories:
                sides = found.setdefault((name, was, now), {})
                places = sides.setdefault(either.spot.participant, set())
                basis = either.spot.basis
                places.update((basis, purpose) for purpose in either.purposes)


_Place = tuple[BasisKind, Purpose, str, bool]


def _views(
    policy: Policy, asker: Asker | None, grid: Grid
) -> dict[_Place, tuple[View, Cell]]:
    """Give the greatest view of every cell of a recipient, by its place."""
    if asker is None:
        return {}
    found: dict[_Place, tuple[View, Cell]] = {}
    for cell in grid.cells(asker):
        spot = cell.spot
        place = (spot.basis, spot.purpose, spot.category, spot.participant)
        found[place] = (ceiling(policy, spot).view, cell)
    return found


def _told(label: str, found: _Found) -> Iterator[PolicyChange]:
    for (category, before, after), sides in sorted(found.items()):
        inside, outside = sides.get(True, set()), sides.get(False, set())
        parts = (
            (ALL, inside & outside),
            (ONLY_IN, inside - outside),
            (ONLY_OUT, outside - inside),
        )
        for whom, places in parts:
            for bases, purposes in _blocks(places):
                yield PolicyChange(
                    recipient=label,
                    category=category,
                    whom=whom,
                    before=before,
                    after=after,
                    bases=bases,
                    purposes=purposes,
                )


def _blocks(
    places: _Places,
) -> Iterator[tuple[tuple[BasisKind, ...], tuple[Purpose, ...]]]:
    """Give places as grounds that share the same purposes."""
    by_basis: dict[BasisKind, set[Purpose]] = {}
    for basis, purpose in places:
        by_basis.setdefault(basis, set()).add(purpose)
    alike: dict[tuple[Purpose, ...], list[BasisKind]] = {}
    for basis in GROUNDS:
        if basis in by_basis:
            listed = tuple(p for p in Purpose if p in by_basis[basis])
            alike.setdefault(listed, []).append(basis)
    for purposes, bases in alike.items():
        yield tuple(bases), purposes
