"""Pages of HTML that run nothing and fetch nothing: their frame, and tables for all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

#: The page runs nothing and fetches nothing, whatever its texts say.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'"

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
  vertical-align: top; overflow-wrap: anywhere; }
thead th { background: #f0f0f0; }
thead { display: table-header-group; }
.small { font-size: .85em; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


def opened(title: str, lang: str, style: str = STYLE) -> Iterator[str]:
    """Give the lines of a page down to where its content begins."""
    yield "<!DOCTYPE html>"
    yield f'<html lang="{escape(lang)}">'
    yield '<head><meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    yield f"<title>{escape(title)}</title><style>{style}</style></head>"
    yield "<body><main>"


def page(title: str, lang: str, content: Iterable[str]) -> str:
    """Give a whole page: its title as the heading, then the content as it is.

    The title is escaped; the content is HTML that was escaped where it was made.
    """
    heading = f"<h1>{escape(title)}</h1>"
    lines = [*opened(title, lang), heading, *content, "</main></body></html>"]
    return "\n".join([*lines, ""])


def said(tag: str, text: str, *, lang: str = "", kind: str = "") -> str:
    """Give a text as an element; ``lang`` where it is not in the page's language."""
    mark = f' class="{escape(kind)}"' if kind else ""
    mark += f' lang="{escape(lang)}"' if lang else ""
    return f"<{tag}{mark}>{escape(text)}</{tag}>"


def listed(items: Iterable[str]) -> Iterator[str]:
    """Give texts as a list of points; nothing where there are none."""
    lines = [said("li", item) for item in items]
    if lines:
        yield from ("<ul>", *lines, "</ul>")


def table(
    caption: str, head: Sequence[str], rows: Iterable[Sequence[str]]
) -> Iterator[str]:
    """Give a table of texts: a caption, a header over each column and before each row.

    Shape: every row is as long as the head, and its first cell names it.
    """
    yield f"<table><caption>{escape(caption)}</caption>"
    heads = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    yield f"<thead><tr>{heads}</tr></thead>"
    yield "<tbody>"
    for first, *rest in rows:
        cells = "".join(f"<td>{escape(cell)}</td>" for cell in rest)
        yield f'<tr><th scope="row">{escape(first)}</th>{cells}</tr>'
    yield "</tbody></table>"
