"""Sealing and opening plain values: text, bytes, numbers, yes or no, lists, dicts."""

from __future__ import annotations

import json
from typing import Any

from fjcore.crypto.context import CellAddress
from fjcore.crypto.envelope import MAGIC, TEXT, Codec, from_text
from fjcore.crypto.migrate import STRICT, ReadMode
from fjcore.crypto.sealer import Seals
from fjcore.errors import BadText, FjcoreError, NotAnEnvelope, NotCanonical
from fjcore.values import canonical

_NULL = b"null"


def seal_value(
    seals: Seals, where: CellAddress, value: Any, *, schema: int = 1
) -> bytes:
    """Seal a value to its one place.

    Shape: text, bytes, ``None``, bool, int, and lists and dicts of these; an empty
    text, 0, ``False`` and ``None`` are each another value. ``open_value`` gives a
    tuple back as a list.
    Raises: NotCanonical, when it is or holds anything else; as ``Seals.seal``.
    """
    if isinstance(value, str):
        codec, payload = Codec.UTF8, _utf8(value, where)
    elif isinstance(value, (bytes, bytearray, memoryview)):
        codec, payload = Codec.BYTES, bytes(value)
    else:
        codec = Codec.JSON
        payload = _NULL if value is None else canonical.dumps(value)
    return seals.seal(where, payload, codec=codec, schema=schema)


def open_value(
    seals: Seals, where: CellAddress, sealed: bytes | str, *, mode: ReadMode = STRICT
) -> Any:
    """Open a value at its place, from an envelope or from its text.

    Where ``mode`` tolerates plaintext, text or bytes that are no envelope are given as
    the text they are. What only looks like an envelope never is.
    Raises: PlaintextRefused; as ``Seals.open``.
    """
    if isinstance(sealed, memoryview):
        sealed = bytes(sealed)
    if not isinstance(sealed, (str, bytes, bytearray)):
        raise NotAnEnvelope(where.record_id)
    if not is_sealed(sealed):
        mode.allow(where)
        return sealed if isinstance(sealed, str) else _text(sealed, where)
    blob = sealed
    if isinstance(blob, str):
        blob = from_text(blob, where=where.record_id)
    opened = seals.open(where, blob)
    if opened.codec is Codec.BYTES:
        return opened.payload
    if opened.codec is Codec.UTF8:
        return _text(opened.payload, where)
    if opened.payload == _NULL:
        return None
    return canonical.loads(opened.payload, where=where.record_id)


def is_sealed(stored: bytes | str) -> bool:
    """Whether stored bytes or text begin as an envelope does."""
    if isinstance(stored, str):
        return stored.startswith(TEXT)
    return bytes(stored[: len(MAGIC)]) == MAGIC


def json_sealed(value: Any) -> Any:
    """Give what ``seal_value`` can take of whatever JSON can hold: it, or its text.

    ``seal_value`` writes lists and dicts in their one form, which has neither null nor
    fraction; what holds one of these, or is a text itself, becomes the text of it.
    Shape: ``json_opened`` gives it back, a tuple as a list.
    Raises: NotCanonical, for what JSON does not hold as it is.
    """
    if not _is_json(value):
        raise NotCanonical("value type")
    if not isinstance(value, str):
        try:
            canonical.dumps(value)
        except NotCanonical:
            pass
        else:
            return value
    text = None
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
        canonical.loads(text.encode())
    except (ValueError, FjcoreError):
        text = None
    if text is None:
        raise NotCanonical("value type")
    return text


def json_opened(value: Any, *, where: str = "") -> Any:
    """Give back what ``json_sealed`` was given, also from the text of another writer.

    Raises: BadText, TooBig.
    """
    if not isinstance(value, str):
        return value
    raw = b""
    try:
        raw = value.encode()
    except UnicodeEncodeError:
        pass
    return canonical.loads(raw, where=where)


def _is_json(value: Any, depth: int = 0) -> bool:
    if value is None or isinstance(value, (str, bool, int, float)):
        return True
    if depth >= canonical.MAX_DEPTH:
        return False
    if isinstance(value, (list, tuple)):
        return all(_is_json(one, depth + 1) for one in value)
    return isinstance(value, dict) and all(
        isinstance(name, str) and _is_json(one, depth + 1)
        for name, one in value.items()
    )


def _utf8(text: str, where: CellAddress) -> bytes:
    raw = None
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        pass
    if raw is None:
        raise BadText(where.record_id)
    return raw


def _text(raw: bytes, where: CellAddress) -> str:
    text = None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        pass
    if text is None:
        raise BadText(where.record_id)
    return text
