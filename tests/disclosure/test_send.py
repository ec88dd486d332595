from __future__ import annotations

from datetime import datetime

import pytest
from disclosure.worlds import NOON, Mailbox, built, entry, sent

from fjcore.disclosure import Receipt, send
from fjcore.errors import DeliveryFailed, DisclosureError, NotCommitted

CANARY = "Zephyrine-4711"


def test_bytes_and_key_are_handed_over():
    """A connector should get the very bytes that were checked, with the key."""
    mailbox, made = Mailbox(), built()
    receipt = sent(mailbox, made, "key-1")

    assert [(made.body, "key-1")] == mailbox.got
    assert mailbox.answer is receipt


def test_nothing_leaves_before_the_commit():
    """A connector should not be called before the audit entry is committed."""
    mailbox = Mailbox()
    with pytest.raises(NotCommitted):
        sent(mailbox, committed=False)

    assert mailbox.got == []


def test_the_same_entry_lets_it_leave_once_committed():
    """The very entry that held a disclosure back should let it leave when committed."""
    mailbox, pending = Mailbox(), entry()
    with pytest.raises(NotCommitted):
        send(mailbox, built(), "key-1", pending)
    pending.committed()
    send(mailbox, built(), "key-1", pending)

    assert len(mailbox.got) == 1


def test_no_proof_is_no_commit():
    """A proof that shows no entry should let nothing leave."""
    mailbox = Mailbox()
    blank = type("Blank", (), {"receipt": None})()
    with pytest.raises(NotCommitted):
        send(mailbox, built(), "key-1", blank)

    assert mailbox.got == []


def test_a_changed_body_does_not_leave():
    """A body changed after the gate should not be handed over."""
    mailbox, made = Mailbox(), built()
    object.__setattr__(made, "body", b"{}")
    with pytest.raises(DisclosureError):
        sent(mailbox, made)

    assert mailbox.got == []


@pytest.mark.parametrize(
    "answer",
    [
        ValueError(CANARY),
        SystemExit(CANARY),
        GeneratorExit(CANARY),
        None,
        True,
        "letter 1",
        Receipt(None, NOON, "letter 1"),  # type: ignore[arg-type]
        Receipt("made.mailbox", "today", "letter 1"),  # type: ignore[arg-type]
        Receipt("made.mailbox", datetime(2026, 3, 2), "letter 1"),  # noqa: DTZ001
        Receipt("made.mailbox", NOON, b"letter 1"),  # type: ignore[arg-type]
        Receipt("made.mailbox", NOON, "x" * 501),
        Receipt("made.mailbox", NOON, "\ud800"),
        Receipt("made.mailbox", NOON, "a\x1b[2J"),
    ],
)
def test_no_receipt_is_no_delivery(answer):
    """A connector that fails or answers with no whole receipt should be named so."""
    with pytest.raises(DeliveryFailed) as caught:
        sent(Mailbox(answer))

    assert caught.value.where == built().id
    assert caught.value.__context__ is None
    assert CANARY not in str(caught.value)


def test_a_subclass_of_a_receipt_is_none():
    """A receipt of a type made by a plugin should not be taken for one."""
    kind = type("Mine", (Receipt,), {})

    with pytest.raises(DeliveryFailed):
        sent(Mailbox(kind("made.mailbox", NOON, "letter 1")))


def test_an_interrupt_goes_on_without_its_words():
    """An interrupt should reach whoever pressed the key, and nothing of a plugin's."""
    with pytest.raises(KeyboardInterrupt) as caught:
        sent(Mailbox(KeyboardInterrupt(CANARY)))

    assert caught.value.args == ()
    assert caught.value.__context__ is None
