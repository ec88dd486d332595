"""Reports: the same words as text and as a page that runs and fetches nothing."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from fjcore.values.page import Heading, Paragraph, Points, Report, Table, page, width

EVIL = "<script>alert(\"x\")</script> & 'quoted'"
WHOLE = Report(
    f"A title {EVIL}",
    [
        Paragraph(f"A sentence {EVIL}"),
        Points([f"a point {EVIL}", "another"]),
        Points([]),
        Table(f"A table {EVIL}", ["who", f"what {EVIL}"], [["Ann", EVIL], ["B", "c"]]),
    ],
    lang="es",
)


class Reader(HTMLParser):
    """Gathers the tags and texts of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data.strip())


def read(text: str) -> Reader:
    found = Reader()
    found.feed(text)
    return found


def test_every_text_is_escaped() -> None:
    """No text should become a tag, wherever it stands, and all should come back."""
    found = read(WHOLE.html())

    assert "script" not in {tag for tag, _ in found.tags}
    assert 6 == sum(EVIL in text for text in found.texts) - 1
    assert "alert" not in re.sub(r"&lt;script&gt;.*?&lt;/script&gt;", "", WHOLE.html())


def test_a_page_runs_and_fetches_nothing() -> None:
    """A page should say so by its policy, and hold no address."""
    found = read(WHOLE.html())
    (policy,) = (a["content"] for t, a in found.tags if "http-equiv" in a)

    assert "default-src 'none'" in str(policy)
    assert not {"src", "href", "action"} & {name for _, a in found.tags for name in a}
    assert "es" == dict(found.tags)["html"]["lang"]


def test_a_table_can_be_read_aloud() -> None:
    """A table should have a caption, and a scope for each header."""
    found = read(WHOLE.html())
    scopes = [a.get("scope") for tag, a in found.tags if tag == "th"]

    assert ["col", "col", "row", "row"] == scopes
    assert ["caption"] == [tag for tag, _ in found.tags if tag == "caption"]
    assert "table-header-group" in WHOLE.html()
    assert "@media print" in WHOLE.html()


def test_an_empty_list_is_no_list() -> None:
    """A list of no points should leave nothing."""
    assert 1 == WHOLE.html().count("<ul>")
    assert [] == list(Points([]).lines())


def test_text_is_laid_in_columns() -> None:
    """A table as text should keep its columns under each other."""
    table = Table("What", ["who", "n"], [["Ann", "1"], ["Bea Two", "12"]])

    assert ["What", "  who      n", "  Ann      1", "  Bea Two  12"] == list(
        table.lines()
    )


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("\u00e9", 1), ("e\u0301", 1), ("日本", 4), ("", 0)],
)
def test_a_text_takes_columns(text: str, columns: int) -> None:
    """A wide sign should take two columns, and a mark over a letter none."""
    assert columns == width(text)


def test_rows_are_as_long_as_the_head() -> None:
    """A row of another length should be refused, not shown shifted."""
    with pytest.raises(ValueError, match="argument"):
        list(Table("x", ["a", "b"], [["only"]]).lines())


def test_a_page_has_one_heading() -> None:
    """A page should have its title as its one heading, and be whole."""
    text = page("A title", "en", ["<p>x</p>"])

    assert 1 == text.count("<h1>")
    assert text.startswith("<!DOCTYPE html>\n")
    assert text.endswith("</html>\n")


def test_nothing_turns_letters_round() -> None:
    """No part of a report should hold what turns letters round or steers a terminal."""
    evil = "exe\u202egnp\x1b[31m"
    blocks = [
        Heading(evil),
        Paragraph(evil),
        Points([evil]),
        Table(evil, [evil, evil], [[evil, evil]]),
        Table(evil, [evil, evil], [[evil, evil]], data=True),
    ]
    report = Report(evil, blocks)

    assert not {"\u202e", "\x1b"} & {*report.html(), *report.text()}


def test_a_long_list_stands_in_columns() -> None:
    """Many points should stand in columns where there is room, and few should not."""
    few, many = ("\n".join(Points(["x"] * n).html()) for n in (12, 13))

    assert "<ul>" in few
    assert '<ul class="many">' in many
