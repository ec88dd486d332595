"""The last check finds what any directly identifying field holds, in any format."""

from __future__ import annotations

import html
import json

import pytest
from disclosure.test_canaries import HELD
from redaction.test_decoding import by_number, workbook

from fjcore.consent import View
from fjcore.records import Identifying
from fjcore.redaction import leak, values
from fjcore.redaction.decoding import CSV, HTML, JSON, TEXT, XLSX
from fjcore.redaction.operators import keep
from fjcore.redaction.traces import traces

#: How each format may write a text, from as it is to every sign by its number.
WAYS = {
    "json": (JSON, lambda text: json.dumps({"a": text})),
    "json, raw": (JSON, lambda text: json.dumps([text], ensure_ascii=False)),
    "json, by number": (
        JSON,
        lambda text: f'["{by_number(text, chr(92) + "u{:04x}")}"]',
    ),
    "text": (TEXT, lambda text: f"It says {text} here."),
    "html": (HTML, lambda text: f"<p>{html.escape(text)}</p>"),
    "html, by number": (HTML, lambda text: f"<p>{by_number(text, '&#{};')}</p>"),
    "html, hexadecimal": (HTML, lambda text: f"<b>{by_number(text, '&#x{:x};')}</b>"),
    "csv": (CSV, lambda text: '"' + text.replace('"', '""') + '"\r\n'),
    "xlsx": (XLSX, lambda text: workbook(xl__s=f"<t>{html.escape(text)}</t>")),
    "xlsx, by number": (
        XLSX,
        lambda text: workbook(xl__s=f"<t>{by_number(text, '_x{:04X}_')}</t>"),
    ),
}

#: Every planted value that identifies directly and leaves a trace, with its record.
PLANTED = [
    (one.record, leaf.path, str(keep(value)))
    for one in HELD
    for leaf, value in values(one.record)
    if leaf.label.identifying is Identifying.DIRECT and traces(leaf.kind, value)
]


@pytest.mark.nightly
@pytest.mark.parametrize("way", WAYS)
def test_every_directly_identifying_field_is_found(way: str) -> None:
    """A withheld value of any such field should be found, however it is written."""
    media_type, write = WAYS[way]
    missed = []
    for record, path, text in PLANTED:
        body = write(text)
        raw = body if isinstance(body, bytes) else body.encode()
        if leak(raw, [(record, lambda _: View.SILENT)], media_type=media_type) is None:
            missed.append(path)

    assert [] == missed
    assert len(PLANTED) > 50
