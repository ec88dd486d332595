"""Seeded faults of the labels: each a way to let a field out of its rules."""

from __future__ import annotations

from typing import Any

from records import (
    test_categories,
    test_declared,
    test_label,
    test_record,
    test_variants,
)
from records.faulty import Check, Fault, of

CHECK, HOLDS = "records._refusal.check", "records._refusal._holds"
LOOSER = "records.label.is_looser"


def unlabelled(name: str) -> Check:
    """That one way to leave a label out is refused."""
    case = test_declared.UNLABELLED[name]
    return of(test_declared.test_a_field_without_a_label_is_refused, *case, None)


def opened(name: str, **said: Any) -> Check:
    """That one open type is refused."""
    kind = test_declared.OPEN[name]
    return of(test_declared.test_a_field_of_an_open_type_is_refused, kind, said)


def looser(name: str) -> Check:
    """That one way to loosen a label is refused."""
    case = test_variants.LOOSER[name]
    return of(test_variants.test_a_looser_subclass_is_refused, *case)


RESPECTS = of(test_label.test_looser_in_each_respect)
SLIP = of(test_declared.test_a_label_of_unknown_words_is_refused, {"about": "her"})
LISTED = of(
    test_declared.test_a_default_is_a_value_of_the_field, tuple[str, ...], ["x"]
)
NICKNAME = of(test_declared.test_an_unknown_category_is_refused, "identity.nickname")
BELOW = of(
    test_categories.test_covering_goes_by_whole_names, "medical", "medical.forensic"
)

LABELS = (
    Fault(
        "metadata of any kind is a label",
        CHECK,
        "if not isinstance(said, FieldInfo):",
        "if not said:",
        unlabelled("metadata of its own, a label"),
    ),
    Fault(
        "a field without metadata is passed over",
        CHECK,
        "raise Unlabelled(where)\n    inner, many",
        "return\n    inner, many",
        unlabelled("a bool in place of a label"),
    ),
    Fault(
        "parts of anything",
        CHECK,
        "not is_part(inner)",
        "False",
        unlabelled("parts of no part"),
    ),
    Fault("any category", CHECK, "label.category not in CATEGORIES", "False", NICKNAME),
    Fault(
        "any privilege",
        CHECK,
        "label.privilege <= PRIVILEGES",
        "True",
        unlabelled("a privilege that is none"),
    ),
    Fault(
        "any default",
        CHECK,
        "not _starts(attribute.default, inner, many=many)",
        "False",
        LISTED,
    ),
    Fault(
        "any type that has a code list",
        HOLDS,
        "return False",
        "return said.codes is not None",
        opened("a list", codes="fj.weapon"),
    ),
    Fault("any type", HOLDS, "return False", "return True", opened("anything")),
    Fault(
        "a pair is many",
        "records._shape.shape",
        "held[1:] == (...,)",
        "held",
        opened("a pair"),
    ),
    Fault(
        "what is not annotated is passed over",
        "records.record._defined",
        "auto_attribs=True",
        "auto_attribs=False",
        of(test_declared.test_a_bare_annotation_is_refused),
    ),
    Fault(
        "any word",
        "records.record._member",
        "raise Unlabelled(where)",
        "return member",
        SLIP,
    ),
    Fault(
        "less identifying is no looser",
        LOOSER,
        "order.index(new.identifying) < order.index(old.identifying)",
        "False",
        looser("identifies less"),
    ),
    Fault(
        "a privilege less is no looser",
        LOOSER,
        "not new.privilege >= old.privilege",
        "False",
        looser("loses its privilege"),
    ),
    Fault(
        "reached by its parent is no looser",
        LOOSER,
        "old.leaf.explicit_only and not new.leaf.explicit_only",
        "False",
        RESPECTS,
    ),
    Fault(
        "told to exist is no looser",
        LOOSER,
        "old.leaf.silent and not new.leaf.silent",
        "False",
        RESPECTS,
    ),
    Fault(
        "out of its law is no looser",
        LOOSER,
        "old.leaf.special_regime not in (None, new.leaf.special_regime)",
        "False",
        looser("leaves its law"),
    ),
    Fault(
        "a narrative may become a text",
        "records._refusal.compare",
        "old.kind is free and new.kind is not free",
        "False",
        looser("is no longer a narrative"),
    ),
    Fault(
        "a variant of a variant falls back",
        "records.record._joined",
        "**{name: own.get(to, to) for name, to in above.items()}",
        "",
        of(test_variants.test_a_variant_of_a_variant_keeps_what_was_moved),
    ),
    Fault(
        "a record prints its values",
        "records.record._repr",
        "{len(attrs.fields(type(self)))} fields",
        "{attrs.astuple(self)}",
        of(test_record.test_a_way_of_printing_of_its_own_is_overruled),
    ),
    Fault(
        "no parent covers its leaves",
        "records.categories.covers",
        'leaf.startswith(item + ".")',
        "False",
        BELOW,
    ),
)
