"""The docs name what there is: every error, command, hook, key, rule and decision."""

from __future__ import annotations

import ast
import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
import typer.main
from support.walking import over

from fjcore import errors
from fjcore.cli.app import app
from fjcore.consent import FLOOR, BasisKind, Purpose, Reason, RecipientKind
from fjcore.consent.decide import BASES
from fjcore.records import CATEGORIES
from fjcore.screening import instruments, listing
from fjcore.screening._codes import FAULTS, WARNINGS
from fjcore.screening._parts import _KNOWN, _REQUIRED
from fjcore.screening.parse import read
from fjcore.sdk import HookSpecs, Manifest
from fjcore.sdk.hookspecs import HOOKS
from fjcore.sdk.settings import Tables

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def page(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def rows(text: str) -> list[list[str]]:
    """Give the cells of every table row, without the marks of code."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [line.strip("|").split(" | ") for line in lines]
    return [[cell.strip().strip("|").strip() for cell in row] for row in cells]


def sections(text: str) -> dict[str, str]:
    """Give the text under each heading, by the heading."""
    parts = re.split(r"^#{1,4} (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


# --- errors --------------------------------------------------------------------------

ERRORS = [name for name in errors.__all__ if name != "Problem"]


@over(ERRORS)
def test_error(name: str) -> None:
    """Every error should have its row: its code, what happened, what to do."""
    cls = getattr(errors, name)
    found = [row for row in rows(page("reference/errors.md")) if row[0] == f"`{name}`"]

    assert [f"`{cls.code}`"] == [row[1] for row in found]
    assert found[0][2] in cls.text
    assert len(found[0][3]) > 5


def test_no_other_error() -> None:
    """The page of errors should name no class that is not there."""
    named = re.findall(
        r"^\| `([A-Z][a-z]\w+)`", page("reference/errors.md"), re.MULTILINE
    )

    assert sorted(ERRORS) == sorted(named)


#: Calls that make a problem, each with the place of its code among the arguments.
MAKERS = {
    "Problem": 1,
    "Refusal": 0,
    "_Refusal": 0,
    "refused": 0,
    "_refused": 1,
    "Fault": 0,
    "FormulaLike": 0,
}


def codes_in(text: str) -> set[str]:
    """Give the codes of the problems that a source makes."""
    found: list[ast.expr] = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            place = MAKERS.get(node.func.id, len(node.args))
            found += node.args[place : place + 1]
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found += [node.value] if node.targets[0].id == "code" else []
    parts = [part for value in found for part in constants(value)]
    return {code for code in parts if re.fullmatch(r"[a-z_]+|E[0-9][0-9]", code)}


def constants(value: ast.expr) -> Iterator[str]:
    """Give the texts that an expression can be."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*constants(value.body), *constants(value.orelse))
    elif isinstance(value, ast.BoolOp):
        yield from (text for part in value.values for text in constants(part))


def test_problems() -> None:
    """Every code of a problem should be explained."""
    text = page("reference/errors.md")
    made = {
        code
        for path in (ROOT / "src").rglob("*.py")
        for code in codes_in(path.read_text("utf-8"))
    }
    lints = {code for code in made if re.fullmatch(r"E[0-9][0-9]", code)}

    assert {"required", "naive_time", "other_unit", "future_record"} <= made
    assert not {code for code in made - lints if f"`{code}`" not in text}


# --- commands ------------------------------------------------------------------------


def commands(group: Any, name: str = "fjcore") -> Iterator[tuple[str, Any]]:
    context = typer.Context(group)
    for word in group.commands:
        _, command, _ = group.resolve_command(context, [word])
        if hasattr(command, "commands"):
            yield from commands(command, f"{name} {word}")
        else:
            yield f"{name} {word}", command


ROOT_COMMAND: Any = typer.main.get_command(app)
COMMANDS = dict(commands(ROOT_COMMAND))


def options(command: Any) -> set[str]:
    return {
        name
        for parameter in command.params
        for name in parameter.opts
        if name.startswith("--") and name != "--help"
    }


@over(COMMANDS)
def test_command(name: str) -> None:
    """Every command should have its heading, with exactly its options."""
    text = sections(page("reference/commands.md"))[name]
    named = set(re.findall(r"^\| `(--[a-z-]+)", text, re.MULTILINE))

    assert options(COMMANDS[name]) == named


def test_common_options() -> None:
    """The options before a command should be those of the program."""
    text = sections(page("reference/commands.md"))["Before any command"]
    named = set(re.findall(r"`(--[a-z-]+)", text))

    assert options(ROOT_COMMAND) | {"--help"} == named


def test_no_other_command() -> None:
    """No page should have a heading for a command that is not there."""
    headings = sections(page("reference/commands.md"))

    assert set(COMMANDS) == {name for name in headings if name.startswith("fjcore ")}


# --- plugins and the site file -------------------------------------------------------


@pytest.mark.parametrize("name", HOOKS)
def test_hook(name: str) -> None:
    """Every hook should have a heading with its exact signature."""
    signature = inspect.signature(getattr(HookSpecs, name))
    wanted = f"`{name}() -> {signature.return_annotation}`"

    assert wanted in sections(page("reference/plugins.md"))


def test_manifest() -> None:
    """Every key of a manifest should have its row, and say whether it is required."""
    wanted = {
        f"`{field.name.replace('requires_fjcore', 'requires-fjcore')}`": (
            "yes" if field.default is attrs.NOTHING else "no"
        )
        for field in attrs.fields(Manifest)
    }
    text = sections(page("reference/plugins.md"))["The manifest"]
    named = {row[0]: row[1] for row in rows(text) if row[0].startswith("`")}

    assert wanted == named


def keys(cls: type, path: str) -> Iterator[str]:
    """Give the path of every key below a table of the site file."""
    for name, kind in typing.get_type_hints(cls).items():
        here = f"{path}{name.replace('allow_editable', 'allow-editable')}"
        inner = [one for one in (kind, *typing.get_args(kind)) if attrs.has(one)]
        if not inner:
            yield here
            continue
        mark = {tuple: "[].", None: "."}.get(typing.get_origin(kind), ".NAME.")
        yield from keys(inner[0], f"{here}{mark}")


def test_site_file() -> None:
    """Every key of the site file should have its row, and no other key one."""
    named = re.findall(r"^\| `([^`]+)`", page("reference/site-file.md"), re.MULTILINE)

    assert sorted(keys(Tables, "")) == sorted(named)


# --- vocabularies and law ------------------------------------------------------------


def test_words() -> None:
    """Purposes and kinds of agency should be listed as they are."""
    purposes = sections(page("reference/commands.md"))["Purposes"]
    kinds = sections(page("reference/site-file.md"))["Kinds of agency"]

    assert [str(word) for word in Purpose] == re.findall(r"`(\w+)`", purposes)
    assert [str(word) for word in RecipientKind] == re.findall(r"`(\w+)`", kinds)


def test_bases() -> None:
    """The page on consent should name the bases of this version, and no other."""
    text = sections(page("explanation/consent.md"))["Which bases there are"]
    named = re.findall(r"^\| `(\w+)`", text, re.MULTILINE)

    assert {BasisKind(name) for name in named} == BASES


def test_reasons() -> None:
    """The page on consent should name reasons that exist."""
    text = sections(page("explanation/consent.md"))["How a release is judged"]
    cells = [row[1] for row in rows(text)[2:]]
    named = {word for cell in cells for word in re.findall(r"`(\w+)`", cell)}

    assert len(named) > 20
    assert named <= {str(reason) for reason in Reason}


def test_categories() -> None:
    """Every category should have its row, with all that is special about it."""
    wanted = [
        [
            f"`{one.id}`",
            one.label,
            "yes" if one.explicit_only else "",
            "yes" if one.silent else "",
            f"`{one.special_regime}`" if one.special_regime else "",
            one.compartment,
        ]
        for one in CATEGORIES.values()
    ]

    lines = page("reference/categories.md").splitlines()
    found = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in lines
        if line.startswith("| `")
    ]
    assert wanted == found


