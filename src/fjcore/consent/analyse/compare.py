"""What widened and what narrowed between two policies: a report to fail a build."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator
from itertools import zip_longest

from attrs import evolve, field, frozen

from fjcore.consent.analyse.approvals import Approval
from fjcore.consent.analyse.asker import Asker, everyone
from fjcore.consent.analyse.ceiling import cap, ceiling
from fjcore.consent.analyse.cells import Cell, Grid, outline, standing
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


def diff(
    old: Policy, new: Policy, *, recipients: Collection[str] | None = None
) -> PolicyDiff:
    """Give what widened and narrowed from one policy to another.

    The greatest view is compared for each recipient, purpose, ground and category, and
    for participants of an address program apart; then every setting that no such table
    shows. What a rule in code lets pass is not known: one that is gone widens.
    ``recipients`` are those to look at, by id or by ``kind:`` with a kind; else all.
    """
    return PolicyDiff(
        changes=tuple(_changes(old, new, recipients)),
        settings=tuple(setting_changes(old, new)),
        opaque=tuple(sorted(set(rule_ids(old)) & set(rule_ids(new)))),
    )


#: Where a view changed: grounds, each with purposes that nothing tells apart.
_Places = set[tuple[BasisKind, tuple[Purpose, ...]]]
#: By categories, view before and view after; apart for each state of participation.
_Found = dict[tuple[tuple[str, ...], View, View], dict[bool, _Places]]


def _changes(
    old: Policy, new: Policy, wanted: Collection[str] | None
) -> Iterator[PolicyChange]:
    look = _Look(old, new, Grid.of((*old.limits, *new.limits)))
    was, now = _by_label(old), _by_label(new)
    for label in {**was, **now}:
        if wanted is not None and label not in wanted:
            continue
        pairs = zip_longest(was.get(label, []), now.get(label, []))
        found = [one for pair in pairs for one in look.told(*pair)]
        for one in sorted(set(found), key=_place):
            yield evolve(one, recipient=label)


def _place(one: PolicyChange) -> tuple[object, ...]:
    return one.category, one.before, one.after, one.whom, one.bases, one.purposes


def _by_label(policy: Policy) -> dict[str, list[Asker]]:
    found: dict[str, list[Asker]] = {}
    for asker in everyone(policy):
        found.setdefault(asker.label, []).append(asker)
    return found


@frozen
class _Look:
    """A look at two policies, recipient by recipient; each kind of one once."""

    old: Policy
    new: Policy
    grid: Grid
    known: dict[Hashable, tuple[PolicyChange, ...]] = field(factory=dict)

    def told(
        self, before: Asker | None, after: Asker | None
    ) -> tuple[PolicyChange, ...]:
        """Give what changed for a recipient, without its name."""
        key = (
            before and outline(self.old, before),
            after and outline(self.new, after),
        )
        if key[0] == key[1]:
            return ()
        if key not in self.known:
            found: _Found = {}
            for basis, cell, was, now in self.differing(before, after):
                sides = found.setdefault((cell.categories, was, now), {})
                for participant in cell.participants:
                    places = sides.setdefault(participant, set())
                    places.add((basis, cell.purposes))
            self.known[key] = tuple(_told(found))
        return self.known[key]

    def differing(
        self, before: Asker | None, after: Asker | None
    ) -> Iterator[tuple[BasisKind, Cell, View, View]]:
        """Give each ground and cell with both its views, where they differ."""
        alike = (
            before is not None
            and after is not None
            and standing(self.old, before) == standing(self.new, after)
        )
        for cell in self.grid.cells():
            if alike and _cap(self.old, before, cell) == _cap(self.new, after, cell):
                continue  # one law and one cap: the same on every ground
            for basis in GROUNDS:
                was = _view(self.old, before, basis, cell)
                now = _view(self.new, after, basis, cell)
                if was != now:
                    yield basis, cell, was, now


def _cap(policy: Policy, asker: Asker | None, cell: Cell) -> View | None:
    if asker is None:
        return None
    return cap(policy, cell.spot(asker, BasisKind.CLIENT_RELEASE))


def _view(policy: Policy, asker: Asker | None, basis: BasisKind, cell: Cell) -> View:
    if asker is None or basis not in asker.bases():
        return View.MARKED
    return ceiling(policy, cell.spot(asker, basis)).view


def _told(found: _Found) -> Iterator[PolicyChange]:
    for (categories, before, after), sides in found.items():
        inside, outside = sides.get(True, set()), sides.get(False, set())
        parts = (
            (ALL, inside & outside),
            (ONLY_IN, inside - outside),
            (ONLY_OUT, outside - inside),
        )
        for whom, places in parts:
            for bases, purposes in _blocks(places):
                for name in categories:
                    yield PolicyChange(
                        recipient="",
                        category=name,
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
    for basis, purposes in places:
        by_basis.setdefault(basis, set()).update(purposes)
    alike: dict[tuple[Purpose, ...], list[BasisKind]] = {}
    for basis in GROUNDS:
        if basis in by_basis:
            listed = tuple(p for p in Purpose if p in by_basis[basis])
            alike.setdefault(listed, []).append(basis)
    for purposes, bases in alike.items():
        yield tuple(bases), purposes
