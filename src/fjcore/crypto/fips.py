"""Whether this machine keeps to the FIPS profile, as far as can be asked."""

from __future__ import annotations

from attrs import frozen

from fjcore.crypto.keyring import Cap, Keyring

#: What the profile allows and refuses of this package. Not confirmed by a laboratory.
ALLOWED = (
    "suite 01: AES-256-GCM",
    "suite 02: AES-256-GCM in chunks, HKDF-Expand-SHA-512",
    "HMAC-SHA-256, HMAC-SHA-512",
    "Ed25519 (FIPS 186-5)",
)
REFUSED = (
    "Argon2id: the local keyring's passphrase",
    "HPKE with X25519: bundles",
)


@frozen
class Finding:
    """One thing that was looked at, and whether it is as the profile wants."""

    name: str
    passed: bool


def fips_findings(keyring: Keyring | None = None) -> tuple[Finding, ...]:
    """Look at the library's OpenSSL, and at a keyring where one is given.

    Shape: a finding each for ``openssl`` and ``keyring``; where it cannot be told, it
    did not pass. reviewed: false.
    """
    found = [Finding("openssl", _openssl_says())]
    if keyring is not None:
        found.append(Finding("keyring", Cap.FIPS in keyring.caps))
    return tuple(found)


def _openssl_says() -> bool:
    """Whether OpenSSL runs in its FIPS mode; what tells it is no public interface."""
    try:
        from cryptography.hazmat.backends.openssl.backend import backend

        return backend._fips_enabled is True
    except (ImportError, AttributeError):
        return False
