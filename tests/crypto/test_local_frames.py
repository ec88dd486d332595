"""No error of the local keyring carries a passphrase or a key away in its frames."""

from __future__ import annotations

import os

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from support.frames import frames_of, places_of, printed, texts_in

from fjcore.crypto import Cost, LocalKeyring
from fjcore.crypto.local import _KIND
from fjcore.crypto.passfile import open_file
from fjcore.errors import AccessRefused, CryptoError, FormatError, KeyUnavailable
from fjcore.values import Secret

CHEAP = Cost(iterations=1, lanes=1, memory=8 * 1024)
WORDS = "correct horse battery staple"
MARK = "quokkazephyr"


@pytest.fixture(name="file")
def _file(tmp_path):
    path = tmp_path / "root.json"
    LocalKeyring.create(path, Secret(WORDS), cost=CHEAP)
    return path


@pytest.fixture(name="keys")
def _keys(monkeypatch):
    """Every key that was stretched from a passphrase."""
    made, derive = [], Argon2id.derive

    class Watched:
        def __init__(self, **said):
            self.inner = Argon2id(**said)

        def derive(self, letters):
            made.append(derive(self.inner, letters))
            return made[-1]

    monkeypatch.setattr("fjcore.crypto.passfile.Argon2id", Watched)
    return made


def fault(act):
    with pytest.raises(CryptoError) as caught:
        act()
    assert caught.value.__context__ is None
    return caught.value


def test_a_refused_passphrase_is_in_no_frame(file, keys):
    """A wrong passphrase should be in no frame, nor the key that came of it."""
    error = fault(lambda: LocalKeyring.open(file, Secret(MARK)))

    assert AccessRefused is type(error)
    assert [] == places_of(error, MARK)
    assert [] == places_of(error, keys[0].decode("latin-1"))
    assert MARK not in printed(error)


@pytest.mark.parametrize("step", ["there", "fsync", "link"])
def test_a_keyring_that_is_not_made_is_in_no_frame(
    file, tmp_path, keys, monkeypatch, step
):
    """A keyring that cannot be written should leave no passphrase and no key."""

    def fail(*_):
        raise OSError("disk full")

    if step != "there":
        monkeypatch.setattr(os, step, fail)
    path = file if step == "there" else tmp_path / "other.json"
    error = fault(lambda: LocalKeyring.create(path, Secret(MARK), cost=CHEAP))
    sizes = {len(text) for f in frames_of(error) for text in texts_in(f.f_locals)}

    assert [] == places_of(error, MARK)
    assert [] == places_of(error, keys[0].decode("latin-1"))
    assert MARK not in printed(error)
    assert 32 not in sizes


@pytest.mark.parametrize("act", ["open", "create"])
def test_too_little_memory_carries_nothing_away(file, tmp_path, monkeypatch, act):
    """Where memory does not reach, the passphrase that was tried should be dropped."""

    class Starved:
        def __init__(self, **said):
            pass

        def derive(self, letters):
            raise MemoryError(letters)

    monkeypatch.setattr("fjcore.crypto.passfile.Argon2id", Starved)
    acts = {
        "open": lambda: LocalKeyring.open(file, Secret(MARK)),
        "create": lambda: LocalKeyring.create(tmp_path / "new.json", Secret(MARK)),
    }
    error = fault(acts[act])

    assert KeyUnavailable is type(error)
    assert [] == places_of(error, MARK)
    assert MARK not in printed(error)


def test_a_damaged_file_is_in_no_frame(file):
    """What a damaged file still holds should not travel with its error."""
    file.write_text(file.read_text().replace("argon2id", MARK))
    error = fault(lambda: LocalKeyring.open(file, Secret(WORDS)))

    assert FormatError is type(error)
    assert [] == places_of(error, MARK) + places_of(error, WORDS)


@pytest.mark.parametrize("make", [os.mkfifo, os.mkdir], ids=["pipe", "folder"])
def test_what_is_no_file_is_no_keyring(tmp_path, make):
    """A pipe or a folder in place of the file should be refused at once."""
    make(tmp_path / "root.json")

    assert KeyUnavailable is type(
        fault(lambda: LocalKeyring.open(tmp_path / "root.json", Secret(WORDS)))
    )


def test_the_frames_within_would_be_found(file, keys):
    """The same error inside, before its frames are dropped, should be found out."""
    error = fault(lambda: open_file(_KIND, file, Secret(MARK)))

    assert places_of(error, keys[0].decode("latin-1"))
