"""The last look: the bytes about to leave are searched for what the plan withholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from fjcore.consent.view import View
from fjcore.errors import LeakFound
from fjcore.records.label import Identifying
from fjcore.records.record import Leaf
from fjcore.redaction.cutter import operator
from fjcore.redaction.operators import keep
from fjcore.redaction.walk import normal, values
from fjcore.values import Missing, canonical

#: A shorter value says too little to search for.
MIN_LENGTH = 4


def check(
    body: bytes,
    records: Iterable[tuple[object, Callable[[Leaf], View]]],
    *,
    said: Iterable[str] = (),
) -> None:
    """Refuse bytes in which a withheld, directly identifying value stands.

    Shape: canonical JSON; each record of the subject with the view of its fields;
    ``said`` are texts of the plan itself. A value also granted elsewhere passes.
    Raises: LeakFound, naming the field withheld and not the value.
    """
    granted = {normal(text) for text in said}
    withheld: dict[str, str] = {}
    for record, view_of in records:
        for leaf, value in values(record):
            if isinstance(value, (Missing, bool, int)):
                continue
            shown = operator(leaf, view_of(leaf))
            whole = normal(str(keep(value)))
            if shown is not None:
                granted.add(normal(str(shown(value))))
            if shown is not keep and leaf.label.identifying is Identifying.DIRECT:
                withheld[whole] = leaf.path
    hunted = {
        f" {value} ": path
        for value, path in withheld.items()
        if len(value) >= MIN_LENGTH and value not in granted
    }
    texts = [f" {normal(text)} " for text in _texts(canonical.loads(body))]
    for value, path in hunted.items():
        if any(value in text for text in texts):
            raise LeakFound(path)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
