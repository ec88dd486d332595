"""How it was asked: the mode, who else was there, in which words."""

from __future__ import annotations

from typing import Any

from attrs import asdict, fields

from fjcore.screening.fhir._beside import named
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.fhir._terms import EXTENSION, extension
from fjcore.screening.response import Response
from fjcore.screening.result import Mode, Presence, WordingPin


def asked(found: Response, *, present: bool) -> list[dict[str, Any]]:
    """Write how it was asked, as far as it is known and may be told."""
    rows = []
    if found.mode is not None:
        rows.append(extension("mode", "Code", str(found.mode)))
    # Like a reason that asking was not safe, it tells who was in the room.
    there = found.present if present else ()
    rows += [extension("present", "Code", str(one)) for one in there]
    if found.wording is not None:
        parts = [
            {"url": name, "valueString": text}
            for name, text in asdict(found.wording).items()
        ]
        rows.append({"url": f"{EXTENSION}wording", "extension": parts})
    return rows


def mode(reader: Reader, row: dict[str, Any]) -> Mode | None:
    """Read how the questions were put."""
    said = [
        (where, reader.needed(one, "valueCode", where))
        for where, url, one in reader.extensions(row, "")
        if url == f"{EXTENSION}mode"
    ]
    for where, _ in said[1:]:
        reader.refuse(where, "duplicate")
    for where, text in said[:1]:
        if text in frozenset(Mode):
            return Mode(text)
        if text is not None:
            reader.refuse(where, "unknown_code")
    return None


def present(reader: Reader, row: dict[str, Any]) -> tuple[Presence, ...]:
    """Read who else was there."""
    found: list[Presence] = []
    for where, url, one in reader.extensions(row, ""):
        if url != f"{EXTENSION}present":
            continue
        text = reader.needed(one, "valueCode", where)
        if text in frozenset(Presence):
            found.append(Presence(text))
        elif text is not None:
            reader.refuse(where, "unknown_code")
    return tuple(found)


def wording(reader: Reader, row: dict[str, Any]) -> WordingPin | None:
    """Read in which words it was asked."""
    names = [part.name for part in fields(WordingPin)]
    pins = []
    for where, parts, _ in named(reader, row, "wording"):
        said = {n: reader.needed(parts.get(n, {}), "valueString", where) for n in names}
        whole = {n: text for n, text in said.items() if text is not None}
        if len(whole) == len(names):
            pins.append(WordingPin(**whole))
        if len(pins) > 1:
            reader.refuse(where, "duplicate")
    return pins[0] if len(pins) == 1 else None
