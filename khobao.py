"""The command `khobao`: watch, crawl, search, export. Thin; every act stands in crawlers/ or pipeline/.

Heavy modules are imported inside the command that needs them: --help and stats must not pay for Scrapy.
"""

from __future__ import annotations

import io
import json
import re
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.errors import BadFile, KhobaoError
from pipeline.home import Home

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PORT = 8001
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script instead.")
pass_home = click.make_pass_decorator(Home)


class Failure(click.ClickException):
    """An error of ours as click shows it, with its exit status."""

    def __init__(self, error: KhobaoError) -> None:
        super().__init__(str(error))
        self.__dict__["exit_code"] = error.exit_code


class Commands(click.Group):
    """Shows errors a person can mend as a message, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except KhobaoError as error:
            raise Failure(error) from error
        except BrokenPipeError:
            raise  # click's: the reader of a pipe has seen enough
        except OSError as error:
            raise click.ClickException(f"{error.filename or 'here'}: {error.strerror or error}") from error


class Delay(click.ParamType[float]):
    """Seconds between two requests."""

    name = "SECONDS"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Read it. Fails where a site's file would be refused for it."""
        from pipeline.site import MAX_DELAY

        try:
            seconds = float(value)
        except ValueError:
            seconds = -1.0
        return seconds if 0 <= seconds <= MAX_DELAY else self.fail(f"{value!r}; 0 to {MAX_DELAY} is wanted", param, ctx)


