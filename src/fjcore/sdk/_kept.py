"""Whether an object of a plugin has what its contract asks for (R11)."""

from __future__ import annotations

from types import FunctionType
from typing import Any

from fjcore.sdk.contracts import AlertChannel, Connector, Exporter, Keyring
from fjcore.sdk.signatures import is_plain, parameters


def keeps(item: Any, contract: type) -> bool:
    """Whether an object has a contract's methods, with its parameters (R11)."""
    for name, wanted in vars(contract).items():
        if name.startswith("_") or type(wanted) is not FunctionType:
            continue
        method = next(
            (vars(base)[name] for base in type(item).__mro__ if name in vars(base)),
            None,
        )
        if type(method) is not FunctionType or not is_plain(method):
            return False
        names = parameters(method)
        if names is None or names[1:] != (parameters(wanted) or ())[1:]:
            return False
    return True


def is_connector(item: object) -> bool:
    """Whether an object can send and close as a connector must."""
    return keeps(item, Connector)


def is_keyring(item: object) -> bool:
    """Whether an object can wrap, unwrap and close as a keyring must."""
    return keeps(item, Keyring)


def is_channel(item: object) -> bool:
    """Whether an object can tell and close as a channel must."""
    return keeps(item, AlertChannel)


def is_exporter(item: object) -> bool:
    """Whether an object can write as an exporter must."""
    return keeps(item, Exporter)
