"""A new plugin from the template: what it holds, and what no plugin is made of."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from fjcore import __version__
from fjcore.cli.scaffold import Answers, PluginKind, filled, plugin_files
from fjcore.errors import OptionRefused, Problem
from fjcore.sdk import parse_manifest
from fjcore.sdk._version import within
from fjcore.sdk.hookspecs import HOOKS

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = ROOT / "src" / "fjcore" / "cli" / "plugin_template"

#: The shortest, an ordinary and the longest name.
NAMES = ("zz", "fjcore-harbor", "a2-" + "b" * 37)

NAMED = re.compile(r"\{\{ \w+ \}\}")
MARKS = re.compile(r"\{\{|\{%|\{#")

EVERY = pytest.mark.parametrize("kind", PluginKind, ids=str)


def made(kind: PluginKind, name: str = "fjcore-harbor", **said: str) -> dict[str, str]:
    files = plugin_files(Answers(name=name, kind=kind, **said))
    return {path: raw.decode() for path, raw in files.items()}


@EVERY
def test_manifest_should_be_sound(kind: PluginKind) -> None:
    """A new plugin should have a manifest that reads, for this version of fjcore."""
    files = made(kind, title="Río & más", maintainers="Ana Sample, , Bo Sample")
    manifest = parse_manifest(files["src/fjcore_harbor/fjcore-plugin.toml"])
    project = tomllib.loads(files["pyproject.toml"])["project"]
    hooks = set(re.findall(r"def (fjcore_\w+)", files["src/fjcore_harbor/__init__.py"]))

    assert ("fjcore-harbor", "harbor") == (manifest.name, manifest.ids)
    assert ("Río & más", project["description"]) == (manifest.title, manifest.title)
    assert ("Ana Sample", "Bo Sample") == manifest.maintainers
    assert {HOOKS[name] for name in hooks} == set(manifest.provides)
    assert within(__version__, manifest.requires_fjcore)
    assert f"fjcore{manifest.requires_fjcore}" in project["dependencies"]


@EVERY
def test_nothing_should_be_left_to_fill_in(kind: PluginKind) -> None:
    """No place of the template should be left in a path or a text but a workflow's."""
    for path, text in made(kind).items():
        rest = text.replace("${{ matrix.python }}", "")

        assert not NAMED.search(f"{path}{rest}"), path


def test_template_should_have_names_alone() -> None:
    """The template should hold nothing that only one of two renderers can read."""
    own = TEMPLATE / "{{ _copier_conf.answers_file }}.jinja"
    paths = [p for p in TEMPLATE.rglob("*.jinja") if p != own]
    texts = [f"{p.relative_to(TEMPLATE)}\n{p.read_text('utf-8')}" for p in paths]
    marked = [text for text in texts if MARKS.search(NAMED.sub("", text))]

    assert own.exists()
    assert len(texts) > 20
    assert [] == marked


@EVERY
@pytest.mark.parametrize("name", NAMES)
def test_style_should_be_clean(kind: PluginKind, name: str, tmp_path: Path) -> None:
    """A new plugin of any name should be clean by its own rules."""
    for path, text in made(kind, name).items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, "utf-8")
    said = [
        subprocess.run(
            [Path(sys.executable).parent / "ruff", *words, "--no-cache", "."],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        for words in (("check", "-q"), ("format", "-q", "--diff"))
    ]

    assert ["", ""] == said


def test_what_a_name_brings_should_not_be_read_again() -> None:
    """A text that looks like a place of the template should stay a text."""
    names = {"a": "{{ b }}", "b": "no"}

    assert "{{ b }} no {{ c }}" == filled("{{ a }} {{ b }} {{ c }}", names)


@pytest.mark.parametrize(
    ("said", "option", "code"),
    [
        *(
            ({"name": name}, "--name", "format")
            for name in ("", "A", "a_b", "-a", "a-", "a--b", "9a", "é", "a b", "a\n")
        ),
        ({"name": "a" * 41}, "--name", "length"),
        *(
            ({"name": name}, "--name", "duplicate")
            for name in ("json", "class", "fjcore", "pytest", "receiver", "tests")
        ),
        ({"name": "fjcore-9line"}, "--ids", "format"),
        ({"ids": "Harbor"}, "--ids", "format"),
        ({"ids": "a" * 25}, "--ids", "format"),
        ({"ids": "core"}, "--ids", "duplicate"),
        *(
            ({"title": title}, "--title", "format")
            for title in ("", " a", 'a"', "a\\", "a\nb", "a\u202eb", "a" * 101)
        ),
        ({"maintainers": " , "}, "--maintainers", "format"),
        ({"maintainers": 'Ana "A" Sample'}, "--maintainers", "format"),
        *(
            ({"jurisdictions": places}, "--jurisdictions", "format")
            for places in ("us-mt", "US-MT,", "US-", 'US", "MT')
        ),
    ],
)
def test_refused(said: dict[str, str], option: str, code: str) -> None:
    """Answers of which no sound plugin can be made should be refused, by option."""
    answers = Answers(**{"name": "harbor", "kind": PluginKind.COMMUNITY, **said})
    with pytest.raises(OptionRefused) as caught:
        plugin_files(answers)

    assert (Problem(option, code),) == caught.value.problems
