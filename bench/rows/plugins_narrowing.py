"""P3: a record under 40 plugins that narrow, against the same under none."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from bench import plain, policies, unit
from bench.harness import Candidate, Row
from bench.installed import SITE, Installed, name_of
from bench.kinds import Record
from bench.rows import same
from bench.rows.decide import RECORDED, asked
from fjcore.consent import Limit, Plans, Policy, decide, plan
from fjcore.records import structure
from fjcore.redaction import cut
from fjcore.sdk import Registry, Site

PLUGINS = 40


def narrowed() -> tuple[Limit, ...]:
    """Give what 40 installed plugins narrow."""
    tables = (f"\n[plugins.{name_of(number)}]\n" for number in range(PLUGINS))
    with Installed() as place:
        place.plugins(range(PLUGINS))
        site = Site.parse(SITE + "".join(tables), place.root)
        return Registry.build(site, strict=True).limits


def cutting(policy: Policy) -> Callable[[], object]:
    """Give a cut by a plan that is made already; its span is checked each time."""
    state, question = policies.state(), asked()[0]
    made = plan(decide(policy, state, question))
    record = structure(unit.payload(unit.unit()), Record)
    return lambda: cut(
        record,
        made,
        recorded_at=RECORDED,
        now=question.at,
        revision=state.revision,
        native=True,
    )


def deciding(policy: Policy) -> Callable[[], object]:
    """Give a decision and the plan that is known for it."""
    state, question, plans = policies.state(), asked()[0], Plans()
    return lambda: plans.of(decide(policy, state, question))


def row() -> Row:
    """Time a record by a compiled plan, with and without plugins."""
    bare = evolve(policies.policy(), limits=())
    full = evolve(bare, limits=narrowed())
    without, among = cutting(bare), cutting(full)

    def check() -> None:
        same(PLUGINS, len(full.limits))
        same(plain.canon(without()), plain.canon(among()))

    return Row(
        id="P3",
        what="a record by its plan, 40 narrowing plugins / none",
        inside="plan compiled; span and revision checked; the limits bear on the "
        "recipient, and on what no release gives, so that both show the same",
        baseline=without,
        candidates=[
            Candidate(name="40 plugins, one limit each", act=among, goal=1.05),
            Candidate(name="decide under them, plan known", act=deciding(full)),
            Candidate(name="decide under none, plan known", act=deciding(bare)),
        ],
        check=check,
    )
