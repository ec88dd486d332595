from __future__ import annotations

import pytest
from redaction.narrative.files import flagged, gone, known

from fjcore.redaction.narrative import Entity

MAIL = known(Entity("email", "Mirel.Tav99@mail.example.org", "medical"))
HANDLE = known(Entity("handle", "@mirel_tav", "medical"))


@pytest.mark.parametrize(
    "said",
    [
        *(
            "mirel.tav99@mail.example.org",
            "MIREL.TAV99@MAIL.EXAMPLE.ORG",
            "mirel.tav99",
        ),
        *("mirel.tav99 at mail dot example dot org", "mireltav99", "mirel_tav99"),
        *(
            "mirel.tav99 [at] mail.example.org",
            "mirel.tav99 arroba mail punto example.org",
        ),
        *("mirel.tav99@other.example.org"[:11], "mirel.tav99 @ mail.example.org"),
    ],
)
def test_mail(said):
    """An address should go whole or in part, written or spoken."""
    assert [said] == gone(MAIL, f"write to {said} soon")


@pytest.mark.parametrize("end", ["-\n", "\n", "-\n> ", "\n    ", "\r\n", "=\n"])
def test_mail_over_two_lines(end):
    """An address should go wherever a line ends in it, with and without a hyphen."""
    whole = "mirel.tav99@mail.example.org"
    for at in range(1, len(whole)):
        said = whole[:at] + end + whole[at:]

        assert [said] == gone(MAIL, f"write to {said} soon")


def test_mail_of_common_words():
    """An address should go even where each of its words is one of every day."""
    held = known(Entity("email", "a.bird@example.org", "medical"))

    assert ["a.bird@exam-\nple.org"] == gone(held, "to a.bird@exam-\nple.org soon")


@pytest.mark.parametrize("said", ["@mirel_tav", "mirel_tav", "Mirel.Tav", "mireltav"])
def test_handle(said):
    """A handle should go with its sign and without."""
    assert [said.removeprefix("@")] == gone(HANDLE, f"is {said} there")


@pytest.mark.parametrize("text", ["tav99", "mirel", "example.org", "mireltav999"])
def test_other_text_stays(text):
    """A part of an address that is not its own should stay."""
    assert [] == gone(MAIL, text)


def test_a_handle_that_is_a_word():
    """A handle that is a word of every day should go where it is written as one."""
    held = known(Entity("handle", "sunny", "medical"))

    assert ["sunny"] == gone(held, "as @sunny there")
    assert ["sunny"] == flagged(held, "a sunny day")
    assert [] == gone(held, "a sunny day")
