"""khobao watch add, list, remove, test: who is told of articles that match a query."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import click

from khobao.options import json_option, pass_home
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pipeline.archive import Position
    from pipeline.config import Home
    from pipeline.watches import Delivery, Watch


@click.group()
def watch_group() -> None:
    """Hear of articles that match a query: by feed, webhook, mail, Telegram, ...

    Example: khobao watch list
    """


@watch_group.command("add")
@click.argument("query")
@click.option("--name", required=True, help="Its name: lower-case letters, digits, dashes.")
@click.option("--site", help="Only this site.")
@click.option("--webhook", metavar="URL", help="Ask this address; the messages are signed.")
@click.option("--notify", metavar="URL", help="Tell a person, at an address of apprise: mailto://, tgram://, ...")
@click.option(
    "--on",
    type=click.Choice(["new", "edited", "gone", "quiet"]),
    multiple=True,
    default=["new"],
    show_default=True,
    help="What to tell of; may be given more than once.",
)
@pass_home
def add_watch(home: Home, /, name: str, site: str | None, **options: Any) -> None:
    """Watch for a query, as `khobao search` takes it; "" is every article. From now on: what is archived stays untold.

    \b
    Example: khobao watch add '"thu hồi đất"' --name dat --site baonghean.vn --notify mailto://me:pw@example.org
             khobao watch add "" --name all --on new --on edited --webhook https://example.org/khobao
    """  # noqa: D301
    from crawlers.worker import find_site
    from pipeline.clock import now
    from pipeline.watches import make_secret, open_deliveries, parse_watch, save_watch

    path = home.watches_folder / f"{name}.toml"
    data = {key: list(value) if key == "on" else value for key, value in options.items() if value is not None}
    data |= {"site": find_site(home.sites(), site).domain} if site else {}
    data |= {"secret": make_secret()} if "webhook" in data else {}
    watch = parse_watch({**data, "name": name}, path)
    if path.exists():
        raise BadFile(path, ["is there already: edit it, or `khobao watch remove` it first"])
    save_watch(path, watch)
    with open_deliveries(home) as deliveries:
        deliveries.forget(name)
        deliveries.register([watch], _end_of_events(home), now())
    click.echo(path)
    if watch.secret:
        click.echo(f"its messages are signed with {watch.secret}", err=True)


def _end_of_events(home: Home) -> Position:
    from pipeline.archive import Position, last_position, read_archive

    if not home.archive.exists():
        return Position()
    with read_archive(home) as db:
        return last_position(db)


@watch_group.command("list")
@json_option
@pass_home
def list_watches(home: Home, print_json: bool) -> None:
    """List the watches, and how they are delivered. What is secret is not shown.

    Example: khobao watch list
    """
    from pipeline.watches import load_watches, read_deliveries

    watches, faults = load_watches(home.watches_folder)
    deliveries = read_deliveries(home)
    if print_json:
        click.echo(json.dumps([_as_json(watch, deliveries) for watch in watches], ensure_ascii=False))
    else:
        click.echo("".join(_as_text(watch, deliveries) for watch in watches), nl=False)
    if faults:
        raise BadFile(home.watches_folder, faults)


def _as_json(watch: Watch, deliveries: Mapping[tuple[str, str], Delivery]) -> dict[str, Any]:
    from pipeline.watches import masked

    names = ("delivered", "delivered_at", "failures", "failing_since", "next_at", "error", "off_at")
    ways = [
        {"way": way, "to": masked(target)}
        | {name: getattr(deliveries.get((watch.name, way)), name, None) for name in names}
        for way, target in watch.ways.items()
    ]
    return {"name": watch.name, "query": watch.query, "site": watch.site, "on": list(watch.on), "ways": ways}


def _as_text(watch: Watch, deliveries: Mapping[tuple[str, str], Delivery]) -> str:
    from pipeline.watches import masked

    lines = [f"{watch.name:<20} {watch.query or '(everything)'}  {watch.site or ''}  on {', '.join(watch.on)}"]
    for way, target in watch.ways.items():
        delivery = deliveries.get((watch.name, way))
        line = f"    {way:<8} {masked(target)}  {delivery.delivered if delivery else 0} delivered"
        if delivery:
            line += f", last {delivery.delivered_at}" if delivery.delivered_at else ""
            if delivery.off_at:
                line += f"; SWITCHED OFF {delivery.off_at}: {delivery.error}"
            elif delivery.failures:
                line += f"; FAILS since {delivery.failing_since}: {delivery.error}; next try {delivery.next_at}"
        lines.append(line)
    return "\n".join(lines) + "\n"


@watch_group.command("remove")
@click.argument("name")
@pass_home
def remove_watch(home: Home, name: str) -> None:
    """Watch for it no more. Its file is deleted, and what was not delivered yet with it.

    Example: khobao watch remove dat
    """
    from pipeline.watches import open_deliveries

    _path(home, name).unlink()
    with open_deliveries(home) as deliveries:
        deliveries.forget(name)
    click.echo(f"{name} is watched for no more")


@watch_group.command("test")
@click.argument("name")
@pass_home
def test_watch(home: Home, name: str) -> None:
    """Deliver one sample now, by each way of a watch, and say how it went. Exit status 1: one was not taken.

    A way that was failing or switched off and takes it goes on from where it was.

    Example: khobao watch test dat
    """
    import asyncio

    from pipeline.watches import deliver_samples, load_watch

    results = asyncio.run(deliver_samples(home, load_watch(_path(home, name))))
    for result in results:
        click.echo(f"{result.way} {result.target}: {f'FAILED: {result.error}' if result.error else 'taken'}")
    if not results:
        click.echo(f"{name} has no webhook and no notify, only feeds", err=True)
    if any(result.error for result in results):
        raise SystemExit(1)


def _path(home: Home, name: str) -> Path:
    from pipeline.watches import NAME

    path = home.watches_folder / f"{name}.toml"
    if not NAME.fullmatch(name) or not path.exists():
        names = sorted(file.stem for file in home.watches_folder.glob("*.toml"))
        raise BadFile(home.watches_folder, [f"no watch {name!r} (there are: {', '.join(names) or 'none'})"])
    return path
