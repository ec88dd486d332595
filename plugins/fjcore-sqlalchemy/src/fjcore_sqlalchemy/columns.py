"""The column of a sealed field: it takes and gives envelopes, and never plaintext."""

from __future__ import annotations

from typing import Any

from attrs import field, frozen
from sqlalchemy import Dialect, Text, TypeDecorator
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import MappedColumn, mapped_column

from fjcore.errors import PlaintextRefused


@frozen(repr=False)
class SealedCell:
    """What stands in a sealed column: an envelope, and nothing to be read from it."""

    text: str = field(repr=False)

    def __repr__(self) -> str:
        return "<sealed>"


class _Refused(PlaintextRefused, DontWrapMixin):
    """Plaintext stands where an envelope belongs. Seal it, or ask who put it there."""


# SQLAlchemy would wrap any other error in one that shows the parameters.
_Refused.code = PlaintextRefused.code


class SealedText(TypeDecorator[SealedCell]):
    """A column of text that holds envelopes.

    Raises: PlaintextRefused, when anything else is to be written or compared with it.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002
    ) -> str | None:
        """Give an envelope's text to the database."""
        if value is not None and not isinstance(value, SealedCell):
            raise _Refused("column")
        return None if value is None else value.text

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,  # noqa: ARG002
    ) -> SealedCell | None:
        """Give what stands in the database, unread."""
        return None if value is None else SealedCell(str(value))

    def coerce_compared_value(
        self,
        op: Any,  # noqa: ARG002
        value: Any,  # noqa: ARG002
    ) -> SealedText:
        """Compare with envelopes only, so that nobody searches for a plaintext."""
        return self


def sealed_column(name: str | None = None, **options: Any) -> MappedColumn[Any]:
    """Give the column under a sealed field, which ``name`` may call otherwise.

    It is nullable unless ``nullable=False`` is among the options of ``mapped_column``.
    """
    given = {"nullable": True, **options}
    if name is None:
        return mapped_column(SealedText, **given)
    return mapped_column(name, SealedText, **given)
