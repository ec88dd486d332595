"""How hard a text is to read, by two published formulas and our own syllables."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS_EN = re.compile(r"[aeiouy]+")
#: Letters that begin a syllable of their own beside another vowel in Spanish.
_STRONG = "aeoáéóíú"
_VOWELS_ES = re.compile(r"[aeiouáéíóúü]+|\by\b")


def words(text: str) -> list[str]:
    """Give the words of a text, in small letters."""
    return [word.lower() for word in _WORD.findall(text)]


def sentences(text: str) -> int:
    """Count the sentences of a text, one for each that ends or that is listed."""
    parts = [part for line in text.splitlines() for part in _SENTENCE.split(line)]
    return max(1, len([part for part in parts if _WORD.search(part)]))


def english(word: str) -> int:
    """Count the syllables of an English word."""
    bare = re.sub(r"[^a-z]", "", word)
    count = len(_VOWELS_EN.findall(bare))
    if re.search(r"[^aeiouyl]e$|[^aeiouytd]ed$|[^aeiouyscxzgh]es$", bare):
        count -= 1
    if re.search(r"[aeiouy]le$", bare):
        count -= 1
    return max(1, count)


def spanish(word: str) -> int:
    """Count the syllables of a Spanish word: each group of vowels, each strong one."""
    bare = re.sub(r"([qg])u([eiéí])", r"\1\2", word)
    count = 0
    for group in _VOWELS_ES.findall(bare):
        count += max(1, sum(letter in _STRONG for letter in group))
    return max(1, count)


def grade(text: str) -> float:
    """Give the US school grade of an English text (Flesch and Kincaid)."""
    said = words(text)
    per_sentence = len(said) / sentences(text)
    per_word = sum(map(english, said)) / len(said)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def ease(text: str) -> float:
    """Give how easy a Spanish text is, to 100: 70 and more is sixth grade or easier.

    Fernández Huerta, as corrected by Gwillim Law.
    """
    said = words(text)
    per_sentence = len(said) / sentences(text)
    per_word = sum(map(spanish, said)) / len(said)
    return 206.84 - 60 * per_word - 1.02 * per_sentence
