"""Print one table of ratios: ``python -m bench [ROW ...] [--json] [--quick]``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from importlib import import_module

from bench import table
from bench.harness import RUNS, Row, measure
from bench.table import Line
from fjcore.errors import MissingExtra

#: Every row by its id, in the order of the table.
ROWS = {
    "C1": "codec_read",
    "C2": "codec_write",
    "C2o": "codec_write_orjson",
    "E1": "seal",
    "E1v": "seal_vault",
    "E2": "seal_bare",
    "E3": "seal_fresh",
    "E4": "seal_fernet",
    "E4t": "seal_tink",
    "E5": "open_two",
    "E6": "seal_size",
    "E7": "rewrap",
    "R1": "cut",
    "R1t": "cut_text",
    "R2": "plan_compile",
    "D1": "decide",
    "D2": "decide_batch",
    "D3": "plan_known",
    "D4": "decide_many",
    "A1": "audit",
    "I1": "importing",
    "IM": "importing_rows",
    "P1": "discovery",
    "P2": "plugins_build",
    "P2w": "plugins_built_warm",
    "P3": "plugins_narrowing",
    "S1": "score",
    "S1r": "score_read",
    "S1a": "score_answer",
    "S2": "score_many",
    "N1": "notes_recall",
    "N2": "notes_match",
}

#: What a row may lack: an extra of fjcore, or a package that only rows use.
NEEDS = {
    "bulk": "the extra bulk",
    "cedarpy": "the dependency group bench (cedarpy)",
    "numpy": "the extra bulk",
    "orjson": "orjson",
    "store": "the extra store",
    "tink": "the dependency group bench (tink)",
}

QUICK = {"rounds": 3, "span": 0.01, "runs": 1}


def main(arguments: list[str] | None = None) -> int:
    """Measure the rows asked for and print them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    known = ", ".join(f"{name} ({module})" for name, module in ROWS.items())
    parser.add_argument("row", nargs="*", help=f"of: {known}")
    parser.add_argument("--json", action="store_true", help="for a machine to read")
    parser.add_argument("--quick", action="store_true", help="one run of short rounds")
    options = parser.parse_args(arguments)
    try:
        wanted = [named(name) for name in options.row] or list(ROWS)
    except KeyError as error:
        parser.error(f"no such row: {error.args[0]}")
    show = table.as_json if options.json else table.as_text
    runs = 1 if options.quick else RUNS
    print(show(list(lines(wanted, quick=options.quick)), runs=runs))
    return 0


def named(text: str) -> str:
    """Give the id of a row called by its id or its module.

    Raises: KeyError.
    """
    for name, module in ROWS.items():
        if text.lower() in (name.lower(), module):
            return name
    raise KeyError(text)


def load(name: str) -> Row | str:
    """Make a row ready, or say what it needs and does not find."""
    try:
        found: Row = import_module(f"bench.rows.{ROWS[name]}").row()
    except MissingExtra as error:
        return NEEDS[error.where]
    except ModuleNotFoundError as error:
        if error.name not in NEEDS:
            raise
        return NEEDS[error.name]
    return found


def lines(names: list[str], *, quick: bool) -> Iterator[Line]:
    """Measure rows one after the other."""
    for name in names:
        row = load(name)
        if isinstance(row, str):
            yield Line(id=name, needs=row)
            continue
        try:
            results = measure(row, **QUICK) if quick else measure(row)  # type: ignore[arg-type]
        finally:
            row.close()
        yield Line(id=name, row=row, results=results)


if __name__ == "__main__":
    sys.exit(main())
