"""A sound layout, and faults put into it one at a time."""

from __future__ import annotations

GOOD = """
layout = "sample"
version = 1
zone = "America/Denver"
date_format = "MM/DD/YYYY"
[placeholders]
"unk" = "asked_unknown"
[missing.hud]
"8" = "asked_unknown"
[codes.mode]
"Phone" = "phone"
"Never" = "?not_asked"
[codes.yn]
"J" = "yes"
[[file]]
key = ["id"]
person = ["who"]
[[file.record]]
type = "person"
once = true
field = [
  {path = "names.0.text", columns = ["first", "last"], formula_like = "keep"},
  {path = "birth_date", column = "born", transform = "date"},
  {path = "pregnancy_status", column = "preg", transform = "yes_no", codes = "yn"},
  {path = "children_in_household", column = "kids", transform = "number"},
]
[[file.record]]
type = "service_encounter"
field = [
  {path = "service", column = "service", transform = "code", missing = ["hud"]},
  {path = "started_at", column = "day", transform = "instant"},
  {path = "mode", column = "mode", transform = "code", codes = "mode"},
]
[[file.record]]
type = "incident"
when = {column = "weapons", is = ["1"]}
field = [
  {path = "weapons", column = "knife", transform = "flag", code = "knife"},
  {path = "weapons", column = "gun", transform = "flag", code = "firearm"},
  {path = "weapons", column = "weapons", transform = "reason", missing = ["hud"]},
  {path = "victimizations", column = "kinds", transform = "codes", separator = "|"},
]
"""

FILE, RECORD, FIELD = "file.0", "file.0.record.0", "file.0.record.0.field"

