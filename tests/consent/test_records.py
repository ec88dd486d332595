"""Single records asked for: each judged alone, by its own age."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from consent.properties import holds

from fjcore.consent import RecordAsked, View, plan
from fjcore.errors import NaiveTime, UnknownCategory
from fjcore.testing.consent import (
    SIGNINGS,
    TICK,
    Choose,
    Facts,
    answer_of,
    case,
    plain,
    single_records,
    world,
)

SIGNED_AT = SIGNINGS[1]
BEFORE, AFTER = SIGNED_AT - timedelta(days=1), SIGNED_AT + TICK


def asked(*records: tuple[str, str, datetime], **more: Facts) -> Facts:
    """A question for single records under one release of ``incident`` and ``risk``."""
    release = {"scope": ("incident", "risk")} | more.get("release", {})
    request: Facts = {"categories": ("incident", "risk")} | more.get("request", {})
    request["records"] = [
        {"id": name, "category": category, "created_at": at}
        for name, category, at in records
    ]
    return plain(release=release, request=request)


def test_a_category_with_one_record_reached_is_allowed_without_a_denial() -> None:
    """A record made later should be left out, and say nothing of its category."""
    found = answer_of(asked(("n1", "incident", BEFORE), ("n2", "incident", AFTER)))

    assert {"incident", "risk"} == found.allowed
    assert found.records == {"n1": True, "n2": False}
    assert found.reasons == {}
    assert "log_denial" not in found.obligations


def test_a_category_with_no_record_reached_takes_the_reason_of_the_first() -> None:
    """A category whose records are all too new should be denied for that."""
    found = answer_of(asked(("n1", "incident", AFTER), ("n2", "incident", AFTER)))

    assert {"risk"} == found.allowed
    assert found.reasons == {"incident": "future_record"}
    assert found.records == {"n1": False, "n2": False}
    assert {"log_denial", "offer_release"} <= found.obligations


def test_a_record_made_at_the_signing_is_reached() -> None:
    """A record of the instant of the signing should be reached, a later one not."""
    found = answer_of(asked(("n1", "incident", SIGNED_AT), ("n2", "risk", AFTER)))

    assert found.records == {"n1": True, "n2": False}
    assert found.reasons == {"risk": "future_record"}


def test_a_release_that_covers_later_records_reaches_them() -> None:
    """A release that says so should reach records made after it."""
    later = {"covers_future_records": True}

    found = answer_of(asked(("n1", "incident", AFTER), release=later))

    assert found.records == {"n1": True}
    assert found.reasons == {}


def test_a_form_that_lacks_comes_before_the_age_of_the_record() -> None:
    """A record too new under a form that lacks should be told the form."""
    release = {"scope": ("sud",), "forms": ("vawa",)}
    request = {"categories": ("sud",)}

    found = answer_of(asked(("n1", "sud", AFTER), release=release, request=request))

    assert found.reasons == {"sud": "form_part2"}


def test_only_releases_that_reach_a_record_are_used() -> None:
    """A release that reaches none of the records asked for should not be named."""
    facts = asked(("n1", "incident", AFTER), ("n2", "risk", AFTER))
    later = facts["releases"][0] | {"id": "2" * 32, "signed_at": AFTER}

    found = answer_of(facts | {"releases": [*facts["releases"], later]})

    assert found.records == {"n1": True, "n2": True}
    assert found.release_ids == ("2" * 32,)


def test_a_record_of_a_category_not_asked_for_is_not_reached() -> None:
    """A record should not leave with a question that does not ask for its category."""
    only = {"categories": ("risk",)}

    found = answer_of(asked(("n1", "incident", BEFORE), request=only))

    assert found.records == {"n1": False}
    assert {"risk"} == found.allowed


def test_of_two_records_of_one_id_both_must_be_reached() -> None:
    """An id said twice should be reached only where both of its records are."""
    one, two = ("n1", "incident", BEFORE), ("n1", "risk", AFTER)

    assert answer_of(asked(one, two)).records == {"n1": False}
    assert answer_of(asked(two, one)).records == {"n1": False}


def test_a_record_of_an_unknown_category_or_time_is_refused() -> None:
    """A record outside the tree, or with a naive time, should decide nothing."""
    with pytest.raises(UnknownCategory):
        answer_of(asked(("n1", "shoe_size", BEFORE)))
    with pytest.raises(NaiveTime):
        RecordAsked("n1", "incident", datetime(2026, 3, 1))  # noqa: DTZ001


def asking_for_records(choose: Choose) -> Facts:
    """Choose a case that asks for single records."""
    facts = case(choose)
    facts["request"]["records"] = single_records(choose, facts)
    return facts


@holds(asking_for_records)
def test_a_record_is_reached_exactly_where_a_plan_shows_something_of_it(
    facts: Facts,
) -> None:
    """A decision should say of a record what the plan without records does with it."""
    every = facts | {"request": facts["request"] | {"records": ()}}
    made = plan(answer_of(every))

    found = answer_of(facts)

    expected: dict[str, bool] = {}
    for record in world(facts).question.records:
        categories, named = map(dict, made.views_for(record.created_at))
        view = categories.get(record.category, View.SILENT)
        for path, category in facts["fields"].items():
            if category == record.category:
                view = max(view, named.get(path, View.SILENT))
        expected[record.id] = view > View.MARKED
    assert expected == found.records


@holds(asking_for_records)
def test_asking_for_single_records_shows_no_more_than_asking_for_all(
    facts: Facts,
) -> None:
    """A question for single records should never be granted more than one for all."""
    every = facts | {"request": facts["request"] | {"records": ()}}

    some, whole = answer_of(facts), answer_of(every)

    assert some.allowed <= whole.allowed
    assert {*some.release_ids} <= {*whole.release_ids}
    for name, verdict in some.verdicts.items():
        assert {*verdict.grants} <= {*whole.verdicts[name].grants}
