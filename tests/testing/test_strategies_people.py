"""Whole people, releases, requests, drafts and answers: drawn, and then taken."""

from __future__ import annotations

import fjcore_billings
import fjcore_example
import pytest
from attrs import frozen
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from fjcore.consent import Question, Release
from fjcore.records import CORE_RECORDS, Case, Catalog, Incident, parse_form
from fjcore.sdk._lines import Line
from fjcore.sdk.importing import HeldImporter
from fjcore.testing import Edge
from fjcore.testing.consent import answer_of, release_of
from fjcore.testing.strategies import (
    answers,
    cases,
    consent_cases,
    drafts,
    incidents,
    releases,
    requests,
    survivors,
)
from fjcore.vault import intake_from

few = settings(
    max_examples=4,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
seek = settings(max_examples=400, deadline=None, database=None, derandomize=True)

RULED = parse_form("""
form = "x_demo.visit"
version = 1
title = { en = "Visit" }
[[field]]
name = "pets"
type = "yes_no"
required = true
category = "household"
about = "subject"
identifying = "quasi"
label = { en = "Do you have pets?" }
[[field]]
name = "how_many"
type = "int"
category = "household"
about = "subject"
identifying = "quasi"
when = "${pets} = 'yes'"
label = { en = "How many?" }
[[field]]
name = "which"
type = "text"
category = "household"
about = "subject"
identifying = "quasi"
when = "${how_many} > 1"
label = { en = "Which?" }
[[field]]
name = "sex"
binds = "person.sex"
label = { en = "Sex" }
""")


@settings(few, max_examples=3, phases=[Phase.generate])
@given(survivors())
def test_survivors_are_taken_in(made):
    """Each file of a survivor should be one that a vault takes in."""
    for file in made.files:
        read = intake_from(file.intake(), forms={}, catalog=Catalog(), where="here")

        assert file.records == read.records


@pytest.mark.parametrize("edge", [Edge.MERGED])
def test_survivors_at_the_edges(edge):
    """Survivors should be drawn with and without what is out of the ordinary."""
    assert edge is find(survivors(), lambda made: made.edge is edge, settings=seek).edge


@few
@given(cases(), incidents())
def test_cases_and_incidents(case, incident):
    """A case and an incident should each be of its type, as core made it."""
    assert (Case, Incident) == (type(case), type(incident))


@few
@given(releases(), requests())
def test_releases_and_requests(release, request):
    """A release and a request should be what the engine takes."""
    assert (Release, Question) == (type(release), type(request))
    assert 32 == len(release.id)
    assert request.at.utcoffset() is not None


@settings(few, max_examples=15)
@given(consent_cases(least=1))
def test_what_is_drawn_is_decided(facts):
    """Every release and request of a case should be judged, whatever is wrong."""
    assert release_of(facts["releases"][0]).id == facts["releases"][0]["id"]
    assert set(facts["request"]["categories"]) == set(answer_of(facts).verdicts)


@frozen
class Reader:
    """Gives the drafts that it was made with."""

    held: tuple
    id: str = "demo.reader"

    def make(self, config, /):
        return self

    def drafts(self, source, /):
        yield from self.held


@few
@given(st.lists(drafts(), max_size=3).map(tuple))
def test_drafts_are_taken_by_the_wall(made):
    """Drafts should be those that core takes of an importer, one and all."""
    importer = HeldImporter("demo.reader", Line(Reader(made), None, "fjcore-demo 1"))

    assert made == importer.drafts(b"", CORE_RECORDS)


@pytest.mark.parametrize(
    "form",
    [*fjcore_example.fjcore_forms(), *fjcore_billings.fjcore_forms(), RULED],
    ids=lambda form: form.id,
)
def test_answers_are_read(form):
    """Answers should be such as the form takes, by its conditions and core's rules."""

    @settings(few, max_examples=5)
    @given(answers(form))
    def drawn(said):
        assert form.record_type in {type(one) for one in form.read(said)}

    drawn()


def test_every_question_is_answered_at_times():
    """A question under a condition should be drawn with an answer, and without."""
    seen = set()

    @settings(seek, max_examples=25, phases=[Phase.generate])
    @given(answers(RULED))
    def drawn(said):
        seen.update((name, name in said) for name in ("how_many", "which", "sex"))

    drawn()
    wanted = {(name, said) for name in ("how_many", "which") for said in (True, False)}
    assert wanted | {("sex", True)} <= seen
