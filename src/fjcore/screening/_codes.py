"""What each code of a fault or of a warning means, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Faults, for each of which a definition does not load.
FAULTS: Mapping[str, str] = MappingProxyType(
    {
        "E00": "a part is missing, unknown or of the wrong shape",
        "E01": "an id stands twice, or is one that warnings use",
        "E02": "a name is used that nothing has",
        "E03": "a value is no option of its item",
        "E04": "options are missing, repeat, or stand on a text",
        "E05": "bands leave a gap, overlap, or do not cover the whole score",
        "E06": "the stated range of a score is not that of its items",
        "E07": "gates go in a circle",
        "E08": "a condition is empty, or counts beyond its parts",
        "E09": "a threshold is always or never reached",
        "E10": "outcomes have no rule, or the rule does not always give one of them",
        "E11": "no vectors, one that does not agree, or a part that none shows",
        "E12": "a structured judgment is scored, banded or triggered",
        "E13": "an answer without points is counted",
        "E14": "a scaled mean has gates or bands, or asks for too many answers",
        "E15": "no licence with a word for every use, or no limits",
        "E16": "a default on what is not a tick box",
        "E17": "an override both ways without a source",
        "E18": "a LOINC code with a wrong check digit",
        "E19": "the skip logic is not that of the items",
        "E20": "conditions too deep, or too many",
        "E21": "prorating without a published rule",
        "E22": "a cut that no trigger has, without a default, or chosen by an answer",
        "E23": "medical advice that does not say where it comes from",
        "E24": "an age that nobody has",
    }
)

#: Warnings: the definition loads, and a reader should know.
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "W01": "reads an item twice, so it may stay open longer than it must",
        "W02": "a part that no person has checked with the owner",
        "W03": "a label that reads like a licensed question",
        "W04": "a band whose edges are of local origin",
    }
)
