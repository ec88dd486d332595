"""How a key is sealed by each mechanism, within one session."""

from __future__ import annotations

import hashlib
import hmac
import os
from typing import Any

import pkcs11
from pkcs11 import Attribute, KeyType, ObjectClass

from fjcore_pkcs11.config import Mechanism

_NONCE, _TAG_BITS, _KEY = 12, 128, 32

#: Key wrap gives the same for the same: so many random bytes go before the key.
_SALT = 16

_OAEP = {
    Mechanism.RSA_OAEP_SHA1: (pkcs11.Mechanism.SHA_1, pkcs11.MGF.SHA1, None),
    Mechanism.RSA_OAEP_SHA256: (pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, None),
}

#: A key of the session only, whose value may be read: it is what is being wrapped.
_PASSING = {
    Attribute.TOKEN: False,
    Attribute.SENSITIVE: False,
    Attribute.EXTRACTABLE: True,
}


def root_key(session: Any, label: str, mechanism: Mechanism, *, public: bool) -> Any:
    """Find the root key, or the public half of it; raises as the token does."""
    kind = ObjectClass.SECRET_KEY
    if mechanism.rsa:
        kind = ObjectClass.PUBLIC_KEY if public else ObjectClass.PRIVATE_KEY
    return session.get_key(object_class=kind, label=label)


def stays(root: Any) -> bool:
    """Whether a token gives a key to nobody."""
    return bool(root[Attribute.SENSITIVE]) and not root[Attribute.EXTRACTABLE]


def seal(
    session: Any, root: Any, mechanism: Mechanism, key: bytes, context: bytes
) -> bytes:
    """Seal a key to its context; raises as the token does."""
    if mechanism is Mechanism.AES_GCM:
        nonce = os.urandom(_NONCE)
        return nonce + bytes(root.encrypt(key, **_gcm(nonce, context)))
    if mechanism is Mechanism.AES_KEY_WRAP:
        return _wrap(session, root, os.urandom(_SALT) + key + _digest(context))
    both = key + _digest(context)
    return bytes(root.encrypt(both, **_oaep(mechanism)))


def unseal(
    root: Any, mechanism: Mechanism, blob: bytes, context: bytes
) -> bytes | None:
    """Open a sealed key; None when it is of another context.

    Raises as the token does.
    """
    if mechanism is Mechanism.AES_GCM:
        nonce, rest = blob[:_NONCE], blob[_NONCE:]
        if len(rest) != _KEY + _TAG_BITS // 8:
            return None
        return bytes(root.decrypt(rest, **_gcm(nonce, context)))
    if mechanism is Mechanism.AES_KEY_WRAP:
        both = _unwrap(root, blob)[_SALT:]
    else:
        both = bytes(root.decrypt(blob, **_oaep(mechanism)))
    key, said = both[:_KEY], both[_KEY:]
    return key if hmac.compare_digest(said, _digest(context)) else None


def _digest(context: bytes) -> bytes:
    return hashlib.sha256(context).digest()


def _gcm(nonce: bytes, context: bytes) -> dict[str, Any]:
    params = pkcs11.GCMParams(nonce, context, _TAG_BITS)
    return {"mechanism": pkcs11.Mechanism.AES_GCM, "mechanism_param": params}


def _oaep(mechanism: Mechanism) -> dict[str, Any]:
    return {
        "mechanism": pkcs11.Mechanism.RSA_PKCS_OAEP,
        "mechanism_param": _OAEP[mechanism],
    }


def _wrap(session: Any, root: Any, both: bytes) -> bytes:
    passing = session.create_object(
        {
            Attribute.CLASS: ObjectClass.SECRET_KEY,
            Attribute.KEY_TYPE: KeyType.GENERIC_SECRET,
            Attribute.VALUE: both,
            **_PASSING,
        }
    )
    try:
        mechanism = pkcs11.Mechanism.AES_KEY_WRAP
        return bytes(root.wrap_key(passing, mechanism=mechanism))
    finally:
        passing.destroy()


def _unwrap(root: Any, blob: bytes) -> bytes:
    passing = root.unwrap_key(
        ObjectClass.SECRET_KEY,
        KeyType.GENERIC_SECRET,
        blob,
        mechanism=pkcs11.Mechanism.AES_KEY_WRAP,
        template=_PASSING,
    )
    try:
        return bytes(passing[Attribute.VALUE])
    finally:
        passing.destroy()
