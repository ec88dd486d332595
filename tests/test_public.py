"""What each package shows, and what importing it costs."""

from __future__ import annotations

import importlib
import subprocess
import sys
from functools import cache
from types import ModuleType

import pytest

PARTS = (
    "audit",
    "bulk",
    "consent",
    "crypto",
    "disclosure",
    "errors",
    "records",
    "redaction",
    "screening",
    "sdk",
    "testing",
    "values",
    "vault",
)
PACKAGES = ("fjcore", *(f"fjcore.{name}" for name in PARTS), "fjcore.cli")

#: Packages that a part hands on besides its own names: contracts of lower layers.
FACES = {"fjcore": "fjcore.", "fjcore.sdk": "fjcore."}

#: Imported by nothing but what is named beside it.
EXPENSIVE = (
    "attrs",
    "cattrs",
    "pluggy",
    "cryptography",
    "sqlalchemy",
    "psycopg",
    "typer",
    "rich",
    "importlib.metadata",
    "sqlite3",
    "logging",
    "socket",
    "threading",
    "asyncio",
)

#: What each part may load of libraries that are not its own layer's.
ALLOWED = {
    "errors": set(),
    "values": {"attrs"},
    "records": {"attrs", "cattrs"},
    "screening": {"attrs"},
    "bulk": {"attrs", "numpy"},
    "crypto": {"attrs", "cryptography"},
    "audit": {"attrs", "cryptography"},
    "consent": {"attrs", "cattrs"},
    "redaction": {"attrs", "cattrs"},
    "disclosure": {"attrs", "cattrs"},
    "vault": {"attrs", "cattrs", "cryptography", "pluggy", "sqlalchemy"},
    "testing": {"attrs", "cattrs"},
}

#: Parts that stand on several others.
ABOVE = {"bulk", "vault", "sdk", "disclosure", "redaction", "consent", "testing"}

LIBRARIES = {
    "attrs",
    "cattrs",
    "pluggy",
    "cryptography",
    "sqlalchemy",
    "psycopg",
    "typer",
    "rich",
    "hypothesis",
    "numpy",
}


@cache
def loaded_by(statement: str) -> frozenset[str]:
    """Give the modules that a statement loads in a fresh, isolated interpreter."""
    code = (
        "import sys; before = set(sys.modules)\n"
        f"{statement}\n"
        "print('\\n'.join(set(sys.modules) - before))"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True
    )
    return frozenset(done.stdout.split())


def public(module: ModuleType) -> list[str]:
    """Give the names of a module that do not look private, apart from its own parts."""
    return sorted(
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and name != "annotations"
        and not isinstance(value, ModuleType)
    )


def strays(module: ModuleType, home: str) -> list[str]:
    """Give the public classes and functions that were made outside a package."""
    return [
        name
        for name in module.__all__
        if (made := getattr(getattr(module, name), "__module__", None)) is not None
        and f"{made}.".startswith("fjcore.")
        and not f"{made}.".startswith(f"{home.rstrip('.')}.")
    ]


@pytest.mark.parametrize("name", [p for p in PACKAGES if p != "fjcore.cli"])
def test_sorted(name: str) -> None:
    """Every package should list its public names, sorted as ruff sorts them."""
    names = importlib.import_module(name).__all__

    constants = [n for n in names if n.isupper()]
    classes = [n for n in names if not n.isupper() and n[:1].isupper()]
    rest = [n for n in names if not n[:1].isupper()]
    wanted = [*sorted(constants), *sorted(classes), *sorted(rest)]

    assert wanted == names


@pytest.mark.parametrize("part", PARTS)
def test_named(part: str) -> None:
    """A package should have exactly the public names that it lists."""
    module = importlib.import_module(f"fjcore.{part}")

    assert sorted(module.__all__) == public(module)


def test_named_fires() -> None:
    """A public name that is not listed should be noticed."""
    module = ModuleType("planted")
    module.__dict__.update(__all__=["listed"], listed=1, forgotten=2)

    assert sorted(module.__all__) != public(module)


def test_top() -> None:
    """The top package should give every name that it lists, and no other."""
    import fjcore

    found = {name: getattr(fjcore, name) for name in fjcore.__all__}

    assert set(fjcore._HOMES) | {"__version__"} == set(found)
    with pytest.raises(AttributeError):
        fjcore.allow  # noqa: B018


@pytest.mark.parametrize("part", PARTS)
def test_home(part: str) -> None:
    """A public object should come from the package that shows it."""
    name = f"fjcore.{part}"

    assert not strays(importlib.import_module(name), FACES.get(name, name))


def test_home_fires() -> None:
    """An object of another package among the public names should be noticed."""
    from fjcore.values import Tri

    module = ModuleType("fjcore.planted")
    module.__dict__.update(__all__=["Tri"], Tri=Tri)

    wanted = ["Tri"]

    assert wanted == strays(module, "fjcore.planted")


def test_import() -> None:
    """Importing fjcore should load no library, no thread and no socket."""
    found = loaded_by("import fjcore, threading as t; assert t.active_count() == 1")
    bare = loaded_by("import fjcore")

    assert set() == bare & set(EXPENSIVE)
    assert "fjcore" in found


def test_import_fires() -> None:
    """A library that is loaded should be noticed."""
    assert "cryptography" in loaded_by("import fjcore.crypto.sealer")


@pytest.mark.parametrize("part", sorted(ALLOWED))
def test_layer(part: str) -> None:
    """A part should load the libraries of its own layer only."""
    found = loaded_by(f"import fjcore.{part}")

    assert ALLOWED[part] == found & LIBRARIES


@pytest.mark.parametrize("part", sorted(set(PARTS) - ABOVE))
def test_alone(part: str) -> None:
    """A low part should load no part that stands above or beside it."""
    beneath = {
        "errors": {"errors"},
        "values": {"errors", "values"},
    }.get(part, {"errors", "values", part})
    found = loaded_by(f"import fjcore.{part}")

    parts = {name.split(".")[1] for name in found if name.startswith("fjcore.")}
    assert beneath == parts - {"_version"}


@pytest.mark.parametrize("part", sorted(set(PARTS) - {"sdk", "vault"}))
def test_no_hooks(part: str) -> None:
    """Whoever uses one part without plugins should not pay for pluggy."""
    assert "pluggy" not in loaded_by(f"import fjcore.{part}")


def test_no_scan() -> None:
    """Importing the SDK should not look at what is installed; a registry does."""
    imported = loaded_by("from fjcore.sdk import Registry; Registry.empty()")
    scanned = loaded_by("from fjcore.sdk.discovery import scan; scan()")

    assert not {"importlib.metadata", "fjcore.sdk._metadata"} & imported
    assert "fjcore.sdk._metadata" in scanned
