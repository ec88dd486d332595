"""Seeded faults of names and of the span algebra, each noticed by its test."""

from __future__ import annotations

import pytest
from redaction.narrative import (
    test_matcher,
    test_names,
    test_normalise,
    test_spans,
    test_vocabulary,
)
from redaction.planting import Mutant, notices

MUTANTS = tuple(
    Mutant(name, f"narrative.{where}", old, new, test)
    for name, where, old, new, test in (
        (
            "spans that touch stay two",
            "spans.joined",
            "one.start <= found[-1].end",
            "one.start < found[-1].end",
            test_spans.test_joined_spans_cover_the_same,
        ),
        (
            "the end of the last span counts",
            "spans._union",
            "max(one.end, other.end)",
            "other.end",
            test_spans.test_joined_spans_cover_the_same,
        ),
        (
            "a union forgets a category",
            "spans._union",
            "sorted({*one.categories, *other.categories})",
            "one.categories",
            test_spans.test_a_union_is_of_all_its_categories,
        ),
        (
            "spans are replaced from left to right",
            "spans.replaced",
            "reversed(spans)",
            "spans",
            test_spans.test_each_placeholder_stands_once,
        ),
        (
            "the order of spans matters",
            "spans.joined",
            "sorted(set(_clipped(spans, length)), key=_place)",
            "list(_clipped(spans, length))",
            test_spans.test_the_order_does_not_matter,
        ),
        (
            "a silent category is told",
            "spans.placeholder",
            "or is_silent(one)",
            "",
            test_spans.test_placeholder,
        ),
        (
            "the bound is looked at after the longest",
            "matcher.Matcher.scan",
            "at = find(first, at + 1)",
            "at = -1",
            test_matcher.test_bounds,
        ),
        (
            "a word need not end",
            "matcher._follow",
            'haystack[end : end + 1] != " "',
            "False",
            test_matcher.test_every_overlap_is_found,
        ),
        (
            "marks are left behind",
            "normalise.Folded.span",
            "max(self.back[end], self.back[end - 1] + 1)",
            "self.back[end - 1] + 1",
            test_normalise.test_the_way_back,
        ),
        (
            "accents count",
            "normalise._folded",
            "plain = normal(char)",
            "plain = char.lower()",
            test_normalise.test_fold,
        ),
        (
            "swapped letters are two edits",
            "vocabulary.one_edit",
            "return other[start:] == swapped + one[start + 2 :]",
            "return False",
            test_vocabulary.test_one_edit,
        ),
        (
            "letters left out are not met",
            "vocabulary.Vocabulary.add",
            "(word, *shortened(word))",
            "(word,)",
            test_vocabulary.test_every_single_edit_is_met,
        ),
        (
            "a possessive is another word",
            "vocabulary.Vocabulary._look",
            "forms = tuple(_bare(word))",
            "forms = (word,)",
            test_vocabulary.test_how,
        ),
        (
            "short forms go one way",
            "words.short_forms",
            "found[name] |= group - {name}",
            "found[formal] |= group - {formal}",
            test_vocabulary.test_short_forms_go_both_ways,
        ),
        (
            "a word of every day always goes",
            "judging.strong",
            "if not page.capital(token):",
            "if False:",
            test_names.test_words_of_every_day,
        ),
        (
            "the highest level is as any",
            "judging.strong",
            "page.maximal and met.how is How.EXACT",
            "False",
            test_names.test_maximal,
        ),
        (
            "a common word that is like a name goes",
            "judging.strong",
            "return not is_common(token.text)",
            "return True",
            test_names.test_words_of_every_day,
        ),
        (
            "nothing doubtful is shown",
            "judging.doubtful",
            "if met.how is How.EXACT:",
            "if met.how is How.EXACT:\n        return False\n    if False:",
            test_names.test_doubtful_words_are_shown,
        ),
        (
            "a broken word is two",
            "names.Names.look",
            "self._broken(page)",
            "pass",
            test_names.test_guises,
        ),
        (
            "a name is not more than its words",
            "runs.runs",
            "for piece in _pieces(",
            "for piece in () and _pieces(",
            test_names.test_names_of_many_languages,
        ),
        (
            "particles at the end go",
            "runs._trimmed",
            "del found[-1]",
            "break",
            test_names.test_words_of_every_day,
        ),
    )
)


@pytest.mark.parametrize("mutant", MUTANTS, ids=[m.name for m in MUTANTS])
def test_every_seeded_fault_is_noticed(mutant):
    """A fault should be noticed by its test, which the sound code passes."""
    notices(mutant)
