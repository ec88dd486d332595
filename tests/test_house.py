"""The rules of the house, held over the sources; each is shown to fire."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

MAX_LINES, MAX_FUNCTION = 300, 60

#: Words that say nothing of what a thing is.
EMPTY_WORDS = {"manager", "helper", "helpers", "util", "utils", "data", "info"}

#: What a declaration says of a field or a type: metadata, and no record's data.
NAMED = {"FieldInfo", "RecordInfo"}

#: What a text of the project never holds: a place on somebody's machine, an index of
#: packages other than by its ordinary client, a word of the trade's bad habits.
PLACES = re.compile(
    r"/(root|home|Users|work)/[a-z]"
    r"|https?://[^\s\"')>]*(pypi|artifactory|nexus|/simple\b)"
    r"|index-url",
    re.IGNORECASE,
)
CLAIMS = re.compile(
    r"\b(tamper-?proof|unbreakable|unhackable|military-grade)\b", re.IGNORECASE
)
WORDS = re.compile(r"\b(victims?'s|batterer|perpetrator)\b", re.IGNORECASE)

Rule = Callable[[str, Path], list[str]]


def sources() -> list[Path]:
    """Give every source file of the library and its plugins."""
    found = [*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")]
    return sorted(found)


def tracked() -> list[Path]:
    """Give every text of the project: what is tracked, or stands where it would be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    names = listed.stdout.split("\n") if listed.returncode == 0 else _walked()
    texts = {".py", ".md", ".toml", ".json", ".txt", ".tsv", ""}
    paths = [ROOT / name for name in names if name]
    return sorted(p for p in paths if p.is_file() and p.suffix in texts)


def _walked() -> list[str]:
    """Give the same where there is no git, as in an unpacked archive."""
    tops = ("src", "plugins", "tests", "docs", "bench", ".ci")
    found = [p for top in tops for p in (ROOT / top).rglob("*")]
    found += [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *ROOT.glob("*.py")]
    return [str(p.relative_to(ROOT)) for p in found if "__pycache__" not in p.parts]


# --- the rules ----------------------------------------------------------------------


@lru_cache(maxsize=1)
def nodes(text: str) -> list[ast.AST]:
    """Read a source once for all the rules: its module, and all that is in it."""
    return list(ast.walk(ast.parse(text)))


def too_long(text: str, path: Path) -> list[str]:
    """A file has at most 300 lines."""
    count = len(text.splitlines())
    return [f"{path.name}: {count} lines"] if count > MAX_LINES else []


def long_functions(text: str, path: Path) -> list[str]:
    """A function has at most 60 lines."""
    found = []
    for node in nodes(text):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            count = (node.end_lineno or node.lineno) - node.lineno + 1
            if count > MAX_FUNCTION:
                found.append(f"{path.name}: {node.name} has {count} lines")
    return found


def undocumented(text: str, path: Path) -> list[str]:
    """A module, and every public class, function and method, says what it gives."""
    module, *_ = nodes(text)
    assert isinstance(module, ast.Module)
    found = [] if ast.get_docstring(module) else [f"{path.name}: module"]
    return found + [f"{path.name}: {name}" for name in _silent(module, "")]


