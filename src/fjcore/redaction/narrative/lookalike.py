"""Letters of other alphabets that look like those of the Latin one.

A name may hold one by a slip of the keyboard or to get past a search. What is known is
folded in the same way, so that a name in one of these alphabets is still itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Letters in lower case, each beside the Latin one that it, or its capital, looks like.
# Source: Unicode Technical Standard 39, confusables, of which the letters that
# keyboards in use have. reviewed = false.
_CYRILLIC = ("авекмнорстухіјѕһԁԛԝӏѵүг", "abekmhopctyxijshdqwlvyr")
_GREEK = ("αβεζηικμνορτυχϳ", "abezhikmnoptyxj")
_SMALL = ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘꞯʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz")
_OTHER = ("ɑɡǀꓲ", "agll")

LATIN: Mapping[str, str] = MappingProxyType(
    {
        sign: letter
        for signs, letters in (_CYRILLIC, _GREEK, _SMALL, _OTHER)
        for sign, letter in zip(signs, letters, strict=True)
    }
)
