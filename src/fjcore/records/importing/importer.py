"""Reading the rows of files into drafts of records, one row at a time."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from attrs import evolve, field, frozen

from fjcore.errors import InputRefused, Problem
from fjcore.records.catalog import Catalog
from fjcore.records.importing.checking import check_layout
from fjcore.records.importing.layout import FileMap, Layout
from fjcore.records.importing.reading import FileReader, Refusal, Row
from fjcore.records.importing.report import ImportReport, Tally
from fjcore.records.importing.seen import Seen


@frozen(kw_only=True, repr=False, eq=False)
class Draft:
    """The records of one row, ready to be kept; what it shows of itself is its row.

    ``introducing`` records are kept only with a person who is new; where there are
    none, the person must be known. ``key`` and ``person`` are the source's own names
    of the row and of the person, and are as secret as any field. ``synthetic``: its
    source says that the person is made up.
    """

    file: str
    rows: tuple[tuple[str, int], ...]
    key: str
    person: str
    introducing: tuple[object, ...] = ()
    records: tuple[object, ...] = ()
    introduces: bool = False
    synthetic: bool = False

    def __repr__(self) -> str:
        return f"<Draft {self.file} row {self.rows[0][1]}>"


@frozen(kw_only=True, eq=False)
class _Met:
    """The persons and rows that were met so far."""

    introduces: bool
    persons: Seen
    rows: Seen = field(factory=Seen)


class Importer:
    """Reads files by a layout; ``drafts`` may be gone through several times.

    Shape: ``path`` is a file, or a folder where the layout reads several; ``zone`` is
    the time zone of local times, where the layout names none; ``collect`` are the
    fields that the holder's policy lists to be kept, not looked at where it is None.
    ``synthetic`` reads for a vault of made-up people: rows about anybody else are
    refused, and without it those about somebody made up.
    Raises: InputRefused, when the layout does not fit the record types, with the path
    and code of every fault.
    """

    def __init__(
        self,
        layout: Layout,
        path: Path,
        *,
        zone: str = "",
        catalog: Catalog | None = None,
        synthetic: bool = False,
        collect: Collection[str] | None = None,
    ) -> None:
        self.synthetic = synthetic
        self.layout = layout if layout.zone else evolve(layout, zone=zone)
        self.path = path
        self.catalog = catalog if catalog is not None else Catalog()
        self.tally = Tally()
        self._reader: FileReader | None = None
        self._done = 0
        check_layout(self.layout, self.catalog, collect)
        self.size = sum(max(_size(one), 1) for one in self._paths())

    def __repr__(self) -> str:
        return f"<Importer {self.layout.layout}>"

    @property
    def position(self) -> int:
        """How much of ``size`` was read in this pass.

        Units: bytes.
        """
        inside = self._reader.position if self._reader is not None else 0
        return min(self._done + inside, self.size)

    def drafts(self) -> Iterator[Draft]:
        """Give a draft for each row that is in order; all others are counted.

        Whoever takes a draft says by ``tally`` what became of it.
        Raises: InputRefused, when a file as a whole cannot be read; MissingExtra.
        """
        self.tally, self._done = Tally(unread_files=self._beside()), 0
        persons = Seen()
        for said in self.layout.file:
            if said.record:
                met = _Met(introduces=said.introduces, persons=persons)
                yield from self._file(said, met)

    def rehearse(self) -> ImportReport:
        """Read everything and keep nothing: what an import would come to.

        Raises: as ``drafts``.
        """
        for draft in self.drafts():
            self.tally.keep(len(draft.rows))
        return self.report()

    def report(self) -> ImportReport:
        """Give what was counted in this pass."""
        return self.tally.report(self.layout.layout, self.layout.version)

    def _file(self, said: FileMap, met: _Met) -> Iterator[Draft]:
        reader = FileReader(
            said,
            self.layout,
            self.catalog,
            self._path,
            self.tally,
            synthetic=self.synthetic,
        )
        self._reader = reader
        try:
            for row in reader.rows():
                draft = self._draft(said, reader, row, met)
                if draft is not None:
                    yield draft
            reader.finish()
        finally:
            self._done += reader.size
            self._reader = None
            reader.close()

    def _draft(
        self, said: FileMap, reader: FileReader, row: Row, met: _Met
    ) -> Draft | None:
        """Make the draft of a row, or count why there is none."""
        refusal = reader.refusal(row)
        if refusal is None and not met.rows.add(row.key):
            refusal = Refusal(((reader.key_index, "duplicate"),))
        known = refusal is None and row.person in met.persons
        if refusal is None and not known and not met.introduces:
            refusal = Refusal(((reader.person_index, "precondition"),))
        if refusal is None:
            made = reader.build(row, introducing=not known and met.introduces)
            if not isinstance(made, Refusal):
                introducing, records = made
                new = met.introduces and not known
                if new:
                    met.persons.add(row.person)
                return Draft(
                    file=said.name,
                    rows=row.places,
                    key=row.key,
                    person=row.person,
                    introducing=introducing,
                    records=records,
                    introduces=new,
                    synthetic=self.synthetic,
                )
            refusal = made
        reader.refuse(row, refusal)
        return None

    def _path(self, said: FileMap) -> Path:
        return self.path / said.name if self.layout.folder else self.path

    def _beside(self) -> int:
        """Count the files of the folder that the layout does not read."""
        if not self.layout.folder:
            return 0
        known = {one.name for one in self.layout.file}
        return sum(one.is_file() and one.name not in known for one in self._listed())

    def _listed(self) -> list[Path]:
        try:
            return list(self.path.iterdir())
        except OSError:
            return []

    def _paths(self) -> list[Path]:
        found = [self._path(one) for one in self.layout.file if one.record]
        for path in found:
            if not path.is_file():
                problem = Problem(path.name, "unreadable")
                raise InputRefused(path.name, problems=(problem,))
        return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
