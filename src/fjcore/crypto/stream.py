"""Sealing and opening files: in chunks, with the memory of a few of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO

from cryptography.cobblestone import Cobblestone256Decryptor
from cryptography.exceptions import InvalidTag

from fjcore.crypto import _chunked, envelope
from fjcore.crypto.context import CellAddress
from fjcore.crypto.envelope import (
    HEADER_BYTES,
    MAX_STREAM,
    PACKED,
    PADDED,
    SUITE_COBBLESTONE,
    Codec,
    Header,
)
from fjcore.crypto.sealer import Seals
from fjcore.errors import CryptoRefused, DowngradeRefused, SealBroken

#: The longest file that is sealed unless more is asked for, in bytes.
DEFAULT_LIMIT = 2 << 30

_READ = 1 << 18

#: No padding is longer than this, so the text's end lies in the last so many bytes.
_PADDING = 4096

#: What is told after each piece: how many bytes were read of the source so far.
Progress = Callable[[int], None]


def _quiet(_: int) -> None:
    return


def seal_stream(
    seals: Seals,
    where: CellAddress,
    source: BinaryIO,
    sink: BinaryIO,
    *,
    codec: Codec = Codec.BYTES,
    schema: int = 1,
    limit: int = DEFAULT_LIMIT,
    progress: Progress = _quiet,
) -> int:
    """Seal what a source gives to its one place; give how many bytes were read.

    What was written to the sink before an error is worth nothing: throw it away.
    Units: ``limit`` in bytes, at most 32 GiB.
    Raises: CryptoRefused, when the source is longer than the limit or the schema is no
    u16; DowngradeRefused, UsageLimit; KeyDestroyed, KeyUnavailable, KeySuspended.
    """
    if not 0 <= schema < 1 << 16 or not 0 <= limit <= MAX_STREAM:
        raise CryptoRefused(where.record_id)
    record, key = seals.for_stream(where)
    if SUITE_COBBLESTONE not in record.suites:
        raise DowngradeRefused(record.key_id.hex())
    seals.count([record.key_id], 1)
    flags = (PACKED if where.field_path == "*" else 0) | PADDED
    header = Header(SUITE_COBBLESTONE, codec, flags, schema, record.key_id).pack()
    encryptor = _chunked.sealing(key, seals.context(where, header))
    sink.write(header)
    done = 0
    while piece := source.read(_READ):
        done += len(piece)
        if done > limit:
            raise CryptoRefused(where.record_id)
        sink.write(encryptor.update(piece))
        progress(done)
    padding = b"\x80".ljust(envelope.padded_size(done) - done, b"\x00")
    sink.write(encryptor.update(padding) + encryptor.finalize())
    return done


def open_stream(
    seals: Seals,
    where: CellAddress,
    source: BinaryIO,
    sink: BinaryIO,
    *,
    progress: Progress = _quiet,
) -> Header:
    """Open a sealed file at its place, writing nothing before all of it was verified.

    The source is read twice from where it stands, so it must be seekable; ``progress``
    counts both readings. Should it change in between, the second reading fails too:
    what was written by then is to be thrown away.
    Raises: FormatError; SealBroken, when it was altered, cut short or stands elsewhere;
    KeyDestroyed, KeyUnavailable, KeySuspended, KeyMismatch; DowngradeRefused.
    """
    name, start = where.record_id, source.tell()
    raw = source.read(HEADER_BYTES)
    header = envelope.parse_header(raw, where=name)
    if header.suite != SUITE_COBBLESTONE:
        raise DowngradeRefused(name)
    record = seals.key_of(where, header)
    key, context = seals.key(record), seals.context(where, raw)

    def pieces(decryptor: Cobblestone256Decryptor, done: int) -> Iterator[bytes]:
        source.seek(start + HEADER_BYTES)
        while piece := source.read(_READ):
            done += len(piece)
            yield decryptor.update(piece)
            progress(done)
        yield decryptor.finalize()

    last, total, read = b"", 0, 0
    try:
        for plain in pieces(_chunked.opening(key, context), 0):
            total += len(plain)
            last = (last + plain)[-_PADDING:]
        read = source.tell() - start - HEADER_BYTES
    except InvalidTag:
        total = -1
    if total < 0:
        raise SealBroken(name)
    left = _text_size(total, last, header, name)
    again = pieces(_chunked.opening(key, context), read)
    if not _written(again, sink, left):
        raise SealBroken(name)
    return header


def _text_size(total: int, last: bytes, header: Header, name: str) -> int:
    """Give how long the text is without its padding."""
    if not header.flags & PADDED:
        return total
    mark = last.rstrip(b"\x00")
    size = total - len(last) + len(mark) - 1
    if not mark.endswith(b"\x80") or envelope.padded_size(size) != total:
        raise SealBroken(name)
    return size


def _written(pieces: Iterator[bytes], sink: BinaryIO, left: int) -> bool:
    try:
        for plain in pieces:
            sink.write(plain[:left])
            left -= min(left, len(plain))
    except InvalidTag:
        return False
    return left == 0
