from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet
from packaging.version import Version

from fjcore.sdk._version import is_range, key, within

releases = st.lists(st.integers(0, 2), min_size=1, max_size=3).map(
    lambda parts: ".".join(map(str, parts))
)
suffixes = st.sampled_from(
    ["", "", "", "a1", "b1", "rc1", "rc2", ".post1", ".dev1", "a1.dev1", "rc1.post1"]
)
versions = st.builds(str.__add__, releases, suffixes)
clauses = st.one_of(
    st.builds(
        str.__add__, st.sampled_from([">=", "<=", "==", "!=", "<", ">"]), versions
    ),
    releases.flatmap(lambda r: st.sampled_from([f"=={r}.*", f"!={r}.*"])),
    st.builds(lambda r, s: f"~={r}.1{s}", releases, suffixes),
)


@given(versions, versions)
def test_versions_are_in_the_order_of_pep_440(one, other):
    """Versions should stand in the order that Python's packaging gives them."""
    assert (key(one) < key(other)) == (Version(one) < Version(other))
    assert (key(one) == key(other)) == (Version(one) == Version(other))


@given(versions, st.lists(clauses, min_size=1, max_size=2).map(",".join))
def test_a_range_holds_what_pep_440_says(version, text):
    """A range should hold the versions that Python's packaging says it holds."""
    expected = SpecifierSet(text).contains(version, prereleases=True)

    assert within(version, text) == expected


def test_an_empty_range_holds_every_version():
    """No range should mean any version, a local one too."""
    assert within("1.0", "")
    assert within("local", "")


@pytest.mark.parametrize("text", ["1.2", ">=", ">=1.*", "~=1", ">=1;<2", "=>1", "*"])
def test_a_text_that_is_no_range_holds_nothing(text):
    """A range that cannot be read should hold no version at all."""
    assert not is_range(text)
    assert not within("1.2", text)


def test_a_version_that_cannot_be_read_is_in_no_range():
    """A doubtful version should be outside every range."""
    assert not within("newest", ">=0.1")
