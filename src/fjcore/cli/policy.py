"""What a policy means: who could ever see what, what changed, what it says in vain."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from fjcore.cli import show
from fjcore.cli.files import named_text
from fjcore.cli.output import instant
from fjcore.cli.reporting import Html, Json, Lang, Out, one_of, say, words_of, write
from fjcore.cli.session import Settings, watched
from fjcore.cli.testing import scenarios_in
from fjcore.consent import BasisKind, Policy, Purpose, Release, analyse
from fjcore.consent.analyse.approvals import MAX_APPROVALS_BYTES
from fjcore.errors import (
    FjcoreError,
    OptionRefused,
    Problem,
    ReleaseRefused,
)
from fjcore.records.record import leaves
from fjcore.sdk import Site
from fjcore.values import zone
from fjcore.vault import Vault, read_file, release_file_from
from fjcore.vault import simulate as foretell

policy = typer.Typer(
    help="What a policy means, before anybody relies on it.", no_args_is_help=True
)

Many = list[str] | None


@policy.command("matrix")
def matrix(
    context: typer.Context,
    subject: Annotated[
        str, typer.Argument(help="id of a person; without one, what could ever be seen")
    ] = "",
    at: Annotated[str, typer.Option(help="as of an instant, with offset")] = "",
    lang: Lang = "en",
    as_csv: Annotated[bool, typer.Option("--csv", help="for a spreadsheet")] = False,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Show who may see what of a person, or what any partner could ever see."""
    when, words = instant(at, "--at"), words_of(lang)
    one_of(as_csv, as_json, as_html)
    if subject:
        with context.obj.vault() as (vault, actor):
            found = vault.who_sees(subject, actor=actor, at=when)
    else:
        found = analyse.ceilings(_policy(context.obj.load()))
    if as_csv:
        write(analyse.matrix_csv(found), out)
        return
    report = analyse.matrix_report(found, words, short=not as_html)
    say(report, lambda: analyse.matrix_plain(found), as_json, as_html, out)


