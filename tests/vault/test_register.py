"""People are found by what is sealed: by index where one stands, by opening else."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from attrs import evolve
from support import vaults
from support.vaults import STAFF

from fjcore.crypto.index import SCAN_BELOW
from fjcore.errors import IndexRefused, OptionRefused, SiteError
from fjcore.records import Person
from fjcore.sdk import Site
from fjcore.values import PartialDate
from fjcore.vault import Vault

INDEXED = """
[[indexes]]
of = "name"
bits = 5
[[indexes]]
of = "phone"
bits = 4
"""


def stems() -> list[str]:
    return [path.stem for path in vaults.demo_files("intakes")][:3]


def filled(folder: Path, *, more: str = "", crowd: bool = False) -> tuple[Vault, dict]:
    """Give a vault with three people, and whom each is; a crowd has nothing on file."""
    vault = vaults.new_vault(folder, more=more)
    people = {stem[:2]: vaults.keep_demo(vault, stem).subject for stem in stems()}
    if crowd:
        with closing(sqlite3.connect(folder / "store/vault.db")) as database:
            rows = [(f"{n:032x}",) for n in range(SCAN_BELOW)]
            database.executemany("INSERT INTO fjc_subject VALUES (?, 0)", rows)
            database.commit()
    return vault, people


ASKED = [
    ("name", "nunez", "02"),
    ("name", "Lucia NÚÑEZ avila", "02"),
    ("name", "lucy-nunez", "02"),
    ("name", "nobody", ""),
    ("birth_date", "1993-11-02", "02"),
    ("birth_date", "1993-11", "02"),
    ("birth_date", "1993-02-11", "02"),
    ("birth_date", "1993-11-03", ""),
    ("phone", "(406) 555-0102", "02"),
    ("phone", "555-010-0102", ""),
    ("email", "nobody@example.org", ""),
]


def answers(vault: Vault) -> list[tuple[str, ...]]:
    return [vault.register.find(kind, text, actor=STAFF) for kind, text, _ in ASKED]


def wanted(people: dict) -> list[tuple[str, ...]]:
    return [(people[who],) if who else () for _, _, who in ASKED]


def test_opened(tmp_path: Path) -> None:
    """Without an index people should be found by opening what they have."""
    vault, people = filled(tmp_path)
    with vault:
        assert wanted(people) == answers(vault)
        assert 3 == vault.verify().subjects


def test_indexed(tmp_path: Path) -> None:
    """An index should find the same people: those from before it, and those after."""
    vault, people = filled(tmp_path, more=INDEXED, crowd=True)
    register = vault.register
    with vault:
        before = register.find("name", "nunez", actor=STAFF)
        told: list[int] = []
        done = register.reindex(actor=STAFF, progress=told.append)
        later = vaults.again(vaults.intake_of(vault, stems()[2]), people["01"])
        vault.keep(later, actor=STAFF)
        rows = counted(tmp_path)

        assert (people["02"],) == before
        assert wanted(people) == answers(vault)
        assert (people["02"], SCAN_BELOW + 3) == (before[0], told[-1])
        assert ("vault.name/1", "vault.phone/1") == tuple(sorted(done.versions))
        assert rows["vault.name", people["01"]] > rows["vault.name", people["02"]] > 1
        assert 0 == sum(n for (_, who), n in rows.items() if who < f"{SCAN_BELOW:032x}")


def counted(folder: Path) -> dict[tuple[str, str], int]:
    query = "SELECT index_id, subject_id, count(*) FROM fjc_index GROUP BY 1, 2"
    with closing(sqlite3.connect(folder / "store/vault.db")) as database:
        return {(name, who): count for name, who, count in database.execute(query)}


def test_few(tmp_path: Path) -> None:
    """Of few people no index should stand, whatever the site turns on."""
    vault, people = filled(tmp_path, more=INDEXED)
    with vault:
        done = vault.register.reindex(actor=STAFF)

        assert ((), ()) == (done.versions, done.dropped)
        assert {} == counted(tmp_path)
        assert wanted(people) == answers(vault)


@pytest.mark.nightly
def test_next_version(tmp_path: Path) -> None:
    """An index should move to its next key, finding everybody at every step."""
    vault, people = filled(tmp_path, more=INDEXED, crowd=True)
    vault.register.reindex(actor=STAFF)
    vault.close()
    second = INDEXED.replace("bits = 4", "bits = 4\nversion = 2")
    for text, versions, dropped in (
        (INDEXED + second.replace('of = "name"\nbits = 5', ""), None, None),
        (second, {"vault.name/1", "vault.phone/2"}, {"vault.phone/1"}),
    ):
        path = tmp_path / "fjcore.toml"
        base = path.read_text("utf-8").partition("[[indexes]]")[0]
        path.write_text(base + text.replace("[[indexes]]\n\n[[", "[["), "utf-8")
        with vaults.reopened(tmp_path) as again:
            before = answers(again)
            done = again.register.reindex(actor=STAFF)

            assert wanted(people) == before == answers(again)
            if versions is not None:
                assert versions == set(done.versions)
                assert dropped == set(done.dropped)


@pytest.mark.nightly
def test_other_bits(tmp_path: Path) -> None:
    """An index that is planned otherwise now should not be used until it is rebuilt."""
    vault, people = filled(tmp_path, more=INDEXED, crowd=True)
    vault.register.reindex(actor=STAFF)
    vault.close()
    path = tmp_path / "fjcore.toml"
    path.write_text(path.read_text("utf-8").replace("bits = 5", "bits = 4"), "utf-8")
    with vaults.reopened(tmp_path) as again:
        before = answers(again)
        again.register.reindex(actor=STAFF)

        assert wanted(people) == before == answers(again)


def test_budget(tmp_path: Path) -> None:
    """Bits that tell people apart should be refused unless somebody accepts them."""
    many = INDEXED.replace("bits = 5", "bits = 9")
    vault, _ = filled(tmp_path, more=many, crowd=True)
    with vault, pytest.raises(IndexRefused) as caught:
        vault.register.reindex(actor=STAFF)
    path = tmp_path / "fjcore.toml"
    accepted = path.read_text("utf-8") + 'accepted_by = "K. Lindqvist"\n'
    path.write_text(accepted, "utf-8")

    assert "budget" == caught.value.where
    with vaults.reopened(tmp_path) as again:
        assert 2 == len(again.register.reindex(actor=STAFF).versions)


def test_walled(tmp_path: Path) -> None:
    """Somebody walled off from a person should not find her."""
    vault, people = filled(tmp_path)
    intake = vaults.read_file(vaults.DEMO / "intakes" / f"{stems()[1]}.json")
    del intake["new_subject"], intake["records"]
    more = {"subject": people["02"], "facts": {"conflict_walls": [STAFF]}}
    with vault:
        kept = vaults.intake_from(
            {**intake, **more},
            forms=vault.registry.forms,
            catalog=vault.registry.catalog(),
            where="x",
        )
        vault.keep(vaults.evolve(kept, synthetic=False), actor=STAFF)

        assert () == vault.register.find("name", "nunez", actor=STAFF)


def test_known(tmp_path: Path) -> None:
    """Who comes again should be noticed by name and birth date, or by phone."""
    vault, people = filled(tmp_path)
    with vault:
        found = {
            stem[:2]: vault.register.known(vaults.intake_of(vault, stem), actor=STAFF)
            for stem in stems()
        }
        other = vaults.demo_files("intakes")[5].stem
        nobody = vault.register.known(vaults.intake_of(vault, other), actor=STAFF)

    assert {who: (subject,) for who, subject in people.items()} == found
    assert () == nobody


@pytest.mark.parametrize("kind", ["harm", "NAME", ""])
def test_unknown_kind(tmp_path: Path, kind: str) -> None:
    """People should be found by nothing that is not on the list."""
    with vaults.new_vault(tmp_path) as vault, pytest.raises(OptionRefused):
        vault.register.find(kind, "x", actor=STAFF)


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("birth_date", "05/01/1990"),
        ("birth_date", "1990-5-1"),
        ("birth_date", "1990-13"),
        ("birth_date", "1990-02-30"),
        ("birth_date", "1990"),
        ("birth_date", "kestrelquill"),
        ("phone", "abc"),
        ("phone", "0102"),
        ("email", "x"),
        ("gov_id", "--"),
        ("case", " "),
        ("name", "'"),
        ("name_sound", "?"),
    ],
)
def test_illegible(tmp_path: Path, kind: str, asked: str) -> None:
    """What is no value of a kind should be refused, and not be taken for nobody."""
    with vaults.new_vault(tmp_path) as vault, pytest.raises(OptionRefused) as caught:
        vault.register.find(kind, asked, actor=STAFF)

    assert ["value: format"] == [str(one) for one in caught.value.problems]
    assert asked not in caught.value.where
    assert caught.value.__context__ is None


def test_illegible_on_file(tmp_path: Path) -> None:
    """What an intake says and nobody is found by should not keep others from it."""
    with vaults.new_vault(tmp_path) as vault:
        kept = vaults.keep_demo(vault, stems()[0])
        intake = vaults.intake_of(vault, stems()[0])
        records = tuple(
            evolve(one, birth_date=PartialDate.parse("1988"))
            if isinstance(one, Person)
            else one
            for one in intake.records
        )
        found = vault.register.known(evolve(intake, records=records), actor=STAFF)

    assert (kept.subject,) == found


def test_not_told(tmp_path: Path) -> None:
    """What was asked for should stand in no file of the vault."""
    vault, _ = filled(tmp_path)
    with vault:
        vault.register.find("name", "kestrelquill", actor=STAFF)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert not [path for path in files if b"kestrelquill" in path.read_bytes()]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('of = "strangulation"\nbits = 4', "indexes.0.of: unknown_code"),
        ('of = "name"\nbits = 0', "indexes.0.bits: range"),
        ('of = "name"\nbits = 33', "indexes.0.bits: range"),
        ('of = "name"\nbits = 4\npartitions = 3', "indexes.0.partitions: range"),
        ('of = "name"\nbits = 4\nversion = 0', "indexes.0.version: range"),
        (
            'of = "name"\nbits = 4\n[[indexes]]\nof = "name"\nbits = 5',
            "indexes.1.version: duplicate",
        ),
    ],
)
def test_settings(row: str, problem: str) -> None:
    """An index of few values, or of no plan's numbers, should be refused by its key."""
    text = (vaults.DEMO / "fjcore.toml").read_text("utf-8")
    with pytest.raises(SiteError) as caught:
        Site.parse(f"{text}\n[[indexes]]\n{row}\n", ".")

    assert [problem] == [str(one) for one in caught.value.problems]
