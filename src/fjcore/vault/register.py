"""Finding people of a vault by a name, a date or a number, for its own staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

from attrs import frozen

from fjcore.crypto.index import SCAN_BELOW, IndexSpec, candidates, normaliser
from fjcore.errors import (
    BadDate,
    IndexRefused,
    KeyDestroyed,
    OptionRefused,
    Problem,
    UnknownSubject,
)
from fjcore.values import PartialDate
from fjcore.vault.cells import StoredRecord, open_record, type_of
from fjcore.vault.core import Core, Tx
from fjcore.vault.erasing import erased
from fjcore.vault.indexing import (
    FINDABLE,
    Findable,
    SqlIndexRows,
    specs_of,
    tokens_of,
    write,
)
from fjcore.vault.inputs import Intake
from fjcore.vault.moment import moment, walled

#: How many people one transaction of a rebuild looks at.
BATCH = 200

#: Most people that the entry of one search names.
_NAMED = 200

Progress = Callable[[int], None]


def _quiet(_: int) -> None:
    return


@frozen(kw_only=True)
class Indexed:
    """What a rebuild did: whom it looked at, and which versions stand and went.

    ``versions`` is empty where there are so few people that each is opened instead.
    """

    people: int
    versions: tuple[str, ...]
    dropped: tuple[str, ...]


@frozen(repr=False)
class Register:
    """Finds people by what is sealed. Each act names who asks, and is logged."""

    _core: Core

    def find(self, kind: str, asked: str, *, actor: str) -> tuple[str, ...]:
        """Give the ids of the people who have a value that is asked for.

        By a blind index where the site turned one on, it is complete, and there are
        2,000 people or more; else by opening what each has. Whoever is found was
        opened and compared. Somebody walled off from a person does not find her.
        Raises: OptionRefused, for an unknown kind, and for what is no value of it, of
        which nobody could come out; SealBroken and its kin.
        """
        self._core.own(actor)
        if not _legible(kind, _findable(kind), asked):
            raise OptionRefused("value", problems=(Problem("value", "format"),))
        return self._having(kind, asked, actor)

    def _having(self, kind: str, asked: str, actor: str) -> tuple[str, ...]:
        core, what = self._core, _findable(kind)

        def work(tx: Tx) -> tuple[str, ...]:
            found = tuple(_found(tx, kind, what, asked, actor))
            said = {"what": "find", "kind": kind, "people": list(found[:_NAMED])}
            tx.note("read", actor=actor, detail={**said, "count": len(found)})
            return found

        return core.run(work)

    def known(self, intake: Intake, *, actor: str) -> tuple[str, ...]:
        """Give who may be on file already: alike in name and birth date, or phone.

        Raises: as ``find``, but not for a value of hers that nobody is found by.
        """
        self._core.own(actor)
        by = {
            kind: [
                set(self._having(kind, value, actor))
                for value in dict.fromkeys(FINDABLE[kind].values(intake.records))
            ]
            for kind in ("name", "birth_date", "phone")
        }
        named, born, rung = (set().union(*by[kind]) for kind in by)
        return tuple(sorted((named & born) | rung))

    def reindex(self, *, actor: str, progress: Progress = _quiet) -> Indexed:
        """Write every index that the site turns on, and drop those it does not.

        It may be stopped anywhere and begun again; search finds everybody meanwhile.
        Raises: IndexRefused, ``budget``, when the bits of one person's indexes add up
        to more than leaves two people alike, and nobody accepted that.
        """
        core = self._core
        core.own(actor)
        specs = specs_of(core.site)

        def begin(tx: Tx) -> list[str]:
            people = [subject for subject, _ in tx.rows.subjects()]
            rows = SqlIndexRows(tx.connection)
            _within_budget(core, specs, len(people))
            for spec in specs if len(people) >= SCAN_BELOW else ():
                rows.begin(spec)
            kinds = sorted({spec.index_id for spec in specs})
            tx.note("key.rotate", actor=actor, detail={"indexes": kinds})
            return people

        people = core.run(begin)
        standing = specs if len(people) >= SCAN_BELOW else []
        for at in range(0, len(people) if standing else 0, BATCH):
            chunk = people[at : at + BATCH]
            core.run(partial(_rebuilt, specs=standing, people=chunk))
            progress(min(at + BATCH, len(people)))
        dropped = core.run(lambda tx: _settled(tx, standing))
        return Indexed(
            people=len(people),
            versions=tuple(f"{one.index_id}/{one.version}" for one in standing),
            dropped=dropped,
        )


def _findable(kind: str) -> Findable:
    found = FINDABLE.get(kind)
    if found is None:
        raise OptionRefused("kind", problems=(Problem("kind", "unknown_code"),))
    return found


def _legible(kind: str, what: Findable, asked: str) -> bool:
    """Whether somebody could have what is asked for: else it was written amiss."""
    if kind == "birth_date":
        try:
            PartialDate.parse(asked)
        except BadDate:
            return False
    return bool(normaliser(what.normaliser).asked(asked))


def _found(tx: Tx, kind: str, what: Findable, asked: str, actor: str) -> Iterator[str]:
    alike = normaliser(what.normaliser)
    for subject, records in _opened(tx, _likely(tx, kind, asked), what.types):
        values = what.values(records)
        if any(alike.matches(value, asked) for value in values):
            if _admitted(tx, subject, actor):
                yield subject


def _likely(tx: Tx, kind: str, asked: str) -> list[str]:
    """Give whom an index does not rule out, or everybody."""
    specs = specs_of(tx.core.site, kind)
    people = [subject for subject, _ in tx.rows.subjects()]
    if specs and len(people) >= SCAN_BELOW:
        rows = SqlIndexRows(tx.connection)
        ready = rows.standing(specs)
        if ready:
            # Each complete version holds everybody: the newest one alone is enough.
            return sorted(candidates(rows, tokens_of(tx, ready[:1])[0], asked))
    return people


def _admitted(tx: Tx, subject: str, actor: str) -> bool:
    try:
        walled(moment(tx, subject), actor)
    except UnknownSubject:
        return False
    return True


def _opened(
    tx: Tx, people: Sequence[str], types: tuple[type, ...]
) -> Iterator[tuple[str, list[object]]]:
    """Open the records of people that are of some types; the erased have none."""
    for at in range(0, len(people), BATCH):
        held = tx.rows.records_of(people[at : at + BATCH])
        for subject in people[at : at + BATCH]:
            if subject in held:
                yield subject, _records(tx, subject, held[subject], types)


def _records(
    tx: Tx, subject: str, held: Iterable[StoredRecord], types: tuple[type, ...]
) -> list[object]:
    try:
        return list(_of(tx, subject, held, types))
    except KeyDestroyed:
        if not erased(tx, subject):
            raise
        return []


def _of(
    tx: Tx, subject: str, held: Iterable[StoredRecord], types: tuple[type, ...]
) -> Iterator[object]:
    catalog = tx.core.catalog
    for stored in held:
        cls = catalog.types.get(type_of(tx.seals, subject, stored))
        if cls is not None and issubclass(cls, types):
            found = open_record(tx.seals, stored, subject_id=subject, catalog=catalog)
            if found is not None:
                yield found.record


def _within_budget(core: Core, specs: list[IndexSpec], people: int) -> None:
    newest = {spec.index_id: spec for spec in reversed(specs)}
    spent = sum(spec.bits for spec in newest.values())
    accepted = any(row.accepted_by.strip() for row in core.site.indexes)
    if people >= SCAN_BELOW and spent > people.bit_length() - 2 and not accepted:
        raise IndexRefused("budget")


def _rebuilt(tx: Tx, specs: list[IndexSpec], people: list[str]) -> None:
    rows = SqlIndexRows(tx.connection)
    types = tuple({one for kind in FINDABLE.values() for one in kind.types})
    for subject, records in _opened(tx, people, types):
        write(tx, rows, specs, subject, records)


def _settled(tx: Tx, standing: list[IndexSpec]) -> tuple[str, ...]:
    """Say that versions are complete, and drop what the site does not turn on."""
    rows = SqlIndexRows(tx.connection)
    wanted = {(spec.index_id, spec.version) for spec in standing}
    dropped = sorted(set(rows.versions()) - wanted)
    for index_id, version in dropped:
        rows.drop(index_id, version)
    for spec in standing:
        rows.complete(spec)
    return tuple(f"{index_id}/{version}" for index_id, version in dropped)
