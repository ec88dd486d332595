"""The JSON Schema of a plugin's manifest, for editors and other tools."""

from __future__ import annotations

from typing import Any

import attrs

from fjcore.sdk.manifest import (
    API,
    CONFIGURED_HOSTS,
    MAX_REFUSALS,
    PATTERNS,
    Kind,
    Manifest,
    Provides,
)

#: What a key is for, where its name does not say it.
_SAID = {
    "api": "The contract between fjcore and its plugins.",
    "name": "The distribution's name, in its one form.",
    "requires-fjcore": "The versions of fjcore it works with, such as >=0.1,<1.",
    "title": "What people call it.",
    "kind": "What it is for, in one word.",
    "maintainers": "Who looks after it.",
    "provides": "What it contributes; each has its hook.",
    "ids": "The prefix of every id that it defines.",
    "permissions": "What it needs: the site must give each of them too.",
    "jurisdictions": "Where its rules come from.",
    "config": "The class of its settings, module:Class.",
    "refusals": "The codes by which it may say why it refuses something.",
}


def manifest_schema() -> dict[str, Any]:
    """Give the schema of ``fjcore-plugin.toml``, read as JSON.

    What it takes is what ``parse_manifest`` takes, but for what no schema can say:
    which prefixes core has itself, whether a range of versions is one, and that a text
    is more than spaces.
    Source: JSON Schema, draft 2020-12.
    """
    fields = attrs.fields(Manifest)
    names = {one.name: one.name.replace("_", "-") for one in fields}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "fjcore-plugin.toml",
        "type": "object",
        "additionalProperties": False,
        "required": [names[one.name] for one in fields if one.default is attrs.NOTHING],
        "properties": {
            names[one.name]: {
                "description": _SAID[names[one.name]],
                **_kinds()[names[one.name]],
            }
            for one in fields
        },
    }


def _kinds() -> dict[str, dict[str, Any]]:
    text = {"type": "string", "minLength": 1}
    permission = {"anyOf": [_like("permission"), {"const": CONFIGURED_HOSTS}]}
    provides = {"enum": sorted(Provides)}
    return {
        "api": {"const": API},
        "name": _like("name"),
        "requires-fjcore": text,
        "title": text,
        "kind": {"enum": sorted(Kind)},
        "maintainers": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        "provides": {"type": "array", "items": provides, "minItems": 1},
        "ids": _like("ids"),
        "permissions": {"type": "array", "items": permission},
        "jurisdictions": {"type": "array", "items": {"type": "string"}},
        "refusals": {
            "type": "array",
            "items": _like("refusal"),
            "maxItems": MAX_REFUSALS,
        },
        "config": {"anyOf": [{"const": ""}, _like("config")]},
    }


def _like(name: str) -> dict[str, Any]:
    return {"type": "string", "pattern": f"^(?:{PATTERNS[name]})$"}
