from __future__ import annotations

import json
import stat

import pytest

from fjcore.crypto import Cost, KeyContext, LocalKeyring
from fjcore.crypto.derive import new_key
from fjcore.errors import AccessRefused, CryptoError, FormatError, KeyUnavailable
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
    assert 0o600 == stat.S_IMODE(file.stat().st_mode)
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


@pytest.mark.parametrize("name", ["salt", "nonce", "sealed", "iterations"])
def test_an_edited_file_does_not_open(file, name):
    """A file edited anywhere should not open."""
    said = json.loads(file.read_text())
    value = said[name]
    said[name] = value + 1 if isinstance(value, int) else "0" * len(value)
    file.write_text(json.dumps(said))

    with pytest.raises(CryptoError):
        LocalKeyring.open(file, Secret(WORDS))
