"""A plan as 80 columns of text, and as a page of HTML that fetches nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from html import escape

from attrs import field, frozen

from fjcore.values.page import (
    STYLE,
    Block,
    Paragraph,
    Points,
    Table,
    opened,
    scrolling,
    width,
)

#: How wide the text is.
COLUMNS = 80

_STYLE = (
    STYLE
    + """
@page { size: landscape; }
h2 { border-bottom: 2px solid #444; padding-bottom: .15rem; }
h3 { font-size: 1.02em; margin: 1.4em 0 .3em; break-after: avoid; }
table { font-size: .8em; width: 100%; }
td, th { overflow-wrap: break-word; }
caption { break-after: avoid; }
tbody th { min-width: 9rem; font-weight: 600; background: #f7f7f7; }
td.never { color: #595959; }
.notice { border: 2px solid #333; padding: .2rem .9rem; background: #fffbe6; }
details { border-bottom: 1px solid #767676; }
summary { cursor: pointer; padding: .35rem 0; }
summary h2, summary h3 { display: inline; border: 0; margin: 0; }
@media print { body { font-size: .72rem; line-height: 1.3; }
  h1, h2, p, ol, ul { margin: .35em 0; } table { font-size: .9em; }
  #contents, details:not([open]) { display: none; }
  details { border: 0; break-before: page; } }
"""
)


@frozen(kw_only=True)
class Grid:
    """A table of boxes: short signs in text, whole words on a page.

    On a page, rows with the same boxes are told together.

    Shape: ``signs`` and ``words`` have a row for each of ``rows``, and in it a box for
    each of ``heads``; ``heads`` are told by their numbers in text.
    """

    caption: str
    corner: str
    heads: tuple[str, ...]
    rows: tuple[str, ...]
    signs: tuple[tuple[str, ...], ...]
    words: tuple[tuple[str, ...], ...]
    never: str

    def lines(self) -> Iterator[str]:
        """Give it as text, in as many parts as 80 columns need."""
        first = max(map(width, (*self.rows, self.corner))) + 2
        for part in self._parts(COLUMNS - first - 2):
            numbers = tuple(str(n) for n, _ in enumerate(self.heads, 1))
            for name, boxes in (
                (self.corner, numbers),
                *zip(self.rows, self.signs, strict=True),
            ):
                cells = "".join(boxes[c].ljust(self._wide(c)) for c in part)
                yield f"  {name.ljust(first)}{cells}".rstrip()
            yield ""

    def _parts(self, room: int) -> Iterator[list[int]]:
        part: list[int] = []
        for column in range(len(self.heads)):
            if part and sum(map(self._wide, [*part, column])) > room:
                yield part
                part = []
            part.append(column)
        yield part

    def _wide(self, column: int) -> int:
        return max(3, *(width(row[column]) + 1 for row in self.signs))

    def html(self) -> Iterator[str]:
        """Give it as HTML: a caption, a header for each column and each row."""
        yield scrolling(self.caption)
        yield f"<table><caption>{escape(self.caption)}</caption>"
        heads = (
            self.corner,
            *map(_numbered, range(1, 1 + len(self.heads)), self.heads),
        )
        cells = (f'<th scope="col">{escape(one)}</th>' for one in heads)
        yield f"<thead><tr>{''.join(cells)}</tr></thead>"
        yield "<tbody>"
        for boxes, names in self._alike().items():
            told = "".join(self._box(one) for one in boxes)
            named = "; ".join(map(escape, names))
            yield f'<tr><th scope="row">{named}</th>{told}</tr>'
        yield "</tbody></table></div>"

    def _alike(self) -> dict[tuple[str, ...], list[str]]:
        """Give the rows, those with the same boxes as one."""
        found: dict[tuple[str, ...], list[str]] = {}
        for name, boxes in zip(self.rows, self.words, strict=True):
            found.setdefault(boxes, []).append(name)
        return found

    def _box(self, text: str) -> str:
        mark = ' class="never"' if text == self.never else ""
        return f"<td{mark}>{escape(text)}</td>"


def _numbered(number: int, names: str) -> str:
    """Give a head short: its number, the first name, and how many more there are."""
    first, *more = names.split("; ")
    return f"{number}. {first}" + (f" (+{len(more)})" if more else "")


@frozen(kw_only=True)
class Steps:
    """A list in order, numbered."""

    items: tuple[str, ...]

    def lines(self) -> Iterator[str]:
        """Give it as text."""
        yield from (f"{n:>3}. {item}" for n, item in enumerate(self.items, 1))

    def html(self) -> Iterator[str]:
        """Give it as HTML."""
        yield "<ol>"
        yield from (f"<li>{escape(item)}</li>" for item in self.items)
        yield "</ol>"


Piece = Block | Grid | Steps


@frozen(kw_only=True)
class Section:
    """A heading and what stands under it; ``level`` is 2 or 3.

    ``folded``: a page shows it when it is opened, and prints it only then.
    """

    id: str
    title: str
    pieces: tuple[Piece, ...]
    level: int = 2
    folded: bool = True


def _sections(items: Iterable[Section]) -> tuple[Section, ...]:
    return tuple(items)


@frozen(kw_only=True)
class CenterReport:
    """The whole report: what has to be said first, then the sections."""

    title: str
    notice: tuple[str, ...]
    contents: str
    sections: tuple[Section, ...] = field(converter=_sections)

    def text(self) -> str:
        """Give it as text of at most 80 columns."""
        lines = [*_wrapped(self.title), "=" * min(COLUMNS, width(self.title)), ""]
        for one in self.notice:
            lines += [*_wrapped(one), ""]
        for section in self.sections:
            rule = "=" if section.level == 2 else "-"
            title = _wrapped(section.title)
            lines += ["", *title, rule * max(map(width, title)), ""]
            for piece in section.pieces:
                lines += [*_told(piece, section.title), ""]
        return "\n".join(_once(lines)) + "\n"

    def html(self) -> str:
        """Give it as one page; every text in it is escaped."""
        lines = [*opened(self.title, "en", _STYLE), f"<h1>{escape(self.title)}</h1>"]
        lines += ['<div class="notice" role="note">']
        lines += [f"<p>{escape(one)}</p>" for one in self.notice]
        lines.append("</div>")
        told = False
        for one in self.sections:
            if one.folded and not told:
                lines.append(f'<h2 id="contents">{escape(self.contents)}</h2>')
                told = True
            lines += _folded(one) if one.folded else _open(one)
        return "\n".join([*lines, "</main></body></html>", ""])


def _open(one: Section) -> Iterator[str]:
    mark = f"h{one.level}"
    yield f'<{mark} id="{escape(one.id)}">{escape(one.title)}</{mark}>'
    yield from (line for piece in one.pieces for line in piece.html())


def _folded(one: Section) -> Iterator[str]:
    mark = f"h{one.level}"
    yield f"<details><summary><{mark}>{escape(one.title)}</{mark}></summary>"
    # A link to what stands inside opens the part, one to its heading would not.
    yield f'<div id="{escape(one.id)}">'
    yield from (line for piece in one.pieces for line in piece.html())
    yield "</div></details>"


def _once(lines: Iterable[str]) -> Iterator[str]:
    """Give lines with no more than one empty line in a row."""
    last = "x"
    for line in lines:
        if line or last:
            yield line
        last = line


def _wrapped(text: str, first: str = "", rest: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        COLUMNS,
        initial_indent=first,
        subsequent_indent=first if rest is None else rest,
        break_on_hyphens=False,
    ) or [""]


def _told(piece: Piece, title: str) -> Iterator[str]:
    if isinstance(piece, Paragraph):
        yield from _wrapped(piece.text)
    elif isinstance(piece, Points):
        for item in piece.items:
            yield from _wrapped(item, "  - ", "    ")
    elif isinstance(piece, Steps):
        for number, item in enumerate(piece.items, 1):
            yield from _wrapped(item, f"{number:>3}. ", "     ")
    elif isinstance(piece, Table):
        yield from _rows(piece, title)
    else:
        yield from piece.lines()


def _rows(table: Table, title: str) -> Iterator[str]:
    """Give a table row by row: the first cell, then each other under it."""
    if table.caption != title:
        yield from _wrapped(table.caption)
    for first, *rest in table.rows:
        yield from _wrapped(first, "  * ", "    ")
        for head, cell in zip(table.head[1:], rest, strict=True):
            if cell:
                yield from _wrapped(f"{head}: {cell}", "      ", "        ")
