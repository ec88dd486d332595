"""Plugins against the real engine: adding one never raises a view."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.profiles import FULL, profile

from fjcore.consent import (
    Basis,
    FactsRecorded,
    Question,
    Release,
    Signed,
    SubjectFacts,
    decide,
    state_at,
)
from fjcore.consent.release import Signer
from fjcore.errors import RuleFailed
from fjcore.records import CATEGORIES
from fjcore.sdk import Registry, Site, View

from .conftest import SITE, local
from .test_signatures import HEAD

SUBJECT = "5a" * 16
SIGNED = datetime(2026, 3, 2, 17, tzinfo=UTC)
SCOPE = tuple(
    name
    for name, category in CATEGORIES.items()
    if category.special_regime is None and name != "location.shelter"
)

PARTNERS = """
[[partners]]
id = "police"
kind = "law_enforcement"
name = "Example City Police"
[[partners]]
id = "shelter"
kind = "shelter"
name = "Cottonwood House"
[plugins.fjcore-demo]
"""
WITH = Site.parse(SITE + PARTNERS, "/nowhere")
WITHOUT = Site.parse(SITE + PARTNERS.replace("[plugins.fjcore-demo]", ""), "/nowhere")

RELEASE = Release(
    id="0b" * 16,
    forms=("vawa",),
    scope=SCOPE,
    recipients=("police", "shelter"),
    purpose=("service_coordination",),
    methods=("electronic",),
    signed_at=SIGNED,
    duration_days=30,
    written=True,
    complete=True,
    informed=True,
    voluntary=True,
    signature="wet",
    signers=(Signer(SUBJECT, "subject"),),
    covers_future_records=True,
)


def views(registry, site, recipient="police", acp=False):
    at = SIGNED + timedelta(days=1)
    when = {"effective_at": SIGNED, "recorded_at": SIGNED, "actor": "j.rivers"}
    facts = SubjectFacts(birth_date=date(1990, 1, 1), acp_participant=acp)
    events = [FactsRecorded(facts=facts, **when), Signed(release=RELEASE, **when)]
    question = Question(
        subject=SUBJECT,
        recipient=recipient,
        purpose="service_coordination",
        basis=Basis("client_release"),
        at=at,
    )
    got = decide(registry.policy(site), state_at(events, at, at), question)
    return {
        name: max((grant.view for grant in verdict.grants), default=View.SILENT)
        for name, verdict in got.verdicts.items()
    }


PLAIN = {
    (recipient, acp): views(Registry.empty(), WITHOUT, recipient, acp)
    for recipient in ("police", "shelter")
    for acp in (False, True)
}

caps = st.sampled_from(View).map(lambda view: f"View.{view.name}")
limits = st.builds(
    lambda cap, names, acp, n: (
        f"Limit('demo.l{n}', cap={cap}, statement='Not here.', citation='a law',"
        f" categories={names!r}, acp_only={acp})"
    ),
    caps,
    st.frozensets(st.sampled_from([*CATEGORIES, "location"]), max_size=3),
    st.booleans(),
    st.integers(0, 10**6),
)
rules = st.builds(
    lambda cap, n: f"rule('demo.r{n}', {cap})", caps, st.integers(0, 10**6)
)
items = st.lists(
    st.one_of(limits, rules), max_size=4, unique_by=lambda text: text.split("'")[1]
)


def narrowing(body):
    source = (
        HEAD
        + "def rule(name, view):\n"
        + "    class Own:\n"
        + "        id = name\n"
        + "        def cap(self, question, /): return view\n"
        + "    return Own()\n"
        + f"@hookimpl\ndef fjcore_limits(): return [{', '.join(body)}]\n"
    )
    return Registry.build(WITH, extra=[local(source, provides=("limits",))])


def test_a_plain_release_shows_something():
    """Without plugins the release should show most of its scope to both partners."""
    for shown in PLAIN.values():
        assert View.FULL in shown.values()
        assert sum(view > View.MARKED for view in shown.values()) > 10


@profile(100 if FULL else 25)
@given(items, st.sampled_from(["police", "shelter"]), st.booleans())
def test_adding_a_plugin_raises_no_view(body, recipient, acp):
    """Whatever limits and rules a plugin brings, no view should rise."""
    registry = narrowing(body)
    shown = views(registry, WITH, recipient, acp)

    assert not registry.closed
    assert all(shown[name] <= view for name, view in PLAIN[recipient, acp].items())


def test_a_limit_narrows_what_it_names():
    """A limit should lower its own category, so that the property above is not idle."""
    body = "Limit('demo.l', cap=View.COARSE_1, statement='x', citation='x',"
    shown = views(narrowing([body + " categories={'identity.dob'})"]), WITH)
    plain = PLAIN["police", False]

    assert plain["identity.dob"] == View.FULL
    assert shown["identity.dob"] == View.COARSE_1
    assert {n: v for n, v in shown.items() if n != "identity.dob"} == {
        n: v for n, v in plain.items() if n != "identity.dob"
    }


def test_a_closed_registry_lowers_everything_to_nothing():
    """When a plugin that may have narrowed is missing, nobody should see anything."""
    registry = Registry.build(WITH)

    assert registry.closed
    for recipient in ("police", "shelter"):
        assert set(views(registry, WITH, recipient).values()) <= {View.SILENT}


REWRITES = """
class Own:
    id = "first.rule"
    def cap(self, question, /):
        object.__setattr__(question, "recipient", "shelter")
        return View.FULL

@hookimpl
def fjcore_limits(): return [Own()]
"""
NOT_THE_POLICE = """
class Own:
    id = "second.rule"
    def cap(self, question, /):
        return View.SILENT if question.recipient == "police" else View.FULL

@hookimpl
def fjcore_limits(): return [Own()]
"""


def test_a_rule_cannot_change_what_the_next_one_is_asked():
    """A rule that rewrites its question should end it, and be named."""
    plugins = [
        local(HEAD + body, name=f"fjcore-{ids}", ids=ids, provides=("limits",))
        for ids, body in (("first", REWRITES), ("second", NOT_THE_POLICE))
    ]
    tables = "[plugins.fjcore-first]\n[plugins.fjcore-second]\n"
    both = Site.parse(SITE + PARTNERS.replace("[plugins.fjcore-demo]", tables), "/x")
    registry = Registry.build(both, extra=plugins, strict=True)

    with pytest.raises(RuleFailed, match=r"first\.rule \(RewroteItsQuestion\)"):
        views(registry, both)