def test_floor() -> None:
    """Every rule of the floor should stand on the law page as it is in the code."""
    wanted = [
        [
            rule.id,
            rule.statement,
            rule.citation,
            "yes" if rule.settled else "no",
            str(rule.reviewed).lower(),
        ]
        for rule in FLOOR
    ]

    assert wanted == [row for row in rows(page("law/index.md"))[2:] if len(row) == 5]


@pytest.mark.parametrize("name", instruments())
def test_instrument(name: str) -> None:
    """Every instrument that ships should be listed with the limits it states."""
    found = [r for r in rows(page("reference/instruments.md")) if r[0] == f"`{name}`"]
    limits = " ".join(read(name)["limits"])

    assert [limits] == [row[2] for row in found]


def test_instruments() -> None:
    """The page of instruments should be the one that the definitions make."""
    assert listing.page() == page("reference/instruments.md")


def test_instrument_format() -> None:
    """Every key of a definition, and every code of a fault, should have its row."""
    text = page("reference/instruments-format.md")
    keys = set(re.findall(r"`(\w+)`", sections(text)["Keys"]))
    codes = {row[0].strip("`"): row[1] for row in rows(text) if row[0][1:2] in "EW"}

    assert {*_REQUIRED.split(), *_KNOWN.split()} <= keys
    assert {**FAULTS, **WARNINGS} == codes
