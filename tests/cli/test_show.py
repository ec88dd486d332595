"""What is drawn loses nothing where there is little room for it."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from fjcore.cli import show
from fjcore.consent import View
from fjcore.consent.analyse import Matrix, MatrixRow
from fjcore.records import CATEGORIES

ROWS = (
    ("billings.legal_aid", "civil_legal_representation"),
    ("billings.police", "criminal_investigation"),
)


def drawn(width: int, count: int) -> str:
    """Draw a matrix in which the first may see all, and the second every other."""
    names = sorted(CATEGORIES)[:count]
    views = (
        dict.fromkeys(names, View.FULL),
        {n: View.FULL if i % 2 else View.SILENT for i, n in enumerate(names)},
    )
    rows = tuple(
        MatrixRow(recipient=recipient, name="", purpose=purpose, views=shown)
        for (recipient, purpose), shown in zip(ROWS, views, strict=True)
    )
    out = io.StringIO()
    show.matrix(
        Console(file=out, width=width, color_system=None),
        Matrix(subject="", at=None, rows=rows),
    )
    return out.getvalue()


@pytest.mark.parametrize("count", [1, 2, 3, 4, 9, 10, 21, len(CATEGORIES)])
@pytest.mark.parametrize("width", [20, 40, 60, 61, 79, 80, 100, 110, 200, 400])
def test_no_cell_is_lost(width: int, count: int) -> None:
    """Every category should be drawn of every recipient, whatever the width."""
    text = drawn(width, count)
    legend = "  ● all of it   ◐ a coarser form   · nothing"
    cells = " ".join(text.split()).removesuffix(" ".join(legend.split()))

    assert count + count // 2 == cells.count("●")
    assert count - count // 2 == cells.count("·")
    assert "…" not in text
    assert all(name in "".join(cells.split()) for name in sorted(CATEGORIES)[:count])


@pytest.mark.parametrize("width", [60, 80, 110, 200])
def test_it_is_a_table_where_there_is_room(width: int) -> None:
    """Each row should begin with its recipient, in as many tables as it takes."""
    text = drawn(width, 9)
    tables = text.count("Who may see what")

    assert (width < 80) == ("┃" not in text)
    assert tables == (1 if width != 80 else 2)
    assert all(text.count(purpose) == tables for _, purpose in ROWS)
