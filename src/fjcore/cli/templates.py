"""The words of release forms: those that ship, those of plugins, those in a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fjcore.cli import show
from fjcore.cli.files import named_text
from fjcore.cli.session import Settings
from fjcore.consent import (
    ReleaseTemplate,
    Rendered,
    form_from,
    parse_template,
    release_templates,
)
from fjcore.consent.template import MAX_TEMPLATE_BYTES
from fjcore.sdk import Registry

templates = typer.Typer(help="The words of the forms.", no_args_is_help=True)


@templates.command("list")
def list_templates(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="as data")] = False,
) -> None:
    """List the templates that ship, and those of the site's plugins."""
    known = (*release_templates(), *_registry(context.obj).templates.values())
    if as_json:
        show.as_json([_plain(one) for one in known])
        return
    for one in known:
        title = show.plain(one.title[one.languages[0]])
        print(f"{one.key}  {', '.join(one.languages)}  {title}")
    read = ", ".join(one.key for one in known if one.reviewed) or "none"
    print(f"None of them is legal advice; {read} has been reviewed by a lawyer.")


@templates.command("show")
def show_template(
    context: typer.Context,
    template: Annotated[str, typer.Argument(help="id of a template, or a TOML file")],
    lang: Annotated[str, typer.Option(help="the language, such as es")] = "en",
) -> None:
    """Show the words of a template, and which law each part answers to."""
    for line in show.template(template_of(_registry(context.obj), template), lang):
        print(line)


@templates.command("lint")
def lint(
    file: Annotated[Path, typer.Argument(help="a template, TOML")],
) -> None:
    """Check a template: every element in every language; name each fault."""
    one = template_of(Registry.empty(), str(file))
    print(f"{one.key} can be used: {', '.join(one.languages)}")


def template_of(registry: Registry, name: str) -> ReleaseTemplate:
    """Give a template that ships or that a plugin brings, by its id; or a file's.

    Raises: UnknownTemplate, TemplateRefused, InputRefused.
    """
    path = Path(name)
    if path.suffix != ".toml":
        return registry.template(name)
    return parse_template(named_text(path, MAX_TEMPLATE_BYTES), where=path.name)


def again(registry: Registry, data: object, template: str) -> Rendered:
    """Render a form that was printed anew; ``template`` may name the file of its words.

    Raises: as ``fjcore.consent.form_from`` and ``template_of`` do.
    """
    if not template:
        return form_from(data, find=registry.template)
    one = template_of(registry, template)
    return form_from(
        data, find=lambda name: one if name == one.key else registry.template(name)
    )


def _registry(settings: Settings) -> Registry:
    """Load the site's plugins; where there is no site, there are none."""
    if not settings.site.exists():
        return Registry.empty()
    return Registry.build(settings.load())


def _plain(one: ReleaseTemplate) -> dict[str, Any]:
    return {
        "id": one.id,
        "version": one.version,
        "kind": one.kind,
        "forms": list(one.forms),
        "languages": list(one.languages),
        "title": dict(one.title),
        "source": one.source,
        "as_of": one.as_of,
        "reviewed": one.reviewed,
    }
