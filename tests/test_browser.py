"""The browser that tests look at pages with finds what is wrong with a bad one."""

from __future__ import annotations

GOOD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Good</title>'
    "</head><body><main><h1>Good</h1><p>Words</p>{}</main></body></html>"
)
BAD = GOOD.format(
    "<script>console.warn('no'); throw new Error('no')</script>"
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
    '<img alt="" src="http://127.0.0.1:9/x.png"><p style="color:#ddd">hardly seen</p>'
)


def test_bad(browser):
    """A page should be told its errors, what it asks for, and what keeps people out."""
    got = browser.look(BAD)

    assert {"console: warning", "exception: Uncaught"} < {*got.errors}
    assert ("asked for: http://127.0.0.1:9/x.png",) == got.requests
    assert ["critical image-alt", "serious color-contrast"] == [
        one.rsplit(" ", 1)[0] for one in got.serious
    ]


def test_good(browser):
    """A page without a fault should give none, also after a bad one."""
    got = browser.look(GOOD.format(""))

    assert "Good" == got.title
    assert () == got.faults


def test_picture(browser):
    """A picture should be a PNG file, and print a PDF file."""
    assert browser.picture(GOOD.format("")).startswith(b"\x89PNG")
    assert browser.printed(GOOD.format("")).startswith(b"%PDF")
