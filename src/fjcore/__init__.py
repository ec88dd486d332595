"""Typed survivor records, consent, redaction, field encryption and screening.

Names load on first use, so that ``import fjcore`` costs next to nothing. Every part
also stands alone: ``fjcore.records``, ``fjcore.consent``, ``fjcore.redaction``,
``fjcore.crypto``, ``fjcore.screening``, ``fjcore.audit``, ``fjcore.disclosure``,
``fjcore.sdk``, ``fjcore.vault``, ``fjcore.bulk``, ``fjcore.testing``.
"""

from __future__ import annotations

from fjcore._version import __version__

# Type checkers take this name as true; importing typing for it would cost 5 ms.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

    from fjcore.consent import (
        Policy,
        Question,
        Release,
        decide,
        explain,
        plan,
        release_from,
    )
    from fjcore.errors import FjcoreError
    from fjcore.sdk import Registry, Site
    from fjcore.values import Interval, Missing, PartialDate, Secret, Tri
    from fjcore.vault import Vault

_HOMES = {
    "FjcoreError": "errors",
    "Interval": "values",
    "Missing": "values",
    "PartialDate": "values",
    "Policy": "consent",
    "Question": "consent",
    "Registry": "sdk",
    "Release": "consent",
    "Secret": "values",
    "Site": "sdk",
    "Tri": "values",
    "Vault": "vault",
    "decide": "consent",
    "explain": "consent",
    "plan": "consent",
    "release_from": "consent",
}

_PARTS = (
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

__all__ = [
    "FjcoreError",
    "Interval",
    "Missing",
    "PartialDate",
    "Policy",
    "Question",
    "Registry",
    "Release",
    "Secret",
    "Site",
    "Tri",
    "Vault",
    "__version__",
    "decide",
    "explain",
    "plan",
    "release_from",
]


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _PARTS:
        return import_module(f"fjcore.{name}")
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'fjcore' has no attribute {name!r}")
    found = getattr(import_module(f"fjcore.{home}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, *_PARTS})
