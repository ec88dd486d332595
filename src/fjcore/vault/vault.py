"""One agency's vault: the few things that may be done with a survivor's file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType, TracebackType

from fjcore.consent import Basis, BasisKind, ObligationKind, Release
from fjcore.consent.analyse import Matrix
from fjcore.crypto import DEFAULT_COST, Cost
from fjcore.disclosure import AccountingRow, Disclosure, Evidence, Receipt
from fjcore.disclosure.forms import Form
from fjcore.errors import FjcoreError
from fjcore.records.importing import Draft
from fjcore.redaction.narrative import Review
from fjcore.sdk import Registry, Site
from fjcore.values import Clock, Secret, SystemClock
from fjcore.vault import (
    acts,
    disclosing,
    importing,
    opening,
    pin,
    reports,
    verifying,
    withdrawing,
    worklists,
)
from fjcore.vault.ask import Ask
from fjcore.vault.importing import Fate
from fjcore.vault.inputs import Intake
from fjcore.vault.parts import Parts
from fjcore.vault.results import (
    Kept,
    Rotated,
    Sent,
    Signing,
    VaultReport,
    Withdrawing,
)
from fjcore.vault.rotating import Progress, quiet, rotate

_NOTHING: Mapping[ObligationKind, Evidence] = MappingProxyType({})


class Vault(Parts):
    """An open vault. Made by ``create`` and ``open``; close it, or use ``with``.

    Every act names the staff member who acts, and leaves an audit entry in the same
    transaction. An act that raises has changed nothing but, at most, the log.
    """

    def __init__(self, opened: opening.Opened) -> None:
        super().__init__(opened.core)
        self._opened = opened
        #: Why the head of the log could not be signed when the vault was closed.
        self.unsigned: FjcoreError | None = None

    def __repr__(self) -> str:
        return "<Vault>"

    @classmethod
    def create(
        cls,
        site: Site,
        passphrase: Secret[str] | None = None,
        *,
        registry: Registry | None = None,
        clock: Clock | None = None,
        cost: Cost = DEFAULT_COST,
    ) -> Vault:
        """Make a new vault: root key, key store, database; all of them or none.

        A vault over a plugin's keyring needs no passphrase.
        Raises: VaultExists, StoreRefused, when something stands there already;
        MissingExtra; what ``open`` raises.
        """
        registry = registry if registry is not None else Registry.build(site)
        clock = clock or SystemClock()
        opening.make(site, passphrase, registry, clock, cost)
        return cls.open(site, passphrase, registry=registry, clock=clock)

    @classmethod
    def open(
        cls,
        site: Site,
        passphrase: Secret[str] | None = None,
        *,
        registry: Registry | None = None,
        clock: Clock | None = None,
    ) -> Vault:
        """Open the vault of a site.

        Raises: StoreRefused, StoreBroken, VaultUnfinished, naming the database;
        AccessRefused, when the passphrase is not the one, or none where one is needed;
        KeyringUnreachable, Throttled, KeyringDenied, as its keyring answers;
        MissingPlugin; SiteError; MissingExtra.
        """
        registry = registry if registry is not None else Registry.build(site)
        return cls(
            opening.open_parts(site, passphrase, registry, clock or SystemClock())
        )

    def close(self) -> None:
        """Sign the head of the log, let go of every key and of the database.

        What was done stays done where the head cannot be signed anew: ``unsigned``
        then says why, and the head signed before stays, for ``verify`` to compare with.
        """
        core, self._core = self._core, None
        if core is None:
            return
        try:
            pin.renew(core)
        except FjcoreError as error:
            self.unsigned = error
        finally:
            self._opened.close()

    def __enter__(self) -> Vault:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def keep(self, intake: Intake, *, actor: str) -> Kept:
        """Keep records and facts of one person, all of them or none.

        Raises: UnknownSubject; InputRefused; crypto, store and audit errors.
        """
        return acts.keep(self._open, intake, actor)

    def import_records(
        self, drafts: Sequence[Draft], *, layout: str, actor: str
    ) -> tuple[Fate, ...]:
        """Keep a batch of an import, whole or not at all; give each draft's fate.

        A row that an earlier import of this layout kept is not kept again.
        Raises: InputRefused; UnknownSubject; crypto, store and audit errors.
        """
        return importing.import_records(self._open, drafts, layout, actor)

    def read(
        self, subject: str, *, actor: str, purpose: str, need_to_know: str
    ) -> Disclosure:
        """Give a staff member of the holder's own unit what she needs to know.

        A read is a plan like any other: decided, cut, checked and logged, with the
        reason sealed in the log.
        Raises: Refused, with the reason; UnknownSubject; UnknownPurpose.
        """
        core = self._open
        core.own(actor)
        ask = Ask(
            subject=subject,
            recipient=core.policy.holder.agency,
            purpose=purpose,
            basis=BasisKind.INTRA_PROGRAM,
            actor=actor,
            unit=core.policy.holder.unit,
            need_to_know=need_to_know,
            evidence=_NOTHING,
        )
        return disclosing.read(core, ask)

    def sign(self, subject: str, release: Release, *, actor: str) -> Signing:
        """Put a signed release on file, and say what it gives now.

        Raises: ReleaseRefused, UnknownPartner, EventRefused (its id is on file
        already), UnknownSubject.
        """
        return acts.sign(self._open, subject, release, actor)

    def rotate_keys(
        self, *, actor: str, new_key: bool = True, progress: Progress = quiet
    ) -> Rotated:
        """Wrap every data key by a new custody key; as ``rotating.rotate`` says."""
        return rotate(self._open, actor=actor, new_key=new_key, progress=progress)

    def withdraw(
        self,
        subject: str,
        *,
        release: str | None = None,
        recipients: tuple[str, ...] = (),
        categories: tuple[str, ...] = (),
        told_at: datetime | None = None,
        actor: str,
    ) -> Withdrawing:
        """Take permission back: all of it, or of one release, recipient, category.

        Nothing leaves on its strength once this returns. From ``told_at``, else now, it
        ends what was signed by then; refused where all that lives was signed later.
        Raises: UnknownSubject, UnknownPartner, EventRefused, OptionRefused, NaiveTime.
        """
        return withdrawing.withdraw(
            self._open,
            subject,
            release=release,
            recipients=recipients,
            categories=categories,
            told_at=told_at,
            actor=actor,
        )

    def disclose(
        self,
        subject: str,
        *,
        to: str,
        purpose: str,
        actor: str,
        person: str | None = None,
        basis: str = BasisKind.CLIENT_RELEASE,
        ref: str = "",
        evidence: Mapping[ObligationKind, Evidence] = _NOTHING,
        reviews: Sequence[Review] = (),
        copy: tuple[Form, str] | None = None,
    ) -> Sent:
        """Send a partner what a release or a named ground gives it, by its connector.

        Decision, cut, check and audit entry stand in one committed transaction before
        one byte is handed over. ``ref`` names what the ``ledger`` has for a ``basis``;
        ``evidence`` says who discharged the obligations that only a person can;
        ``reviews`` are of the notes that go, from ``propose``: no other note goes.
        ``copy`` asks for the same in a form and a language besides, searched likewise.
        Raises: Refused, with the reason; ObligationOpen, naming what is to be done
        first; EventRefused, for a ``ref`` not on file; UnknownPartner, UnknownPurpose,
        UnknownBasis, UnknownSubject, VaultClosed, LeakFound; StaleProposal, for a
        review of what has changed since; DeliveryFailed, after which the account says
        that it may have been sent.
        """
        ask = Ask(
            subject=subject,
            recipient=to,
            person=person,
            purpose=purpose,
            basis=Basis(basis).kind,
            ref=ref,
            actor=actor,
            evidence=evidence,
            reviews=tuple(reviews),
            copy=copy,
        )
        return disclosing.disclose(self._open, ask)

    def retry(
        self,
        subject: str,
        disclosure: str,
        *,
        actor: str,
        reviews: Sequence[Review] = (),
    ) -> Receipt:
        """Deliver what may not have arrived: the same bytes, and counted once.

        It is decided anew first, with the ``reviews`` it had. One that arrived is not
        sent again: its receipt is given.
        Raises: IdempotencyConflict, when it would hold something else by now,
        so that a new one is to be made; EventRefused; what ``disclose`` raises.
        """
        return disclosing.retry(self._open, subject, disclosure, actor, tuple(reviews))

    def who_sees(
        self, subject: str, *, actor: str, at: datetime | None = None
    ) -> Matrix:
        """Give who may see what of a person, now or at another instant.

        Raises: UnknownSubject, NaiveTime.
        """
        return reports.who_sees(self._open, subject, actor, at)

    def account_of_disclosures(
        self, subject: str, *, actor: str
    ) -> tuple[AccountingRow, ...]:
        """Give every disclosure of a person: when, to whom, why, what.

        Raises: UnknownSubject; LogBroken, where entries were changed or are gone.
        """
        return reports.account(self._open, subject, actor)

    def worklists(self, *, actor: str, within_days: int = 30) -> worklists.Worklists:
        """Give what waits for staff: ids and dates of everybody, and no names.

        Raises: OptionRefused, LogBroken, SealBroken.
        """
        return worklists.worklists(self._open, actor, within_days)

    def verify(self) -> VaultReport:
        """Check the whole log, and open every record and event against it.

        Raises: LogBroken, SealBroken, StoreBroken, naming the entry, record or file.
        """
        return verifying.verify(self._open)
