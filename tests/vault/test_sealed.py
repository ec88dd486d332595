"""Nothing that points at a person stands in clear in the store or the keys."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from support import vaults
from support.vaults import DEMO

from fjcore.errors import ObligationOpen, Refused
from fjcore.records.label import Identifying
from fjcore.redaction import normal, values
from fjcore.values import FixedClock, Missing
from fjcore.vault import Vault

#: A shorter value says too little to search for.
MIN_LENGTH = 4

PLANTED = "Maeve O'Connor-Lindqvist"

#: Of how many people of the demo the store is searched here; of all in the demo itself.
PEOPLE = 8


def files_for(kind: str) -> list[Path]:
    """Give the demo's files of a kind that are about those people."""
    few = {
        path.stem.partition("-")[0] for path in vaults.demo_files("intakes")[:PEOPLE]
    }
    return [p for p in vaults.demo_files(kind) if p.stem.partition("-")[0] in few]


def sensitive(records: Iterable[object]) -> set[str]:
    """Give every sensitive value of some records that is long enough to search for."""
    found = set()
    for record in records:
        for leaf, value in values(record):
            label = leaf.label
            direct = label.identifying is Identifying.DIRECT
            if not (direct or label.leaf.explicit_only):
                continue
            if isinstance(value, (Missing, bool)):
                continue
            found.add(str(value))
    return {text for text in found if len(normal(text)) >= MIN_LENGTH}


def forms_of(text: str) -> set[bytes]:
    folded = text.casefold()
    return {text.encode(), text.encode("utf-16-le"), folded.encode()}


def found_in(raw: bytes, forms: Iterable[bytes]) -> list[bytes]:
    """Give each form that stands in some bytes, alone and not within a hex number."""
    sides = (raw, raw.lower())
    return [
        form
        for form in forms
        if any(form in side and _alone(form, side) for side in sides)
    ]


def _alone(form: bytes, raw: bytes) -> bool:
    if re.fullmatch(rb"[0-9a-f]+", form) is None:
        return True
    # A number within the hexadecimal digits of a random id is chance.
    return re.search(rb"(?<![0-9a-f])" + form + rb"(?![0-9a-f])", raw) is not None


def files_of(folder: Path) -> dict[str, bytes]:
    """Give every byte of store and keys, journals and hidden files too."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for name in ("store", "keys")
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    }


def hits(folder: Path, wanted: Iterable[str]) -> set[str]:
    """Give the files in which a value stands, and never the value."""
    forms = {form for text in wanted for form in forms_of(text)}
    return {name for name, raw in files_of(folder).items() if found_in(raw, forms)}


def fill(vault: Vault, clock: FixedClock) -> int:
    """Keep, screen and sign for some, disclose by every release, withdraw one."""
    for path in files_for("intakes"):
        vaults.keep_demo(vault, path.stem)
        clock.advance(timedelta(minutes=1))
    for path in files_for("screens"):
        vaults.screen_demo(vault, path)
    clock.move_to(vaults.EVENING)
    sent, subject = 0, ""
    for path in files_for("releases"):
        subject, release = vaults.release_of(vault, path.stem)
        vault.sign(subject, release, actor=vaults.STAFF)
        agency = release.recipients[0].partition("#")[0]
        try:
            vaults.send(vault, subject, agency, release.purpose[0])
        except (Refused, ObligationOpen):
            continue
        sent += 1
    vault.withdraw(subject, actor=vaults.STAFF)
    vault.read(
        subject, actor=vaults.STAFF, purpose="safety_planning", need_to_know=PLANTED
    )
    vault.verify()
    return sent


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, set[str], int]:
    folder = tmp_path_factory.mktemp("sealed")
    clock = FixedClock(vaults.MORNING)
    with vaults.new_vault(folder, clock=clock) as vault:
        sent = fill(vault, clock)
        wanted = sensitive(
            record
            for path in files_for("intakes")
            for record in vaults.intake_of(vault, path.stem).records
        )
        # While it is open, so that journals are searched as well.
        assert set() == hits(folder, wanted)
    return folder, wanted, sent


def test_no_sensitive_value_should_stand_in_clear(
    filled: tuple[Path, set[str], int],
) -> None:
    """A store and its keys should hold no sensitive value in any usual encoding."""
    folder, wanted, sent = filled

    assert len(wanted) > 40
    assert sent > 6
    assert {"store/vault.db", "keys/root.json", "keys/wraps.db"} <= set(
        files_of(folder)
    )
    assert set() == hits(folder, wanted)


def test_every_intake_file_should_give_values_to_search(
    filled: tuple[Path, set[str], int],
) -> None:
    """The values searched should be some of what the input files say themselves."""
    _, wanted, _ = filled
    said = b"".join(path.read_bytes() for path in (DEMO / "intakes").glob("*.json"))

    assert PLANTED in wanted
    assert [
        path.name
        for path in files_for("intakes")
        if not any(text.encode() in path.read_bytes() for text in wanted)
    ] == []
    assert found_in(said, forms_of(PLANTED))


@pytest.mark.parametrize(
    "planted",
    [PLANTED.encode(), PLANTED.encode("utf-16-le"), PLANTED.casefold().encode()],
    ids=["utf-8", "utf-16", "casefolded"],
)
def test_a_planted_value_should_be_found(
    filled: tuple[Path, set[str], int], tmp_path: Path, planted: bytes
) -> None:
    """A search should find a value that somebody wrote into the database in clear."""
    folder, wanted, _ = filled
    for name, raw in files_of(folder).items():
        place = tmp_path / name
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(raw)
    database = sqlite3.connect(tmp_path / "store" / "vault.db")
    with database:
        database.execute("DROP TRIGGER fjc_event_no_UPDATE")
        database.execute("UPDATE fjc_event SET sealed = ? WHERE seq = 1", (planted,))
    database.close()

    assert {"store/vault.db"} == hits(tmp_path, wanted)


def test_a_planted_number_should_be_found() -> None:
    """A search should tell a number that stands alone from one in a random id."""
    forms = forms_of("4405")

    assert found_in(b"report 4405.", forms)
    assert found_in(b"0a4405ff", forms) == []
