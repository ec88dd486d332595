"""What a vault answers with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from attrs import frozen

from fjcore.consent import View
from fjcore.disclosure import Disclosure, Receipt


@frozen(kw_only=True)
class Kept:
    """What was kept: the person's id, and one id per record."""

    subject: str
    records: tuple[str, ...]


@frozen(kw_only=True)
class Signing:
    """A release on file, and what it gives at this moment.

    ``gives``: categories each recipient may now be sent. ``lacks``: why a recipient
    named in it may be sent nothing, as a reason code; signing it again may cure that.
    ``later``: records on file that it does not reach, being kept after the signing.
    """

    release: str
    gives: Mapping[str, tuple[str, ...]]
    lacks: Mapping[str, str]
    later: int = 0


@frozen(kw_only=True)
class Withdrawing:
    """A withdrawal on file; ``tell`` are those who were sent something before."""

    at: datetime
    tell: tuple[str, ...]


@frozen(kw_only=True)
class Sent:
    """A disclosure that its connector says has arrived."""

    disclosure: Disclosure
    receipt: Receipt


@frozen(kw_only=True)
class MatrixRow:
    """What one recipient may see for one purpose, by category."""

    recipient: str
    name: str
    purpose: str
    views: Mapping[str, View]


#: How a view is drawn: withheld, placeholder, coarser, full.
GLYPHS = {
    View.SILENT: "·",
    View.MARKED: "·",
    View.PLACEHOLDER: "▪",
    View.FULL: "●",
}


@frozen(kw_only=True)
class Matrix:
    """Who may see what of one person at one instant."""

    subject: str
    at: datetime
    rows: tuple[MatrixRow, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories that anybody may see something of, sorted."""
        return tuple(
            sorted(
                {
                    category
                    for row in self.rows
                    for category, view in row.views.items()
                    if view > View.MARKED
                }
            )
        )

    @staticmethod
    def glyph(view: View) -> str:
        """Draw a view as one character."""
        return GLYPHS.get(view, "◐")

    def text(self) -> str:
        """Draw the matrix as plain text: a row per recipient and purpose."""
        wide = max([len(f"{r.recipient} / {r.purpose}") for r in self.rows] or [0])
        lines = [
            f"{number + 1:>2} {name}" for number, name in enumerate(self.categories)
        ]
        marks = [f"{number + 1:>3}" for number in range(len(self.categories))]
        lines.append(" " * wide + "".join(marks))
        for row in self.rows:
            cells = [
                f"{self.glyph(row.views.get(name, View.SILENT)):>3}"
                for name in self.categories
            ]
            lines.append(
                f"{row.recipient} / {row.purpose}".ljust(wide) + "".join(cells)
            )
        return "\n".join(lines)


@frozen(kw_only=True)
class VaultReport:
    """What a verification found in order.

    ``pinned`` is False where no head outside the database was there to compare with:
    a database taken back as a whole would then go unnoticed.
    """

    entries: int
    root: str
    pinned: bool
    subjects: int
    records: int
    events: int
    shredded: int


@frozen(kw_only=True)
class Rotated:
    """What a rotation of keys did: the epoch in use, keys wrapped anew, epochs gone."""

    epoch: int
    keys: int
    retired: tuple[int, ...]
