"""A database or key store that was cut short or garbled is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from support import vaults
from support.vaults import LEGAL, STAFF

from fjcore.errors import FjcoreError, StoreBroken


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    with vaults.new_vault(folder) as vault:
        subject = vaults.keep_demo(vault, "01-oconnor").subject
        vaults.sign_demo(vault, "01-oconnor-1-legal")
        vault.disclose(subject, to=LEGAL, purpose="protection_order", actor=STAFF)
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    shutil.copytree(finished, tmp_path, dirs_exist_ok=True)
    return tmp_path


def fault(folder: Path) -> FjcoreError:
    """Give the one error that opening and verifying a vault ends with."""
    with pytest.raises(FjcoreError) as caught, vaults.reopened(folder) as vault:
        vault.verify()

    assert caught.value.__context__ is None
    return caught.value


def cut(path: Path, keep: Callable[[int], int]) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: keep(len(raw))])


@pytest.mark.parametrize("file", ["store/vault.db", "keys/wraps.db"])
@pytest.mark.parametrize(
    "keep",
    [
        lambda size: 0,
        lambda size: 50,
        lambda size: 100,
        lambda size: 4096,
        lambda size: size // 2,
        lambda size: size - 4096,
        lambda size: size - 1,
    ],
    ids=["nothing", "50", "100", "one page", "half", "less a page", "less a byte"],
)
def test_a_truncated_file_should_be_named(
    folder: Path, file: str, keep: Callable[[int], int]
) -> None:
    """A database cut short should be named by its file."""
    cut(folder / file, keep)
    found = fault(folder)

    assert StoreBroken is type(found)
    assert Path(file).name == found.where


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("suites", "'x'"),
        ("state", "'x'"),
        ("kind", "kind || 'x'"),
        ("created_at", "-4611686018427387904"),
    ],
)
def test_a_garbled_key_record_should_be_told(
    folder: Path, column: str, value: str
) -> None:
    """A key record that cannot be read should end with an error of this library."""
    database = sqlite3.connect(folder / "store" / "vault.db")
    with closing(database), database:
        database.execute(f"UPDATE fjc_key SET {column} = {value}")

    assert isinstance(fault(folder), FjcoreError)


@pytest.mark.parametrize(
    "text", [b"tablefjc_audit_detail", b"CREATE TABLE fjc_meta", b"fjc_event_no_DELETE"]
)
@pytest.mark.parametrize("place", [2, 8, 14])
def test_a_garbled_schema_should_name_the_file(
    folder: Path, text: bytes, place: int
) -> None:
    """A schema that is no text should end with an error naming the file."""
    path = folder / "store" / "vault.db"
    raw = bytearray(path.read_bytes())
    raw[raw.index(text) + place] = 0xCC
    path.write_bytes(raw)
    found = fault(folder)

    assert StoreBroken is type(found)
    assert path.name == found.where


def test_a_head_that_is_no_file_should_be_told(folder: Path) -> None:
    """A head outside that cannot be read should not pass for one never signed."""
    path = folder / "keys" / "audit-head.note"
    path.unlink()
    path.mkdir()
    found = fault(folder)

    assert path.name in found.where


def test_a_garbled_key_store_should_name_the_file(folder: Path) -> None:
    """A key store whose pages are garbled should be named by its file, once."""
    path = folder / "keys" / "wraps.db"
    raw = path.read_bytes()
    path.write_bytes(raw[:100] + bytes(reversed(raw[100:])))
    found = fault(folder)

    assert StoreBroken is type(found)
    assert path.name == found.where
