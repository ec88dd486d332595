"""What one word of a text, met as part of a name, is worth by itself."""

from __future__ import annotations

from fjcore.redaction.narrative.name import Name
from fjcore.redaction.narrative.page import Page
from fjcore.redaction.narrative.vocabulary import DIGITS, How, Met, Weight, weight
from fjcore.redaction.narrative.words import is_both, is_common, is_grammar


def why(met: Met) -> str:
    """Name the pass by which a word was met."""
    return f"name.{met.how.name.lower()}"


def strong(page: Page, place: int, met: Met) -> bool:
    """Whether a word by itself is removed."""
    token = page.tokens[place]
    if len(met.word) < 2:
        return False
    if met.how in (How.SCAN, How.TYPO):
        return not is_common(token.text)
    if met.how is How.BRIEF:
        return False
    if page.maximal and met.how is How.EXACT:
        return True
    heavy = weight(page.written(token).lower().rstrip(DIGITS))
    if met.word != token.text:
        heavy = min(heavy, weight(token.text.rstrip(DIGITS)))
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


def doubtful(page: Page, place: int, met: Met) -> bool:
    """Whether a word that is not removed by itself is shown to the reviewer."""
    token = page.tokens[place]
    if len(met.word) < 2:
        return False
    if met.how is How.EXACT:
        return page.capital(token) or not is_grammar(token.text)
    if met.how is How.BRIEF:
        acronym = page.written(token).isupper() and not page.shouted(place)
        return page.capital(token) and not acronym and not is_common(token.text)
    if met.how is How.SHORT and not page.capital(token):
        return not is_common(token.text)
    return page.capital(token) and (met.how is How.SHORT or not page.begins(token))


def fits(page: Page, name: Name, place: int, met: Met, *, plain: bool) -> bool:
    """Whether a word that tells nothing by itself belongs to the name beside it.

    ``plain``: the name beside it has no capital either.
    """
    capital = page.capital(page.tokens[place])
    if met.how is not How.EXACT:
        return capital
    if len(met.word) < 2 and met.word not in name.words:
        return capital
    return plain or capital or met.word in name.small
