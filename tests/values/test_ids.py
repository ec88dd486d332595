from __future__ import annotations

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.errors import BadId
from fjcore.values import id_bytes, new_id, parse_id, parse_name
from fjcore.values.ids import ID_BYTES

usual = settings(max_examples=150, deadline=None)

SAFE = string.ascii_lowercase + string.digits + "_.:-"
names = st.text(SAFE, min_size=1, max_size=64)
raws = st.binary(min_size=ID_BYTES, max_size=ID_BYTES)


def test_new_ids_are_random() -> None:
    """Every new id should be of the right shape, differ, and use all of its bits."""
    made = [new_id() for _ in range(2000)]
    whole = [int(one, 16) for one in made]
    ones = [sum(n >> bit & 1 for n in whole) for bit in range(8 * ID_BYTES)]

    assert len(set(made)) == len(made)
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in made)
    # 2000 throws of a coin: 700 to 1300 heads, but for less than one case in 10**40.
    assert all(700 < count < 1300 for count in ones)


@usual
@given(raws)
def test_ids_are_their_bytes(raw: bytes) -> None:
    """An id should be its sixteen bytes, and be given back as it is."""
    assert raw == id_bytes(raw.hex())
    assert raw.hex() == parse_id(raw.hex())


bad_ids = st.one_of(
    raws.map(lambda raw: raw.hex()[:-1]),
    raws.map(lambda raw: raw.hex() + "0"),
    raws.map(lambda raw: raw.hex() + "\n"),
    raws.map(lambda raw: "A" + raw.hex()[1:]),
    raws.map(lambda raw: "-" + raw.hex()[1:]),
    raws.map(lambda raw: "٣" + raw.hex()[1:]),
    raws,
    st.integers(),
    st.none(),
)


@usual
@given(bad_ids)
def test_what_is_no_id(text: object) -> None:
    """What is no id should be refused by its place, without being repeated."""
    for door in (parse_id, id_bytes):
        with pytest.raises(BadId) as caught:
            door(text, where="subject")  # type: ignore[operator]

        assert caught.value.where == "subject"
        assert str(text) not in str(caught.value)
        assert caught.value.__context__ is None


@usual
@given(names)
def test_names(name: str) -> None:
    """A registry name should be given back as it is."""
    assert name == parse_name(name)


bad_names = st.one_of(
    st.sampled_from(["", "A", "Name", "ñ", " a", "a b", "a\n", "a/b", "a@b", None, 7]),
    st.text(SAFE, min_size=65, max_size=80),
    st.builds(
        lambda name, bad, at: name[: at % 60] + bad + name[at % 60 :],
        st.text(SAFE, max_size=60),
        st.sampled_from([" ", "\n", "/", "\\", "A", "é", "\0", "'"]),
        st.integers(0, 60),
    ),
)


@usual
@given(bad_names)
def test_what_is_no_name(name: object) -> None:
    """What is no registry name should be refused by its place."""
    with pytest.raises(BadId) as caught:
        parse_name(name, where="agency.id")  # type: ignore[arg-type]

    assert caught.value.where == "agency.id"
    assert caught.value.__context__ is None
