"""Record types made on the spot."""

from __future__ import annotations

from typing import Any

from fjcore.records import labelled, record


def made(annotation: Any, said: Any, *, make: Any = None, name: str = "held") -> type:
    """A record type of one field, of this annotation and this declaration."""
    cls = type("Made", (), {"__doc__": "Made up.", name: said})
    cls.__annotations__ = {name: annotation}
    kind: type = (make or record("x_made.one", 1))(cls)
    return kind


def risk(**said: Any) -> Any:
    """Declare a field of the category that most tests use."""
    return labelled("risk", **said)
