"""What goes from agency to agency: each step binds every later one, by real files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from fjcore.consent import View
from fjcore.disclosure import terms_of
from fjcore.errors import Refused, SignatureBroken, UnknownSigner, WrongKey
from fjcore.records.checks import instant_text
from fjcore.vault import Vault

from .agencies import STAFF, Agency, agencies, keep, send, sign

NAMES = ("identity.name", "identity.dob")
DOB = {"views": {"identity.dob": View.COARSE_1}}


@pytest.fixture(scope="module")
def four(tmp_path_factory: pytest.TempPathFactory) -> tuple[Agency, ...]:
    """Give four agencies, a to d, each with a vault of its own."""
    root = tmp_path_factory.mktemp("agencies")
    return tuple(agencies(root, "a", "b", "c", "d").values())


def got(vault: Vault, raw: bytes) -> str:
    """Keep a person whom a file is about, with its terms; give her id here."""
    subject = keep(vault)
    vault.desk.receive(subject, raw, actor=STAFF)
    return subject


def given(one: Agency, raw: bytes | None, to: str, **said: Any) -> tuple[bytes, Any]:
    """Have an agency pass on what it received, on a release that is signed there."""
    with one.open() as vault:
        subject = keep(vault) if raw is None else got(vault, raw)
        sign(vault, subject, to, *said.pop("scope", NAMES), **said)
        made = send(vault, subject, to)
    return one.sent(made), made


def views(made: Any) -> dict[str, str]:
    """Give the view of each category that really stands in a disclosure."""
    return {category: view for _, view, category in made.present}


def test_chain(four: tuple[Agency, ...]) -> None:
    """From A to B to C to D, no step should show more than any step before it."""
    a, b, c, d = four
    first, at_a = given(a, None, "b", redisclosure=True, **DOB)
    second, at_b = given(b, first, "c", redisclosure=True, duration_days=60)
    third, at_c = given(c, second, "d", duration_days=60)
    with d.open() as vault:
        terms = vault.desk.receive(keep(vault), third, actor=STAFF)
    steps = at_c.content()["previous"]
    end = at_a.content()["expires"]

    assert {"identity.name": "FULL", "identity.dob": "COARSE_1"} == views(at_a)
    assert views(at_a) == views(at_b) == views(at_c)
    assert "previous" not in at_a.content()
    assert [[at_a.id, "a"], [at_b.id, "b"]] == [[s["id"], s["holder"]] for s in steps]
    assert [[*sorted(NAMES)]] * 2 == [step["items"] for step in steps]
    assert [end] * 3 == [one.content()["expires"] for one in (at_a, at_b, at_c)]
    assert [at_a.id, at_b.id, at_c.id] == [hop.id for hop in terms.hops]
    assert [True, True, False] == [hop.onward for hop in terms.hops]
    assert [end] * 3 == [instant_text(hop.expires) for hop in terms.hops if hop.expires]


def test_not_onward(four: tuple[Agency, ...]) -> None:
    """What may not be passed on should go to nobody but back to where it came from."""
    a, b, *_ = four
    raw, made = given(a, None, "b")

    with pytest.raises(Refused):
        given(b, raw, "c")
    with b.open() as vault:
        subject = keep(vault)
        vault.desk.receive(subject, raw, actor=STAFF)
        sign(vault, subject, "a", *NAMES)
        back = send(vault, subject, "a")

    assert not made.content().get("onward", False)
    assert {"identity.name", "identity.dob"} == views(back).keys()
    assert [made.id] == [step["id"] for step in back.content()["previous"]]


@pytest.mark.nightly
def test_one_stop(four: tuple[Agency, ...]) -> None:
    """One step that forbids it should stop what every other step would let pass."""
    a, b, c, _ = four
    first, _ = given(a, None, "b", redisclosure=True)
    second, _ = given(b, first, "c")

    with pytest.raises(Refused):
        given(c, second, "d", redisclosure=True)


def test_added(four: tuple[Agency, ...]) -> None:
    """What an agency adds of its own should be bound by its own release alone."""
    a, b, c, _ = four
    first, _ = given(a, None, "b", redisclosure=True, scope=("identity.dob",), **DOB)
    second, at_b = given(b, first, "c", redisclosure=True)
    _, at_c = given(c, second, "d")

    assert {"identity.name": "FULL", "identity.dob": "COARSE_1"} == views(at_b)
    assert ["identity.dob"] == at_b.content()["previous"][0]["items"]
    assert views(at_b) == views(at_c)
    assert [["identity.dob"], sorted(NAMES)] == [
        step["items"] for step in at_c.content()["previous"]
    ]


@pytest.mark.nightly
def test_coarser_later(four: tuple[Agency, ...]) -> None:
    """A later step that shows less should bind the steps after it as well."""
    a, b, c, _ = four
    first, _ = given(a, None, "b", redisclosure=True)
    second, at_b = given(b, first, "c", redisclosure=True, **DOB)
    _, at_c = given(c, second, "d")

    assert "COARSE_1" == views(at_b)["identity.dob"] == views(at_c)["identity.dob"]


def test_signature(tmp_path: Path) -> None:
    """A file should be taken only as its sender signed it, and from a pinned key."""
    a, b, c = agencies(tmp_path, "a", "b", "c", sealed=False).values()
    raw, _ = given(a, None, "b")
    site = b.folder / "fjcore.toml"
    whole = site.read_text("utf-8")
    with b.open() as vault, c.open() as other:
        mine, hers = keep(vault), keep(other)
        with pytest.raises(SignatureBroken):
            vault.desk.receive(mine, raw.replace(b"1991", b"1992"), actor=STAFF)
        with pytest.raises(WrongKey):
            other.desk.receive(hers, raw, actor=STAFF)
    site.write_text(whole.replace(f'sign_key = "{a.sign_key}"', ""), "utf-8")
    with b.open() as vault, pytest.raises(UnknownSigner):
        vault.desk.receive(mine, raw, actor=STAFF)
    terms = terms_of(raw, recipient="b")

    assert ("a", False, ()) == (terms.origin, terms.onward, terms.previous)