class Day(click.ParamType[date]):
    """A day: 2026-11-23 or 23/11/2026."""

    name = "DAY"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read it. Fails with the forms that are taken."""
        for form in ("%Y-%m-%d", "%d/%m/%Y"):
            try:
                return datetime.strptime(str(value), form).date()  # noqa: DTZ007  a day has no zone
            except ValueError:
                continue
        return self.fail(f"{value!r} is no day; 2026-11-23 or 23/11/2026 is wanted", param, ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--home",
    envvar="KHOBAO_HOME",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that holds the archive (default: KHOBAO_HOME, or this folder).",
)
@click.version_option(package_name="khobao", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context, home: Path) -> None:
    """Kho Báo keeps what Vietnamese portals and newspapers publish, and lets you find it again.

    \b
    Begin:    khobao sites add baonghean.vn
              khobao run                      then open http://127.0.0.1:8001
    """  # noqa: D301  \b is click's mark for a block that is not rewrapped
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # whatever the terminal says: the data are Vietnamese
    ctx.obj = Home(home.absolute())


@main.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--no-serve", is_flag=True, help="Crawl only; no web page.")
@click.option("--log-json", is_flag=True, help="Log lines as JSON, for machines.")
@pass_home
def run(home: Home, port: int, host: str, no_serve: bool, log_json: bool) -> None:  # noqa: FBT001  click passes flags so
    """Crawl on schedule and serve the archive, until Ctrl-C or SIGTERM.

    Example: khobao --home /srv/khobao run --port 8001
    """
    import asyncio

    from pipeline.logs import configure_logs
    from scheduler import Daemon

    configure_logs(json=log_json)
    home.folder.mkdir(parents=True, exist_ok=True)
    with home.lock():
        asyncio.run(Daemon(home, serve=None if no_serve else (host, port), log_json=log_json).run())


@main.command()
@click.option("--port", default=PORT, show_default=True, type=click.IntRange(0, 65535))
@click.option("--host", default="127.0.0.1", show_default=True)
@pass_home
def serve(home: Home, port: int, host: str) -> None:
    """Serve the archive in the browser, without crawling.

    Example: khobao serve --port 8080
    """
    home.require()
    from browse.serve import serve as serve_pages
    from pipeline.ports import check_free

    check_free(host, port)
    click.echo(f"http://{host}:{port}/", err=True)
    serve_pages(home.folder, host, port)


@main.command()
@click.argument("sites", nargs=-1, metavar="[SITE|URL]...")
@click.option("--again", is_flag=True, help="Look at stored articles as they stand now, instead of for new ones.")
@as_json
@pass_home
def crawl(home: Home, sites: Sequence[str], again: bool, as_json: bool) -> None:  # noqa: FBT001
    """Fetch what is new from some sites (domain, host:port or name) or all, now, and end.

    All their sources are polled. With --again each SITE's stored articles, or just the URLs, are looked at once more.
    Where `khobao run` is running, it does the work. Exit status 1: a whole site failed.

    \b
    Example: khobao crawl baonghean.vn
             khobao crawl --again https://baonghean.vn/mot-bai-bao-10300000.html
    """  # noqa: D301
    import asyncio

    from crawlers.errand import errands_for, run_errand
    from pipeline.logs import configure_logs
    from pipeline.progress import crawls

    configure_logs(level="warning")
    errands = errands_for(home, sites, again=again)
    with crawls() as show:
        tallies = asyncio.run(run_errand(home, errands, show))
    if as_json:
        click.echo(json.dumps({"sites": tallies, "failed": sum(t["failed"] for t in tallies)}, ensure_ascii=False))
    else:
        for tally in tallies:
            click.echo(_say_tally(tally))
    if any(tally["failed"] for tally in tallies):
        raise SystemExit(1)


def _say_tally(tally: dict[str, Any]) -> str:
    stored = ", ".join(f"{count} {kind}" for kind, count in tally["stored"].items() if count) or "nothing new"
    line = f"{tally['site']}: {'FAILED' if tally['failed'] else stored}"
    if tally["failures"]:
        line += " (not had: " + ", ".join(f"{count} {why}" for why, count in tally["failures"].items()) + ")"
    if tally["left"]:
        line += f"; {tally['left']} wait for the next crawl"
    if tally["errors"]:
        click.echo("\n".join(f"{tally['site']}: {error}" for error in tally["errors"]), err=True)
    return line


@main.group(invoke_without_command=True)
@as_json
@click.pass_context
def sites(ctx: click.Context, as_json: bool) -> None:  # noqa: FBT001
    """List the watched sites and how they stand; add one; check their sources.

    Example: khobao sites
    """
    if ctx.invoked_subcommand:
        return
    from crawlers.states import site_states

    home: Home = ctx.obj
    states = site_states(home)
    if states and as_json:
        click.echo(json.dumps(states, ensure_ascii=False))
        return
    if not states:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    for state in states:
        click.echo(
            f"{state['domain']:<28} {state['articles']:>8,} articles  {state['waiting']:>6,} waiting  {state['state']}"
        )


@sites.command("add")
@click.argument("address", metavar="URL-or-DOMAIN")
@click.option("--delay", type=Delay(), help="Seconds between two requests; 0 for a machine of your own.")
@click.option("--allow-private", is_flag=True, help="Let this site be on a loopback or private address.")
@click.option("--force", is_flag=True, help="Write the file anew where there is one.")
@pass_home
def add_site(home: Home, address: str, delay: float | None, allow_private: bool, force: bool) -> None:  # noqa: FBT001
    """Watch a site: take its shipped recipe, or look at the site and write its file.

    The site's robots.txt, feeds, sitemaps, home page and sections are looked at, slowly. Edit the file as you like.

    \b
    Example: khobao sites add baonghean.vn
             khobao sites add http://127.0.0.1:9101 --allow-private --delay 0
    """  # noqa: D301
    from rich.markup import escape

    from crawlers.explore import add
    from pipeline.progress import console

    with console().status(escape(f"looking at {address} ...")) as status:
        path, notes = add(
            home,
            address,
            delay=delay,
            allow_private=allow_private,
            force=force,
            say=lambda text: status.update(escape(text)),
        )
    for note in notes:
        click.echo(note, err=True)
    click.echo(path)


@sites.command("check")
@click.argument("names", nargs=-1, metavar="[SITE]...")
@as_json
@pass_home
def check_sites(home: Home, names: Sequence[str], as_json: bool) -> None:  # noqa: FBT001
    """Try each source and say what it names; archive nothing. Exit status 1: a source failed.

    Example: khobao sites check baonghean.vn
    """
    from crawlers.errand import find_site
    from crawlers.explore import check

    watched = home.sites()
    if not watched:
        message = f"no site is watched in {home.sites_folder}; `khobao sites add DOMAIN` adds one"
        raise click.UsageError(message)
    chosen = [find_site(watched, name) for name in names] or watched
    checks: list[dict[str, Any]] = []
    for site in chosen:
        for result in check(site, home.settings()):
            checks.append(result)
            if not as_json:
                found = f"{result['articles']} articles" if result["ok"] else f"FAILED: {result['error']}"
                click.echo(f"{site.domain}  {result['kind']:<8} {result['url']}  {found}")
    if as_json:
        click.echo(json.dumps(checks, ensure_ascii=False))
    if not all(result["ok"] for result in checks):
        raise SystemExit(1)


@main.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@as_json
@pass_home
def import_files(home: Home, files: Sequence[Path], as_json: bool) -> None:  # noqa: FBT001
    """Take WARC files of any tool into the archive. Each is copied to warc/; a file taken in before changes nothing.

    Example: khobao import colleague.warc.gz CC-NEWS-*.warc.gz
    """
    from pipeline.intake import adopt_file, open_intake, take_in
    from pipeline.progress import bar
    from pipeline.warc import check_warc

    for file in files:
        check_warc(file)
    home.folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, dict[str, int]] = {}
    with home.lock(), open_intake(home) as intake:
        for file in files:
            copy = adopt_file(home.warc, file)
            with bar(file.name, copy.stat().st_size) as advance:
                counts[str(file)] = dict(take_in(intake, copy, advance))
    _say_counts(counts, as_json=as_json)


@main.command()
@as_json
@pass_home
def rebuild(home: Home, as_json: bool) -> None:  # noqa: FBT001
    """Make archive.db anew from warc/ alone. The old one is replaced only when the new one is whole.

    Example: khobao rebuild
    """
    from pipeline.intake import article_files
    from pipeline.progress import bar
    from pipeline.rebuild import rebuild as rebuild_archive

    if not article_files(home.warc):
        raise BadFile(home.warc, ["holds no WARC file to rebuild from"])
    with home.lock(), bar("warc/", sum(path.stat().st_size for path in article_files(home.warc))) as advance:
        counts = rebuild_archive(home, advance)
    _say_counts({str(home.archive): dict(counts)}, as_json=as_json)


def _say_counts(counts: dict[str, dict[str, int]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(counts, ensure_ascii=False))
        return
    for name, kinds in counts.items():
        click.echo(f"{name}: " + (", ".join(f"{count} {kind}" for kind, count in kinds.items()) or "nothing new"))


@main.command()
@click.option("--follow", is_flag=True, help="Go on waiting for new ones.")
@click.option("--since", default=0, metavar="ID", type=click.IntRange(0), help="Only events after this number.")
@as_json
@pass_home
def events(home: Home, follow: bool, since: int, as_json: bool) -> None:  # noqa: FBT001
    """Print what happened, oldest first: a line an event.

    At least once: a script that starts again with --since the last id it dealt with misses none.

    Example: khobao events --follow --since 120 --json | my-script
    """
    from pipeline.database import read_archive
    from pipeline.events import read_events

    with read_archive(home) as db:
        for event in read_events(db, since, follow=follow):
            if as_json:
                click.echo(json.dumps(event, ensure_ascii=False))
            else:
                about = event.get("title") or "; ".join(event.get("errors", []))
                click.echo(f"{event['id']:>6} {event['at']} {event['kind']:<16} {event['site']}  {about}")
            sys.stdout.flush()


@main.command()
@click.argument("page", metavar="FILE-or-URL")
@click.option("--url", help="Where a file's page was; its links are read from there.")
@pass_home
def extract(home: Home, page: str, url: str | None) -> None:
    """Print the article of one page as a JSON object. Nothing is archived.

    Example: khobao extract page.html --url https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline.extract import extract as extract_page

    body, url, content_type = _page(home, page, url)
    rules = next((site.rules_at(_today()) for site in home.sites() if site.owns(url)), ())
    click.echo(
        json.dumps(extract_page(body, url, content_type=content_type, rules=rules).as_json(), ensure_ascii=False)
    )


