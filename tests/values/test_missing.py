from __future__ import annotations

from collections.abc import Callable

import pytest

from fjcore.values import Missing

#: Every reason, and as what it may leave (HUD 99 for the two that would tell).
OUTWARD = {
    "not_asked": "not_asked",
    "asked_unknown": "asked_unknown",
    "asked_declined": "asked_declined",
    "not_applicable": "not_applicable",
    "unsafe_to_ask": "not_asked",
    "not_collected": "not_collected",
    "withheld": "not_asked",
    "error": "error",
}

every = pytest.mark.parametrize("reason", Missing, ids=lambda reason: reason.value)


def test_the_reasons_are_a_closed_list() -> None:
    """There should be eight reasons, and each should leave as the table says."""
    assert OUTWARD == {one.value: one.outward.value for one in Missing}


@every
@pytest.mark.parametrize(
    "use",
    [
        bool,
        lambda reason: not reason,
        lambda reason: reason and True,
        lambda reason: reason or True,
        lambda reason: 1 if reason else 0,
        lambda reason: any([reason]),
        lambda reason: all([reason]),
        lambda reason: list(filter(None, [reason])),
        lambda reason: [1 for _ in [0] if reason],
    ],
)
def test_a_reason_is_no_truth(
    reason: Missing, use: Callable[[Missing], object]
) -> None:
    """A missing answer should be neither yes nor no, however it is asked."""
    with pytest.raises(TypeError):
        use(reason)


@every
def test_a_reason_equals_no_answer(reason: Missing) -> None:
    """A missing answer should equal no answer that a field could hold."""
    answers = (True, False, 0, 1, "", "no", reason.value, None, ())

    assert [answer for answer in answers if answer == reason] == []
    assert reason is Missing(reason.value)


@every
def test_going_out_twice_changes_nothing(reason: Missing) -> None:
    """What a reason left as should leave as itself."""
    assert reason.outward is reason.outward.outward
