"""The demo runs whole, on SQLite and on a real PostgreSQL, and leaves proof."""

from __future__ import annotations

import io
import json
import os
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from types import SimpleNamespace

import pytest
import sqlalchemy as sa
from rich.console import Console
from support.bodies import unnamed
from support.commands import Outcome, Run, runner
from support.vaults import DEMO

from fjcore import cli
from fjcore.cli import demo, story, sweep
from fjcore.sdk import Registry, Site
from fjcore.vault import intake_from, read_file, release_file_from

KINDS = ("billings.legal_aid", "billings.police", "billings.hospital")


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Run:
    """Give the command line in an empty folder."""
    return runner(tmp_path, monkeypatch, capfd)


def told(found: Outcome) -> str:
    """Check that the story was told to its end, and give it."""
    text = " ".join(found.out.split())
    for words in (
        "26 people taken in",
        "for strangulation",
        "at midnight: refused to billings.legal_aid: reconfirm_required",
        "person.birth_date │ 1988-04-17 │ · │ 1988-04-17 │",
        "the same to each of them:",
        "strangulation: able_to_breathe, episodes, lost_consciousness,",
        "fields in them that no release names: 0",
        "refused to billings.police: revoked",
        "Account of disclosures",
        "log verified:",
        "sensitive values in clear: 0",
    ):
        assert words in text
    assert all(kind in text for kind in KINDS)
    assert (found.status, found.err) == (0, "")
    return text


def values_of(folder: Path) -> set[str]:
    """Give every sensitive value of the input files that the demo left behind."""
    registry = Registry.build(Site.load(folder / "fjcore.toml"))
    return sweep.sensitive(
        record
        for path in sorted((folder / "inputs" / "intakes").glob("*.json"))
        for record in intake_from(
            read_file(path),
            forms=registry.forms,
            catalog=registry.catalog(),
            where=path.name,
        ).records
    )


