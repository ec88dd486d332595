"""Notices to those who got something: permission for it was taken back."""

from __future__ import annotations

from datetime import datetime

from attrs import field, frozen

from fjcore.disclosure.accounting import AccountingRow
from fjcore.disclosure.words import words_in
from fjcore.values.page import Block, Paragraph, Points, Report, Table


@frozen(kw_only=True)
class WithdrawalNotice:
    """What one recipient is to be told: since when, and of which disclosures.

    ``token`` is the recipient's own name for the person, so that the notice needs no
    other. ``release`` is the one taken back; empty for all permission.
    """

    recipient: str
    recipient_name: str
    holder_name: str
    withdrawn_at: datetime
    token: str = field(repr=False)
    release: str
    rows: tuple[AccountingRow, ...]


def notice_report(found: WithdrawalNotice, lang: str = "en") -> Report:
    """Give a notice as a letter: ids and days, no person, nothing of what was sent.

    Raises: OptionRefused, for a language there are no words in.
    Source: 45 CFR 164.508(b)(5); 34 U.S.C. 12291(b)(2).
    """
    words = words_in(lang)
    say, names = words.notice, words.say
    blocks: list[Block] = [
        Paragraph(say["to"].format(name=found.recipient_name)),
        Paragraph(say["from"].format(name=found.holder_name)),
        Paragraph(say["intro"].format(at=f"{found.withdrawn_at:%Y-%m-%d %H:%M}")),
        Points([say["stop"], say["destroy"], say["quiet"]]),
    ]
    rows = [(row.disclosure, f"{row.at:%Y-%m-%d %H:%M}") for row in found.rows]
    if rows:
        head = (names["id"], names["decided_at"])
        blocks.append(Table(say["caption"], head, rows, data=True))
    about = [
        (names["subject"], found.token),
        (say["scope"], found.release or say["all"]),
    ]
    blocks += [
        Table(say["about"], (names["part"], names["value"]), about, data=True),
        Paragraph(say["answer"].format(name=found.holder_name)),
        Paragraph(say["law"]),
    ]
    if not words.reviewed:
        blocks.append(Paragraph(names["not_advice"]))
    return Report(say["title"], blocks, lang=words.language)
