"""Making a root key on a token, of a kind that cannot leave it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pkcs11 import Attribute, KeyType, MechanismFlag, ObjectClass
from pkcs11 import exceptions as p11

from fjcore.sdk import CryptoRefused, read_secret
from fjcore_pkcs11.config import Config, Mechanism
from fjcore_pkcs11.faults import Fault, fault_of
from fjcore_pkcs11.sessions import Sessions

_RSA_BITS, _AES_BITS = 3072, 256

_STAYS = {
    Attribute.PRIVATE: True,
    Attribute.SENSITIVE: True,
    Attribute.EXTRACTABLE: False,
}


def make_key(config: Config, folder: str) -> None:
    """Make the key that some settings name, on the token that they name.

    Raises: CryptoRefused, when a key of this label is there already, or the token does
    not make such keys; KeyringUnreachable, AccessRefused, PinLocked, KeyringDenied.
    """
    pin = read_secret(config.pin, folder)
    sessions = Sessions(str(Path(folder) / config.module), config.token, pin)
    fault: Fault | None = None
    try:
        with sessions.alone():
            session = sessions.session()
            try:
                if list(session.get_objects({Attribute.LABEL: config.key})):
                    fault = CryptoRefused(config.key)
                else:
                    _make(session, config)
            except p11.PKCS11Error as error:
                fault = fault_of(error, config.key)
    finally:
        sessions.close()
    if fault is not None:
        raise fault


def _make(session: Any, config: Config) -> None:
    if config.mechanism.rsa:
        session.generate_keypair(
            KeyType.RSA,
            _RSA_BITS,
            label=config.key,
            store=True,
            capabilities=MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT,
            private_template=_STAYS,
        )
        return
    can = MechanismFlag.ENCRYPT | MechanismFlag.DECRYPT
    if config.mechanism is Mechanism.AES_KEY_WRAP:
        can = MechanismFlag.WRAP | MechanismFlag.UNWRAP
    session.generate_key(
        KeyType.AES,
        _AES_BITS,
        label=config.key,
        store=True,
        capabilities=can,
        template={Attribute.CLASS: ObjectClass.SECRET_KEY, **_STAYS},
    )
