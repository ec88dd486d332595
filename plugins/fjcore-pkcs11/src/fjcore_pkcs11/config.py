"""What a site file says under ``[plugins.fjcore-pkcs11]``."""

from __future__ import annotations

from enum import StrEnum

from attrs import frozen


class Mechanism(StrEnum):
    """How the token seals a key; each binds it to its context."""

    #: AES-256 in GCM, the context as associated data. Source: SP 800-38D; CKM_AES_GCM.
    AES_GCM = "aes-gcm"
    #: AES key wrap, for tokens without GCM: the context's hash is wrapped with the key.
    #: Source: RFC 3394; CKM_AES_KEY_WRAP.
    AES_KEY_WRAP = "aes-key-wrap"
    #: RSA with OAEP, the context's hash beside the key. Source: RFC 8017, section 7.1.
    RSA_OAEP_SHA1 = "rsa-oaep-sha1"
    RSA_OAEP_SHA256 = "rsa-oaep-sha256"

    @property
    def rsa(self) -> bool:
        """Whether its key is a pair."""
        return self in (Mechanism.RSA_OAEP_SHA1, Mechanism.RSA_OAEP_SHA256)


@frozen(kw_only=True)
class Config:
    """Settings: the maker's library, the token and the key by their labels, the PIN.

    ``pin`` says where the PIN is, ``env:NAME`` or ``file:PATH``. ``earlier`` are keys
    that opened what was wrapped before ``key`` was in use.
    """

    module: str
    token: str
    key: str
    pin: str
    mechanism: Mechanism = Mechanism.AES_GCM
    earlier: tuple[str, ...] = ()
