"""Every shipped layout in every format it is read from, with no row to be kept."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from attrs import evolve, frozen
from records.importing import hmis
from records.importing.mutations import CANARY, csv_of, xlsx_of

from fjcore.records.importing import Layout, shipped_layout
from fjcore.records.importing.layout import Format

SINGLE = ("apricot", "infonet", "legacy")
YEARS = (2024, 2026)


@frozen(kw_only=True)
class Source:
    """One layout with the sound bytes of its files, by name.

    ``said`` is what ``--layout`` is given: a name, or a file in the place itself.
    """

    id: str
    said: str
    layout: Layout
    files: dict[str, bytes]

    def put(self, place: Path, broken: str, raw: bytes) -> Path:
        """Write the files into a place, one of them broken; give what to import."""
        folder = place / self.id
        folder.mkdir(exist_ok=True)
        for name, sound in self.files.items():
            (folder / name).write_bytes(raw if name == broken else sound)
        return folder if len(self.files) > 1 else folder / broken

    def layout_in(self, place: Path) -> str:
        """Give the argument of ``--layout``, with its file written where it is one."""
        if self.said:
            return self.said
        path = place / f"{self.id}.toml"
        path.write_text(_as_workbook(self.layout.layout), "utf-8")
        return str(path)


def _as_workbook(name: str) -> str:
    """Give the text of a shipped layout, to be read from a workbook instead."""
    text = files("fjcore.records.importing").joinpath(f"layouts/{name}.toml")
    lines = text.read_text("utf-8").splitlines()
    kept = [one for one in lines if not one.startswith(("encoding =", "delimiter ="))]
    at = kept.index("[[file]]") + 1
    return "\n".join([*kept[:at], 'format = "xlsx"', *kept[at:], ""])


def _single(name: str) -> list[Source]:
    said = shipped_layout(name)
    (one,) = said.file
    booked = evolve(said, file=(evolve(one, format=Format.XLSX),))
    return [
        Source(
            id=f"{name}-csv", said=name, layout=said, files={"rows.csv": csv_of(name)}
        ),
        Source(
            id=f"{name}-xlsx",
            said="",
            layout=booked,
            files={"rows.xlsx": xlsx_of(name)},
        ),
    ]


def _hmis(year: int) -> Source:
    """Give an export whose persons cannot be kept, so that nothing of theirs can be."""
    name = f"hmis_csv_{year}"
    exported = {
        file: hmis.raw(year, file, [_marked(row) for row in rows])
        for file, rows in hmis.FILES.items()
    }
    return Source(id=name, said=name, layout=shipped_layout(name), files=exported)


def _marked(row: dict[str, str]) -> dict[str, str]:
    """Give a row with a mark in every text and key; a person has an unknown code."""
    said = {head: cell for head, cell in row.items() if head != "DateDeleted"}
    if "FirstName" in said:
        said["VeteranStatus"] = "none"
    return {
        head: f"{CANARY}{cell}" if any(one.isalpha() for one in cell) else cell
        for head, cell in said.items()
    }


SOURCES = [*(one for name in SINGLE for one in _single(name)), *map(_hmis, YEARS)]
