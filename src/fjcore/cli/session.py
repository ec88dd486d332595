"""What every command needs: the site, the passphrase, who is asking."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import frozen

from fjcore.errors import OptionRefused, Problem, SiteMissing
from fjcore.sdk import Registry, Site, Watch
from fjcore.sdk.settings import LOCAL
from fjcore.values import Secret
from fjcore.vault import Vault

#: Where the passphrase is read from before anybody is asked for it.
PASSPHRASE = "FJCORE_PASSPHRASE"  # noqa: S105 - a name, not a secret

#: The same for the passphrase of a recovery file.
RECOVERY = "FJCORE_RECOVERY_PASSPHRASE"

#: A passphrase shorter than this is not taken for a new vault (NIST SP 800-63B-4).
MIN_PASSPHRASE = 15


@frozen(kw_only=True)
class Settings:
    """What was said before the command."""

    site: Path
    actor: str
    passphrase_file: Path | None

    def passphrase(self, *, new: bool = False) -> Secret[str]:
        """Read the passphrase: from the file named, the environment, or the terminal.

        Raises: OptionRefused, when there is none, or a new one is too short.
        """
        return read_passphrase(
            self.passphrase_file,
            PASSPHRASE,
            "Passphrase of the vault's keys",
            new=new,
        )

    def load(self) -> Site:
        """Read the site file.

        Raises: SiteMissing, SiteError.
        """
        if not self.site.exists():
            raise SiteMissing(str(self.site))
        return Site.load(self.site)

    def who(self, site: Site) -> str:
        """Give the staff member who is asking; where there is only one, that one.

        Raises: OptionRefused.
        """
        if self.actor:
            return self.actor
        if len(site.staff) == 1:
            return next(iter(site.staff))
        raise _refused("--as", "required")

    def opening(
        self, site: Site, *, second: bool = False, new: bool = False
    ) -> Secret[str] | None:
        """Read the passphrase where a keyring of the site is opened by one.

        ``second`` looks at the second keyring too, which only some acts need.
        Raises: OptionRefused.
        """
        names = {*site.keys.opening, site.keys.second if second else ""}
        return self.passphrase(new=new) if LOCAL in names else None

    def quietly(self, site: Site) -> Secret[str] | None:
        """Read the passphrase where one stands by, and ask nobody.

        Raises: OptionRefused.
        """
        if not site.keys.passphrase:
            return None
        if self.passphrase_file is None and not os.environ.get(PASSPHRASE):
            return None
        return self.passphrase()

    def recovery(self, file: Path | None, *, new: bool = False) -> Secret[str]:
        """Read the passphrase of a recovery file, as ``passphrase`` does.

        Raises: OptionRefused.
        """
        return read_passphrase(
            file, RECOVERY, "Passphrase of the recovery file", new=new
        )

    @contextmanager
    def vault(self, *, second: bool = False) -> Iterator[tuple[Vault, str]]:
        """Open the vault of the site, and say who is asking."""
        site = self.load()
        actor = self.who(site)
        passphrase = self.opening(site, second=second)
        with Vault.open(site, passphrase, registry=watched(site)) as vault:
            yield vault, actor
        if vault.unsigned is not None:
            print(
                "warning: this is done and logged, but the log's head was not signed "
                f"anew; see fjcore audit verify. [{vault.unsigned.code}: "
                f"{vault.unsigned.where}]",
                file=sys.stderr,
            )


def read_passphrase(
    path: Path | None, place: str, asked: str, *, new: bool
) -> Secret[str]:
    """Read a passphrase: from a file, the environment, or the terminal.

    Raises: OptionRefused, when there is none, or a new one is too short.
    """
    found = _read(path, place, asked, new)
    if not found:
        raise _refused(place, "required")
    if new and not found.strip():
        raise _refused(place, "required")
    if new and len(found) < MIN_PASSPHRASE:
        raise _refused(f"{place}, {MIN_PASSPHRASE} characters or more", "length")
    return Secret(found)


def _read(path: Path | None, place: str, asked: str, new: bool) -> str:
    if path is not None:
        text = None
        try:
            text = path.read_text("utf-8").strip("\r\n")
        except (OSError, ValueError):
            pass
        if text is None:
            raise _refused(str(path), "unreadable")
        return text
    found = os.environ.get(place, "")
    if found or not sys.stdin.isatty():
        return found
    found = getpass.getpass(f"{asked}: ")
    if new and getpass.getpass("The same again: ") != found:
        raise _refused("passphrase, the second time", "different")
    return found


def watched(site: Site) -> Registry:
    """Load a site's plugins; a rule that does not answer ends the command.

    Raises: SiteError, plugin errors.
    """
    return Registry.build(site, watch=Watch(site.policy.rule_wait_s))


def _refused(where: str, code: str) -> OptionRefused:
    return OptionRefused(where, problems=(Problem(where, code),))
