"""Reports as plain text, and as pages of HTML that run nothing and fetch nothing."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape

from attrs import field, frozen

#: The page runs nothing and fetches nothing, whatever its texts say.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"

#: A list of more points than this stands in columns, where there is room.
MANY = 12

#: How a report looks, on a screen and on paper.
STYLE = """
@page { margin: 1.5cm; }
body { font: 1rem/1.45 system-ui, sans-serif; max-width: 70rem; margin: 1.5rem auto;
  padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 1.5em; line-height: 1.2; }
h2 { font-size: 1.15em; margin: 1.4em 0 .3em; break-after: avoid; }
p, li { max-width: 60rem; overflow-wrap: anywhere; }
li, tr { break-inside: avoid; }
table { border-collapse: collapse; margin: 1rem 0; }
caption { text-align: left; font-weight: 600; padding: .3rem 0; }
th, td { border: 1px solid #767676; padding: .25rem .5rem; text-align: left;
  vertical-align: top; overflow-wrap: break-word; }
td { overflow-wrap: anywhere; min-width: 4rem; }
thead th { background: #f0f0f0; }
thead { display: table-header-group; }
.small { font-size: .85em; }
ul.many { columns: 17rem; max-width: 60rem; }
bdi { white-space: pre-line; }
table.data th { overflow-wrap: break-word; }
table.data tbody th { min-width: 6.5em; }
@media screen and (max-width: 40rem) {
  table.data th, table.data td { display: block; border-width: 0 1px; }
  table.data thead { position: absolute; clip-path: inset(50%); width: 1px; }
  table.data tbody th { border-top-width: 1px; min-width: 0; }
  table.data td::before { content: attr(data-head) ": "; font-weight: 600; }
  table.data tbody tr:last-child td:last-child { border-bottom-width: 1px; }
}
.scroll { overflow-x: auto; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: .85rem; }
  .scroll { overflow: visible; } td, th { overflow-wrap: anywhere; min-width: 0; } }
