"""Local forms on the command line: what there is, how each looks, how one begins."""

from __future__ import annotations

import json
from pathlib import Path

from records.formrules import TEXT
from records.workbooks import GOOD, book
from support.commands import Run

from fjcore.records import parse_form
from fjcore.records.preview import preview


def test_forms_list_should_show_every_form_in_use(run: Run) -> None:
    """The list should name each form with its version, title and counts."""
    table, plain = run("forms", "list"), run("forms", "list", "--json")

    assert (0, "") == (table.status, table.err)
    assert "x_billings.intake" in table.out
    assert "First visit" in table.out
    assert [
        {
            "form": "x_billings.intake",
            "version": 1,
            "title": "First visit",
            "languages": ["en", "es"],
            "questions": 18,
            "own": 6,
        }
    ] == json.loads(plain.out)


def test_forms_preview_should_print_one_page(run: Run) -> None:
    """A preview of a form in use should be its page, in the language asked for."""
    found = run("forms", "preview", "x_billings.intake", "--lang", "es")

    assert (0, "") == (found.status, found.err)
    assert found.out.startswith('<!DOCTYPE html>\n<html lang="es">')
    assert "¿Cuándo nació?" in found.out


def test_forms_preview_should_read_a_file_without_a_site(
    run: Run, folder: Path
) -> None:
    """A preview of a file should need no vault, and be written to a new file only."""
    (folder / "home.toml").write_text(TEXT, "utf-8")
    (folder / "fjcore.toml").unlink()
    words = ("forms", "preview", folder / "home.toml", "--out", folder / "home.html")
    first, again = run(*words), run(*words)

    assert (0, "", "wrote home.html\n") == (first.status, first.out, first.err)
    assert preview(parse_form(TEXT)) == (folder / "home.html").read_text("utf-8")
    assert 1 == again.status
    assert "home.html: duplicate" in again.err


def test_forms_preview_should_refuse_what_is_no_form(run: Run, folder: Path) -> None:
    """What is no form should be refused by its place, and show nothing of it."""
    (folder / "bad.toml").write_text(TEXT.replace('about = "subject"', ""), "utf-8")
    (folder / "raw.toml").write_bytes(b"\xff\xfe")
    bad, raw = (
        run("forms", "preview", folder / "bad.toml"),
        run("forms", "preview", folder / "raw.toml"),
    )
    gone, none = run("forms", "preview", "gone.toml"), run("forms", "preview", "x_a.b")

    assert {1} == {bad.status, raw.status, gone.status, none.status}
    assert "field.2: unlabelled" in bad.err
    assert "raw.toml: format" in raw.err
    assert "gone.toml: unreadable" in gone.err
    assert "form: unknown_form" in none.err
    assert "" == bad.out + raw.out + gone.out + none.out


def test_forms_draft_should_write_the_text_of_a_form(run: Run, folder: Path) -> None:
    """A workbook should become the text of a form, written to a new file only."""
    (folder / "good.xlsx").write_bytes(book(**GOOD))
    found = run("forms", "draft", folder / "good.xlsx", "--out", folder / "new.toml")
    text = (folder / "new.toml").read_text("utf-8")

    assert 0 == found.status
    assert "wrote new.toml" in found.err
    assert "x_made.form" == parse_form(text).id


def test_forms_draft_should_refuse_what_is_no_workbook(run: Run, folder: Path) -> None:
    """What is no workbook should be refused, and nothing be written."""
    (folder / "bad.xlsx").write_bytes(b"PK\x03\x04 and no more")
    found = run("forms", "draft", folder / "bad.xlsx", "--out", folder / "new.toml")

    assert (1, "") == (found.status, found.out)
    assert "bad.xlsx: format" in found.err
    assert not (folder / "new.toml").exists()
