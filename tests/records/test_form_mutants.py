"""Seeded faults of forms, expressions and pages, each noticed by a test of theirs."""

from __future__ import annotations

from typing import Any

import pytest
from records import (
    test_expression,
    test_expression_values,
    test_form_answers,
    test_form_asking,
    test_form_comparable,
    test_form_describe,
    test_form_parts,
    test_form_rules,
    test_form_versions,
    test_preview,
)
from records.faulty import Check, Fault, notices, of, planted

ASK, GATES, PAST = "records._asking", "records._gates", "records._previous"
DESCRIBE, PAGE = "records.describe._Drawing", "records.preview._Page"


def rule(path: str, value: Any) -> Check:
    """That one fault of a rule is told."""
    (row,) = [row for row in test_form_rules.FAULTS if row[:2] == (path, value)]
    return of(test_form_rules.test_each_fault_of_a_rule_is_told_by_its_row, row)


def said(**answers: Any) -> Check:
    """That one set of answers is judged as the rules say."""
    drawn = {**dict.fromkeys(test_form_asking.SAID, test_form_asking.GONE), **answers}
    return of(test_form_asking.test_gates_are_judged_as_the_rules_say, drawn)


def value(held: Any, text: str, want: bool | None) -> Check:
    """That one expression is judged right of one value."""
    return of(test_expression_values.test_values_of_each_kind, held, text, want)


OPEN = of(
    test_expression.test_a_rule_is_judged_as_the_tables_say, ("is", "one", "=", "x"), {}
)
DEEP = of(
    test_expression.test_an_expression_is_bounded,
    *("(" * 33 + "missing(.)" + ")" * 33, "too_deep"),
)
EVIL = of(
    test_preview.test_no_text_becomes_markup,
    *(test_preview.EVIL, test_preview.EVIL, test_preview.EVIL, "text"),
)
POLICY = test_form_asking.test_only_the_reasons_of_the_policy_are_taken