def _page(home: Home, page: str, url: str | None) -> tuple[bytes, str, str]:
    """Return body, URL and content type of a page that is named by its URL, or lies in a file. Raises BadFile."""
    if re.match(r"https?://", page):
        from crawlers.fetch import fetch_page

        fetched = fetch_page(page, home.settings(), home.sites())
        return fetched.body, url or fetched.url, fetched.content_type
    try:
        return Path(page).read_bytes(), url or Path(page).absolute().as_uri(), ""
    except OSError as error:
        raise BadFile(page, [error.strerror or str(error)]) from None


def _today() -> date:
    from pipeline.clock import VIETNAM

    return datetime.now(VIETNAM).date()


@main.command()
@click.argument("page", metavar="FILE-or-URL")
@click.option("--url", help="Where a file's page was.")
@click.option(
    "--output",
    default="cases",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder of cases; this one gets a folder of its own in it.",
)
@click.option("--force", is_flag=True, help="Write a case anew where there is one.")
@pass_home
def label(home: Home, page: str, url: str | None, output: Path, force: bool) -> None:  # noqa: FBT001
    """Write a first draft of a labelled page, for you to correct and `khobao benchmark` to check.

    Example: khobao label https://baonghean.vn/mot-bai-bao-10300000.html --output my-pages
    """
    from pipeline import case as cases
    from pipeline.article import Article
    from pipeline.clock import now
    from pipeline.errors import Unreadable
    from pipeline.extract import extract as extract_page

    body, where, content_type = _page(home, page, url)
    if url is None and where.startswith("file:"):
        raise click.UsageError(f"--url is wanted: where was {page}?")
    rules = next((site.rules_at(_today()) for site in home.sites() if site.owns(where)), ())
    try:
        wanted = cases.draft(extract_page(body, where, content_type=content_type, rules=rules))
    except Unreadable as error:
        click.echo(f"Nothing could be read, so the draft is empty: {error}", err=True)
        wanted = cases.draft(Article(where, None))
    folder = output / cases.case_name(where)
    captured = now() if re.match(r"https?://", page) else None
    cases.write_case(folder, cases.Case(folder.name, where, body, wanted, content_type, captured), force=force)
    click.echo(folder)


