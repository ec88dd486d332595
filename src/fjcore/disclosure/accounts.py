"""An account of disclosures in her own words, and as rows for a spreadsheet."""

from __future__ import annotations

from datetime import tzinfo

from fjcore.disclosure.accounting import Account, AccountingRow
from fjcore.disclosure.suspension import CITATION
from fjcore.disclosure.words import Words, words_in
from fjcore.records.checks import instant_text
from fjcore.values.page import Block, Paragraph, Report, Table
from fjcore.values.spreadsheet import csv_text


def account_report(found: Account, *, lang: str, tz: tzinfo) -> Report:
    """Give an account as it is handed to a survivor: who, when, what kind, why.

    It holds no value, no id and no name of hers, and nothing about when it was read.
    Raises: OptionRefused, for a language there are no words in.
    Source: 45 CFR 164.528(b); 34 U.S.C. 12291(b)(2).
    """
    words = words_in(lang)
    say = words.account
    days = {
        "since": f"{found.since.astimezone(tz):%Y-%m-%d}",
        "until": f"{found.until.astimezone(tz):%Y-%m-%d}",
    }
    blocks: list[Block] = [
        Paragraph(say["intro"].format(**days)),
        Paragraph(say["safe"]),
    ]
    if found.rows:
        head = [say[k] for k in ("when", "who", "what", "what_for", "why", "arrived")]
        rows = [_row(row, words, tz) for row in found.rows]
        blocks.append(Table(say["caption"], head, rows, data=True))
    else:
        blocks.append(Paragraph(say["none_listed" if found.omitted else "none"]))
    if found.omitted:
        blocks.append(Paragraph(say["omitted"].format(count=len(found.omitted))))
    blocks += [Paragraph(say[name]) for name in ("ask", "more", "later", "law")]
    if not words.reviewed:
        blocks.append(Paragraph(words.say["not_advice"]))
    return Report(say["title"], blocks, lang=words.language)


def _row(row: AccountingRow, words: Words, tz: tzinfo) -> tuple[str, ...]:
    say = words.account
    person = f" ({row.person})" if row.person else ""
    return (
        f"{row.at.astimezone(tz):%Y-%m-%d}",
        f"{row.recipient_name}{person}",
        "\n".join(words.what(name) for name in row.categories),
        words.purpose(row.purpose),
        words.ground(row.basis),
        say["arrived_yes" if row.delivered else "arrived_no"],
    )


def account_csv(found: Account) -> str:
    """Give an account as rows for staff, those left out too, each cell safe."""
    head = (
        *("at", "disclosure", "recipient", "recipient_name", "person", "purpose"),
        *("basis", "basis_ref", "releases", "categories", "fields", "actor"),
        *("delivered", "left_out_by"),
    )
    told = [(row, "") for row in found.rows] + list(found.omitted)
    told += [(row, CITATION) for row in found.held_back]
    told.sort(key=lambda pair: (pair[0].at, pair[0].disclosure))
    rows = [
        (
            *(instant_text(row.at), row.disclosure, row.recipient),
            *(row.recipient_name, row.person, row.purpose, row.basis, row.basis_ref),
            *(" ".join(row.releases), " ".join(row.categories), " ".join(row.fields)),
            *(row.actor, "yes" if row.delivered else "not known", why),
        )
        for row, why in told
    ]
    return csv_text([head, *rows])
