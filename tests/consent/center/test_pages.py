"""The report of a plan: 80 columns of text, one accessible page, plain data."""

from __future__ import annotations

import itertools
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import attrs
import pytest
from consent.center import centers

from fjcore.consent.center import center_plain, center_report, plan_center

GOLDEN = Path(__file__).parents[2] / "vectors/center"
VOID = {"meta", "br"}


class Page(HTMLParser):
    """What a page is made of: every tag with its attributes, and that tags close."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.texts: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


@pytest.fixture(scope="module")
def page() -> Page:
    return parsed(center_report(centers.example()).html())


@pytest.fixture(scope="module")
def text() -> str:
    return center_report(centers.example()).text()


def parts(text: str) -> dict[str, str]:
    """Give the parts of a text by their headings."""
    found = re.split(r"^(.+)\n(?:=+|-+)$", text, flags=re.M)
    return dict(zip(found[1::2], found[2::2], strict=True))


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("walls", "Where walls must stand"),
        ("shelter", "Files of Sagebrush House"),
        ("questions", "Questions for counsel"),
        ("first", "What to do first, in this order"),
        ("forms", "Release forms that are needed"),
    ],
)
def test_golden(text: str, name: str, heading: str) -> None:
    """The example should be told as it was, word by word."""
    golden = (GOLDEN / f"{name}.txt").read_text("utf-8")

    assert golden == parts(text)[heading].strip("\n") + "\n"


def test_width(text: str) -> None:
    """No line of the text should be wider than 80 columns, or end in a space."""
    lines = text.splitlines()

    assert max(map(len, lines)) <= 80
    assert not [line for line in lines if line != line.rstrip()]


def test_said_first(text: str) -> None:
    """What it is not, and the dates, should stand on top."""
    top = " ".join(text.split("What to do first", maxsplit=1)[0].split())
    dates = re.findall(r"\d{4}-\d\d-\d\d", top)

    assert "Not legal advice" in top
    assert "reviewed = false" in top
    assert ["2026-11-26", "2026-11-01", "2026-11-26"] == dates[:3]


def test_whole(page: Page) -> None:
    """The page should be whole: closed, in one language, with one first heading."""
    names = [tag for tag, _ in page.tags]

    assert not page.open
    assert [{"lang": "en"}] == [a for tag, a in page.tags if tag == "html"]
    assert (1, 1, 1) == tuple(map(names.count, ("h1", "title", "main")))


def test_fetches_nothing(page: Page) -> None:
    """The page should run nothing and fetch nothing."""
    names = {tag for tag, _ in page.tags}
    links = [a["href"] for _, a in page.tags if "href" in a]

    assert not names & {"script", "img", "link", "iframe", "object", "form", "svg"}
    assert all(str(link).startswith("#") for link in links)
    assert not [a for _, a in page.tags if "src" in a or any(k[:2] == "on" for k in a)]


def test_headings(page: Page) -> None:
    """Headings should go down by one, and each link lead to one of them."""
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    ids = [a["id"] for _, a in page.tags if "id" in a]
    links = {str(a["href"])[1:] for tag, a in page.tags if tag == "a"}

    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    assert len(ids) == len(set(ids))
    assert links <= set(ids)


def test_tables(page: Page) -> None:
    """Every table should have a caption, and every header its scope."""
    names = [tag for tag, _ in page.tags]
    scopes = {a.get("scope") for tag, a in page.tags if tag == "th"}

    assert names.count("table") == names.count("caption") > 30
    assert {"col", "row"} == scopes


def test_prints(page: Page) -> None:
    """The page should be made for paper as well."""
    (style,) = [said for tag, said in page.texts if tag == "style"]

    assert "@page" in style
    assert "table-header-group" in style


def test_escaped() -> None:
    """What a file calls an agency should be text on the page, and nothing else."""
    named = attrs.evolve(
        centers.agency("x", "shelter", "vawa"), name="<script>x</script>"
    )
    plan = plan_center(centers.center(named))

    assert "script" not in {t for t, _ in parsed(center_report(plan).html()).tags}


def test_plain() -> None:
    """The plan as data should be JSON with every box, and the same each time."""
    plain = center_plain(centers.example())
    again = json.loads(json.dumps(plain))
    (shelter,) = [one for one in plain["files"] if one["holder"] == "shelter"]

    assert again == plain
    assert (False, False) == (plain["reviewed"], plain["legal_advice"])
    assert 49 == len(shelter["recipients"]["police"])
    assert [] == shelter["recipients"]["hmis_lead"]["identity.name"]


def test_rules() -> None:
    """Every rule asked about should be unreviewed and met by a file of the center."""
    rules = {one["rule"]: one for one in center_plain(centers.example())["rules"]}

    assert not any(one["reviewed"] for one in rules.values())
    assert all(one["met_by"] for one in rules.values())
    assert ["School District"] == rules["C15c"]["met_by"]
    assert {"N1", "N2", "O5", "R4", "W1", "I3"} <= set(rules)


def test_no_rule_that_nobody_meets() -> None:
    """A rule about HIPAA should not be asked about where nobody is under it."""
    plan = plan_center(centers.center(centers.agency("x", "shelter", "vawa")))
    rules = {one["rule"] for one in center_plain(plan)["rules"]}

    assert not rules & {"N4", "O6", "E2", "W1", "C15c"}
