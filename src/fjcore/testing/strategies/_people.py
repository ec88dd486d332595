"""Strategies for whole people and what is asked of them: files, releases, drafts."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from fjcore.consent import Question, Release
from fjcore.records import Case, Incident, Person
from fjcore.records.importing import Draft
from fjcore.testing._edges import ENOUGH
from fjcore.testing._synthetic import SyntheticSurvivor, survivor
from fjcore.testing.consent import question_of, release_of
from fjcore.testing.strategies._consent import consent_cases
from fjcore.testing.strategies._records import records
from fjcore.testing.strategies._values import texts

_SEEDS = st.one_of(st.sampled_from((0, 1, 2**31 - 1)), st.integers(0, 2**32))


def survivors() -> SearchStrategy[SyntheticSurvivor]:
    """Give made-up survivors with all their files, every ``Edge`` among them."""
    return st.builds(survivor, _SEEDS, st.integers(0, ENOUGH - 1))


def cases() -> SearchStrategy[Case]:
    """Give cases, each of their rules kept."""
    return records(Case)


def incidents() -> SearchStrategy[Incident]:
    """Give incidents, each of their rules kept."""
    return records(Incident)


def releases() -> SearchStrategy[Release]:
    """Give releases near a good one, at their boundaries, some of them spoiled."""
    return consent_cases(least=1).map(lambda facts: release_of(facts["releases"][0]))


def requests() -> SearchStrategy[Question]:
    """Give questions to the engine, each at a boundary of a case or a tick beside."""
    return consent_cases().map(question_of)


def drafts() -> SearchStrategy[Draft]:
    """Give drafts as an importer makes them, of people who are new, or known."""

    def made(number: int, key: str, person: Person, other: object, new: bool) -> Draft:
        return Draft(
            file="drawn",
            rows=(("drawn", number),),
            key=f"{number}-{key}",
            person=key,
            introducing=(person,) if new else (),
            records=(other,),
            introduces=new,
            synthetic=True,
        )

    more = st.one_of(cases(), incidents())
    return st.builds(
        made, st.integers(1, 2**31), texts(20), records(Person), more, st.booleans()
    )
