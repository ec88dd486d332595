from __future__ import annotations

from threading import Event

import pytest
from attrs import frozen
from redaction.narrative.files import gone, named

from fjcore.errors import PluginFault
from fjcore.redaction.narrative import Options, Scrubber, Span, span
from fjcore.redaction.narrative.recogniser import MAX_SPANS

TEXT = "Then Quokka and Mirel came."
MIREL = named("Mirel Tavaroy")
#: A busy machine may start a thread late; that is no fault of what runs in it.
PATIENCE_S = 120.0


@frozen
class Finder:
    """A recogniser that gives what it is told to."""

    found: object
    id: object = "fjcore-finder"

    def spans(self, text, language):
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


def test_it_adds():
    """What a recogniser finds should go besides what is known."""
    finder = Finder([span(5, 11, "other_party", "finder")])

    assert ["Quokka", "Mirel"] == gone(
        MIREL, TEXT, recognisers=[finder], limit_s=PATIENCE_S
    )


def test_it_cannot_keep():
    """A recogniser that finds nothing should keep nothing."""
    assert ["Mirel"] == gone(MIREL, TEXT, recognisers=[Finder([])], limit_s=PATIENCE_S)


def test_it_sees_the_text_and_the_language():
    """A recogniser should be given one text and its language, and nothing else."""
    seen = []

    class Looker:
        id = "looker"

        def spans(self, *given):
            seen.append(given)
            return ()

    gone(MIREL, TEXT, recognisers=[Looker()], limit_s=PATIENCE_S, language="es")

    assert [(TEXT, "es")] == seen


FAULTY = {
    "raises": ValueError(TEXT),
    "beyond": [span(5, len(TEXT) + 1, "contact", "x")],
    "before": [span(-1, 3, "contact", "x")],
    "empty": [span(3, 3, "contact", "x")],
    "backwards": [span(5, 3, "contact", "x")],
    "no span": [(1, 2)],
    "no list": 7,
    "no place": [Span(True, 2, ("contact",), "x")],
    "no category": [Span(1, 2, (), "x")],
    "unknown category": [Span(1, 2, ("quokka",), "x")],
    "no reason": [Span(1, 2, ("contact",), "")],
    "too many": [span(1, 2, "contact", "x")] * (MAX_SPANS + 1),
}


@pytest.mark.parametrize("found", FAULTY.values(), ids=FAULTY.keys())
def test_a_fault_ends_it(found):
    """A recogniser at fault should end the release, named, and never tell the text."""
    with pytest.raises(PluginFault) as caught:
        gone(MIREL, TEXT, recognisers=[Finder(found)], limit_s=PATIENCE_S)

    assert "fjcore-finder: spans" == caught.value.where
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert "Mirel" not in str(caught.value)


@pytest.mark.parametrize("name", [None, "", "x" * 201, "a\nb", 7])
def test_a_name_that_is_none(name):
    """A recogniser without a proper name should be called by what it is."""
    finder = Finder(ValueError(), name)
    scrubber = Scrubber.of(
        MIREL, {"identity.name"}, Options(recognisers=[finder], limit_s=PATIENCE_S)
    )

    with pytest.raises(PluginFault) as caught:
        scrubber.look(TEXT)
    assert "recogniser: spans" == caught.value.where


class Waiting:
    """A recogniser that answers when it is told to, and not before."""

    id = "fjcore-waiting"

    def __init__(self):
        self.told = Event()

    def spans(self, text, language):
        self.told.wait(PATIENCE_S)
        return ()


def test_a_late_one_ends_it():
    """A recogniser that does not answer in time should end the release, named."""
    waiting = Waiting()

    with pytest.raises(PluginFault) as caught:
        gone(MIREL, TEXT, recognisers=[waiting], limit_s=0.01)
    waiting.told.set()

    assert "fjcore-waiting: late" == caught.value.where
