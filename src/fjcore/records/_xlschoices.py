"""The choices of an XLSForm as code lists: codes apart from reasons for none."""

from __future__ import annotations

import re
from typing import Any

from attrs import define, field

from fjcore.records._sheets import Found, Row
from fjcore.records.codes import core_lists
from fjcore.values import Missing

#: Names and labels of choices that say why there is no answer. As codes they would be
#: counted as answers; each needs its reason in the column ``fj::missing``.
_REASONS = frozenset(
    """
    dk|dont know|do not know|doesnt know|does not know|i dont know|i do not know|unknown
    not known|unsure or unknown|not sure or refused|refused|refuse|refuses|declined
    declines|decline to answer|declined to answer|prefer not to say|prefers not to say
    prefer not to answer|prefers not to answer|i prefer not to say|rather not say
    no answer|no response|not answered|skip|skipped|na|n a|not applicable
    does not apply|doesnt apply|not asked|not collected|data not collected|missing
    client doesnt know|client prefers not to answer|client refused
    no se|no sabe|no lo se|no lo sabe|desconocido|se nego|rehuso|no contesta
    no contesto|no responde|sin respuesta|prefiero no decir|prefiero no decirlo
    prefiere no decir|prefiere no decirlo|prefiero no responder|prefiere no responder
    prefiero no contestar|no corresponde|no aplica|no se pregunto
    """.replace("\n", "|")
    .replace("    ", "")
    .strip("|")
    .split("|")
)

_NUMBERS = re.compile(r"-(66|77|88|96|97|98|99|666|777|888|999)")
_ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")


def says_no_answer(text: str) -> bool:
    """Whether a choice says why there is no answer, and so is none.

    >>> says_no_answer("Don't know"), says_no_answer("-99"), says_no_answer("Red")
    (True, True, False)
    """
    if _NUMBERS.fullmatch(text.strip()):
        return True
    plain = re.sub(r"['’`]", "", text.casefold().translate(_ACCENTS))
    return " ".join(re.findall(r"[a-z0-9]+", plain)) in _REASONS


@define
class Listed:
    """One list of choices."""

    row: Row
    codes: dict[str, dict[str, str]] = field(factory=dict)
    reasons: list[str] = field(factory=list)
    cores: dict[str, str] = field(factory=dict)
    core: str = ""


@define
class Choices:
    """Every list of choices, and those of them that questions ask for."""

    prefix: str
    default: str
    found: Found
    lists: dict[str, Listed] = field(factory=dict)
    used: list[str] = field(factory=list)

    def read(self, row: Row) -> None:
        """Take one row of the sheet of choices."""
        name, code = self.found.text(row, "list_name"), self.found.text(row, "name")
        if not name or not code:
            for column in ("list_name", "name"):
                if column not in row.cells:
                    self.found.refuse(row.path(column), "required")
            return
        one = self.lists.setdefault(name, Listed(row))
        words = {
            column.removeprefix("label::"): self.found.text(row, column)
            for column in row.cells
            if column.startswith("label::")
        }
        reason = self.found.text(row, "fj::missing")
        if reason:
            if reason not in {member.value for member in Missing}:
                self.found.refuse(row.path("fj::missing"), "unknown_code")
            one.reasons.append(reason)
        elif any(map(says_no_answer, (code, *words.values()))):
            self.found.refuse(row.path("fj::missing"), "required")
        elif code in one.codes:
            self.found.refuse(row.path("name"), "duplicate")
        else:
            if not words:
                self.found.refuse(row.path("label"), "required")
            one.codes[code] = words
            if "fj::codes" in row.cells:
                one.cores[code] = self.found.text(row, "fj::codes")

    def has(self, name: str) -> bool:
        """Whether there is a list of this name."""
        return name in self.lists

    def asked(self, name: str, core: str, row: Row, *, many: bool) -> dict[str, Any]:
        """Give what a question that chooses from a list is: its type and its codes."""
        one = self.lists[name]
        missing = {"missing": list(dict.fromkeys(one.reasons))} if one.reasons else {}
        if not many and set(one.codes) == {"yes", "no"}:
            return {"type": "yes_no", **missing}
        if core and one.core not in ("", core):
            self.found.refuse(row.path("fj::codes"), "duplicate")
        one.core = one.core or core
        if name not in self.used:
            self.used.append(name)
        kind = "codes" if many else "code"
        return {"type": kind, "codes": self.id_of(name), **missing}

    def id_of(self, name: str) -> str:
        """Give the id that a list has in the form."""
        return f"{self.prefix}.{name}"

    def tables(self) -> dict[str, Any]:
        """Give the lists that are asked for as a form has them.

        A code without a code of core in its row goes to core's code of the same name.
        """
        found = {}
        for name in self.used:
            one = self.lists[name]
            known = core_lists()[one.core].codes if one.core in core_lists() else {}
            same = {code: code for code in one.codes if code in known}
            langs = dict.fromkeys(
                lang for words in one.codes.values() for lang in words
            )
            found[self.id_of(name)] = {
                "maps_to": one.core,
                "codes": {
                    code: words.get("en") or words.get(self.default) or code
                    for code, words in one.codes.items()
                },
                "maps": {**same, **one.cores},
                **_labels(one, [lang for lang in langs if lang != "en"]),
            }
        return found


def _labels(one: Listed, langs: list[str]) -> dict[str, Any]:
    """Give the words of each language that has one for every code."""
    found = {
        lang: {code: words[lang] for code, words in one.codes.items()}
        for lang in langs
        if all(lang in words for words in one.codes.values())
    }
    return {"label": found} if found else {}
