from __future__ import annotations

import json
import os
import stat

import attrs
import pytest

from fjcore.crypto import Cost, KeyContext, LocalKeyring, RootKeyring
from fjcore.crypto.derive import new_key
from fjcore.errors import (
    AccessRefused,
    CryptoError,
    CryptoRefused,
    FormatError,
    KeyMismatch,
    KeyUnavailable,
)
from fjcore.values import Secret

CHEAP = Cost(iterations=1, lanes=1, memory=8 * 1024)
CONTEXT = KeyContext(
    kind="custody", vault_id="aa" * 16, holder_id="h", epoch=1, commitment=bytes(32)
)
WORDS = "correct horse battery staple"


@pytest.fixture(name="file")
def _file(tmp_path):
    path = tmp_path / "keys" / "root.json"
    LocalKeyring.create(path, Secret(WORDS), cost=CHEAP)
    return path


def test_a_keyring_opens_with_its_passphrase(tmp_path):
    """A key wrapped before should unwrap after the file is opened again."""
    path, key = tmp_path / "root.json", new_key()
    wrapped = LocalKeyring.create(path, Secret(WORDS), cost=CHEAP).wrap(key, CONTEXT)

    assert key == LocalKeyring.open(path, Secret(WORDS)).unwrap(wrapped, CONTEXT)


def test_a_passphrase_is_the_same_however_it_is_typed(tmp_path):
    """Composed and decomposed letters should be one passphrase."""
    path = tmp_path / "root.json"
    LocalKeyring.create(path, Secret("Lucía y Ángel en casa"), cost=CHEAP)

    LocalKeyring.open(path, Secret("Luci\u0301a y A\u0301ngel en casa"))


def test_a_wrong_passphrase_is_refused(file):
    """A wrong passphrase should be refused, naming the file and nothing else."""
    with pytest.raises(AccessRefused) as caught:
        LocalKeyring.open(file, Secret("correct horse battery stapler"))

    assert "root.json" in str(caught.value)
    assert "staple" not in str(caught.value)
    assert caught.value.__context__ is None


def test_a_file_is_private_and_never_overwritten(file):
    """A keyring's file should be its owner's alone, and stand once it is made."""
    before = file.read_bytes()

    with pytest.raises(AccessRefused):
        LocalKeyring.create(file, Secret(WORDS), cost=CHEAP)
    assert before == file.read_bytes()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [file] == list(file.parent.iterdir())


def test_a_missing_file_is_named(tmp_path):
    """A file that is not there should be named."""
    with pytest.raises(KeyUnavailable, match=r"root\.json"):
        LocalKeyring.open(tmp_path / "root.json", Secret(WORDS))


@pytest.mark.parametrize("cut", [0, 1, 50, 200])
def test_a_truncated_file_is_refused(file, cut):
    """A file cut short should be refused as damaged."""
    file.write_bytes(file.read_bytes()[:cut])

    with pytest.raises(FormatError, match=r"root\.json"):
        LocalKeyring.open(file, Secret(WORDS))


@pytest.mark.parametrize(
    "change",
    [
        {"memory": 1 << 40},
        {"memory": 1},
        {"iterations": 0},
        {"lanes": True},
        {"kdf": "none"},
        {"salt": "zz" * 16},
        {"sealed": "00"},
        {"more": 1},
    ],
    ids=str,
)
def test_a_hostile_file_is_refused(file, change):
    """A file should not be able to ask for too much, too little or something else."""
    said = {**json.loads(file.read_text()), **change}
    file.write_text(json.dumps(said))

    with pytest.raises(FormatError):
        LocalKeyring.open(file, Secret(WORDS))


@pytest.mark.parametrize("words", ["", "hunter\udc80"])
def test_a_passphrase_that_is_no_text_is_refused(tmp_path, file, words):
    """A passphrase that is empty or no text should be refused and never carried."""
    for act in (
        lambda: LocalKeyring.create(tmp_path / "new.json", Secret(words), cost=CHEAP),
        lambda: LocalKeyring.open(file, Secret(words)),
    ):
        with pytest.raises(AccessRefused) as caught:
            act()
        assert caught.value.__context__ is None
        assert "hunter" not in str(caught.value)

    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize("change", [{"memory": 8 * 1024 - 1}, {"iterations": 17}])
def test_no_file_is_made_that_would_not_open(tmp_path, change):
    """A cost that no file may ask for should be refused before a key is made."""
    path = tmp_path / "root.json"

    with pytest.raises(CryptoRefused, match=r"root\.json"):
        LocalKeyring.create(path, Secret(WORDS), cost=attrs.evolve(CHEAP, **change))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["fsync", "link"])
def test_a_fault_while_writing_leaves_nothing(tmp_path, monkeypatch, step):
    """A disk that fails in the middle should leave no file, whole or half."""

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(AccessRefused) as caught:
        LocalKeyring.create(tmp_path / "root.json", Secret(WORDS), cost=CHEAP)

    assert caught.value.__context__ is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["memory", "local"])
def test_a_closed_keyring_seals_nothing(file, kind):
    """A closed keyring should refuse, not seal under a root key of zeros."""
    local = LocalKeyring.open(file, Secret(WORDS))
    keyring = local if kind == "local" else RootKeyring()
    wrapped = keyring.wrap(new_key(), CONTEXT)
    keyring.close()

    with pytest.raises(KeyUnavailable, match=kind):
        keyring.wrap(new_key(), CONTEXT)
    with pytest.raises(KeyUnavailable, match=kind):
        keyring.unwrap(wrapped, CONTEXT)


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "identity"},
        {"vault_id": "ab" * 16},
        {"holder_id": "i"},
        {"epoch": 2},
        {"commitment": bytes(31) + b"x"},
        {"subject_id": "aa" * 16},
        {"compartment": "legal"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_wrap_opens_in_its_own_context_only(file, change):
    """A key wrapped for one place should be refused at any other."""
    keyring = LocalKeyring.open(file, Secret(WORDS))
    wrapped = keyring.wrap(new_key(), CONTEXT)

    with pytest.raises(KeyMismatch) as caught:
        keyring.unwrap(wrapped, attrs.evolve(CONTEXT, **change))
    assert caught.value.__context__ is None


@pytest.mark.parametrize("name", ["salt", "nonce", "sealed", "iterations"])
def test_an_edited_file_does_not_open(file, name):
    """A file edited anywhere should not open."""
    said = json.loads(file.read_text())
    value = said[name]
    said[name] = value + 1 if isinstance(value, int) else "0" * len(value)
    file.write_text(json.dumps(said))

    with pytest.raises(CryptoError):
        LocalKeyring.open(file, Secret(WORDS))
