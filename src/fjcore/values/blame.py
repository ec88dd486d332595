"""What may be said of an exception of somebody else's code: its kind, and no more.

And a code, if it was known beforehand: what was written down before there was anything
to tell tells nothing.
"""

from __future__ import annotations

import sys
from types import ModuleType

_MAX_NAME = 64


def kind_of(error: BaseException) -> str:
    """Give the name of an exception's type, or of the nearest it derives from.

    An exception's text may hold anything, and so may the name of a type made while
    running: only a type that stands under its name in its own module is named.
    """
    for kind in type.__dict__["__mro__"].__get__(type(error)):
        name: object = type.__dict__["__name__"].__get__(kind)
        if type(name) is str and name.isidentifier() and len(name) <= _MAX_NAME:
            home = type.__dict__["__module__"].__get__(kind)
            module = sys.modules.get(home) if type(home) is str else None
            if type(module) is ModuleType and vars(module).get(name) is kind:
                return name
    return "Exception"


def said_of(error: BaseException, known: frozenset[str]) -> str:
    """Give the code that an exception holds, if it is a known one; else nothing.

    It is the exception's only argument, or its own attribute ``code``. Nothing of the
    exception's type is asked, since that may run code.
    """
    arguments: object = BaseException.__dict__["args"].__get__(error)
    held = BaseException.__dict__["__dict__"].__get__(error)
    found = [
        value for name, value in held.items() if type(name) is str and name == "code"
    ]
    if type(arguments) is tuple and len(arguments) == 1:
        found += arguments
    return next((one for one in found if type(one) is str and one in known), "")
