from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.records import any_record, words

from fjcore.errors import Malformed
from fjcore.records import (
    CORE_RECORDS,
    ContactPoint,
    Incident,
    Person,
    structure,
    unstructure,
)
from fjcore.records.record import info_of
from fjcore.values import Missing, canonical


@given(any_record)
def test_round_trip(record):
    """A record should come back equal from the bytes it was written to."""
    payload = canonical.loads(canonical.dumps(unstructure(record)))

    assert record == structure(payload, type(record))


@given(any_record, st.text("abcdefgh_", min_size=1), words(20))
def test_unknown_keys_are_refused(record, key, value):
    """A key that the type does not have should be refused, and not repeated."""
    payload = {**unstructure(record), f"{key}_zz": value + "SECRET"}

    with pytest.raises(Malformed) as caught:
        structure(payload, type(record))

    assert "SECRET" not in str(caught.value)
    assert caught.value.__context__ is None


CANARY = "canary-7f3a91"


@pytest.mark.parametrize("cls", CORE_RECORDS, ids=lambda cls: info_of(cls).name)
@given(
    st.recursive(
        st.one_of(st.just(CANARY), st.integers(), st.booleans(), st.none()),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3),
            st.dictionaries(st.sampled_from(["a", "?", CANARY]), inner, max_size=3),
        ),
        max_leaves=6,
    )
)
def test_garbage_in_every_field(cls, garbage):
    """Garbage in any field should be refused by path and code, never repeated."""
    import attrs

    for attribute in attrs.fields(cls):
        try:
            structure({attribute.name: garbage}, cls)
        except Malformed as error:
            assert CANARY not in repr(error) + str(error)
            assert error.__context__ is None
            assert error.__cause__ is None


def test_errors_name_path_and_code():
    """Every fault of a payload should be listed at once, with its path and code."""
    payload = {
        "names": [{"text": ""}, {"texts": "x"}],
        "birth_date": "1990-13",
        "children_in_household": True,
    }

    with pytest.raises(Malformed) as caught:
        structure(payload, Person, where="person")

    found = {(p.path, p.code) for p in caught.value.problems}
    assert ("person.birth_date", "format") in found
    assert ("person.children_in_household", "type") in found
    assert ("person.names.1.text", "required") in found


def test_naive_time_is_refused():
    """An instant without an offset should be refused where it stands."""
    from fjcore.records import ServiceEncounter

    with pytest.raises(Malformed) as caught:
        structure(
            {"service": "A1", "started_at": "2026-03-02T10:00:00"}, ServiceEncounter
        )

    assert ("started_at", "format") in caught.value.problems


def test_absent_is_not_collected():
    """A key left out should be not collected, and stay out when written."""
    person = structure({}, Person)

    assert person.birth_date is Missing.NOT_COLLECTED
    assert unstructure(person) == {"names": []} or unstructure(person) == {}


def test_missing_reasons_round_trip():
    """A reason for a missing answer should come back as the same reason."""
    incident = structure({"place": {"?": "asked_declined"}}, Incident)

    assert incident.place is Missing.ASKED_DECLINED
    assert {"?": "asked_declined"} == unstructure(incident)["place"]


def test_a_record_prints_no_value():
    """Printing a record should show its type and nothing that it holds."""
    point = ContactPoint(kind="phone", value="406-555-0199")

    assert "0199" not in repr(point) + str(point) + f"{point}"
