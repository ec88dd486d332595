"""Counts, rows and disclosures that exporters write, and what importers bring in."""

from __future__ import annotations

import pytest
from attrs import evolve
from support.offering import TABLE, offering
from support.vaults import (
    CHEAP,
    EVENING,
    LEGAL,
    PASSPHRASE,
    STAFF,
    again,
    intake_of,
    keep_demo,
    sign_demo,
    site_in,
    warned,
)

from fjcore.consent import BasisKind
from fjcore.errors import (
    DeliveryFailed,
    ImportRejected,
    MissingPlugin,
    OptionRefused,
    PluginFault,
    PluginRefused,
    Problem,
    Refused,
)
from fjcore.records import Person
from fjcore.sdk import Registry
from fjcore.values import FixedClock, Secret
from fjcore.vault import Fate, Intake, Vault
from fjcore.vault.ask import Ask
from fjcore.vault.history import trail_of


@pytest.fixture
def opened(tmp_path):
    """Give a vault whose site uses the plugin, and the plugin's module."""
    site = site_in(tmp_path, more=TABLE)
    plugin = offering()
    registry = Registry.build(site, extra=[plugin])
    with Vault.create(
        site,
        Secret(PASSPHRASE),
        registry=registry,
        clock=FixedClock(EVENING),
        cost=CHEAP,
    ) as vault:
        yield vault, plugin[1]


FEMALE, MALE = "0", "1"


def people(vault, *, female=0, male=0):
    """Keep made-up people of some sexes, so many of each."""
    for sex, count in ((FEMALE, female), (MALE, male)):
        for _ in range(count):
            person = Person(sex=sex, names=(), agency_ids=(), gov_ids=())
            vault.keep(Intake(records=(person,)), actor=STAFF)


def test_a_report_counts_people_once(opened):
    """A person should count once, by the newest record, and small counts be hidden."""
    vault, _ = opened
    people(vault, female=11, male=1)
    kept = vault.keep(
        Intake(records=(Person(sex=MALE, names=(), agency_ids=(), gov_ids=()),)),
        actor=STAFF,
    )
    vault._open.clock.move_to(EVENING.replace(minute=5))
    newer = Person(sex=FEMALE, names=(), agency_ids=(), gov_ids=())
    vault.keep(again(Intake(records=(newer,)), kept.subject), actor=STAFF)
    got = vault.exports.report("offer.sex", actor=STAFF)
    cells = dict(got.rows)

    assert cells[MALE] is None
    assert cells[FEMALE] is None
    assert 0 == cells["not_known"]
    assert 13 == got.total
    assert 11 == got.threshold


def test_an_exporter_writes_a_report_and_it_is_logged(opened):
    """What an exporter writes of a report should be given on once it is logged."""
    vault, _ = opened
    people(vault, female=11)
    before = vault.verify().entries
    raw = vault.exports.tables(["offer.sex"], to="offer.rows", actor=STAFF)

    assert raw.endswith(b" 11\n")
    assert raw.startswith(b"offer.sex ")
    assert b"'0': 11" in raw
    assert before + 1 == vault.verify().entries


def test_an_exporter_that_fails_leaves_no_entry(opened):
    """Where an exporter fails, nothing should be given on, and nothing logged."""
    vault, module = opened
    before = vault.verify().entries
    module.BROKEN.append(RuntimeError)

    with pytest.raises(PluginFault):
        vault.exports.tables(["offer.sex"], to="offer.rows", actor=STAFF)
    assert before == vault.verify().entries


def test_rows_are_not_for_victim_services(opened):
    """A holder under VAWA should give no row about a person to any exporter."""
    vault, _ = opened

    with pytest.raises(Refused, match="individual_level"):
        vault.exports.rows(
            "person", to="offer.unnamed", attested_by="A. Expert", actor=STAFF
        )


def asked(vault, subject):
    return Ask(
        subject=subject,
        recipient=LEGAL,
        purpose="protection_order",
        basis=BasisKind.CLIENT_RELEASE,
        actor=STAFF,
        evidence=warned(vault),
    )


def test_a_disclosure_by_an_exporter(opened):
    """A disclosure that an exporter writes should be decided and accounted as any."""
    vault, _ = opened
    subject = keep_demo(vault, "01-oconnor").subject
    sign_demo(vault, "01-oconnor-1-legal")
    sent, raw = vault.exports.disclosure(asked(vault, subject), to="offer.bodies")
    rows = vault.account_of_disclosures(subject, actor=STAFF)

    assert b"<" + sent.disclosure.body + b">" == raw
    assert [(sent.disclosure.id, True)] == [(r.disclosure, r.delivered) for r in rows]


