"""Made-up people go into a vault made for them, and into no other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from records.importing.files import as_csv, importer, put, rows_of
from support import vaults

from fjcore.errors import InputRefused, Problem, StoreRefused
from fjcore.records import Catalog, Incident, Person, UnmetRequest, dumps, loads
from fjcore.records.importing import Draft, Importer
from fjcore.sdk import Site
from fjcore.testing import SyntheticFile, SyntheticSurvivor, synthetic
from fjcore.values import FixedClock, Secret
from fjcore.vault import Fate, Intake, Vault, intake_from, read_file

REAL = Person(person_id="kv-19", deceased=False)


@pytest.fixture(scope="module")
def people() -> list[SyntheticSurvivor]:
    return list(synthetic(7, 24))


@pytest.fixture
def real(tmp_path: Path) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path) as vault:
        yield vault


@pytest.fixture
def trial(tmp_path: Path) -> Iterator[Vault]:
    with vaults.new_vault(tmp_path, synthetic=True) as vault:
        yield vault


def intake_of(file: SyntheticFile, **said: Any) -> Intake:
    return Intake(
        new_subject=file.subject, records=file.records, facts=file.facts, **said
    )


def refused(vault: Vault, intake: Intake) -> list[Problem]:
    """The problems for which an intake is refused; nothing of it is kept."""
    before = vault.verify()
    with pytest.raises(InputRefused) as caught:
        vault.keep(intake, actor=vaults.STAFF)
    after = vault.verify()
    assert (before.records, before.entries) == (after.records, after.entries)
    return list(caught.value.problems)


def test_a_real_vault_should_refuse_everybody_made_up(
    real: Vault, people: list[SyntheticSurvivor]
) -> None:
    """Each file of each made-up survivor should be refused, record by record told."""
    for survivor in people[:4]:
        for file in survivor.files:
            found = refused(real, intake_of(file))
            wanted = [f"records.{index}" for index in range(len(file.records))]

            assert [Problem(path, "synthetic") for path in wanted] == found


def test_a_real_vault_should_refuse_any_single_record(
    real: Vault, people: list[SyntheticSurvivor]
) -> None:
    """One marked record should be enough, also in the file of a person on file."""
    subject = real.keep(Intake(records=(REAL,)), actor=vaults.STAFF).subject
    kinds = {type(r): r for s in people for r in (*s.records,)}
    for kind, record in kinds.items():
        intake = Intake(subject=subject, records=(REAL, loads(dumps(record), kind)))
        if kind.__name__ not in ("UnmetRequest", "HotlineContact"):
            assert [Problem("records.1", "synthetic")] == refused(real, intake)


def test_a_real_vault_should_refuse_what_says_so(real: Vault) -> None:
    """An intake that says of itself that it is made up should be refused."""
    nameless = UnmetRequest(requested="D1", level="not_served")
    for record in (REAL, nameless):
        found = refused(real, Intake(records=(record,), synthetic=True))

        assert [Problem("synthetic", "synthetic")] == found


def test_a_real_vault_should_refuse_a_demo_file(real: Vault) -> None:
    """A file of the demo, which says what it is, should be refused."""
    path = vaults.DEMO / "intakes" / "01-oconnor.json"
    forms, catalog = real.registry.forms, real.registry.catalog()
    data = read_file(path)
    said = intake_from(data, forms=forms, catalog=catalog, where=path.name)
    found = refused(real, said)

    assert [Problem("synthetic", "synthetic")] == found


def test_a_trial_vault_should_take_everybody_made_up(
    trial: Vault, people: list[SyntheticSurvivor]
) -> None:
    """Each file should be kept and verified, as it is made and as it is read back."""
    files = [file for survivor in people[:6] for file in survivor.files]
    for file in files[::2]:
        trial.keep(intake_of(file), actor=vaults.STAFF)
    for file in files[1::2]:
        said = {**file.intake(), "synthetic": False}
        read = intake_from(said, forms={}, catalog=Catalog(), where="here")
        trial.keep(read, actor=vaults.STAFF)
    report = trial.verify()

    assert (len(files), sum(len(f.records) for f in files)) == (
        report.subjects,
        report.records,
    )


@pytest.mark.parametrize(
    ("records", "wanted"),
    [
        ((REAL,), [Problem("records.0", "not_synthetic")]),
        ((Incident(reported_to_police=True),), [Problem("records", "not_synthetic")]),
        ((Person(person_id="SYN-1"), REAL), [Problem("records.1", "not_synthetic")]),
    ],
    ids=["real", "nothing to tell by", "one of two"],
)
def test_a_trial_vault_should_refuse_everybody_else(
    trial: Vault, records: tuple[object, ...], wanted: list[Problem]
) -> None:
    """Who is not marked should be refused, record by record told."""
    assert wanted == refused(trial, Intake(records=records))


def test_a_trial_vault_should_take_more_of_somebody_it_has(trial: Vault) -> None:
    """What is kept later of a made-up person should need no mark."""
    marked = Intake(records=(Person(person_id="SYN-1"),))
    subject = trial.keep(marked, actor=vaults.STAFF).subject
    trial.keep(Intake(subject=subject, records=(REAL,)), actor=vaults.STAFF)

    assert 2 == trial.verify().records


# --- imports ------------------------------------------------------------------------


def drafts(folder: Path, *, made_up: bool, synthetic: bool) -> list[Draft]:
    """Drafts of rows that say that they are made up, or do not."""
    rows = rows_of("infonet", 4)
    for row in rows:
        row["Synthetic"] = "1" if made_up else "0"
    path = put(folder, as_csv(rows))
    plain = importer("infonet", path)
    reader = Importer(plain.layout, path, zone="UTC", synthetic=synthetic)
    return list(reader.drafts())


@pytest.mark.parametrize("made_up", [True, False])
def test_rows_should_be_read_for_the_vault_they_are_meant_for(
    tmp_path: Path, made_up: bool
) -> None:
    """Rows of the made-up should be read for a trial, all others for a real vault."""
    fitting = drafts(tmp_path, made_up=made_up, synthetic=made_up)
    others = drafts(tmp_path, made_up=made_up, synthetic=not made_up)

    assert (4, 0) == (len(fitting), len(others))
    assert {made_up} == {draft.synthetic for draft in fitting}


def kept(vault: Vault, batch: list[Draft]) -> tuple[Fate, ...]:
    return vault.import_records(batch, layout="infonet", actor=vaults.STAFF)


def test_a_real_vault_should_import_nobody_made_up(real: Vault, tmp_path: Path) -> None:
    """Drafts of the made-up should be refused by flag, by key and by record."""
    marked = drafts(tmp_path, made_up=True, synthetic=True)
    plain = drafts(tmp_path, made_up=False, synthetic=False)
    person = (Person(person_id="SYN-1"),)
    batches = [
        marked,
        [evolve(plain[0], key="syn-1")],
        [evolve(plain[0], person="SYN-1")],
        [evolve(plain[0], records=person)],
        [plain[0], evolve(plain[1], introducing=person)],
    ]
    for batch in batches:
        with pytest.raises(InputRefused) as caught:
            kept(real, batch)
        assert {"synthetic"} == {problem.code for problem in caught.value.problems}
    assert [Fate.KEPT] * 4 == list(kept(real, plain))


def test_a_trial_vault_should_import_nobody_else(trial: Vault, tmp_path: Path) -> None:
    """Drafts of people who are not made up should be refused, all others kept."""
    marked = drafts(tmp_path, made_up=True, synthetic=True)
    plain = drafts(tmp_path, made_up=False, synthetic=False)
    with pytest.raises(InputRefused) as caught:
        kept(trial, plain)

    assert {"not_synthetic"} == {problem.code for problem in caught.value.problems}
    assert [Fate.KEPT] * 4 == list(kept(trial, marked))


# --- once made, always so -----------------------------------------------------------


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_vault_should_stay_what_it_was_made_for(
    tmp_path: Path, synthetic: bool
) -> None:
    """A word in the site file should not make a real vault of a trial, nor back."""
    vaults.new_vault(tmp_path, synthetic=synthetic).close()
    site = vaults.site_in(tmp_path, synthetic=not synthetic)
    clock = FixedClock(vaults.EVENING)
    with pytest.raises(StoreRefused) as caught:
        Vault.open(site, Secret(vaults.PASSPHRASE), clock=clock)

    assert caught.value.where.endswith(": synthetic")
    same = vaults.site_in(tmp_path, synthetic=synthetic)
    Vault.open(same, Secret(vaults.PASSPHRASE), clock=clock).close()


def test_a_site_file_should_say_yes_or_no(tmp_path: Path) -> None:
    """A site should be real unless it says otherwise."""
    text = (vaults.DEMO / "fjcore.toml").read_text("utf-8")
    lines = [line for line in text.splitlines() if "synthetic =" not in line]

    assert Site.parse(text, tmp_path).store.synthetic
    assert not Site.parse("\n".join(lines), tmp_path).store.synthetic
