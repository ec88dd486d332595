from __future__ import annotations

import pytest
from cryptography.hazmat.backends.openssl import backend

from fjcore.crypto import Cap, Finding, RootKeyring, fips_findings


class Validated(RootKeyring):
    def __init__(self):
        super().__init__(name="validated")
        self.caps = frozenset({Cap.FIPS})


@pytest.mark.parametrize(
    ("said", "passed"), [(True, True), (False, False), (1, False), (None, False)]
)
def test_openssl(monkeypatch, said, passed):
    """Only a plain yes of OpenSSL should pass."""
    monkeypatch.setattr(backend, "_fips_enabled", said)

    assert (Finding("openssl", passed),) == fips_findings()


def test_what_cannot_be_told_does_not_pass(monkeypatch):
    """Where OpenSSL can no longer be asked, that should not pass for a yes."""
    monkeypatch.delattr(backend, "_fips_enabled")

    assert (Finding("openssl", False),) == fips_findings()


def test_keyrings():
    """A keyring should pass when it says that its modules are validated."""
    found = [fips_findings(ring)[1].passed for ring in (Validated(), RootKeyring())]

    assert [True, False] == found
