"""Seeded faults of code lists and versions, each noticed by its test."""

from __future__ import annotations

from typing import Any

import pytest
from records import (
    test_codes,
    test_codes_crossing,
    test_codes_shipped,
    test_versions,
    test_versions_lists,
)
from records.faulty import Check, Fault, notices, of, planted

from fjcore.records.codes import How

LISTS, STEPS = "records.codes._shipped", "records.versions"

RETIRES = of(test_codes_shipped.test_what_a_version_dropped_is_retired)
EARLY = of(
    test_versions_lists.test_a_stored_code_is_checked_against_its_own_version,
    {"hud.race": "2026"},
    "HispanicLatinaeo",
)
LATE = of(test_versions_lists.test_a_code_that_came_later_is_refused)
PATHS = of(test_versions_lists.test_each_retired_code_is_told_by_its_path)
KEEPS = of(test_versions.test_a_step_sees_what_it_reads_and_keeps_the_rest)


def history(*steps: Any, version: int, fault: tuple[str, str]) -> Check:
    """That one faulty history is refused."""
    run = test_versions.test_a_faulty_history_is_refused
    return lambda: run(test_versions.typed(version, *steps), {fault})


def breaks(change: Any) -> Check:
    """That one step which breaks its word is named."""
    return of(test_versions.test_a_step_that_breaks_its_word_is_named, change)


def read(tag: str, how: How, code: str) -> Check:
    """That one tag is read as its language."""
    return of(test_codes_crossing.test_a_tag_is_read_as_its_language, tag, how, code)


ONE = test_versions.step(1)

TABLE = (
    Fault(
        "a dropped code is forgotten",
        f"{LISTS}._all_versions",
        "gone |= codes",
        "gone = dict(codes)",
        RETIRES,
    ),
    Fault(
        "a code that came back stays retired",
        f"{LISTS}._all_versions",
        " if code not in codes}",
        "}",
        RETIRES,
    ),
    Fault(
        "a list twice is the last one",
        f"{LISTS}.compiled",
        "if name in found:",
        "if False:",
        of(test_codes_shipped.test_a_list_that_is_there_twice_is_refused),
    ),
    Fault(
        "any version is the newest",
        f"{LISTS}.core_list",
        "version or next",
        "next",
        of(test_codes.test_an_unknown_list_is_named, "fj.weapon", "0"),
    ),
    Fault(
        "a version is in force on the day it ends",
        "records.codes._code_list.CodeList.in_force",
        "on < self.end",
        "on <= self.end",
        of(
            test_codes.test_a_version_is_in_force_from_its_start_and_before_its_end,
            test_codes.date(2025, 10, 1),
            False,
        ),
    ),
    Fault(
        "no loss is counted",
        "records.codes._crossing.cross",
        "[step.how] if step.lossy else []",
        "[]",
        of(test_codes_crossing.test_no_sex_follows_from_a_gender),
    ),
    Fault(
        "a code of another version is taken",
        "records.codes._crossing.cross",
        "if code not in chain[0].codes:",
        "if False:",
        of(
            test_codes_crossing.test_a_code_of_another_version_is_refused,
            "HispanicLatinaeo",
            "2026",
        ),
    ),
    Fault(
        "a region is as good as none",
        "records.codes._languages.language_code",
        "How.EXACT if whole else How.BROADER",
        "How.EXACT",
        read("es-MX", How.BROADER, "367"),
    ),
    Fault(
        "the beginning of a tag will do",
        "records.codes._languages.language_code",
        '"-".join(parts[:kept])',
        '"-".join(parts[:kept])[:2]',
        read("cro", How.NONE, ""),
    ),
    Fault(
        "a gap is passed over",
        f"{STEPS}._gaps",
        "{*held, *range(1, version)}",
        "set(held)",
        history(version=2, fault=("version.1", "required")),
    ),
    Fault(
        "a step twice is one",
        f"{STEPS}._gaps",
        "held.count(number) != 1",
        "held.count(number) < 1",
        history(ONE, ONE, version=2, fault=("version.1", "duplicate")),
    ),
    Fault(
        "a step of any type",
        f"{STEPS}._strays",
        'not f"{name}.".startswith(f"{step.record}.")',
        "False",
        history(
            test_versions.step(1, name="x_made.wat"),
            version=2,
            fault=("version.1", "type"),
        ),
    ),
    Fault(
        "a step across cells",
        f"{STEPS}._strays",
        "len(touched) > 1",
        "False",
        history(
            test_versions.step(1, "name", "ill"),
            version=2,
            fault=("version.1", "precondition"),
        ),
    ),
    Fault(
        "a core record without history",
        f"{STEPS}.chain",
        "info.name.startswith(_LOCAL)",
        "True",
        of(test_versions.test_a_core_record_may_not),
    ),
    Fault(
        "steps as they are listed",
        f"{STEPS}.chain",
        "tuple(sorted(steps, key=lambda step: step.from_version))",
        "steps",
        of(test_versions.test_steps_stand_in_the_order_of_versions),
    ),
    Fault(
        "a newer version is tried",
        f"{STEPS}.upcasted",
        "if version > info_of(cls).version:",
        "if False:",
        of(test_versions.test_a_newer_version_is_refused, 4),
    ),
    Fault(
        "true is a version",
        f"{STEPS}.upcasted",
        "type(version) is not int",
        "not isinstance(version, int)",
        of(test_versions.test_a_version_that_never_was_is_refused, True),
    ),
    Fault(
        "a step sees everything",
        f"{STEPS}.Upcast._next",
        "self.change(deepcopy(given))",
        "self.change(deepcopy(dict(fields)))",
        KEEPS,
    ),
    Fault(
        "a step works on the record itself",
        f"{STEPS}.Upcast._next",
        "deepcopy(given)",
        "given",
        of(test_versions.test_a_step_cannot_change_what_it_is_given),
    ),
    Fault(
        "a step writes what it will",
        f"{STEPS}.Upcast._next",
        "self.writes - kept.keys() >= made.keys()",
        "True",
        breaks(lambda given: {"c": given["a"], "z": 1}),
    ),
    Fault(
        "a step overwrites",
        f"{STEPS}.Upcast._next",
        "self.writes - kept.keys()",
        "self.writes",
        of(test_versions.test_a_step_does_not_overwrite_what_it_does_not_read),
    ),
    Fault(
        "only the newest codes were ever stored",
        f"{STEPS}.check_lists",
        "code not in known[codes].readable",
        "code not in known[codes].codes",
        EARLY,
    ),
    Fault(
        "any code was there from the first",
        f"{STEPS}._at",
        "core_list(name, version)",
        "core_list(name)",
        LATE,
    ),
    Fault(
        "a retired code is written",
        f"{STEPS}.check_new",
        "if code in _listed(codes).retired",
        "if code not in _listed(codes).readable",
        of(
            test_versions_lists.test_a_retired_code_is_not_written,
            "hud.race",
            "HispanicLatinaeo",
        ),
    ),
    Fault(
        "parts are passed over",
        f"{STEPS}._coded",
        "if is_part(inner) and isinstance(item, inner):",
        "if False:",
        PATHS,
    ),
    Fault(
        "a code in a list has no place of its own",
        f"{STEPS}._coded",
        '(f".{index}" if many else "")',
        '""',
        PATHS,
    ),
    Fault(
        "every list is named",
        f"{STEPS}._dated",
        "if len(every) > 1",
        "",
        of(test_versions_lists.test_a_record_names_the_lists_that_changed),
    ),
)


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
