"""The one exception tree of fjcore.

An error names what went wrong by a stable ``code``, where by a ``where`` (a field
path, a file name, a record or release id) and what to do next. It never holds a
value, never repeats an input and never chains a foreign exception: code that turns
one into another builds it inside the ``except`` block, leaves the block, and only
then raises.

::

    FjcoreError
      ValueRefused       NaiveTime EndBeforeStart BadId BadDate BadText TooBig
                         NotCanonical
      RecordError        Unlabelled UnknownCategory Malformed NewerSchema UnknownRecord
                         FormRefused
      ConsentError       ReleaseRefused UnknownPartner UnknownPurpose UnknownBasis
                         EventRefused StalePlan RuleFailed PackRefused UnknownPack
                         LawRefused FloorChanged ScenariosRefused
                         ApprovalsRefused CenterRefused
      ScreeningError     DefinitionRefused UnknownInstrument AnswerRefused
      CryptoError        FormatError CryptoRefused KeyUnavailable AccessRefused
                         KeyMismatch KeyDestroyed SealBroken
      AuditError         LeafRefused ForkedHead IdempotencyConflict NotCommitted
                         AuditUnavailable LogBroken
      RedactionError     CutFailed LeakFound
      DisclosureError    Refused ObligationOpen DeliveryFailed
      SiteError          SiteMissing NoConnector
      VaultError         StoreRefused StoreUnavailable StoreBroken VaultExists
                         UnknownSubject VaultClosed MissingExtra RevisionConflict
                         InputRefused OptionRefused
      PluginError        ManifestError IncompatiblePlugin DuplicatePlugin MissingPlugin
                         MissingPermission UntrustedPlugin HookError PluginFault
"""

from __future__ import annotations

from fjcore.errors._base import (
    FjcoreError,
    Problem,
)
from fjcore.errors._guards import (
    AccessRefused,
    AuditError,
    AuditUnavailable,
    CryptoError,
    CryptoRefused,
    CutFailed,
    DeliveryFailed,
    DisclosureError,
    ForkedHead,
    FormatError,
    IdempotencyConflict,
    KeyDestroyed,
    KeyMismatch,
    KeyUnavailable,
    LeafRefused,
    LeakFound,
    LogBroken,
    NotCommitted,
    ObligationOpen,
    RedactionError,
    Refused,
    SealBroken,
)
from fjcore.errors._inputs import (
    AnswerRefused,
    ApprovalsRefused,
    BadDate,
    BadId,
    BadText,
    CenterRefused,
    ConsentError,
    DefinitionRefused,
    EndBeforeStart,
    EventRefused,
    FloorChanged,
    FormRefused,
    LawRefused,
    Malformed,
    NaiveTime,
    NewerSchema,
    NotCanonical,
    PackRefused,
    RecordError,
    ReleaseRefused,
    RuleFailed,
    ScenariosRefused,
    ScreeningError,
    StalePlan,
    TooBig,
    UnknownBasis,
    UnknownCategory,
    UnknownInstrument,
    UnknownPack,
    UnknownPartner,
    UnknownPurpose,
    UnknownRecord,
    Unlabelled,
    ValueRefused,
)
from fjcore.errors._site import (
    DuplicatePlugin,
    HookError,
    IncompatiblePlugin,
    InputRefused,
    ManifestError,
    MissingExtra,
    MissingPermission,
    MissingPlugin,
    NoConnector,
    OptionRefused,
    PluginError,
    PluginFault,
    RevisionConflict,
    SiteError,
    SiteMissing,
    StoreBroken,
    StoreRefused,
    StoreUnavailable,
    UnknownSubject,
    UntrustedPlugin,
    VaultClosed,
    VaultError,
    VaultExists,
)

__all__ = [
    "AccessRefused",
    "AnswerRefused",
    "ApprovalsRefused",
    "AuditError",
    "AuditUnavailable",
    "BadDate",
    "BadId",
    "BadText",
    "CenterRefused",
    "ConsentError",
    "CryptoError",
    "CryptoRefused",
    "CutFailed",
    "DefinitionRefused",
    "DeliveryFailed",
    "DisclosureError",
    "DuplicatePlugin",
    "EndBeforeStart",
    "EventRefused",
    "FjcoreError",
    "FloorChanged",
    "ForkedHead",
    "FormRefused",
    "FormatError",
    "HookError",
    "IdempotencyConflict",
    "IncompatiblePlugin",
    "InputRefused",
    "KeyDestroyed",
    "KeyMismatch",
    "KeyUnavailable",
    "LawRefused",
    "LeafRefused",
    "LeakFound",
    "LogBroken",
    "Malformed",
    "ManifestError",
    "MissingExtra",
    "MissingPermission",
    "MissingPlugin",
    "NaiveTime",
    "NewerSchema",
    "NoConnector",
    "NotCanonical",
    "NotCommitted",
    "ObligationOpen",
    "OptionRefused",
    "PackRefused",
    "PluginError",
    "PluginFault",
    "Problem",
    "RecordError",
    "RedactionError",
    "Refused",
    "ReleaseRefused",
    "RevisionConflict",
    "RuleFailed",
    "ScenariosRefused",
    "ScreeningError",
    "SealBroken",
    "SiteError",
    "SiteMissing",
    "StalePlan",
    "StoreBroken",
    "StoreRefused",
    "StoreUnavailable",
    "TooBig",
    "UnknownBasis",
    "UnknownCategory",
    "UnknownInstrument",
    "UnknownPack",
    "UnknownPartner",
    "UnknownPurpose",
    "UnknownRecord",
    "UnknownSubject",
    "Unlabelled",
    "UntrustedPlugin",
    "ValueRefused",
    "VaultClosed",
    "VaultError",
    "VaultExists",
]

for _name in __all__:
    globals()[_name].__module__ = __name__
del _name
