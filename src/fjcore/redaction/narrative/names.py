"""Names: whole or in part, short, misread, mistyped, broken, beside each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from attrs import field, frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.judging import doubtful, strong, why
from fjcore.redaction.narrative.name import RUN_TOGETHER, Name
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.runs import runs
from fjcore.redaction.narrative.vocabulary import How, Met, Vocabulary
from fjcore.redaction.narrative.words import is_common

#: Two halves of a word that a line broke, or a hyphen or apostrophe within it.
_BROKEN = re.compile(r"[-'\s>]{1,12}")

#: Between the letters of a word that is set wide; and how few letters that has.
_WIDE = re.compile(r"[ .*_-]{1,3}")
_LETTERS = 4


@frozen(repr=False)
class Names:
    """All hidden names, ready to be looked for."""

    names: tuple[Name, ...]
    vocabulary: Vocabulary = field(factory=Vocabulary)
    letters: Mapping[str, frozenset[int]] = field(factory=dict)

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
        return cls(made.names, made.vocabulary, found)

    def look(self, page: Page) -> None:
        """Find names in a text."""
        if not self.names:
            return
        met = {
            place: found
            for place, token in enumerate(page.tokens)
            if (found := self._met(page, place)) is not None
        }
        sure = {place for place, found in met.items() if strong(page, place, found)}
        for place in sure:
            self._mark(page, place, place, met[place].owners, why(met[place]))
        for place, found in met.items():
            if place not in sure and doubtful(page, place, found):
                token = page.tokens[place]
                category = self._category(found.owners)
                page.flag(token.start, token.end, category, why(found))
        self._broken(page)
        self._wide(page)
        for first, last, owner in runs(page, self.names, met, sure):
            self._mark(page, first, last, (owner,), "name.whole")

    def _met(self, page: Page, place: int) -> Met | None:
        token = page.tokens[place]
        if len(token.text) > 1:
            met = self.vocabulary.meet(token.text)
            if met is not None or len(token.text) > 2 or token.text[1] != "s":
                return met
        letter = token.text[0]
        owners = self.letters.get(letter, frozenset())
        if len(token.text) > 1 or not page.capital(token):
            own = (o for o in owners if letter in self.names[o].words)
            owners = frozenset(own)
        return Met(letter, How.EXACT, owners) if owners else None

    def _category(self, owners: Iterable[int]) -> str:
        return min(self.names[owner].category for owner in owners)

    def _mark(
        self, page: Page, first: int, last: int, owners: Iterable[int], by: str
    ) -> None:
        for category in {self.names[owner].category for owner in owners}:
            start, end = page.tokens[first].start, page.tokens[last].end
            page.mark(start, end, category, by)

    # --- words in pieces --------------------------------------------------------

    def _broken(self, page: Page) -> None:
        """Find words that a line end, a hyphen, an apostrophe or a space breaks."""
        found = page.tokens
        for place in range(len(found) - 1):
            joint = found[place].text
            for last in range(place + 1, min(place + 4, len(found))):
                gap = page.gap(last - 1)
                if gap != " " and not _BROKEN.fullmatch(gap):
                    break
                if gap == " " and last > place + 1:
                    break
                joint += found[last].text
                self._joint(page, place, last, joint, gap)

    def _wide(self, page: Page) -> None:
        """Find words of which each letter stands alone: M A E V E."""
        run: list[int] = []
        for place, token in enumerate(page.tokens):
            near = run and place == run[-1] + 1 and _WIDE.fullmatch(page.gap(run[-1]))
            if len(token.text) > 1 or not near:
                self._spelled(page, run)
                run = []
            if len(token.text) == 1:
                run.append(place)
        self._spelled(page, run)

    def _spelled(self, page: Page, run: list[int]) -> None:
        """Mark every word that some letters in a row spell."""
        for first in range(len(run) - _LETTERS + 1):
            for last in range(first + _LETTERS - 1, min(first + 24, len(run))):
                places = run[first : last + 1]
                word = "".join(page.tokens[place].text for place in places)
                met = self.vocabulary.meet(word)
                if met is not None and met.how is How.EXACT:
                    self._mark(page, places[0], places[-1], met.owners, "name.wide")

    def _joint(self, page: Page, first: int, last: int, joint: str, gap: str) -> None:
        met = self.vocabulary.meet(joint) if len(joint) > 2 else None
        if met is None or met.how in (How.SHORT, How.BRIEF):
            return
        if gap == "'" and page.tokens[last].text == "s":
            return
        spaced = gap.strip("-'") != ""
        if met.how is not How.EXACT and spaced:
            return
        pieces = [page.tokens[place].text for place in range(first, last + 1)]
        ordinary = all(map(is_common, pieces))
        if spaced and "-" not in gap and (ordinary or len(joint) < RUN_TOGETHER - 1):
            if "\n" in gap or page.capital(page.tokens[first]):
                start, end = page.tokens[first].start, page.tokens[last].end
                page.flag(start, end, self._category(met.owners), "name.broken")
            return
        self._mark(page, first, last, met.owners, "name.broken")
