"""The hunt for words that stand in a file, in all that leaves, is printed or kept."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import attrs
from disclosure.test_canaries import HELD, LEAVES, TOKENS
from disclosure.varying import renderings, told
from disclosure.worlds import ID, SIGNED, Mailbox, admitted, entry
from support.frames import traced

from fjcore.consent import Agency, Plan, View
from fjcore.disclosure import Disclosure, Held, build, send
from fjcore.errors import FjcoreError
from fjcore.records import FieldKind

#: What every planted word holds, and how that looks when it is written another way.
STEM = "quokka"
WRITTEN = {
    "hex": re.compile(STEM[1:].encode().hex(), re.IGNORECASE),
    "base64": re.compile(
        "|".join(
            base64.b64encode(b"\0" * shift + f"Q{STEM[1:]}".encode())[
                4 if shift else 0 : 8
            ].decode()
            for shift in range(3)
        )
    ),
}
_WORD = re.compile(r"quokka[a-j]+zephyr")
_NUMBER = re.compile(r"\b70\d{4}\b")


def place(path: str) -> str:
    """Give the first word of a field that only this field holds."""
    return TOKENS[path][0]


def allowed(plan: Plan) -> set[str]:
    """Give the words that a plan shows whole: of fields whose view is full.

    A date, ZIP code or number that a coarser view shows whole is among them.
    """
    categories, named = map(dict, plan.views_for(SIGNED))
    found: set[str] = set()
    for path, words in TOKENS.items():
        leaf, silent = LEAVES[path], View.SILENT
        view = categories.get(leaf.label.category, silent)
        own = named.get(path, silent)
        view = own if leaf.kind is FieldKind.NARRATIVE else max(view, own)
        whole = view is View.FULL
        if leaf.kind is FieldKind.ZIP:
            whole = view >= View.COARSE_2
        found |= {word.casefold() for word in words} if whole else set()
    return found


def withheld(plan: Plan) -> set[str]:
    """Give the words that a plan shows nowhere whole."""
    every = {w.casefold() for words in TOKENS.values() for w in words}
    return every - allowed(plan) - {"true", "false"}


def found_in(text: str, hidden: set[str]) -> set[str]:
    """Give the hidden words that stand in a text, in any case or writing."""
    low = text.casefold()
    words = {*_WORD.findall(low), *_NUMBER.findall(low)} & hidden
    rest = (word for word in hidden if STEM not in word and not word.startswith("70"))
    words |= {word for word in rest if word in low and _stands(word, low)}
    return words | {name for name, written in WRITTEN.items() if written.search(text)}


def _stands(word: str, low: str) -> bool:
    """Whether a word stands by itself, not in an id that spells it by chance."""
    return bool(re.search(rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])", low))


def unpacked(raw: bytes) -> str:
    """Give what stands in bytes, and in the members of a workbook."""
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        return raw.decode()
    with zipfile.ZipFile(io.BytesIO(raw)) as found:
        return "\n".join(found.read(name).decode() for name in found.namelist())


def built_by(plan: Plan, held: list[Held], **said: Any) -> Disclosure:
    """Build what a plan shows of a file, at an instant at which it holds."""
    start = plan.valid[0] or SIGNED
    about = {"disclosure_id": ID, "holder": "billings.fjc", "now": start}
    return build(plan, held, **{**about, "revision": plan.revision, **said})


def leaving(made: Disclosure) -> Iterator[tuple[str, str]]:
    """Give every text that leaves or is printed of a disclosure, by what it is."""
    for name, raw in zip(
        ("json", "text", "html", "text es", "csv", "xlsx"),
        renderings(made),
        strict=True,
    ):
        yield name, unpacked(raw)
    yield "repr", f"{made!r} {made.name} {made.granted} {made.marked} {made.present}"
    box, pending = Mailbox(), entry()
    pending.committed()
    yield "receipt", f"{send(box, made, 'key-1', pending)} {box.got}"


def failing(made: Disclosure, plan: Plan) -> Iterator[tuple[str, str]]:
    """Give what is printed of an error at each step: chain, frames and locals."""
    at = {"now": made.decided_at, "revision": plan.revision}
    kind = Agency(plan.recipient, kind="civil_legal", name="Example Legal Aid")
    other = Agency("other", kind="civil_legal", name="Other")
    broken = Mailbox(answer=OSError("gone"))
    pending, open_ = entry(), entry()
    pending.committed()
    steps = {
        "stale": lambda: built_by(plan, HELD, revision=plan.revision + 1),
        "cut": lambda: built_by(plan, broken_file()),
        "last check": lambda: built_by(plan, leaking_file(plan)),
        "obligation": lambda: admitted(made, plan, kind, **at),
        "recipient": lambda: admitted(made, plan, other, **at),
        "before the commit": lambda: send(Mailbox(), made, "key-1", open_),
        "connector": lambda: send(broken, made, "key-1", pending),
    }
    for name, step in steps.items():
        try:
            step()
        except FjcoreError as fault:
            yield name, f"{told(fault)} {fault!r} {traced(fault)}"
        except OSError as fault:
            yield name, traced(fault)


def broken_file() -> list[Held]:
    """A file of which no date can be told: each is without an offset."""
    naive = datetime(2024, 5, 3, 3, 17)  # noqa: DTZ001
    return [attrs.evolve(i, record=_with(i.record, naive)) for i in HELD]


def _with(record: Any, naive: datetime) -> Any:
    names = {a.name for a in attrs.fields(type(record))}
    instants = [n for n in names if isinstance(getattr(record, n), datetime)]
    return attrs.evolve(record, **dict.fromkeys(instants, naive))


def leaking_file(plan: Plan) -> list[Held]:
    """A file in which every text that is shown tells a name that is not."""
    hidden = withheld(plan)
    direct = [p for p, leaf in LEAVES.items() if leaf.label.identifying == "direct"]
    words = [w for p in direct for w in TOKENS[p] if w.casefold() in hidden]
    words = [w for w in words if w.startswith("Quokka")][:1]
    return [attrs.evolve(i, record=_saying(i.record, words)) for i in HELD]


def _saying(record: Any, words: list[str]) -> Any:
    texts = [
        a.name for a in attrs.fields(type(record)) if a.name in ("text", "narrative")
    ]
    said = {n: f"He said {words[0]} again." for n in texts if words}
    return attrs.evolve(record, **said)
