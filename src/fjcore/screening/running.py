"""Files of vectors and of definitions, read strictly, and run."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from attrs import field as part
from attrs import frozen

from fjcore.errors import DefinitionRefused, FjcoreError, InputRefused, Problem
from fjcore.screening import _shape as shape
from fjcore.screening._shape import BadShape
from fjcore.screening.definition import Instrument
from fjcore.screening.parse import instruments, load, parse, read
from fjcore.screening.vectors import Vector, differences, vector
from fjcore.values import canonical

#: A file of known answers; a file of definitions is smaller.
MAX_BYTES = 64 << 20
#: The ends of the names of forms that are read; an older one is a draft's.
_VECTORS = ("vectors-0.2", "fjcore.vectors/1")
_DRAFTS = "instruments-0.2"
_SCHEMA = "fjcore.instruments/1"


@frozen(kw_only=True)
class Failure:
    """One place at which a vector is not as expected."""

    id: str
    field: str
    expected: Any = part(repr=False)
    got: Any = part(repr=False)


@frozen(kw_only=True)
class Report:
    """What came of a run, and which flags and scores no vector says anything of."""

    ids: tuple[str, ...]
    failures: tuple[Failure, ...]
    unasserted: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many vectors were run."""
        return len(self.ids)

    @property
    def failed(self) -> int:
        """How many vectors do not agree."""
        return len({one.id for one in self.failures})


def definitions_from(raw: bytes, *, where: str) -> dict[str, Instrument]:
    """Read a file of one definition or of many, by their ids.

    One in the older form need not bring vectors, limits or a licence.
    Raises: InputRefused; DefinitionRefused, of the first that has faults.
    """
    return {made.id: made for made in _each(raw, where)}


def _each(raw: bytes, where: str) -> Iterator[Instrument]:
    for data, strict in rows_of(raw, where=where):
        yield parse(data, strict=strict)


def rows_of(raw: bytes, *, where: str) -> list[tuple[Any, bool]]:
    """Give each definition of a file as plain data, and whether it is to be whole.

    Raises: InputRefused.
    """
    data = _read(raw, where)
    if type(data) is not dict or "instruments" not in data:
        return [(data, True)]
    rows, schema = data["instruments"], data.get("schema")
    known = {"schema", "grammar", "instruments", "not_encoded"}
    if type(schema) is not str or not schema.endswith((_DRAFTS, _SCHEMA)):
        raise _faulty(where, "schema", "format")
    if not data.keys() <= known or type(rows) is not list or not rows:
        raise _faulty(where, "instruments", "format")
    ids = [row.get("id") if type(row) is dict else None for row in rows]
    texts = [name for name in ids if type(name) is str]
    if len(set(texts)) != len(texts):
        raise _faulty(where, "instruments", "duplicate")
    return [(row, schema.endswith(_SCHEMA)) for row in rows]


def run(
    files: Iterable[tuple[str, bytes]],
    *,
    known: Mapping[str, Instrument] | None = None,
    only: Collection[str] = (),
) -> Report:
    """Run files of vectors, each with its name, against core or against ``known``.

    ``only`` runs vectors of these ids. What a vector states is compared, and no more.
    Raises: InputRefused, for a file that cannot be read, an instrument that is not
    there, an id twice, or where no vector was run.
    """
    warnings: list[str] = []
    found: list[tuple[Instrument, Vector]] = []
    for name, raw in files:
        rows, count = _vectors(raw, name)
        if count not in (None, len(rows)):
            warnings.append(f"{name}: count is not the number of vectors")
        found += [_placed(one, path, name, known) for path, one in rows]
    ids = [one.id for _, one in found]
    if len(set(ids)) != len(ids):
        raise _faulty("vectors", "id", "duplicate")
    chosen = [pair for pair in found if not only or pair[1].id in only]
    if not chosen:
        raise _faulty("vectors", "vectors", "required")
    return Report(
        ids=tuple(one.id for _, one in chosen),
        failures=tuple(
            Failure(id=one.id, field=row.path, expected=row.expected, got=row.got)
            for made, one in chosen
            for row in differences(made, one)
        ),
        unasserted=tuple(_unasserted(chosen)),
        warnings=tuple(warnings),
    )


def shipped() -> list[tuple[str, bytes]]:
    """Give the vectors of the definitions that ship, as a file for each."""
    found = []
    for name in instruments():
        rows = [{**row, "instrument": name} for row in read(name)["tests"]]
        data = {"schema": "fjcore.vectors/1", "vectors": rows}
        found.append((name, json.dumps(data).encode()))
    return found


def _vectors(raw: bytes, where: str) -> tuple[list[tuple[str, Vector]], Any]:
    data = _read(raw, where)
    rows: list[tuple[str, Vector]] = []
    fault, schema = "", data.get("schema") if type(data) is dict else None
    try:
        row = shape.table(data, "keys", "schema vectors", "semantics count")
        if type(schema) is not str or not schema.endswith(_VECTORS):
            raise BadShape("schema")
        if type(row["vectors"]) is not list:
            raise BadShape("vectors")
        for number, one in enumerate(row["vectors"]):
            path = f"vectors.{number}"
            rows.append((path, vector(one, path)))
    except BadShape as error:
        fault = str(error)
    if fault:
        raise _faulty(where, fault, "format")
    return rows, data.get("count")


def _placed(
    one: Vector, path: str, where: str, known: Mapping[str, Instrument] | None
) -> tuple[Instrument, Vector]:
    name = one.instrument or ""
    if known is None:
        made = load(name) if name in instruments() else None
    else:
        made = known.get(name)
    if made is None:
        raise _faulty(where, f"{path}.instrument", "unknown_instrument")
    return made, one


def _unasserted(chosen: list[tuple[Instrument, Vector]]) -> Iterator[str]:
    """Give the flags and scores that no vector of their instrument says a word of."""
    said = {
        (made.id, block, name)
        for made, one in chosen
        for block in ("flags", "scores")
        for name in one.expected.get(block, {})
    }
    for made in {made.id: made for made, _ in chosen}.values():
        rows = [("flags", trigger.id) for trigger in made.triggers]
        rows += [("scores", score.id) for score in made.scores]
        for block, name in rows:
            if (made.id, block, name) not in said:
                yield f"{made.id} {block}.{name}"


def _read(raw: bytes, where: str) -> Any:
    data, fault = None, ""
    try:
        data = canonical.loads(raw, max_bytes=MAX_BYTES, where=where)
    except FjcoreError as error:
        fault = "too_big" if error.code == "too_big" else "format"
    if fault:
        raise _faulty(where, where, fault)
    return data


def _faulty(where: str, path: str, code: str) -> InputRefused:
    return InputRefused(where, problems=(Problem(path, code),))


def faults(data: Any, *, strict: bool) -> tuple[Problem, ...]:
    """Give every fault for which a definition would be refused; none if it loads."""
    try:
        parse(data, strict=strict)
    except DefinitionRefused as error:
        return error.problems
    return ()
