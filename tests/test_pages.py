"""The pages of the docs hang together, and their commands are run."""

from __future__ import annotations

import re
from pathlib import Path

from support.walking import over

import fjcore

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
TOP = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
EVERY = over([*PAGES, *TOP], ids=lambda path: str(path.relative_to(ROOT)))

FENCE = re.compile(r"^```(\{?[\w-]*\}?)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(
    r"^\[`[^`]+`\]\(([^)\s]+)\):\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"\[[^\]\n]*(?:\n[^\]\n]*)?\]\(([^)\s]+)\)")


def blocks(text: str, kind: str) -> list[str]:
    return [body for name, body in FENCE.findall(text) if name == kind]


def broken(text: str, folder: Path) -> list[str]:
    """Give the links of a page that lead to no file."""
    targets = [link.partition("#")[0] for link in LINK.findall(FENCE.sub("", text))]
    near = [link for link in targets if link and "://" not in link]
    return [link for link in near if not (folder / link).resolve().exists()]


def unlike(text: str, folder: Path) -> list[str]:
    """Give the files that a page shows, by a link right above, and not as they are."""
    return [
        link
        for link, body in SHOWN.findall(text)
        if body not in (folder / link).read_text("utf-8")
    ]


def gone(text: str) -> list[str]:
    """Give the files that a page names in code and that are not there."""
    named = re.findall(r"`((?:tests|src|plugins|docs|bench)/[\w./-]+)`", text)
    return [name for name in named if not (ROOT / name).exists()]


def unrun(text: str) -> list[str]:
    """Give the commands of fjcore that stand in a block that no test runs."""
    return [
        line
        for kind in ("sh", "bash", "shell", "text", "")
        for body in blocks(text, kind)
        for line in body.splitlines()
        if line.lstrip("$ ").startswith("fjcore ")
    ]


@EVERY
def test_links(path: Path) -> None:
    """Every link to a file should lead to one."""
    assert not broken(path.read_text("utf-8"), path.parent)


def test_links_fires(tmp_path: Path) -> None:
    """A link that leads nowhere should be found."""
    wanted = ["gone.md"]

    assert wanted == broken("see [this](gone.md#part)", tmp_path)


@EVERY
def test_shown(path: Path) -> None:
    """A file that a page shows should be shown as it is."""
    assert not unlike(path.read_text("utf-8"), path.parent)


def test_shown_everywhere() -> None:
    """The tutorials should show every file that a reader needs."""
    shown = {
        (path.parent / link).resolve()
        for path in (DOCS / "tutorial").glob("*.md")
        for link, _ in SHOWN.findall(path.read_text("utf-8"))
    }

    assert shown >= set((DOCS / "examples" / "first-vault").iterdir())
    assert not [p for p in PAGES if "literalinclude" in p.read_text("utf-8")]


def test_shown_fires(tmp_path: Path) -> None:
    """A file shown other than it is should be found."""
    (tmp_path / "a.toml").write_text("x = 1\n", "utf-8")
    wanted = ["a.toml"]

    assert wanted == unlike("[`a.toml`](a.toml):\n\n```toml\nx = 2\n```\n", tmp_path)
    assert not unlike("[`a.toml`](a.toml):\n\n```toml\nx = 1\n```\n", tmp_path)


@EVERY
def test_named(path: Path) -> None:
    """Every file or folder of the project that a page names should be there."""
    assert not gone(path.read_text("utf-8"))


def test_named_fires() -> None:
    """A file that is not there should be found."""
    assert gone("held by `tests/test_nothing.py`")


def test_decisions() -> None:
    """Every decision should be linked from a page besides the list of decisions."""
    folder = DOCS / "decisions"
    linked = {
        (path.parent / link.partition("#")[0]).resolve()
        for path in (*PAGES, *TOP)
        if path.parent != folder
        for link in LINK.findall(path.read_text("utf-8"))
    }
    records = sorted(folder.glob("[0-9]*.md"))

    assert records
    assert not [record.name for record in records if record not in linked]


def test_pages_reached() -> None:
    """Every package should have its page in the reference."""
    folder = DOCS / "reference" / "api"
    listed = (folder / "index.md").read_text("utf-8").split()

    for name in fjcore._PARTS:
        assert name in listed
        assert f"fjcore.{name}" in (folder / f"{name}.md").read_text("utf-8")


#: Pages that are followed whole in a new checkout: ``cli/test_tutorial_plugin.py``.
FOLLOWED = {DOCS / "tutorial" / "first-plugin.md"}


@EVERY
def test_commands_run(path: Path) -> None:
    """A command of fjcore should stand in a block that is run with the tests."""
    assert path in FOLLOWED or not unrun(path.read_text("utf-8"))


def test_commands_run_fires() -> None:
    """A command in a block that no test runs should be found."""
    assert unrun("```sh\n$ fjcore demo\n```\n")


def test_readme() -> None:
    """The README should show the two commands first, then a short example."""
    text = (ROOT / "README.md").read_text("utf-8")
    given, example = blocks(text, "python")
    lines = [line for line in example.splitlines() if line.strip()]
    commands_shown = "\n".join(blocks(text, "sh"))
    unfolded = re.sub(r"<details>.*?</details>", "", text, flags=re.DOTALL)

    assert len(lines) <= 10
    assert len(given.splitlines()) <= 20
    assert len([line for line in unfolded.splitlines() if line.strip()]) <= 60
    assert "pip install uv && uv run fjcore demo" in commands_shown
    assert "pip install uv && uv run pytest" in commands_shown
    assert text.index("```sh") < text.index("```console") < text.index("```python")
