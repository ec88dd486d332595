"""Plugins whose connector means harm when it is handed a disclosure."""

from __future__ import annotations

from support.hostile.case import Case, Ends, line

UNCONFIRMED, HARMLESS, REFUSED = Ends.UNCONFIRMED, Ends.HARMLESS, Ends.REFUSED


def _case(name: str, tries: str, source: str, ends: Ends = UNCONFIRMED) -> Case:
    codes = {UNCONFIRMED: "delivery_failed", REFUSED: "hook_error"}
    return Case(
        id=name,
        tries=tries,
        source=source,
        provides=("connectors",),
        ends=ends,
        code=codes.get(ends, ""),
        says="" if ends is HARMLESS else "fjcore-demo 1.2.0",
    )


DELIVERING = (
    _case(
        "send-raises",
        "raises, with the whole disclosure in the text",
        line("raise RuntimeError(disclosure.body.decode())"),
    ),
    _case(
        "send-exits",
        "ends the program, with the disclosure in the text",
        line("raise SystemExit(disclosure.body.decode())"),
    ),
    _case(
        "send-raises-a-group",
        "raises a group of errors, with the disclosure in notes and causes",
        line(
            "e = ValueError(disclosure.body); e.add_note(disclosure.body.decode()); "
            "raise BaseExceptionGroup('all', [e]) from e"
        ),
    ),
    _case(
        "send-raises-delivery-failed",
        "raises an error of fjcore's own that names a person",
        line("raise __import__('fjcore').errors.DeliveryFailed('O\\'Connor')"),
    ),
    _case(
        "receipt-of-its-own",
        "gives a receipt of a kind of its own",
        line(
            "return Mine('demo.mailbox', datetime.now(UTC), 'x')",
            before="class Mine(Receipt): whole = True\n",
        ),
    ),
    _case(
        "receipt-with-the-body",
        "puts the disclosure into the receipt, to have it filed",
        line("return evolve(RECEIPT, reference=disclosure.body.decode() * 9)"),
    ),
    _case(
        "receipt-steers",
        "puts codes that steer a terminal into the receipt",
        line("return evolve(RECEIPT, reference='\\x1b[2J')"),
    ),
    _case(
        "receipt-of-another-time",
        "gives an instant of a kind of its own",
        line(
            "return evolve(RECEIPT, delivered_at=Then.now(UTC))",
            before="class Then(datetime):\n"
            "    def isoformat(self, *a, **k): return 'O\\'Connor'\n",
        ),
    ),
    _case("no-receipt", "gives True for a receipt", line("return True")),
    _case(
        "async-send",
        "delivers in a coroutine that nobody waits for",
        line(
            made="Later()",
            before="class Later:\n    async def send(self, disclosure, key, /): ...\n"
            "    def close(self): ...\n",
        ),
        REFUSED,
    ),
    _case(
        "connector-proxy",
        "finds its methods anew at each call",
        line(
            made="Proxy()",
            before="class Proxy:\n"
            "    def __getattr__(self, name): return lambda *a: None\n",
        ),
        REFUSED,
    ),
    _case(
        "rewrites-the-disclosure",
        "writes more into the disclosure that it was handed",
        line(
            "object.__setattr__(disclosure, 'recipient', 'billings.police'); "
            "return RECEIPT"
        ),
    ),
    _case(
        "empties-the-disclosure",
        "takes the body out of the disclosure that it was handed",
        line("object.__delattr__(disclosure, 'body'); return RECEIPT"),
    ),
    _case(
        "close-raises",
        "raises when it is closed, with the disclosure in the text",
        line(close="raise ValueError(got[-1].body.decode())"),
        HARMLESS,
    ),
    _case(
        "keeps-the-disclosure",
        "keeps what it was handed for later",
        line(),
        HARMLESS,
    ),
)
