from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from crypto.making import everything
from crypto.worlds import VAULT, frozen, refused

from fjcore import errors
from fjcore.crypto import (
    CellAddress,
    KeyContext,
    Sealer,
    commitment,
    derive,
    from_text,
    open_stream,
    read_header,
    to_text,
)
from fjcore.crypto.derive import unwrap
from fjcore.values import SecretBytes

FILE = Path(__file__).parents[2] / "vectors" / "envelope-v1.json"
TOLD = json.loads(FILE.read_text("utf-8"))
KEYS = {name: bytes.fromhex(key) for name, key in TOLD["keys"].items()}
CELLS = {cell["id"]: cell for cell in TOLD["cells"]}
CODES = {
    getattr(errors, n).code: getattr(errors, n)
    for n in errors.__all__[:-1]
    if n != "Problem"
}


def seals_of(place):
    """Give seals of the vectors' vault, or of another that took its keys along."""
    made = frozen(
        KEYS["data"],
        KEYS["custody"],
        subject_id="bb" * 16,
        compartment="advocacy_notes",
    )
    holding = made._holding
    if (place["vault_id"], place["holder_id"]) == (VAULT, "advocacy"):
        return made
    other = Sealer(
        place["vault_id"],
        place["holder_id"],
        keyring=holding.keyring,
        store=holding.store,
        clock=holding.clock,
    )
    # The keys are open already, so that only the cell's own context can refuse.
    for record in made.table.rows.values():
        key = made.key(record)
        other.cache.get(record.key_id, lambda key=key: key)
    return other.bind(made.table)


def address(place):
    names = ("subject_id", "compartment", "record_type", "record_id", "revision")
    return CellAddress(
        **{name: place[name] for name in names}, field_path=place["field_path"]
    )


def test_frozen():
    """The frozen file should be what the rules give, byte for byte."""
    assert TOLD == json.loads(json.dumps(everything()))


@pytest.mark.parametrize("name", CELLS)
def test_cell(name):
    """Each frozen cell should open to its payload, as bytes and from its text."""
    cell = CELLS[name]
    seals, where = seals_of(cell["place"]), address(cell["place"])
    blob = bytes.fromhex(cell["envelope"])

    assert cell["payload"] == seals.open(where, blob).payload.hex()
    assert blob == from_text(to_text(blob))


@pytest.mark.parametrize("name", [name for name in CELLS if "stream" in name])
def test_stream(name):
    """Each frozen cell of suite 02 should open as a file too."""
    cell = CELLS[name]
    sink = io.BytesIO()
    blob = bytes.fromhex(cell["envelope"])
    header = open_stream(
        seals_of(cell["place"]), address(cell["place"]), io.BytesIO(blob), sink
    )

    assert cell["payload"] == sink.getvalue().hex()
    assert header == read_header(blob)


@pytest.mark.parametrize("bad", TOLD["negative"], ids=lambda bad: bad["id"])
def test_negative(bad):
    """Each frozen fault should be refused, in the way that is said."""
    found = refused(
        seals_of(bad["place"]), address(bad["place"]), bytes.fromhex(bad["envelope"])
    )

    assert isinstance(found, type)
    assert issubclass(
        found, CODES[bad["error"]] if bad["error"] else errors.CryptoError
    )


@pytest.mark.parametrize("name", CELLS)
def test_cut(name):
    """Each frozen cell should be refused when it is cut short anywhere."""
    cell = CELLS[name]
    seals, where = seals_of(cell["place"]), address(cell["place"])
    blob = bytes.fromhex(cell["envelope"])
    step = max(1, len(blob) // 400)
    found = {refused(seals, where, blob[:cut]) for cut in range(0, len(blob), step)}

    assert found <= {errors.NotAnEnvelope, errors.Truncated, errors.SealBroken}


@pytest.mark.parametrize("one", TOLD["wraps"], ids=lambda one: one["kind"])
def test_wrap(one):
    """Each frozen wrap should open to its key, by its context alone."""
    names = ("kind", "vault_id", "holder_id", "epoch", "subject_id", "compartment")
    said = KeyContext(
        **{name: one[name] for name in names},
        commitment=bytes.fromhex(one["commitment"]),
    )
    outer = SecretBytes(bytes.fromhex(one["outer"]))
    found = unwrap(outer, bytes.fromhex(one["wrapped"]), said.encode(), where="wrap")

    assert one["key"] == found.reveal().hex()
    assert one["commitment"] == commitment(found).hex()


def test_commitments():
    """Each frozen key should have the commitment that is said."""
    for name, told in TOLD["commitments"].items():
        assert told == commitment(SecretBytes(KEYS[name])).hex()


def test_labels_give_different_keys():
    """No two labels should give one key."""
    from fjcore.crypto import Label

    made = {derive(SecretBytes(KEYS["data"]), label).reveal() for label in Label}

    assert len(Label) == len(made)
