"""Sphinx configuration; the build runs with -n -W, so every warning is an error."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import Directive

project = "fjcore"
author = "The fjcore maintainers"
copyright = "2026, The fjcore maintainers"
extensions = ["myst_parser", "sphinx.ext.autodoc"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "fjcore"
html_copy_source = False
html_show_sourcelink = False
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
autodoc_typehints = "none"
autodoc_member_order = "bysource"
add_module_names = False

#: The sections of a docstring, each of which begins a line of its own.
SECTION = re.compile(r"^(Shape|Units|Raises|Source): ?")


def sections(*event: Any) -> None:
    """Set each section of a docstring as a paragraph with its name in bold."""
    lines: list[str] = event[-1]
    found = []
    for line in lines:
        if SECTION.match(line):
            found.append("")
        found.append(SECTION.sub(r"**\1:** ", line))
    lines[:] = found


def said_of(name: str, folder: Path) -> str:
    """Give what ``#:`` lines in a package say of a constant."""
    assigned = re.compile(rf"(\w+, )*{name}(, \w+)*(: [^=]+)? = ")
    for path in sorted(folder.glob("*.py")):
        said: list[str] = []
        for line in path.read_text("utf-8").splitlines():
            if assigned.match(line) and said:
                return " ".join(said)
            said = [*said, line[2:].strip()] if line.startswith("#:") else []
    return ""


class Constants(Directive):
    """Lists the public names of a package that are neither classes nor functions."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Give a list of names, each with what its package says of it."""
        return [nodes.definition_list("", *self._items())]

    def _items(self) -> Iterator[nodes.Node]:
        module = import_module(self.arguments[0])
        folder = Path(str(module.__file__)).parent
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isclass(value) or inspect.isroutine(value):
                continue
            text = said_of(name, folder) or f"a constant of type {type(value).__name__}"
            yield nodes.definition_list_item(
                "",
                nodes.term("", "", nodes.literal(text=name)),
                nodes.definition("", nodes.paragraph(text=text)),
            )


def setup(app: Any) -> None:
    """Tell Sphinx of the two additions."""
    app.add_directive("constants", Constants)
    app.connect("autodoc-process-docstring", sections)
