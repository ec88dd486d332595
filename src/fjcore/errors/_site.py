"""Errors of the site file, the vault and its plugins."""

from __future__ import annotations

from fjcore.errors._base import FjcoreError

# --- site and vault ----------------------------------------------------------------


class SiteError(FjcoreError, ValueError):
    """The site file is not acceptable. Correct each place listed."""


class SiteMissing(SiteError):
    """There is no site file here. Run `fjcore init`, or say where it is: --site."""


class NoConnector(SiteError):
    """This partner cannot be reached. Name its connector under [[partners]]."""


class VaultError(FjcoreError):
    """The vault could not do this."""


class StoreRefused(VaultError):
    """The database is not one this version may open. Check its address and settings."""


class StoreUnavailable(VaultError):
    """The database cannot be reached or written now. Check disk, rights and server."""


class VaultExists(VaultError):
    """There is a vault here already; nothing was made. Use it, or another place.

    Where one was only begun, put its keys folder and database away first.
    """


class VaultUnfinished(VaultError):
    """The making of this vault was broken off, and nothing is in it.

    Put its database and keys folder away, then make it again: `fjcore init`.
    """


class StoreBroken(VaultError):
    """The database is damaged or cut short. Restore it from a backup, then verify."""


class UnknownSubject(VaultError, LookupError):
    """There is nothing here to show for this request."""


class VaultClosed(VaultError):
    """A rule plugin this site relies on did not load, so nothing may leave.

    See plugins.
    """


class MissingExtra(VaultError, ImportError):
    """An optional part of fjcore is not installed. Install the extra named."""

    def __str__(self) -> str:
        return FjcoreError.__str__(self)


class RevisionConflict(VaultError):
    """The record changed since it was read. Read it again, then keep."""


class InputRefused(VaultError, ValueError):
    """An input file cannot be taken in. Correct each place listed; nothing was kept."""


class OptionRefused(VaultError, ValueError):
    """An option or setting cannot be taken as given. Correct each place listed."""


# --- plugins -----------------------------------------------------------------------


class PluginError(FjcoreError):
    """A plugin could not be used."""

    @property
    def plugin(self) -> str:
        """The distribution that is named."""
        return self._word(0)

    @property
    def version(self) -> str:
        """Its version, ``local`` for one of a single file; empty where none is told."""
        return self._word(1)

    @property
    def hook(self) -> str:
        """The hook that is named, and empty for a fault before any."""
        words = (word.rstrip(":") for word in self.where.split())
        return next((word for word in words if word.startswith("fjcore_")), "")

    @property
    def said(self) -> str:
        """What stands in brackets: a check, the kind of an exception, or a code."""
        _, _, last = self.where.rpartition(" (")
        return last[:-1] if last.endswith(")") and last != self.where else ""

    def _word(self, place: int) -> str:
        words = self.where.split()
        return words[place].rstrip(":") if place < len(words) else ""


class ManifestError(PluginError, ValueError):
    """A plugin's manifest is missing or faulty. Ask its maintainer."""


class IncompatiblePlugin(PluginError):
    """A plugin does not fit this version of fjcore or of the site file."""


class DuplicatePlugin(PluginError):
    """Two plugins claim the same name or id. Remove one."""


class MissingPlugin(PluginError, LookupError):
    """The site file names a plugin that is not installed.

    Install it or remove its line.
    """


class BrokenPlugin(PluginError, LookupError):
    """A plugin that this needs is installed and could not be used.

    See `fjcore plugins list`.
    """


class MissingPermission(PluginError):
    """A plugin needs a permission that the site file does not give."""


class UntrustedPlugin(PluginError):
    """A plugin's files differ from the pinned digest.

    Check them before pinning again.
    """


class HookError(PluginError):
    """A plugin's hook does not keep its contract. Ask its maintainer."""


class PluginFault(PluginError):
    """A plugin failed while it ran. Ask its maintainer."""


class PluginRefused(PluginError):
    """A plugin refuses what it was given. Look up the code in its README."""


class ImportRejected(PluginError):
    """An importer did not take a file: nothing was kept. Look at the file, then ask."""
