"""Seeded faults of the passes but for names, of the review and the last check."""

from __future__ import annotations

import pytest
from redaction.narrative import (
    test_addresses,
    test_dates,
    test_entities,
    test_initials,
    test_numbers,
    test_patterns,
    test_phrases,
    test_proposal,
    test_recogniser,
    test_streets,
)
from redaction.planting import Mutant, notices

MUTANTS = tuple(
    Mutant(name, f"narrative.{where}", old, new, test)
    for name, where, old, new, test in (
        (
            "initials are not turned round",
            "initials.initials_of",
            "letters | {text[::-1] for text in letters if len(text) == _FEWEST}",
            "letters",
            test_initials.test_initials_are_shown,
        ),
        (
            "initials go unseen",
            "initials.Initials._flag",
            "page.flag",
            "page.mark",
            test_initials.test_initials_are_shown,
        ),
        (
            "the type of a street proves nothing",
            "streets._belongs",
            "word in line.numbers or word in TYPES",
            "word in line.numbers",
            test_streets.test_a_street_of_common_words,
        ),
        (
            "a street is looked for in one order",
            "streets._found",
            "high, sure = high + 1, sure or kind > 1",
            "high = high + 1",
            test_streets.test_guises,
        ),
        (
            "pieces of a number are numbers",
            "numbers._far",
            "start - end <= _GAP",
            "False",
            test_numbers.test_phone_formats,
        ),
        (
            "the last seven go unseen",
            "numbers.Numbers._digits",
            "if len(number) > _LOCAL:",
            "if False:",
            test_numbers.test_the_last_seven_are_shown,
        ),
        (
            "a misread digit is none",
            "numbers._number",
            "return None if word in SAID else word.translate(_MISREAD)",
            "return None",
            test_numbers.test_phone_formats,
        ),
        (
            "an address is not spoken",
            "addresses._pattern",
            "{before}{_AT}{after}",
            "{before}@{after}",
            test_addresses.test_mail,
        ),
        (
            "a year is not looked at",
            "dates._is_of",
            "return year < 0 and day.year % 100 == -year - 1",
            "return True",
            test_dates.test_other_days_stay,
        ),
        (
            "the other order counts as much",
            "dates.Dates.look",
            "said.numeric and number > 0",
            "False",
            test_dates.test_the_unusual_order_is_shown,
        ),
        (
            "a phrase keeps its kind",
            "phrases.Phrases.of",
            "forms += [*_forms(found[:-1])][:_MOST]",
            "pass",
            test_phrases.test_places,
        ),
        (
            "forms of what is shown go",
            "patterns.look",
            "if pattern.category in hidden:",
            "if True:",
            test_patterns.test_only_what_is_hidden,
        ),
        (
            "a recogniser at fault finds nothing",
            "recogniser._run",
            "like any other.\n        return None",
            "like any other.\n        return []",
            test_recogniser.test_a_fault_ends_it,
        ),
        (
            "a recogniser may reach beyond",
            "recogniser._is_span",
            "< item.end <= length",
            "< item.end",
            test_recogniser.test_a_fault_ends_it,
        ),
        (
            "only the survivor is known",
            "entities.Known.hidden",
            "one.category in categories",
            'one.category in categories and one.category != "respondent"',
            test_entities.test_hidden,
        ),
        (
            "every flag is cleared",
            "proposal._reviewed",
            "kept if number in approval.cleared else spans",
            "kept",
            test_proposal.test_what_is_not_cleared_goes,
        ),
        (
            "flags stay where nobody looks",
            "scrubber.Scrubber.look",
            "spans, flags = [*spans, *flags], []",
            "flags = []",
            test_proposal.test_automatic,
        ),
        (
            "a plan that changed voids nothing",
            "proposal._seals",
            "sorted(hidden),",
            "[],",
            test_proposal.test_a_change_voids_it,
        ),
        (
            "a silent category leaves a trace",
            "proposal._part",
            "any(map(is_silent, found.spans))",
            "False",
            test_proposal.test_a_silent_category_takes_its_passage,
        ),
        (
            "a passage stays whatever it carries",
            "proposal._part",
            "passage.categories & scrubber.hidden",
            "False",
            test_proposal.test_a_passage_of_a_hidden_category_goes_whole,
        ),
        (
            "nothing is checked at the end",
            "final.checked",
            "if where is not None:",
            "if False:",
            test_proposal.test_the_final_check,
        ),
        (
            "the passes do not look again",
            "final._leak",
            'return "note" if again.spans else None',
            "return None",
            test_proposal.test_the_passes_look_again,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
