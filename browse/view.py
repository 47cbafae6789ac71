"""What every page is made with: questions to the archive, templates in the reader's language, the home's settings."""

from __future__ import annotations

import sqlite3
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import attrs
from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Response
from markupsafe import Markup, escape
from sqlite_utils import Database

from browse.links import with_arguments
from browse.locale import choose_locale
from browse.security import STRICT_POLICY, web_url
from pipeline.config import Home, Settings
from pipeline.locale import LANGUAGES
from pipeline.search import END, START

if TYPE_CHECKING:
    from collections.abc import Callable

    from datasette.app import Datasette
    from datasette.utils.asgi import Request
    from jinja2 import Environment

    from browse.locale import Locale

Answer = TypeVar("Answer")

ARCHIVE = "archive"  # the database's name, in addresses too
TIME_LIMIT = 5_000  # milliseconds; a reader does not wait longer
LANGUAGE_COOKIE = "khobao_lang"
A_YEAR = 365 * 24 * 3600  # seconds


class NoArchive(Exception):
    """There is no archive to show yet."""


class QueryTimeout(Exception):
    """A question took longer than TIME_LIMIT."""


async def ask(datasette: Datasette, question: Callable[[Database], Answer]) -> Answer:
    """Put one question to the archive, in Datasette's thread and through its read-only connection.

    Raises NoArchive where there is none, or its tables are not made yet; QueryTimeout.
    """
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
            raise QueryTimeout from error
        raise
    return answer


async def render(datasette: Datasette, request: Request, template: str, page: attrs.AttrsInstance) -> Response:
    """Fill a template with a page's fields, in the reader's language; the answer goes out under the strict policy."""
    language, locale = request.args.get("lang"), locale_of(request)
    everywhere = {
        "locale": locale,
        "say": locale.say,
        "switch": {code: with_arguments(request.query_string, lang=code) for code in LANGUAGES},
        "path": datasette.urls.path,
        "web_url": web_url,
        "marked": marked,
        "moment_tag": lambda stamp: moment_tag(locale, stamp),
    }
    fields = attrs.asdict(page, recurse=False)
    html = _templates(datasette).get_template(f"khobao/{template}").render({**everywhere, **fields})
    response = Response.html(html, headers={"content-security-policy": STRICT_POLICY})
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax")
    return response


@lru_cache(maxsize=4)
def _templates(datasette: Datasette) -> Environment:
    """Datasette's templates with ours among them, but not asynchronous, which takes twice the time."""
    environment: Environment = datasette.jinja_env.overlay(enable_async=False)
    return environment


def locale_of(request: Request) -> Locale:
    """Language that a reader asks for by `?lang=` or by the cookie of an earlier choice."""
    return choose_locale(request.args.get("lang"), request.cookies.get(LANGUAGE_COOKIE))


def marked(text: str) -> Markup:
    """Turn the search's sentinels into <mark>; everything else in the text is escaped."""
    return Markup(escape(text).replace(START, Markup("<mark>")).replace(END, Markup("</mark>")))  # noqa: S704  escaped just here


def moment_tag(locale: Locale, stamp: str) -> Markup:
    """Write a time for people and, in its attribute, for programs."""
    return Markup('<time datetime="{}">{}</time>').format(stamp, locale.moment(stamp))


def absolute_url(datasette: Datasette, request: Request, path: str) -> str:
    """Whole address of a path of ours, as the reader reaches it."""
    return str(datasette.absolute_url(request, datasette.urls.path(path)))


def settings(datasette: Datasette) -> Settings:
    """What khobao.toml said when the pages began to be served, or the defaults."""
    configured: Settings | None = (datasette.plugin_config("khobao") or {}).get("settings")
    return configured or Settings()


def home_of(datasette: Datasette) -> Home:
    """Home that the archive lies in. Raises NoArchive."""
    if ARCHIVE not in datasette.databases:
        raise NoArchive
    return Home(datasette.get_database(ARCHIVE).path.parent)
