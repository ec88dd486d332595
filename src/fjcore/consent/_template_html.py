"""The same form as one page of HTML for paper: nothing runs, nothing is fetched."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from html import escape

from fjcore.consent._template_text import Block
from fjcore.consent._template_words import Words
from fjcore.values.page import opened as head

_STYLE = """
@page { margin: 2cm; }
body { font: 12pt/1.45 system-ui, sans-serif; max-width: 17cm; margin: 1.5rem auto;
  padding: 0 1rem; color: #111; background: #fff; }
h1 { font-size: 1.6em; line-height: 1.2; margin: 0 0 .6em; }
h2 { font-size: 1.15em; margin: 1.4em 0 .3em; break-after: avoid; }
p, ul { margin: .35em 0; orphans: 3; widows: 3; }
section, li, .line { break-inside: avoid; }
.line { display: flex; align-items: flex-end; gap: .6em; min-height: 2.4em; }
.blank { flex: 1; border-bottom: 1pt solid #111; min-width: 5cm; height: 1.6em; }
.box { display: inline-block; width: 1em; height: 1em; border: 1pt solid #111;
  flex: none; margin-bottom: .2em; }
.codes, footer { font-size: .8em; overflow-wrap: anywhere; }
footer { border-top: 1pt solid #111; margin-top: 2em; padding-top: .4em; }
@media print { body { margin: 0; padding: 0; max-width: none; } }
"""


def page(blocks: Iterable[Block], words: Words, sha256: str, *, key: str) -> str:
    """Give a page that says the blocks, and the hash of their text at its foot."""
    lines = _page(tuple(blocks), words, sha256, key)
    return unicodedata.normalize("NFC", "\n".join([*lines, ""]))


def _page(
    blocks: tuple[Block, ...], words: Words, sha256: str, key: str
) -> Iterator[str]:
    title = escape(blocks[0].text)
    lang, direction = words.language, words.direction
    yield from head(blocks[0].text, lang, _STYLE, direction=direction)
    yield f"<h1>{title}</h1>"
    opened = False
    for number, block in enumerate(blocks[1:], 1):
        if block.kind == "heading":
            yield from ["</section>"] if opened else []
            opened = True
            yield f'<section aria-labelledby="h{number}">'
            yield f'<h2 id="h{number}">{escape(block.text)}</h2>'
        else:
            yield from _block(block, words, number)
    yield from ["</section>"] if opened else []
    yield "</main><footer>"
    yield f"<p>{escape(key)}. {escape(words.say['hash'])}: <code>{sha256}</code></p>"
    yield "</footer></body></html>"


def _block(block: Block, words: Words, number: int) -> Iterator[str]:
    text = escape(block.text)
    if block.kind == "list":
        kind = ' class="codes"' if block.small else ""
        yield f"<ul{kind}>"
        yield from (f"<li>{escape(item)}</li>" for item in block.items)
        yield "</ul>"
    elif block.kind == "line":
        blank = escape(words.say["blank"])
        yield f'<p class="line"><span id="l{number}">{text}:</span>'
        yield f'<span class="blank" role="img" aria-label="{blank}: {text}"></span></p>'
    elif block.kind == "box":
        box = escape(words.say["box"])
        yield f'<p class="line"><span class="box" role="img" aria-label="{box}"></span>'
        yield f"<span>{text}</span></p>"
    else:
        yield f"<p>{text}</p>"
