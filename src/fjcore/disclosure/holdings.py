"""Who holds what of whom: what an account says, gathered by recipient."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from datetime import datetime

from attrs import field, frozen

from fjcore.disclosure.accounting import AccountingRow
from fjcore.values.page import Block, Heading, Paragraph, Points, Report, Table

#: What staff do once a partner lost what it held; no deadline is made up here.
AFTER_A_BREACH = (
    "Stop sending to this agency until you know what happened.",
    "Look at each person listed: is she safe if this is known? Plan with her first.",
    "Ask her how and where she wants to be told. Send nothing that others could see.",
    "Ask counsel which notices the law owes her, and to whom else, and by when.",
    "Ask the agency in writing what was lost, since when, and what it did about it.",
)


@frozen(kw_only=True)
class Holding:
    """What one recipient was sent of one person, all disclosures together.

    ``unsure`` are those that may not have arrived; ``ended`` says that no permission
    behind any of it stands any more: each has ended, or was taken back.
    """

    subject: str
    recipient: str
    recipient_name: str
    disclosures: tuple[str, ...]
    unsure: tuple[str, ...]
    categories: tuple[str, ...]
    fields: tuple[str, ...] = field(repr=False)
    first: datetime
    last: datetime
    ended: bool


def holdings_of(
    subject: str,
    rows: Iterable[AccountingRow],
    *,
    at: datetime,
    standing: Container[str] = (),
    recipient: str = "",
) -> tuple[Holding, ...]:
    """Gather a person's account by recipient; only of one, where that is named.

    ``standing`` are the releases that still give something. A recipient holds what it
    was sent until it says that it destroyed it: an end of permission, and a
    withdrawal, take nothing out of its hands.
    """
    kept: dict[str, list[AccountingRow]] = {}
    for row in rows:
        if recipient in ("", row.recipient):
            kept.setdefault(row.recipient, []).append(row)
    return tuple(_gathered(subject, kept[name], at, standing) for name in sorted(kept))


def _ended(row: AccountingRow, at: datetime, standing: Container[str]) -> bool:
    if row.expires is not None and row.expires <= at:
        return True
    return bool(row.releases) and not any(name in standing for name in row.releases)


def _gathered(
    subject: str, rows: Sequence[AccountingRow], at: datetime, standing: Container[str]
) -> Holding:
    return Holding(
        subject=subject,
        recipient=rows[0].recipient,
        recipient_name=rows[-1].recipient_name,
        disclosures=tuple(row.disclosure for row in rows),
        unsure=tuple(row.disclosure for row in rows if not row.delivered),
        categories=tuple(sorted({name for row in rows for name in row.categories})),
        fields=tuple(sorted({path for row in rows for path in row.fields})),
        first=min(row.at for row in rows),
        last=max(row.at for row in rows),
        ended=all(_ended(row, at, standing) for row in rows),
    )


def holdings_report(found: Sequence[Holding], *, breach: str = "") -> Report:
    """Give holdings for staff, by ids and not by names; no value stands in it.

    ``breach``: the agency that lost what it held; what to do next is then told first.
    """
    title = f"What {breach} holds" if breach else "Who holds what"
    blocks: list[Block] = []
    if breach:
        blocks += [Heading("What to do"), Points(AFTER_A_BREACH)]
    if not found:
        blocks.append(Paragraph("Nothing was sent."))
    for one in found:
        who = one.subject if breach else f"{one.recipient_name} ({one.recipient})"
        rows = [
            ("kinds of information", "\n".join(one.categories)),
            ("fields", "\n".join(one.fields)),
            ("disclosures", "\n".join(one.disclosures)),
            ("first and last sent (UTC)", f"{_when(one.first)}, {_when(one.last)}"),
            ("permission", "ended" if one.ended else "may still stand"),
        ]
        if one.unsure:
            rows.append(("may not have arrived", "\n".join(one.unsure)))
        blocks += [
            Heading(who),
            Table("What it was sent", ("what", "which"), rows, data=True),
        ]
    blocks.append(
        Paragraph(
            "What was sent stays with who got it until they say it is destroyed. "
            "Not legal advice: no lawyer has read these words."
        )
    )
    return Report(title, blocks)


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
