"""Workbooks made by hand, so that each probe holds exactly what it is to show."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

Parts = dict[str, str]


def sheet(rows: str, *, before: str = "") -> str:
    """Give a sheet of these rows."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}">'
        f"{before}<sheetData>{rows}</sheetData></worksheet>"
    )


def cells(*texts: str, row: int) -> str:
    """Give a row of inline texts."""
    inner = "".join(
        f'<c r="{chr(65 + place)}{row}" t="inlineStr"><is><t>{text}</t></is></c>'
        for place, text in enumerate(texts)
        if text
    )
    return f'<row r="{row}">{inner}</row>'


def good(rows: str | None = None) -> Parts:
    """Give the parts of a small, sound workbook."""
    rows = rows or cells("id", "name", row=1) + cells("1", "Mirel", row=2)
    types = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": (
            '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/'
            'package/2006/content-types"><Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main'
            f'+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType='
            f'"{types}.worksheet+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{LINKS}"><Relationship '
            f'Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            '<sheets><sheet name="rows" sheetId="1" r:id="r1"/></sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<?xml version="1.0"?><Relationships xmlns="{LINKS}"><Relationship '
            f'Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            "</Relationships>"
        ),
        "xl/worksheets/sheet1.xml": sheet(rows),
    }


def shared(parts: Parts, *texts: str) -> None:
    """Give a workbook these texts to refer to."""
    inner = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{inner}</sst>'
    link = f'<Relationship Id="r2" Type="{OFFICE}/sharedStrings" Target='
    swapped(RELS, "</Rel", f'{link}"sharedStrings.xml"/></Rel')(parts)


def packed(parts: Mapping[str, str | bytes], *, pressed: bool = True) -> bytes:
    """Pack the parts of a workbook."""
    raw = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if pressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(raw, "w", how) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return raw.getvalue()


def with_part(name: str, text: str) -> Callable[[Parts], object]:
    """Give the edit that adds a part."""
    return lambda parts: parts.update({name: text})


def swapped(name: str, old: str, new: str) -> Callable[[Parts], object]:
    """Give the edit that puts another text in a part."""

    def edit(parts: Parts) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new)

    return edit


SHEET, BOOK = "xl/worksheets/sheet1.xml", "xl/workbook.xml"
RELS = "xl/_rels/workbook.xml.rels"
DOCTYPE = '<!DOCTYPE x [<!ENTITY e "Zephyrine">]>'
XML = '<?xml version="1.0" encoding="UTF-8"?>'

#: Edits of a sound workbook, and the code by which it is then refused.
PROBES: dict[str, tuple[Callable[[Parts], object], str]] = {
    "doctype in a sheet": (swapped(SHEET, XML, XML + DOCTYPE), "doctype"),
    "doctype in the book": (
        swapped(BOOK, '<?xml version="1.0"?>', '<?xml version="1.0"?>' + DOCTYPE),
        "doctype",
    ),
    "entity used": (
        swapped(SHEET, "Mirel", "&e;"),
        "format",
    ),
    "external entity": (
        swapped(SHEET, XML, XML + '<!DOCTYPE x SYSTEM "file:///etc/hostname">'),
        "doctype",
    ),
    "formula with a value": (
        swapped(
            SHEET,
            '<c r="B2" t="inlineStr">',
            '<c r="B2"><f>1+1</f><v>2</v></c><c r="C2" t="inlineStr">',
        ),
        "formula_cell",
    ),
    "formula without a value": (
        swapped(
            SHEET,
            '<c r="B2" t="inlineStr">',
            '<c r="B2"><f>A1</f></c><c r="C2" t="inlineStr">',
        ),
        "formula_cell",
    ),
    "formula by a prefix": (
        swapped(
            SHEET,
            '<c r="B2" t="inlineStr">',
            f'<c r="B2"><m:f xmlns:m="{MAIN}">1</m:f></c><c r="C2" t="inlineStr">',
        ),
        "formula_cell",
    ),
    "macro": (with_part("xl/vbaProject.bin", "x"), "macro"),
    "macro in other case": (with_part("XL/VBAPROJECT.BIN", "x"), "macro"),
    "macro by type": (
        swapped(
            "[Content_Types].xml", ".sheet.main+xml", ".sheet.macroEnabled.main+xml"
        ),
        "macro",
    ),
    "macro sheet": (with_part("xl/macrosheets/sheet1.xml", "<x/>"), "macro"),
    "embedded object": (with_part("xl/embeddings/oleObject1.bin", "x"), "macro"),
    "external book": (
        with_part("xl/externalLinks/externalLink1.xml", "<x/>"),
        "external_link",
    ),
    "connection": (with_part("xl/connections.xml", "<x/>"), "external_link"),
    "external target": (
        swapped(
            RELS,
            'Target="worksheets/sheet1.xml"/>',
            'Target="worksheets/sheet1.xml"/><Relationship Id="r9" Type="x" '
            'Target="https://example.org/" TargetMode="External"/>',
        ),
        "external_link",
    ),
    "dates from 1904": (
        swapped(BOOK, "<sheets>", '<workbookPr date1904="1"/><sheets>'),
        "date_1904",
    ),
    "no markup": (with_part("xl/other.bin", "Zephyrine"), "format"),
    "path out of it": (with_part("../evil.xml", "<x/>"), "format"),
    "cell far away": (
        swapped(
            SHEET,
            '<row r="2">',
            '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="2">',
        ),
        "cardinality",
    ),
    "rows far apart": (
        swapped(
            SHEET,
            "</sheetData>",
            '<row r="1048576"><c r="SA1048576"><v>1</v></c></row></sheetData>',
        ),
        "too_big",
    ),
    "row twice": (
        swapped(SHEET, '<row r="2">', '<row r="1"></row><row r="2">'),
        "duplicate",
    ),
    "cell twice": (
        swapped(SHEET, '<c r="B2"', '<c r="A2"><v>9</v></c><c r="B2"'),
        "duplicate",
    ),
    "cell of another row": (swapped(SHEET, 'r="B2"', 'r="B3"'), "format"),
    "no book": (lambda parts: parts.pop(BOOK), "format"),
    "cut short": (swapped(SHEET, "</worksheet>", ""), "format"),
}
