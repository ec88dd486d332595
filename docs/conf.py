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


def table(head: list[str], rows: list[list[nodes.Node]]) -> nodes.table:
    """Give a table of rows of inline nodes under a head."""
    group = nodes.tgroup(cols=len(head))
    group += [nodes.colspec(colwidth=1) for _ in head]
    titles = [[nodes.Text(name)] for name in head]
    lines = [[[cell] for cell in row] for row in rows]
    for kind, found in ((nodes.thead, [titles]), (nodes.tbody, lines)):
        part = kind()
        for cells in found:
            row = nodes.row()
            row += [nodes.entry("", nodes.paragraph("", "", *cell)) for cell in cells]
            part += row
        group += part
    return nodes.table("", group)


def code(text: object) -> nodes.Node:
    """Give a text as code, or nothing."""
    return nodes.literal(text=str(text)) if text else nodes.Text("")


class RecordTypes(Directive):
    """Lists every record type of core with its fields and their labels."""

    def run(self) -> list[nodes.Node]:
        """Give a term per type and a table of its fields below it."""
        from fjcore.records import CORE_RECORDS, leaves
        from fjcore.records.record import info_of

        found = nodes.definition_list()
        for kind in CORE_RECORDS:
            rows = [
                [
                    code(leaf.path.removeprefix(f"{info_of(kind).name}.")),
                    nodes.Text(f"{leaf.kind}{', several' * leaf.repeated}"),
                    code(leaf.label.category),
                    code(getattr(leaf.codes, "id", leaf.codes)),
                ]
                for leaf in leaves(kind)
            ]
            said = nodes.paragraph(text=str(kind.__doc__).split("\n\n", 1)[0])
            made = table(["field", "kind", "category", "codes"], rows)
            term = nodes.term("", "", code(info_of(kind).name))
            found += nodes.definition_list_item(
                "", term, nodes.definition("", said, made)
            )
        return [found]


class CodeLists(Directive):
    """Lists every code list of core with its codes."""

    def run(self) -> list[nodes.Node]:
        """Give a term per list and its codes below it."""
        from fjcore.records import core_lists

        found = nodes.definition_list()
        for name, listed in sorted(core_lists().items()):
            rows = [
                [code(key), nodes.Text(label)] for key, label in listed.codes.items()
            ]
            term = nodes.term("", "", code(name))
            made = table(["code", "meaning"], rows)
            found += nodes.definition_list_item("", term, nodes.definition("", made))
        return [found]


def setup(app: Any) -> None:
    """Tell Sphinx of the additions."""
    app.add_directive("constants", Constants)
    app.add_directive("record-types", RecordTypes)
    app.add_directive("code-lists", CodeLists)
    app.connect("autodoc-process-docstring", sections)