def _silent(node: ast.AST, outer: str) -> Iterator[str]:
    for inner in ast.iter_child_nodes(node):
        if isinstance(inner, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if inner.name.startswith("_"):
                continue
            if not ast.get_docstring(inner):
                yield f"{outer}{inner.name}"
            if isinstance(inner, ast.ClassDef):
                yield from _silent(inner, f"{inner.name}.")


def empty_names(text: str, path: Path) -> list[str]:
    """A module or class is named for the thing it is."""
    classes = [n for n in nodes(text) if isinstance(n, ast.ClassDef)]
    names = [path.name, *(node.name for node in classes)]
    return [
        f"{path.name}: {name}"
        for name in names
        if name not in NAMED and EMPTY_WORDS & _words(name.removesuffix(".py"))
    ]


def _words(name: str) -> set[str]:
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return {word.lower() for word in spaced.split("_") if word}


def places(text: str, path: Path) -> list[str]:
    """A text names no place on a machine and no index of packages."""
    return [f"{path.name}: {found.group()}" for found in PLACES.finditer(text)]


def claims(text: str, path: Path) -> list[str]:
    """A text claims nothing that nobody can show, and has the field's own words."""
    both = (*CLAIMS.finditer(text), *WORDS.finditer(text))
    return [f"{path.name}: {found.group()}" for found in both]


def unsuppressed(text: str, path: Path) -> list[str]:
    """An exception is raised outside the handler of a foreign one, or hides it."""
    found = []
    for node in nodes(text):
        if isinstance(node, ast.Raise) and node.cause is not None:
            found.append(f"{path.name}:{node.lineno}: raise from")
        if isinstance(node, ast.ExceptHandler):
            made = [n for n in ast.walk(node) if isinstance(n, ast.Raise) and n.exc]
            found += [f"{path.name}:{n.lineno}: raise in except" for n in made]
    return found


def imports(text: str) -> set[str]:
    """Give the modules of fjcore that a source imports."""
    found = set()
    for node in nodes(text):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return {name for name in found if name.split(".")[0] == "fjcore"}


RULES: dict[str, Rule] = {
    "lines": too_long,
    "functions": long_functions,
    "docstrings": undocumented,
    "names": empty_names,
    "chains": unsuppressed,
}

#: For each rule a text that breaks it, and a file name to break it under.
PLANTED = {
    "lines": ('"""A module."""\n' + "x = 1\n" * MAX_LINES, "planted.py"),
    "functions": (
        '"""A module."""\n\n\ndef long():\n    """Do much."""\n' + "    x = 1\n" * 59,
        "planted.py",
    ),
    "docstrings": ('"""A module."""\n\n\ndef silent():\n    pass\n', "planted.py"),
    "names": ('"""A module."""\n\n\nclass KeyManager:\n    pass\n', "planted.py"),
    "chains": (
        "try:\n    x = 1\nexcept ValueError as error:\n    raise KeyError from error\n",
        "planted.py",
    ),
}


def test_rules() -> None:
    """The sources should keep every rule of the house."""
    found: dict[str, list[str]] = {rule: [] for rule in RULES}
    for path in sources():
        text = path.read_text("utf-8")
        for rule, check in RULES.items():
            found[rule] += check(text, path)

    assert {rule: [] for rule in RULES} == found


@pytest.mark.parametrize("rule", PLANTED)
def test_rule_fires(rule: str) -> None:
    """A planted fault should be found by its rule."""
    text, name = PLANTED[rule]

    assert RULES[rule](text, Path(name))


@pytest.mark.parametrize(
    ("text", "name"),
    [("x = 1\n", "planted.py"), ('"""Utils."""\n', "key_utils.py")],
    ids=["module docstring", "module name"],
)
def test_module_fires(text: str, name: str) -> None:
    """A module without a docstring, or with an empty name, should be found."""
    path = Path(name)

    assert undocumented(text, path) or empty_names(text, path)


def test_boundaries() -> None:
    """Lines up to the limit should pass, and one more should not."""
    file = "x = 1\n" * MAX_LINES
    function = "def f():\n" + "    x = 1\n" * (MAX_FUNCTION - 1)
    path = Path("planted.py")

    assert not too_long(file, path)
    assert too_long(file + "x = 1\n", path)
    assert not long_functions(function, path)
    assert long_functions(function + "    x = 1\n", path)


#: Packages for an application of somebody's own: no plugin of a vault.
LIBRARIES = {"fjcore-django", "fjcore-sqlalchemy"}

#: The modules of the conformance kit.
KIT = {
    f"testing.{name}"
    for name in (
        "canaries checks disclosures gates hostile keyrings pytest strategies suites"
    ).split()
}


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        ("src/**/*.py", {"sdk", "records"}),
        (
            "tests/*.py",
            {"sdk", "records", "errors", "values", "consent", *KIT},
        ),
    ],
    ids=["plugins", "their tests"],
)
def test_plugin_imports(pattern: str, allowed: set[str]) -> None:
    """A plugin should import only what its page allows: others copy it."""
    text = (ROOT / "docs" / "reference" / "plugins.md").read_text("utf-8")
    (said,) = re.findall(r"^A plugin imports only.*?never", text, re.M | re.S)
    own = {f"fjcore.{name}" for name in allowed}
    homes = [p for p in ROOT.glob("plugins/*") if p.name not in LIBRARIES]
    found = {
        m for h in homes for p in h.glob(pattern) for m in imports(p.read_text("utf-8"))
    }

    assert found <= own <= set(re.findall(r"`(fjcore(?:\.\w+)+)`", said))
    assert {"fjcore.sdk"} <= found


@pytest.mark.parametrize("name", sorted(LIBRARIES))
def test_library_imports(name: str) -> None:
    """A library for applications should need no more than sealing, and its stores."""
    home = ROOT / "plugins" / name
    texts = [p.read_text("utf-8") for p in home.glob("src/**/*.py")]
    found = {module for text in texts for module in imports(text)}
    allowed = {f"fjcore.{part}" for part in ("crypto", "errors", "values")}
    stores = {"fjcore.vault"} if name == "fjcore-sqlalchemy" else set()

    assert {"fjcore.crypto"} <= found <= allowed | stores | {"fjcore.crypto.index"}


def test_imports_fires() -> None:
    """An import of a module inside a package should be found."""
    wanted = {"fjcore.consent.release", "fjcore.vault"}

    assert wanted == imports(
        "import fjcore.vault\nfrom fjcore.consent.release import x"
    )


def test_places() -> None:
    """No text of the project should name a machine's folder or a package index."""
    own = Path(__file__)
    found = [
        fault
        for path in tracked()
        if path != own
        for fault in places(path.read_text("utf-8"), path)
    ]

    assert not found


def test_claims() -> None:
    """No text should claim what nobody can show, or use words not of the field."""
    own = Path(__file__)
    prose = [p for p in tracked() if p.suffix in (".md", ".py") and p != own]
    found = [fault for path in prose for fault in claims(path.read_text("utf-8"), path)]

    assert not found


@pytest.mark.parametrize(
    "text",
    [
        "see /home/somebody/notes",
        "--index-url there",
        "https://pypi.example.org/simple",
        "C = '/" + "work/shared'",
    ],
)
def test_places_fires(text: str) -> None:
    """A folder of a machine or an index of packages should be found."""
    assert places(text, Path("planted.md"))


@pytest.mark.parametrize("text", ["It is tamperproof.", "the perpetrator left"])
def test_claims_fires(text: str) -> None:
    """A claim that nobody can show, or a wrong word, should be found."""
    assert claims(text, Path("planted.md"))
