"""Seeded faults of safe harbor, each noticed by the test that is there for it."""

from __future__ import annotations

import pytest
from redaction import (
    test_safe_harbor,
    test_safe_harbor_guard,
    test_safe_harbor_records,
    test_safe_harbor_vectors,
)
from redaction.planting import Mutant, notices

MUTANTS = tuple(
    Mutant(*row)
    for row in (
        (
            "a person of 90 has a year of birth",
            "safe_harbor.birth_year",
            ">= OLDEST",
            "> OLDEST",
            test_safe_harbor.test_birth_date,
        ),
        (
            "an age of 89 is grouped",
            "safe_harbor.age",
            "years >= OLDEST",
            "years >= OLDEST - 1",
            test_safe_harbor.test_age,
        ),
        (
            "an age is rounded",
            "safe_harbor.age",
            "years = int(value)",
            "years = round(value)",
            test_safe_harbor.test_age,
        ),
        (
            "an age is a number",
            "safe_harbor.age",
            "else str(years)",
            "else years",
            test_safe_harbor.test_age,
        ),
        (
            "years are those of London",
            "safe_harbor._local_day",
            "instant.astimezone(UTC).astimezone(tz)",
            "instant.astimezone(UTC)",
            test_safe_harbor.test_event_dates,
        ),
        (
            "an instant without an offset passes",
            "safe_harbor._local_day",
            "instant.utcoffset() is not None",
            "True",
            test_safe_harbor.test_event_dates,
        ),
        (
            "an integer is a ZIP code",
            "safe_harbor.zip_code",
            'value.strip() if isinstance(value, str) else ""',
            "str(value).strip()",
            test_safe_harbor.test_zip,
        ),
        (
            "a lost zero is guessed",
            "safe_harbor.zip_code",
            "value.strip() if",
            "value.strip().zfill(5) if",
            test_safe_harbor.test_zip,
        ),
        (
            "without a table all is shown",
            "safe_harbor.zip_code",
            "table = rules.table",
            "table = rules.table or zip_table()",
            test_safe_harbor.test_a_table_that_is_missing_or_stale,
        ),
        (
            "a table lasts for ever",
            "zip_table.ZipTable.current",
            "on <= self.valid_until",
            "True",
            test_safe_harbor.test_a_table_that_is_missing_or_stale,
        ),
        (
            "a sparse prefix is kept",
            "safe_harbor.zip_code",
            '"000" if text[:3] in table.sparse else text[:3]',
            "text[:3]",
            test_safe_harbor.test_zip,
        ),
        (
            "one vintage is the table",
            "zip_table.zip_table",
            'for one in said["vintage"]',
            'for one in said["vintage"][:1]',
            test_safe_harbor.test_the_shipped_table,
        ),
        (
            "a text is an interval",
            "safe_harbor.interval",
            "(int, float)):\n        return None",
            "(int, float)):\n        return value",
            test_safe_harbor.test_others,
        ),
        (
            "any code stays",
            "safe_harbor.recode_key",
            "value == RANDOM_KEY",
            "value",
            test_safe_harbor.test_others,
        ),
        (
            "an unknown field is shown",
            "safe_harbor.safe_harbor",
            "fields().get(field, dropped)",
            "fields().get(field, text)",
            test_safe_harbor.test_listed_identifiers_are_dropped,
        ),
        (
            "a VAWA holder gets rows",
            "safe_harbor_records._permitted",
            "holder.family or",
            "",
            test_safe_harbor_records.test_a_vawa_holder_is_refused,
        ),
        (
            "anybody gets rows",
            "safe_harbor_records._permitted",
            'or "hipaa" not in holder.regimes',
            "",
            test_safe_harbor_records.test_a_vawa_holder_is_refused,
        ),
        (
            "nobody attests",
            "safe_harbor_records._permitted",
            "if not attested_by.strip():",
            "if False:",
            test_safe_harbor_records.test_somebody_attests,
        ),
        (
            "texts of others' forms and of core are shown",
            "safe_harbor_records._operator",
            "        return interval\n    return dropped",
            "        return interval\n    return text",
            test_safe_harbor_records.test_a_person,
        ),
        (
            "what identifies by itself is shown",
            "safe_harbor_records._operator",
            "leaf.label.identifying is Identifying.DIRECT",
            "False",
            test_safe_harbor_records.test_a_code_that_identifies,
        ),
        (
            "parts stand as they were kept",
            "safe_harbor_records._distinct",
            "sorted({_written(cut): cut for cut in cuts}.items())",
            "[(0, cut) for cut in cuts]",
            test_safe_harbor_records.test_parts_tell_no_order,
        ),
        (
            "a range of years is its first",
            "safe_harbor_records._born",
            "(value.earliest, value.latest)",
            "(value.earliest,)",
            test_safe_harbor_records.test_partial_dates,
        ),
        (
            "rows that stand out stay",
            "safe_harbor_records.guarded",
            "whole = [row for row in kept if "
            "counts[_combination(row, order)] >= least]",
            "whole = kept",
            test_safe_harbor_guard.test_guard,
        ),
        (
            "the guard takes one row too few for enough",
            "safe_harbor_records.guarded",
            "counts[_combination(row, order)] < least",
            "counts[_combination(row, order)] < least - 1",
            test_safe_harbor_guard.test_guard,
        ),
        (
            "twelve and twelve point nought are one",
            "safe_harbor_vectors._same",
            "type(one) is type(other) and",
            "",
            test_safe_harbor_vectors.test_value_and_type,
        ),
        (
            "an id may come twice",
            "safe_harbor_vectors._row_faults",
            "if name in seen:",
            "if False:",
            test_safe_harbor_vectors.test_an_id_twice,
        ),
        (
            "a vector has no table of its own",
            "safe_harbor_vectors._vector",
            'if "census_table" in row:',
            "if False:",
            test_safe_harbor_vectors.test_tables,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
