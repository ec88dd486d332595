"""Made-up survivors: the same for the same seed, anywhere, and whole."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tracemalloc

import pytest
from attrs import evolve
from testing.crowds import few

from fjcore.consent import event_to, facts_from, release_from, release_to
from fjcore.errors import OptionRefused
from fjcore.records import CORE_RECORDS, Catalog, dumps
from fjcore.records.record import info_of
from fjcore.testing import ENOUGH, Edge, SyntheticSurvivor, synthetic
from fjcore.values import canonical
from fjcore.vault import intake_from

#: What the first of seed 7 come to, on any machine and in any Python.
GOLDEN = "cef61e8f69bfc005df473c11a6886a3f65195cf5647966829b136c7960e912d3"

PROGRAM = (
    "from testing.test_synthetic import digest; "
    "from fjcore.testing import synthetic; print(digest(synthetic(7, 24)))"
)


def written(survivor: SyntheticSurvivor) -> bytes:
    """A survivor as bytes: every record, release, event and fact."""
    parts = [dumps(record) for record in survivor.records]
    for file in survivor.files:
        parts.append(canonical.dumps(file.intake()))
        parts += [canonical.dumps(release_to(release)) for release in file.releases]
        parts += [canonical.dumps(event_to(event)) for event in file.events]
    return b"\n".join(parts)


def digest(survivors: object) -> str:
    found = hashlib.sha256()
    for one in survivors:  # type: ignore[attr-defined]
        found.update(written(one))
    return found.hexdigest()


def test_a_seed_should_give_the_same_bytes_anywhere() -> None:
    """A seed should give the bytes that it has always given."""
    assert GOLDEN == digest(synthetic(7, ENOUGH))


def test_a_seed_should_give_the_same_bytes_in_any_process() -> None:
    """Another process, with other hashes of texts, should make the same people."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={
            "PYTHONHASHSEED": "4242",
            "PYTHONPATH": os.pathsep.join(p for p in sys.path if p),
        },
        capture_output=True,
        text=True,
        check=True,
    )

    assert GOLDEN == done.stdout.strip()


def test_another_seed_should_give_other_people() -> None:
    """Two seeds should share no mark and no file."""
    one, other = (list(synthetic(seed, 3)) for seed in (1, 2))
    marks = [{survivor.mark for survivor in found} for found in (one, other)]

    assert not marks[0] & marks[1]
    assert digest(one) != digest(other)


def test_the_first_of_many_should_be_the_first_of_few() -> None:
    """How many are asked for should change none of them."""
    many = synthetic(7, 10**6)

    assert [written(s) for s in few()] == [written(next(many)) for _ in range(ENOUGH)]


def test_making_many_should_take_no_more_room() -> None:
    """The room that is taken should be that of a few people, not of all."""
    list(synthetic(3, 30))
    tracemalloc.start()
    for survivor in synthetic(3, 100):
        del survivor
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 2**20 < sum(len(written(s)) for s in synthetic(3, 100))


@pytest.mark.parametrize(
    ("seed", "n"), [(1, -1), (1, 10**6 + 1), (1, True), ("1", 1), (1, 1.0), (None, 1)]
)
def test_a_wrong_number_should_be_refused(seed: object, n: object) -> None:
    """A seed or a number of people that is none should be refused at once."""
    with pytest.raises(OptionRefused):
        synthetic(seed, n)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [0, -5, 7, 2**70])
def test_few_should_have_every_type_of_record(seed: int) -> None:
    """Among the first there should be a record of every type that core has."""
    found = {type(r) for survivor in few(seed) for r in survivor.records}

    assert set(CORE_RECORDS) == found
    assert list(Edge) == [s.edge for s in few(seed)[: len(Edge)]]


def test_an_intake_should_be_read_as_it_was_made() -> None:
    """The plain data of a file should be an intake of the same records and facts."""
    files = [file for survivor in few() for file in survivor.files]
    for file in files:
        read = intake_from(file.intake(), forms={}, catalog=Catalog(), where="here")

        assert file.records == read.records
        assert file.facts == read.facts
        assert (file.subject, True) == (read.new_subject, read.synthetic)


def test_releases_should_be_such_as_can_be_signed() -> None:
    """Every release should be read as it is, and every fact of a person."""
    files = [f for s in (*few(), *few(5)) for f in s.files]
    made = [release for file in files for release in file.releases]

    assert made == [release_from(release_to(one), fields=()) for one in made]
    for file in files[:60]:
        assert file.facts == facts_from(file.intake()["facts"])


def test_nothing_should_be_shown_of_people() -> None:
    """What prints of a made-up survivor should be as little as of a real one."""
    survivor = few()[0]
    shown = repr(survivor) + repr(survivor.files[0]) + str(evolve(survivor))

    assert survivor.mark not in shown
    assert info_of(type(survivor.records[0])).name not in shown
