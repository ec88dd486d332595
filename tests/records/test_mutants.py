"""Seeded faults of records and forms, each noticed by the test it is there for.

A fault is one changed piece of the source of one function. A fault whose piece is no
longer there fails the table, and so does one that its test lets pass.
"""

from __future__ import annotations

from typing import Any

import pytest
from records import (
    test_codec,
    test_codec_doors,
    test_form,
    test_form_read,
)
from records.faulty import Check, Fault, notices, of, planted
from records.formfaults import FAULTS
from records.seeded import CHECK, LABELS, SLIP

from fjcore.records import Person

ANSWERS, ROWS = "records._answers._standing", "records._formfile"


def form(name: str) -> Check:
    """That one fault of a form is told."""
    (row,) = [row for row in FAULTS if row[0] == name]
    return of(test_form.test_each_fault_is_told_by_its_row, *row[1:])


def piece(value: Any) -> Check:
    """That one value is judged as the rules say, in every field of every type."""
    return of(test_codec.test_both_passes_at_every_boundary, value)


def passes(payload: Any) -> Check:
    """That both passes of the codec judge the payload of a person alike."""
    return of(test_codec.test_both_passes_refuse_the_same, (payload, Person))


BEHIND = of(
    test_codec_doors.test_a_class_derived_behind_the_back_is_refused,
    test_codec_doors.derived,
)
FAX = of(
    test_form.test_a_constant_is_checked_when_the_form_is_read,
    *("contact_point.kind", "fax", "unknown_code"),
)
DECLINED = {"?": "asked_declined"}
NESTED = of(
    test_form_read.test_a_reason_in_a_nested_field,
    *("Nour", DECLINED, [{"text": "Nour", "use": DECLINED}]),
)
NO_NUMBER = of(
    test_form_read.test_answers_go_where_they_belong,
    {"phone": DECLINED, "safe": {"?": "not_asked"}},
)

CODEC = (
    Fault(
        "extra keys are ignored by the fast pass",
        "records._reader._Builder.compiled",
        "if len(p) != n: raise",
        "if len(p) < n: raise",
        passes({"names": [{"text": "Nour"}], "no_such": 1}),
    ),
    Fault(
        "extra keys are not told",
        "records.codec._converter",
        "forbid_extra_keys=True",
        "forbid_extra_keys=False",
        of(test_codec.test_paths_begin_where_the_caller_says),
    ),
    Fault(
        "a naive time is read",
        "records.checks.instant",
        "if not _INSTANT.fullmatch(value):",
        "if not value:",
        of(test_codec_doors.test_no_naive_time_is_read),
    ),
    Fault(
        "a naive time is written as local",
        "records._writer._instant_of",
        "utc(value, where=path)",
        "value.astimezone()",
        of(test_codec_doors.test_no_naive_time_is_written, True),
    ),
    Fault(
        "a week is a day",
        "records.checks.day",
        'not value[4] == value[7] == "-"',
        "False",
        piece("2026-W01-1"),
    ),
    Fault(
        "true is a number",
        "records.checks.number",
        "type(value) is not int",
        "not isinstance(value, int)",
        piece(True),
    ),
    Fault(
        "a list of any length",
        "records._hooks.listed",
        "len(value) > MAX_ITEMS",
        "False",
        piece(["x"] * 1001),
    ),
    Fault(
        "a control character is text",
        "records.checks.clean",
        "len(value.encode().translate(None, _CONTROLS)) == len(value)",
        "True",
        piece("a\x1f"),
    ),
    Fault(
        "half a character is text",
        "records.checks.clean",
        "_UNCLEAN.search(value) is None",
        "True",
        piece("\ud800"),
    ),
    Fault(
        "any code",
        "records.checks.coded",
        "value not in known",
        "False",
        piece("PHONE"),
    ),
    Fault(
        "any reason",
        "records.checks.reason",
        'raise Fault("unknown_code", "fj.missing_reason")',
        "return member",
        piece({"?": "masked"}),
    ),
    Fault(
        "only the first fault of a list is told",
        "records.codec._all_items",
        "errors.append(error)",
        "errors[:] = errors or [error]",
        piece([1, "x", True]),
    ),
    Fault(
        "a key of a mapping is told",
        "records.codec._step",
        'str(note.index) if told else "?"',
        "str(note.index)",
        of(test_codec_doors.test_settings_are_read_as_strictly),
    ),
    Fault(
        "a class derived behind the back is read",
        "records.codec._fast_reader",
        "    info_of(cls)\n",
        "",
        BEHIND,
    ),
)

FORMS = (
    Fault(
        "no label needed",
        f"{ROWS}._own",
        "parse_label(row) is None",
        "False",
        form("no about"),
    ),
    Fault(
        "a privilege of a bound field is lost",
        f"{ROWS}._bound",
        "_LABEL_KEYS & set(row)",
        '(_LABEL_KEYS - {"privilege"}) & set(row)',
        form("bound, with a privilege"),
    ),
    Fault(
        "two answers to one field",
        f"{ROWS}._twice",
        "if target in seen",
        "if not seen",
        form("bound twice"),
    ),
    Fault(
        "constants are not read",
        f"{ROWS}._constant",
        'problem.code != "required"',
        "False",
        FAX,
    ),
    Fault(
        "a local code has no core code",
        f"{ROWS}._list_fault",
        "maps.keys() == codes.keys()",
        "True",
        form("a code not mapped"),
    ),
    Fault(
        "a word of the language is a name",
        f"{ROWS}._row",
        "keyword.iskeyword(str(name))",
        "False",
        form("a name of the language"),
    ),
    Fault(
        "faults of one record at a time",
        "records.form.Form._read",
        "problems += fault.problems",
        "return [], [*fault.problems]",
        of(test_form_read.test_every_fault_of_every_record_is_told_at_once),
    ),
    Fault(
        "no number ends the intake",
        ANSWERS,
        "(lacks or not left)",
        "not left",
        NO_NUMBER,
    ),
    Fault(
        "a nested reason is lost",
        ANSWERS,
        "if k not in needed & skipped",
        "if k not in skipped",
        NESTED,
    ),
)

TABLE = (*LABELS, *CODEC, *FORMS)


@pytest.mark.parametrize("fault", TABLE, ids=[fault.name for fault in TABLE])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should be noticed by its test, which the code as it is should pass."""
    with planted(fault):
        found = notices(fault)

    assert found, f"{fault.name}: its test lets it pass"
    assert not notices(fault), f"{fault.name}: its test fails without it"


def test_no_fault_stands_twice() -> None:
    """Every fault should change something, and be another than the rest."""
    assert len({fault.name for fault in TABLE}) == len(TABLE)
    assert all(fault.old != fault.new for fault in TABLE)


def test_a_piece_that_is_gone_fails_the_table() -> None:
    """A fault that can no longer be planted should fail, not pass unseen."""
    gone = Fault("gone", CHECK, "if said is None:", "if False:", SLIP)

    with pytest.raises(pytest.fail.Exception, match="no longer holds"), planted(gone):
        pass


def test_a_fault_that_changes_nothing_is_not_noticed() -> None:
    """A fault that changes nothing should not be taken for one that is noticed."""
    same = Fault("same", CHECK, "not is_part(inner)", "is_part(inner) is False", BEHIND)

    with planted(same):
        assert not notices(same)
