"""One release as it lies in the file: with all that ended, narrowed or paused it."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from fjcore.consent import events as e
from fjcore.consent.events import Event
from fjcore.consent.release import Release, Signer

#: Events that put a form on file.
FORMS = (e.Drafted, e.Declined, e.OralNoted, e.Signed)
#: How a form lies there, by the event that put it on file.
_STANDINGS: dict[type, str] = {
    e.Drafted: "drafted",
    e.Declined: "declined",
    e.OralNoted: "oral",
    e.Signed: "signed",
}

#: Something taken out of a release, with the instant from which it is.
Taken = tuple[tuple[str, datetime], ...]


@frozen(kw_only=True)
class OnFile:
    """A release with everything that ended or narrowed it, each with its instant.

    ``standing``: signed, drafted, declined or oral. ``recipients`` and ``categories``
    were taken back; ``struck`` was agreed to be left out, by its kind. ``paused`` are
    half-open spans in which it is in doubt.
    """

    release: Release
    standing: str = "signed"
    withdrawn: tuple[datetime, ...] = ()
    ended: tuple[datetime, ...] = ()
    superseded: tuple[datetime, ...] = ()
    paused: tuple[tuple[datetime, datetime | None], ...] = ()
    cosigned: tuple[tuple[Signer, datetime], ...] = ()
    recipients: Taken = ()
    categories: Taken = ()
    struck: tuple[tuple[str, str, datetime], ...] = ()
    uses: int = 0

    def __repr__(self) -> str:
        return f"<OnFile {self.release!r}>"

    def left_out(self, kind: str, at: datetime) -> frozenset[str]:
        """Give what was agreed to be left out at an instant, of a kind."""
        return frozenset(
            item for what, item, since in self.struck if what == kind and since <= at
        )

    def instants(self) -> list[datetime]:
        """Give every instant at which something about it changes."""
        found = [*self.withdrawn, *self.ended, *self.superseded]
        found += [at for _, at in (*self.recipients, *self.categories, *self.cosigned)]
        found += [at for _, _, at in self.struck]
        return found + [at for span in self.paused for at in span if at is not None]


@frozen
class _Fold:
    """What is gathered of a release while its events are read."""

    withdrawn: list[datetime] = field(factory=list)
    ended: list[datetime] = field(factory=list)
    superseded: list[datetime] = field(factory=list)
    paused: list[datetime] = field(factory=list)
    resumed: list[datetime] = field(factory=list)
    cosigned: list[tuple[Signer, datetime]] = field(factory=list)
    recipients: list[tuple[str, datetime]] = field(factory=list)
    categories: list[tuple[str, datetime]] = field(factory=list)
    struck: list[tuple[str, str, datetime]] = field(factory=list)
    uses: list[str] = field(factory=list)


def on_file(
    event: e.Drafted | e.Declined | e.OralNoted | e.Signed, known: list[Event]
) -> OnFile:
    """Give a release with what the events known say of it."""
    release, fold = event.release, _Fold()
    for other in known:
        if isinstance(other, e.Withdrawn):
            _taken_back(fold, other, release)
        elif getattr(other, "release_id", None) == release.id:
            _told(fold, other, release)
    return OnFile(
        release=release,
        standing=_STANDINGS[type(event)],
        withdrawn=tuple(fold.withdrawn),
        ended=tuple(fold.ended),
        superseded=tuple(fold.superseded),
        paused=_spans(fold),
        cosigned=tuple(fold.cosigned),
        recipients=tuple(fold.recipients),
        categories=tuple(fold.categories),
        struck=tuple(fold.struck),
        uses=len(fold.uses),
    )


def _taken_back(fold: _Fold, event: e.Withdrawn, release: Release) -> None:
    if not _hits(event, release):
        return
    told = event.effective_at
    fold.recipients.extend((item, told) for item in event.recipients)
    fold.categories.extend((item, told) for item in event.categories)
    if not event.recipients and not event.categories:
        fold.withdrawn.append(told)


def _hits(event: e.Withdrawn, release: Release) -> bool:
    """Whether a withdrawal speaks of a release: by id, or of all signed by then."""
    if event.release_id:
        return event.release_id == release.id
    return release.signed_at is None or release.signed_at <= event.effective_at


def _told(fold: _Fold, event: Event, release: Release) -> None:
    """Gather what an event says of the release that it names."""
    at = event.effective_at
    if isinstance(event, e.Revoked):
        fold.withdrawn.append(at)
    elif isinstance(event, e.Invalidated):
        fold.withdrawn.append(min(at, release.signed_at or at))
    elif isinstance(event, e.EndEventOccurred):
        fold.ended.append(at)
    elif isinstance(event, e.Superseded):
        fold.superseded.append(at)
    elif isinstance(event, e.Suspended):
        fold.paused.append(at)
    elif isinstance(event, e.Resumed):
        fold.resumed.append(at)
    elif isinstance(event, e.CoSigned):
        fold.cosigned.append((event.signer, at))
    elif isinstance(event, e.Used):
        fold.uses.append(event.recipient)
    elif isinstance(event, e.Narrowed):
        for kind in ("recipients", "purposes", "methods", "categories"):
            fold.struck.extend((kind, item, at) for item in getattr(event, kind))


def _spans(fold: _Fold) -> tuple[tuple[datetime, datetime | None], ...]:
    """Give each pause until the first resuming after it."""
    return tuple(
        (at, min((end for end in fold.resumed if end > at), default=None))
        for at in fold.paused
    )
