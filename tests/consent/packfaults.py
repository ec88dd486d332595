"""State packs with one fault each, and where and as what it is to be found."""

from __future__ import annotations

from typing import Any

from consent.packfiles import Edit, put

Fault = tuple[Edit, str, str]

TOP: dict[str, Fault] = {
    "no format": (put("", None, "format", None), "format", "required"),
    "a later format": (put("", None, "format", 2), "format", "range"),
    "format as text": (put("", None, "format", "1"), "format", "type"),
    "no id": (put("", None, "id", None), "id", "required"),
    "id of no state": (put("", None, "id", "yy"), "id", "format"),
    "no name": (put("", None, "name", None), "name", "required"),
    "empty name": (put("", None, "name", " "), "name", "required"),
    "long name": (put("", None, "name", "x" * 1001), "name", "length"),
    "steering name": (put("", None, "name", "x\u202ey"), "name", "format"),
    "version true": (put("", None, "version", True), "version", "type"),
    "version 0": (put("", None, "version", 0), "version", "range"),
    "no day": (put("", None, "as_of", None), "as_of", "required"),
    "day in words": (put("", None, "as_of", "today"), "as_of", "format"),
    "day with an hour": (put("", None, "as_of", "2026-01-01T00:00"), "as_of", "format"),
    "day in short": (put("", None, "as_of", "20260101"), "as_of", "format"),
    "a release": (put("", None, "release", [{}]), "", "unknown_key"),
    "a grant": (put("", None, "grant", True), "", "unknown_key"),
    "mandate as table": (put("", None, "mandate", {}), "mandate", "type"),
    "majority as list": (put("", None, "majority", []), "majority", "type"),
    "mandate as text": (put("", None, "mandate", ["x"]), "mandate.0", "type"),
    "many rows": (put("", None, "question", [{}] * 201), "question", "length"),
}

