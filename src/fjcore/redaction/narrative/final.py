"""The final check of a scrubbed text, by a search that shares nothing with the passes.

The passes look once more, too: what they would remove from the text that is left was
not removed from the note.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from fjcore.errors import LeakFound
from fjcore.records.label import FieldKind
from fjcore.redaction.narrative.entities import Entity, EntityKind, Known
from fjcore.redaction.narrative.scrubber import Options, Scrubber
from fjcore.redaction.narrative.spans import Span, joined
from fjcore.redaction.narrative.words import is_common
from fjcore.redaction.traces import Texts, traces
from fjcore.redaction.walk import normal

#: Stands where something was removed: no pass and no search reaches across it.
_GONE = " \n⟦ ⟧\n "

_KINDS = {
    EntityKind.PHONE: FieldKind.PHONE,
    EntityKind.EMAIL: FieldKind.EMAIL,
    EntityKind.DATE: FieldKind.DATE,
    EntityKind.NUMBER: FieldKind.GOV_ID,
    EntityKind.NAME: FieldKind.NAME,
}


def checked(
    source: str,
    spans: Sequence[Span],
    kept: Sequence[Span],
    known: Known,
    hidden: Collection[str],
    options: Options,
) -> None:
    """Refuse a text in which something hidden would still stand.

    ``spans``: what is removed. ``kept``: flags that the reviewer cleared.
    Raises: LeakFound, naming the field and not the value; PluginFault.
    """
    where = _leak(source, spans, kept, known, hidden, options)
    del source  # a traceback may print what its frames hold
    if where is not None:
        raise LeakFound(where)


def _leak(
    source: str,
    spans: Sequence[Span],
    kept: Sequence[Span],
    known: Known,
    hidden: Collection[str],
    options: Options,
) -> str | None:
    rest = Texts([_without(source, joined([*spans, *kept], len(source)))])
    for one in known.hidden(hidden):
        if not _ordinary(one) and _stands(one, rest):
            return one.where or str(one.kind)
    again = Scrubber.of(known, hidden, options).look(_without(source, spans))
    return "note" if again.spans else None


def _without(source: str, spans: Sequence[Span]) -> str:
    pieces, at = [], 0
    for one in spans:
        pieces.append(source[at : one.start])
        at = one.end
    return _GONE.join([*pieces, source[at:]])


def _ordinary(one: Entity) -> bool:
    """Whether a value is one word of every day, of which the passes have judged."""
    return all(map(is_common, normal(one.value).split()))


def _stands(one: Entity, texts: Texts) -> bool:
    kind = _KINDS.get(one.kind, FieldKind.TEXT)
    if one.kind in (EntityKind.AGE, EntityKind.STREET):
        return False
    return any(texts.hold(trace) for trace in traces(kind, one.value))
