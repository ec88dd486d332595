"""The page of form files names every key and type there is, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fjcore.errors import FormRefused
from fjcore.records import _formfile, _formrules, _previous, parse_form
from fjcore.records.form import TYPES

TEXT = (Path(__file__).parents[2] / "docs/reference/forms.md").read_text("utf-8")

#: Keys by the heading of their table.
KEYS = {
    "The form": _formfile._FORM_KEYS | {"previous"},
    "Sections": _formrules._SECTION_KEYS,
    "Questions": _formfile._FIELD_KEYS | _formfile._HOLDING_KEYS,
    "Types": {*TYPES, "part", "repeat", "note"},
    "Code lists": _formfile._LIST_KEYS,
    "Earlier versions": _previous._KEYS,
}


def section(name: str) -> str:
    return re.split(rf"^## {name}$", TEXT, flags=re.M)[1].split("\n## ")[0]


@pytest.mark.parametrize("name", KEYS)
def test_every_key_should_be_told(name: str) -> None:
    """A table should name just the keys that are read under its heading."""
    told = re.findall(r"^\| `(\w+)` \|", section(name), re.M)

    assert sorted(KEYS[name]) == sorted(told)


@pytest.mark.parametrize("key", sorted(KEYS["The form"] - {"of"}))
def test_each_key_of_a_form_should_be_read(key: str) -> None:
    """Each key of a form should be refused when it holds what it cannot."""
    (text,) = re.findall(r'parse_form\("""(.*?)"""\)', TEXT, re.S)
    head = re.sub(rf"^{key} = .*$", "", text, flags=re.M)
    rows = re.sub(rf"^\[\[{key}\]\]$", "[[gone]]", head, flags=re.M)
    with pytest.raises(FormRefused) as caught:
        parse_form(f"{key} = 1.5\n{rows}")

    assert caught.value.problems
