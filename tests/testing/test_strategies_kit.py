"""The strategies for those who try a plugin give what their names say."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fjcore.screening import evaluate, load
from fjcore.testing.keyrings import context_of
from fjcore.testing.strategies import (
    agencies,
    disclosures,
    key_contexts,
    narratives,
    responses,
)
from fjcore.values import SecretBytes

PHQ = load("phq-9")


@given(responses(PHQ))
@settings(max_examples=20, deadline=None)
def test_responses(answers):
    """Every response should be one that the instrument takes."""
    found = evaluate(PHQ, answers).scores

    assert all(bounds.lower <= bounds.upper for bounds in found.values())


@given(disclosures())
@settings(max_examples=10, deadline=None)
def test_disclosures(made):
    """Every disclosure should be whole, and for the recipient named."""
    assert made.intact
    assert "conformance_police" == made.recipient


@given(agencies("demo"), key_contexts())
@settings(max_examples=20, deadline=None)
def test_agencies_and_contexts(agency, context):
    """Agencies should have the prefix, and contexts the parts of a vault's own."""
    own = context_of(SecretBytes(bytes(32)))

    assert agency.id == f"demo.{agency.kind}"
    assert type(own.commitment) is type(context.commitment)
    assert len(own.vault_id) == len(context.vault_id)


@pytest.mark.parametrize("piece", ["Fort Quill", ""])
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_narratives(piece, data):
    """Every narrative should hold the piece that is to be found."""
    assert piece in data.draw(narratives(piece=piece))
