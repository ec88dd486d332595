"""What else finds names: it sees one text, and can only add spans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from threading import Thread
from typing import Protocol

from fjcore.errors import PluginFault
from fjcore.records.categories import CATEGORIES
from fjcore.redaction.narrative.spans import Span

#: How long one recogniser may look at one text.
LIMIT_S = 1.0

#: The longest name of one: a plugin's has distribution, version and hook in it.
MAX_NAME = 200

#: More spans than this are no find but a fault.
MAX_SPANS = 10_000


class Recogniser(Protocol):
    """Finds spans in a text; it has no way to keep anything in it."""

    @property
    def id(self) -> str:
        """Names the recogniser in errors and in the proposal."""
        ...

    def spans(self, text: str, language: str, /) -> Iterable[Span]:
        """Give spans of a text; offsets are those of the text itself."""
        ...


def recognised(
    recognisers: Sequence[Recogniser],
    text: str,
    language: str,
    limit_s: float = LIMIT_S,
) -> list[Span]:
    """Run recognisers on a text.

    Units: ``limit_s`` in seconds, for each of them; one that takes longer is left
    behind in a thread of its own, which ends with the process at the latest.
    Raises: PluginFault, naming the one that failed, was late, or gave what is no span
    of the text; then nothing is released.
    """
    found: list[Span] = []
    for one in recognisers:
        name = _name(one)
        answers = _within(one, text, language, limit_s)
        if not answers:
            raise PluginFault(f"{name}: late")
        if answers[0] is None:
            raise PluginFault(f"{name}: spans")
        found += answers[0]
    return found


def _within(
    one: Recogniser, text: str, language: str, limit_s: float
) -> list[list[Span] | None]:
    """Give what a recogniser finds in time; nothing at all when it is late."""
    answers: list[list[Span] | None] = []
    thread = Thread(
        target=lambda: answers.append(_run(one, text, language)),
        name="fjcore recogniser",
        daemon=True,
    )
    thread.start()
    thread.join(limit_s)
    return answers[:1]


def _name(one: Recogniser) -> str:
    name = None
    try:
        name = one.id
    except BaseException:
        name = None
    sound = isinstance(name, str) and 0 < len(name) <= MAX_NAME and name.isprintable()
    return name if sound and name is not None else "recogniser"


def _run(one: Recogniser, text: str, language: str) -> list[Span] | None:
    """Give what a recogniser finds, or None: its fault may hold the text."""
    found: list[Span] = []
    try:
        for item in one.spans(text, language):
            if len(found) >= MAX_SPANS or not _is_span(item, len(text)):
                return None
            found.append(Span(item.start, item.end, item.categories, item.why))
    except BaseException:
        # Even one that would end the process is a fault like any other.
        return None
    return found


def _is_span(item: object, length: int) -> bool:
    return (
        type(item) is Span
        and type(item.start) is int
        and type(item.end) is int
        and 0 <= item.start < item.end <= length
        and type(item.categories) is tuple
        and len(item.categories) > 0
        and all(type(name) is str and name in CATEGORIES for name in item.categories)
        and type(item.why) is str
        and 0 < len(item.why) <= 64
        and item.why.isprintable()
    )