@main.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Say what was wanted and what came out where they differ.")
@as_json
@pass_home
def benchmark(home: Home, folder: Path, verbose: bool, as_json: bool) -> None:  # noqa: FBT001
    """Read labelled pages and say how well: a row a page, and the means. Exit status 1: something is not as labelled.

    Example: khobao benchmark my-pages --verbose
    """
    from pipeline import benchmark as measuring
    from pipeline.case import read_cases

    results = list(measuring.run(read_cases(folder), home.sites(), _today()))
    if as_json:
        click.echo(json.dumps(measuring.as_json(results), ensure_ascii=False))
    else:
        click.echo("\n".join(measuring.table(results)))
    for line in measuring.complaints(results, verbose=verbose):
        click.echo(line, err=True)
    if any(result.differences or result.error for result in results):
        raise SystemExit(1)


@main.command()
@click.argument("what", metavar="URL-or-ID")
@as_json
@pass_home
def explain(home: Home, what: str, as_json: bool) -> None:  # noqa: FBT001
    """Say why an article stands as it does: who named it, where each field was read, what was left out, how well.

    Example: khobao explain https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline import explain as explaining
    from pipeline.database import read_archive

    with read_archive(home) as db:
        found = explaining.explain(db.conn, what)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo("\n".join(explaining.as_lines(found)))


@main.command()
@click.argument("query")
@click.option("--site", help="Only this site (its domain).")
@click.option("--since", type=Day(), help="Published on this day or later.")
@click.option("--until", type=Day(), help="Published on this day or earlier.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1))
@as_json
@pass_home
def search(  # noqa: PLR0913, PLR0917  what a reader may narrow by
    home: Home,
    query: str,
    site: str | None,
    since: date | None,
    until: date | None,
    limit: int,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Search the archive, with accents or without. "a phrase", -without, one OR other, pref*.

    \b
    Example: khobao search "nong thon moi" --site baonghean.vn --since 2026-01-01
             khobao search --json -- "-"
    """  # noqa: D301
    from pipeline.database import read_archive
    from pipeline.search import search as find
    from pipeline.search import without_marks

    with read_archive(home) as db:
        hits = find(db.conn, query, site=site, since=since, until=until, limit=limit)
    if as_json:
        names = ("id", "url", "site", "title", "published_at")
        found = [
            {**{name: getattr(hit, name) for name in names}, "snippet": without_marks(hit.snippet)} for hit in hits
        ]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for hit in hits:
        click.echo(
            f"{hit.published_at or hit.shown_at}  {hit.site}  {hit.title}\n"
            f"    {without_marks(hit.snippet)}\n    {hit.url}"
        )
    if not hits:
        click.echo("Nothing found.", err=True)


@main.command()
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Default: stdout.")
@pass_home
def export(home: Home, form: str, output: Path | None) -> None:
    """Write every article as data, one record each (docs/data.md has the fields).

    Example: khobao export --format csv --output bao.csv
    """
    from pipeline import export as exporting
    from pipeline.database import read_archive
    from pipeline.progress import bar

    write: Callable[..., None] = {"jsonl": exporting.write_jsonl, "csv": exporting.write_csv}[form]
    with read_archive(home) as db:
        total = db.execute("SELECT count(*) FROM articles").fetchone()[0]
        with bar("articles", total) as advance:
            rows = _counted(exporting.records(db), advance)
            if output is None:
                write(rows, sys.stdout)
            else:
                partial = output.with_name(output.name + ".part")
                with partial.open("w", encoding="utf-8", newline="") as file:
                    write(rows, file)
                partial.replace(output)


@main.command()
@as_json
@pass_home
def stats(home: Home, as_json: bool) -> None:  # noqa: FBT001
    """Say how much is held, how fast it grows, and how long the disk will last.

    Example: khobao stats
    """
    from pipeline.database import read_archive
    from pipeline.stats import stats as count

    with read_archive(home) as db:
        numbers = count(db, home)
    if as_json:
        click.echo(json.dumps(numbers))
        return
    for name, number in numbers.items():
        size = f" ({number / 2**20:,.1f} MB)" if name.endswith(("bytes", "bytes_a_day")) and number else ""
        click.echo(f"{name.replace('_', ' '):<18} {'unknown' if number is None else f'{number:,}'}{size}")


def _counted(rows: Iterator[Any], advance: Callable[[int], None]) -> Iterator[Any]:
    for number, row in enumerate(rows, 1):
        advance(number)
        yield row


if __name__ == "__main__":
    main()
