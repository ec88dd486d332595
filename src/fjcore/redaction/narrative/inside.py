"""Names within longer words, as in handles: mirelTavaroy88, mtavaroy, tavaroy_07."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping

from attrs import field, frozen

from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.normalise import Token
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.words import is_common

#: A shorter word holds no name; a shorter part of one is none.
_FEWEST, _PART = 5, 3

#: A name made of an initial and a word is sure from so many letters on.
_LONG = 7

_DIGITS = "0123456789"


@frozen
class Held:
    """Whose name a word holds, and whether it is removed or shown."""

    owners: frozenset[int]
    sure: bool


@frozen(repr=False)
class Inside:
    """The words of names, and what handles are made of them."""

    owners: Mapping[str, Collection[int]]
    made: Mapping[str, frozenset[int]] = field(factory=dict)

    @classmethod
    def of(cls, names: Iterable[Name], owners: Mapping[str, Collection[int]]) -> Inside:
        """Make them ready."""
        made: dict[str, set[int]] = defaultdict(set)
        for owner, name in enumerate(names):
            for form in _made(name):
                if len(form) >= _FEWEST and not is_common(form):
                    made[form].add(owner)
        return cls(owners, {form: frozenset(found) for form, found in made.items()})

    def held(self, page: Page, token: Token) -> Held | None:
        """Give whose name a word holds that is none itself."""
        if len(token.text) < _FEWEST:
            return None
        text = token.text.strip(_DIGITS)
        signed = text != token.text or _signed(page, token)
        if text in self.made:
            return Held(self.made[text], signed or len(text) >= _LONG)
        if text != token.text and len(text) >= _PART and text in self.owners:
            return Held(frozenset(self.owners[text]), not is_common(text))
        return self._humped(page, token)

    def _humped(self, page: Page, token: Token) -> Held | None:
        """Look at the parts of a word that begin with capitals: TheMirelTavaroy."""
        written = page.written(token)
        if len(written) != len(token.text) or written[1:].islower():
            return None
        parts = [p for p in _parts(written, token.text) if len(p) >= _PART]
        known = [p for p in parts if p in self.owners]
        if not known or written.isupper():
            return None
        owners = {owner for part in known for owner in self.owners[part]}
        return Held(frozenset(owners), len(known) > 1 or not is_common(known[0]))


def _parts(written: str, text: str) -> Iterator[str]:
    start = 0
    for at in range(1, len(written)):
        after_small = written[at].isupper() and not written[at - 1].isupper()
        if after_small or written[at].isdecimal() != written[at - 1].isdecimal():
            yield text[start:at]
            start = at
    yield text[start:]


def _made(name: Name) -> Iterator[str]:
    """Give what handles are made of a name: tavaroymirel, mtavaroy, mirelt."""
    words = name.words
    for at in range(1, len(words)):
        before, after = words[:at], words[at:]
        yield "".join((*after, *before))
        yield words[0][0] + "".join(after)
        yield "".join(after) + words[0][0]
        yield "".join(before) + after[0][0]
        if at + 1 < len(words):
            yield words[0][0] + words[at]
            yield words[0] + "".join(words[at + 1 :])


def _signed(page: Page, token: Token) -> bool:
    """Whether a word is written as a handle: after an @, or beside an underscore."""
    text = page.folded.text
    return text[token.start - 1 : token.start] in ("@", "_") or (
        text[token.end : token.end + 1] == "_"
    )
