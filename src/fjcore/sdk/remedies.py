"""What to do about a plugin that is not in use, by the reason of its state."""

from __future__ import annotations

from fjcore.sdk.status import PluginState, PluginStatus

#: By reason; ``{name}`` is the plugin's.
REMEDIES = {
    "not_named": "To use it, name it in the site file: [plugins.{name}].",
    "disabled": "To use it, take `enabled = false` out of [plugins.{name}].",
    "missing_plugin": "Install {name}, or take [plugins.{name}] out of the site file.",
    "manifest_error": (
        "Its manifest cannot be used. Install another release of {name}, or tell its "
        "maintainer; `fjcore plugins check` says more of its files."
    ),
    "incompatible_plugin": (
        "Install a release of {name} that fits, or change its row in the site file."
    ),
    "duplicate_plugin": "Remove one of the two that claim the same name or prefix.",
    "missing_permission": (
        "Look at what it asks for with `fjcore plugins show {name}`. Where you agree, "
        "write it into `permissions` of [plugins.{name}]."
    ),
    "untrusted_plugin": (
        "Its files are not the pinned ones. Find out why; install the release anew. "
        "After a review, `fjcore plugins pin {name}`."
    ),
    "hook_error": "It does not keep its contract. Tell its maintainer; leave it off.",
    "plugin_fault": "Its own code failed. Tell its maintainer; leave it off.",
}

#: What a plugin did while it was loaded, by the code of it.
DEEDS = {
    "environment": "changed the environment",
    "file": "wrote, moved or removed a file",
    "folder": "changed the folder that the program is in",
    "process": "started a process",
    "socket": "opened a socket",
    "thread": "started a thread",
}

#: Of one in use that did more while it was loaded than tell what it has.
DID = "It did more than tell what it has when it was loaded. Ask its maintainer why."


def remedy(status: PluginStatus) -> str:
    """Give the next step for a plugin; an empty text where there is none."""
    if status.state is PluginState.ENABLED:
        return DID if status.did else ""
    # A fault of a rarer kind is still a fault of the plugin's own.
    text = REMEDIES.get(status.reason, REMEDIES["plugin_fault"])
    return text.format(name=status.name)
