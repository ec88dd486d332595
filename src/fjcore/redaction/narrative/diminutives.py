"""Small forms of Spanish given names, by the rules that make them."""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = "aeiou"


def diminutives(name: str) -> Iterator[str]:
    """Give the small forms of a given name: Anita, Carmencita, Carlitos, Dieguito.

    A rule knows nobody: it also gives forms that nobody uses.
    """
    if len(name) < 3 or not name.isalpha():
        return
    for end in ("", "s"):
        stem = name.removesuffix(end) if end else name
        if stem == name and end:
            return
        if stem[-1] in "ei":
            yield from _small(stem[:-1], end)
        elif stem[-1] in _VOWELS:
            yield from _small(_spelled(stem[:-1]), end)
        if stem[-2:] in ("io", "ia"):
            yield from _small(stem[:-2], end)
        if stem[-1] in "nre":
            yield from _small(f"{stem}c", end)
        if stem[-1] == "e":
            yield from _small(stem, end)
        if stem[-1] not in _VOWELS:
            yield from _small(_spelled(stem), end)
            yield from _small(f"{_spelled(stem)}ec", end)


def _small(stem: str, end: str) -> Iterator[str]:
    for small in ("ito", "ita"):
        yield f"{stem}{small}{end}"


def _spelled(stem: str) -> str:
    """Spell a stem so that its last sound stays before an i: Diego, Dieguito."""
    last = {"c": "qu", "g": "gu", "z": "c"}.get(stem[-1:])
    return stem if last is None else f"{stem[:-1]}{last}"
