"""State packs on the command line: list, show, lint, pin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from support.commands import Run, runner

from fjcore.consent import parse_pack, shipped_packs
from fjcore.sdk import Site

(MONTANA,) = shipped_packs()
ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs/examples/state-pack/us-zz.toml"
EVERY = ROOT / "tests/vectors/packs/us-yy.toml"

SITE = """
[holder]
agency = "harbor"
kind = "vsp_advocate"
name = "Harbor"
unit = "advocacy"
regimes = ["vawa"]
state = "US-ZZ"
tz = "America/Denver"
"""


@pytest.fixture
def bare(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def test_list_should_show_what_ships_and_what_is_adopted(
    bare: Run, tmp_path: Path
) -> None:
    """Packs should be listed with their hash, and whether the site adopts them."""
    before = json.loads(bare("law", "list", "--json").out)
    (tmp_path / "zz.toml").write_bytes(EXAMPLE.read_bytes())
    line = bare("law", "pin", tmp_path / "zz.toml").out
    (tmp_path / "fjcore.toml").write_text(SITE + line, "utf-8")
    after, table = bare("law", "list", "--json"), bare("law", "list")

    assert [("US-MT", False, MONTANA.sha256)] == [
        (row["id"], row["adopted"], row["sha256"]) for row in before
    ]
    assert [("US-MT", False, ""), ("US-ZZ", True, "zz.toml")] == [
        (row["id"], row["adopted"], row["path"]) for row in json.loads(after.out)
    ]
    assert (0, "") == (table.status, table.err)
    assert MONTANA.sha256 in table.out
    assert "Not legal advice" in table.out


def test_pin_should_print_what_a_site_file_takes(bare: Run, tmp_path: Path) -> None:
    """The lines that pin prints should adopt just that pack."""
    text = SITE.replace("US-ZZ", "US-MT") + bare("law", "pin", "US-MT").out
    plain = json.loads(bare("law", "pin", EXAMPLE, "--json").out)

    assert (MONTANA,) == Site.parse(text, tmp_path).packs()
    assert {
        "id": "US-ZZ",
        "sha256": parse_pack(EXAMPLE.read_text("utf-8")).sha256,
        "path": str(EXAMPLE),
    } == plain


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (
            "US-MT",
            ["Not legal advice", "MCA 26-1-812", "Strangulation is not named", "0 of"],
        ),
        (EVERY, ["Safe at Home", "must report child abuse", "within 48 hours"]),
        (EXAMPLE, ["At 19 years", "ZZ Code 20-5", "within 24 hours"]),
    ],
    ids=["US-MT", "us-yy", "us-zz"],
)
def test_show_should_tell_rows_with_their_texts(
    bare: Run, name: str | Path, words: list[str]
) -> None:
    """A pack should be shown in sentences, each with the text that it rests on."""
    found = bare("law", "show", name)
    said = " ".join(found.out.split())

    assert (0, "") == (found.status, found.err)
    assert [] == [word for word in words if word not in said]


@pytest.mark.parametrize("path", [EVERY, EXAMPLE], ids=lambda path: path.stem)
def test_show_should_leave_nothing_out(bare: Run, path: Path) -> None:
    """Every row and every text of a pack should stand in what is shown, by its id."""
    pack = parse_pack(path.read_text("utf-8"))
    said = " ".join(bare("law", "show", path).out.split())
    plain = json.loads(bare("law", "show", path, "--json").out)
    parts = (
        *(pack.authorities, pack.minor_consents, pack.privileges, pack.reports),
        *(pack.limits, pack.wordings, pack.holds, pack.questions),
    )
    ids = [row.id for part in parts for row in part]

    assert [] == [name for name in ids if f"{name}:" not in said]
    assert len(pack.mandates) == len(plain["mandates"])
    assert pack.sha256 == plain["sha256"]
    assert "Not legal advice" in plain["notice"]


def test_lint_should_pass_a_good_pack(bare: Run) -> None:
    """A pack without a fault should end with 0 and say what it is."""
    found, plain = bare("law", "lint", EXAMPLE), bare("law", "lint", EXAMPLE, "--json")

    assert (0, "") == (found.status, found.err)
    assert "no fault found" in found.out
    assert [] == json.loads(plain.out)["faults"]
    assert (0, 64) == (plain.status, len(json.loads(plain.out)["sha256"]))


def test_lint_should_tell_every_fault(bare: Run, tmp_path: Path) -> None:
    """A faulty pack should end with 1 and all its faults, as text and as data."""
    path = tmp_path / "zz.toml"
    text = EXAMPLE.read_text("utf-8").replace('"24h"', '"soon"')
    path.write_text(text.replace("age = 19", "age = 16"), "utf-8")
    found, plain = bare("law", "lint", path), bare("law", "lint", path, "--json")
    wanted = [("majority.age", "range"), ("mandate.0.deadline", "format")]

    assert (1, "") == (found.status, found.out)
    assert "pack_refused: zz.toml" in found.err
    assert [] == [where for where, _ in wanted if where not in found.err]
    assert (1, "") == (plain.status, plain.err)
    assert wanted == [(f["path"], f["code"]) for f in json.loads(plain.out)["faults"]]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("show", "US-QQ"), "unknown_pack"),
        (("pin", "US-QQ"), "unknown_pack"),
        (("show", "gone.toml"), "gone.toml: unreadable"),
        (("lint", "gone.toml"), "gone.toml: unreadable"),
        (("pin", str(ROOT / "pyproject.toml")), "pack_refused"),
        (("lint", str(ROOT)), "unreadable"),
    ],
)
def test_what_is_no_pack_should_be_refused(
    bare: Run, words: tuple[str, ...], told: str
) -> None:
    """A name of no pack, or a file that is none, should end with one error."""
    found = bare("law", *words)

    assert (1, "") == (found.status, found.out)
    assert found.err.startswith("error:")
    assert told in found.err


@pytest.mark.parametrize("words", [("list",), ("show", "US-MT")])
def test_a_pack_should_be_seen_where_the_site_file_no_longer_fits(
    bare: Run, tmp_path: Path, words: tuple[str, ...]
) -> None:
    """Where another pack was adopted than ships, that which ships should be seen."""
    line = f'[law]\npacks = [{{ id = "US-ZZ", sha256 = "{"0" * 64}" }}]'
    (tmp_path / "fjcore.toml").write_text(SITE + line, "utf-8")
    found = bare("law", *words)

    assert 0 == found.status
    assert MONTANA.sha256 in found.out
    assert "warning: nothing is adopted" in found.err
    assert "law.packs.0.id: unknown_pack" in found.err
