"""How results are drawn in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from fjcore.consent import ELEMENTS, ReleaseTemplate
from fjcore.consent.analyse import Matrix, Wording, void_line
from fjcore.disclosure import AccountingRow, Disclosure
from fjcore.errors import OptionRefused, Problem
from fjcore.records.checks import instant_text
from fjcore.sdk import PluginStatus
from fjcore.vault import Signing, VaultReport, Withdrawing


def plain(text: str) -> str:
    """Give a text in which nothing can steer a terminal or turn its letters round."""
    return "".join(
        char
        if char.isprintable() or char == "\n"
        else char.encode("unicode_escape").decode()
        for char in text
    )


def before_sending(basis: str) -> None:
    """Say what a withdrawal will undo of what is about to be sent, and what not."""
    ends = "it rests on a legal ground, which a withdrawal does not end"
    if basis == "client_release":
        ends = "a withdrawal stops only the next one"
    print(f"once sent, it cannot be called back; {ends}", file=sys.stderr, flush=True)


def counted(number: int, noun: str) -> str:
    """Give a number with its noun."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


def matrix(console: Console, found: Matrix) -> None:
    """Draw who sees what: recipients down, categories across."""
    if not found.categories:
        console.print(f"At {found.at:%Y-%m-%d %H:%M} UTC nobody may be sent anything.")
        for row in found.rows:
            console.print(f"  {plain(row.recipient)}, {row.purpose}: nothing")
        return
    numbered = list(enumerate(found.categories, 1))
    size = _columns(console, found)
    if not size:
        _listed(console, found)
    for at in range(0, len(numbered) if size else 0, size or 1):
        console.print(_crossed(found, numbered[at : at + size]))
    if size:
        for number, name in numbered:
            console.print(f"  {number:>2} {name}")
    console.print("  ● all of it   ◐ a coarser form   · nothing")


#: Fewer categories beside each other than this are better read as a list.
_FEW = 4


def _columns(console: Console, found: Matrix) -> int:
    """Give how many categories stand beside each other; 0 where too few would.

    A column that has no room is never left out, as rich would: it might be read as one
    that gives nothing.
    """
    edges = len("│  │  │")
    names = max(len(plain(row.recipient)) for row in found.rows)
    names += max(len(row.purpose) for row in found.rows)
    each = len(str(len(found.categories))) + len("  │")
    room = max(0, console.width - names - edges) // each
    return room if room >= min(_FEW, len(found.categories)) else 0


def _crossed(found: Matrix, numbered: Sequence[tuple[int, str]]) -> Table:
    table = Table(title="Who may see what", title_justify="left")
    table.add_column("recipient", no_wrap=True)
    table.add_column("purpose", no_wrap=True)
    for number, _ in numbered:
        table.add_column(str(number), justify="center", no_wrap=True)
    for row in found.rows:
        glyphs = [found.glyph(row.views[name]) for _, name in numbered]
        table.add_row(plain(row.recipient), row.purpose, *glyphs)
    return table


def _listed(console: Console, found: Matrix) -> None:
    console.print("Who may see what")
    for row in found.rows:
        console.print(Text(f"{plain(row.recipient)}, {row.purpose}:"))
        for name in found.categories:
            console.print(Text(f"  {found.glyph(row.views[name])} {name}"))


#: Longest text of one cell; the whole stands in the disclosure itself.
_CELL = 72


def disclosures(console: Console, found: Sequence[Disclosure]) -> None:
    """Draw disclosures side by side: a row per field, a column per recipient.

    What is the same in each of several is only named, below.
    """
    columns = [_fields(item.content()["records"]) for item in found]
    table = Table(show_lines=False, title_justify="left")
    table.add_column("field", no_wrap=True)
    for item in found:
        head = f"{item.recipient}\n{item.purpose.replace('_', ' ')}"
        table.add_column(head, overflow="fold", ratio=1)
    alike: dict[str, list[str]] = {}
    for path in sorted({path for column in columns for path in column}):
        values = [column.get(path, "") for column in columns]
        if len(found) > 1 and all(value == values[0] for value in values):
            record, _, name = path.rpartition(".")
            alike.setdefault(record, []).append(name)
        else:
            cells = (Text(plain(_short(value)) or "\u00b7") for value in values)
            table.add_row(path, *cells)
    console.print(table)
    if alike:
        console.print("  and the same to each of them:")
    for record, names in alike.items():
        console.print(Text(plain(f"  {record}: {', '.join(names)}")))


def _short(text: str) -> str:
    return text if len(text) <= _CELL else f"{text[: _CELL - 1]}\u2026"


def _fields(records: dict[str, list[Any]]) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for kind, rows in records.items():
        for row in rows:
            for name, value in row.items():
                found.setdefault(f"{kind}.{name}", []).append(_said(value))
    return {
        path: "; ".join(value for value in values if value)
        for path, values in found.items()
    }


