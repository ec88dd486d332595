"""The only thing that leaves: a new object that holds what was granted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from fjcore.consent import ConsentCopy
from fjcore.errors import DisclosureError
from fjcore.redaction import MAX_BODY_BYTES
from fjcore.values import canonical

if TYPE_CHECKING:
    from fjcore.consent import Step

#: Only ``build`` knows it, so that nothing else makes a Disclosure.
_TOKEN = object()


class Disclosure:
    """What one recipient gets, for one purpose, at one instant; made by ``build`` only.

    It holds no revision, no reason, no count and no path that the plan keeps silent.
    It refuses to be copied, pickled or formatted with its content.
    Shape: ``body`` is the exact bytes to deliver, ``sha256`` theirs: canonical JSON,
    signed by the key ``key_id`` unless that is empty; or, where it is ``sealed``, a
    bundle for the recipient's own key, of which nobody between can read anything.
    ``token`` is the name that this recipient alone has for the person.
    """

    __slots__ = (
        "basis",
        "basis_ref",
        "body",
        "consents",
        "decided_at",
        "expires",
        "granted",
        "holder",
        "id",
        "key_id",
        "marked",
        "notices",
        "obligations",
        "person",
        "policy_hash",
        "previous",
        "purpose",
        "recipient",
        "release_ids",
        "sealed",
        "sha256",
        "token",
    )

    id: str
    holder: str
    recipient: str
    person: str
    purpose: str
    basis: str
    basis_ref: str
    release_ids: tuple[str, ...]
    decided_at: datetime
    expires: datetime | None
    policy_hash: str
    granted: tuple[tuple[str, str, str], ...]
    marked: tuple[str, ...]
    notices: tuple[str, ...]
    consents: tuple[ConsentCopy, ...]
    obligations: tuple[str, ...]
    token: str
    previous: tuple[Step, ...]
    key_id: str
    sealed: bool
    body: bytes
    sha256: str

    def __init__(self, token: object, parts: Mapping[str, Any]) -> None:
        if token is not _TOKEN:
            raise TypeError("a Disclosure is made by fjcore.disclosure.build only")
        for name in self.__slots__:
            if name != "sha256":
                object.__setattr__(self, name, parts[name])
        digest = hashlib.sha256(parts["body"]).hexdigest()
        object.__setattr__(self, "sha256", digest)

    def __init_subclass__(cls) -> NoReturn:
        raise TypeError("a Disclosure has no subclasses")

    def __repr__(self) -> str:
        return (
            f"<Disclosure {self.id} to {self.recipient} for {self.purpose}, "
            f"{len(self.granted)} fields>"
        )

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError("a Disclosure cannot be changed")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a Disclosure cannot be changed")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Disclosure cannot be copied or pickled")

    @property
    def name(self) -> str:
        """A file name that tells nothing but the id and the form."""
        return f"disclosure-{self.id}.{'fjcb' if self.sealed else 'json'}"

    def is_same(self, found: bytes) -> bool:
        """Whether bytes found at the recipient's are this disclosure, delivered before.

        Of one that is sealed, the bytes differ each time it is sealed.
        """
        if not self.sealed:
            return found == self.body
        # Whoever delivers nothing sealed does not pay for cryptography.
        from fjcore.disclosure.envelope import same_disclosure

        return same_disclosure(found, self.body)

    def content(self) -> dict[str, Any]:
        """Give the body as plain data, read anew from the bytes.

        Raises: DisclosureError, naming one that is sealed.
        """
        if self.sealed:
            raise DisclosureError(self.id)
        found: dict[str, Any] = canonical.loads(self.body, max_bytes=MAX_BODY_BYTES)
        return found

    @property
    def present(self) -> tuple[tuple[str, str, str], ...]:
        """Those granted fields of which something stands in the body.

        Shape: (path, view, category) rows, sorted by path.
        """
        paths = set(_paths(self.content()["records"], ""))
        return tuple(row for row in self.granted if row[0] in paths)

    @property
    def intact(self) -> bool:
        """Whether the body is still the one that was checked."""
        return hashlib.sha256(self.body).hexdigest() == self.sha256


def _paths(held: Any, path: str) -> Iterator[str]:
    if isinstance(held, list):
        for item in held:
            yield from _paths(item, path)
    elif isinstance(held, dict) and held.keys() != {"?"}:
        for name, item in held.items():
            yield from _paths(item, f"{path}.{name}" if path else name)
    else:
        yield path


def rebuilt(parts: Mapping[str, Any]) -> Disclosure:
    """Give a Disclosure again, in the process that it was handed to."""
    return Disclosure(_TOKEN, parts)
