"""Code lists of the center beside those of its form; each code is one of core's."""

from __future__ import annotations

from fjcore.sdk import CodeList

#: What a survivor asks for at the front desk, in the center's own words.
NEEDS = CodeList(
    "x_billings.need",
    "1",
    {
        "safe_bed": "A safe place to sleep",
        "order": "A protection order",
        "doctor": "A doctor or nurse",
        "lawyer": "A lawyer",
        "ride": "A ride, or gas",
        "kids": "Somebody to watch the children",
        "food": "Food",
        "phone": "A phone that is safe",
        "locks": "New locks",
        "animals": "A place for a pet, a horse or other stock",
        "papers": "Papers that were lost or taken",
        "talk": "Somebody to talk to",
        "plan": "A plan to stay safe",
    },
    source="the center's front desk",
    maps_to="fj.immediate_need",
    maps={
        "safe_bed": "shelter",
        "order": "protection_order",
        "doctor": "medical",
        "lawyer": "legal",
        "ride": "transport",
        "kids": "child_care",
        "food": "food",
        "phone": "phone",
        "locks": "locks",
        "animals": "pet_shelter",
        "papers": "documents",
        "talk": "counseling",
        "plan": "safety_planning",
    },
)

#: Why something that was asked for could not be had here.
NOT_HAD = CodeList(
    "x_billings.not_had",
    "1",
    {
        "full": "No bed or no place was free",
        "road": "The road or the weather",
        "far": "Too far from town",
        "closed": "Nobody was here at that hour",
        "words": "Nobody spoke the language",
        "steps": "The building cannot be used with a wheelchair",
        "animals": "The pet or the stock could not come",
        "changed_mind": "She chose not to",
        "rules": "The program's rules",
        "other": "Something else",
    },
    source="the center's front desk",
    maps_to="fj.unmet_reason",
    maps={
        "full": "program_full",
        "road": "geography",
        "far": "geography",
        "closed": "hours",
        "words": "language_access",
        "steps": "accessibility",
        "animals": "pet_not_accepted",
        "changed_mind": "survivor_declined",
        "rules": "rules_ineligible",
        "other": "other",
    },
)

LISTS = (NEEDS, NOT_HAD)
