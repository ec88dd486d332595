"""Names: whole or in part, short, misread, mistyped, broken, beside each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from attrs import field, frozen

from fjcore.redaction.narrative.entities import Entity
from fjcore.redaction.narrative.normalise import WORD, words
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.vocabulary import How, Met, Vocabulary, Weight, weight
from fjcore.redaction.narrative.words import is_both, is_common, is_grammar

#: Words beside a name that are no part of it.
TITLES = frozenset("jr sr ii iii iv mr mrs ms miss dr sra srta don dona".split())

#: Between two words of one name there stands no more than this.
_NEAR = re.compile(r"[\s,.'-]{1,5}")

#: Two halves of a word that a line broke, or a hyphen or apostrophe within it.
_BROKEN = re.compile(r"[-'\s>]{1,12}")

#: Two words of a name that are written as one are looked for from this length on.
_RUN_TOGETHER = 6


@frozen
class Name:
    """A hidden name: its words in order, which are given, and which start small."""

    words: tuple[str, ...]
    given: frozenset[str]
    small: frozenset[str]
    category: str

    @classmethod
    def of(cls, entity: Entity) -> Name:
        """Read the name of an entity."""
        found = [w for w in words(entity.value) if w not in TITLES]
        found = found or words(entity.value)
        small = {w for m in WORD.findall(entity.value) if m[:1].islower() for w in words(m)}
        return cls(tuple(found), _given(entity, found), frozenset(small), entity.category)

    def together(self) -> Iterator[str]:
        """Give the words that are written as one, all or two neighbors of them."""
        parts = self.words
        runs = [parts, *(parts[i : i + 2] for i in range(len(parts) - 1))]
        for run in runs:
            joint = "".join(run)
            if len(run) > 1 and len(joint) >= _RUN_TOGETHER and not is_common(joint):
                yield joint


def _given(entity: Entity, found: Sequence[str]) -> frozenset[str]:
    """Give the words that may be shortened: not the last name, where it is known."""
    field_name = entity.where.rpartition(".")[2]
    if field_name == "family":
        return frozenset()
    head, comma, tail = entity.value.partition(",")
    if comma:
        return frozenset(words(tail)) or frozenset(words(head))
    alone = field_name == "given" or len(found) == 1
    return frozenset(found if alone else found[:-1])


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
        strong = {place for place, found in met.items() if _strong(page, place, found)}
        for place in strong:
            self._mark(page, place, place, met[place].owners, _why(met[place]))
        for place, found in met.items():
            if place not in strong and _doubtful(page, place, found):
                token = page.tokens[place]
                category = self._category(found.owners)
                page.flag(token.start, token.end, category, _why(found))
        self._broken(page)
        self._runs(page, met, strong)

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
        self, page: Page, first: int, last: int, owners: Iterable[int], why: str
    ) -> None:
        for category in {self.names[owner].category for owner in owners}:
            start, end = page.tokens[first].start, page.tokens[last].end
            page.mark(start, end, category, why)

    # --- words in pieces ---------------------------------------------------------------

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

    def _joint(self, page: Page, first: int, last: int, joint: str, gap: str) -> None:
        met = self.vocabulary.meet(joint) if len(joint) > 2 else None
        if met is None or met.how is How.SHORT:
            return
        spaced = gap.strip("-'") != ""
        if met.how is not How.EXACT and spaced:
            return
        pieces = [page.tokens[place].text for place in range(first, last + 1)]
        ordinary = all(map(is_common, pieces))
        if spaced and "-" not in gap and (ordinary or len(joint) < _RUN_TOGETHER - 1):
            if "\n" in gap or page.capital(page.tokens[first]):
                start, end = page.tokens[first].start, page.tokens[last].end
                page.flag(start, end, self._category(met.owners), "name.broken")
            return
        self._mark(page, first, last, met.owners, "name.broken")

    # --- words beside each other ---------------------------------------------------------

    def _runs(self, page: Page, met: Mapping[int, Met], strong: set[int]) -> None:
        """Find names of which some words tell nothing by themselves."""
        for group in _groups(page, sorted(met)):
            owners = {owner for place in group for owner in met[place].owners}
            for owner in sorted(owners):
                for run in _stretches(group, lambda p, o=owner: o in met[p].owners):
                    self._run(page, owner, run, met, strong)

    def _run(
        self,
        page: Page,
        owner: int,
        run: Sequence[int],
        met: Mapping[int, Met],
        strong: set[int],
    ) -> None:
        name = self.names[owner]
        anchors = [place for place in run if place in strong]
        if not anchors:
            if self._all_ordinary(page, name, run, met):
                self._mark(page, run[0], run[-1], (owner,), "name.whole")
            return
        plain = not any(page.capital(page.tokens[place]) for place in anchors)
        fit = [
            place
            for place in run
            if place in strong or _fits(page, name, place, met[place], plain=plain)
        ]
        for piece in _stretches(range(run[0], run[-1] + 1), set(fit).__contains__):
            piece = _trimmed(page, name, piece, strong)
            if any(place in strong for place in piece):
                self._mark(page, piece[0], piece[-1], (owner,), "name.whole")

    def _all_ordinary(
        self, page: Page, name: Name, run: Sequence[int], met: Mapping[int, Met]
    ) -> bool:
        """Whether ordinary words are a name since they follow each other as in it."""
        said = tuple(met[place].word for place in run)
        if len(set(said)) < 2 or any(met[place].how is not How.EXACT for place in run):
            return False
        if not _follows(said, name.words) or name.small.issuperset(said):
            return False
        if len(said) > 2 or not all(is_grammar(w) or len(w) < 2 for w in said):
            return True
        return all(
            page.capital(page.tokens[place]) or met[place].word in name.small
            for place in run
        )


def _follows(said: Sequence[str], whole: Sequence[str]) -> bool:
    size = len(said)
    return any(
        tuple(whole[at : at + size]) == tuple(said)
        for at in range(len(whole) - size + 1)
    )


def _why(met: Met) -> str:
    return f"name.{met.how.name.lower()}"


def _strong(page: Page, place: int, met: Met) -> bool:
    """Whether a word by itself is removed."""
    token = page.tokens[place]
    if len(met.word) < 2:
        return False
    if met.how in (How.SCAN, How.TYPO):
        return not is_common(token.text)
    if page.maximal and met.how is How.EXACT:
        return True
    heavy = weight(page.written(token).lower())
    if met.word != token.text:
        heavy = min(heavy, weight(token.text))
    if met.how is How.SHORT:
        sure = heavy is Weight.NAME or not page.begins(token)
        return sure and page.capital(token)
    if heavy is Weight.NAME:
        return True
    if not page.capital(token):
        return False
    if heavy is Weight.COMMON or is_both(token.text):
        return True
    return not page.begins(token)


def _doubtful(page: Page, place: int, met: Met) -> bool:
    """Whether a word that is not removed by itself is shown to the reviewer."""
    token = page.tokens[place]
    if len(met.word) < 2:
        return False
    if met.how is How.EXACT:
        return page.capital(token) or not is_grammar(token.text)
    if met.how is How.SHORT and not page.capital(token):
        return not is_common(token.text)
    return page.capital(token) and (met.how is How.SHORT or not page.begins(token))


def _fits(page: Page, name: Name, place: int, met: Met, *, plain: bool) -> bool:
    """Whether a word that tells nothing by itself belongs to the name beside it."""
    token = page.tokens[place]
    if met.how is not How.EXACT:
        return False
    if len(met.word) < 2 and met.word not in name.words:
        return page.capital(token)
    return plain or page.capital(token) or met.word in name.small


def _trimmed(
    page: Page, name: Name, run: Sequence[int], strong: set[int]
) -> Sequence[int]:
    """Leave out particles at the ends of a run that belong to what stands beyond.

    Those before a word stay where the name has them before it.
    """
    found = list(run)
    while found and found[-1] not in strong and _loose(page, name, found[-1]):
        del found[-1]
    while found and found[0] not in strong and _loose(page, name, found[0]):
        if _follows([page.tokens[place].text for place in found[:2]], name.words):
            break
        del found[0]
    return found


def _loose(page: Page, name: Name, place: int) -> bool:
    token = page.tokens[place]
    return token.text in name.small and not page.capital(token)


def _groups(page: Page, places: Sequence[int]) -> Iterator[list[int]]:
    """Group places of words that stand beside each other."""
    group: list[int] = []
    for place in places:
        near = group and place == group[-1] + 1 and _NEAR.fullmatch(page.gap(group[-1]))
        if group and not near:
            yield group
            group = []
        group.append(place)
    if group:
        yield group


def _stretches(
    places: Iterable[int], fits: Callable[[int], bool]
) -> Iterator[list[int]]:
    """Give the longest stretches of places that all fit."""
    stretch: list[int] = []
    for place in places:
        if fits(place):
            stretch.append(place)
        elif stretch:
            yield stretch
            stretch = []
    if stretch:
        yield stretch
