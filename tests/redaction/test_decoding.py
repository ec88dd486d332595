"""The last check of each format: whatever escape it writes a value in, it is found."""

from __future__ import annotations

import html
import io
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redaction.bodies import maeve, viewed

from fjcore.consent import View
from fjcore.errors import BadText, LeakFound, TooBig
from fjcore.redaction import check, leak
from fjcore.redaction.decoding import CSV, HTML, JSON, TEXT, XLSX

NAME = "Maeve O'Connor-Núñez"
WITHHELD = [viewed(maeve())]
PATH = "person.names.text"


def by_number(text, form):
    return "".join(form.format(ord(c)) for c in text)


def workbook(**members):
    """A workbook of these members: names with ``__`` for the slash between folders."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(f"{name.replace('__', '/')}.xml", text)
    return made.getvalue()


def commented(text):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
        archive.comment = text.encode()
    return made.getvalue()


BODIES = {
    "json": (JSON, json.dumps({"a": [NAME]})),
    "json, by number": (JSON, '{"a": "' + by_number(NAME, "\\u{:04x}") + '"}'),
    "json, a key": (JSON, json.dumps({NAME: 1})),
    "json, a key twice": (JSON, f'{{"a": "{NAME}", "a": "b"}}'),
    "text": (TEXT, f"Seen by {NAME}."),
    "text, two lines": (TEXT, "Seen by Maeve\nO'Connor-Núñez."),
    "html": (HTML, f"<p>{html.escape(NAME)}</p>"),
    "html, decimal": (HTML, f"<p>{by_number(NAME, '&#{};')}</p>"),
    "html, hexadecimal": (HTML, f"<p>{by_number(NAME, '&#x{:X};')}</p>"),
    "html, names": (HTML, "<p>Maeve O&apos;Connor-N&uacute;&ntilde;ez</p>"),
    "html, tags inside": (HTML, "<p>Ma<b>eve</b> O'Con<i></i>nor-Núñez</p>"),
    "html, tags between": (HTML, "<td>Maeve</td><td>O'Connor-Núñez</td>"),
    "html, an attribute": (HTML, f'<p title="{by_number(NAME, "&#{};")}">x</p>'),
    "html, a comment": (HTML, f"<!-- {NAME} -->"),
    "html, a script": (HTML, f'<script>var a = "{NAME}"</script>'),
    "csv": (CSV, f'"a","{NAME}"\r\n'),
    "csv, quotes": (CSV, '"a","Maeve ""O\'Connor""-Núñez"\r\n'),
    "csv, a line inside": (CSV, '"Maeve\r\nO\'Connor-Núñez"\r\n'),
    "csv, two cells": (CSV, "Maeve,O'Connor-Núñez\r\n"),
    "xlsx, a cell": (XLSX, workbook(xl__sheet=f"<c><is><t>{NAME}</t></is></c>")),
    "xlsx, runs": (
        XLSX,
        workbook(xl__sharedStrings="<si><r>Mae</r><r>ve O'Connor-Núñez</r></si>"),
    ),
    "xlsx, entities": (XLSX, workbook(xl__sheet=f"<t>{by_number(NAME, '&#{};')}</t>")),
    "xlsx, its own escape": (
        XLSX,
        workbook(xl__sheet=f"<t>{by_number(NAME, '_x{:04X}_')}</t>"),
    ),
    "xlsx, properties": (XLSX, workbook(docProps__core=f"<creator>{NAME}</creator>")),
    "xlsx, an attribute": (XLSX, workbook(xl__workbook=f'<sheet name="{NAME}"/>')),
    "xlsx, a comment": (XLSX, workbook(xl__sheet=f"<a><!--{NAME}--></a>")),
    "xlsx, a name": (XLSX, workbook(**{NAME: "<a/>"})),
    "xlsx, at its end": (XLSX, commented(NAME)),
}


@pytest.mark.parametrize("kind", BODIES)
def test_every_escape_is_undone(kind):
    """A withheld name should be found however the format writes it."""
    media_type, body = BODIES[kind]
    body = body if isinstance(body, bytes) else body.encode()

    assert PATH == leak(body, WITHHELD, media_type=media_type)


@pytest.mark.parametrize("kind", BODIES)
def test_what_is_granted_passes(kind):
    """The same bytes should pass where the name is granted."""
    media_type, body = BODIES[kind]
    body = body if isinstance(body, bytes) else body.encode()
    given = [viewed(maeve(), **{"names.text": View.FULL})]

    assert leak(body, given, media_type=media_type) is None


letters = st.text("abcdefghijklmnopqrstuvwxyzáñł", min_size=5, max_size=9)


@given(letters, st.lists(st.integers(0, 3), min_size=9, max_size=9))
@settings(max_examples=40, deadline=None)
def test_any_mixture_of_entities(word, forms):
    """Any mixture of ways to write a letter should be undone on a page."""
    ways = ("{}", "&#{};", "&#x{:x};", "&#{:07d};")
    said = "".join(
        c if form == 0 else ways[form].format(ord(c))
        for c, form in zip(word, forms, strict=False)
    )
    held = [viewed(maeve(gov_id=word))]

    assert "person.gov_id" == leak(f"<p>{said}</p>".encode(), held, media_type=HTML)


FAULTY = {
    "no json": (JSON, b"{"),
    "no text": (TEXT, b"\xff\xfe"),
    "no workbook": (XLSX, b"PK\x03\x04"),
    "a prefix": (XLSX, b"Maeve" + workbook(xl__sheet="<a/>")),
    "a doctype": (XLSX, workbook(xl__sheet='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')),
    "no csv": (CSV, b'"a" b,"'),
    "another format": ("application/pdf", b"%PDF"),
}


@pytest.mark.parametrize("kind", FAULTY)
def test_what_cannot_be_read_does_not_leave(kind):
    """Bytes that are not of their format, or of one not known, should be refused."""
    media_type, body = FAULTY[kind]
    with pytest.raises(BadText) as caught:
        leak(body, WITHHELD, media_type=media_type)

    assert "body" == caught.value.where
    assert caught.value.__context__ is None


def test_a_bomb_does_not_leave():
    """A workbook that unpacks to more than may leave should be refused."""
    bomb = workbook(xl__sheet="<a>" + " " * (65 << 20) + "</a>")

    with pytest.raises(BadText):
        leak(bomb, WITHHELD, media_type=XLSX)


def test_too_much_at_once():
    """A body above the limit should be refused in any format."""
    with pytest.raises(TooBig):
        leak(b" " * ((16 << 20) + 1), WITHHELD, media_type=TEXT)


def test_words_of_the_plan_are_no_leak():
    """A value that is a word of the page itself should not stop the page."""
    held = [viewed(maeve(gov_id="quillcroft"))]
    page = b"<h1>Quillcroft House</h1>"

    assert "person.gov_id" == leak(page, held, media_type=HTML)
    said = ["Quillcroft House"]
    assert leak(page, held, media_type=HTML, said=said) is None


def test_the_field_is_named_and_not_the_value():
    """A hit should name the field alone."""
    with pytest.raises(LeakFound) as caught:
        check(f"<p>{NAME}</p>".encode(), WITHHELD, media_type=HTML)

    assert PATH == caught.value.where
    assert "Maeve" not in str(caught.value)
