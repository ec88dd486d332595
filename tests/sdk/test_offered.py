"""What core evaluates or hands something to: declared soundly, or refused."""

from __future__ import annotations

import pytest
from support.offering import TABLE, offering

from fjcore.errors import HookError, ImportRejected, MissingPlugin, PluginFault
from fjcore.records import CORE_RECORDS
from fjcore.sdk import ExportKind, PluginState, Registry
from fjcore.testing.disclosures import disclosure
from fjcore.testing.suites._exporters import samples

from .conftest import site


def built(more="", table=TABLE):
    return Registry.build(
        site(more=table), extra=[offering(more)], strict=table == TABLE
    )


def test_all_of_it_is_offered():
    """A sound plugin's exporters, importers, reports and words should be in use."""
    got = built()

    assert {
        "offer.bodies": ExportKind.DISCLOSURE,
        "offer.rows": ExportKind.AGGREGATE,
        "offer.unnamed": ExportKind.DEIDENTIFIED,
    } == got.exporters
    assert ("offer.lines",) == got.importers
    assert ["offer.sex"] == list(got.reports)
    assert "offer.mood" == got.instrument("offer.mood").id
    assert "phq-2" == got.instrument("phq-2").id
    assert ("qu",) == got.languages("offer.mood")
    assert "as most" == got.norms["offer.norm"].told(0, 2)
    assert "" == got.norms["offer.norm"].told(2, 3)


def test_words_are_given_under_their_licence():
    """Words of a plugin should be given for an instrument and language it words."""
    got = built()
    made = got.instrument("offer.mood")

    assert "Question q1" == got.words(made, "qu", use="clinical").items["q1"]


BROKEN = {
    "kind (R12)": ("exporters", "[evolve(ROWS, accepts='aggregate')]"),
    "threshold (R12)": ("reports", "[evolve(REPORT, threshold=10)]"),
    "field (R12)": ("reports", "[evolve(REPORT, by='names')]"),
    "title (R12)": ("reports", "[evolve(REPORT, title={'es': 'x'})]"),
    "vectors, licence (R12)": ("instruments", "[evolve(OWN, tested=False)]"),
    "definition (R12)": ("instruments", "[evolve(OWN, scores=())]"),
    "id (R10)": ("instruments", "[load('phq-2')]"),
    "words (R12)": ("wording_packs", "[evolve(PACK, items={})]"),
    "instrument (R12)": ("wording_packs", "[evolve(PACK, instrument='none')]"),
    "population, source (R12)": ("norms", "[evolve(NORM, population=' ')]"),
    "rows (R12)": ("norms", "[evolve(NORM, rows=NORM.rows[::-1])]"),
    "score (R12)": ("norms", "[evolve(NORM, score='none')]"),
    "signature (R11)": ("importers", "[Well()]"),
    "type (R9)": ("health_checks", "3"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_refused(fault):
    """What breaks a rule of its hook should be refused, naming hook and check."""
    hook, items = BROKEN[fault]
    more = f"\n@hookimpl\ndef fjcore_{hook}(): return {items}\n"

    with pytest.raises(HookError) as caught:
        built(more)
    assert f"fjcore-offer local fjcore_{hook}: " in str(caught.value)
    wanted = "result (R8)" if fault == "type (R9)" else fault
    assert wanted in str(caught.value)


def test_words_that_ship_are_not_replaced():
    """A plugin should not be able to give other words where core has some."""
    words = "[evolve(PACK, instrument='phq-2', language='en')]"

    with pytest.raises(HookError, match=r"id \(R10\)"):
        built(f"\n@hookimpl\ndef fjcore_wording_packs(): return {words}\n")


@pytest.mark.parametrize("given", ["aggregate", "deidentified"])
def test_a_permission_that_is_not_given(given):
    """A plugin that the site does not let have counts or rows should be off."""
    got = built(table=f'\n[plugins.fjcore-offer]\npermissions = ["{given}"]\n')

    assert [PluginState.BROKEN] == [
        row.state for row in got.report if row.name == "fjcore-offer"
    ]
    assert {} == got.exporters


def test_an_exporter_gets_one_kind():
    """No exporter should be handed what it does not accept, or nothing at all."""
    exporter = built().exporter("offer.rows")

    assert exporter.written(samples(ExportKind.AGGREGATE)).startswith(b"kit.table")
    for items in ([], [disclosure()], samples(ExportKind.DEIDENTIFIED)):
        with pytest.raises(HookError):
            exporter.written(items)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("out.write(b'x'); raise SystemExit('Maeve')", "SystemExit"),
        ("[out.write(b'x' * (1 << 20)) for _ in range(65)]", "ValueError"),
        ("return 1", "Garbled"),
        ("pass", "Empty"),
    ],
)
def test_nothing_half_is_given_on(body, kind):
    """Of an exporter that fails, nothing that it wrote should be given on."""
    more = f"\nclass Rows(Rows):\n    def write(self, items, out, /):\n        {body}\n"
    more += "ROWS = evolve(ROWS, kind=Rows)\n"

    with pytest.raises(PluginFault) as caught:
        built(more).exporter("offer.rows").written(samples(ExportKind.AGGREGATE))
    where = f"fjcore-offer local fjcore_exporters offer.rows write ({kind})"
    assert where == caught.value.where
    assert "Maeve" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_swallowed_bound_is_still_a_fault():
    """An exporter that hides that it wrote too much should fail all the same."""
    more = """
class Rows(Rows):
    def write(self, items, out, /):
        try:
            for _ in range(65): out.write(b'x' * (1 << 20))
        except ValueError: pass
ROWS = evolve(ROWS, kind=Rows)
"""

    with pytest.raises(PluginFault, match="TooLong"):
        built(more).exporter("offer.rows").written(samples(ExportKind.AGGREGATE))


def test_an_importer_gives_all_or_nothing():
    """Of an input of which one row is not in order, no draft should be given."""
    importer = built().importer("offer.lines")

    assert 2 == len(importer.drafts(b"Ana\nMaeve\n", CORE_RECORDS))
    for raw in (b"Ana\nstop\n", b"\xff", b"x" * ((64 << 20) + 1)):
        with pytest.raises(ImportRejected) as caught:
            importer.drafts(raw, CORE_RECORDS)
        assert "Ana" not in str(caught.value)
        assert caught.value.__context__ is None


def test_a_draft_of_an_unknown_type_is_refused():
    """A draft should hold records of types that are in use, and nothing else."""
    with pytest.raises(ImportRejected, match="Garbled"):
        built().importer("offer.lines").drafts(b"Ana\n", ())


def test_health_is_asked_one_by_one():
    """A check that fails should be told as not well, and stop no other."""
    got = {row.id: row.health for row in built().health()}

    assert got["offer.well"].ok
    assert (False, "plugin_fault") == (got["offer.ill"].ok, got["offer.ill"].code)
    assert "Maeve" not in repr(got)


def test_what_is_not_there():
    """An exporter or importer that no plugin brings should be named as missing."""
    got = Registry.empty()

    for ask in (got.exporter, got.importer):
        with pytest.raises(MissingPlugin, match=r"offer\.none"):
            ask("offer.none")
