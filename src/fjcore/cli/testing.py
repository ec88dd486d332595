"""Test vectors of this version: run against the library as it is installed here."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli import show
from fjcore.cli.agreement import agreement
from fjcore.cli.session import watched
from fjcore.consent import Policy
from fjcore.consent.scenarios import (
    MAX_BYTES,
    Scenario,
    ScenarioReport,
    run,
    scenarios_from,
    shipped,
)
from fjcore.errors import FjcoreError, Problem, ScenariosRefused
from fjcore.sdk import Site
from fjcore.values.files import read_regular


def scenarios(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="files of scenarios; those that ship if none is named"),
    ] = None,
    site: Annotated[
        Path | None, typer.Option("--site", help="a site whose limits take part")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="for a machine to read")
    ] = False,
) -> None:
    """Answer scenarios of consent, and say where an answer is not as expected."""
    unreadable = ""
    try:
        found, policy = _read(files or [], local=site is not None), _policy(site)
    except FjcoreError as error:
        unreadable = f"error: {error}"
    if unreadable:
        print(unreadable, file=sys.stderr)
        # Nothing was compared: neither agreement nor a difference.
        raise typer.Exit(2)
    report = run(found, site=policy)
    if as_json:
        show.as_json(agreement(report.total, report.failed, report.failures))
    else:
        for line in _lines(report):
            print(show.plain(line))
    if report.failures:
        raise typer.Exit(1)


def _read(files: list[Path], *, local: bool) -> list[Scenario]:
    """Read files of scenarios, or those that ship where there are none.

    Raises: ScenariosRefused.
    """
    if not files:
        return list(shipped())
    return [one for path in files for one in scenarios_in(path, local=local)]


def scenarios_in(path: Path, *, local: bool) -> tuple[Scenario, ...]:
    """Read one file of scenarios; ``local`` where a site takes part.

    Raises: ScenariosRefused, naming it.
    """
    raw = read_regular(path, MAX_BYTES)
    if raw is None:
        problem = Problem(path.name, "unreadable")
        raise ScenariosRefused(path.name, problems=(problem,))
    return scenarios_from(raw, where=path.name, local=local)


def _policy(site: Path | None) -> Policy | None:
    """Give what a site and its plugins narrow.

    Raises: SiteMissing, SiteError, plugin errors.
    """
    if site is None:
        return None
    found = Site.load(site)
    return watched(found).policy(found)


def _lines(report: ScenarioReport) -> list[str]:
    lines = []
    for name, differ in report.results:
        lines += [
            f"FAIL {name} {one.field} expected={_short(one.expected)} "
            f"got={_short(one.got)}"
            for one in differ
        ] or [f"ok {name}"]
    return [*lines, f"scenarios: {report.passed} of {report.total} agree"]


def _short(value: Any) -> str:
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
