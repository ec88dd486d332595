from __future__ import annotations

import json
from datetime import UTC, datetime

from disclosure.worlds import built

from fjcore.consent import Step
from fjcore.disclosure import Disclosure
from fjcore.disclosure.disclosure import _TOKEN
from fjcore.disclosure.handing import packed, unpacked


def test_what_is_handed_on_is_the_same():
    """A disclosure should be the same after JSON, in every part."""
    made = built()
    again = unpacked(json.loads(json.dumps(packed(made))))

    assert [getattr(made, name) for name in Disclosure.__slots__] == [
        getattr(again, name) for name in Disclosure.__slots__
    ]
    assert again.intact
    assert again.is_same(made.body)


def test_steps_before_are_handed_on():
    """The steps that something took before should be handed on as they are."""
    made = built()
    steps = (
        Step(
            id="ab" * 16,
            holder="shelter",
            items={"identity.name"},
            onward=True,
            expires=datetime(2026, 12, 1, tzinfo=UTC),
        ),
    )
    parts = {name: getattr(made, name) for name in Disclosure.__slots__}
    with_steps = Disclosure(_TOKEN, parts | {"previous": steps})

    assert steps == unpacked(json.loads(json.dumps(packed(with_steps)))).previous
