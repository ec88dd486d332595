"""The table: one line per candidate, and the machine it was measured on."""

from __future__ import annotations

import json
import os
import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from attrs import frozen

from bench.harness import Candidate, Result, Row

PACKAGES = ("attrs", "cattrs", "cryptography", "sqlalchemy", "cedarpy", "orjson")


@frozen(kw_only=True)
class Line:
    """A measured row, or what it needs to be measured."""

    id: str
    needs: str = ""
    row: Row | None = None
    results: tuple[Result, ...] = ()


def as_text(found: list[Line], *, runs: int) -> str:
    """Give the table for people.

    Shape: a line of each row, then one of each of its candidates.
    """
    head = (
        f"{'':5}{'':40} {'baseline':>10} {'candidate':>10} {'ratio':>7}"
        f" {'quartiles':>13}  {'goal':<11} verdict"
    )
    shown = [*_machine(runs), "", head]
    for line in found:
        if line.row is None:
            shown.append(f"{line.id:<5}n/a, needs {line.needs}")
            continue
        shown.append(f"{line.id:<5}{line.row.what}  ({line.row.inside})")
        shown += [_candidate(result) for result in line.results]
        if line.row.prints is not None:
            shown += [f"{'':5}{text}" for text in line.row.prints().splitlines()]
    return "\n".join(shown)


def _candidate(result: Result) -> str:
    spread = f"{result.low:.2f}-{result.high:.2f}"
    return (
        f"{'':5}{result.candidate.name:<40} {span(result.baseline):>10}"
        f" {span(result.took):>10} {result.ratio:>7.2f} {spread:>13}"
        f"  {goal(result.candidate):<11} {result.verdict}{_beyond(result)}"
    )


def _beyond(result: Result) -> str:
    if result.candidate.margin is None:
        return ""
    sign = "+" if result.extra >= 0 else ""
    return f" ({sign}{span(result.extra)})"


def goal(candidate: Candidate) -> str:
    """Say the goal of a candidate."""
    if candidate.goal is not None:
        return f"<= {candidate.goal:g}"
    if candidate.margin is not None:
        return f"+{span(candidate.margin)}"
    if candidate.limit is not None:
        return f"<= {span(candidate.limit)}"
    return "-"


def span(seconds: float) -> str:
    """Say a span of time, in microseconds below one millisecond."""
    if abs(seconds) < 1e-3:
        return f"{seconds * 1e6:.1f} us"
    return f"{seconds * 1e3:.2f} ms"


def as_json(found: list[Line], *, runs: int) -> str:
    """Give the table for a machine.

    Units: all times in seconds per call.
    """
    rows = [one for line in found for one in _rows(line)]
    return json.dumps({"machine": _facts(runs), "rows": rows}, indent=1)


def _rows(line: Line) -> list[dict[str, Any]]:
    if line.row is None:
        return [{"row": line.id, "needs": line.needs}]
    return [
        {
            "row": line.id,
            "what": line.row.what,
            "inside": line.row.inside,
            "candidate": result.candidate.name,
            "baseline_s": result.baseline,
            "candidate_s": result.took,
            "ratio": [result.low, result.ratio, result.high],
            "extra_s": result.extra,
            "goal": result.candidate.goal,
            "margin_s": result.candidate.margin,
            "limit_s": result.candidate.limit,
            "runs_held": list(result.runs),
            "verdict": result.verdict,
        }
        for result in line.results
    ]


def _machine(runs: int) -> list[str]:
    facts = _facts(runs)
    kinds = ", ".join(f"{name} {found}" for name, found in facts["packages"].items())
    return [
        f"Python {facts['python']} on {facts['system']}, {facts['cpus']} CPUs, load"
        f" {facts['load']:.1f}; {kinds}",
        f"ratio = candidate / baseline: median and quartiles over the rounds of {runs}"
        f" run{'s' if runs > 1 else ''}; met = the goal held in three runs, held = in"
        " fewer",
    ]


def _facts(runs: int) -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "cpus": os.cpu_count(),
        "load": os.getloadavg()[0] if hasattr(os, "getloadavg") else -1.0,
        "packages": {name: _version(name) for name in PACKAGES},
        "runs": runs,
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
