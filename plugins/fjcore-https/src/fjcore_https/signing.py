"""HTTP message signatures, in the one shape this connector sends.

Source: RFC 9421 (HTTP Message Signatures), RFC 9530 (Digest Fields).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

#: What is signed, in this order (RFC 9421, 2.2 and 2.1).
COVERED = ("@method", "@target-uri", "content-digest", "idempotency-key")
_LABEL = "fjcore"


def digest_of(body: bytes) -> str:
    """Give the ``Content-Digest`` of a body (RFC 9530, 2)."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signed(
    *, url: str, body: bytes, key: str, created: int, by: Ed25519PrivateKey, key_id: str
) -> Mapping[str, str]:
    """Give the fields that sign a POST: digest, key, signature and its input.

    Units: ``created`` in seconds since 1970.
    """
    fields = {"content-digest": digest_of(body), "idempotency-key": f'"{key}"'}
    values = {"@method": "POST", "@target-uri": url, **fields}
    covered = " ".join(f'"{name}"' for name in COVERED)
    given = f'({covered});created={created};keyid="{key_id}";alg="ed25519"'
    base = "\n".join(
        [
            *(f'"{name}": {values[name]}' for name in COVERED),
            f'"@signature-params": {given}',
        ]
    )
    signature = base64.b64encode(by.sign(base.encode())).decode()
    return {
        "Content-Digest": fields["content-digest"],
        "Idempotency-Key": fields["idempotency-key"],
        "Signature-Input": f"{_LABEL}={given}",
        "Signature": f"{_LABEL}=:{signature}:",
    }
