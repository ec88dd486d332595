from __future__ import annotations

import pytest
from audit.worlds import (
    mth,
    path,
    peaks_of,
    proof,
    proves_consistency,
    proves_inclusion,
    sha,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.audit import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from fjcore.audit.tree import append_peak, root_of_peaks, split_peaks
from fjcore.errors import LogBroken

DATA = [b"entry %d" % number for number in range(260)]
HASHES = [leaf_hash(item) for item in DATA]
SMALL = range(34)

#: Sizes at and around powers of two, where proofs change their shape.
EDGES = sorted({(1 << bit) + by for bit in range(9) for by in (-1, 0, 1)} - {0})

sizes = st.sampled_from([n for n in EDGES if n <= 260]) | st.integers(1, 260)

odd_hashes = st.sampled_from([0, 1, 20, 31, 33, 48, 64]).flatmap(
    lambda length: st.binary(min_size=length, max_size=length)
)

#: The first 8 leaves and their roots that certificate transparency logs test with.
CT_LEAVES = [
    bytes.fromhex(said)
    for said in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@st.composite
def spoiled(draw, items):
    """A proof with at most one thing done to it."""
    items = list(items)
    noise = draw(st.sampled_from([*HASHES[:3], sha(b""), bytes(32)]))
    act = draw(st.sampled_from(["keep", "drop", "add", "flip", "swap", "twice"]))
    at = draw(st.integers(0, len(items)))
    if act == "add":
        items.insert(at, noise)
    elif items and act != "keep":
        at = min(at, len(items) - 1)
        if act == "drop":
            del items[at]
        elif act == "flip":
            bit = draw(st.integers(0, 255))
            flipped = int.from_bytes(items[at], "big") ^ 1 << bit
            items[at] = flipped.to_bytes(32, "big")
        elif act == "swap":
            items[at], items[0] = items[0], items[at]
        else:
            items.insert(at, items[at])
    return items


def accepts(check, *said):
    try:
        check(*said)
    except LogBroken:
        return False
    return True


@pytest.mark.parametrize("size", range(1, 9))
def test_published_roots(size):
    """The tree should have the roots that transparency logs publish."""
    got = root_of([leaf_hash(item) for item in CT_LEAVES[:size]])

    assert got.hex() == CT_ROOTS[size - 1]


def test_empty_root():
    """An empty tree should have the hash of nothing as its root."""
    got = root_of([])

    assert got == sha(b"")
    assert root_of_peaks(b"", 0) == got


@pytest.mark.parametrize("size", sorted({*SMALL, *(n for n in EDGES if n <= 260)}))
def test_root_and_peaks_against_the_definition(size):
    """Roots and peaks should be those of the recursive definition at every size."""
    peaks = b""
    for at in range(size):
        peaks = append_peak(peaks, at, HASHES[at])

    assert peaks == peaks_of(DATA[:size])
    assert root_of_peaks(peaks, size) == mth(DATA[:size])
    assert root_of(HASHES[:size]) == mth(DATA[:size])


@pytest.mark.parametrize("size", SMALL)
def test_every_small_inclusion_proof(size):
    """Each leaf of each small tree should have the proof of the definition."""
    for index in range(size):
        got = inclusion_proof(HASHES[:size], index)

        assert got == path(index, DATA[:size])
        verify_inclusion(HASHES[index], index, size, got, mth(DATA[:size]))


@pytest.mark.parametrize("size", SMALL)
def test_every_small_consistency_proof(size):
    """Each pair of small trees should have the proof of the definition."""
    for old in range(size + 1):
        got = consistency_proof(HASHES[:size], old)

        assert got == proof(old, DATA[:size])
        verify_consistency(old, mth(DATA[:old]), size, mth(DATA[:size]), got)


@given(st.data(), sizes)
@settings(deadline=None)
def test_inclusion_verdict(data, size):
    """A proof should be accepted just when the definition folds it to the root.

    Kills: sides swapped, a shift left out, length unchecked, index unchecked.
    """
    root = mth(DATA[:size])
    true = data.draw(st.integers(0, size - 1))
    items = data.draw(spoiled(path(true, DATA[:size])))
    index = data.draw(st.sampled_from([true, true - 1, true + 1, true ^ 1, size]))
    said = data.draw(st.sampled_from([size, size, size + 1, max(size - 1, 0)]))
    leaf = data.draw(st.sampled_from([HASHES[true], HASHES[true], HASHES[0], root]))

    got = accepts(verify_inclusion, leaf, index, said, items, root)

    assert got == proves_inclusion(leaf, index, said, items, root)


@given(st.data(), sizes)
@settings(deadline=None)
def test_consistency_verdict(data, size):
    """A proof should be accepted just when the definition folds it to both roots.

    Kills: only one root compared, length unchecked, empty proof accepted.
    """
    true = data.draw(st.integers(0, size))
    items = data.draw(spoiled(proof(true, DATA[:size])))
    old = data.draw(st.sampled_from([true, true, true, true + 1, max(true - 1, 0)]))
    new = data.draw(st.sampled_from([size, size, size, size + 1, max(size - 1, 0)]))
    roots = [mth(DATA[:true]), mth(DATA[:size]), sha(b"other")]
    before = data.draw(st.sampled_from([roots[0], *roots]))
    after = data.draw(st.sampled_from([roots[1], *roots]))

    got = accepts(verify_consistency, old, before, new, after, items)

    assert got == proves_consistency(old, before, new, after, items)


@pytest.mark.parametrize("size", range(1, 8))
def test_true_proofs_told_of_other_places(size):
    """A true proof should prove its own leaf in its own tree and nothing else.

    Kills: a proof longer than the tree is high folded on.
    """
    root = mth(DATA[:size])
    for true in range(size):
        items = path(true, DATA[:size])
        for index in range(9):
            for said in range(9):
                told = (HASHES[true], index, said, items, root)

                got = accepts(verify_inclusion, *told)

                assert got == proves_inclusion(*told)


@pytest.mark.parametrize("size", range(1, 8))
def test_true_proofs_told_of_other_sizes(size):
    """A true proof of growth should prove its own two sizes and nothing else.

    Kills: a proof longer than the tree is high folded on.
    """
    for true in range(size + 1):
        items = proof(true, DATA[:size])
        for old in range(9):
            for new in range(9):
                told = (old, mth(DATA[:true]), new, mth(DATA[:size]), items)

                got = accepts(verify_consistency, *told)

                assert got == proves_consistency(*told)


def test_tree_of_two_told_as_one():
    """A root should not pass for that of a smaller tree by a longer proof.

    Kills: a proof longer than the tree is high folded on.
    """
    root, three = mth(DATA[:2]), mth(DATA[:3])

    assert not accepts(verify_inclusion, HASHES[1], 0, 1, [HASHES[0]], root)
    assert not accepts(verify_inclusion, HASHES[2], 1, 1, [root], three)
    for old, new in ((1, 2), (2, 3), (3, 4)):
        items = [*proof(old, DATA[:new]), HASHES[9]]
        before, after = (
            sha(b"\x01" + HASHES[9] + mth(DATA[:count])) for count in (old, new)
        )
        assert not accepts(verify_consistency, old, before, new, after, items)
        assert not accepts(verify_consistency, old, mth(DATA[:old]), new, after, items)


@given(st.data(), st.integers(2, 260))
@settings(deadline=None)
def test_forked_tree(data, size):
    """No proof of a tree with an early leaf changed should fit the earlier root."""
    old = data.draw(st.integers(1, size - 1))
    at = data.draw(st.integers(0, old - 1))
    forked = [*HASHES[:size]]
    forked[at] = leaf_hash(b"another")
    items = consistency_proof(forked, old)

    assert not accepts(
        verify_consistency, old, mth(DATA[:old]), size, root_of(forked), items
    )


@given(odd_hashes, st.integers(0, 3))
def test_odd_hashes_are_refused(odd, at):
    """A hash that is not 32 bytes should be refused wherever it is given."""
    held = HASHES[:4]
    bad = [*held[:at], odd, *held[at + 1 :]]
    root = root_of(held)

    for call in (
        lambda: root_of(bad),
        lambda: inclusion_proof(bad, 2),
        lambda: consistency_proof(bad, 2),
        lambda: append_peak(b"", 0, odd),
        lambda: verify_inclusion(odd, 0, 1, [], odd),
        lambda: verify_inclusion(held[0], 0, 4, [odd, held[1]], root),
        lambda: verify_inclusion(held[0], 0, 1, [], odd),
        lambda: verify_consistency(1, odd, 1, odd, []),
        lambda: verify_consistency(2, root, 4, root, [odd]),
        lambda: verify_consistency(2, held[0], 4, odd, [held[1]]),
    ):
        with pytest.raises(LogBroken):
            call()


@pytest.mark.parametrize("odd", ["x" * 32, bytearray(32), [0] * 32, None])
def test_only_bytes_are_hashes(odd):
    """Something 32 long that is not bytes should be refused like any odd hash."""
    with pytest.raises(LogBroken):
        verify_inclusion(odd, 0, 1, [], HASHES[0])


@pytest.mark.parametrize(
    ("peaks", "size"),
    [
        (b"", 1),
        (bytes(32), 0),
        (bytes(32), 3),
        (bytes(64), 4),
        (bytes(31), 1),
        (bytes(33), 1),
        (bytes(32), 1 << 64),
        (b"", -1),
        (bytes(32), -1),
    ],
)
def test_peaks_that_do_not_fit(peaks, size):
    """Peaks that are not those of the size should be refused."""
    with pytest.raises(LogBroken) as caught:
        split_peaks(peaks, size)

    assert caught.value.where == "peaks"


@pytest.mark.parametrize(("size", "index"), [(0, 0), (3, 3), (3, -1)])
def test_no_such_leaf(size, index):
    """There should be no proof of a leaf that is not in the tree."""
    with pytest.raises(LogBroken) as caught:
        inclusion_proof(HASHES[:size], index)

    assert caught.value.where == "index"


@pytest.mark.parametrize("old", [-1, 4])
def test_no_such_earlier_tree(old):
    """There should be no proof from a tree that is larger, or of no size."""
    with pytest.raises(LogBroken) as caught:
        consistency_proof(HASHES[:3], old)

    assert caught.value.where == "size"


def test_oracle_refuses():
    """The checker itself should refuse a proof of another leaf."""
    items, root = path(2, DATA[:5]), mth(DATA[:5])

    assert proves_inclusion(HASHES[2], 2, 5, items, root)
    assert not proves_inclusion(HASHES[1], 2, 5, items, root)
    assert proves_consistency(3, mth(DATA[:3]), 5, root, proof(3, DATA[:5]))
    assert not proves_consistency(3, mth(DATA[:2]), 5, root, proof(3, DATA[:5]))
