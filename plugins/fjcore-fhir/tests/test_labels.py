from __future__ import annotations

import pytest
from fjcore_fhir import NotFHIR, bundle_of, to_bundle
from fjcore_fhir.terms import (
    ACT,
    ALWAYS,
    LABELS,
    LEVEL,
    OWN_LABELS,
    REFUSED,
    SENSITIVITY,
)
from hypothesis import given, settings
from support.bundles import TREE, disclosed, disclosures, full

from fjcore.consent import View
from fjcore.records import CATEGORIES, Case, HumanName, Person

NAME = HumanName(text="Maeve Quill", use="legal")


def codes(resource, system=ACT):
    found = resource["meta"]["security"]
    return {one["code"] for one in found if one["system"] == system}


def labelled(category, record=None):
    record = record or Person(substance_use="1", hiv_status=True, names=(NAME,))
    bundle = to_bundle(disclosed({category: View.FULL}, record, named=False))
    return bundle["entry"][0]["resource"]


@settings(max_examples=8, deadline=None)
@given(disclosures())
def test_every_resource_is_labelled(disclosure):
    """Each resource, and the Bundle, should say how it is to be kept."""
    bundle = to_bundle(disclosure)
    every = [bundle, *(entry["resource"] for entry in bundle["entry"])]

    assert all(set(ALWAYS) <= codes(one) for one in every)
    assert all(len(codes(one, LEVEL)) == 1 for one in every)
    assert codes(bundle) == set().union(*(codes(one) for one in every[1:]))


def test_part_2_says_so():
    """A record of substance use should carry the codes of its own law."""
    got = labelled("sud")

    assert {"SUD", "ETH", "42CFRPart2", *ALWAYS} == codes(got)
    assert {"V"} == codes(got, LEVEL)
    assert {"privilege.part2"} == codes(got, SENSITIVITY)


def test_what_any_release_reaches_is_restricted():
    """A record that a release need not name should be restricted, not very."""
    assert {"R"} == codes(labelled("identity.name"), LEVEL)
    assert {"V"} == codes(labelled("hiv_sti"), LEVEL)


def test_a_label_follows_the_plan_and_not_the_values():
    """Whether an answer is there should not be read off the label."""
    views = {"identity.name": View.FULL, "hiv_sti": View.FULL}
    one, two = (
        to_bundle(disclosed(views, Person(names=(NAME,), **more)))["entry"][0][
            "resource"
        ]
        for more in ({}, {"hiv_status": True})
    )

    assert one["meta"] == two["meta"]
    assert "HIV" in codes(one)


def test_every_category_has_a_word_or_is_refused():
    """No category should leave without a code of its own."""
    assert set() == set(CATEGORIES) - LABELS.keys() - OWN_LABELS - REFUSED
    assert set() == (LABELS.keys() | OWN_LABELS | REFUSED) - CATEGORIES.keys()


@pytest.mark.parametrize("change", ["gone", "unknown", "other"])
def test_an_unlabelled_field_is_refused(change):
    """A value without a label, or with one of no category, should stop all of it."""
    content = full(Person(names=(NAME,), pronouns="she/her")).content()
    labels = dict(content["labels"])
    if change == "gone":
        del labels["person.pronouns"]
    elif change == "unknown":
        labels["person.pronouns"] = {"category": "everything"}
    else:
        labels = {"incident.place": {"category": "incident"}}

    with pytest.raises(NotFHIR, match="unlabelled") as caught:
        bundle_of({**content, "labels": labels})

    assert "she/her" not in str(caught.value)


@pytest.mark.parametrize("category", sorted(REFUSED & TREE | {"operations"}))
def test_what_never_leaves_as_fhir_is_refused(category):
    """A disclosure of the holder's own business should become no Bundle."""
    row = Case(owner_agency="rimrock", status="open", opened_on="2026-01-02")

    with pytest.raises(NotFHIR, match="refused"):
        to_bundle(disclosed({category: View.FULL}, row))
