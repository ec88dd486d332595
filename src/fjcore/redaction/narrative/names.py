"""Names: whole or in part, short, misread, mistyped, broken, beside each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.inside import Inside
from fjcore.redaction.narrative.judging import doubtful, strong, why
from fjcore.redaction.narrative.middles import initials_beside, words_between
from fjcore.redaction.narrative.name import RUN_TOGETHER, Name
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.runs import runs
from fjcore.redaction.narrative.vocabulary import DIGITS, How, Met, Vocabulary
from fjcore.redaction.narrative.wide import spelled
from fjcore.redaction.narrative.words import is_common

#: Two halves of a word that a line broke, or a hyphen or apostrophe within it.
_BROKEN = re.compile(r"[-'\s>*_~`=]{1,12}")


@frozen(repr=False)
class Names:
    """All hidden names, ready to be looked for."""

    names: tuple[Name, ...]
    vocabulary: Vocabulary = field(factory=Vocabulary)
    letters: Mapping[str, frozenset[int]] = field(factory=dict)
    inside: Inside = field(factory=lambda: Inside({}))

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> Names:
        """Make hidden names ready."""
        made = cls(tuple(map(Name.of, entities)))
        letters: dict[str, set[int]] = defaultdict(set)
        for owner, name in enumerate(made.names):
            for word in name.words:
                letters[word[0]].add(owner)
                if len(word) > 1:
                    made.vocabulary.add(word, owner, given=word in name.given)
            for word in name.together():
                made.vocabulary.add(word, owner)
        found = {letter: frozenset(owners) for letter, owners in letters.items()}
        inside = Inside.of(made.names, made.vocabulary.owners)
        return cls(made.names, made.vocabulary, found, inside)

    def look(self, page: Page) -> None:
        """Find names in a text."""
        if not self.names:
            return
        met = {
            place: found
            for place, token in enumerate(page.tokens)
            if (found := self._met(page, place)) is not None
        }
        sure = {
            place
            for place, found in met.items()
            if not self._particle(found) and strong(page, place, found)
        }
        for place in sure:
            self._mark(page, place, place, met[place].owners, why(met[place]))
        for place, found in met.items():
            if place in sure or self._particle(found):
                continue
            if doubtful(page, place, found):
                self._flag(page, place, place, found.owners, why(found))
        self._broken(page)
        for first, last, owner in spelled(page, self.names, self.vocabulary):
            self._mark(page, first, last, (owner,), "name.wide")
        for first, last, owner in runs(page, self.names, met, sure):
            self._mark(page, first, last, (owner,), "name.whole")
        self._within(page, met)
        self._beside(page)

    def _particle(self, met: Met) -> bool:
        """Whether a word is but a small one of names: The, of Takes the Lantern."""
        return all(met.word in self.names[owner].small for owner in met.owners)

    def _met(self, page: Page, place: int) -> Met | None:
        token = page.tokens[place]
        if len(token.text) > 1:
            met = self.vocabulary.meet(token.text)
            numbered = place > 0 and page.gap(place - 1) in (".", "_")
            ends = DIGITS if numbered else ""
            if met is not None or token.text[1:].strip(ends) not in ("", "s"):
                return met
        elif page.abbreviated(place):
            return None
        letter = token.text[0]
        owners = self.letters.get(letter, frozenset())
        if len(token.text) > 1 or not page.capital(token):
            own = (o for o in owners if letter in self.names[o].words)
            owners = frozenset(own)
        return Met(letter, How.EXACT, owners) if owners else None

    def _flag(
        self, page: Page, first: int, last: int, owners: Iterable[int], by: str
    ) -> None:
        category = min(self.names[owner].category for owner in owners)
        page.flag(page.tokens[first].start, page.tokens[last].end, category, by)

    def _mark(
        self, page: Page, first: int, last: int, owners: Iterable[int], by: str
    ) -> None:
        for place in range(first, last + 1):
            page.named[place] |= set(owners)
        for category in {self.names[owner].category for owner in owners}:
            start, end = page.tokens[first].start, page.tokens[last].end
            page.mark(start, end, category, by)

    def _within(self, page: Page, met: Mapping[int, Met]) -> None:
        """Find names inside longer words, and the numbers behind them."""
        for place, token in enumerate(page.tokens):
            if place in met and met[place].how is not How.BRIEF:
                continue
            held = self.inside.held(page, token)
            if held is not None and held.sure:
                self._mark(page, place, place, held.owners, "name.inside")
            elif held is not None:
                self._flag(page, place, place, held.owners, "name.inside")

    def _beside(self, page: Page) -> None:
        """Take in what stands in a name or beside it and is of no word of it."""
        sure = dict(page.named)
        for first, last, owner in initials_beside(page, self.names, sure):
            self._mark(page, first, last, (owner,), "name.initial")
        for place, owner in words_between(page, sure):
            self._flag(page, place, place, (owner,), "name.between")

    # --- words in pieces --------------------------------------------------------

    def _broken(self, page: Page) -> None:
        """Find words that a line end, a hyphen, an apostrophe or a space breaks."""
        found = page.tokens
        for place in range(len(found) - 1):
            joint, seam = found[place].text, ""
            for last in range(place + 1, min(place + 4, len(found))):
                gap = page.gap(last - 1)
                if gap != " " and not _BROKEN.fullmatch(gap):
                    break
                if gap == " " and last > place + 1:
                    break
                joint, seam = joint + found[last].text, seam + gap
                self._joint(page, place, last, joint, seam)

    def _joint(self, page: Page, first: int, last: int, joint: str, gap: str) -> None:
        met = self.vocabulary.meet(joint) if len(joint) > 2 else None
        if met is None or met.how in (How.SHORT, How.BRIEF):
            return
        if gap.endswith("'") and page.tokens[last].text == "s":
            return
        if gap[-1:] != "_" and page.tokens[last].text.isdecimal():
            return
        spaced = gap.strip("-'*_~`") != ""
        if met.how is not How.EXACT and spaced:
            return
        pieces = [page.tokens[place].text for place in range(first, last + 1)]
        ordinary = all(map(is_common, pieces))
        if spaced and "-" not in gap and (ordinary or len(joint) < RUN_TOGETHER - 1):
            if "\n" in gap or page.capital(page.tokens[first]):
                self._flag(page, first, last, met.owners, "name.broken")
            return
        self._mark(page, first, last, met.owners, "name.broken")