#: What is put in the place of what, and the path and code by which it is refused.
FAULTS: dict[str, tuple[str, str, str, str]] = {
    "no version": ("version = 1\n", "", "version", "required"),
    "version of no kind": ("version = 1", "version = 0", "version", "required"),
    "odd id": ('"sample"', '"Some One"', "layout", "format"),
    "unknown key": ("version = 1", "version = 1\nquokka = 1", "", "unknown_key"),
    "no zone there is": ("America/Denver", "America/Quokka", "zone", "unknown_code"),
    "no zone": (
        'zone = "America/Denver"\n',
        "",
        "file.0.record.1.field.1.transform",
        "required",
    ),
    "year of two digits": ("MM/DD/YYYY", "MM/DD/YY", "date_format", "format"),
    "order not declared": ("MM/DD/YYYY", "DD", "date_format", "format"),
    "reason there is not": (
        '"asked_unknown"\n[missing',
        '"quokka"\n[missing',
        "placeholders",
        "unknown_code",
    ),
    "missing reason there is not": (
        '"8" = "asked_unknown"',
        '"8" = "quokka"',
        "missing.0",
        "unknown_code",
    ),
    "reason in a crosswalk": ("?not_asked", "?quokka", "codes.0", "unknown_code"),
    "code there is not": (
        '"Phone" = "phone"',
        '"Phone" = "quokka"',
        "file.0.record.1.field.2.codes",
        "unknown_code",
    ),
    "yes that is none": (
        '"J" = "yes"',
        '"J" = "maybe"',
        f"{FIELD}.2.codes",
        "unknown_code",
    ),
    "no key": ('key = ["id"]\n', "", f"{FILE}.key", "required"),
    "type there is not": (
        'type = "person"',
        'type = "quokka"',
        f"{RECORD}.type",
        "unknown_code",
    ),
    "path there is not": (
        '"birth_date"',
        '"birthday"',
        f"{FIELD}.1.path",
        "unknown_key",
    ),
    "path too short": ('"names.0.text"', '"names"', f"{FIELD}.0.path", "unknown_key"),
    "path without a number": (
        '"names.0.text"',
        '"names.text"',
        f"{FIELD}.0.path",
        "unknown_key",
    ),
    "path too long": (
        '"birth_date"',
        '"birth_date.day"',
        f"{FIELD}.1.path",
        "unknown_key",
    ),
    "path twice": (
        '"children_in_household"',
        '"birth_date"',
        f"{FIELD}.3.path",
        "duplicate",
    ),
    "transform there is not": (
        '"born", transform = "date"',
        '"born", transform = "eval"',
        "",
        "",
    ),
    "text for a date": (
        '"born", transform = "date"',
        '"born"',
        f"{FIELD}.1.transform",
        "type",
    ),
    "number for a code": (
        '"mode", transform = "code"',
        '"mode", transform = "number"',
        "file.0.record.1.field.2.transform",
        "type",
    ),
    "text for a code": (
        '"mode", transform = "code"',
        '"mode"',
        "file.0.record.1.field.2.transform",
        "type",
    ),
    "code for a text": (
        '"last"], formula_like = "keep"',
        '"last"], transform = "code"',
        f"{FIELD}.0.transform",
        "type",
    ),
    "one code for many": (
        '"kinds", transform = "codes"',
        '"kinds", transform = "code"',
        "file.0.record.2.field.3.path",
        "cardinality",
    ),
    "no separator": (
        ', separator = "|"',
        "",
        "file.0.record.2.field.3.separator",
        "required",
    ),
    "flag of no code": (
        'code = "knife"',
        'code = "quokka"',
        "file.0.record.2.field.0.code",
        "unknown_code",
    ),
    "reason that must be told": (
        '{path = "service", column = "service", transform = "code"',
        '{path = "service", column = "service", transform = "reason"',
        "file.0.record.1.field.0.transform",
        "required",
    ),
    "formula in a date": (
        '"born", transform = "date"',
        '"born", transform = "date", formula_like = "keep"',
        f"{FIELD}.1.formula_like",
        "forbidden",
    ),
    "formula of no kind": (
        '"keep"',
        '"quokka"',
        f"{FIELD}.0.formula_like",
        "unknown_code",
    ),
    "column and constant": (
        'column = "kids"',
        'column = "kids", constant = "3"',
        f"{FIELD}.3",
        "required",
    ),
    "neither of them": ('column = "kids", ', "", f"{FIELD}.3", "required"),
    "constant number": (
        'column = "kids"',
        'constant = "3"',
        f"{FIELD}.3.constant",
        "type",
    ),
    "several columns": (
        'column = "kids"',
        'columns = ["a", "b"]',
        f"{FIELD}.3.columns",
        "forbidden",
    ),
    "table there is not": (
        'missing = ["hud"]},\n  {path = "started',
        'missing = ["x"]},\n  {path = "started',
        "file.0.record.1.field.0.missing",
        "unknown_code",
    ),
    "crosswalk there is not": (
        'codes = "mode"',
        'codes = "x"',
        "file.0.record.1.field.2.codes",
        "unknown_code",
    ),
    "wide padding": (
        'column = "kids"',
        'column = "kids", zero_pad = 99',
        f"{FIELD}.3.zero_pad",
        "range",
    ),
    "long delimiter": (
        'key = ["id"]',
        'key = ["id"]\ndelimiter = ";;"',
        f"{FILE}.delimiter",
        "format",
    ),
    "quote for delimiter": (
        'key = ["id"]',
        'key = ["id"]\ndelimiter = \'"\'',
        f"{FILE}.delimiter",
        "duplicate",
    ),
    "guessed encoding": ('key = ["id"]', 'key = ["id"]\nencoding = "auto"', "", ""),
    "strict of nothing": (
        'key = ["id"]',
        'key = ["id"]\nheader = "strict"',
        f"{FILE}.columns",
        "required",
    ),
    "column of no header": (
        'key = ["id"]',
        'key = ["id"]\nheader = "strict"\ncolumns = ["id", "who"]',
        f"{FILE}.column",
        "unknown_key",
    ),
    "column twice": (
        'key = ["id"]',
        'key = ["id"]\ncolumns = ["id", "id"]',
        f"{FILE}.columns",
        "duplicate",
    ),
    "path of a file": (
        'key = ["id"]',
        'key = ["id"]\nname = "../x.csv"',
        f"{FILE}.name",
        "format",
    ),
    "join of nothing": (
        'key = ["id"]',
        'key = ["id"]\nname = "a.csv"\njoin = [{file = "b.csv", on = "id"}]',
        f"{FILE}.join.0.file",
        "unknown_code",
    ),
}
