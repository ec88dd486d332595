"""No exception, log line or warning of the sources holds a value that was read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

#: What an error may hold beside constants, by the last part of its name: where it was
#: (a path, a place, an index), which thing (an id or a name of the schema, of a file,
#: a plugin, a hook or a key), and codes. A value that was read, an answer, a text, a
#: payload or a row has no name of these.
NAMED = frozenset(
    "where path here place index idx size "
    "id ids name kind who plugin subject record_id subject_id instrument_id key_id rid "
    "recipient gone absent form site token status passphrase_file __name__ "
    "MANIFEST PASSPHRASE MIN_PASSPHRASE ROOT_FILE WRAPS_FILE "
    "code fault problem problems errors found tuple dict".split()
)

#: Calls that pass on what they are given.
PASSING = frozenset(
    "str tuple sorted set fromkeys min bytes hex join isidentifier replace "
    "Problem".split()
)

#: Calls that give an id, a path or a file's name, whatever they are given: ``who`` and
#: ``_shown`` a plugin and a hook, ``info_of`` a record type, ``name_of`` a database,
#: ``_name`` an instrument, ``_blamed`` the path of a field, ``_not_loaded`` plugins.
NAMING = frozenset("who _shown info_of name_of _name _blamed _not_loaded".split())

#: Calls that look at a cell and give the fault to be raised, with a code alone.
JUDGING = frozenset("_unknown _unreadable".split())

#: What the sources never import: nothing is logged, warned of or traced.
LOUD = frozenset({"logging", "warnings", "traceback", "pprint", "syslog"})


@lru_cache(maxsize=1)
def nodes(text: str) -> list[ast.AST]:
    """Read a source once for all that is asked of it."""
    return list(ast.walk(ast.parse(text)))


def said(node: ast.expr) -> Iterator[str]:
    """Give the last part of every name whose value an expression would show."""
    if isinstance(node, ast.Constant):
        return
    if isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.FormattedValue):
        yield from said(node.value)
    elif isinstance(node, ast.Subscript):
        key = node.slice
        shown = isinstance(key, ast.Constant) and isinstance(key.value, str)
        yield str(key.value) if shown and isinstance(key, ast.Constant) else "[]"
    elif isinstance(node, (ast.JoinedStr, ast.Tuple, ast.List)):
        for part in getattr(node, "values", None) or getattr(node, "elts", []):
            yield from said(part)
    elif isinstance(node, ast.IfExp):
        yield from said(node.body)
        yield from said(node.orelse)
    elif isinstance(node, ast.Call):
        yield from _called(node)
    else:
        yield type(node).__name__


def _called(node: ast.Call) -> Iterator[str]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else ""
    name = node.func.id if isinstance(node.func, ast.Name) else name
    if name in NAMING:
        return
    if name not in PASSING:
        yield f"{name}()"
    if isinstance(node.func, ast.Attribute):
        yield from said(node.func.value)
    for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
        yield from said(argument)


def telling(text: str) -> list[str]:
    """Give what raised exceptions of a source hold that is no place, name or code."""
    found = []
    for node in nodes(text):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            call = node.exc
            if isinstance(call.func, ast.Name) and call.func.id in JUDGING:
                continue
            for part in (*call.args, *(keyword.value for keyword in call.keywords)):
                found += [f"{node.lineno}: {n}" for n in said(part) if n not in NAMED]
    return found


def judged(text: str) -> list[str]:
    """Give what a fault holds, beside constants, that a judging function gives."""
    return [
        part
        for node in nodes(text)
        if isinstance(node, ast.FunctionDef) and node.name in JUDGING
        for made in ast.walk(node)
        if isinstance(made, ast.Return) and made.value is not None
        for call in ast.walk(made.value)
        if isinstance(call, ast.Call) and call.args and _raised(call)
        for part in said(call.args[0])
    ]


def _raised(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id[:1].isupper()


def loud(text: str) -> list[str]:
    """Give the modules for logs and warnings that a source imports."""
    found: set[str] = set()
    for node in nodes(text):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    return sorted(found & LOUD)


#: What of the conformance kit hears whether a plugin logs, or tells in a traceback.
LISTENING = {
    ROOT / "src/fjcore/testing" / name
    for name in "canaries.py pytest.py suites/_connectors.py suites/_readers.py".split()
}
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])


@cache
def looked() -> dict[str, dict[Path, list[str]]]:
    """Give what each look finds in each source, which is read once."""
    found: dict[str, dict[Path, list[str]]] = {"telling": {}, "judged": {}, "loud": {}}
    for path in SOURCES:
        text = path.read_text("utf-8")
        found["telling"][path] = telling(text)
        found["judged"][path] = judged(text)
        found["loud"][path] = loud(text)
    return found


def test_raises() -> None:
    """An exception should hold constants, places, names and codes only."""
    found = {
        f"{path.relative_to(ROOT)}:{fault}"
        for path, faults in looked()["telling"].items()
        for fault in faults
    }

    assert set() == found


def test_judged() -> None:
    """A fault made from a look at a cell should hold nothing but a code."""
    texts = [path.read_text("utf-8") for path in SOURCES]

    assert any(f"def {name}(" in text for name in JUDGING for text in texts)
    assert not [part for parts in looked()["judged"].values() for part in parts]


def test_judged_fires() -> None:
    """A fault with the cell itself in it should be found."""
    wanted = ["cell"]

    assert wanted == judged("def _unknown(cell):\n    return Fault(cell)\n")


def test_quiet() -> None:
    """The sources should write no log and give no warning."""
    found = {
        path.name: modules
        for path, modules in looked()["loud"].items()
        if modules and path not in LISTENING
    }

    assert not found


@pytest.mark.parametrize(
    "statement",
    [
        'raise Malformed(f"bad {value}")',
        "raise Malformed(value)",
        'raise Malformed("bad %s" % name)',
        'raise Malformed("bad {}".format(answer))',
        "raise Malformed(str(payload))",
        "raise Malformed(where, problems=(Problem(path, text),))",
        "raise Malformed(record.text)",
        "raise Malformed(row[0])",
        "raise Malformed(repr(where))",
        "raise Malformed(name.upper() + value)",
    ],
)
def test_raises_fires(statement: str) -> None:
    """An exception with a value in it should be found, however it was put there."""
    assert telling(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "raise Malformed",
        'raise Malformed("record")',
        'raise Malformed(f"{self.id}.{path}")',
        "raise Malformed(where, problems=tuple(problems))",
        "raise Malformed(record.key_id.hex())",
    ],
)
def test_raises_passes(statement: str) -> None:
    """An exception that holds a place, a name or a code should pass."""
    assert not telling(statement)


@pytest.mark.parametrize(
    "statement",
    ["import logging", "from warnings import warn", "import logging.config"],
)
def test_quiet_fires(statement: str) -> None:
    """A source that could log or warn should be found."""
    assert loud(statement)
