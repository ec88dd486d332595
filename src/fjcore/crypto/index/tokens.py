"""From a value to the numbers under which it is found: keyed, cut short, in parts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from attrs import field, frozen
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

from fjcore.crypto.context import INDEX, encode
from fjcore.crypto.derive import Label, derive
from fjcore.crypto.index.normalise import Normaliser, normaliser
from fjcore.errors import IndexRefused
from fjcore.values import SecretBytes, parse_id, parse_name

#: What may be indexed at all, and how. Harm, health, orientation, immigration and
#: shelter are not here, and nothing with few values has a normaliser: an index of those
#: would tell who shares an answer.
ALLOWED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "identity.name": frozenset({"name.v1", "name_sound.v1"}),
        "identity.dob": frozenset({"dob.v1"}),
        "identity.gov_id": frozenset({"number.v1"}),
        "contact": frozenset({"phone.v1", "email.v1"}),
        "court_record": frozenset({"number.v1"}),
        "court_matters": frozenset({"number.v1"}),
    }
)

_PARTS = (1, 2, 4, 8, 16)


@frozen(kw_only=True)
class IndexSpec:
    """One index over one field, as it was planned.

    ``version`` names the index key: a new one makes every number another.
    Raises: BadId; IndexRefused, when the category may not be indexed so, or bits or
    partitions are none that a plan gives.
    """

    index_id: str = field(converter=parse_name)
    category: str
    normaliser: str
    bits: int
    partitions: int = 1
    version: int = 1

    def __attrs_post_init__(self) -> None:
        name = self.index_id
        if self.normaliser not in ALLOWED.get(self.category, ()):
            raise IndexRefused(name)
        if not 1 <= self.bits <= 32 or self.partitions not in _PARTS:
            raise IndexRefused(name)

    @property
    def alike(self) -> Normaliser:
        """What makes values of it alike."""
        return normaliser(self.normaliser)


@frozen
class IndexRow:
    """One row: that a person has a value of this number, and of no few others."""

    index_id: str
    version: int
    partition: int
    value: int
    subject_id: str


class Tokens:
    """The numbers of one index under its key."""

    def __init__(self, key: SecretBytes, spec: IndexSpec) -> None:
        self.spec = spec
        mac = HMAC(derive(key, Label.INDEX).reveal(), SHA256())
        names = (spec.index_id.encode(), spec.normaliser.encode())
        self._shift = 32 - spec.bits
        self._begun = []
        for part in range(spec.partitions):
            # The token comes last, so all before it is the same for every value.
            begun = mac.copy()
            begun.update(encode(INDEX, *names, bytes([part]), b"")[:-4])
            self._begun.append(begun.copy)

    def __repr__(self) -> str:
        return f"<Tokens of {self.spec.index_id}>"

    def value(self, partition: int, token: str) -> int:
        """Give the number of a token in a part: the top bits of its keyed hash."""
        raw, mac = token.encode(), self._begun[partition]()
        mac.update(len(raw).to_bytes(4, "big") + raw)
        return int.from_bytes(mac.finalize()[:4], "big") >> self._shift

    def rows(self, subject_id: str, value: str) -> list[IndexRow]:
        """Give the rows of a person's value, one for each of its tokens."""
        part = self.part_of(subject_id)
        found = {self.value(part, token) for token in self.spec.alike.tokens(value)}
        spec = self.spec
        return [
            IndexRow(spec.index_id, spec.version, part, number, subject_id)
            for number in sorted(found)
        ]

    def part_of(self, subject_id: str) -> int:
        """Give the part that a person's rows are in, by her id alone."""
        first = bytes.fromhex(parse_id(subject_id))[0]
        return first % self.spec.partitions
