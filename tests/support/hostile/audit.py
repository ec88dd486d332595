"""Which plugin shows that a check of plugins holds, check by check."""

from __future__ import annotations

from support.hostile.case import Case

#: What each check asks, and the plugins of this collection that it keeps out.
AUDIT: dict[str, tuple[str, tuple[str, ...]]] = {
    "D1": ("a manifest that reads", ("unknown-key",)),
    "D2": ("a name and a prefix of its own", ("another-name", "core-prefix")),
    "D3": ("an entry point of its own", ("shadowed-name",)),
    "D4": ("versions that fit both ways", ("another-fjcore", "another-version")),
    "D5": (
        "every permission declared and given",
        ("host-not-declared", "host-not-given", "notes-not-declared"),
    ),
    "D6": ("the pinned files", ("edited-file", "added-file")),
    "R1": ("a module", ("stands-in-for-itself",)),
    "R2": ("only hooks that there are", ("another-hook",)),
    "R3": ("no hook that never runs", ("unmarked-hook",)),
    "R4": ("no parameters", ("hook-wants-more",)),
    "R5": ("no coroutine and no generator", ("coroutine-hook", "generator-hook")),
    "R6": ("no wrapper and no order", ("wraps-the-others",)),
    "R7": ("the hooks that it declares", ("hook-not-declared", "declares-and-lacks")),
    "R8": ("a list or tuple with an end", ("endless-result", "text-result")),
    "R9": ("items of the right type", ("another-kind",)),
    "R10": ("ids of its own, none twice", ("foreign-id", "id-twice")),
    "R11": ("the contract's methods", ("async-rule", "proxy")),
    "R12": ("the rule of its hook", ("unknown-category",)),
}


def audit_table(cases: dict[str, Case]) -> str:
    """Give the table of the page: check, plugin, what is told."""
    lines = ["| Check | It asks for | Shown by | Told |", "|---|---|---|---|"]
    for check, (asks, names) in AUDIT.items():
        for name in names:
            case = cases[name]
            told = f"`{case.code}`: `{case.says}`" if case.says else f"`{case.code}`"
            lines.append(f"| {check} | {asks} | {name} | {told} |")
    return "\n".join(lines)
