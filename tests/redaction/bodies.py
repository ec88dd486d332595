"""Bodies about to leave, and records with the views that a plan gives of them."""

from __future__ import annotations

from fjcore.consent import View
from fjcore.records import Person
from fjcore.records.person import HumanName
from fjcore.records.record import info_of
from fjcore.redaction import leak
from fjcore.values import canonical


def body_of(text, **more):
    return canonical.dumps({"records": {"note": [{"text": text}]}, **more})


def viewed(held, **said):
    """A record with the view of each field, by name; silent where nothing is said."""
    views = {f"{info_of(type(held)).name}.{k}": v for k, v in said.items()}
    return held, lambda leaf: views.get(leaf.path, View.SILENT)


def found(text, held, **said):
    return leak(body_of(text), [viewed(held, **said)])


def maeve(**said):
    names = (HumanName(text="Maeve O'Connor-Núñez"),)
    return Person(**{"names": names, **said})
