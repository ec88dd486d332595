"""Keys and indexes: to rotate, to plan, and to see whether a profile is kept to."""

from __future__ import annotations

import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from fjcore.cli import custody, profile, show
from fjcore.crypto.index import NORMALISERS, IndexPlan, normaliser, plan_index
from fjcore.errors import OptionRefused, Problem

keys = typer.Typer(help="Keys and indexes.", no_args_is_help=True)

_wide = None if sys.stdout and sys.stdout.isatty() else 110
console = Console(width=_wide, markup=False, highlight=False, emoji=False)


@keys.command("rotate")
def rotate(
    context: typer.Context,
    finish: Annotated[
        bool,
        typer.Option(
            "--finish", help="make no new key, only destroy those no longer used"
        ),
    ] = False,
) -> None:
    """Put a new custody key in use; no record is read or written."""
    bar = Progress(console=Console(stderr=True), transient=True)
    with context.obj.vault(second=True) as (vault, actor), bar:
        task = bar.add_task("data keys wrapped anew", total=None)
        done = vault.rotate_keys(
            actor=actor,
            new_key=not finish,
            progress=lambda count: bar.update(task, completed=count),
        )
    console.print(f"custody key of epoch {done.epoch} in use")
    console.print(f"{show.counted(done.keys, 'data key')} wrapped anew")
    for epoch in done.retired:
        console.print(f"custody key of epoch {epoch} destroyed")


@keys.command("plan-index")
def plan(
    people: Annotated[int, typer.Option(help="how many people the vault holds")],
    distinct: Annotated[int, typer.Option(help="how many different values there are")],
    most_common: Annotated[
        float, typer.Option(help="share of the most common value, such as 0.01")
    ],
    kind: Annotated[
        str, typer.Option("--normaliser", help="how values are made alike")
    ],
    existing: Annotated[
        list[int] | None,
        typer.Option("--existing", help="bits of an index that is there already"),
    ] = None,
    bits: Annotated[int, typer.Option(help="so many bits, instead of the fewest")] = 0,
    accepted_by: Annotated[
        str, typer.Option(help="who accepts that more bits tell people apart")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="for a machine")] = False,
) -> None:
    """Plan a blind index: how many bits and parts, and why; needs no vault."""
    if kind not in NORMALISERS:
        problem = Problem("--normaliser", "unknown_normaliser")
        raise OptionRefused("--normaliser", problems=(problem,))
    made = plan_index(
        people,
        distinct,
        most_common,
        domain_bits=normaliser(kind).domain_bits,
        existing=existing or [],
        wanted=bits or None,
        accepted_by=accepted_by,
    )
    if as_json:
        show.as_json(_plain(made))
        return
    for line in made.why:
        console.print(line)
    told = f"bits {made.bits}, partitions {made.partitions}"
    console.print("no index: open records instead" if made.scan else told)


def _plain(made: IndexPlan) -> dict[str, object]:
    return {
        "bits": made.bits,
        "partitions": made.partitions,
        "window": list(made.window),
        "rows": f"{made.rows:.1f}",
        "spent": made.spent,
        "budget": made.budget,
        "scan": made.scan,
        "why": list(made.why),
    }


keys.add_typer(custody.recovery, name="recovery")
keys.command("drill")(custody.drill)
keys.command("rewrap")(custody.rewrap)


def doctor(
    context: typer.Context,
    fips: Annotated[
        bool, typer.Option("--fips", help="look at what the FIPS profile wants")
    ] = False,
    go_live: Annotated[
        bool, typer.Option("--go-live", help="what must be before real people")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="with --go-live or --fips, for a machine")
    ] = False,
) -> None:
    """Try the site's keyrings, and look at this machine; 1 where one fails.

    With --fips, all is well only where the FIPS profile is kept to; with --go-live,
    only where a site has what it must have before real people are on file.
    """
    if go_live:
        from fjcore.cli.golive import told

        if not told(context.obj, as_json=as_json):
            raise typer.Exit(1)
        return
    found = custody.keyrings(context, tell=not (fips and as_json))
    well = all(one.answers for one in found)
    if fips:
        well = profile.told(found, as_json=as_json) and well
    elif not context.obj.site.exists():
        console.print("no site file, and nothing else to look at; see --help")
    if not well:
        raise typer.Exit(1)
