"""Errors of values, records, consent and screening."""

from __future__ import annotations

from fjcore.errors._base import FjcoreError

# --- values ------------------------------------------------------------------------


class ValueRefused(FjcoreError, ValueError):
    """A value does not have the shape it must have. Correct it at the place named."""


class NaiveTime(ValueRefused):
    """A time has no UTC offset. Give it one, as in 2026-03-02T10:00:00-07:00."""


class EndBeforeStart(ValueRefused):
    """A span of time does not end after it starts. Correct one of the two."""


class BadId(ValueRefused):
    """An id does not have its shape. Copy it again from where it was printed."""


class BadDate(ValueRefused):
    """A date cannot be read. Write YYYY, YYYY-MM or YYYY-MM-DD, with ~ if unsure."""


class BadText(ValueRefused):
    """A text holds bytes or characters that are not allowed. Save it as plain UTF-8."""


class TooBig(ValueRefused):
    """An input is larger or deeper than allowed. Split it into smaller ones."""


class NotCanonical(ValueRefused):
    """A stored text is not in its one canonical form. Check where it came from."""


# --- records -----------------------------------------------------------------------


class RecordError(FjcoreError):
    """A record could not be read, made or written."""


class Unlabelled(RecordError, TypeError):
    """A field of a record or form has no label.

    Give its category, about, identifying.
    """


class UnknownCategory(RecordError, ValueError):
    """A category is not in the tree of data categories. Use one that is."""


class Malformed(RecordError, ValueError):
    """An input does not fit its schema. Correct each place listed."""


class NewerSchema(RecordError, ValueError):
    """A record was written by a newer version of fjcore. Upgrade to read it."""


class UnknownRecord(RecordError, LookupError):
    """There is no record type of this name here. Check it, and enable its plugin."""


class FormRefused(RecordError, ValueError):
    """A local form is not acceptable. Correct each place listed."""


# --- consent -----------------------------------------------------------------------


class ConsentError(FjcoreError):
    """A question about consent could not be answered."""


class ReleaseRefused(ConsentError, ValueError):
    """A release cannot be recorded as it stands. Correct each place listed."""


class TemplateRefused(ConsentError, ValueError):
    """A release template cannot be used as it stands. Correct each place listed."""


class UnknownTemplate(ConsentError, LookupError):
    """There is no release template of this id here.

    See the list: `fjcore release templates list`.
    """


class UnknownPartner(ConsentError, LookupError):
    """This recipient is not in the site file. Add it under [[partners]]."""


class UnknownPurpose(ConsentError, ValueError):
    """A purpose is not in the closed list of purposes. Use one that is."""


class UnknownBasis(ConsentError, ValueError):
    """A legal basis is unknown or not supported by this version. Nothing leaves."""


class EventRefused(ConsentError, ValueError):
    """A consent event cannot be recorded as it stands. Correct the place named."""


class StalePlan(ConsentError):
    """A plan is out of date: its time is over or the file changed. Decide again."""


class ApprovalsRefused(ConsentError, ValueError):
    """A file of approvals has faults, so it approves nothing. Correct each place."""


class RuleFailed(ConsentError):
    """A rule failed while deciding, so nothing leaves.

    Mend or disable the rule named.
    """


class LawRefused(ConsentError, ValueError):
    """A file of legal rules is not acceptable. Correct each place listed."""


class CenterRefused(ConsentError, ValueError):
    """A file of agencies has faults, so nothing is planned. Correct each place."""


class ScenariosRefused(ConsentError, ValueError):
    """A file of scenarios cannot be read as one. Correct each place listed."""


class FloorChanged(ConsentError):
    """The legal rules are not those of this version, so nothing leaves.

    Install fjcore again from where you trust it.
    """


class PackRefused(ConsentError, ValueError):
    """A state pack has faults, so nothing of it is in force. Correct each place."""


class UnknownPack(ConsentError, LookupError):
    """There is no state pack of this id here. See `fjcore law list`."""


# --- screening ---------------------------------------------------------------------


class ScreeningError(FjcoreError):
    """A screening could not be done."""


class DefinitionRefused(ScreeningError, ValueError):
    """An instrument definition has faults. Correct each place listed."""


class UnknownInstrument(ScreeningError, LookupError):
    """There is no instrument of this id here. See the list of instruments."""


class AnswerRefused(ScreeningError, ValueError):
    """An answer does not fit its item. Use one of the item's options or a status."""


class OverrideRefused(ScreeningError, ValueError):
    """A judgement cannot be added here. Give a reason that is listed, and go upward."""


class NotComparable(ScreeningError, ValueError):
    """Two results are not of the same edition, cut and rules.

    Show them side by side.
    """


class WordingRefused(ScreeningError, ValueError):
    """A pack of words does not fit its instrument. Correct each place listed."""


class ExchangeRefused(ScreeningError, ValueError):
    """A form or its answers cannot be taken from, or put into, another format.

    Correct each place listed; nothing was taken.
    """


class LicenceRefused(ScreeningError, PermissionError):
    """The owner does not allow these words in this use. Ask for a letter, and name it.

    Without one, show the neutral labels.
    """
