"""Inputs that mean harm, or look like it: for readers of files and of texts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from types import MappingProxyType

_BOMB_BYTES = 8 << 20


def _zipped() -> bytes:
    """Give a small archive of one large file of nothing."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        name = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2026, 1, 1, 0, 0, 0))
        name.compress_type = zipfile.ZIP_DEFLATED
        file.writestr(name, b"\x00" * _BOMB_BYTES)
    return held.getvalue()


_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b"<a>&x;</a>"
)
_LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
)

#: Inputs no reader of files may be hurt by, by what each of them tries.
HOSTILE: Mapping[str, bytes] = MappingProxyType(
    {
        "nothing": b"",
        "null bytes": b"\x00" * 512,
        "not UTF-8": b"name,phone\n\xff\xfe\xfd,\x80\n",
        "lone surrogate": b"name\n\xed\xa0\x80\n",
        "byte order mark": b"\xff\xfen\x00a\x00m\x00e\x00",
        "formula": b'name,phone\n"=HYPERLINK(""https://example.org"")",406-555-0100\n',
        "external entity": _ENTITIES,
        "entity bomb": _LAUGHS,
        "zip bomb": _zipped(),
        "cut archive": _zipped()[:200],
        "deep JSON": b"[" * 50_000 + b"]" * 50_000,
        "long number": b'{"n": ' + b"9" * 20_000 + b"}",
        "one long line": b"a," * 100_000 + b"\n",
        "open quote": b'name\n"Maeve',
    }
)

#: Texts that no reader of notes may stumble over.
TEXTS = (
    "",
    " ",
    "\ud800",
    "a\ud800b\udfffc",
    "\u202eakeM\u202c lives here",
    "\u0644\u064a\u0644\u0649 123",
    "e\u0301\u0301\u0301",
    "\U0001f469\u200d\U0001f467",
    "\x00\x1b[31m",
    "\u00df\u0130\u0131\ufb01",
    "line\r\nline\u2028line",
)
