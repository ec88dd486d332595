"""The plain words around a disclosure, by language; read on first use."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from attrs import field, frozen

from fjcore.consent.analyse import Wording, wording

Texts = Mapping[str, str]


def _table(rows: Mapping[str, str]) -> Texts:
    return MappingProxyType(dict(rows))


@frozen(kw_only=True)
class Words:
    """What is said in one language of what was shared, and how it names things.

    ``reviewed`` is False until a lawyer and survivors have read the words. ``yours``
    are the grounds that are named otherwise to her than to a recipient.
    """

    language: str
    reviewed: bool
    say: Texts = field(converter=_table, repr=False)
    missing: Texts = field(converter=_table, repr=False)
    bases: Texts = field(converter=_table, repr=False)
    yours: Texts = field(converter=_table, repr=False)
    account: Texts = field(converter=_table, repr=False)
    notice: Texts = field(converter=_table, repr=False)
    names: Wording = field(repr=False)

    def purpose(self, name: str) -> str:
        """Name a purpose; one that has no words, by its code."""
        return self.names.purposes.get(name, name)

    def basis(self, name: str) -> str:
        """Name a ground; one that has no words, by its code."""
        return self.bases.get(name, name)

    def ground(self, name: str) -> str:
        """Name a ground to the survivor herself."""
        return self.yours.get(name) or self.basis(name)

    def what(self, name: str) -> str:
        """Name a category; one that has no words, by its path."""
        return self.names.what(name)


@cache
def words_in(lang: str = "en") -> Words:
    """Give the words of a language; ``es-MX`` is also ``es``.

    Source: ``data/en.toml``, ``data/es.toml`` (reviewed: false).
    Raises: OptionRefused, for a language there are no words in.
    """
    names = wording(lang)
    text = files("fjcore.disclosure").joinpath(f"data/{names.language}.toml")
    own = tomllib.loads(text.read_text("utf-8"))
    del own["as_of"]
    return Words(**own, names=names)
