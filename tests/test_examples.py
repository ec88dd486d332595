"""The examples of the docs are run, and a wrong one is noticed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.pages import PARSERS, ROOT, begin, commands, end
from sybil.document import Document
from sybil.example import SybilFailure


@pytest.fixture
def page() -> Iterator[dict[str, Any]]:
    made: dict[str, Any] = {}
    begin(made)
    yield made
    end(made)


def run(text: str, page: dict[str, Any]) -> int:
    """Run the examples of a page of the docs and give how many there were."""
    document = Document(text, str(ROOT / "docs" / "planted.md"))
    document.namespace = page
    for parser in PARSERS:
        for region in parser(document):
            document.add(region)
    found = list(document.examples())
    for example in found:
        example.evaluate()
    return len(found)


def console(text: str) -> str:
    return f"```console\n{text}\n```\n"


@pytest.mark.parametrize(
    "text",
    [
        "```python\nassert 1 == 2\n```\n",
        "```python\nraise KeyError\n```\n",
    ],
)
def test_python_fires(text: str, page: dict[str, Any]) -> None:
    """A block of Python that fails should fail the page."""
    with pytest.raises((AssertionError, KeyError)):
        run(text, page)


@pytest.mark.parametrize(
    "block",
    [
        "$ false",
        "$ echo one\ntwo",
        "$ echo one\nerror: one",
        "$ echo 'error: one' >&2; exit 1\nerror: two",
        "$ no-such-command-at-all",
        "$ true\n$ false",
        "$ fjcore no-such-command",
    ],
)
def test_console_fires(block: str, page: dict[str, Any]) -> None:
    """A command that ends badly, or says something else, should fail the page."""
    with pytest.raises(SybilFailure):
        run(console(block), page)


@pytest.mark.parametrize(
    "block",
    [
        "$ echo anything at all",
        "$ echo one two\none   two",
        "$ echo one two three\none ... three",
        "$ echo 'error: one' >&2; exit 1\nerror: one",
        "$ export WORD=kept\n$ echo $WORD\nkept",
        "$ echo one > file\n$ cat file\none",
        "$ mkdir inner && cd inner\n$ basename $(pwd)\ninner",
        "$ echo one \\\n> two\none two",
    ],
)
def test_console(block: str, page: dict[str, Any]) -> None:
    """Commands should run in one folder, and show what the page says."""
    assert run(console(block), page)


def test_own_folder(page: dict[str, Any]) -> None:
    """Commands should begin in a folder of examples that is gone afterwards."""
    folder: Path = page["__folder"]

    assert ["docs", "plugins"] == sorted(path.name for path in folder.iterdir())
    assert not list(folder.rglob("__pycache__"))
    end(page)
    assert not folder.exists()


def test_commands() -> None:
    """A block should be read as commands, each with its output."""
    block = "$ one\nsaid\n$ two \\\n> more\n"

    wanted = [("one", "said\n"), ("two \\\nmore", "")]

    assert wanted == commands(block)