#: Rows: the table, the row, the key, its faulty value, the fault's path in the row.
_ROWS: dict[str, tuple[str, int | None, str, Any, str, str]] = {
    "year": ("authority", 1, "year", 1799, "year", "range"),
    "no year": ("authority", 1, "year", None, "year", "required"),
    "read": ("authority", 1, "read", "mostly", "read", "unknown_code"),
    "no read": ("authority", 1, "read", None, "read", "required"),
    "no review": ("authority", 1, "reviewed", None, "reviewed", "required"),
    "review as text": ("authority", 1, "reviewed", "no", "reviewed", "type"),
    "nobody": ("authority", 0, "reviewed_by", None, "reviewed_by", "required"),
    "no day": ("authority", 0, "reviewed_on", None, "reviewed_on", "required"),
    "part": ("authority", 0, "read", "part", "read", "precondition"),
    "unread": ("authority", 1, "reviewed_by", "A. Q.", "reviewed", "precondition"),
    "no title": ("authority", 1, "title", None, "title", "required"),
    "no section": ("authority", 1, "section", None, "section", "required"),
    "a key": ("authority", 1, "link", "x", "", "unknown_key"),
    "young": ("majority", None, "age", 17, "age", "range"),
    "late": ("majority", None, "age", 22, "age", "range"),
    "leap": ("majority", None, "leap_day", "march", "leap_day", "unknown_code"),
    "no cites": ("majority", None, "cites", None, "cites", "required"),
    "cites []": ("majority", None, "cites", [], "cites", "required"),
    "cites text": ("majority", None, "cites", "yy-1", "cites", "type"),
    "cited": ("majority", None, "cites", ["yy-9"], "cites.0", "unknown_authority"),
    "twice": ("majority", None, "cites", ["yy-1"] * 2, "cites.1", "duplicate"),
    "purpose": ("minor_consent", 0, "purpose", "fun", "purpose", "unknown_code"),
    "no text": ("minor_consent", 0, "statement", None, "statement", "required"),
    "regime": ("privilege", 0, "regime", "vawa", "regime", "format"),
    "abroad": ("privilege", 0, "regime", "priv.mt.3", "regime", "other_state"),
    "employer": ("privilege", 0, "employers", ["us"], "employers.0", "unknown_code"),
    "waiver": ("privilege", 0, "waiver", "implied", "waiver", "unknown_code"),
    "no death": ("privilege", 0, "ends_at_death", None, "ends_at_death", "required"),
    "except": ("privilege", 0, "exceptions", ["any"], "exceptions.0", "unknown_code"),
    "parent": (
        *("privilege", 0, "categories", ["identity"]),
        *("categories.0", "unknown_category"),
    ),
    "years": ("address_program", None, "years", 0, "years", "range"),
    "both": (
        *("address_program", None, "substitute", ["location.residence"]),
        *("protects", "conflict"),
    ),
    "role": ("mandate", 1, "roles", ["witness"], "roles.0", "unknown_code"),
    "no roles": ("mandate", 1, "roles", [], "roles", "required"),
    "trigger": ("mandate", 0, "triggers", ["rumor"], "triggers.0", "unknown_code"),
    "recipient": ("mandate", 1, "recipients", ["us"], "recipients.0", "unknown_code"),
    "number": ("mandate", 1, "recipients", [3], "recipients.0", "type"),
    "whole": ("mandate", 0, "facts", ["everything"], "facts.0", "unknown_category"),
    "family": ("mandate", 0, "facts", ["medical.*"], "facts.0", "unknown_category"),
    "no facts": ("mandate", 0, "facts", None, "facts", "required"),
    "shelter": ("mandate", 0, "facts", ["location.shelter"], "facts", "never_reported"),
    "releases": ("mandate", 0, "facts", ["releases"], "facts", "never_reported"),
    "sud": ("mandate", 0, "facts", ["sud"], "facts", "never_reported"),
    "told": ("mandate", 0, "told", "never", "told", "unknown_code"),
    "duty": ("mandate", 0, "duty", "allow", "duty", "unknown_code"),
    "deadline": ("mandate", 0, "deadline", "soon", "deadline", "format"),
    "offices": ("mandate", 0, "offices", "some", "offices", "unknown_code"),
    "abuser": ("mandate", 1, "recipients", ["abuser"], "recipients", "never_reported"),
    "web": ("mandate", 1, "recipients", ["public_web"], "recipients", "never_reported"),
    "ice": (
        *("mandate", 1, "recipients", ["immigration_enforcement"]),
        *("recipients", "never_reported"),
    ),
    "wound": ("mandate", 1, "triggers", ["burn"], "triggers", "precondition"),
    "no wound": (
        *("wound_report", 0, "triggers", ["child_abuse"]),
        *("triggers", "precondition"),
    ),
    "named": (
        "wound_report",
        0,
        "not_named",
        ["strangulation"],
        "not_named",
        "conflict",
    ),
    "beside": (
        *("wound_report", 0, "not_named", ["child_abuse"]),
        *("not_named", "precondition"),
    ),
    "row id": ("mandate", 0, "id", "Any Body", "id", "format"),
    "same id": ("wording", 0, "id", "anybody", "id", "duplicate"),
    "without": (
        *("mandate", 1, "except_roles", ["advocate"]),
        *("except_roles", "precondition"),
    ),
    "nobody left": (
        *(
            "mandate",
            0,
            "except_roles",
            ["any_person", "advocate", "volunteer_advocate"],
        ),
        *("except_roles", "precondition"),
    ),
    "bound": ("mandate", 0, "except_roles", None, "roles", "conflict"),
    "all": ("limit", 0, "cap", "full", "cap", "unknown_code"),
    "everything": ("limit", 0, "categories", [], "categories", "required"),
    "no leaf": ("limit", 1, "categories", ["x"], "categories.0", "unknown_category"),
    "flag": ("limit", 0, "participants_only", 1, "participants_only", "type"),
    "kind": ("wording", 0, "kind", "song", "kind", "unknown_code"),
    "no words": ("wording", 0, "text", None, "text", "required"),
    "no Spanish": ("wording", 0, "text", {"en": "x"}, "text.es", "required"),
    "language": (
        *("wording", 0, "text", {"en": "x", "es": "x", "xx": "x"}),
        *("text", "unknown_key"),
    ),
    "on": ("hold", 0, "on", "door", "on", "unknown_code"),
    "question": ("question", 0, "text", "", "text", "required"),
}


def _fault(
    table: str, index: int | None, key: str, value: Any, path: str, code: str
) -> Fault:
    place = ".".join(
        str(part) for part in (table, index, path) if part not in (None, "")
    )
    return put(table, index, key, value), place, code


ROWS = {f"{row[0]}: {name}": _fault(*row) for name, row in _ROWS.items()}

FAULTS = {**TOP, **ROWS}
