"""Seeded faults of records in bytes and of their schemas, each noticed by a test."""

from __future__ import annotations

from typing import Any

import pytest
from records import (
    test_codec_made,
    test_json,
    test_json_made,
    test_schema,
    test_schema_labels,
)
from records.every import AllTypes
from records.faulty import Check, Fault, notices, of, planted

from fjcore.records import ContactPoint, Person

JSON, WRITER, SCHEMA = "records._json", "records._writer", "records.schema"


def refused(name: str) -> Check:
    """That one way round strict JSON is refused by orjson too."""
    return of(test_json.test_what_is_refused, name, "orjson")


def odd(cls: type) -> Check:
    """That records made by hand are refused alike by both engines."""
    return of(test_json_made.test_odd_records_are_refused_alike, cls)


def schemed(cls: type, payload: Any) -> Check:
    """That one payload is refused by the schema as made just now, and by the codec."""

    def check() -> None:
        test_schema.validator.cache_clear()
        test_schema.test_what_both_refuse(cls, payload)

    return check


PHONE = {"kind": "phone", "value": "406-555-0101"}

BYTES = (
    Fault(
        "a key twice is read",
        f"{JSON}._agreed",
        "members == raw.count(b'\":')",
        "True",
        refused("a key twice"),
    ),
    Fault(
        "a space hides a key twice",
        f"{JSON}._agreed",
        "_SPACED.search(raw) is None",
        "True",
        refused("a key twice, hidden by a text"),
    ),
    Fault(
        "far too large a number is a fraction",
        f"{JSON}._members",
        "return 0 if small and kind is not float else _MANY",
        "return 0 if small else _MANY",
        refused("far too large"),
    ),
    Fault(
        "a number of any size",
        f"{JSON}._members",
        "-canonical.MAX_INT < value < canonical.MAX_INT",
        "True",
        refused("too large a number"),
    ),
    Fault(
        "as deep as orjson goes",
        f"{JSON}._members",
        "depth >= canonical.MAX_DEPTH",
        "False",
        refused("too deep"),
    ),
    Fault(
        "orjson takes what is no bytes",
        f"{JSON}._by_orjson",
        "type(raw) is not bytes or",
        "",
        of(test_json.test_only_bytes_are_read, bytearray(b"{}"), "orjson"),
    ),
    Fault(
        "a record of any size is written",
        f"{JSON}.dumps",
        "len(raw) > canonical.MAX_BYTES",
        "False",
        of(test_json_made.test_too_large_a_record_is_not_written, "orjson"),
    ),
    Fault(
        "the plain data stays in reach of a traceback",
        "records.codec.by",
        "fault: FjcoreError = type(error)(error.where)",
        "fault = error",
        of(test_codec_made.test_what_cannot_be_written_is_refused_in_silence, False),
    ),
    Fault(
        "nothing is checked when it is written",
        f"{WRITER}._Builder._if",
        'return f"({shown} if {held} else',
        'return f"({shown} if True else',
        odd(ContactPoint),
    ),
    Fault(
        "a number of any size is written",
        f"{WRITER}._Builder._held",
        'held = f"{held} and -MAX < {again} < MAX"',
        "pass",
        odd(AllTypes),
    ),
    Fault(
        "an instant is left where it is",
        f"{WRITER}._native_of",
        "_bare(utc(value, where=path))",
        "value",
        of(test_codec_made.test_native_instants_are_in_utc),
    ),
    Fault(
        "what a record says of itself is lost",
        "records.codec._faults",
        "isinstance(error, Malformed) and error.problems",
        "False",
        of(test_codec_made.test_a_record_that_refuses_itself_is_told_by_its_paths),
    ),
    Fault(
        "a record that judges itself is not asked",
        "records._reader._only_holds",
        "not any(hasattr(cls, hook) for hook in hooks)",
        "True",
        of(test_codec_made.test_a_record_that_refuses_itself_is_told_by_its_paths),
    ),
    Fault(
        "a converter is passed over",
        "records._reader._only_holds",
        "and a.converter is None",
        "",
        of(test_codec_made.test_a_field_that_converts_is_read_as_it_is_made),
    ),
)

SCHEMAS = (
    Fault(
        "any property",
        f"{SCHEMA}._Maker.object_of",
        '"additionalProperties": False',
        '"additionalProperties": True',
        schemed(Person, {"no_such": 1}),
    ),
    Fault(
        "nothing is required",
        f"{SCHEMA}._Maker.object_of",
        "if a.default is attrs.NOTHING",
        "if False",
        schemed(ContactPoint, {"kind": "phone"}),
    ),
    Fault(
        "any reason",
        f"{SCHEMA}._missing",
        '{"enum": [reason.value for reason in Missing]}',
        "{}",
        schemed(Person, {"gov_id": {"?": "masked"}}),
    ),
    Fault(
        "a list of any length",
        f"{SCHEMA}._Maker._property",
        '"maxItems": MAX_ITEMS',
        '"maxItems": MAX_ITEMS + 1',
        schemed(Person, {"names": [{"text": "x"}] * 1001}),
    ),
    Fault(
        "a text of any character",
        f"{SCHEMA}._text",
        '"not": {"pattern": patterns.UNCLEAN},',
        "",
        schemed(Person, {"gov_id": "a\u202eb"}),
    ),
    Fault(
        "a phone of any shape",
        f"{SCHEMA}._text",
        "shaped or patterns.WORD",
        "patterns.WORD",
        schemed(ContactPoint, {**PHONE, "value": "406"}),
    ),
    Fault(
        "a new line may follow",
        "records._patterns.whole",
        r"(?![\\s\\S])",
        "$",
        schemed(ContactPoint, {**PHONE, "value": "406-555-0101\n"}),
    ),
    Fault(
        "a variant keeps the labels of its base",
        f"{SCHEMA}._Maker._property",
        "_leaf_label(self.moves(said.label))",
        "_leaf_label(said.label)",
        of(test_schema_labels.test_a_variant_has_its_own_labels),
    ),
    Fault(
        "a part is as sensitive as its least",
        f"{SCHEMA}._joined",
        "found = min(",
        "found = max(",
        of(test_schema_labels.test_every_property_has_the_label_of_its_field, Person),
    ),
    Fault(
        "the hash is of one record alone",
        f"{SCHEMA}.schema_hash",
        "for cls in types",
        "for cls in types[:1]",
        of(test_schema_labels.test_the_hash_of_several_types_has_no_order),
    ),
    Fault(
        "the hash forgets the lists",
        f"{SCHEMA}._list_text",
        "said.codes is None",
        "True",
        of(test_schema_labels.test_the_hash_is_of_the_rows_that_are_documented),
    ),
)

TABLE = (*BYTES, *SCHEMAS)


@pytest.mark.parametrize("fault", TABLE, ids=[fault.name for fault in TABLE])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should be noticed by its test, which the code as it is should pass."""
    with planted(fault):
        found = notices(fault)

    assert found, f"{fault.name}: its test lets it pass"
    assert not notices(fault), f"{fault.name}: its test fails without it"
