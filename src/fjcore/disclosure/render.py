"""A disclosure for people: plain text, one page of HTML, or rows of a table.

It is made of what stands in the body and of nothing else, so no rendering can show
more than the bytes that were checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from attrs import field, frozen

from fjcore.disclosure.words import Words, words_in
from fjcore.records import CATEGORIES, CORE_RECORDS, FieldKind
from fjcore.records.record import leaves
from fjcore.values.page import Block, Heading, Paragraph, Points, Report, Table
from fjcore.values.spreadsheet import csv_text, safe_cell

#: What stands at the head of each page, in this order.
_HEAD = (
    *("holder", "recipient", "person", "purpose", "basis", "basis_ref"),
    *("decided_at", "expires", "releases", "id", "subject"),
)
_NAMES = {"holder": "sent_by", "recipient": "sent_to"}


@frozen(kw_only=True)
class Line:
    """One value of one record: which record of its type, which field, what it says."""

    record: str
    number: int
    path: str
    value: str = field(repr=False)


def lines_of(content: Mapping[str, Any], words: Words) -> Iterator[Line]:
    """Give every value of a body, in its order."""
    records = content.get("records")
    for name, rows in (records if isinstance(records, dict) else {}).items():
        for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
            for path, value in _values(row, str(name)):
                said = _said(value, _is_code(path), words)
                yield Line(record=str(name), number=number, path=path, value=said)


def disclosure_report(content: Mapping[str, Any], lang: str = "en") -> Report:
    """Give a disclosure as a report, to be read, heard or printed.

    Shape: the content of a body, as ``Disclosure.content`` or ``Checked.opened`` gives
    it. Field names are those of the record types, in English.
    Raises: OptionRefused, for a language there are no words in.
    """
    words = words_in(lang)
    say = words.say
    blocks: list[Block] = [Heading(say["notices"]), Points(_texts(content, "notices"))]
    blocks += [Heading(say["about"]), _about(content, words)]
    blocks.append(Heading(say["records"]))
    blocks += list(_records(content, words)) or [Paragraph(say["nothing"])]
    blocks += _steps(content, words)
    if _texts(content, "marked"):
        named = [_titled(path) for path in _texts(content, "marked")]
        blocks += [Heading(say["marked"]), Paragraph(say["marked_why"]), Points(named)]
    blocks.append(Paragraph(say["file_note"]))
    return Report(say["page_title"], blocks, lang=words.language)


def disclosure_csv(content: Mapping[str, Any], lang: str = "en") -> str:
    """Give a disclosure as rows: record, number, field, kind, value; each cell safe."""
    return csv_text(_rows(content, lang))


def disclosure_sheets(
    content: Mapping[str, Any], lang: str = "en"
) -> dict[str, list[list[str]]]:
    """Give a disclosure as sheets of texts: notices and terms, then its rows.

    Every cell is safe: no spreadsheet takes one for a formula.
    """
    words = words_in(lang)
    about = _about(content, words)
    notices = [[text] for text in _texts(content, "notices")]
    first = [[words.say["notices"]], *notices, [], list(about.head)]
    sheets = {
        "about": [*first, *map(list, about.rows)],
        "records": [list(row) for row in _rows(content, lang)],
    }
    return {
        name: [[safe_cell(cell) for cell in row] for row in rows]
        for name, rows in sheets.items()
    }


def _rows(content: Mapping[str, Any], lang: str) -> list[tuple[str, ...]]:
    labels = content.get("labels")
    rows = [
        (one.record, str(one.number), one.path, _category(labels, one.path), one.value)
        for one in lines_of(content, words_in(lang))
    ]
    return [("record", "number", "field", "category", "value"), *rows]


def _about(content: Mapping[str, Any], words: Words) -> Table:
    say, rows = words.say, []
    for name in _HEAD:
        value = content.get(name)
        if not value:
            continue
        text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
        if name == "purpose":
            text = words.purpose(text)
        if name == "basis":
            text = words.basis(text)
        rows.append((say[_NAMES.get(name, name)], text))
    return Table(say["terms"], (say["part"], say["value"]), rows, data=True)


def _records(content: Mapping[str, Any], words: Words) -> Iterator[Block]:
    say, labels, views = words.say, content.get("labels"), content.get("views") or {}
    kept: dict[tuple[str, int], list[Line]] = {}
    for line in lines_of(content, words):
        kept.setdefault((line.record, line.number), []).append(line)
    counts: dict[str, int] = {}
    for name, _ in kept:
        counts[name] = counts.get(name, 0) + 1
    for (name, number), lines in kept.items():
        told = {"name": _titled(name), "number": number, "count": counts[name]}
        rows = [
            (
                _field(line.path, name),
                f"{line.value} ({say['coarse']})" if line.path in views else line.value,
                _kind(_category(labels, line.path)),
            )
            for line in lines
        ]
        head = (say["field"], say["value"], say["category"])
        yield Table(say["record"].format(**told), head, rows, data=True, aside=1)


def _steps(content: Mapping[str, Any], words: Words) -> Iterator[Block]:
    """Give the copies of consents that go along, and where it came from before."""
    say = words.say
    for part, title, named in (
        ("consents", "consents", "consent"),
        ("previous", "previous", "step"),
    ):
        rows = content.get(part)
        if not isinstance(rows, list) or not rows:
            continue
        yield Heading(say[title])
        dicts = [row for row in rows if isinstance(row, dict)]
        for number, row in enumerate(dicts, 1):
            cells = [(_titled(str(key)), _plain(item)) for key, item in row.items()]
            caption = say[named].format(number=number)
            yield Table(caption, (say["part"], say["value"]), cells, data=True)


def _plain(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _texts(content: Mapping[str, Any], name: str) -> list[str]:
    found = content.get(name)
    return [str(item) for item in found] if isinstance(found, list) else []


def _category(labels: Any, path: str) -> str:
    label = labels.get(path) if isinstance(labels, dict) else None
    return str(label.get("category", "")) if isinstance(label, dict) else ""


def _kind(category: str) -> str:
    known = CATEGORIES.get(category)
    return known.label if known else category


def _titled(path: str) -> str:
    return path.replace("_", " ").replace(".", ", ")


def _field(path: str, record: str) -> str:
    return _titled(path.removeprefix(f"{record}."))


def _values(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for item in value:
            yield from _values(item, path)
    elif isinstance(value, dict) and value.keys() != {"?"}:
        for name, item in value.items():
            yield from _values(item, f"{path}.{name}")
    else:
        yield path, value


def _said(value: Any, is_code: bool, words: Words) -> str:
    if isinstance(value, list):
        return ", ".join(_said(item, is_code, words) for item in value)
    if isinstance(value, dict) and value.keys() == {"?"}:
        reason = str(value["?"])
        return words.missing.get(reason, f"({reason})")
    if isinstance(value, dict):
        return ", ".join(_said(item, is_code, words) for item in value.values())
    if isinstance(value, bool):
        return words.say["yes" if value else "no"]
    return str(value).replace("_", " ") if is_code else str(value)


@cache
def _codes() -> frozenset[str]:
    return frozenset(
        leaf.path
        for cls in CORE_RECORDS
        for leaf in leaves(cls)
        if leaf.kind is FieldKind.CODE
    )


def _is_code(path: str) -> bool:
    return path in _codes()
