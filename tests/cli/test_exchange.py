"""Instruments and answers in the formats of others, on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.commands import Run

from fjcore.screening import instruments, load, wording
from fjcore.screening.parse import parse, read

ANSWERS = Path(__file__).parents[2] / "docs/examples/first-vault/screen.json"
SUBJECT = "5e0a7c1be2f94d0a8b6c3d1f20517e42"


def loaded(path: Path) -> Any:
    """Read a file of JSON."""
    return json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("kind", ["fhir", "xlsform"])
@pytest.mark.parametrize("name", ["aas", "b-safer-v2", "phq-9"])
def test_an_instrument_should_go_out_and_come_back(
    bare: Run, tmp_path: Path, name: str, kind: str
) -> None:
    """What was written in another format should read as the same logic."""
    out, back = tmp_path / "form", tmp_path / "back.json"
    gone = bare("instruments", "export", name, "--format", kind, "--out", out)
    come = bare("instruments", "import", out, "--format", kind, "--out", back)
    made = parse(loaded(back), strict=False)

    assert (0, "", "wrote form\n") == (gone.status, gone.out, gone.err)
    assert (0, "") == (come.status, come.out)
    assert f"the same logic as {name} that ships" in come.err
    assert load(name).logic_hash == made.logic_hash


def test_words_should_be_a_file_of_their_own(bare: Run, tmp_path: Path) -> None:
    """The words of a form should be written as a pack that loads."""
    form, words = tmp_path / "form.json", tmp_path / "words.json"
    bare("instruments", "export", "phq-2", "--lang", "es", "--out", form)
    done = bare("instruments", "import", form, "--words", words)
    pack = wording(loaded(words), load("phq-2"), use="clinical")

    assert 0 == done.status
    assert "es" == pack.language
    assert 1 == bare("instruments", "import", form, "--words", words).status
    assert "--lang: unknown_code" in (
        bare("instruments", "import", form, "--words", words, "--lang", "fr").err
    )


def test_a_form_should_be_printed_where_no_file_is_named(bare: Run) -> None:
    """A form should be printed, and a workbook should ask for a file."""
    done = bare("instruments", "export", "hark")
    book = bare("instruments", "export", "hark", "--format", "xlsform")

    assert "Questionnaire" == json.loads(done.out)["resourceType"]
    assert (1, "") == (book.status, book.out)
    assert "--out: required" in book.err


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "format"),
        ("[]", "type"),
        ('{"resourceType": "Patient"}', "other"),
        ('{"resourceType": "Questionnaire"}', "required"),
        ("[" * 500, "too_big"),
    ],
)
def test_what_is_no_form_should_be_refused(
    bare: Run, tmp_path: Path, text: str, code: str
) -> None:
    """What is no form should end with one error, of either format."""
    path = tmp_path / "form.json"
    path.write_text(text, "utf-8")
    found = [
        bare("instruments", "import", path, "--format", k) for k in ("fhir", "xlsform")
    ]

    assert code in found[0].err
    for done in (*found, bare("instruments", "import", tmp_path / "gone")):
        assert (1, "") == (done.status, done.out)
        assert "Traceback" not in done.err


def test_answers_should_go_out_with_what_they_score(bare: Run, tmp_path: Path) -> None:
    """A file of answers should become a bundle of a response and its scores."""
    out = tmp_path / "bundle.json"
    done = bare("instruments", "export-answers", ANSWERS, "--out", out)
    rows = [entry["resource"] for entry in loaded(out)["entry"]]

    assert 0 == done.status
    assert "ALERT (urgent)" in done.err
    assert ["QuestionnaireResponse", "Observation"] == [r["resourceType"] for r in rows]
    assert loaded(out)["entry"][0]["fullUrl"] == rows[1]["derivedFrom"][0]["reference"]
    assert SUBJECT not in out.read_text("utf-8")


def test_answers_should_come_back_as_a_file_of_answers(
    bare: Run, tmp_path: Path
) -> None:
    """A response should become the file of answers that it was made of."""
    out, form = tmp_path / "bundle.json", tmp_path / "response.json"
    bare("instruments", "export-answers", ANSWERS, "--out", out)
    form.write_text(json.dumps(loaded(out)["entry"][0]["resource"]), "utf-8")
    words = ("--subject", SUBJECT, "--instrument", "hark")
    done = bare("instruments", "import-answers", form, *words)
    given = loaded(ANSWERS)
    given.pop("synthetic")

    assert (0, "") == (done.status, done.err)
    assert given | {"mode": "in_person"} == json.loads(done.out)
    assert 1 == bare("instruments", "import-answers", form, *words[:3], "phq-2").status


def test_the_vectors_that_ship_should_run(bare: Run) -> None:
    """Without a file the vectors of every shipped definition should be run."""
    done = bare("test", "screening")
    data = json.loads(bare("test", "screening", "--json").out)
    count = sum(len(read(name)["tests"]) for name in instruments())

    assert 0 == done.status
    assert f"screening: {count} of {count} agree" == done.out.splitlines()[-1]
    assert {"total": count, "passed": count, "failed": 0, "failures": []} == data
