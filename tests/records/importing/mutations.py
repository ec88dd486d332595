"""Good files, changed in one place at a time; every cell holds a mark to look for."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st
from records.importing.files import SINGLE, Row, as_csv, as_xlsx

#: Stands in every cell that may hold any text; nobody may ever repeat it.
CANARY = "Qz7quokka"

Change = Callable[[bytes], bytes]


def marked(name: str, count: int) -> list[Row]:
    """Give rows with a mark in every text and key, and a known fault in each."""
    rows = []
    for number in range(count):
        row = dict(SINGLE[name](number))
        for head, cell in row.items():
            if cell and not any(character.isdigit() for character in cell):
                row[head] = f"{CANARY}{cell}"
        rows.append(row)
    return rows


def csv_of(name: str) -> bytes:
    """Give a file of a shipped layout in which no row can be kept."""
    return as_csv(marked(name, 6), name)


def xlsx_of(name: str) -> bytes:
    """Give the same rows as a workbook."""
    rows = marked(name, 6)
    return as_xlsx([list(rows[0]), *(list(row.values()) for row in rows)])


#: Bytes that mean something to some reader.
PIECES = (
    *(b'"', b"'", b",", b";", b"\t", b"\r", b"\n", b"\x00", b"\xff", b"\xef\xbb\xbf"),
    *(b"=", b"+", b"@", b"-", b"<", b">", b"&e;", b"<!DOCTYPE x>", b"<f>1</f>"),
    *(b"PK\x03\x04", b"PK\x05\x06", b"PK\x01\x02", b"\xff\xfe", b"9" * 40),
    *(b"\xed\xa0\x80", "\u202e".encode(), "＝".encode(), b"SYN-", CANARY.encode()),
)


@st.composite
def changes(draw: st.DrawFn) -> Change:
    """Give one change: a piece put in, a span cut, doubled, moved or overwritten."""
    place = draw(st.integers(0, 10_000)) / 10_000
    width = draw(st.sampled_from([0, 1, 2, 3, 8, 64, 512]))
    piece = draw(st.sampled_from(PIECES))
    kind = draw(
        st.sampled_from(["put", "cut", "double", "over", "move", "flip", "end"])
    )
    bit = 1 << draw(st.integers(0, 7))

    def change(raw: bytes) -> bytes:
        at = int(place * len(raw))
        span = raw[at : at + width]
        if kind == "put":
            return raw[:at] + piece + raw[at:]
        if kind == "cut":
            return raw[:at] + raw[at + width :]
        if kind == "double":
            return raw[:at] + span + raw[at:]
        if kind == "over":
            return raw[:at] + piece + raw[at + len(piece) :]
        if kind == "move":
            return raw[:at] + raw[at + width :] + span
        if kind == "flip" and raw:
            at = min(at, len(raw) - 1)
            return raw[:at] + bytes([raw[at] ^ bit]) + raw[at + 1 :]
        return raw[:at]

    return change


def mutants(raw: bytes) -> st.SearchStrategy[bytes]:
    """Give a file with one to four changes in it."""
    several = st.lists(changes(), min_size=1, max_size=4)

    def changed(steps: list[Change]) -> bytes:
        found = raw
        for step in steps:
            found = step(found)
        return found

    return several.map(changed)
