"""How results are drawn in a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from rich.columns import Columns
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from fjcore.disclosure import AccountingRow, Disclosure
from fjcore.sdk import PluginStatus
from fjcore.vault import Matrix, VaultReport


def matrix(console: Console, found: Matrix) -> None:
    """Draw who sees what: recipients down, categories across."""
    if not found.rows:
        console.print("Nobody outside may see anything.")
        return
    table = Table(title="Who may see what", title_justify="left")
    table.add_column("recipient", no_wrap=True)
    table.add_column("purpose")
    for number, _ in enumerate(found.categories, 1):
        table.add_column(str(number), justify="center")
    for row in found.rows:
        glyphs = [found.glyph(row.views[name]) for name in found.categories]
        table.add_row(row.recipient, row.purpose, *glyphs)
    console.print(table)
    for number, name in enumerate(found.categories, 1):
        console.print(f"  {number:>2} {name}", highlight=False)
    console.print("  ● all of it   ◐ a coarser form   · nothing", highlight=False)


def disclosures(console: Console, found: Sequence[Disclosure]) -> None:
    """Draw disclosures side by side, each exactly as its recipient gets it."""
    width = max(34, console.width // max(1, len(found)) - 2)
    panels = [
        Panel(
            Text("\n".join(_lines(item.content()["records"]))),
            title=f"{item.recipient}: {item.purpose}",
            subtitle=f"{len(item.granted)} fields",
            width=width,
        )
        for item in found
    ]
    console.print(Columns(panels, padding=(0, 1)))


def _lines(value: Any, name: str = "", depth: int = 0) -> Iterable[str]:
    pad = "  " * depth
    if isinstance(value, dict) and set(value) == {"?"}:
        yield f"{pad}{name}: ({value['?'].replace('_', ' ')})"
    elif isinstance(value, dict):
        if name:
            yield f"{pad}{name}"
        for key in sorted(value):
            yield from _lines(value[key], key, depth + bool(name))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        for item in value:
            yield from _lines(item, name, depth)
    elif isinstance(value, list):
        yield f"{pad}{name}: {', '.join(map(str, value))}"
    elif isinstance(value, bool):
        yield f"{pad}{name}: {'yes' if value else 'no'}"
    else:
        yield f"{pad}{name}: {value}"


def account(console: Console, rows: Sequence[AccountingRow]) -> None:
    """Draw the account of disclosures of one person."""
    table = Table(title="Account of disclosures", title_justify="left")
    for name in ("when (UTC)", "to", "purpose", "basis", "what", "by", "arrived"):
        table.add_column(name)
    for row in rows:
        table.add_row(
            f"{row.at:%Y-%m-%d %H:%M}",
            row.recipient_name,
            row.purpose,
            row.basis,
            ", ".join(row.categories) or "nothing on file",
            row.actor,
            "yes" if row.delivered else "may have been sent",
        )
    console.print(table)


def report(console: Console, found: VaultReport) -> None:
    """Draw what a verification found."""
    console.print(
        f"log verified: {found.entries} entries, "
        f"{found.records} records and {found.events} consent events "
        f"of {found.subjects} people opened",
        highlight=False,
    )
    console.print(f"root {found.root}", highlight=False)
    if not found.pinned:
        console.print(
            "unpinned: there was no head outside the database to compare with, so a "
            "database taken back as a whole would not have been noticed"
        )


def plugins(console: Console, found: Sequence[PluginStatus]) -> None:
    """Draw the plugins of a site and the state each is in."""
    table = Table(title="Plugins", title_justify="left")
    for name in ("name", "version", "state", "reason"):
        table.add_column(name)
    for item in found:
        table.add_row(item.name, item.version, item.state, item.reason)
    console.print(table)


def as_json(value: Any) -> None:
    """Print plain data as JSON, one way for every command."""
    print(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True))
