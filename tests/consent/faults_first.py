"""Which case of its property shows a fault first, where that is a late one.

It is tried before the others, which are all tried where it no longer shows the fault.
"""

from __future__ import annotations

#: The seed of the case, by the name of the fault.
FIRST = {
    "HMIS is a recipient like others": 151,
    "VOCA is no bar to a permission": 930,
    "a change says that it yields all": 25,
    "a child come of age is not asked anew": 131,
    "a day ends at midnight in London": 174,
    "a doubtful end is the later one": 1091,
    "a grand jury needs no health provider": 479,
    "a parent taken back leaves its leaves": 181,
    "a plan outlives its span while time passes": 45,
    "a plan outlives what happens after it": 17,
    "a record leaves unasked": 57,
    "a release is used up by nobody": 64,
    "a release taken back begins at once": 126,
    "a review is open under FVPSA": 982,
    "a school's records need no form of their own": 1290,
    "a span misses ends on the way": 45,
    "a span misses that harm became known": 578,
    "a vendor not bound holds sealed data": 480,
    "a withdrawal on the way is ignored": 117,
    "an agent may be tied to the person causing harm": 351,
    "an agent or an aunt may sign": 81,
    "an emergency is not written down": 334,
    "an emergency needs no word of anybody": 492,
    "an emergency never ends": 523,
    "an event ends nothing": 64,
    "an event puts off the stated end": 134,
    "an office is for ever": 158,
    "days are of 24 hours each": 149,
    "every limit that matches is told to bind": 107,
    "majority comes at midnight in London": 57,
    "the last withdrawal alone counts": 55,
    "the mildest limit wins": 163,
    "treatment records may be used against the patient": 146,
    "what was known later bars from the first": 578,
}
