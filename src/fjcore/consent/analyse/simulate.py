"""What would change if a release were signed, or taken back: told before it is."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from attrs import evolve, frozen

from fjcore.consent.analyse.matrix import (
    Matrix,
    MatrixKey,
    MatrixRow,
    matrix,
    released,
)
from fjcore.consent.inquiry import Grant
from fjcore.consent.onfile import OnFile
from fjcore.consent.parties import Policy
from fjcore.consent.release import Release, Signer
from fjcore.consent.state import SubjectState
from fjcore.consent.validity import boundaries
from fjcore.consent.view import View
from fjcore.values import utc


@frozen(kw_only=True)
class MatrixChange:
    """One category that a recipient would see otherwise, in one span of time.

    ``since`` and ``until`` bound the span, half-open; None is without an end.
    ``before`` and ``after`` are the highest views. ``later``: it is about records
    that are written down after ``later`` alone; ``later_to`` is the last moment.
    """

    recipient: str
    name: str
    purpose: str
    category: str
    before: View
    after: View
    since: datetime
    until: datetime | None
    later: datetime | None = None
    later_to: datetime | None = None
    more: bool = True


@frozen(kw_only=True)
class MatrixDiff:
    """What each recipient would newly see, and no longer see."""

    subject: str
    at: datetime
    changes: tuple[MatrixChange, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def newly(self) -> tuple[MatrixChange, ...]:
        """What would be seen that is not seen now, or more of it."""
        return tuple(change for change in self.changes if change.more)

    @property
    def no_longer(self) -> tuple[MatrixChange, ...]:
        """What would not be seen any more, or less of it."""
        return tuple(change for change in self.changes if not change.more)


def if_signed(release: Release, subject: str, at: datetime) -> Release:
    """Give a release as it would be if she signed it at an instant, as it should be.

    One that is signed already stays as it is.
    Raises: NaiveTime.
    """
    if release.signed_at is not None and release.signature != "none":
        return release
    return evolve(
        release,
        signed_at=release.signed_at or utc(at),
        signature="electronic",
        signers=release.signers or (Signer(subject, "subject"),),
        written=True,
        complete=True,
        informed=True,
        voluntary=True,
    )


def simulate(
    policy: Policy,
    state: SubjectState,
    *,
    subject: str,
    at: datetime,
    add: Iterable[Release] = (),
    remove: Collection[str] = (),
    categories: Collection[str] | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> MatrixDiff:
    """Give what would change if releases were signed, or taken back, at an instant.

    From then on for all time: every start and end of a release counts, with the facts
    as they are known at the instant, and every way of telling. ``remove`` holds ids.
    A release nobody has signed is taken as if she had, as it should be.
    Raises: NaiveTime; what ``matrix`` raises.
    """
    at = utc(at)
    new = tuple(if_signed(one, subject, at) for one in add)
    after = with_releases(state, new, remove)
    keys = tuple(dict.fromkeys((*released(state), *released(after))))
    starts = _starts(policy, (state, after), at)
    methods = _methods((state, after))
    pairs = [
        tuple(
            matrix(
                policy,
                one,
                subject=subject,
                at=start,
                keys=keys,
                methods=methods,
                categories=categories,
                fields=fields,
            )
            for one in (state, after)
        )
        for start in starts
    ]
    return MatrixDiff(
        subject=subject,
        at=at,
        changes=tuple(_changes(keys, starts, pairs)),
        added=tuple(one.id for one in new),
        removed=tuple(sorted(remove)),
    )


def with_releases(
    state: SubjectState, add: Iterable[Release], remove: Collection[str] = ()
) -> SubjectState:
    """Give a state with releases put on file, and others gone from it."""
    new = tuple(OnFile(release=release) for release in add)
    gone = {*remove, *(file.release.id for file in new)}
    kept = tuple(file for file in state.releases if file.release.id not in gone)
    return evolve(state, releases=(*kept, *new))


def _methods(states: Iterable[SubjectState]) -> tuple[str, ...]:
    """Give every way of telling that a release names."""
    found = {m for one in states for file in one.releases for m in file.release.methods}
    return tuple(sorted(found)) or ("electronic",)


def _starts(
    policy: Policy, states: Iterable[SubjectState], at: datetime
) -> list[datetime]:
    """Give the instant and every boundary after it: between two, nothing changes."""
    found = {bound for one in states for bound in boundaries(policy, one)}
    return [at, *sorted(bound for bound in found if bound > at)]


def _changes(
    keys: Iterable[MatrixKey],
    starts: list[datetime],
    pairs: list[tuple[Matrix, ...]],
) -> Iterator[MatrixChange]:
    spans = list(zip(starts, [*starts[1:], None], strict=True))
    for number, _ in enumerate(keys):
        rows = [(old.rows[number], new.rows[number]) for old, new in pairs]
        for name in sorted({name for _, new in rows for name in new.views}):
            found = [
                _change(new, name, span, said)
                for span, (old, new) in zip(spans, rows, strict=True)
                for said in _compared(old.grants(name), new.grants(name))
            ]
            yield from _joined(found)


def _change(
    row: MatrixRow,
    name: str,
    span: tuple[datetime, datetime | None],
    said: _Said,
) -> MatrixChange:
    return MatrixChange(
        recipient=row.recipient,
        name=row.name,
        purpose=row.purpose,
        category=name,
        since=span[0],
        until=span[1],
        before=said.before,
        after=said.after,
        later=said.later,
        later_to=said.later_to,
        more=said.more,
    )


@frozen
class _Said:
    before: View
    after: View
    more: bool
    later: datetime | None = None
    later_to: datetime | None = None


def _compared(old: tuple[Grant, ...], new: tuple[Grant, ...]) -> Iterator[_Said]:
    """Compare what two answers give of records of every age: one word more, one less.

    Of ages only the cutoffs count. What is more of older records is told first; where
    only later ones are reached, from when and to when.
    """
    ages = _ages(old, new)
    views = [(_view(old, until), _view(new, until)) for _, until in ages]
    for more in (True, False):
        hit = [
            index
            for index, (was, now) in enumerate(views)
            if (now > was if more else now < was)
        ]
        if not hit:
            continue
        last = hit[0]
        while last + 1 in hit:
            last += 1
        since, until = ages[hit[0]][0], ages[last][1]
        was, now = views[hit[0]]
        yield _Said(was, now, more, since, until if since else None)


def _ages(
    old: tuple[Grant, ...], new: tuple[Grant, ...]
) -> list[tuple[datetime | None, datetime | None]]:
    """Give the spans of ages within which all records are alike, the oldest first."""
    found = {grant.recorded_not_after for grant in (*old, *new)}
    cutoffs = sorted(one for one in found if one is not None)
    return list(zip([None, *cutoffs], [*cutoffs, None], strict=True))


def _view(grants: tuple[Grant, ...], age: datetime | None) -> View:
    """Give the view of records made by an age; with None, of those made ever after."""
    reached = [
        g.view
        for g in grants
        if g.recorded_not_after is None or (age is not None and g.reaches(age))
    ]
    return max(reached, default=View.MARKED)


def _joined(spans: list[MatrixChange]) -> Iterator[MatrixChange]:
    """Join spans that follow on each other and say the same."""
    for more in (True, False):
        open_: MatrixChange | None = None
        for span in (one for one in spans if one.more is more):
            if open_ is not None and open_.until == span.since:
                if evolve(open_, since=span.since, until=span.until) == span:
                    open_ = evolve(open_, until=span.until)
                    continue
            if open_ is not None:
                yield open_
            open_ = span
        if open_ is not None:
            yield open_
