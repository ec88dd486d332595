"""Short forms of ``labelled`` for fields that core's own types declare often.

Each declares an optional field: it holds ``Missing.NOT_COLLECTED`` until told else.
"""

from __future__ import annotations

from typing import Any

import attrs

from fjcore.records._shape import META, FieldInfo
from fjcore.records.label import FieldKind
from fjcore.records.record import labelled
from fjcore.values import Missing

#: How long a free text may be: 64 KiB of plain letters.
NARRATIVE = 65536

ADVOCATE = ("advocate",)
ATTORNEY = ("attorney",)


def direct(category: str, **said: Any) -> Any:
    """Declare a field that points to one person by itself.

    No code, date or yes-or-no does: looking for one in what leaves would find it
    everywhere, and refuse all.
    """
    return labelled(category, identifying="direct", **said)


def quasi(category: str, **said: Any) -> Any:
    """Declare a field that points to one person together with others."""
    return labelled(category, identifying="quasi", **said)


def plain(category: str, **said: Any) -> Any:
    """Declare a field that points to nobody."""
    return labelled(category, identifying="none", **said)


def ref(category: str, **said: Any) -> Any:
    """Declare a link to another record: the link itself tells something."""
    return labelled(
        category,
        **{"identifying": "quasi", "max_length": 64, **said},
        kind=FieldKind.ID,
    )


def key(**said: Any) -> Any:
    """Declare an id by which a record, or its subject, is found: it never leaves."""
    return ref("pseudonymous_ids", **said)


def told(category: str, **said: Any) -> Any:
    """Declare a free text, which is released only by its own name."""
    return labelled(category, kind=FieldKind.NARRATIVE, max_length=NARRATIVE, **said)


def several() -> Any:
    """Declare a field of parts that nobody may have asked about."""
    return attrs.field(
        default=Missing.NOT_COLLECTED, metadata={META: FieldInfo(label=None)}
    )