def _said(value: Any) -> str:
    if isinstance(value, dict) and set(value) == {"?"}:
        return f"({value['?'].replace('_', ' ')})"
    if isinstance(value, dict):
        return " ".join(_said(item) for item in value.values())
    if isinstance(value, list):
        return ", ".join(map(_said, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def account(console: Console, rows: Sequence[AccountingRow]) -> None:
    """Draw the account of disclosures of one person."""
    table = Table(title="Account of disclosures", title_justify="left")
    table.add_column("when (UTC)", no_wrap=True)
    for name in ("to, for, by", "what", "arrived"):
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(
            f"{row.at:%Y-%m-%d %H:%M}",
            plain(_addressed(row)),
            ", ".join(row.categories),
            "yes" if row.delivered else "may have been sent",
        )
    console.print(table)


def _addressed(row: AccountingRow) -> str:
    person = f" ({row.person})" if row.person else ""
    said = f"{row.recipient_name}{person}, {row.purpose.replace('_', ' ')}, {row.actor}"
    # A release is what one expects; any other ground is said, with its paper.
    return f"{said}; on {row.basis} {row.basis_ref}" if row.basis_ref else said


def report(console: Console, found: VaultReport, *, pinning: bool = False) -> None:
    """Draw what a verification found."""
    console.print(
        f"log verified: {found.entries} audit entries, "
        f"{counted(found.records, 'record')} and "
        f"{counted(found.events, 'consent event')} opened, "
        f"people on file: {found.subjects}"
    )
    if found.shredded:
        console.print(f"details whose key was destroyed: {found.shredded}")
    console.print(f"root {found.root}")
    if found.pinned:
        return
    console.print(
        "unpinned: there was no head outside the database to compare with, so a "
        "database taken back as a whole would not have been noticed"
    )
    if pinning:
        console.print("pinned now: the log has an entry of it, and its head is signed")
        return
    console.print(
        "nothing is disclosed until there is one: bring audit-head.note from a copy of "
        "the keys folder; or, once you know that no withdrawal is missing, run "
        "fjcore audit verify --pin"
    )


def plugins(console: Console, found: Sequence[PluginStatus]) -> None:
    """Draw the plugins of a site and the state each is in."""
    table = Table(title="Plugins", title_justify="left")
    for name in ("name", "version", "state", "reason"):
        table.add_column(name, overflow="fold")
    for item in found:
        why = f"{item.reason}: {item.where}" if item.where else item.reason
        why = why or ", ".join(item.did)
        table.add_row(plain(item.name), plain(item.version), item.state, plain(why))
    console.print(table)


def signing(found: Signing, words: Wording) -> Iterator[str]:
    """Say what a release on file gives to whom, or why nothing, and what is in vain."""
    yield f"on file: release {found.release}"
    for recipient, categories in found.gives.items():
        name = recipient + _condition(found, recipient)
        yield f"  {name}: {', '.join(categories)}"
    for recipient, reason in found.lacks.items():
        yield f"  {recipient}: nothing as it stands ({reason})"
    if found.later:
        yield (
            f"  {counted(found.later, 'record')} kept after it was signed: "
            "out of its reach (future_record, covers_future_records)"
        )
    if found.void:
        yield words.say["void_some"]
        yield from (f"  {plain(void_line(one, words))}" for one in found.void)


def _condition(found: Signing, recipient: str) -> str:
    """Say by what means alone, or to whom alone of an agency, something is given."""
    said = [f"only {' or '.join(found.only_by)}"] if found.only_by else []
    if person := recipient.partition("#")[2]:
        said.append(f"only with --person {person}")
    return f" ({', '.join(said)})" if said else ""


def withdrawal(done: Withdrawing) -> dict[str, object]:
    """Give what a withdrawal did, and what it leaves standing, as plain data."""
    return {
        "at": instant_text(done.at),
        "tell": list(done.tell),
        "late": list(done.late),
        "still_active": list(done.still_active),
    }


def template(one: ReleaseTemplate, lang: str) -> Iterator[str]:
    """Show the words of a form as they stand, each part with the law it answers to."""
    if lang not in one.languages:
        problem = Problem("--lang", "unknown_code")
        raise OptionRefused("--lang", problems=(problem,))
    reviewed = "reviewed" if one.reviewed else "not reviewed by a lawyer"
    yield f"{one.key}: {plain(one.title[lang])}"
    yield f"not legal advice; as of {one.as_of}; {reviewed}"
    yield f"source: {plain(one.source)}"
    for section in one.sections:
        yield f"\n{plain(section.heading[lang])}"
        for name in section.elements:
            yield f"  [{name}: {ELEMENTS[name].citation}]"
        yield from (f"  {plain(text)}" for text in section.say[lang])
        yield from (f"  ____ {plain(line.label[lang])}" for line in section.lines)


def json_text(value: Any) -> str:
    """Give plain data as JSON, one way for every command."""
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def as_json(value: Any) -> None:
    """Print plain data as JSON."""
    print(json_text(value))
