"""Files of envelope vectors, of this repository or of others: read strictly, run."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fjcore.crypto import _chunked, envelope
from fjcore.crypto.context import INDEX, CellAddress, KeyContext, encode
from fjcore.crypto.derive import Label, commitment, derive, unwrap
from fjcore.errors import FjcoreError, InputRefused, Problem, SealBroken
from fjcore.values import SecretBytes

#: The largest file that is read.
MAX_BYTES = 16 << 20

FORMAT = "fjcore/vectors/envelope/1"

_PLACE = {
    **dict.fromkeys(
        (
            *("vault_id", "holder_id", "subject_id", "compartment"),
            *("record_type", "record_id", "field_path"),
        ),
        str,
    ),
    "revision": int,
}
_WRAP = {
    **dict.fromkeys(
        (
            *("kind", "vault_id", "holder_id", "subject_id", "compartment"),
            *("commitment", "outer", "key", "wrapped"),
        ),
        str,
    ),
    "epoch": int,
}
_INDEX = {
    **dict.fromkeys(("index_id", "normaliser", "token", "mac"), str),
    **dict.fromkeys(("partition", "bits", "value"), int),
}
_CELL: dict[str, type] = {"id": str, "place": dict, "envelope": str, "payload": str}
_NEGATIVE: dict[str, type] = {"id": str, "place": dict, "envelope": str}
#: Each list of a file, and the keys that its rows must have.
_LISTS = {"cells": _CELL, "negative": _NEGATIVE, "wraps": _WRAP, "indexes": _INDEX}
_MAY = {"negative": {"of", "error"}}
_TOP = {"format", "note", "keys", "commitments", *_LISTS}
_BOUNDS = {
    "bits": (1, 32),
    "partition": (0, 255),
    "epoch": (0, 2**32 - 1),
    "revision": (0, 2**64 - 1),
}
_BYTES = {"envelope", "payload", "commitment", "outer", "key", "wrapped", "mac"}


class Outcome(NamedTuple):
    """What a vector expects, and what came of it, in words that hold no key."""

    id: str
    field: str
    expected: str
    got: str

    @property
    def passed(self) -> bool:
        """Whether both agree; where any error is expected, whether there was one."""
        if self.expected == "any error":
            return self.got not in {"opened", "another payload"}
        return self.expected == self.got

    def line(self) -> str:
        """Give the line of the report."""
        if self.passed:
            return f"ok {self.id}"
        return f"FAIL {self.id} {self.field} expected={self.expected} got={self.got}"


def run_vectors(raw: bytes, *, where: str) -> tuple[Outcome, ...]:
    """Run a file of vectors.

    Raises: InputRefused, naming every place at fault.
    """
    said = _read(raw)
    if said is None:
        raise InputRefused(where, problems=(Problem(where, "format"),))
    problems = tuple(_faults(said))
    if problems:
        raise InputRefused(where, problems=problems)
    return tuple(_run(said))


def _read(raw: bytes) -> Any:
    # A revision is a u64, which the one reader of JSON does not take.
    try:
        return json.loads(raw.decode(), object_pairs_hook=_once) if raw else None
    except (ValueError, RecursionError):
        return None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key twice")
    return found


def _run(said: Mapping[str, Any]) -> Iterator[Outcome]:
    keys = {name: SecretBytes(bytes.fromhex(key)) for name, key in said["keys"].items()}
    for name, told in said.get("commitments", {}).items():
        same = commitment(keys[name]).hex() == told
        yield _agrees(f"commitment {name}", "commitment", same)
    for row in said.get("cells", ()):
        got = _opened(keys["data"], row)
        if got == bytes.fromhex(row["payload"]):
            got = "the payload"
        elif isinstance(got, bytes):
            got = "another payload"
        yield Outcome(row["id"], "payload", "the payload", got)
    for row in said.get("negative", ()):
        found = _opened(keys["data"], row)
        wanted = row.get("error") or "any error"
        told = found if isinstance(found, str) else "opened"
        yield Outcome(row["id"], "error", wanted, told)
    for at, row in enumerate(said.get("wraps", ())):
        yield _agrees(f"wrap {at}", "key", _unwrapped(row))
    for at, row in enumerate(said.get("indexes", ())):
        yield _agrees(f"index {at}", "value", _numbered(keys["index"], row))


def _agrees(name: str, field: str, same: bool) -> Outcome:
    return Outcome(name, field, "the same", "the same" if same else "another")


def _opened(key: SecretBytes, row: Mapping[str, Any]) -> bytes | str:
    """Open an envelope by a key at a place; the code of the error where it fails."""
    place, blob = dict(row["place"]), bytes.fromhex(row["envelope"])
    vault, holder = place.pop("vault_id"), place.pop("holder_id")
    try:
        header = envelope.read_header(blob)
        where = CellAddress(**place)
        begun = blob[: envelope.HEADER_BYTES]
        plain = None
        if header.key_id == commitment(key)[:16]:
            context = where.context(begun, vault, holder)
            plain = _plain(key, header.suite, blob, context)
        if plain is None:
            return SealBroken.code
        return envelope.unpad(plain) if header.flags & envelope.PADDED else plain
    except FjcoreError as error:
        return error.code


def _plain(key: SecretBytes, suite: int, blob: bytes, context: bytes) -> bytes | None:
    if suite != envelope.SUITE_GCM:
        return _chunked.opened(key, blob, context)
    body = blob[envelope.HEADER_BYTES :]
    cipher = AESGCM(derive(key, Label.SEAL_GCM).reveal())
    cut = envelope.NONCE_BYTES
    try:
        return cipher.decrypt(body[:cut], body[cut:], context)
    except InvalidTag:
        return None


def _unwrapped(row: Mapping[str, Any]) -> bool:
    named = ("kind", "vault_id", "holder_id", "epoch", "subject_id", "compartment")
    try:
        context = KeyContext(
            **{name: row[name] for name in named},
            commitment=bytes.fromhex(row["commitment"]),
        )
        outer, blob = SecretBytes(bytes.fromhex(row["outer"])), row["wrapped"]
        found = unwrap(outer, bytes.fromhex(blob), context.encode(), where="wrap")
        return found == SecretBytes(bytes.fromhex(row["key"]))
    except FjcoreError:
        return False


def _numbered(key: SecretBytes, row: Mapping[str, Any]) -> bool:
    names = row["index_id"].encode(), row["normaliser"].encode()
    said = encode(INDEX, *names, bytes([row["partition"]]), row["token"].encode())
    made = hmac.digest(derive(key, Label.INDEX).reveal(), said, "sha256")
    value = int.from_bytes(made[:4], "big") >> (32 - row["bits"])
    return (made.hex(), value) == (row["mac"], row["value"])


# --- the form of a file --------------------------------------------------------------


def _faults(said: Any) -> Iterator[Problem]:
    if not isinstance(said, dict):
        yield Problem("", "type")
        return
    yield from (Problem(key, "unknown_key") for key in sorted(said.keys() - _TOP))
    if said.get("format") != FORMAT:
        yield Problem("format", "unknown_code")
    keys = said.get("keys")
    needs = {"data"} | ({"index"} if said.get("indexes") else set())
    named = said.get("commitments", {})
    if not isinstance(named, dict):
        yield Problem("commitments", "type")
        named = {}
    if not isinstance(keys, dict):
        yield Problem("keys", "required" if keys is None else "type")
        keys = dict.fromkeys(needs, "00" * 32)
    for name in sorted(needs | named.keys()):
        if not _hex(keys.get(name), 32):
            yield Problem(f"keys.{name}", "format" if name in keys else "required")
    yield from (
        Problem(f"keys.{name}", "format")
        for name in sorted(keys.keys() - needs - named.keys())
        if not _hex(keys[name], 32)
    )
    for name, wanted in _LISTS.items():
        rows = said.get(name, [])
        if not isinstance(rows, list):
            yield Problem(name, "type")
            continue
        for at, row in enumerate(rows):
            yield from _row(f"{name}.{at}", row, wanted, _MAY.get(name, set()))


def _row(
    path: str, row: Any, wanted: Mapping[str, type], may: set[str]
) -> Iterator[Problem]:
    if not isinstance(row, dict):
        yield Problem(path, "type")
        return
    for key in sorted(row.keys() - wanted.keys() - may):
        yield Problem(f"{path}.{key}", "unknown_key")
    for key, kind in wanted.items():
        if key not in row:
            yield Problem(f"{path}.{key}", "required")
        elif type(row[key]) is not kind or (key in _BYTES and not _hex(row[key])):
            yield Problem(f"{path}.{key}", "format")
        elif key == "place":
            yield from _row(f"{path}.place", row[key], _PLACE, set())
        elif key in _BOUNDS and not _BOUNDS[key][0] <= row[key] <= _BOUNDS[key][1]:
            yield Problem(f"{path}.{key}", "range")
    error = row.get("error")
    if error is not None and not isinstance(error, str):
        yield Problem(f"{path}.error", "type")


def _hex(text: Any, size: int | None = None) -> bool:
    if not isinstance(text, str) or len(text) % 2:
        return False
    digits = set("0123456789abcdef")
    return digits >= set(text) and size in (None, len(text) // 2)
