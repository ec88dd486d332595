"""What stands beside the answers of a form: told totals, facts, the chosen cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fjcore.screening._closing import TOTAL
from fjcore.screening.definition import Instrument
from fjcore.screening.fhir._meta import Told, meta
from fjcore.screening.fhir._reading import Reader
from fjcore.screening.fhir._terms import EXTENSION
from fjcore.screening.result import Status


def totals(
    reader: Reader,
    made: Instrument,
    row: dict[str, Any],
    links: set[str],
    twice: set[str],
) -> Iterator[Told]:
    """Read the totals of a form that tells nothing else; ``links`` were seen before."""
    for where, parts, one in named(reader, row, "total"):
        name = reader.needed(parts.get("score", {}), "valueString", where)
        total = parts.get("value", {}).get("valueInteger")
        score = made.scores_by_id.get(name or "")
        if (
            score is None
            or score.kind != "sum"
            or type(total) is not int
            or "total_only" not in made.entry_modes
        ):
            reader.refuse(where, "format")
        elif not score.min <= total <= score.max:
            reader.refuse(where, "range")
        else:
            link = f"{TOTAL}{score.id}"
            if link in links:
                reader.refuse(where, "duplicate")
                twice.add(link)
            links.add(link)
            said = meta(reader, one, where)
            yield Told.of(link, Status.ANSWERED, str(total), said)


def named(
    reader: Reader, row: dict[str, Any], name: str
) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Give each of our own extensions of a name: its path, its parts, and itself."""
    for where, url, one in reader.extensions(row, ""):
        if url == f"{EXTENSION}{name}":
            parts = {u: part for _, u, part in reader.extensions(one, where)}
            yield where, parts, one


def facts(reader: Reader, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Read the facts that were told, by name; None is one that is not known."""
    seen: set[str] = set()
    for where, parts, _ in named(reader, row, "fact"):
        name = reader.needed(parts.get("name", {}), "valueString", where)
        held = parts.get("value", {})
        keys = [key for key in held if key.startswith("value")]
        value = held[keys[0]] if len(keys) == 1 else None
        if "value" in parts and type(value) not in (str, int, bool):
            reader.refuse(where, "type")
        elif name is not None and name in seen:
            reader.refuse(where, "duplicate")
        elif name is not None:
            seen.add(name)
            yield name, value


def profile(reader: Reader, made: Instrument, row: dict[str, Any]) -> str | None:
    """Read which of several cuts was chosen."""
    said = reader.own(row, "", "profile")
    if said is not None and said not in made.profiles:
        reader.refuse("extension", "unknown_code")
        return None
    return said