@pytest.fixture(scope="module")
def left(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Run the demo; give the folder it left and its words.

    As a process of its own it is run by the README.
    """
    out = tmp_path_factory.mktemp("demo") / "out"
    said, wrong = io.StringIO(), io.StringIO()
    words = ["fjcore", "demo", "--out", str(out)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", words)
        ends = pytest.raises(SystemExit)
        with redirect_stdout(said), redirect_stderr(wrong), ends as ended:
            cli.main()
    return out, told(Outcome(ended.value.code or 0, said.getvalue(), wrong.getvalue()))


def test_no_sensitive_value_should_stand_in_the_store(left: tuple[Path, str]) -> None:
    """No byte of the store should give a value of any person, whatever its case."""
    out, _ = left
    wanted = values_of(out)
    stored = [path for path in (out / "store").rglob("*") if path.is_file()]
    raw = b"".join(path.read_bytes() for path in stored).lower()

    assert len(wanted) > 150
    assert [text for text in wanted if text.casefold().encode() in raw] == []


def test_what_left_should_be_what_releases_name(left: tuple[Path, str]) -> None:
    """Every field of every file delivered should be named by a release used for it."""
    out, _ = left
    catalog = Registry.build(Site.load(out / "fjcore.toml")).catalog()
    categories = {leaf.path: leaf.label.category for leaf in catalog.leaves()}
    releases = {}
    for path in (out / "inputs" / "releases").glob("*.json"):
        _, one = release_file_from(
            read_file(path), fields=catalog.narratives(), where=path.name
        )
        releases[one.id] = one
    sent = [json.loads(path.read_bytes()) for path in (out / "outbox").rglob("*.json")]

    assert len(sent) > 30
    assert {body["recipient"] for body in sent} >= set(KINDS)
    for body in sent:
        used = [releases[name] for name in body["releases"]]
        assert unnamed(body["records"], used, categories) == []


def test_the_folder_left_should_answer_further_commands(
    left: tuple[Path, str], run: Run
) -> None:
    """The commands that the demo names at its end should work as printed."""
    _, text = left
    printed = re.findall(
        r"fjcore (--site \S+ --passphrase-file \S+ "
        r"(?:who-sees \S+ --at \S+|audit verify))",
        text,
    )
    found = [run(*words.split()) for words in printed]

    assert len(found) == 2
    assert [one.status for one in found] == [0, 0]
    assert "billings.legal_aid" in found[0].out
    assert "log verified" in found[1].out


def test_a_folder_in_use_should_be_left_alone(run: Run, tmp_path: Path) -> None:
    """A folder that holds something should be refused and stay as it is."""
    (tmp_path / "note.txt").write_text("mine", "utf-8")
    found = run("demo", "--out", tmp_path)

    assert found.status == 1
    assert "--out: not_empty" in found.err
    assert [path.name for path in tmp_path.iterdir()] == ["note.txt"]


@pytest.mark.parametrize(
    ("place", "code"),
    [
        ("file", "duplicate"),
        ("pipe", "duplicate"),
        ("link", "duplicate"),
        ("file/new", "unwritable"),
        ("new/" + "n" * 300, "unwritable"),
    ],
)
def test_a_folder_that_cannot_be_made_should_be_told(
    run: Run, tmp_path: Path, place: str, code: str
) -> None:
    """What stands where the folder is to be should be told apart from a full folder."""
    (tmp_path / "file").touch()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("nowhere")
    found = run("demo", "--out", tmp_path / place)

    assert (1, "") == (found.status, found.out)
    assert f"--out: {code}" in found.err
    assert ["file", "link", "pipe"] == sorted(path.name for path in tmp_path.iterdir())


@pytest.mark.parametrize("place", ["empty", "new/within"])
@pytest.mark.parametrize(
    ("fault", "status", "said"),
    [
        (OSError(28, "full"), 1, "--out: unwritable"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_a_folder_left_half_made_should_be_taken_away(
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    fault: BaseException,
    status: int,
    said: str,
) -> None:
    """Where the demo breaks off, what it made itself should go, and nothing else."""
    (tmp_path / "empty").mkdir()

    def broken_off(told: object) -> None:
        raise fault

    monkeypatch.setattr("fjcore.cli.story.tell", broken_off)
    found = run("demo", "--out", tmp_path / place)

    assert status == found.status
    assert said in found.err
    assert [tmp_path / "empty"] == list(tmp_path.rglob("*"))


def test_a_full_disk_should_be_told_where_no_folder_was_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a folder, the place for what passes should be named."""

    def full(*_: object) -> None:
        raise OSError(28, "full")

    monkeypatch.setattr("fjcore.cli.story.tell", full)
    found = run("demo")

    assert "TMPDIR: unwritable" in found.err


def test_what_is_printed_should_be_quoted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands named at the end should hold whatever the folder's name."""
    told = SimpleNamespace(subjects={story.SHOWN: "0" * 32})
    folder = tmp_path / "a demo; of mine"
    demo._point(Console(width=500), folder, told)  # type: ignore[arg-type]
    lines = capsys.readouterr().out.splitlines()[1:]

    assert [f"{folder}/fjcore.toml"] * 2 == [shlex.split(line)[2] for line in lines]


def test_the_demo_should_run_on_postgresql(run: Run, postgres: str) -> None:
    """The same demo should run on PostgreSQL, and leave no schema of its own behind."""
    told(run("demo", "--store", postgres))
    engine = sa.create_engine(postgres.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        names = sa.inspect(connection).get_schema_names()
    engine.dispose()

    assert [name for name in names if name.startswith("fjcore_demo")] == []


def test_the_demo_should_have_its_hard_cases() -> None:
    """The shipped people should be at least 25, made up, each marked as such."""
    paths = sorted((DEMO / "intakes").glob("*.json"))
    marks = [json.loads(path.read_bytes())["synthetic"] for path in paths]

    assert len(paths) >= 25
    assert [True] * len(paths) == marks
