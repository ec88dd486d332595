"""The terms of a disclosure as its recipient reads them from the bytes."""

from __future__ import annotations

import pytest
from disclosure.worlds import (
    AGENCY,
    END,
    ID,
    INCIDENT,
    NOTE,
    PHONE,
    USUAL,
    built,
    held_of,
    maeve,
    plan_of,
)

from fjcore.consent import ObligationKind, View
from fjcore.consent.vocabulary import CARRIED
from fjcore.disclosure import terms_of
from fjcore.disclosure.gate import ATTACHED
from fjcore.errors import InputRefused
from fjcore.values import canonical

HOP = {"id": "0a" * 16, "holder": "harbor", "items": ["incident"]}
CHANGED = (
    ({"format": "other/1"}, "format"),
    ({"recipient": "other"}, "recipient"),
    ({"id": "x"}, "id"),
    ({"id": 7}, "id"),
    ({"holder": "Not A Name!"}, "holder"),
    ({"expires": "soon"}, "expires"),
    ({"expires": 5}, "expires"),
    ({"notices": "none"}, "notices"),
    ({"views": []}, "views"),
    ({"views": {"person.birth_date": "ALL"}}, "views"),
    ({"views": {"person.birth_date": "MARKED"}}, "views"),
    ({"onward": "yes"}, "onward"),
    ({"obligations": ["tell_everybody"]}, "obligations"),
    ({"obligations": [["log"]]}, "obligations"),
    ({"previous": {}}, "previous"),
    ({"previous": [HOP] * 16}, "previous"),
    ({"previous": [7]}, "previous.0"),
    ({"previous": [HOP, {**HOP, "more": 1}]}, "previous.1"),
    ({"previous": [{**HOP, "id": "x"}]}, "previous.0.id"),
    ({"previous": [{**HOP, "holder": 7}]}, "previous.0.holder"),
    ({"previous": [{**HOP, "items": []}]}, "previous.0.items"),
    ({"previous": [{**HOP, "items": ["incident", 7]}]}, "previous.0.items"),
    ({"previous": [{**HOP, "items": ["court_record"]}]}, "previous.0.items"),
    ({"previous": [{**HOP, "onward": 1}]}, "previous.0.onward"),
    ({"previous": [{**HOP, "expires": "soon"}]}, "previous.0.expires"),
    ({"records": []}, "records"),
    ({"records": {}}, "records"),
    ({"records": {"person": [{"nothing": "1"}]}}, "records"),
)


def sent(**said):
    """A disclosure of some records by a plan, made as usual."""
    return built(plan_of(USUAL, **said), held_of(maeve(), PHONE, INCIDENT, NOTE))


def test_terms_are_those_of_the_body():
    """Terms should hold the sender, the end, and the lowest view of each category."""
    made = sent()
    terms = terms_of(made.body, recipient=AGENCY.id)
    lowest = {}
    for _, view, category in made.present:
        lowest[category] = min(View[view], lowest.get(category, View.FULL))

    assert (ID, made.holder, END) == (terms.id, terms.origin, terms.expires)
    assert lowest == dict(terms.views)
    assert View.FULL > min(lowest.values())
    assert not terms.onward


def test_a_body_tells_the_views_that_are_not_full():
    """A body should tell the views below all of it, and only of what it grants."""
    made = sent()
    coarse = {path: view for path, view, _ in made.granted if view != "FULL"}

    assert coarse == made.content()["views"]
    assert coarse


@pytest.mark.parametrize("kind", sorted(CARRIED - {ObligationKind.PART2_CONSENT_COPY}))
def test_a_notice_is_a_duty_of_whoever_gets_it(kind):
    """A notice in a body should bind its recipient as the duty that it tells of."""
    made = sent(obligations=(kind,))

    assert {kind} == terms_of(made.body, recipient=AGENCY.id).obligations
    assert frozenset() == terms_of(sent().body, recipient=AGENCY.id).obligations


def test_what_is_attached_is_what_is_carried():
    """The gate and the rules should mean the same by what travels with a payload."""
    assert ATTACHED == CARRIED


@pytest.mark.parametrize(("changes", "where"), CHANGED)
def test_what_cannot_be_read_is_refused(changes, where):
    """A body with a part out of shape should be refused, by the path of the part."""
    body = canonical.dumps({**sent().content(), **changes})

    with pytest.raises(InputRefused) as caught:
        terms_of(body, recipient=AGENCY.id)

    assert where in {problem.path for problem in caught.value.problems}
    assert "Maeve" not in str(caught.value)


@pytest.mark.parametrize("body", [b"", b"[]", b"\xff", b'{"a": 1}', b"null"])
def test_what_is_no_body_is_refused(body):
    """Bytes that are no body should be refused."""
    with pytest.raises(InputRefused):
        terms_of(body, recipient=AGENCY.id)
