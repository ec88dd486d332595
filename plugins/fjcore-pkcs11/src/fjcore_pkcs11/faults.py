"""What the errors of a token mean to a keyring."""

from __future__ import annotations

from pkcs11 import exceptions as p11

from fjcore.sdk import (
    AccessRefused,
    CryptoRefused,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    PinLocked,
    RootKeyMissing,
)

#: The token, or what leads to it, is not there, or has no room just now.
AWAY = (
    *(p11.NoSuchToken, p11.TokenNotPresent, p11.TokenNotRecognised),
    *(p11.SlotIDInvalid, p11.DeviceRemoved, p11.DeviceError, p11.DeviceMemory),
    *(p11.HostMemory, p11.SessionCount, p11.SessionClosed),
    *(p11.SessionHandleInvalid, p11.UserNotLoggedIn),
)

#: A session, or what was found in it, is of no more use; a new one may well be.
LOST = (
    *(p11.SessionClosed, p11.SessionHandleInvalid, p11.ObjectHandleInvalid),
    *(p11.KeyHandleInvalid, p11.UserNotLoggedIn, p11.OperationActive),
)

#: What was to be opened is not what was sealed. Tokens differ in what they say of it,
#: and some say no more than that something failed.
ALTERED = (
    *(p11.GeneralError, p11.FunctionFailed, p11.DataInvalid, p11.DataLenRange),
    *(p11.EncryptedDataInvalid, p11.EncryptedDataLenRange, p11.WrappedKeyInvalid),
    *(p11.WrappedKeyLenRange, p11.SignatureInvalid, p11.ArgumentsBad),
    *(p11.AttributeValueInvalid, p11.TemplateInconsistent, p11.KeySizeRange),
)

#: The errors of the contract that a token's own may become.
Fault = KeyUnavailable | AccessRefused | CryptoRefused

_KINDS: tuple[tuple[tuple[type[Exception], ...], type[Fault]], ...] = (
    (AWAY, KeyringUnreachable),
    ((p11.PinLocked,), PinLocked),
    ((p11.PinIncorrect, p11.PinInvalid, p11.PinLenRange), AccessRefused),
    ((p11.PinExpired, p11.UserPinNotInitialized, p11.UserTooManyTypes), KeyringDenied),
    ((p11.KeyTypeInconsistent, p11.FunctionRejected), KeyringDenied),
    ((p11.NoSuchKey,), RootKeyMissing),
    ((p11.MultipleObjectsReturned, p11.MultipleTokensReturned), CryptoRefused),
    ((p11.MechanismInvalid, p11.MechanismParamInvalid), CryptoRefused),
    ((p11.ArgumentsBad,), CryptoRefused),
)


def fault_of(error: Exception, where: str) -> Fault:
    """Give the error of the contract that a token's error is."""
    for kinds, found in _KINDS:
        if isinstance(error, kinds):
            return found(where)
    return KeyUnavailable(where)
