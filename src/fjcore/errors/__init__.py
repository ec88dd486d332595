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
                         ApprovalsRefused TemplateRefused UnknownTemplate
                         CenterRefused
      ScreeningError     DefinitionRefused UnknownInstrument AnswerRefused
                         OverrideRefused NotComparable WordingRefused LicenceRefused
                         ExchangeRefused
      CryptoError        KeyMismatch KeyDestroyed SealBroken
        FormatError      NotAnEnvelope UnknownVersion UnknownSuite Truncated BadKey
        CryptoRefused    DowngradeRefused UsageLimit IndexRefused EraseRefused
                         PlaintextRefused
        KeyUnavailable   KeyMissing KeyringUnreachable Throttled
        AccessRefused    KeyringDenied PinLocked KeySuspended
          KeyringDenied  RootKeyMissing RootKeyDisabled RootKeyEnding
      AuditError         LeafRefused ForkedHead IdempotencyConflict NotCommitted
                         AuditUnavailable LogBroken
      RedactionError     CutFailed LeakFound StaleProposal ReviewRefused
      DisclosureError    Refused ObligationOpen DeliveryFailed EnvelopeRefused
                         UnknownSigner SignatureBroken WrongKey DisclosureExpired
      SiteError          SiteMissing NoConnector
      VaultError         StoreRefused StoreUnavailable StoreBroken VaultExists
                         VaultUnfinished UnknownSubject VaultClosed MissingExtra
                         RevisionConflict InputRefused OptionRefused
      PluginError        ManifestError IncompatiblePlugin DuplicatePlugin MissingPlugin
                         BrokenPlugin MissingPermission UntrustedPlugin HookError
                         PluginFault PluginRefused ImportRejected
"""

from __future__ import annotations

from fjcore.errors._base import (
    FjcoreError,
    Problem,
)
from fjcore.errors._crypto import (
    AccessRefused,
    BadKey,
    CryptoError,
    CryptoRefused,
    DowngradeRefused,
    EraseRefused,
    FormatError,
    IndexRefused,
    KeyDestroyed,
    KeyMismatch,
    KeyMissing,
    KeyringDenied,
    KeyringUnreachable,
    KeySuspended,
    KeyUnavailable,
    NotAnEnvelope,
    PinLocked,
    PlaintextRefused,
    RootKeyDisabled,
    RootKeyEnding,
    RootKeyMissing,
    SealBroken,
    Throttled,
    Truncated,
    UnknownSuite,
    UnknownVersion,
    UsageLimit,
)
from fjcore.errors._guards import (
    AuditError,
    AuditUnavailable,
    CutFailed,
    DeliveryFailed,
    DisclosureError,
    DisclosureExpired,
    EnvelopeRefused,
    ForkedHead,
    IdempotencyConflict,
    LeafRefused,
    LeakFound,
    LogBroken,
    NotCommitted,
    ObligationOpen,
    RedactionError,
    Refused,
    ReviewRefused,
    SignatureBroken,
    StaleProposal,
    UnknownSigner,
    WrongKey,
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
    ExchangeRefused,
    FloorChanged,
    FormRefused,
    LawRefused,
    LicenceRefused,
    Malformed,
    NaiveTime,
    NewerSchema,
    NotCanonical,
    NotComparable,
    OverrideRefused,
    PackRefused,
    RecordError,
    ReleaseRefused,
    RuleFailed,
    ScenariosRefused,
    ScreeningError,
    StalePlan,
    TemplateRefused,
    TooBig,
    UnknownBasis,
    UnknownCategory,
    UnknownInstrument,
    UnknownPack,
    UnknownPartner,
    UnknownPurpose,
    UnknownRecord,
    UnknownTemplate,
    Unlabelled,
    ValueRefused,
    WordingRefused,
)
from fjcore.errors._site import (
    BrokenPlugin,
    DuplicatePlugin,
    HookError,
    ImportRejected,
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
    PluginRefused,
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
    VaultUnfinished,
)

__all__ = [
    "AccessRefused",
    "AnswerRefused",
    "ApprovalsRefused",
    "AuditError",
    "AuditUnavailable",
    "BadDate",
    "BadId",
    "BadKey",
    "BadText",
    "BrokenPlugin",
    "CenterRefused",
    "ConsentError",
    "CryptoError",
    "CryptoRefused",
    "CutFailed",
    "DefinitionRefused",
    "DeliveryFailed",
    "DisclosureError",
    "DisclosureExpired",
    "DowngradeRefused",
    "DuplicatePlugin",
    "EndBeforeStart",
    "EnvelopeRefused",
    "EraseRefused",
    "EventRefused",
    "ExchangeRefused",
    "FjcoreError",
    "FloorChanged",
    "ForkedHead",
    "FormRefused",
    "FormatError",
    "HookError",
    "IdempotencyConflict",
    "ImportRejected",
    "IncompatiblePlugin",
    "IndexRefused",
    "InputRefused",
    "KeyDestroyed",
    "KeyMismatch",
    "KeyMissing",
    "KeySuspended",
    "KeyUnavailable",
    "KeyringDenied",
    "KeyringUnreachable",
    "LawRefused",
    "LeafRefused",
    "LeakFound",
    "LicenceRefused",
    "LogBroken",
    "Malformed",
    "ManifestError",
    "MissingExtra",
    "MissingPermission",
    "MissingPlugin",
    "NaiveTime",
    "NewerSchema",
    "NoConnector",
    "NotAnEnvelope",
    "NotCanonical",
    "NotCommitted",
    "NotComparable",
    "ObligationOpen",
    "OptionRefused",
    "OverrideRefused",
    "PackRefused",
    "PinLocked",
    "PlaintextRefused",
    "PluginError",
    "PluginFault",
    "PluginRefused",
    "Problem",
    "RecordError",
    "RedactionError",
    "Refused",
    "ReleaseRefused",
    "ReviewRefused",
    "RevisionConflict",
    "RootKeyDisabled",
    "RootKeyEnding",
    "RootKeyMissing",
    "RuleFailed",
    "ScenariosRefused",
    "ScreeningError",
    "SealBroken",
    "SignatureBroken",
    "SiteError",
    "SiteMissing",
    "StalePlan",
    "StaleProposal",
    "StoreBroken",
    "StoreRefused",
    "StoreUnavailable",
    "TemplateRefused",
    "Throttled",
    "TooBig",
    "Truncated",
    "UnknownBasis",
    "UnknownCategory",
    "UnknownInstrument",
    "UnknownPack",
    "UnknownPartner",
    "UnknownPurpose",
    "UnknownRecord",
    "UnknownSigner",
    "UnknownSubject",
    "UnknownSuite",
    "UnknownTemplate",
    "UnknownVersion",
    "Unlabelled",
    "UntrustedPlugin",
    "UsageLimit",
    "ValueRefused",
    "VaultClosed",
    "VaultError",
    "VaultExists",
    "VaultUnfinished",
    "WordingRefused",
    "WrongKey",
]
