"""Our pages: each asks the archive (pipeline.queries) and fills its template."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import BadRequest, NotFound, Response
from markupsafe import Markup, escape
from sqlite_utils import Database

from browse.locale import choose_locale
from browse.security import headers as policy
from browse.security import web_url
from browse.views import chart, feeds
from browse.views.facets import address
from pipeline.archive import assessments
from pipeline.clock import VIETNAM, now
from pipeline.config import Home, Settings
from pipeline.locale import LANGUAGES
from pipeline.provinces import Province, name_since, provinces_of
from pipeline.queries import articles as browsing
from pipeline.queries import lately, latest
from pipeline.queries import words as words_of_change
from pipeline.search import END, START, bare_form, published_since
from pipeline.watches import watch_statuses

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

    from browse.locale import Locale

Answer = TypeVar("Answer")

ARCHIVE = "archive"
A_PAGE = 30
TIME_LIMIT = 5_000  # milliseconds; a reader does not wait longer
COOKIE = "khobao_lang"
_WORD = re.compile(r"[^\W_]+")
A_YEAR = 365 * 24 * 3600


class NoArchive(Exception):
    """There is no archive to show yet."""


class TooWide(Exception):
    """A question took longer than a reader waits."""


async def front(datasette: Datasette, request: Request) -> Response:
    """Show what is new, how much there is of each site, and the articles of the last days."""
    page = page_number(request)
    today = now().astimezone(VIETNAM).date()
    week = today - timedelta(days=6)
    sites = await ask(datasette, browsing.sites)
    lines = await ask(datasette, lambda db: browsing.newest(db, limit=A_PAGE, offset=A_PAGE * (page - 1)))
    counts = await ask(datasette, lambda db: browsing.articles_a_day(db, *chart.span(today)))
    articles = sum(site.articles for site in sites)
    changed = await ask(datasette, lately)
    context = {
        "changed": changed,
        "provinces": _new_by_province(sites, await ask(datasette, lambda db: published_since(db, week))),
        "week": week,
        "sites": sites,
        "names": {site.domain: site.name for site in sites},
        "articles": articles,
        "days": by_day(lines),
        "feeds": [feeds.everything()],
        "chart": chart.draw(counts, today),
        "pager": pager_of(request, page, articles),
    }
    return await render(datasette, request, "front.html", context)


async def article(datasette: Datasette, request: Request) -> Response:
    """Show an article, its newest revision or the one asked for. Any of its keys leads to its main one.

    `?at=2026-11-23T15:00` (Vietnam's clock where no zone is said) leads to the revision that stood then, to the first
    one where the article was not known yet (as RFC 7089, 4.5.3, has it).
    """
    key, number = request.url_vars["key"], request.url_vars.get("number")
    shown = await ask(datasette, lambda db: browsing.article(db, key, int(number) if number else None))
    if shown is None:
        raise NotFound(key)
    if shown.key != key:
        path = f"/bai/{shown.key}" + (f"/{number}" if number else "")
        return _lead(datasette, request, path, 301)
    if "at" in request.args:
        path = f"/bai/{key}/{_stood_at(shown, request.args['at'])}"
        return _lead(datasette, request, path, 302, at=None)
    permanent = datasette.absolute_url(request, datasette.urls.path(f"/bai/{key}/{shown.revision.number}"))
    context = {"article": shown, "diff": words_of_change, "address": permanent, "sought": _sought(shown.revision)}
    return await render(datasette, request, "article.html", context)


async def health(datasette: Datasette, request: Request) -> Response:
    """Show how the sites do, the worst first."""
    context = {"assessments": await ask(datasette, assessments), "now": now()}
    return await render(datasette, request, "health.html", context)


async def feed(datasette: Datasette, request: Request) -> Response:
    """Answer for a feed; 304 where the reader has it as it is."""
    about, name, form = request.url_vars["about"], unquote(request.url_vars["name"] or ""), request.url_vars["form"]
    folder = home_of(datasette).watches_folder
    filled = await ask(datasette, lambda db: feeds.filled(db, folder, about, name))
    if filled is None:
        raise NotFound(name)
    return feeds.answer(
        filled, form, request.headers, lambda path: datasette.absolute_url(request, datasette.urls.path(path))
    )


async def watches(datasette: Datasette, request: Request) -> Response:
    """Show what is watched for, how it is delivered, and the addresses of all feeds. Nothing secret stands there."""
    home = home_of(datasette)
    watched = await ask(datasette, lambda _: watch_statuses(home))
    sites = await ask(datasette, browsing.sites)
    provinces = await ask(datasette, latest.provinces)
    of_watches = [feeds.of_watch(watch.name) for watch in watched]
    context = {
        "watches": list(zip(watched, of_watches, strict=True)),
        "names": {site.domain: site.name for site in sites},
        "others": [
            feeds.everything(),
            *(feeds.of_province(code) for code in provinces),
            *(feeds.of_site(site.domain, site.name) for site in sites),
        ],
        "feeds": [feeds.everything(), *of_watches],
    }
    return await render(datasette, request, "watches.html", context)


async def fault(datasette: Datasette, request: Request, status: int, kind: str, reason: str = "") -> Response:
    """Say what went wrong, in our look. `kind` names the words; `reason` is what is wrong with the request itself."""
    response = await render(datasette, request, "fault.html", {"kind": kind, "reason": reason})
    response.status = status
    if status == 503:
        response.headers["Retry-After"] = "5"
    return response


def locale_of(request: Request) -> Locale:
    """Return the words of the reader's language."""
    return choose_locale(request.args.get("lang"), request.cookies.get(COOKIE))


async def render(datasette: Datasette, request: Request, template: str, context: dict[str, Any]) -> Response:
    """Return a page in the reader's language under the strict policy."""
    asked, locale = request.args.get("lang"), locale_of(request)
    everywhere = {
        "locale": locale,
        "say": locale.say,
        "switch": _switch(request),
        "path": datasette.urls.path,
        "web_url": web_url,
        "marked": marked,
        "moment_tag": lambda stamp: moment_tag(locale, stamp),
    }
    html = _templates(datasette).get_template(f"khobao/{template}").render({**everywhere, **context})
    response = Response.html(html, headers={"content-security-policy": policy.STRICT})
    if asked in LANGUAGES:
        response.set_cookie(COOKIE, asked, max_age=A_YEAR, httponly=True, samesite="lax")
    return response


def _new_by_province(sites: list[browsing.SiteLine], published: Mapping[str, int]) -> list[tuple[Province, str, int]]:
    """Return the provinces that the articles of some sites came from, with their names, most articles first."""
    new: Counter[Province] = Counter()
    for site in sites:
        articles = published.get(site.domain, 0)
        new.update(dict.fromkeys(provinces_of(list(site.provinces), since_merger=True), articles))
    return [(province, name_since(province.code), articles) for province, articles in (+new).most_common()]


def _lead(datasette: Datasette, request: Request, path: str, status: int, **changed: None) -> Response:
    """Return what leads to another path with the same arguments, some of them left out, and the language."""
    arguments = address(request.query_string, lang=request.args.get("lang"), **changed)
    return Response.redirect(datasette.urls.path(path + arguments.rstrip("?")), status=status)


def _sought(revision: browsing.Revision) -> set[str]:
    """Return the tags that a search finds the article by: tags themselves are not searched."""
    fields = [revision.title, *revision.paragraphs, *(image.caption or "" for image in revision.images)]
    said = [_words(field) for field in fields]
    return {tag for tag in revision.tags if any(_words(tag) in field for field in said)}


def _words(text: str) -> str:
    """Return a text's words as the search without accents has them, each between blanks."""
    return f" {' '.join(_WORD.findall(bare_form(text)))} "


@lru_cache(maxsize=4)
def _templates(datasette: Datasette) -> Environment:
    """Return where our templates are: as Datasette has them, but not asynchronous, which takes twice the time."""
    environment: Environment = datasette.jinja_env.overlay(enable_async=False)
    return environment


def by_day(lines: list[browsing.ArticleLine]) -> list[tuple[str, list[browsing.ArticleLine]]]:
    """Return articles under the day each is shown at, in the order they come in."""
    return [(day, list(of_day)) for day, of_day in groupby(lines, key=lambda line: line.shown_at[:10])]


def marked(text: str) -> Markup:
    """Return text with search's sentinels as <mark>, everything else in it escaped."""
    return Markup(escape(text).replace(START, Markup("<mark>")).replace(END, Markup("</mark>")))  # noqa: S704  escaped just here


def moment_tag(locale: Locale, stamp: str) -> Markup:
    """Return a time as it is read and, in its attribute, as a machine does."""
    return Markup('<time datetime="{}">{}</time>').format(stamp, locale.moment(stamp))


async def ask(datasette: Datasette, question: Callable[[Database], Answer]) -> Answer:
    """Put one question to the archive, in Datasette's thread and through its read-only connection."""
    if ARCHIVE not in datasette.databases:
        raise NoArchive

    def put(connection: sqlite3.Connection) -> Answer:
        with sqlite_timelimit(connection, TIME_LIMIT):
            return question(Database(connection, recursive_triggers=False, execute_plugins=False))

    try:
        answer: Answer = await datasette.get_database(ARCHIVE).execute_fn(put)
    except sqlite3.OperationalError as error:
        if "no such table" in str(error):  # not migrated yet
            raise NoArchive from error
        if "interrupted" in str(error):
            raise TooWide from error
        raise
    return answer


def settings(datasette: Datasette) -> Settings:
    """Return what khobao.toml said when the pages began to be served; what holds without one where there is none."""
    known: Settings | None = (datasette.plugin_config("khobao") or {}).get("settings")
    return known or Settings()


def home_of(datasette: Datasette) -> Home:
    """Return the home that the archive lies in."""
    if ARCHIVE not in datasette.databases:
        raise NoArchive
    return Home(datasette.get_database(ARCHIVE).path.parent)


def page_number(request: Request) -> int:
    """Return which page of a list is asked for, from 1 on."""
    text = request.args.get("page") or ""
    # Further than anyone pages, and SQLite's offset is a 64-bit number.
    return min(max(int(text), 1), 100_000) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def pager_of(
    request: Request, page: int, things: int, a_page: int = A_PAGE, *, more: bool = False
) -> dict[str, Any] | None:
    """Return what leads through the pages of a list, None where there is one page. `more`: at least so many things."""
    pages = -(-things // a_page)
    if pages <= 1:
        return None
    return {
        "page": page,
        "pages": None if more else pages,
        "previous": address(request.query_string, page=str(min(page, pages + 1) - 1)) if page > 1 else None,
        "next": address(request.query_string, page=str(page + 1)) if page < pages else None,
    }


def _switch(request: Request) -> dict[str, str]:
    """Return this page's address in each language."""
    return {code: address(request.query_string, lang=code) for code in LANGUAGES}


def _moment(text: str) -> datetime:
    """Return the moment that a reader means; a bare day means its end. A + that an address made a space is one."""
    text = re.sub(r"(?<=:\d\d) (?=\d\d:?\d\d$)", "+", text)
    try:
        moment = datetime.fromisoformat(f"{text}T23:59:59" if len(text) == len("2026-11-23") else text)
    except ValueError:
        message = f"at={text[:40]!r} is no time; 2026-11-23 or 2026-11-23T15:00 is"
        raise BadRequest(message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def _stood_at(shown: browsing.ArticlePage, at: str) -> int:
    """Return the number of the revision that stood at a moment, of the first where the article was not known yet."""
    moment = _moment(at)
    return max((line.number for line in shown.revisions if datetime.fromisoformat(line.seen_at) <= moment), default=1)