TABLE = (
    Fault(
        "nothing said is no",
        "records._judging._compared",
        "return Tri.UNDETERMINED\n    if rule.sign in",
        "return Tri.FALSE\n    if rule.sign in",
        OPEN,
    ),
    Fault(
        "a closed question equals",
        "records._judging._compared",
        'rule.sign == "!="',
        'rule.sign == "="',
        value(test_expression_values.CLOSED, "${a} = 'p'", False),
    ),
    Fault(
        "as deep as you like",
        "records._parser._Parser.nested",
        "self.depth > MAX_DEPTH",
        "False",
        DEEP,
    ),
    Fault(
        "what is partly known is settled",
        "records._judging._dates",
        "tri_not(apart)\n",
        "Tri.TRUE\n",
        of(
            test_expression_values.test_dates_are_compared_as_far_as_they_are_known,
            "2026",
            "2026",
            "",
        ),
    ),
    Fault(
        "a closed question is asked",
        f"{GATES}.opened",
        "gates[name] is Tri.FALSE",
        "False",
        of(test_form_asking.test_a_gate_may_ask_a_later_question),
    ),
    Fault(
        "an unsettled question is closed",
        f"{ASK}._ruled",
        "gate is Tri.FALSE",
        "gate is not Tri.TRUE",
        said(has_pets={"?": "asked_declined"}, how_many=1),
    ),
    Fault(
        "an answer behind a gate stands",
        f"{ASK}._ruled",
        'code = "forbidden" if not (given',
        'code = "" if not (given',
        said(has_pets=False, how_many=1),
    ),
    Fault(
        "required is not held",
        f"{ASK}._ruled",
        '"required" if item.required else ""',
        '""',
        of(POLICY, ["not_asked"], True, "not_asked"),
    ),
    Fault(
        "any reason",
        f"{ASK}._reason_fault",
        'return "forbidden" if allowed',
        'return "" if allowed',
        of(POLICY, ["not_asked"], False, "error"),
    ),
    Fault(
        "no constraint",
        f"{ASK}._value_fault",
        "is Tri.FALSE",
        "is None",
        of(test_form_answers.test_a_constraint_may_ask_another_question),
    ),
    Fault(
        "a constraint that is not settled refuses",
        f"{ASK}._value_fault",
        "is Tri.FALSE",
        "is not Tri.TRUE",
        of(test_form_answers.test_a_constraint_may_ask_another_question),
    ),
    Fault(
        "a hidden field takes answers",
        f"{ASK}._ruled",
        "or item.hidden",
        "or False",
        of(test_form_comparable.test_any_field_can_be_hidden),
    ),
    Fault(
        "a closed question makes a record",
        f"{ASK}.asked",
        "not item.target.startswith(own)",
        "False",
        of(test_form_asking.test_a_closed_question_of_core_makes_no_record),
    ),
    Fault(
        "own codes stay in core",
        f"{ASK}._core_code",
        "item.maps.get(code, code)",
        "code",
        of(test_form_answers.test_answers_in_own_codes_go_to_core_by_its_codes),
    ),
    Fault(
        "rows are not judged",
        f"{ASK}._ruled",
        "elif item.holds:",
        "elif False:",
        of(
            test_form_parts.test_what_does_not_fit_in_a_part,
            {"children": [{}]},
            [("children.0.age", "required")],
        ),
    ),
    Fault(
        "an untyped gate",
        "records._ruletypes._compared",
        "ordered and one not in _ORDERED",
        "False",
        rule("field/5/when", "${has_pets} > 'no'"),
    ),
    Fault(
        "a gate that waits for itself",
        f"{GATES}.ordered",
        "return None",
        "return []",
        rule("field/4/when", "missing(${chip})"),
    ),
    Fault(
        "a needed field is hidden",
        "records._formrules._hidden",
        "if needed and",
        "if False and",
        of(
            test_form_rules.test_what_a_record_cannot_be_without_is_not_hidden,
            "contact_point.value",
            {},
            [("field.1.hide", "required")],
        ),
    ),
    Fault(
        "any words for codes",
        "records._formwords.words_fault",
        "words.keys() <= codes",
        "True",
        rule("codes/x_made.animal/label/es/cow", "Vaca"),
    ),
    Fault(
        "old names are not read",
        f"{PAST}._stepped",
        "step.renamed.get(name, name)",
        "name",
        of(
            test_form_versions.test_answers_of_every_version_stay_readable,
            test_form_versions.ANSWERS[0],
        ),
    ),
    Fault(
        "old codes are not read",
        f"{PAST}._recoded",
        "codes.get(answer, answer)",
        "answer",
        of(
            test_form_versions.test_stored_records_of_every_version_stay_readable,
            test_form_versions.STORED[0],
        ),
    ),
    Fault(
        "a gap in the past",
        f"{PAST}.previous_faults",
        "if versions != list",
        "if False and versions != list",
        of(
            test_form_versions.test_each_fault_of_a_past_is_told,
            [{"version": 1}],
            "previous",
            "range",
        ),
    ),
    Fault(
        "today's names in old answers",
        f"{PAST}.brought_up",
        "if not set(answers).isdisjoint",
        "if False and not set(answers).isdisjoint",
        of(
            test_form_versions.test_a_name_of_another_version_is_no_name,
            1,
            {"born": "1990"},
        ),
    ),
    Fault(
        "hidden questions are drawn",
        f"{DESCRIBE}.questions",
        "and not item.hidden",
        "",
        of(test_form_describe.test_hidden_questions_are_not_told),
    ),
    Fault(
        "a text is markup",
        f"{PAGE}.question",
        'escape(said["label"])',
        'said["label"]',
        EVIL,
    ),
    Fault(
        "a title is markup",
        f"{PAGE}.whole",
        'title = escape(said["title"])',
        'title = said["title"]',
        EVIL,
    ),
)


@pytest.mark.parametrize("fault", TABLE, ids=[fault.name for fault in TABLE])
def test_every_seeded_fault_is_noticed(fault: Fault) -> None:
    """A fault should be noticed by its test, which the code as it is should pass."""
    with planted(fault):
        found = notices(fault)

    assert found, f"{fault.name}: its test lets it pass"
    assert not notices(fault), f"{fault.name}: its test fails without it"
