"""What the sheets and their columns are called."""

from __future__ import annotations

import re

#: Columns of each sheet; those of a worded kind may stand once for each language.
COLUMNS = {
    "survey": (
        "type name label hint relevant required fj::item fj::occasion fj::label "
        "fj::default fj::optional fj::respondent fj::judged"
    ).split(),
    "choices": "list_name name label score fj::missing fj::label".split(),
    "settings": "form_id version form_title default_language".split(),
    "fj_rules": (
        "kind id of min max when timing severity action code source profile times "
        "min_answered direction local label"
    ).split(),
    "fj_about": ["key", "value"],
}
WORDED = {"survey": ("label", "hint"), "choices": ("label",)}
NEEDED = ("survey", "settings")

#: Reasons for no answer, offered with every question, under names no answer has.
SKIPS = {"_declined": "declined", "_unknown": "unknown", "_not_asked": "not_asked"}
SKIP_WORDS = {
    "en": ("I'd rather not say", "I don't know", "Not asked"),
    "es": ("Prefiero no decirlo", "No sé", "No se preguntó"),
}

#: A name that programs for XLSForms take.
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,80}")
#: A name of an answer: no spaces, and none of the names of a skip.
CHOICE = re.compile(r"(?!_)\S{1,80}|_(?!declined$|unknown$|not_asked$)\S{0,79}")
#: Keys of a definition that stand in sheets of their own.
ELSEWHERE = frozenset(
    "schema id title version items judgement scores bands triggers constraints "
    "outcome_rule outcome_if_nothing_answered cut_profiles skip_logic".split()
)
#: Keys of which each row is one element of a list.
LISTED = frozenset({"limits", "validation", "evidence", "outcomes", "entry_modes"})
#: Keys whose value is a text as it stands; all others are JSON.
PLAIN = frozenset(
    "method category source licence_of_wording subject respondent window notes "
    "limits outcomes entry_modes".split()
)
