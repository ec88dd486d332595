"""Screening instruments as data, scored so that a skipped answer is never a "no"."""

from __future__ import annotations

from fjcore.screening.alerts import Alert, AlertChange, Change
from fjcore.screening.comparing import Trend, compare
from fjcore.screening.definition import Instrument
from fjcore.screening.draft import Draft
from fjcore.screening.elements import (
    Band,
    Choice,
    Constraint,
    Item,
    Option,
    Score,
    Trigger,
)
from fjcore.screening.evaluate import ENGINE, evaluate
from fjcore.screening.evaluation import Banding, Bounds, Evaluation, Warned
from fjcore.screening.external import ExternalResult, external, external_tools
from fjcore.screening.grammar import Predicate
from fjcore.screening.interpreting import interpret
from fjcore.screening.licence import Licence, Permission, Use
from fjcore.screening.notices import (
    AlertChannel,
    AlertChannelFactory,
    AlertNotice,
    AlertPolicy,
    notice_of,
)
from fjcore.screening.overriding import override
from fjcore.screening.parse import instruments, load, parse
from fjcore.screening.provenance import Citation, Figure, Review
from fjcore.screening.rescoring import rescore
from fjcore.screening.response import Response, responded, take_up
from fjcore.screening.result import (
    Mode,
    Override,
    Presence,
    Result,
    Scored,
    Status,
    Step,
    Training,
    WordingPin,
)
from fjcore.screening.saving import restore, save
from fjcore.screening.session import Session
from fjcore.screening.telling import Audience, present, statement
from fjcore.screening.wording import WordingPack, languages, load_wording, wording

__all__ = [
    "ENGINE",
    "Alert",
    "AlertChange",
    "AlertChannel",
    "AlertChannelFactory",
    "AlertNotice",
    "AlertPolicy",
    "Audience",
    "Band",
    "Banding",
    "Bounds",
    "Change",
    "Choice",
    "Citation",
    "Constraint",
    "Draft",
    "Evaluation",
    "ExternalResult",
    "Figure",
    "Instrument",
    "Item",
    "Licence",
    "Mode",
    "Option",
    "Override",
    "Permission",
    "Predicate",
    "Presence",
    "Response",
    "Result",
    "Review",
    "Score",
    "Scored",
    "Session",
    "Status",
    "Step",
    "Training",
    "Trend",
    "Trigger",
    "Use",
    "Warned",
    "WordingPack",
    "WordingPin",
    "compare",
    "evaluate",
    "external",
    "external_tools",
    "instruments",
    "interpret",
    "languages",
    "load",
    "load_wording",
    "notice_of",
    "override",
    "parse",
    "present",
    "rescore",
    "responded",
    "restore",
    "save",
    "statement",
    "take_up",
    "wording",
]
