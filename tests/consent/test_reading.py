"""Releases, events and facts as plain data: strict in, whole out, no value told."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from consent.properties import holds, signed_case
from support.profiles import usual

from fjcore.consent import (
    Signed,
    Withdrawn,
    event_from,
    event_to,
    facts_from,
    release_from,
    release_to,
)
from fjcore.errors import EventRefused, FjcoreError, ReleaseRefused
from fjcore.testing.consent import Choose, Facts, events_of, pick, release_of

FORM: dict[str, Any] = {
    "id": "1" * 32,
    "form_id": "vawa-roi",
    "form_version": "3",
    "form_sha256": "0" * 64,
    "forms": ["vawa"],
    "scope": ["incident"],
    "recipients": ["legal_aid"],
    "purpose": ["protection_order"],
    "methods": ["electronic"],
    "signed_at": "2026-03-07T19:00:00-07:00",
    "duration_days": 30,
    "signature": "wet",
    "signers": [{"id": "ann", "role": "subject"}],
    **dict.fromkeys(("written", "complete", "informed", "voluntary"), True),
}
NO_END = {"duration_days": None}


def refused(**changed: object) -> list[str]:
    """The faults found in a form with some of it changed."""
    data = {k: v for k, v in {**FORM, **changed}.items() if v is not None}
    with pytest.raises(ReleaseRefused) as caught:
        release_from(data)
    assert caught.value.__context__ is None
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"signed_at": "2026-03-07T19:00:00"}, "signed_at: naive_time"),
        ({"signed_at": "yesterday"}, "signed_at: format"),
        ({"signed_at": ""}, "signed_at: required"),
        (NO_END, "expires_at: no_expiry"),
        (NO_END | {"expires_event": "  "}, "expires_at: no_expiry"),
        ({"expires_on": "2026-04-01"}, "duration_days: two_ends"),
        ({"duration_days": 0}, "duration_days: range"),
        ({"duration_days": 999_999}, "duration_days: range"),
        ({"max_uses": -1}, "max_uses: range"),
        ({"max_uses": 0}, "max_uses: range"),
        ({"effective_at": "2029-01-01T00:00:00Z"}, "duration_days: end_before_start"),
        (
            NO_END | {"expires_local": "2026-03-06T07:00:00"},
            "expires_local: end_before_start",
        ),
        (NO_END | {"expires_on": "2026-03-05"}, "expires_on: end_before_start"),
        (NO_END | {"expires_on": "9999-12-31"}, "expires_on: range"),
        (NO_END | {"expires_on": "2026-03-31T10:00"}, "expires_on: format"),
        (NO_END | {"expires_local": "2026-03-31"}, "expires_local: format"),
        (
            NO_END | {"expires_local": "2026-03-31T10:00:00-07:00"},
            "expires_local: format",
        ),
        (
            NO_END | {"expires_at": "2026-03-08T02:00:00Z"},
            "expires_at: end_before_start",
        ),
        ({"scope": ["*"]}, "scope.0: blanket"),
        ({"recipients": ["*"]}, "recipients.0: blanket"),
        ({"recipients": ["legal_aid#"]}, "recipients.0: format"),
        ({"scope": ["shoe_size"]}, "scope.0: unknown_category"),
        ({"exclude": ["note.text"]}, "exclude.0: unknown_category"),
        ({"views": {"incident": "MARKED"}}, "views: unknown_code"),
        ({"views": {"medical": "FULL"}}, "views: out_of_scope"),
        ({"purpose": ["gossip"]}, "purpose.0: unknown_code"),
        ({"methods": ["smoke"]}, "methods.0: unknown_code"),
        ({"forms": ["none"]}, "forms.0: unknown_code"),
        (
            {"signers": [{"id": "ann", "role": "neighbor"}]},
            "signers.0.role: unknown_code",
        ),
        ({"signature": "typed"}, "signature: unknown_code"),
        ({"smells": "of fish"}, "release: unknown_key"),
        ({"written": "yes"}, "written: type"),
    ],
)
def test_a_form_with_a_fault_is_refused_at_its_place(
    changed: dict[str, object], fault: str
) -> None:
    """A form with a fault should be refused whole, with the place and its code."""
    faults = refused(**changed)

    assert [fault.removeprefix("release")] == [one.removeprefix(".") for one in faults]


def test_every_fault_is_told_at_once() -> None:
    """A form with several faults should be refused with all of them, and no value."""
    faults = refused(scope=["*"], purpose=["gossip"], duration_days=0)

    assert len(faults) == 3
    assert "gossip" not in "".join(faults)


def test_a_day_that_is_not_over_anywhere_may_be_an_end() -> None:
    """A form signed in the evening should be allowed to end with that local day."""
    data = {k: v for k, v in FORM.items() if k != "duration_days"}

    found = release_from(data | {"expires_on": "2026-03-07"})

    assert found == release_from(release_to(found))


def test_a_release_for_no_use_is_not_one_without_limit() -> None:
    """A release of zero uses that is on file should stay so when it is read."""
    found = release_from(FORM | {"max_uses": 0}, fields=None)
    again = release_from(release_to(found), fields=None)

    assert (found.max_uses, 0) == (0, again.max_uses)


@pytest.mark.parametrize(
    "said",
    [
        {"effective_at": "2029-01-01T00:00:00Z"},
        NO_END | {"expires_local": "2026-03-06T07:00:00"},
    ],
)
def test_a_release_on_file_stays_readable(said: dict[str, Any]) -> None:
    """A release that leaves no time should be refused when new, and read on file."""
    data = {k: v for k, v in {**FORM, **said}.items() if v is not None}
    found = release_from(data, fields=None)

    assert found == release_from(release_to(found), fields=None)
    with pytest.raises(ReleaseRefused):
        release_from(data)


def written(choose: Choose) -> Facts:
    """Choose a case whose releases a form can say, with what a form adds."""
    facts = signed_case(choose)
    form = {"form_id": "vawa-roi", "form_version": "3", "form_sha256": "0" * 64}
    ends = ("expires_at", "expires_on", "expires_local", "duration_days")
    for one in facts["releases"]:
        if "*" in (*one["scope"], *one["recipients"]):
            one.update(scope=("incident",), views={}, recipients=("legal_aid",))
        one.update(views={k: v for k, v in one["views"].items() if k in one["scope"]})
        if not any(one.get(end) for end in ends):
            one.update(expires_event="the order is made")
        if one.get("expires_on"):
            one.update(expires_on=date(2026, 3, 31))
        if one["effective_at"]:
            one.update(effective_at=one["signed_at"])
        one.update(form, signed_at=one["signed_at"] or facts["request"]["at"])
    return facts


@holds(written, how=usual)
def test_a_log_written_down_reads_as_the_same_log(facts: Facts) -> None:
    """Events should come back equal from plain data that JSON can hold."""
    for event in events_of(facts):
        data = json.loads(json.dumps(event_to(event)))

        assert event == event_from(data)


@holds(written, how=usual)
def test_a_release_written_down_reads_as_the_same_release(facts: Facts) -> None:
    """A release should come back equal from what is written down of it."""
    for said in facts["releases"]:
        release = release_of(said)

        assert release == release_from(release_to(release), fields=None)


PRIVATE = "Maeve of Alder Street"
EVENTS: tuple[Any, ...] = (
    None,
    [],
    {},
    {"event": PRIVATE},
    {"event": ["signed"]},
    {"event": "withdrawn"},
    {"event": "withdrawn", PRIVATE: 1},
)
TOLD = {
    "event": "withdrawn",
    "release_id": "1" * 32,
    "recipients": ["legal_aid"],
    "categories": [],
    "effective_at": "2026-03-02T10:00:00Z",
    "recorded_at": "2026-03-02T10:00:00Z",
    "actor": "s.doe",
}


def broken(choose: Choose) -> Any:
    """Choose an event with one thing in it that does not belong there."""
    wrong = (PRIVATE, [PRIVATE], {PRIVATE: 1}, 7, None, True, "2026-03-02T10:00:00")
    name = pick(choose, [*TOLD, "event", "extra"])
    fits = {"actor": str, "release_id": str, "recipients": list, "categories": list}
    bad = [one for one in wrong if not isinstance(one, fits.get(name, bytes))]
    return pick(choose, (TOLD | {name: pick(choose, bad)}, pick(choose, EVENTS)))


@holds(broken)
def test_a_broken_event_is_refused_without_its_value(data: Any) -> None:
    """An event that does not fit should be refused by our own error, with no value."""
    with pytest.raises(FjcoreError) as caught:
        event_from(data)

    assert PRIVATE not in f"{caught.value} {caught.value!r}"
    assert caught.value.__context__ is None


def test_a_text_is_no_list_of_recipients() -> None:
    """A recipient written as a text should be refused, not read letter by letter."""
    with pytest.raises(EventRefused):
        event_from(TOLD | {"recipients": "legal_aid"})
    assert isinstance(event_from(TOLD), Withdrawn)


def test_a_signing_brings_its_release() -> None:
    """A signing should be read with its release, and refused with a broken one."""
    when = {key: TOLD[key] for key in ("effective_at", "recorded_at", "actor")}
    good = {"event": "signed", "release": FORM, **when}

    found = event_from(good)

    assert isinstance(found, Signed)
    assert release_from(FORM) == found.release
    with pytest.raises(ReleaseRefused):
        event_from(good | {"release": FORM | {"scope": []}})


@pytest.mark.parametrize(
    "data",
    [
        {"birth_date": "9990-01-01"},
        {"birth_date": "31.12.1990"},
        {"deceased_at": "2026-03-02T10:00:00"},
        {"guardians": [{"id": "mother", "kind": "neighbor"}]},
        {"guardians": [{"id": "mother", "kind": "parent", "abuser": "maybe"}]},
        {"emancipated": "yes"},
        {"shoe_size": 41},
        [],
    ],
)
def test_facts_that_do_not_fit_are_refused(data: object) -> None:
    """Facts with a fault should be refused whole, whatever the fault."""
    with pytest.raises(EventRefused) as caught:
        facts_from(data)

    assert caught.value.__context__ is None
