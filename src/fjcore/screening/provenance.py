"""Where a definition comes from, and what of it a person has checked."""

from __future__ import annotations

from attrs import frozen


@frozen(kw_only=True)
class Figure:
    """One published figure of accuracy: about a group, never about a person."""

    measure: str
    value: str
    population: str
    source: str
    cut: str | None = None
    reviewed: bool = False


@frozen(kw_only=True)
class Citation:
    """One source, and the parts of the definition that rest on it."""

    cite: str
    parts: tuple[str, ...]
    reviewed: bool = False


@frozen(kw_only=True)
class Review:
    """Whether a person checked a part, and with whom it is to be checked."""

    reviewed: bool
    check_with: str | None = None
