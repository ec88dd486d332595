"""Seeded faults of what was received: of its terms, its steps, its end."""

from __future__ import annotations

from consent.faults import Fault

CHAIN = "test_a_chain_shows_no_more_than_any_of_its_steps"
BACK = "test_what_is_forbidden_goes_back_to_its_origin_only"

FAULTS = (
    Fault(
        "a chain takes the last view",
        "received.Received.cap",
        "for hop in self.hops",
        "for hop in self.hops[-1:]",
        CHAIN,
    ),
    Fault(
        "a chain takes the widest view",
        "received.Received.cap",
        "return min(",
        "return max(",
        CHAIN,
    ),
    Fault(
        "what is forbidden goes on",
        "received._left",
        "not hop.onward and",
        "False and",
        BACK,
    ),
    Fault(
        "nothing goes back to its origin",
        "received._left",
        "recipient.id != hop.origin",
        "True",
        BACK,
    ),
    Fault(
        "data go on at their very end",
        "received._left",
        "at >= hop.expires",
        "at > hop.expires",
        CHAIN,
    ),
    Fault(
        "a step that was not given a category passes it on",
        "received._left",
        "get(item, View.SILENT)",
        "get(item, View.FULL)",
        CHAIN,
    ),
    Fault(
        "terms bind what did not come with them",
        "received.Received.cap",
        "if not self.holds(item)",
        "if False",
        BACK,
    ),
    Fault(
        "duties are not passed on",
        "obligations._traveling",
        "for kind in terms.duties()",
        "for kind in ()",
        "test_a_recipient_that_lacks_a_duty_gets_nothing",
    ),
    Fault(
        "terms are ignored",
        "narrow._caps",
        "for terms in asked.state.received",
        "for terms in ()",
        CHAIN,
    ),
    Fault(
        "terms bind the program's own staff",
        "narrow._caps",
        "if basis not in INSIDE",
        "if True",
        "test_inside_the_program_nothing_changes",
    ),
    Fault(
        "a span misses the end of terms",
        "received.Received.ends",
        "if hop.expires is not None",
        "if False",
        "test_nothing_goes_on_from_the_end_on",
    ),
)
