"""Tokens planted where a survivor's words would stand, and the hunt for them."""

from __future__ import annotations

import base64
import traceback
from collections.abc import Iterable
from pathlib import Path
from random import Random

from attrs import define, field

from fjcore.records import Person
from fjcore.records.person import HumanName
from fjcore.redaction import normal


@define
class Canaries:
    """Makes tokens that stand nowhere by chance, and says where one stands.

    Shape: a token is 32 hexadecimal digits, the same ones for the same seed.
    """

    seed: int = 1
    planted: list[str] = field(factory=list)

    def token(self) -> str:
        """Give a new token, to be planted in a sensitive field."""
        random = Random(f"{self.seed}:{len(self.planted)}")  # noqa: S311 - not a secret
        made = f"{random.getrandbits(128):032x}"
        self.planted.append(made)
        return made

    def person(self) -> Person:
        """Give a made-up person, a token in every name."""
        names = tuple(
            HumanName(text=f"Maeve {self.token()}", use=use)
            for use in ("legal", "chosen")
        )
        return Person(names=names, agency_ids=(), gov_ids=())

    def found_in(self, place: bytes | str, *, granted: Iterable[str] = ()) -> list[str]:
        """Give the tokens that stand in a place, other than those granted to it."""
        raw = (
            place.encode("utf-8", "surrogatepass") if isinstance(place, str) else place
        )
        text = raw.decode("utf-8", "replace")
        low = {text.casefold(), normal(text)}
        wanted = [one for one in self.planted if one not in set(granted)]
        return [one for one in wanted if any(self._stands(one, part) for part in low)]

    def _stands(self, token: str, text: str) -> bool:
        coded = base64.b64encode(bytes.fromhex(token)).decode().rstrip("=").casefold()
        return token in text or coded in text

    def found_in_error(self, error: BaseException) -> list[str]:
        """Give the tokens that an error tells: text, chain, and what frames hold."""
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        return self.found_in("".join(told.format()))

    def found_in_files(self, folder: Path) -> list[str]:
        """Give the tokens that stand in a file of a folder, or in a file's name."""
        found: list[str] = []
        for path in sorted(folder.rglob("*")):
            found += self.found_in(path.name)
            if path.is_file():
                found += self.found_in(path.read_bytes())
        return found
