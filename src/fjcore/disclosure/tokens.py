"""The name that one recipient has for a person, and nobody else."""

from __future__ import annotations

from fjcore.redaction.tokens import token_text
from fjcore.values import SecretBytes


def subject_token(key: SecretBytes, subject: str) -> str:
    """Give a person's name for the recipient whose key it is.

    The same in every disclosure to it, so that it can file them together and find
    them when permission is taken back; two recipients cannot join their files by it.
    It is still personal: "encoded, encrypted, hashed or not".
    Shape: ``per_`` and 26 of ``a-z 2-7``.
    Source: 34 U.S.C. 12291(a)(25)(D); docs/reference/disclosures.md.
    """
    return token_text("person", subject.encode(), key)
