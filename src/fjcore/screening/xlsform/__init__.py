"""Instruments as the sheets of an XLSForm, both ways, in a restricted grammar.

Source: XLSForm, names as in github.com/XLSForm/pyxform.
"""

from __future__ import annotations

from fjcore.screening.xlsform._reading import read
from fjcore.screening.xlsform._submitting import answers
from fjcore.screening.xlsform._writing import write

__all__ = [
    "answers",
    "read",
    "write",
]
