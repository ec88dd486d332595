"""Files of vectors and of definitions, read strictly and run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from screening.parts import sound
from screening.sample import FOLDER, VECTORS

from fjcore.errors import DefinitionRefused, InputRefused
from fjcore.screening import load
from fjcore.screening._shape import MAX_ROWS
from fjcore.screening.running import definitions_from, faults, rows_of, run

CANARY = "canary-7f3a"
ROW: dict[str, Any] = {
    "id": "hark/1",
    "instrument": "hark",
    "answers": {"rape": "yes"},
    "expected": {"flags": {"positive": True}},
}


def file(*rows: Any, **more: Any) -> bytes:
    """Give a file of vectors."""
    data = {"schema": "fjcore.vectors/1", "vectors": list(rows)} | more
    return json.dumps(data).encode()


def refused(*raw: bytes, **how: Any) -> list[tuple[str, str]]:
    """Give the faults for which files are refused."""
    with pytest.raises(InputRefused) as caught:
        run([(f"{n}.json", one) for n, one in enumerate(raw)], **how)
    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value)
    return [(problem.path, problem.code) for problem in caught.value.problems]


def test_the_file_of_known_answers_agrees_whole() -> None:
    """The file of known answers should run, and every one of them agree."""
    report = run([("vectors.json", (FOLDER / "vectors.json").read_bytes())])

    assert (161, 0, ()) == (report.total, report.failed, report.failures)
    assert () == report.unasserted == report.warnings
    assert [row["id"] for row in VECTORS] == list(report.ids)


def test_a_difference_tells_what_was_expected_and_what_came() -> None:
    """A vector that does not agree should be told by every field of it."""
    flags = {"flags": {"positive": False}, "scores": {"total": {"max": 3, "min": 1}}}
    report = run([("a.json", file(ROW | {"expected": flags}, ROW | {"id": "hark/2"}))])

    assert (2, 1) == (report.total, report.failed)
    assert [
        ("hark/1", "flags.positive", False, True),
        ("hark/1", "scores.total.max", 3, 4),
    ] == [(f.id, f.field, f.expected, f.got) for f in report.failures]


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"other": "yes"}, "answers.other"),
        ({"rape": "perhaps"}, "answers.rape"),
        ({"other": {"status": "declined"}}, "answers.other"),
    ],
)
def test_an_answer_that_does_not_fit_is_a_failure(answers: Any, field: str) -> None:
    """An answer that the instrument does not take should fail, not end the run."""
    report = run([("a.json", file(ROW | {"answers": answers}))])

    assert [field] == [one.field for one in report.failures]


def test_a_chosen_vector_runs_alone() -> None:
    """Vectors may be chosen by id, and none chosen is a fault."""
    both = file(ROW, ROW | {"id": "hark/2"})

    assert ("hark/2",) == run([("a.json", both)], only=["hark/2"]).ids
    assert [("vectors", "required")] == refused(both, only=["hark/3"])


def test_many_files_are_one_run() -> None:
    """Files should be run together, and an id stand in one of them only."""
    other = file(ROW | {"id": "hark/2"})

    assert 2 == run([("a.json", file(ROW)), ("b.json", other)]).total
    assert [("id", "duplicate")] == refused(file(ROW), file(ROW))
    assert [("id", "duplicate")] == refused(file(ROW, ROW))


def test_a_long_file_is_read() -> None:
    """A file should be longer than any list of a definition may be."""
    rows = [ROW | {"id": f"hark/{n}"} for n in range(MAX_ROWS + 1)]

    assert MAX_ROWS + 1 == run([("a.json", file(*rows))]).total


def test_a_wrong_count_is_a_warning() -> None:
    """A count that is not the number of vectors should be warned of."""
    assert () == run([("a.json", file(ROW, count=1))]).warnings
    assert 1 == len(run([("a.json", file(ROW, count=2))]).warnings)


def test_what_no_vector_asserts_is_named() -> None:
    """A flag or score that no vector says a word of should be named."""
    assert ("hark scores.total",) == run([("a.json", file(ROW))]).unasserted


@pytest.mark.parametrize(
    ("path", "code", "raw"),
    [
        ("0.json", "format", b""),
        ("0.json", "format", b"\xff"),
        ("0.json", "format", b'{"schema": 1, "schema": 2}'),
        ("keys", "format", b"[]"),
        ("keys", "format", json.dumps({"vectors": [ROW]}).encode()),
        ("schema", "format", file(ROW, schema="other")),
        ("schema", "format", file(ROW, schema=3)),
        ("vectors", "format", file(vectors={})),
        ("vectors", "required", file()),
        ("keys", "format", file(ROW, **{CANARY: 1})),
        ("vectors.0", "format", file(CANARY)),
        ("vectors.1", "format", file(ROW, ROW | {"id": "x", CANARY: 1})),
        ("vectors.0.instrument", "unknown_instrument", file(ROW | {"instrument": "x"})),
        (
            "vectors.0.instrument",
            "unknown_instrument",
            file({k: v for k, v in ROW.items() if k != "instrument"}),
        ),
        (
            "vectors.0.expected.scores.total.min",
            "format",
            file(ROW | {"expected": {"scores": {"total": {"min": {}}}}}),
        ),
        ("vectors.0.why", "format", file(ROW | {"why": 3})),
    ],
    ids=range(16),
)
def test_a_file_that_cannot_be_read_is_refused(
    path: str, code: str, raw: bytes
) -> None:
    """A file of a wrong shape should be refused whole, by its path."""
    assert [(path, code)] == refused(raw)


def test_vectors_may_run_against_other_definitions() -> None:
    """Vectors should be run against the definitions of a file, and only those."""
    data = json.dumps({"schema": "fjcore.instruments/1", "instruments": [sound()]})
    known = definitions_from(data.encode(), where="a.json")
    row = {"id": "x", "instrument": "made-up", "answers": {}, "expected": {}}

    assert ["made-up"] == list(known)
    assert 1 == run([("a.json", file(row))], known=known).total
    assert "unknown_instrument" == refused(file(ROW), known=known)[0][1]
    assert ["made-up"] == list(
        definitions_from(json.dumps(sound()).encode(), where="a.json")
    )


def test_a_draft_in_the_older_form_is_read() -> None:
    """The sample of definitions, without vectors of their own, should be read."""
    raw = (FOLDER / "instruments.json").read_bytes()
    known = definitions_from(raw, where="instruments.json")

    assert 31 == len(known)
    assert not any(made.tested for made in known.values())
    newer = raw.replace(b"fjcore/instruments-0.2", b"fjcore.instruments/1")
    with pytest.raises(DefinitionRefused):
        definitions_from(newer, where="instruments.json")


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("schema", {"schema": "other"}),
        ("schema", {"schema": None}),
        ("instruments", {"instruments": []}),
        ("instruments", {"instruments": {}}),
        ("instruments", {CANARY: 1}),
        ("instruments", {"instruments": [sound(), sound()]}),
    ],
    ids=range(6),
)
def test_a_file_of_definitions_is_read_strictly(path: str, change: Any) -> None:
    """A file of definitions of a wrong shape should be refused by its path."""
    data = {"schema": "fjcore.instruments/1", "instruments": [sound()]} | change
    with pytest.raises(InputRefused) as caught:
        rows_of(json.dumps(data).encode(), where="a.json")

    assert [path] == [problem.path for problem in caught.value.problems]
    assert CANARY not in str(caught.value)


def test_faults_are_given_and_not_raised() -> None:
    """Every fault of a definition should be given, and none where it loads."""
    assert () == faults(sound(), strict=True)
    assert [("limits", "E15")] == [*faults(sound(limits=[]), strict=True)]
    assert () == faults(sound(limits=[]), strict=False)
    assert "hark" == load("hark").id
