"""Whether the FIPS profile is kept to, as the command says it."""

from __future__ import annotations

import json

import pytest
from cryptography.hazmat.backends.openssl import backend

from fjcore.cli.profile import told
from fjcore.crypto import Cap
from fjcore.vault import RingState


def ring(name: str, *caps: Cap) -> RingState:
    return RingState(id=name, place="keys.keyring", caps=caps)


@pytest.mark.parametrize("mode", [True, False], ids=str)
def test_a_local_keyring_is_not_of_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, mode: bool
) -> None:
    """A site whose keyring is local should not pass, whatever OpenSSL says."""
    monkeypatch.setattr(backend, "_fips_enabled", mode)
    kept = [told([ring("local")], as_json=way) for way in (True, False)]
    data, end, shown = capsys.readouterr().out.partition("\n}\n")
    said = json.loads(data + end)

    assert [False, False] == kept
    assert (False, mode) == (said["kept"], said["openssl"])
    assert {"local": "refused"} == said["keyrings"]
    assert "keyring local: not of the profile" in shown
    assert "the FIPS profile is not kept to here" in shown


@pytest.mark.parametrize(
    ("caps", "state"),
    [((Cap.FIPS,), "says that its modules are validated"), ((), "ask for its")],
    ids=["validated", "unknown"],
)
def test_other_keyrings(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    caps: tuple[Cap, ...],
    state: str,
) -> None:
    """Another keyring should pass with OpenSSL, and what it says of itself be told."""
    monkeypatch.setattr(backend, "_fips_enabled", True)
    kept = told([ring("demo.one", *caps)], as_json=False)
    shown = capsys.readouterr().out

    assert kept
    assert f"keyring demo.one: {state}" in shown
    assert "kept to here, as far as can be asked" in shown