def test_a_disclosure_that_is_not_written(opened):
    """Where the exporter fails, the account should say that it may not have gone."""
    vault, module = opened
    subject = keep_demo(vault, "01-oconnor").subject
    sign_demo(vault, "01-oconnor-1-legal")
    module.BROKEN.append(RuntimeError)

    with pytest.raises(DeliveryFailed):
        vault.exports.disclosure(asked(vault, subject), to="offer.bodies")
    rows = vault.account_of_disclosures(subject, actor=STAFF)
    assert [False] == [row.delivered for row in rows]


def test_the_code_of_a_refusal_is_kept(tmp_path):
    """Why an exporter does not write should be told and logged, by its own code."""
    site = site_in(tmp_path, more=TABLE)
    more = """
class Bodies(Bodies):
    def write(self, items, out, /):
        out.write(b"half")
        raise ValueError("too_many")
BODIES = evolve(BODIES, kind=Bodies)
ROWS = evolve(ROWS, kind=type("Rows", (Rows,), {"write": Bodies.write}))
"""
    registry = Registry.build(site, extra=[offering(more, refusals=("too_many",))])
    opening = {"registry": registry, "clock": FixedClock(EVENING), "cost": CHEAP}
    with Vault.create(site, Secret(PASSPHRASE), **opening) as vault:
        subject = keep_demo(vault, "01-oconnor").subject
        sign_demo(vault, "01-oconnor-1-legal")
        with pytest.raises(DeliveryFailed) as caught:
            vault.exports.disclosure(asked(vault, subject), to="offer.bodies")
        said = vault._core.run(lambda tx: list(trail_of(tx, subject))[-1][1])
        with pytest.raises(PluginRefused, match=r"offer\.rows write \(too_many\)"):
            vault.exports.tables(["offer.sex"], to="offer.rows", actor=STAFF)

    whose = "fjcore-offer local fjcore_exporters offer.bodies"
    assert (Problem(whose, "too_many"),) == caught.value.problems
    assert ("delivery_failed", whose, "too_many") == (
        said["error"],
        said["by"],
        said["why"],
    )


def test_an_interrupt_leaves_nothing_half(opened):
    """Stopped from the keyboard, an exporter should leave no entry and no bytes."""
    vault, module = opened
    before = vault.verify().entries
    module.BROKEN.append(KeyboardInterrupt)

    with pytest.raises(KeyboardInterrupt):
        vault.exports.tables(["offer.sex"], to="offer.rows", actor=STAFF)
    assert before == vault.verify().entries


def test_wrong_exporters(opened):
    """An exporter of another kind, or one that is not there, should be refused."""
    vault, _ = opened

    with pytest.raises(OptionRefused, match="wrong_kind"):
        vault.exports.tables(["offer.sex"], to="offer.bodies", actor=STAFF)
    with pytest.raises(MissingPlugin):
        vault.exports.tables(["offer.sex"], to="offer.none", actor=STAFF)
    with pytest.raises(MissingPlugin):
        vault.exports.report("offer.none", actor=STAFF)


def test_an_import_is_kept_once(opened):
    """What an importer gives should be kept, and known the second time."""
    vault, _ = opened
    first = vault.imports.bring(b"Ana\nMaeve\n", by="offer.lines", actor=STAFF)
    second = vault.imports.bring(b"Ana\nMaeve\n", by="offer.lines", actor=STAFF)

    assert {Fate.KEPT: 2} == dict(first)
    assert {Fate.KNOWN: 2} == dict(second)


def test_a_rejected_import_is_logged(opened):
    """Nothing should be kept of a rejected input, and the log should say so."""
    vault, _ = opened
    before = vault.verify()

    with pytest.raises(ImportRejected):
        vault.imports.bring(b"Ana\nstop\n", by="offer.lines", actor=STAFF)
    after = vault.verify()
    assert before.entries + 1 == after.entries
    assert before.records == after.records


def test_demo_people_count_too(opened):
    """Whoever has no record of the type should not count at all."""
    vault, _ = opened
    intake = intake_of(vault, "01-oconnor")
    others = tuple(r for r in intake.records if type(r) is not Person)
    vault.keep(evolve(intake, records=others), actor=STAFF)

    assert 0 == vault.exports.report("offer.sex", actor=STAFF).total
