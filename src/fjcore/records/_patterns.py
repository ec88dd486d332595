r"""The checks of texts as regular expressions that any JSON Schema validator reads.

They keep to what Python and ECMA-262 read alike: ``\s`` and ``$`` are none of it.
"""

from __future__ import annotations

from fjcore.records import checks
from fjcore.records.label import FieldKind

#: What Python takes for space, as the inside of a class.
SPACES = (
    r"\t-\r\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
)

#: A character that is no space: a text without any is blank.
WORD = f"[^{SPACES}]"

#: The line end that is read as LF.
CRLF = r"\r\n"


def _portable(pattern: str) -> str:
    """Write a pattern without what only Python reads so, or what JSON cannot hold."""
    said = pattern.replace(r"\s", SPACES)
    return "".join(
        char if " " <= char <= "~" else f"\\u{ord(char):04x}" for char in said
    )


def whole(*patterns: str) -> str:
    """Give the pattern of a text that is wholly one of these."""
    return f"^(?:{'|'.join(map(_portable, patterns))})(?![\\s\\S])"


#: A character that no text may hold; a CR is one unless it belongs to a line end.
UNCLEAN = f"(?!{CRLF}){_portable(checks._UNCLEAN.pattern)}"

_PART = "[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?~?"

DAY = whole("[0-9]{4}-[0-9]{2}-[0-9]{2}")
DECIMAL = whole(checks._DECIMAL.pattern)
INSTANT = whole(checks._INSTANT.pattern)
PARTIAL = whole(f"{_PART}(?:/{_PART})?")


def shape_of(kind: FieldKind) -> str:
    """Give the pattern of a kind of text; an empty text where it has none."""
    shapes = checks.SHAPES.get(kind, ())
    return whole(*(shape.pattern for shape in shapes)) if shapes else ""
