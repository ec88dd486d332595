"""Version ranges such as ``>=1.2,<2``, after the rules of PEP 440."""

from __future__ import annotations

import re

_VERSION = re.compile(
    r"v?([0-9]{1,9}(?:\.[0-9]{1,9}){0,9})"
    r"(?:[-_.]?(a|b|rc)[-_.]?([0-9]{1,9}))?"
    r"(?:[-_.]?post[-_.]?([0-9]{1,9}))?"
    r"(?:[-_.]?dev[-_.]?([0-9]{1,9}))?"
    r"(?:\+[a-z0-9.]{1,64})?"
)
_CLAUSE = re.compile(r"\s*(>=|<=|==|!=|~=|>|<)\s*([0-9A-Za-z.+_-]{1,64}?)(\.\*)?\s*")

#: Before any release candidate, and after every one.
_LOWEST, _HIGHEST = ("", 0), ("zz", 0)

Key = tuple[tuple[int, ...], tuple[str, int], int, tuple[int, int]]


def key(text: str) -> Key | None:
    """Give a version's place in the order of versions; None when it is none.

    Source: PEP 440, "Summary of permitted suffixes and relative ordering".
    """
    match = _VERSION.fullmatch(text.strip().lower())
    if match is None:
        return None
    release = tuple(int(part) for part in match[1].split("."))
    while release and release[-1] == 0:
        release = release[:-1]
    pre = (match[2], int(match[3])) if match[2] else _HIGHEST
    post = int(match[4]) if match[4] else -1
    dev = (0, int(match[5])) if match[5] else (1, 0)
    if match[5] and not match[2] and post < 0:
        pre = _LOWEST
    return release, pre, post, dev


def is_range(text: str) -> bool:
    """Whether a text is a range of versions; the empty one holds every version."""
    return not text or all(_clause(part) is not None for part in text.split(","))


def within(version: str, text: str) -> bool:
    """Whether a version lies in a range; doubt about either means no."""
    at = key(version)
    if not text:
        return True
    if at is None or not is_range(text):
        return False
    clauses = [_clause(part) for part in text.split(",")]
    return all(found is not None and _holds(at, found) for found in clauses)


def _clause(part: str) -> tuple[str, Key, int] | None:
    match = _CLAUSE.fullmatch(part)
    if match is None:
        return None
    operator, text, star = match.groups()
    bound, written = key(text), _VERSION.fullmatch(text.lower())
    if bound is None or written is None or (star and operator not in ("==", "!=")):
        return None
    depth = len(written[1].split("."))
    if operator == "~=" and depth < 2:
        return None
    return operator + (".*" if star else ""), bound, depth


def _holds(at: Key, clause: tuple[str, Key, int]) -> bool:
    operator, bound, depth = clause
    if operator == ">=":
        return at >= bound
    if operator == "<=":
        return at <= bound
    if operator == "==":
        return at == bound
    if operator == "!=":
        return at != bound
    if operator == "==.*":
        return _starts(at, bound, depth)
    if operator == "!=.*":
        return not _starts(at, bound, depth)
    if operator == "~=":
        return at >= bound and _starts(at, bound, depth - 1)
    if operator == "<":
        return at < _first(bound)
    # `>1` leaves out the post-releases of 1 itself.
    after = at[:2] == bound[:2] and at[2] > bound[2] and bound[2] < 0
    return at > bound and not (after and bound[3][0] == 1)


def _first(bound: Key) -> Key:
    """Give where a version begins: `<2` leaves out the candidates of 2 itself."""
    release, pre, post, dev = bound
    if pre != _HIGHEST or dev[0] == 0:
        return bound
    return release, _LOWEST if post < 0 else pre, post, (0, 0)


def _starts(at: Key, bound: Key, depth: int) -> bool:
    padding = (0,) * depth
    return (at[0] + padding)[:depth] == (bound[0] + padding)[:depth]
