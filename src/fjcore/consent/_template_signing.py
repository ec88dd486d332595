"""From words to a form on paper, from the signed paper to a release, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from attrs import field, frozen

from fjcore.consent._template_html import page
from fjcore.consent._template_terms import Terms
from fjcore.consent._template_text import blocks, digest, plain
from fjcore.consent.reading import release_from, release_to
from fjcore.consent.release import Release, Signer
from fjcore.consent.template import ReleaseTemplate
from fjcore.errors import Problem, ReleaseRefused, TemplateRefused
from fjcore.values import new_id


def _none(_: ReleaseTemplate, __: Terms) -> tuple[str, ...]:
    return ()


@frozen(kw_only=True)
class Rendered:
    """A form to be signed: its exact text, the same as HTML, and the text's SHA-256.

    ``sha256`` is of ``text`` as UTF-8, so that a file of it can be checked by any tool.
    ``warnings`` are for the staff, and stand in neither.
    """

    template: ReleaseTemplate = field(repr=False)
    terms: Terms = field(repr=False)
    language: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    sha256: str
    warnings: tuple[str, ...] = ()


def render(
    template: ReleaseTemplate,
    terms: Terms,
    language: str,
    *,
    review: Callable[[ReleaseTemplate, Terms], Iterable[str]] = _none,
) -> Rendered:
    """Give a form filled in, in one of its languages; the same bytes every time.

    ``review`` looks at the terms before anybody signs, and gives warnings about what
    the law would void.
    Raises: ReleaseRefused, with the path and code of every fault of the terms;
    TemplateRefused, when the template does not have the language.
    """
    if language not in template.languages:
        problem = Problem("languages", "unknown_code")
        raise TemplateRefused(template.id, problems=(problem,))
    terms.check(template.only)
    found = blocks(template, terms, language)
    text = plain(found)
    sha256 = digest(text)
    return Rendered(
        template=template,
        terms=terms,
        language=language,
        text=text,
        html=page(found, template.words[language], sha256, key=template.key),
        sha256=sha256,
        warnings=tuple(review(template, terms)),
    )


def draft(
    rendered: Rendered,
    *,
    signers: Iterable[Signer],
    signed_at: datetime,
    complete: bool,
    informed: bool,
    voluntary: bool,
    signature: str = "wet",
    privilege_ack: bool = False,
    interpreter: bool = False,
    release_id: str | None = None,
) -> Release:
    """Give the release that a signed form is: what it says, who signed, and its hash.

    What only those who were there can know is to be said: whether every blank was
    filled, whether she was told what it means, and whether nobody made her sign.
    Raises: ReleaseRefused, with the path and code of every fault; TemplateRefused, for
    a form that is no survivor's release; NaiveTime.
    """
    template = rendered.template
    if template.kind != "release":
        problem = Problem("kind", "forbidden")
        raise TemplateRefused(template.id, problems=(problem,))
    made = Release(
        id=release_id or new_id(),
        forms=template.forms,
        form_id=template.id,
        form_version=template.version,
        form_sha256=rendered.sha256,
        language=rendered.language,
        interpreter=interpreter,
        signed_at=signed_at,
        signers=tuple(signers),
        signature=signature,
        written=True,
        complete=complete,
        informed=informed,
        voluntary=voluntary,
        privilege_ack=privilege_ack,
        **rendered.terms.parts(),
    )
    return release_from(release_to(made), fields=None)


@frozen
class FormCheck:
    """What of a release is not what its form says; true where nothing differs."""

    differs: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.differs


def verify_form(release: Release, template: ReleaseTemplate, terms: Terms) -> FormCheck:
    """Say whether the text on file is the one whose hash a release names.

    The text is made anew from the template and the terms, in the release's language.
    Everything that the release and the terms both say must agree too.
    """
    said = {**_head(template), **terms.parts()}
    differs = [
        name
        for name, told in said.items()
        if _comparable(getattr(release, name)) != _comparable(told)
    ]
    try:
        text = render(template, terms, release.language).sha256
    except (ReleaseRefused, TemplateRefused):
        text = ""
    if text != release.form_sha256:
        differs.append("form_sha256")
    return FormCheck(tuple(sorted(differs)))


def _head(template: ReleaseTemplate) -> dict[str, object]:
    return {
        "form_id": template.id,
        "form_version": template.version,
        "forms": frozenset(template.forms),
    }


def _comparable(value: object) -> object:
    return frozenset(value) if isinstance(value, tuple) else value