"""


def opened(
    title: str, lang: str, style: str = STYLE, *, direction: str = ""
) -> Iterator[str]:
    """Give the lines of a page down to where its content begins.

    ``direction``: which way its language is written, where that is said.
    """
    way = f' dir="{escape(direction)}"' if direction else ""
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(lang)}"{way}>'
    yield '<head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f"<title>{escape(title)}</title><style>{style}</style></head>"
    yield "<body><main>"


#: Signs that turn the order of letters round, which may then say something else.
_TURNING = frozenset(
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def cleaned(text: str) -> str:
    """Give a text without what steers a terminal, a printer or the order of letters.

    Line feeds stay; other controls, and what turns letters round, go.
    """
    kept = text.replace("\r\n", "\n").replace("\t", " ")
    return "".join(
        char
        for char in kept
        if char == "\n"
        or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _TURNING)
    )


def isolated(text: str) -> str:
    """Give a text that somebody wrote as HTML: it cannot reorder what is around it."""
    return f"<bdi>{escape(cleaned(text))}</bdi>"


@frozen
class Heading:
    """The heading of a part."""

    text: str

    def lines(self) -> Iterator[str]:
        """Give it as plain text."""
        yield from ("", self.text)

    def html(self) -> Iterator[str]:
        """Give it as HTML."""
        yield f"<h2>{escape(self.text)}</h2>"


@frozen
class Paragraph:
    """A sentence or several."""

    text: str

    def lines(self) -> Iterator[str]:
        """Give it as plain text."""
        yield self.text

    def html(self) -> Iterator[str]:
        """Give it as HTML."""
        yield f"<p>{escape(self.text)}</p>"


def _texts(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(items)


def _rows(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in rows)


@frozen
class Points:
    """A list of points."""

    items: tuple[str, ...] = field(converter=_texts)

    def lines(self) -> Iterator[str]:
        """Give it as plain text."""
        yield from (f"  - {item}" for item in self.items)

    def html(self) -> Iterator[str]:
        """Give it as HTML."""
        if self.items:
            points = (f"<li>{escape(item)}</li>" for item in self.items)
            many = ' class="many"' if len(self.items) > MANY else ""
            yield from (f"<ul{many}>", *points, "</ul>")


@frozen
class Table:
    """A table of texts: a caption, a header over each column and before each row.

    ``data``: its cells are texts that somebody wrote, each isolated from what is
    around it; in plain text each row then stands as lines of its own, without the
    last ``aside`` columns.
    Shape: every row is as long as the head, and its first cell names it.
    """

    caption: str
    head: tuple[str, ...] = field(converter=_texts)
    rows: tuple[tuple[str, ...], ...] = field(converter=_rows)
    data: bool = field(default=False, kw_only=True)
    aside: int = field(default=0, kw_only=True)

    def lines(self) -> Iterator[str]:
        """Give it as plain text, in columns."""
        if self.data:
            yield from self._told()
            return
        columns = zip(self.head, *self.rows, strict=True)
        wide = [max(map(width, column)) for column in columns]
        yield self.caption
        for row in (self.head, *self.rows):
            cells = zip(row, wide, strict=True)
            padded = (text + " " * (most - width(text)) for text, most in cells)
            yield f"  {'  '.join(padded).rstrip()}"

    def _told(self) -> Iterator[str]:
        yield self.caption
        last = len(self.head) - self.aside
        for first, *rest in self.rows:
            cells = [*zip(self.head[1:last], rest, strict=False)]
            if len(cells) == 1:
                yield from _lines(f"{first}: {cells[0][1]}", "  ")
                continue
            yield from _lines(first, "  ")
            for name, cell in cells:
                if cell:
                    yield from _lines(f"{name}: {cell}", "    ")

    def html(self) -> Iterator[str]:
        """Give it as HTML."""
        if not self.data:
            yield scrolling(self.caption)
        shown = isolated if self.data else escape
        kind = ' class="data"' if self.data else ""
        yield f"<table{kind}><caption>{escape(self.caption)}</caption>"
        heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in self.head)
        yield f"<thead><tr>{heads}</tr></thead>"
        yield "<tbody>"
        for first, *rest in self.rows:
            cells = "".join(self._cells(rest))
            yield f'<tr><th scope="row">{shown(first)}</th>{cells}</tr>'
        yield "</tbody></table>" if self.data else "</tbody></table></div>"

    def _cells(self, cells: Iterable[str]) -> Iterator[str]:
        if not self.data:
            yield from (f"<td>{escape(cell)}</td>" for cell in cells)
            return
        # A small screen shows each cell on a line of its own, after what heads it.
        for head, cell in zip(self.head[1:], cells, strict=True):
            yield f'<td data-head="{escape(head)}">{isolated(cell)}</td>'


def _lines(text: str, indent: str) -> Iterator[str]:
    """Give a text that somebody wrote, its further lines set in more than its first."""
    first, *rest = cleaned(text).split("\n")
    yield f"{indent}{first}"
    yield from (f"{indent}  {line}" for line in rest)


def scrolling(name: str) -> str:
    """Open a part that scrolls sideways where it is too wide, by the keyboard too."""
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{escape(name)}">'
    )


def width(text: str) -> int:
    """Give how many columns a text takes in a terminal, about."""
    return sum(
        0 if unicodedata.combining(c) else 1 + (unicodedata.east_asian_width(c) in "WF")
        for c in text
    )


Block = Heading | Paragraph | Points | Table


def _blocks(items: Iterable[Block]) -> tuple[Block, ...]:
    return tuple(items)


@frozen
class Report:
    """A report in one language: a title and what follows it."""

    title: str
    blocks: tuple[Block, ...] = field(converter=_blocks)
    lang: str = field(default="en", kw_only=True)

    def text(self) -> str:
        """Give the report as plain text, without what steers a terminal."""
        lines = [self.title, *(line for one in self.blocks for line in one.lines())]
        return cleaned("\n".join([*lines, ""]))

    def html(self) -> str:
        """Give the report as one page of HTML; every text in it is escaped."""
        return page(
            self.title, self.lang, (line for one in self.blocks for line in one.html())
        )


def page(title: str, lang: str, content: Iterable[str]) -> str:
    """Give a whole page: its title as the heading, then the content as it is.

    The title is escaped; the content is HTML that was escaped where it was made. No
    sign in either can turn the order of letters round.
    """
    heading = f"<h1>{escape(title)}</h1>"
    lines = [*opened(title, lang), heading, *content, "</main></body></html>"]
    return cleaned("\n".join([*lines, ""]))
