"""The last look: the bytes about to leave are searched for what the plan withholds."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from fjcore.consent.view import View
from fjcore.errors import LeakFound
from fjcore.records.label import FieldKind, Identifying
from fjcore.records.record import Leaf, info_of
from fjcore.redaction.cutter import operator, placeholder
from fjcore.redaction.decoding import JSON, MAX_BODY_BYTES, texts_in
from fjcore.redaction.operators import UNSAID, Env, Operator, keep
from fjcore.redaction.traces import MIN_LENGTH, How, Texts, Trace, traces
from fjcore.redaction.walk import fields_of, values
from fjcore.values import Missing

__all__ = ["MAX_BODY_BYTES", "MIN_LENGTH", "check", "leak"]

#: Kinds of field in which anything at all can be written, names of others too.
FREE = frozenset({FieldKind.TEXT, FieldKind.NARRATIVE})

#: A record and the view of each of its fields.
Viewed = tuple[object, Callable[[Leaf], View]]


def check(
    body: bytes,
    records: Iterable[Viewed],
    *,
    said: Iterable[str] = (),
    env: Env = UNSAID,
    media_type: str = JSON,
) -> None:
    """Refuse bytes in which a withheld, directly identifying value stands.

    Shape: JSON, or what ``media_type`` says: text, HTML, CSV or a workbook, of which
    every escape is undone before it is searched; each record of the subject with the
    view of its fields; ``said`` are texts of the plan itself. A value also granted
    elsewhere passes, and so does one that is part of a name, number or date granted.
    Raises: LeakFound, naming the field withheld and not the value; TooBig, BadText.
    """
    where = leak(body, records, said=said, env=env, media_type=media_type)
    del body  # a traceback may print what its frames hold
    if where is not None:
        raise LeakFound(where)


def leak(
    body: bytes,
    records: Iterable[Viewed],
    *,
    said: Iterable[str] = (),
    env: Env = UNSAID,
    media_type: str = JSON,
) -> str | None:
    """Give the path of a withheld value that stands in the bytes, or None."""
    records = tuple(records)
    plain = _constants(records) | set(said)
    texts = Texts(text for text in texts_in(body, media_type) if text not in plain)
    found = {t: path for t, path in _withheld(records, env).items() if texts.hold(t)}
    # To look for what is granted is needed only where something was found.
    # In a page or a table, words of the plan stand beside what is shown.
    beside = () if media_type == JSON else plain
    rightful = _rightful(found, records, env, beside) if found else set()
    return min((p for t, p in found.items() if t not in rightful), default=None)


def _withheld(records: Iterable[Viewed], env: Env) -> dict[Trace, str]:
    """Give the traces of what is withheld and identifies directly, with its field."""
    found: dict[Trace, str] = {}
    for record, view_of in records:
        for leaf, value in values(record):
            if leaf.label.identifying is not Identifying.DIRECT:
                continue
            if not _whole(operator(leaf, view_of(leaf), env), leaf, value):
                for trace in traces(leaf.kind, value):
                    found[trace] = min(leaf.path, found.get(trace, leaf.path))
    return found


def _whole(shown: Operator | None, leaf: Leaf, value: object) -> bool:
    """Whether a field is shown as it is: a code may leave as another in its place."""
    if shown is keep:
        return True
    return leaf.kind is FieldKind.CODE and shown is not None and shown(value) == value


def _rightful(
    found: Iterable[Trace],
    records: Iterable[Viewed],
    env: Env,
    said: Iterable[str],
) -> set[Trace]:
    """Give those traces that a value granted elsewhere leaves by right.

    Part of a name, a number or a date that is granted is granted too. So is the end of
    a number in a note, where a reviewer was shown it and let it stand.
    """
    whole: set[tuple[How, str]] = set()
    given, notes = [*said], []
    for record, view_of in records:
        for leaf, value in values(record):
            shown = operator(leaf, view_of(leaf), env)
            if shown is None or isinstance(value, Missing):
                continue
            told = shown(value)
            if isinstance(told, dict):
                continue
            both = traces(leaf.kind, told) | traces(FieldKind.TEXT, told)
            whole |= {trace.key for trace in both}
            if leaf.kind not in FREE and told is not None:
                given.append(str(told))
            elif leaf.kind is FieldKind.NARRATIVE:
                notes.append(str(told))
    texts, reviewed = Texts(given), Texts(notes)
    return {
        trace
        for trace in found
        if trace.key in whole
        or texts.hold(trace)
        or (trace.how is How.TAIL and reviewed.hold(trace))
    }


def _constants(records: Iterable[Viewed]) -> set[str]:
    """Give every text that stands in any cut of these types, whatever they hold."""
    found = {reason.outward.value for reason in Missing} | {"?", "records"}
    types: set[type] = {type(record) for record, _ in records}
    for cls in types:
        found.add(info_of(cls).name)
        for path, leaf in fields_of(cls).items():
            found |= {*path.split("."), placeholder(leaf)}
    return found
