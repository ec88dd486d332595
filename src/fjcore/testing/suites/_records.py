"""What forms and code lists must be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import attrs

from fjcore.records import CodeList, Form, core_lists, leaves, structure, unstructure
from fjcore.testing.checks import check, must
from fjcore.values import Missing


class FormSuite:
    """For local forms: name them, and fitting answers to each, by the form's id."""

    forms: ClassVar[Sequence[Form]]
    answers: ClassVar[Mapping[str, Mapping[str, Any]]] = {}

    @check("F01", since="0.1")
    def test_ids(self) -> None:
        """Every form and every list of its own has an id that begins with ``x_``."""
        for form in self.forms:
            names = [form.id, *(one.id for one in form.code_lists)]
            wrong = [name for name in names if not name.startswith("x_")]
            must(not wrong, f"{wrong} must begin with x_")

    @check("F02", since="0.1")
    def test_labelled(self) -> None:
        """Every field of its own carries a label, and a question leads to it."""
        for form in self.forms:
            own = {leaf.path for leaf in leaves(form.record_type)}
            asked = {one.target for one in form.fields}
            must(own <= asked, f"{form.id}: no question leads to a field")

    @check("F03", since="0.1")
    def test_worded(self) -> None:
        """Every question has words in each language of the title."""
        for form in self.forms:
            for one in form.fields:
                missing = set(form.title) - set(one.label)
                must(
                    one.hidden or not missing,
                    f"{form.id}: {one.name} lacks {sorted(missing)}",
                )

    @check("F04", since="0.1")
    def test_codes(self) -> None:
        """Every code of its lists maps to a code of core."""
        for form in self.forms:
            for one in form.code_lists:
                must(_mapped(one), f"{form.id}: {one.id} does not map")

    @check("F05", since="0.1")
    def test_answers_come_back(self) -> None:
        """Answers are the same after they were kept and read again."""
        for form in self.forms:
            given = self.answers.get(form.id)
            must(given is not None, f"{form.id}: answers are to be given")
            for record in form.read(dict(given or {})):
                again = structure(unstructure(record), type(record))
                must(again == record, f"{form.id}: an answer is another afterwards")

    @check("F06", since="0.1")
    def test_reasons_stay_apart(self) -> None:
        """Not asked, declined, unknown and unsafe to ask stay what they are."""
        for form in self.forms:
            for one in attrs.fields(form.record_type):
                for reason in _SAID:
                    must(
                        _kept(form.record_type, one.name, reason),
                        f"{form.id}: {reason}",
                    )


class VocabularySuite:
    """For code lists: name them."""

    lists: ClassVar[Sequence[CodeList]]

    @check("V01", since="0.1")
    def test_codes(self) -> None:
        """Every code maps to a code of one core list."""
        for one in self.lists:
            must(_mapped(one), f"{one.id}: every code must map")

    @check("V02", since="0.1")
    def test_words(self) -> None:
        """Every code has words."""
        for one in self.lists:
            empty = [code for code, words in one.codes.items() if not words.strip()]
            must(not empty, f"{one.id}: {empty} have no words")

    @check("V03", since="0.1")
    def test_version(self) -> None:
        """A list says of which version it is."""
        for one in self.lists:
            must(one.version.strip(), f"{one.id}: version")


def _mapped(one: CodeList) -> bool:
    core = core_lists().get(one.maps_to)
    whole = core is not None and one.maps.keys() == one.codes.keys()
    return whole and core is not None and set(one.maps.values()) <= core.codes.keys()


#: The reasons that an answer may have; core writes the others, and no form does.
_SAID = tuple(one for one in Missing if one not in (Missing.ERROR, Missing.WITHHELD))


def _kept(kind: type, name: str, reason: Missing) -> bool:
    try:
        made = kind(**{name: reason})
        return bool(structure(unstructure(made), kind) == made)
    except (TypeError, ValueError):
        return False
