"""One character for each view, and the legend."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fjcore.consent.analyse.wording import Wording
from fjcore.consent.view import View

#: How a view is drawn: withheld, that there is something, all; any other is a part.
GLYPHS: Mapping[View, str] = MappingProxyType(
    {
        View.SILENT: "·",
        View.MARKED: "·",
        View.PLACEHOLDER: "▪",
        View.FULL: "●",
    }
)


def glyph(view: View) -> str:
    """Draw a view as one character."""
    return GLYPHS.get(view, "◐")


def legend(words: Wording) -> tuple[tuple[str, str], ...]:
    """Give each character with what it says, from all to nothing."""
    drawn = (View.FULL, View.COARSE_1, View.PLACEHOLDER, View.MARKED)
    return tuple((glyph(view), words.view(view)) for view in drawn)
