"""Seeded faults of what finds odd writing: letters apart, handles, words for digits."""

from __future__ import annotations

import pytest
from redaction.narrative import (
    test_addresses,
    test_dictated,
    test_diminutives,
    test_initials,
    test_inside,
    test_middles,
    test_normalise,
    test_streets,
    test_wide,
)
from redaction.planting import Mutant, notices

MUTANTS = tuple(
    Mutant(name, f"narrative.{where}", old, new, test)
    for name, where, old, new, test in (
        (
            "a twin of a letter is another",
            "normalise._folded",
            "LATIN.get(letter, letter)",
            "letter",
            test_normalise.test_fold,
        ),
        (
            "tens stand alone",
            "dictated.Dictation._below_a_hundred",
            "if 0 < ones < 10:",
            "if False:",
            test_dictated.test_what_words_say,
        ),
        (
            "letters are digits wherever they stand",
            "numbers._stretch",
            "if not all(_misread(page, piece) for piece in pieces):",
            "if pieces:",
            test_dictated.test_letters_alone_are_no_number,
        ),
        (
            "a line end is far",
            "numbers._far",
            "not _LINE_END.fullmatch(page.folded.text, end, start)",
            "True",
            test_addresses.test_mail_over_two_lines,
        ),
        (
            "a short type tells nothing",
            "streets._found",
            "low, sure = low - 1, True",
            "pass",
            test_streets.test_spanish_types,
        ),
        (
            "short words set wide stay",
            "wide.spelled",
            "low, high = _further(letters, at, end, names[owner])",
            "low, high = at, end",
            test_wide.test_its_short_words_go_with_it,
        ),
        (
            "three letters anywhere are a word",
            "wide._words",
            "end - at >= _SURE or end - at == len(letters)",
            "True",
            test_wide.test_a_word_of_three_letters,
        ),
        (
            "any handle is sure",
            "inside.Inside.held",
            "signed or len(text) >= _LONG",
            "True",
            test_inside.test_a_short_or_common_one_is_shown,
        ),
        (
            "the number of a handle stays",
            "names.Names._joint",
            'gap[-1:] != "_" and page.tokens[last].text.isdecimal()',
            "page.tokens[last].text.isdecimal()",
            test_inside.test_a_handle_of_a_name_goes,
        ),
        (
            "initials of anybody go",
            "middles._reach",
            "{w[0] for w in name.words if w not in name.small and w != own}",
            'set("abcdefghijklmnopqrstuvwxyz")',
            test_middles.test_initials_of_somebody_else_stay,
        ),
        (
            "letters between known ones go unseen",
            "initials.Initials._guess",
            "return self.outer.get(said[0] + said[-1])",
            "return None",
            test_initials.test_known_initials_around_unknown_ones_are_shown,
        ),
        (
            "an hour is a person",
            "initials._clock",
            "return _HOUR.search(before) is not None",
            "return False",
            test_initials.test_a_clock_is_told_from_a_person,
        ),
        (
            "a part of a longer row is shown",
            "initials.Initials._spaced",
            "whole = _tight(page, row)",
            "whole = False",
            test_initials.test_what_is_no_initial_stays_unseen,
        ),
        (
            "a small form is spelled as it sounds in English",
            "diminutives.diminutives",
            "yield from _small(_spelled(stem[:-1]), end)",
            "yield from _small(stem[:-1], end)",
            test_diminutives.test_a_small_form,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
