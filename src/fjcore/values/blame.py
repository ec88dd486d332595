"""What may be said of an exception of somebody else's code: its kind, and no more."""

from __future__ import annotations

_MAX_NAME = 64


def kind_of(error: BaseException) -> str:
    """Give the name of an exception's type, when it is a plain one.

    An exception's text may hold anything, and so may a type made while running.
    """
    name: object = type.__dict__["__name__"].__get__(type(error))
    if type(name) is str and name.isidentifier() and len(name) <= _MAX_NAME:
        return name
    return "Exception"
