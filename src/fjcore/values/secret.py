"""Values that do not print, pickle, copy or compare by accident."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from types import TracebackType
from typing import Generic, NoReturn, TypeVar

T = TypeVar("T")


class _Fields:
    """Stands where attrs and cattrs look for the fields of a class."""

    def __iter__(self) -> NoReturn:
        raise TypeError("a secret cannot be taken apart; open it first")


class _Untaken(type):
    """Refuses to be taken apart: attrs and cattrs ask a class for this name first.

    The refusal is in the fields themselves: cattrs takes a name that cannot be asked
    for as one that is not there, and would give the secret on as it is.
    """

    @property
    def __attrs_attrs__(cls) -> _Fields:
        return _Fields()


class _Guarded(metaclass=_Untaken):
    """What both secret types refuse."""

    __slots__ = ()
    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, spec: str) -> NoReturn:
        raise TypeError("a secret cannot be formatted")

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret cannot be pickled or copied")

    def __getstate__(self) -> NoReturn:
        raise TypeError("a secret cannot be pickled or copied")

    def __copy__(self) -> NoReturn:
        raise TypeError("a secret cannot be copied")

    def __deepcopy__(self, memo: object) -> NoReturn:
        raise TypeError("a secret cannot be copied")

    def __iter__(self) -> NoReturn:
        raise TypeError("a secret cannot be iterated over")


class SecretBytes(_Guarded):
    """Key material: shows only its length, compares in constant time, can be wiped.

    Copies that a C library makes, swap space and core dumps are out of its reach.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes | bytearray) -> None:
        self._raw = bytearray(raw)

    def __repr__(self) -> str:
        return f"SecretBytes({len(self._raw)} bytes)"

    def __len__(self) -> int:
        return len(self._raw)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, SecretBytes):
            return NotImplemented
        return hmac.compare_digest(self._raw, other._raw)

    __hash__ = None

    def reveal(self) -> bytes:
        """Give the bytes themselves; keep the result no longer than needed."""
        return bytes(self._raw)

    def wipe(self) -> None:
        """Overwrite the bytes held here."""
        self._raw[:] = bytes(len(self._raw))

    def __enter__(self) -> SecretBytes:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.wipe()


class Secret(_Guarded, Generic[T]):
    """A value shown to nobody until ``reveal()`` is called; comparing it raises."""

    __slots__ = ("_value",)

    def __init__(self, value: T) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret(...)"

    def __eq__(self, other: object) -> bool:
        raise TypeError("a secret cannot be compared; reveal it first")

    __hash__ = None

    def reveal(self) -> T:
        """Give the value itself."""
        return self._value

    @contextmanager
    def opened(self, note: Callable[[], object], /) -> Iterator[T]:
        """Give the value itself for a while, once it is noted that it is opened.

        ``note`` writes an audit entry; where that raises, nothing is opened.
        """
        note()
        yield self._value


def refuse_secrets(_kind: object, /) -> Callable[[T], T]:
    """Give the hook by which a cattrs converter refuses secrets it did not look at.

    cattrs goes by the type that a field declares. Where that is ``object``, or a name
    it has not resolved, it hands a value on unseen: a secret as it is, closed. A
    converter made with ``unstructure_fallback_factory=refuse_secrets`` looks then.
    Raises: TypeError from the hook, when a secret is in what it is given.

    >>> refuse_secrets(object)(["a", 1])
    ['a', 1]
    """
    return _not_secret


def _not_secret(value: T) -> T:
    _look(value)
    return value


def _look(value: object) -> None:
    if isinstance(value, _Guarded):
        raise TypeError("a secret cannot be taken apart; open it first")
    elif isinstance(value, Mapping):
        for name, part in value.items():
            _look(name)
            _look(part)
    elif isinstance(value, (list, tuple, Set)):
        for part in value:
            _look(part)
