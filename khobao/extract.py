"""Read pages: extract, label, benchmark, explain, profile."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from khobao.options import WebAddress, as_json, pass_home
from pipeline.errors import BadFile

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.config import Home
    from pipeline.extraction import Guide


@click.command()
@click.argument("page", metavar="FILE-or-URL")
@click.option("--url", type=WebAddress(), help="Where a file's page was; its links are read from there.")
@pass_home
def extract(home: Home, page: str, url: str | None) -> None:
    """Print the article of one page as a JSON object. Nothing is archived.

    A watched site's page is read by the rules of its file and the profile that the archive has learned.

    Example: khobao extract page.html --url https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline.extraction import extract as extract_page

    body, url, content_type = _page(home, page, url)
    article = extract_page(body, url, content_type=content_type, guide=_guide(home, url))
    click.echo(json.dumps(article.as_json(), ensure_ascii=False))


def _page(home: Home, page: str, url: str | None) -> tuple[bytes, str, str]:
    """Return body, URL and content type of a page that is named by its URL, or lies in a file. Raises BadFile."""
    if re.match(r"https?://", page):
        from crawlers.net import fetch_page

        fetched = fetch_page(page, home.settings(), home.sites())
        return fetched.body, url or fetched.url, fetched.content_type
    try:
        return Path(page).read_bytes(), url or Path(page).absolute().as_uri(), ""
    except OSError as error:
        raise BadFile(page, [error.strerror or str(error)]) from None


def _guide(home: Home, url: str, at: datetime | None = None) -> Guide:
    """Return what is known for reading a page of a moment, or of now: its site's rules and profile, if watched."""
    from pipeline.archive import latest, read_archive
    from pipeline.clock import VIETNAM, now
    from pipeline.extraction import Guide, guide_of

    site = next((site for site in home.sites() if site.owns(url)), None)
    if site is None:
        return Guide()
    day = (at or now()).astimezone(VIETNAM).date()
    if not home.archive.exists():
        return guide_of(site, day)
    with read_archive(home) as db:
        return guide_of(site, day, latest(db, site.domain))


@click.command()
@click.argument("page", metavar="FILE-or-URL")
@click.option("--url", type=WebAddress(), help="Where a file's page was.")
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
    from pipeline.article import Article
    from pipeline.clock import now
    from pipeline.errors import Unreadable
    from pipeline.extraction import extract as extract_page
    from pipeline.extraction.evaluation import case as cases

    body, where, content_type = _page(home, page, url)
    if url is None and where.startswith("file:"):
        raise click.UsageError(f"--url is wanted: where was {page}?")
    try:
        wanted = cases.draft(extract_page(body, where, content_type=content_type, guide=_guide(home, where)))
    except Unreadable as error:
        click.echo(f"Nothing could be read, so the draft is empty: {error}", err=True)
        wanted = cases.draft(Article(where, None))
    folder = output / cases.case_name(where)
    captured = now() if re.match(r"https?://", page) else None
    cases.write_case(folder, cases.Case(folder.name, where, body, wanted, content_type, captured), force=force)
    click.echo(folder)


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--verbose", is_flag=True, help="Say what was wanted and what came out where they differ.")
@as_json
@pass_home
def benchmark(home: Home, folder: Path, verbose: bool, as_json: bool) -> None:  # noqa: FBT001
    """Read labelled pages and say how well: a row a page, and the means. Exit status 1: something is not as labelled.

    Example: khobao benchmark my-pages --verbose
    """
    from pipeline.extraction import read_cases
    from pipeline.extraction.evaluation import benchmark as measuring

    results = list(measuring.run(read_cases(folder), lambda case: _guide(home, case.url, case.captured_at)))
    if as_json:
        click.echo(json.dumps(measuring.as_json(results), ensure_ascii=False))
    else:
        click.echo("\n".join(measuring.table(results)))
    for line in measuring.complaints(results, verbose=verbose):
        click.echo(line, err=True)
    if any(result.differences or result.error for result in results):
        raise SystemExit(1)


@click.command()
@click.argument("what", metavar="URL-or-ID")
@as_json
@pass_home
def explain(home: Home, what: str, as_json: bool) -> None:  # noqa: FBT001
    """Say why an article stands as it does: who named it, where each field was read, what was left out, how well.

    Example: khobao explain https://baonghean.vn/mot-bai-bao-10300000.html
    """
    from pipeline.archive import read_archive
    from pipeline.queries import explain as explaining

    with read_archive(home) as db:
        found = explaining.explain(db, what)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
    else:
        click.echo("\n".join(explaining.as_lines(found)))


@click.command()
@click.argument("site", metavar="SITE")
@click.option("--version", "number", type=click.IntRange(1), help="An older version.")
@click.option("--toml", "as_toml", is_flag=True, help="Print it as rules for the site's file, to correct it there.")
@as_json
@pass_home
def profile(home: Home, site: str, number: int | None, as_toml: bool, as_json: bool) -> None:  # noqa: FBT001
    """Show what a site has taught: where its articles stand in its pages, and which lines are taken for its own.

    \b
    Example: khobao profile baonghean.vn
    A line that belongs to the articles after all: keep = ["..."] in sites/SITE.toml.
    """  # noqa: D301
    from pipeline.archive import read_archive
    from pipeline.config import Site
    from pipeline.queries import profile_report as portraits

    watched = next((one for one in home.sites() if site in {one.domain, one.name}), None)
    with read_archive(home) as db:
        found = portraits.portray(db, watched or Site(domain=site, name=site), number)
    if as_json:
        click.echo(json.dumps(portraits.as_json(found), ensure_ascii=False))
    else:
        click.echo("\n".join((portraits.as_toml if as_toml else portraits.as_lines)(found)))
