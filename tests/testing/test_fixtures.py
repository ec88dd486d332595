"""The fixtures of the kit, and the tools that they give."""

from __future__ import annotations

import socket

import pytest

from fjcore.errors import DeliveryFailed, NotCommitted
from fjcore.sdk import PluginState
from fjcore.testing.canaries import Canaries
from fjcore.testing.disclosures import AT, disclosure
from fjcore.testing.pytest import (
    NetworkTouched,
    clock,
    gate,
    keyring,
    no_network,
    registry,
)

from .kit import MANIFEST, Box, module

__all__ = ["clock", "gate", "keyring", "no_network", "registry"]


def test_registry(registry):
    """A registry should be built of the plugins it is handed."""
    from fjcore.sdk import parse_manifest

    got = registry((parse_manifest(MANIFEST), module()))
    states = {row.name: row.state for row in got.report}

    assert PluginState.ENABLED == states["fjcore-demo"]


def test_gate(gate, clock, tmp_path):
    """A gate should hand over what is committed, and count it."""
    got = gate.pass_on(Box(tmp_path))

    assert AT == clock.now()
    assert [disclosure().id] == gate.handed == [got.reference]
    with pytest.raises(NotCommitted):
        gate.pass_on(Box(tmp_path), committed=False)
    with pytest.raises(DeliveryFailed):
        gate.pass_on(Box(tmp_path, mute=True))
    assert 1 == len(gate.handed)


def test_keyring(keyring):
    """A keyring of the kit should wrap and unwrap."""
    from fjcore.testing.keyrings import context_of
    from fjcore.values import SecretBytes

    key = SecretBytes(bytes(range(32)))
    wrapped = keyring.wrap(key, context_of(key))

    assert key.reveal() == keyring.unwrap(wrapped, context_of(key)).reveal()


def test_no_network(no_network):
    """No name should be looked up, and no socket connect."""
    with pytest.raises(NetworkTouched):
        socket.getaddrinfo("example.org", 443)
    with pytest.raises(NetworkTouched), socket.socket() as held:
        held.connect(("127.0.0.1", 9))


def test_canaries_are_found(tmp_path):
    """A planted token should be found in a text, an error, a file and a file's name."""
    made = Canaries()
    one, two = made.token(), made.token()
    (tmp_path / "a").write_text(f"x{one}x")
    (tmp_path / two).write_text("")

    assert [one] == made.found_in(one.upper())
    assert [] == made.found_in(one, granted=[one])
    assert {one, two} == set(made.found_in_files(tmp_path))
    assert [one] == made.found_in_error(_raised(one))
    assert Canaries(seed=2).token() != Canaries(seed=1).token() == one


def _raised(token):
    held = f"name {token}"
    try:
        raise ValueError(len(held))
    except ValueError as error:
        return error


PRINTING = """
import logging
import warnings
pytest_plugins = ["fjcore.testing.pytest"]

def test_quiet(canaries):
    assert canaries.person().names

def test_printed(canaries):
    print(canaries.token())

def test_logged(canaries):
    logging.getLogger("x").info("said %s", canaries.token())

def test_warned(canaries):
    warnings.warn(canaries.token())

def test_written(canaries, tmp_path):
    (tmp_path / "f").write_text(canaries.token())
"""


@pytest.mark.nightly
def test_canary_fixture(tmp_path):
    """A test that prints, logs, warns of or writes a planted token should fail."""
    import subprocess
    import sys

    (tmp_path / "test_it.py").write_text(PRINTING)
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*words, str(tmp_path)], capture_output=True, text=True, check=False
    )

    assert "5 passed, 4 errors" in done.stdout
    for place in ("printed", "logged", "warned of", "written"):
        assert f"a planted token was {place}" in done.stdout
