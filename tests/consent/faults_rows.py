"""Seeded faults of the rule table ahead of every ground, and of its duties."""

from __future__ import annotations

from typing import Any

import attrs
from consent.faults import RowFault, but, gone, kinds, without

AGREES = "test_engine_agrees_with_the_naive_oracle"


def wider(one: Any) -> Any:
    """Make a duty hold whatever an answer shows."""
    return attrs.evolve(one, within=None)


FAULTS = (
    RowFault(
        "the person causing harm is a recipient like others",
        *("N2", 0, gone, AGREES, ("asker",)),
    ),
    RowFault(
        "HMIS is a recipient like others", "N1", 0, gone, AGREES, ("asker", "holder")
    ),
    RowFault(
        "HMIS gets nothing from anybody",
        *("N1", 0, but(regimes_any=None), AGREES, ("asker", "holder")),
    ),
    RowFault(
        "the internet is a recipient like others", "N5", 0, gone, AGREES, ("asker",)
    ),
    RowFault(
        "anybody gets a substitute address",
        *("X4", 0, but(recipient=None), AGREES, ("asker",)),
    ),
    RowFault(
        "an address stands in for those without one",
        *("X4", 0, but(holds=()), AGREES, ("asker",)),
    ),
    RowFault(
        "a vendor not bound holds sealed data",
        *("I4", 0, but(holds=()), AGREES, ("grounds",)),
    ),
    RowFault(
        "whoever is bound holds sealed data",
        *("I4", 0, but(recipient=None), AGREES, ("grounds",)),
    ),
    RowFault(
        "rows of persons leave without their names",
        *("N3", 0, without("category", "pseudonymous_ids"), AGREES, ("asker",)),
    ),
    RowFault(
        "VAWA's rows leave by HIPAA's method",
        *("N4", 0, but(regimes_none=None), AGREES, ("clock", "holder")),
    ),
    RowFault(
        "rows not cleaned leave by HIPAA's method",
        *("N4", 0, but(holds=()), AGREES, ("holder",)),
    ),
    RowFault(
        "police files go for any purpose",
        *("X2", 0, but(purpose=None), AGREES, ("asker",)),
    ),
    RowFault(
        "police files go to anybody", "X2", 0, but(recipient=None), AGREES, ("grounds",)
    ),
    RowFault(
        "court files go to the police for anything",
        *("X3", 0, but(purpose=None), AGREES, ("grounds",)),
    ),
    RowFault(
        "an unknown count is large enough",
        *("X1", 0, but(cells_from=None), AGREES, ("asker",)),
    ),
    RowFault(
        "small counts may be published where a policy says so",
        *("X1", 0, but(cells_from=1), AGREES, ("holder",)),
    ),
    RowFault(
        "treatment records may be used against the patient",
        *("H2", 1, gone, AGREES, ("facts",)),
    ),
    RowFault(
        "police use treatment records of their own against her",
        *("H2", 0, gone, AGREES, ("grounds",)),
    ),
    RowFault(
        "somebody else's data go by one person's release",
        *("N6", 0, gone, AGREES, ("asker",)),
    ),
    RowFault("any agency has records of its own", "W1", 0, gone, AGREES, ("grounds",)),
    RowFault(
        "what is one's own goes to anybody",
        *("W1", 0, but(recipient=None), AGREES, ("grounds",)),
    ),
    RowFault("a conflict wall is ignored", "I2", 0, gone, AGREES, ("basis", "facts")),
    RowFault(
        "staff need not need to know",
        *("I1", 1, but(holds=("recipient_is_holder", "same_unit"))),
        *(AGREES, ("asker", "basis")),
    ),
    RowFault(
        "staff of any unit may read",
        *("I1", 1, but(holds=("recipient_is_holder", "need_to_know"))),
        *(AGREES, ("asker", "basis")),
    ),
    RowFault(
        "staff of anybody may read",
        *("I1", 1, but(holds=("same_unit", "need_to_know"))),
        *(AGREES, ("asker", "basis", "several")),
    ),
    RowFault(
        "staff read about others as well", "I1", 0, gone, AGREES, ("asker", "basis")
    ),
    RowFault(
        "anybody may read a survivor's file as hers",
        *("I5", 0, gone, AGREES, ("basis", "facts")),
    ),
    RowFault(
        "a survivor reads about others as well",
        *("I5", 1, gone, AGREES, ("asker", "basis")),
    ),
    # --- duties ---------------------------------------------------------------------
    RowFault(
        "a release leaves without its notice",
        *("C16", 0, gone, AGREES, ("asker",), "allow"),
    ),
    RowFault(
        "police are given data without the warning",
        *("C16", 1, gone, AGREES, ("asker",), "allow"),
    ),
    RowFault(
        "treatment records leave without a copy of the consent",
        *("C16", 2, kinds("part2_notice"), AGREES, ("form",), "allow"),
    ),
    RowFault(
        "counts leave without their duty",
        *("X1", 0, gone, AGREES, ("asker", "holder"), "allow"),
    ),
    RowFault(
        "who is dead is asked again",
        *("D7", 0, but(lacks=()), AGREES, ("asker", "facts"), "answer"),
    ),
    RowFault(
        "whoever causes harm is offered to her",
        *("D7", 0, but(recipient_not=None), AGREES, ("asker",), "answer"),
    ),
    RowFault(
        "that somebody is a client is confirmed",
        *("D4", 0, gone, AGREES, ("form",), "answer"),
    ),
    RowFault(
        "nobody is confirmed though all is known",
        *("D4", 0, wider, AGREES, ("scope",), "answer"),
    ),
    RowFault(
        "a denial is not written down", "D2", 0, gone, AGREES, ("form",), "answer"
    ),
    RowFault(
        "what is cut out is not said to be",
        *("C17", 1, gone, AGREES, ("scope",), "cut"),
    ),
)
