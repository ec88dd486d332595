"""Makes two pages: the hooks in one table, and the directory of plugins.

``uv run python docs/plugins/make.py``; a test holds the pages to what it gives.
"""

from __future__ import annotations

import inspect
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from fjcore.sdk import HookSpecs
from fjcore.sdk.hookspecs import HOOKS
from fjcore.testing import suites
from fjcore.testing.checks import checks_of

DOCS = Path(__file__).parent.parent
HOOKS_PAGE = DOCS / "reference" / "hooks.md"
DIRECTORY_PAGE = DOCS / "plugins" / "directory.md"

#: The suite of the conformance kit for what each hook gives.
SUITES = {
    "fjcore_forms": "FormSuite",
    "fjcore_vocabularies": "VocabularySuite",
    "fjcore_agencies": "AgencySuite",
    "fjcore_release_templates": "ReleaseTemplateSuite",
    "fjcore_limits": "LimitSuite",
    "fjcore_connectors": "ConnectorSuite",
    "fjcore_keyrings": "KeyringSuite",
    "fjcore_recognisers": "RecogniserSuite",
    "fjcore_alert_policies": "AlertPolicySuite",
    "fjcore_exporters": "ExporterSuite",
    "fjcore_importers": "ImporterSuite",
    "fjcore_instruments": "InstrumentSuite",
    "fjcore_wording_packs": "WordingSuite",
    "fjcore_norms": "NormSuite",
}

#: The keys of a row of the directory, and the words of its tiers.
KEYS = {"name", "kind", "community", "maintainers", "tier", "where"}
TIERS = ("unrated", "bronze", "silver", "gold", "platinum")


def anchor(name: str) -> str:
    """Give the anchor of a hook's heading on the page of plugins."""
    heading = (
        f"{name}() -> {inspect.signature(getattr(HookSpecs, name)).return_annotation}"
    )
    return re.sub(r"[^a-z0-9 _-]", "", heading.lower()).replace(" ", "-")


def hooks() -> str:
    """Give the page of hooks."""
    return "".join(f"{line}\n" for line in _hooks())


def _hooks() -> Iterator[str]:
    yield "# The hooks at a glance"
    yield ""
    yield (
        "Made by `docs/plugins/make.py` from the specifications in"
        f" `fjcore.sdk.HookSpecs`: {len(HOOKS)} hooks of contract 1."
        " Each takes nothing, runs once while a registry is built, and gives a"
        " list or a tuple of what its row says. None can allow anything."
    )
    yield ""
    yield "| Hook | In `provides` | Gives | What | Suite |"
    yield "|---|---|---|---|---|"
    for name, word in HOOKS.items():
        spec = getattr(HookSpecs, name)
        listed = str(inspect.signature(spec).return_annotation).replace("|", "or")
        gives = listed.removeprefix("Sequence[").removesuffix("]")
        said = " ".join(str(spec.__doc__).split()).replace("``", "`")
        link = f"[`{name}`](plugins.md#{anchor(name)})"
        yield f"| {link} | `{word}` | `{gives}` | {said} | {_suite(name)} |"
    yield ""
    yield (
        "What a row names as a suite is a class of the"
        " [conformance kit](conformance.md) to derive a test from; every plugin also"
        f" has `PluginSuite`, of {len(checks_of(suites.PluginSuite))} checks."
    )


def _suite(name: str) -> str:
    found = SUITES.get(name, "")
    return f"`{found}`" if found else "`PluginSuite` alone"


def directory() -> str:
    """Give the page of plugins that are listed.

    Raises: ValueError, for a row that lacks a key or has another.
    """
    text = (DOCS / "plugins" / "directory.toml").read_text("utf-8")
    return "".join(f"{line}\n" for line in _directory(tomllib.loads(text)["plugin"]))


def _directory(rows: list[dict[str, str]]) -> Iterator[str]:
    yield "# Plugins"
    yield ""
    yield (
        "Made by `docs/plugins/make.py` from `docs/plugins/directory.toml`. To be"
        " listed, add a row there. A tier is what the plugin's own `quality.toml`"
        " shows; nobody of this project has rated one that is unrated, and"
        " being listed is no promise"
        " that a plugin is safe to use."
    )
    yield ""
    yield "| Plugin | Kind | Community | Maintainers | Tier | Where |"
    yield "|---|---|---|---|---|---|"
    for row in sorted(rows, key=lambda row: row["name"]):
        if row.keys() != KEYS or row["tier"] not in TIERS:
            raise ValueError(row["name"])
        cells = [f"`{row['name']}`", *(row[k] for k in ("kind", "community"))]
        cells += [row["maintainers"], row["tier"], f"`{row['where']}`"]
        yield f"| {' | '.join(cells)} |"
    yield ""
    yield (
        "A maintainer who does not answer for 90 days puts a plugin back to bronze, and"
        " its row says so."
    )


if __name__ == "__main__":
    HOOKS_PAGE.write_text(hooks(), "utf-8")
    DIRECTORY_PAGE.write_text(directory(), "utf-8")
