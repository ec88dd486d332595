"""Print one table of ratios: ``python -m bench [ROW ...] [--json] [--quick]``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from importlib import import_module

from bench.harness import Result, Row, measure

ROWS = ("codec_read", "codec_write", "seal", "cut", "decide", "audit", "importing")


def main() -> int:
    """Measure the rows asked for and print them."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("row", nargs="*", help=f"of: {', '.join(ROWS)}")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--quick", action="store_true", help="three short rounds")
    options = parser.parse_args()
    unknown = set(options.row) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    found: list[tuple[Row, Result | None]] = []
    for name in options.row or ROWS:
        module = import_module(f"bench.rows.{name}")
        row: Row | str = module.row()
        if isinstance(row, str):
            print(f"{name}: n/a, needs {row}", file=sys.stderr)
            continue
        quick = {"rounds": 3, "span": 0.01} if options.quick else {}
        try:
            found.append((row, measure(row, **quick)))  # type: ignore[arg-type]
        finally:
            row.close()
    show = _json if options.json else _table
    print(show([(row, result) for row, result in found if result]))
    return 0


def _json(found: list[tuple[Row, Result]]) -> str:
    rows = [
        {
            "row": row.name,
            "what": row.what,
            "baseline_s": result.baseline,
            "candidate_s": result.candidate,
            "ratio": [result.low, result.ratio, result.high],
            "goal": row.goal,
            "extra_s": result.extra,
            "margin_s": row.margin,
        }
        for row, result in found
    ]
    return json.dumps({"machine": _machine(), "rows": rows}, indent=1)


def _table(found: list[tuple[Row, Result]]) -> str:
    head = f"{'row':<12} {'baseline':>10} {'fjcore':>10} {'ratio':>7} {'quartiles':>13}"
    lines = [_machine(), f"{head}  {'goal':<14} what"]
    for row, result in found:
        lines.append(
            f"{row.name:<12} {_span(result.baseline):>10} {_span(result.candidate):>10}"
            f" {result.ratio:>7.2f} {f'{result.low:.2f}-{result.high:.2f}':>13}"
            f"  {_goal(row, result):<14} {row.what}"
        )
    return "\n".join(lines)


def _goal(row: Row, result: Result) -> str:
    if row.margin is not None:
        met = result.extra <= row.margin
        said = f"+{_span(result.extra)}"
    elif row.goal is not None:
        met = result.ratio <= row.goal
        said = f"<={row.goal:g}"
    else:
        return "-"
    return f"{said} {'met' if met else 'MISSED'}"


def _span(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} us"
    return f"{seconds * 1e3:.2f} ms"


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, {os.cpu_count()} CPUs, load {load:.1f}; "
        "ratio = fjcore / baseline, median over rounds"
    )


if __name__ == "__main__":
    sys.exit(main())
