"""What counsel needs to answer a subpoena: what is held, what the rules say, duties."""

from __future__ import annotations

from datetime import datetime

from attrs import frozen

from fjcore.values.page import Block, Heading, Paragraph, Points, Report, Table

#: What staff do while counsel looks; each is in the law that the answers cite.
MEANWHILE = (
    "Do not say whether anybody is known here, to anyone who asks.",
    "Hand over nothing, and destroy nothing.",
    "Tell her, as soon as it is safe to, and ask what she wants.",
    "Whether to assert a privilege is for her and for counsel, not for staff.",
)


@frozen(kw_only=True)
class HeldKind:
    """How many records of a type are on file, and over what time they were kept."""

    record: str
    count: int
    first: datetime
    last: datetime


@frozen(kw_only=True)
class Answered:
    """What the rules say of one category that is on file.

    ``view`` is what might be given on the ground named, ``reason`` the code for which
    nothing may; ``rule`` decided, and ``citation`` is its source.
    """

    category: str
    privilege: tuple[str, ...]
    view: str
    reason: str
    rule: str
    statement: str
    citation: str


@frozen(kw_only=True)
class Owed:
    """One duty of the answer: when it is due, and whether it holds all up."""

    kind: str
    phase: str
    must: bool


@frozen(kw_only=True)
class Packet:
    """What is held of one person, what the rules say of it now, what is owed."""

    subject: str
    at: datetime
    basis: str
    ref: str
    recipient: str
    purpose: str
    held: tuple[HeldKind, ...]
    answers: tuple[Answered, ...]
    owed: tuple[Owed, ...]
    earlier: tuple[str, ...]


def packet_report(found: Packet) -> Report:
    """Give a packet for counsel: kinds and rules, and not one value of the file."""
    said = [
        ("person", found.subject),
        ("as of (UTC)", f"{found.at:%Y-%m-%d %H:%M}"),
        ("ground asked on", f"{found.basis} {found.ref}".strip()),
        ("who asks", found.recipient),
        ("what for", found.purpose.replace("_", " ")),
    ]
    blocks: list[Block] = [
        Paragraph(
            "For counsel alone. Do not file it with a court, and do not copy it."
        ),
        Heading("While counsel looks"),
        Points(MEANWHILE),
        Heading("What was asked"),
        Table("The demand", ("part", "value"), said, data=True),
        Heading("What is held"),
        _held(found),
        Heading("What the rules say"),
        _answers(found),
        Heading("What is owed"),
        _owed(found),
        Heading("What others hold already"),
    ]
    if found.earlier:
        blocks.append(Points(f"disclosure {name}" for name in found.earlier))
    else:
        blocks.append(Paragraph("Nothing was disclosed before."))
    blocks.append(
        Paragraph("Not legal advice: no lawyer has read the rules that this rests on.")
    )
    return Report("Packet for counsel", blocks)


def _held(found: Packet) -> Block:
    if not found.held:
        return Paragraph("No record is on file.")
    head = ("records", "how many", "kept from (UTC)", "to (UTC)")
    rows = [
        (
            one.record.replace("_", " "),
            str(one.count),
            f"{one.first:%Y-%m-%d}",
            f"{one.last:%Y-%m-%d}",
        )
        for one in found.held
    ]
    return Table("Records by type", head, rows)


def _answers(found: Packet) -> Block:
    if not found.answers:
        return Paragraph("There is nothing to decide.")
    alike: dict[tuple[str, ...], list[str]] = {}
    for one in found.answers:
        key = (one.rule, one.view, one.reason, one.statement, one.citation)
        guarded = f" ({', '.join(one.privilege)})" if one.privilege else ""
        alike.setdefault(key, []).append(f"{one.category}{guarded}")
    head = ("rule", "may be given", "why not", "it says", "source", "kinds on file")
    rows = [(*key, "\n".join(kinds)) for key, kinds in alike.items()]
    return Table(
        "By rule, with the kinds of information on file", head, rows, data=True
    )


def _owed(found: Packet) -> Block:
    if not found.owed:
        return Paragraph("Nothing is owed on this answer.")
    rows = [
        (
            one.kind.replace("_", " "),
            {"before": "before anything leaves", "with": "with it"}.get(
                one.phase, "afterwards"
            ),
            "must" if one.must else "advised",
        )
        for one in found.owed
    ]
    return Table("Duties and notices", ("what", "when", "how binding"), rows)
