"""What a form promises and the law voids: told by rule, and nothing besides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve
from consent.analyse.made import (
    ANN,
    AT,
    DAY,
    HMIS,
    POLICE,
    adult,
    limit,
    policy,
    release,
)

from fjcore.consent import (
    Reason,
    Release,
    SubjectFacts,
    SubjectState,
    Terms,
    View,
    release_template,
    render,
    state_at,
)
from fjcore.consent.analyse import (
    if_signed,
    matrix,
    void_promises,
    void_review,
    wording,
)
from fjcore.consent.analyse.simulate import with_releases
from fjcore.errors import NaiveTime, UnknownPartner
from fjcore.records.categories import CATEGORIES
from fjcore.testing.consent import FAR, case, events_of, policy_of, release_of, stream


def voids(form: Release, state: SubjectState | None = None) -> list[tuple[Any, ...]]:
    found = void_promises(form, policy(), at=AT, state=state, subject=ANN)
    return [(one.items, one.rule, one.reason) for one in found]


@pytest.mark.parametrize(
    ("said", "items", "rule", "reason"),
    [
        (("location.shelter",), ("location.shelter",), "C15e", "shelter_location"),
        (("other_party",), ("other_party",), "N6", "third_party"),
        (("sud",), ("sud",), "C15a", "form_part2"),
        (
            ("psychotherapy_notes",),
            ("psychotherapy_notes",),
            "C15b",
            "form_psychotherapy",
        ),
        (("advocacy_notes",), ("advocacy_notes",), "C15d", "privilege_ack"),
        (("ciphertext",), ("ciphertext",), "I4", "individual_level"),
    ],
    ids=lambda value: value if type(value) is str else None,
)
def test_each_thing_that_will_not_hold_is_told_by_its_rule(
    said: tuple[str, ...], items: tuple[str, ...], rule: str, reason: str
) -> None:
    """A form should be told what of it will not hold, and by which rule."""
    assert [(items, rule, Reason(reason))] == voids(release("incident", *said))


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"duration_days": 91}, Reason.OVER_CAP),
        ({"duration_days": None}, Reason.NO_EXPIRY),
        ({"duration_days": None, "expires_event": "the trial ends"}, Reason.NO_EXPIRY),
        ({"max_uses": 0}, Reason.EXHAUSTED),
        ({"informed": False}, Reason.NOT_INFORMED),
        ({"voluntary": False}, Reason.NOT_VOLUNTARY),
        ({"expires_at": AT, "duration_days": None}, Reason.EXPIRED),
    ],
    ids=["cap", "no end", "event", "uses", "informed", "voluntary", "over"],
)
def test_a_form_that_cannot_hold_is_void_in_all(
    said: dict[str, Any], reason: Reason
) -> None:
    """A form with a fault of its own should be told void in everything it lists."""
    found = voids(release("incident", "risk", **said))

    assert [(("incident", "risk"), reason)] == [(items, why) for items, _, why in found]


def test_everything_for_everybody_is_void() -> None:
    """A form for everything, or for everybody, should be void in all of it."""
    every = voids(release("*"))
    (anybody,) = void_promises(release(recipients=("*",)), policy(), at=AT)

    assert set(CATEGORIES) == {item for items, _, _ in every for item in items}
    assert {"C6", "I4", "N6", "X1"} >= {rule for _, rule, _ in every} > {"C6"}
    assert ("*", "C6", Reason.BLANKET) == (
        anybody.recipient,
        anybody.rule,
        anybody.reason,
    )


def test_a_recipient_that_gets_nothing_by_law_is_told() -> None:
    """A form to a homeless system should be told that the law lets none in."""
    form = release("identity.name", recipients=(POLICE, HMIS))
    (found,) = void_promises(form, policy(), at=AT)

    assert (HMIS, "County HMIS", "N1") == (found.recipient, found.name, found.rule)


def test_a_limit_here_is_told_with_what_it_says() -> None:
    """A limit of the site should be told by its id, where it shuts or only lowers."""
    shut = limit("l.shut", purposes=("prosecution",), categories=("risk",))
    low = limit("l.low", View.COARSE_1, categories=("identity.dob",))
    form = release("risk", "identity.dob", purpose=("prosecution", "discovery"))
    found = {o.rule: o for o in void_promises(form, policy(shut, low), at=AT)}

    assert {"l.shut", "l.low"} == set(found)
    assert (("prosecution",), View.MARKED) == (
        found["l.shut"].purposes,
        found["l.shut"].view,
    )
    assert (("prosecution", "discovery"), View.COARSE_1) == (
        found["l.low"].purposes,
        found["l.low"].view,
    )
    assert "a made-up limit" == found["l.low"].statement


def test_a_view_that_the_form_itself_lowers_is_no_broken_promise() -> None:
    """A form that says less than all should not be told that it gives less than all."""
    low = limit("l.low", View.COARSE_2, categories=("identity.dob",))
    form = release("identity.dob", views={"identity.dob": View.COARSE_2})

    assert () == void_promises(form, policy(low), at=AT)


def test_what_is_struck_is_no_promise() -> None:
    """What is crossed out should not be told as void."""
    form = release("incident", "location", exclude=("location.shelter", "other_party"))
    items = {item for found in voids(form) for item in found[0]}

    assert "location.shelter" not in items
    assert [] == voids(release("incident", "sud", exclude=("*",)))


def test_a_word_for_several_promises_what_it_can_reach() -> None:
    """A word for several should promise each, but for what has to be named alone."""
    found = void_promises(
        release("identity", "medical"), policy(limit(recipients=(POLICE,))), at=AT
    )
    items = [item for one in found for item in one.items]

    assert [] == voids(release("medical", "contact", "identity", "location"))
    assert ["identity.name", "identity.dob", "medical"] == items


def test_what_is_on_file_counts() -> None:
    """With the operator's word on file a shelter's place should hold."""
    known = adult(shelter_authorization=True)

    assert [] == voids(release("location.shelter"), known)


@pytest.mark.parametrize(
    ("born", "reason"),
    [(date(2015, 1, 1), Reason.SIGNER_MISSING), (None, Reason.SIGNER_MISSING)],
)
def test_who_else_must_sign_is_told(born: date | None, reason: Reason) -> None:
    """A minor should be told that somebody else has to sign as well."""
    state = SubjectState(facts=SubjectFacts(birth_date=born))

    assert [(("incident",), "C8", reason)] == voids(release(), state)


def terms(*scope: str, **said: Any) -> Terms:
    names = {"harbor": "Harbor", POLICE: "City Police"}
    known = {"holder": "harbor", "names": names, "recipients": (POLICE,)}
    more = {"purpose": ("prosecution",), "methods": ("written",), "duration_days": 30}
    return Terms(**{**known, **more, "scope": scope, "tz": "America/Denver", **said})


def test_a_draft_is_looked_at_as_if_signed() -> None:
    """Terms that nobody has signed should be told only what is wrong with them."""
    found = void_promises(terms("incident", "sud", "advocacy_notes"), policy(), at=AT)

    assert [("sud",)] == [one.items for one in found]
    assert [("written",)] == [one.methods for one in found]


@pytest.mark.parametrize(
    ("name", "said", "told"),
    [
        ("fjcore.release", terms("incident", "sud"), 1),
        ("fjcore.part2", terms("sud"), 0),
        ("fjcore.shelter", terms("location.shelter"), 0),
    ],
    ids=["release", "part 2", "operator"],
)
def test_a_form_is_told_while_it_is_filled_in(
    name: str, said: Terms, told: int
) -> None:
    """What will not hold should be a warning beside the form, and not stand in it."""
    template = release_template(name)
    review = void_review(policy(), wording("en"), at=AT)
    made = render(template, said, "en", review=review)

    assert told == len(made.warnings)
    assert not any(line in made.text for line in made.warnings)


def test_a_form_that_starts_later_is_looked_at_when_it_starts() -> None:
    """A later start should not be told as something that does not hold."""
    assert [] == voids(release(effective_at=AT + 9 * DAY))


def test_a_field_by_name_is_promised_by_its_name() -> None:
    """A narrative that is named should hold, or be told by its name."""
    fields = {"note.text": "incident.narrative"}
    form = release("note.text")
    shut = policy(limit("l.n", categories=("incident.narrative",)))
    told = void_promises(form, policy(), at=AT, fields=fields)
    (void,) = void_promises(
        evolve(form, privilege_ack=True), shut, at=AT, fields=fields
    )

    assert [("note.text",)] == [one.items for one in told]
    assert (("note.text",), "l.n") == (void.items, void.rule)


def test_bad_input_is_refused() -> None:
    """An agency that is no partner and a naive time should be refused."""
    with pytest.raises(UnknownPartner, match="recipients"):
        void_promises(release(recipients=("nobody_here",)), policy(), at=AT)
    with pytest.raises(NaiveTime):
        void_promises(release(), policy(), at=AT.replace(tzinfo=None))


def test_what_is_told_is_just_what_the_engine_withholds() -> None:
    """Of every item of a form it should be told void just where the engine says so."""
    kinds = ("scope", "form", "clock", "limits", "people")
    seen = 0
    for seed in range(80):
        facts = case(stream(seed), kinds)
        one, at = policy_of(facts), facts["request"]["at"]
        form = evolve(release_of(facts["releases"][0]), id="e" * 32)
        state = state_at(events_of(facts), at, FAR)
        fields = {n: c for n, c in facts["fields"].items() if n == "note.text"}
        if {e.partition("#")[0] for e in form.recipients} - {*one.partners, "*"}:
            continue
        if "*" in (*form.scope, *form.recipients):
            continue
        told = void_promises(form, one, at=at, state=state, subject=ANN, fields=fields)
        seen += len(told)

        assert withheld(form, one, at, state, fields) == {
            (o.recipient, p, i) for o in told for p in o.purposes for i in o.items
        }

    assert seen > 50


def withheld(
    form: Release, one: Any, at: Any, state: SubjectState, fields: dict[str, str]
) -> set[tuple[str, str, str]]:
    """Give each item that a form lists by itself and some way of telling lacks."""
    signed = if_signed(form, ANN, at)
    alone = with_releases(evolve(state, releases=()), (signed,))
    when = max(at, signed.start() or at)
    struck = form.exclude
    found = set()
    for way in form.methods:
        said = {"subject": ANN, "at": when, "methods": (way,), "fields": fields}
        for row in matrix(one, alone, **said).rows:
            for item in form.scope:
                leaves = [item] if item in row.views else []
                leaves += [
                    name
                    for name, one in CATEGORIES.items()
                    if name.startswith(f"{item}.") and not one.explicit_only
                ]
                for leaf in leaves:
                    under = fields.get(leaf, leaf)
                    gone = any(
                        s in (leaf, under) or under.startswith(f"{s}.") for s in struck
                    )
                    if not gone and row.views[leaf] < form.views.get(item, View.FULL):
                        found.add((row.recipient, row.purpose, leaf))
    return found
