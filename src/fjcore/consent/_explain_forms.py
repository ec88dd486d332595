"""What one form would have to say, or one more form, for a view to rise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from attrs import evolve

from fjcore.consent._explain_parts import Change, ChangeKind
from fjcore.consent.facts import SIGNING_KINDS
from fjcore.consent.inquiry import Inquiry
from fjcore.consent.judge import names
from fjcore.consent.onfile import OnFile
from fjcore.consent.release import Release, Signer
from fjcore.consent.view import View
from fjcore.records.categories import CATEGORIES
from fjcore.values import add_days, zone

#: Days that a form is offered for.
OFFERED = 30
_NO_END: dict[str, Any] = {
    **dict.fromkeys(("expires_at", "expires_on", "expires_local", "duration_days")),
    "expires_event": "",
}
_FORMS = {
    "sud": (ChangeKind.FORM_PART2, "part2"),
    "psychotherapy_notes": (ChangeKind.FORM_PSYCHOTHERAPY, "psychotherapy"),
    "education": (ChangeKind.FORM_FERPA, "ferpa"),
}


def of_releases(asked: Inquiry, name: str = "", item: str = "") -> Iterator[Change]:
    """Give the changes of forms: of any category, or those about the one named."""
    for place, file in enumerate(asked.state.releases):
        if not hers_to_change(file, asked.question.at):
            continue
        changed = _about(file, name, item) if name else _whole(file, asked)
        for kind, value, new in changed:
            yield _put(asked, place, kind, value, new)
    if name and not any(_refused(f, name, item, asked) for f in asked.state.releases):
        yield from _one_more(asked, name, item)


def hers_to_change(file: OnFile, at: datetime) -> bool:
    """Whether a form may be spoken of again: not what she declined or took back."""
    taken = any(told <= at for told in file.withdrawn)
    return not taken and file.standing != "declined" and file.release.voluntary


def _refused(file: OnFile, name: str, item: str, asked: Inquiry) -> bool:
    """Whether she said no to this recipient, or of this, on a form: nobody asks again.

    What she took back from somebody else says nothing here.
    """
    whole = hers_to_change(file, asked.question.at)
    ours = any(names(entry, asked.question) for entry in file.release.recipients)
    gone = {entry for entry, _ in file.recipients}
    back = any(names(entry, asked.question) for entry in gone)
    struck = {*file.release.exclude, *(what for what, _ in file.categories)}
    of_this = any(
        one in ("*", item) or one == name or name.startswith(f"{one}.")
        for one in struck
    )
    return ours and (not whole or back or of_this)


def _put(
    asked: Inquiry, place: int, kind: ChangeKind, value: str, new: OnFile
) -> Change:
    files = list(asked.state.releases)
    files[place] = new
    state = evolve(asked.state, releases=tuple(files))
    release = new.release.id
    return Change(
        kind=kind, release=release, value=value, asked=evolve(asked, state=state)
    )


Changed = Iterator[tuple[ChangeKind, str, OnFile]]


def _form(file: OnFile, **new: Any) -> OnFile:
    return evolve(file, release=evolve(file.release, **new))


def _whole(file: OnFile, asked: Inquiry) -> Changed:
    """Give a form with one part of it changed."""
    form, question = file.release, asked.question
    if not form.complete:
        yield ChangeKind.COMPLETE, "", _form(file, complete=True)
    if not form.informed:
        yield ChangeKind.INFORMED, "", _form(file, informed=True)
    if not form.privilege_ack:
        yield ChangeKind.PRIVILEGE_ACK, "", _form(file, privilege_ack=True)
    if not form.covers_future_records:
        yield ChangeKind.FUTURE, "", _form(file, covers_future_records=True)
    if form.max_uses is not None:
        yield ChangeKind.USES, "", _form(file, max_uses=None)
    if question.method not in form.methods:
        methods = (*form.methods, question.method)
        yield ChangeKind.NAME_METHOD, question.method, _form(file, methods=methods)
    if question.purpose not in form.purpose:
        purposes = (*form.purpose, str(question.purpose))
        yield ChangeKind.NAME_PURPOSE, question.purpose, _form(file, purpose=purposes)
    recipients = (*(one for one in form.recipients if one != "*"), question.recipient)
    if recipients != form.recipients:
        changed = _form(file, recipients=recipients)
        yield ChangeKind.NAME_RECIPIENT, question.recipient, changed
    yield from _signed(file, asked)
    yield from _ended(file, asked)


def _signed(file: OnFile, asked: Inquiry) -> Changed:
    """Give a form signed, by whoever has not signed it, or signed once more now."""
    form, at = file.release, asked.question.at
    if not form.written or form.signature == "none" or form.signed_at is None:
        said = {"written": True, "signature": "wet", "signed_at": form.signed_at or at}
        yield ChangeKind.SIGN, "", evolve(_form(file, **said), standing="signed")
    elif file.standing != "signed":
        yield ChangeKind.SIGN, "", evolve(file, standing="signed")
    for signer in _able(asked):
        if signer not in form.signers:
            signers = (*form.signers, signer)
            yield ChangeKind.SIGNER, signer.role, _form(file, signers=signers)
    if form.signed_at is not None and form.signed_at < at:
        anew = OnFile(
            release=_anew(form, asked),
            struck=file.struck,
            recipients=file.recipients,
            categories=file.categories,
        )
        yield ChangeKind.ANEW, "", anew


def _able(asked: Inquiry) -> list[Signer]:
    """Give those who may have to sign: she, and guardians of a kind that can."""
    own = Signer(asked.question.subject, "subject")
    guardians = asked.state.facts.guardians
    return [own, *(Signer(g.id, g.kind) for g in guardians if g.kind in SIGNING_KINDS)]


def _anew(form: Release, asked: Inquiry) -> Release:
    at = asked.question.at
    end = at + timedelta(days=min(OFFERED, asked.policy.max_release_days))
    return evolve(
        form, signed_at=at, effective_at=None, **{**_NO_END, "expires_at": end}
    )


def _ended(file: OnFile, asked: Inquiry) -> Changed:
    """Give a form with another end: the latest that it may state."""
    start = file.release.start()
    if start is None:
        return
    end = add_days(start, asked.policy.max_release_days, zone(asked.holder.tz))
    if end > asked.question.at:
        changed = _form(file, **{**_NO_END, "expires_at": end})
        yield ChangeKind.END, "", changed


def _about(file: OnFile, name: str, item: str) -> Changed:
    """Give a form that says one thing more of a category or a field by name."""
    form = file.release
    listed = (*(one for one in form.scope if one != "*"), item)
    if item not in form.scope:
        yield ChangeKind.NAME_ITEM, item, _form(file, scope=listed)
    seen = {key: view for key, view in form.views.items() if key != item}
    if form.views.get(item, View.FULL) is not View.FULL:
        yield ChangeKind.VIEW, item, _form(file, views=seen)
    kind, own = _FORMS.get(name, (None, ""))
    if kind is ChangeKind.FORM_PSYCHOTHERAPY:
        alone = _form(file, forms=form.forms | {own}, scope=(item,))
        yield kind, item, alone
    elif kind is not None and own not in form.forms:
        yield kind, "", _form(file, forms=form.forms | {own})


def _one_more(asked: Inquiry, name: str, item: str) -> Iterator[Change]:
    """Give one new form for just this, signed now by her and, if need be, another."""
    own, *guardians = _able(asked)
    for others in ((), *((one,) for one in guardians)):
        release = _offered(asked, name, item, (own, *others))
        files = (*asked.state.releases, OnFile(release=release))
        state = evolve(asked.state, releases=files)
        value = others[0].role if others else ""
        yield Change(
            kind=ChangeKind.RELEASE, value=value, asked=evolve(asked, state=state)
        )


def _offered(
    asked: Inquiry, name: str, item: str, signers: tuple[Signer, ...]
) -> Release:
    """Give a whole and sound form for one category, as it might be signed now."""
    question, own = asked.question, _FORMS.get(name)
    blank = Release(
        id="new",
        forms={own[1]} if own else set(),
        scope=(item,),
        recipients=(question.recipient,),
        purpose=(str(question.purpose),),
        methods=(question.method,),
        signed_at=question.at,
        written=True,
        complete=True,
        informed=True,
        voluntary=True,
        signature="wet",
        signers=signers,
        covers_future_records=True,
        privilege_ack=str(CATEGORIES[name].special_regime).startswith("priv"),
    )
    return _anew(blank, asked)
