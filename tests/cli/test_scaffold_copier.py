"""The template as copier reads it: the same files, and a later change of it."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from pathlib import Path

import copier
import pytest
import yaml

from fjcore.cli.output import new_folder
from fjcore.cli.scaffold import ANSWERS, Answers, Licence, PluginKind, plugin_files

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = Path("src/fjcore/cli/plugin_template")

SAID = {
    "name": "a2-b3-c4",
    "title": "Río {{ name }} & 'más' # x: y",
    "maintainers": "Ana Sample, Bo (example.org),, C",
    "jurisdictions": "US-MT, US-MT-111",
}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with what copier reads of this repository."""
    folder = tmp_path_factory.mktemp("source")
    shutil.copytree(ROOT / TEMPLATE, folder / TEMPLATE)
    shutil.copy(ROOT / "copier.yml", folder)
    return folder


def copied(source: Path, dest: Path, said: dict[str, str]) -> dict[str, bytes]:
    """Give what copier makes, with its defaults for what is not said."""
    copier.run_copy(str(source), dest, data=said, defaults=True, quiet=True)
    files = [path for path in dest.rglob("*") if path.is_file()]
    return {path.relative_to(dest).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("kind", PluginKind, ids=str)
def test_copier_makes_the_same(kind: PluginKind, source: Path, tmp_path: Path) -> None:
    """What is made offline should be what copier makes, byte for byte."""
    said = {**SAID, "licence": "MIT", "kind": str(kind)}
    theirs = copied(source, tmp_path / "made", said)
    answers = Answers(**SAID, kind=kind, licence=Licence.MIT)
    ours = plugin_files(answers, source=str(source))
    kept = [yaml.safe_load(files.pop(ANSWERS)) for files in (ours, theirs)]
    commit = kept[0].pop("_commit")

    assert theirs == ours
    assert kept[0] == kept[1]
    assert commit.startswith("v")


def test_copier_has_the_same_defaults(source: Path, tmp_path: Path) -> None:
    """What is not said should be what copier would take."""
    said = {"name": "fjcore-harbor", "kind": "community"}
    theirs = copied(source, tmp_path / "made", said)
    made = plugin_files(Answers(name=said["name"], kind=PluginKind.COMMUNITY))
    theirs.pop(ANSWERS)
    made.pop(ANSWERS)

    assert theirs == made


@pytest.mark.parametrize(
    "said",
    [
        {"name": "Harbor"},
        {"name": "a--b"},
        {"name": "a" * 41},
        {"name": "a", "ids": "9"},
        {"name": "ab", "title": 'a"b'},
        {"name": "ab", "maintainers": " "},
        {"name": "ab", "jurisdictions": "us"},
    ],
    ids=repr,
)
def test_copier_refuses_the_same(
    said: dict[str, str], source: Path, tmp_path: Path
) -> None:
    """What is refused offline should be refused by copier, before a file is made."""
    with pytest.raises(ValueError, match="Validation error"):
        copied(source, tmp_path / "made", {**said, "kind": "community"})

    assert not (tmp_path / "made").exists()


def git(folder: Path, *words: str) -> None:
    own = ("-c", "user.name=Ana Sample", "-c", "user.email=ana@example.org")
    subprocess.run(["git", *own, *words], cwd=folder, check=True, capture_output=True)


def committed(folder: Path, *tags: str) -> None:
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "-q", "-m", "A state")
    for tag in tags:
        git(folder, "tag", tag)


@pytest.mark.nightly
@pytest.mark.filterwarnings("ignore::copier.errors.DirtyLocalWarning")
def test_update_brings_a_change(source: Path, tmp_path: Path) -> None:
    """A plugin made offline should get a later template, and keep its own edits."""
    home = tmp_path / "fjcore"
    shutil.copytree(source, home)
    git(home, "init", "-q")
    answers = Answers(name="fjcore-harbor", kind=PluginKind.COMMUNITY)
    files = plugin_files(answers, source=str(home))
    committed(home, yaml.safe_load(files[ANSWERS])["_commit"])
    dest = tmp_path / "harbor"
    new_folder(dest, files)
    form = dest / "src" / "fjcore_harbor" / "forms" / "intake.toml"
    form.write_text(form.read_text("utf-8") + "# our own line\n", "utf-8")
    git(dest, "init", "-q")
    committed(dest)
    project = home / TEMPLATE / "pyproject.toml.jinja"
    later = project.read_text("utf-8").replace('"mypy>=2"', '"mypy>=3"')
    project.write_text(later, "utf-8")
    committed(home, "v0.2.0")

    copier.run_update(dest, defaults=True, quiet=True, overwrite=True)

    found = tomllib.loads((dest / "pyproject.toml").read_text("utf-8"))
    assert "mypy>=3" in found["dependency-groups"]["dev"]
    assert form.read_text("utf-8").endswith("# our own line\n")
    assert "v0.2.0" == yaml.safe_load((dest / ANSWERS).read_text("utf-8"))["_commit"]
