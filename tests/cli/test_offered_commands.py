"""Commands over what plugins offer: reports, exporters, importers, instruments."""

from __future__ import annotations

import json
import sys

import pytest
from support.commands import runner
from support.installing import install_into
from support.offering import MANIFEST, SOURCE, TABLE
from support.vaults import DEMO, new_vault


@pytest.fixture
def run(tmp_path, monkeypatch, capfd):
    """Give a command line on a vault whose site uses the plugin."""
    root = tmp_path / "site-packages"
    root.mkdir()
    install_into(root, "fjcore-offer", SOURCE, MANIFEST)
    monkeypatch.syspath_prepend(str(root))
    site = tmp_path / "site"
    site.mkdir()
    new_vault(site, more=TABLE).close()
    yield runner(site, monkeypatch, capfd)
    sys.modules.pop("fjcore_offer", None)


def test_reports_and_exporters(run, tmp_path):
    """Reports should be listed and counted, and written by an exporter once."""
    listed = json.loads(run("reports", "list", "--json").out)
    counted = json.loads(run("reports", "run", "offer.sex", "--json").out)
    out = tmp_path / "out.txt"
    words = ("reports", "run", "offer.sex", "--exporter", "offer.rows", "--out", out)
    first, again = run(*words), run(*words)

    assert "offer.sex" in [row["id"] for row in listed]
    assert (0, 11) == (counted[0]["total"], counted[0]["threshold"])
    assert (0, 1) == (first.status, again.status)
    assert "duplicate" in again.err
    assert out.read_bytes().startswith(b"offer.sex ")
    assert 0o600 == out.stat().st_mode & 0o777


@pytest.mark.nightly
def test_wrong_words(run, tmp_path):
    """An exporter without a file, and what is not for here, should be refused."""
    out = tmp_path / "out.txt"
    found = [
        run("reports", "run", "offer.sex", "--exporter", "offer.rows").err,
        run("reports", "run", "offer.none").err,
        run(
            *("exporters", "rows", "offer.unnamed", "--record", "person"),
            *("--attested-by", "A. Expert", "--out", out),
        ).err,
    ]

    assert "--out: required" in found[0]
    assert "offer.none" in found[1]
    assert "individual_level" in found[2]
    assert not out.exists()


def test_an_import(run, tmp_path):
    """A file should be kept by an importer as a whole, or not at all."""
    good, bad = tmp_path / "good", tmp_path / "bad"
    good.write_text("Ana\nMaeve\n")
    bad.write_text("Ana\nstop\n")
    kept = run("import", good, "--importer", "offer.lines")
    rejected = run("import", bad, "--importer", "offer.lines")
    neither = run("import", good)

    assert "kept: 2" in kept.out
    assert (1, 1) == (rejected.status, neither.status)
    where = "fjcore-offer 1.2.0 fjcore_importers offer.lines drafts (ValueError)"
    assert f"import_rejected: {where}" in rejected.err
    assert "--layout: required" in neither.err


def test_an_instrument_of_a_plugin(run):
    """An instrument of a plugin should be listed, and shown in its words with norms."""
    listed = json.loads(run("instruments", "list", "--json").out)
    shown = run("instruments", "show", "offer.mood", "--lang", "qu").out
    absent = run("instruments", "show", "offer.none")

    assert "offer.mood" in {row["id"] for row in listed["instruments"]}
    assert "Question q1" in shown
    assert "norms offer.norm of total" in shown
    assert "unknown_instrument" in absent.err


def test_answers_to_an_instrument_of_a_plugin(run, tmp_path):
    """Answers to an instrument of a plugin should be scored and kept as any."""
    data = json.loads((DEMO / "intakes" / "01-oconnor.json").read_bytes())
    file = tmp_path / "intake.json"
    file.write_text(json.dumps({**data, "synthetic": False}))
    kept = run("keep", file)
    answers = tmp_path / "answers.json"
    said = {"q1": "3", "q2": "1"}
    answers.write_text(
        json.dumps(
            {
                "subject": data["new_subject"],
                "instrument": "offer.mood",
                "answers": said,
            }
        )
    )
    got = run("screen", answers)
    answers.write_text(answers.read_text().replace('"q1": "3", ', ""))
    open_ = run("screen", answers)

    assert 0 == kept.status
    assert (0, "") == (got.status, got.err)
    assert "total" in got.out
    assert "norms offer.norm of total: as few" in got.out
    assert "of a group, never of a person: Made-up adults (a paper)" in got.out
    # What is open leaves the score in more than one row.
    assert 0 == open_.status
    assert "norms" not in open_.out


def test_an_instrument_of_a_plugin_in_other_formats(run, tmp_path):
    """An instrument of a plugin should be written as one that ships, words too."""
    written = json.loads(run("instruments", "export", "offer.mood", "--lang", "qu").out)
    absent = run("instruments", "export", "offer.none")

    assert "Questionnaire" == written["resourceType"]
    assert "Question q1" in json.dumps(written)
    assert "unknown_instrument" in absent.err
