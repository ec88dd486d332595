"""The copy of a consent goes with what its law asks it for; without it nothing does."""

from __future__ import annotations

import attrs
import pytest
from disclosure.copies import CONSENT, COPY
from disclosure.worlds import USUAL, admitted, built, plan_of

from fjcore.consent import Obligation
from fjcore.errors import DisclosureError, ObligationOpen


def test_a_copy_of_the_consent_goes_with_the_payload():
    """A plan that asks for a copy should pass with it, and the bytes should hold it."""
    plan = plan_of(USUAL, obligations=[COPY], consents=(CONSENT,))
    made = built(plan)
    (said,) = made.content()["consents"]

    assert admitted(made, plan) is None
    assert made.consents == (CONSENT,)
    assert {"form_sha256": "cd" * 32, "categories": ["sud"]}.items() <= said.items()
    assert said["expires"] > said["signed_at"]
    assert "consents" not in built().content()


@pytest.mark.parametrize("consents", [(), (attrs.evolve(CONSENT, form_sha256=""),)])
def test_without_the_copy_nothing_leaves(consents):
    """A plan whose copy is not there, or has no text behind it, should not pass."""
    plan = plan_of(USUAL, obligations=[COPY], consents=consents)
    with pytest.raises(ObligationOpen) as caught:
        admitted(plan=plan)

    assert caught.value.where == COPY


def test_a_disclosure_without_its_copies_is_none_of_the_plan():
    """A disclosure built without the copies of its plan should not pass by it."""
    plan = plan_of(USUAL, obligations=[COPY], consents=(CONSENT,))
    with pytest.raises(DisclosureError):
        admitted(built(), plan)


def test_what_is_only_advised_holds_nothing_up():
    """An obligation that need not be done should not keep a disclosure back."""
    made = plan_of(USUAL)
    advised = Obligation("say_something_kind", must=False)
    plan = attrs.evolve(made, obligations=(advised,))

    assert admitted(built(plan), plan) is None
    must = attrs.evolve(plan, obligations=(attrs.evolve(advised, must=True),))
    with pytest.raises(ObligationOpen):
        admitted(built(must), must)
