"""Explanations as pages of HTML: a table for staff, plain paragraphs for her."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from fjcore.consent._explain_parts import Explained
from fjcore.consent._explain_text import staff_line
from fjcore.consent._explain_words import Messages
from fjcore.values.page import Block, Paragraph, Points, Report, Table

#: What stands over a page for staff, and over the text that is the same for anybody.
_TITLES = {
    "en": ("Why a partner may see what", "What you get"),
    "es": ("Por qué un socio puede ver qué", "Lo que usted recibe"),
}
_CAPTIONS = {"en": "Each category and field", "es": "Cada categoría y campo"}
_HEADS = {
    "en": ("what", "answer", "what holds it, what is missing, what would change it"),
    "es": ("qué", "respuesta", "qué lo limita, qué falta, qué lo cambiaría"),
}


def staff_page(lines: Iterable[Explained], words: Messages, language: str) -> Report:
    """Give a row for each category or field: its answer, and what stands behind it."""
    rows = []
    for line in lines:
        first, *more = staff_line(line, words)
        name, _, answer = first.partition(": ")
        rows.append((name, answer, "; ".join(one.strip() for one in more)))
    title = _TITLES[language][0]
    table = Table(_CAPTIONS[language], _HEADS[language], rows)
    return Report(title, (table,), lang=language)


def plain_page(text: str, language: str, *, titled: bool) -> Report:
    """Give a text as a page: what begins with a dash as points.

    ``titled``: its first line is its title.
    """
    lines = text.splitlines()
    title = lines.pop(0) if titled and lines else _TITLES[language][1]
    return Report(title, _blocks(lines), lang=language)


def _blocks(lines: Iterable[str]) -> Iterator[Block]:
    points: list[str] = []
    for line in lines:
        if line.startswith("- "):
            points.append(line[2:])
            continue
        if points:
            yield Points(points)
            points = []
        yield Paragraph(line)
    if points:
        yield Points(points)
