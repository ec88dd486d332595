"""What the answers of KMS mean to a keyring."""

from __future__ import annotations

from botocore import exceptions as aws

from fjcore.sdk import (
    AccessRefused,
    KeyMismatch,
    KeyringDenied,
    KeyringUnreachable,
    KeyUnavailable,
    RootKeyDisabled,
    RootKeyEnding,
    RootKeyMissing,
    Throttled,
)

Fault = KeyUnavailable | AccessRefused | KeyMismatch

#: Source: AWS KMS API reference, "Common errors", and the errors of each call.
_CODES: dict[str, type[Fault]] = {
    **dict.fromkeys(
        (
            "ThrottlingException",
            "Throttling",
            "TooManyRequestsException",
            "RequestLimitExceeded",
            "LimitExceededException",
            "SlowDown",
        ),
        Throttled,
    ),
    **dict.fromkeys(
        (
            "KMSInternalException",
            "DependencyTimeoutException",
            "KeyUnavailableException",
            "ServiceUnavailable",
            "ServiceUnavailableException",
            "InternalFailure",
            "InternalServerError",
        ),
        KeyringUnreachable,
    ),
    **dict.fromkeys(
        (
            "InvalidCiphertextException",
            "IncorrectKeyException",
        ),
        KeyMismatch,
    ),
    **dict.fromkeys(
        (
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "ExpiredTokenException",
            "ExpiredToken",
            "RequestExpired",
        ),
        AccessRefused,
    ),
    "NotFoundException": RootKeyMissing,
    "DisabledException": RootKeyDisabled,
    "KMSInvalidStateException": KeyringDenied,
    "InvalidKeyUsageException": KeyringDenied,
    "InvalidGrantTokenException": KeyringDenied,
    "AccessDeniedException": KeyringDenied,
    "AccessDenied": KeyringDenied,
    "OptInRequired": KeyringDenied,
}

#: What the state of a key means; in any other state it serves.
#: Source: AWS KMS developer guide, "Key states of AWS KMS keys".
STATES: dict[str, type[KeyringDenied] | type[KeyringUnreachable]] = {
    "Disabled": RootKeyDisabled,
    "PendingDeletion": RootKeyEnding,
    "PendingReplicaDeletion": RootKeyEnding,
    "PendingImport": RootKeyMissing,
    "Creating": KeyringUnreachable,
    "Unavailable": KeyringUnreachable,
    "Updating": KeyringUnreachable,
}


def fault_of(error: Exception, where: str) -> Fault:
    """Give the error of the contract that an error of botocore is."""
    if isinstance(error, aws.ClientError):
        said = error.response.get("Error", {}).get("Code", "")
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        kind = _CODES.get(str(said).rpartition("#")[2])
        if kind is None:
            kind = KeyringUnreachable if status >= 500 else KeyringDenied
        return kind(where)
    if isinstance(error, (aws.NoCredentialsError, aws.PartialCredentialsError)):
        return AccessRefused(where)
    if isinstance(error, aws.CredentialRetrievalError):
        return AccessRefused(where)
    # Whatever else: no connection, a time-out, an answer that is none.
    return KeyringUnreachable(where)
