"""Seeded faults of code lists, words, reports and phone numbers, each noticed."""

from __future__ import annotations

import pytest
from records import (
    test_codec_doors,
    test_codes_words,
    test_model,
    test_phones,
    test_preview,
    test_problem_lists,
    test_reporting,
)
from records.faulty import Check, Fault, notices, of, planted

A3, B4 = "voca.service:A3", "voca.service:B4"


def counts(answers: dict[str, object], a3: int, b4: int = 0) -> Check:
    return of(test_reporting.test_an_answer_counts_once, answers, {A3: a3, B4: b4})


FAULTS = [
    Fault(
        "any text in a closed list",
        "records.codec._or_member",
        "issubclass(kind, Enum)",
        "False",
        of(
            test_codec_doors.test_a_closed_list_is_held_to_its_members,
            *("tone", "loud", "tone", "unknown_code"),
        ),
    ),
    Fault(
        "a list is not named",
        "records.codec._faults",
        "Problem(path, _code(error), codes)",
        "Problem(path, _code(error))",
        test_problem_lists.test_a_local_list_should_be_named,
    ),
    Fault(
        "a retired code without its list",
        "records.versions.check_new",
        ', "retired_code", _listed(codes).id',
        ', "retired_code"',
        test_problem_lists.test_a_retired_code_should_name_its_list,
    ),
    Fault(
        "no words of core's",
        "records.describe._ours",
        "codes.id not in core_lists()",
        "True",
        test_codes_words.test_a_form_says_core_codes_in_its_language,
    ),
    Fault(
        "core's words before the form's",
        "records.describe._Drawing.word",
        "**ours, **said",
        "**said, **ours",
        test_codes_words.test_a_form_says_core_codes_in_its_language,
    ),
    Fault(
        "a code as it is",
        "records.preview._Page.coded",
        "if word else found[0]",
        "if False else found[0]",
        of(
            test_preview.test_a_gate_says_codes_in_words,
            *("${pets} = 'yes'", "es", "«Pets?» = «Sí»"),
        ),
    ),
    Fault(
        "no counts",
        "records.reporting._counts",
        " and value is not False",
        "",
        counts({"wanted": False}, 0),
    ),
    Fault(
        "a reason counts",
        "records.reporting._counts",
        "not isinstance(value, Missing) and ",
        "",
        counts({"wanted": {"?": "asked_declined"}}, 0),
    ),
    Fault(
        "none chosen counts",
        "records.reporting._counts",
        " and value != ()",
        "",
        counts({"how": []}, 0),
    ),
    Fault(
        "each answer counts",
        "records.reporting.counted",
        "hit = {\n            line\n",
        "hit = {\n            (line, field): line\n",
        counts({"how": ["phone", "video"], "wanted": True}, 1),
    ),
    Fault(
        "what is listed is refused too",
        "records.collecting.uncollected",
        "path not in collect",
        "True",
        of(
            test_model.test_what_is_not_listed_is_not_kept,
            "ssn",
        ),
    ),
    Fault(
        "an extension is lost",
        "records.phones._dialed",
        "number.extension or ",
        "",
        of(test_phones.test_what_is_no_number_should_be_refused, "406-555-0123 x12"),
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=[fault.name for fault in FAULTS])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should be noticed by its test, which the code as it is should pass."""
    with planted(fault):
        found = notices(fault)

    assert found, f"{fault.name}: its test lets it pass"
    assert not notices(fault), f"{fault.name}: its test fails without it"