@policy.command("simulate")
def simulate(
    context: typer.Context,
    subject: Annotated[str, typer.Argument(help="id of the person")],
    add: Annotated[
        list[Path] | None, typer.Option(help="a release that might be signed; again")
    ] = None,
    remove: Annotated[
        Many, typer.Option(help="id of a release that might be taken back; again")
    ] = None,
    at: Annotated[str, typer.Option(help="as of an instant, with offset")] = "",
    lang: Lang = "en",
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Tell who would see more, and who less, if releases were signed or ended."""
    when, words = instant(at, "--at"), words_of(lang)
    one_of(as_json, as_html)
    if not add and not remove:
        raise OptionRefused("--add", problems=(Problem("--add", "required"),))
    with context.obj.vault() as (vault, actor):
        new = tuple(_release(vault, path, subject) for path in add or ())
        found = foretell(
            vault, subject, add=new, remove=remove or (), actor=actor, at=when
        )
        tz = zone(vault.site.holder_settings.tz)
    void = found.void if new else None
    report = analyse.simulate_report(found.diff, words, tz=tz, void=void)
    say(
        report,
        lambda: analyse.simulate_plain(found.diff, void),
        as_json,
        as_html,
        out,
    )


@policy.command("can-ever")
def can_ever(
    context: typer.Context,
    recipient: Annotated[str, typer.Argument(help="an agency's id, or a kind")],
    category: Annotated[str, typer.Argument(help="a category of data")],
    basis: Annotated[Many, typer.Option(help="only on this ground; again")] = None,
    purpose: Annotated[Many, typer.Option(help="only for this; again")] = None,
    never: Annotated[
        bool, typer.Option("--never", help="end with 1 unless it is closed")
    ] = False,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Say the most that a recipient can ever see, with a world or the rule as proof."""
    one_of(as_json, as_html)
    _known("--basis", basis, BasisKind)
    _known("--purpose", purpose, Purpose)
    found = analyse.can_ever(
        _policy(context.obj.load()),
        recipient,
        category,
        bases=None if basis is None else tuple(map(BasisKind, basis)),
        purposes=None if purpose is None else tuple(map(Purpose, purpose)),
    )
    report = analyse.ever_report(found)
    say(report, lambda: analyse.ever_plain(found), as_json, as_html, out)
    if never and found.answer != "closed":
        raise typer.Exit(1)


@policy.command("diff")
def diff(
    old: Annotated[Path, typer.Argument(help="the site file as it was")],
    new: Annotated[Path, typer.Argument(help="the site file as it is to be")],
    approved: Annotated[
        Path | None, typer.Option(help="a file of approvals, TOML")
    ] = None,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Compare two site files with their plugins and packs; a widening ends with 1."""
    one_of(as_json, as_html)
    rows: tuple[analyse.Approval, ...] = ()
    if approved is not None:
        text = named_text(approved, MAX_APPROVALS_BYTES)
        rows = analyse.approvals_from(text, where=approved.name)
    found = analyse.diff(_policy(Site.load(old)), _policy(Site.load(new)))
    report = analyse.diff_report(found, rows, short=not as_html)
    say(report, lambda: analyse.diff_plain(found, rows), as_json, as_html, out)
    if found.unapproved(rows):
        raise typer.Exit(1)


@policy.command("lint")
def lint(
    context: typer.Context,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Find limits that never speak, names of nothing, and gaps."""
    one_of(as_json, as_html)
    site = context.obj.load()
    registry = watched(site)
    labels = {
        leaf.path: leaf.label.category
        for cls in registry.catalog().types.values()
        for leaf in leaves(cls)
    }
    found = analyse.lint(registry.policy(site), labels)
    report = analyse.lint_report(found)
    say(report, lambda: analyse.lint_plain(found), as_json, as_html, out)
    if any(one.fails for one in found):
        raise typer.Exit(1)


@policy.command("test")
def run_test(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="files of scenarios")],
    site: Annotated[
        Path | None, typer.Option("--site", help="the site; else the one in use")
    ] = None,
    mutate: Annotated[
        bool, typer.Option("--mutate", help="say what they would not notice")
    ] = False,
    times: Annotated[
        bool, typer.Option("--times", help="move their own times by a tick too")
    ] = False,
    as_json: Json = False,
    as_html: Html = False,
    out: Out = None,
) -> None:
    """Run scenarios of a local policy, and mutants of it that they ought to notice."""
    unreadable = ""
    try:
        one_of(as_json, as_html)
        rules = _policy(context.obj.load() if site is None else Site.load(site))
        cases = [one for path in files for one in scenarios_in(path, local=True)]
    except FjcoreError as error:
        unreadable = f"error: {error}"
    if unreadable:
        print(unreadable, file=sys.stderr)
        # Nothing was compared: neither agreement nor a difference.
        raise typer.Exit(2)
    found = analyse.policy_test(cases, rules, mutate=mutate, times=times)
    report = analyse.policy_test_report(found)
    say(report, lambda: analyse.policy_test_plain(found), as_json, as_html, out)
    if not found.passed:
        raise typer.Exit(1)


def rehearse(settings: Settings, file: Path, lang: str) -> None:
    """Tell what a release would change if put on file, and put nothing there."""
    words = words_of(lang)
    with settings.vault() as (vault, actor):
        subject, release = release_file_from(
            read_file(file), fields=vault.narratives, where=file.name
        )
        found = foretell(vault, subject, add=(release,), actor=actor)
        tz = zone(vault.site.holder_settings.tz)
    report = analyse.simulate_report(found.diff, words, tz=tz, void=found.void)
    print(show.plain(report.text()), end="")


def _release(vault: Vault, path: Path, subject: str) -> Release:
    """Read the release of a file, which has to be about the person named.

    Raises: ReleaseRefused, InputRefused.
    """
    about, release = release_file_from(
        read_file(path), fields=vault.narratives, where=path.name
    )
    if about != subject:
        problem = Problem("subject", "other_subject")
        raise ReleaseRefused(path.name, problems=(problem,))
    return release


def _policy(site: Site) -> Policy:
    """Give the policy of a site: its own, of its plugins and of the packs it adopts."""
    return watched(site).policy(site)


def _known(option: str, said: Many, known: type[BasisKind] | type[Purpose]) -> None:
    if not set(said or ()) <= set(known):
        where = option
        raise OptionRefused(where, problems=(Problem(where, "unknown_code"),))
