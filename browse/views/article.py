"""The article page: a revision with its record, and the ways that lead to it from other addresses and moments."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING

import attrs
from datasette.utils.asgi import BadRequest, NotFound, Response

from browse.links import with_arguments
from browse.view import absolute_url, ask, render
from pipeline.clock import VIETNAM
from pipeline.queries import article, diff_words
from pipeline.search import bare_form

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from datasette.app import Datasette
    from datasette.utils.asgi import Request

    from pipeline.queries import ArticlePage, Piece, Revision, RevisionLine

_WORD = re.compile(r"[^\W_]+")


@attrs.frozen(kw_only=True)
class ArticleView:
    """What the template article.html shows."""

    article: ArticlePage
    address: str
    """Permanent address of the revision that is shown, for citations."""
    linked_tags: frozenset[str]
    """Tags that are links to a search."""
    diff: Callable[[str, str], Sequence[Piece]]
    """Compares a sentence before and after, word by word."""


async def show(datasette: Datasette, request: Request) -> Response:
    """Show an article, its newest revision or the one asked for. Any of its keys leads to its main one.

    `?at=2026-11-23T15:00` (Vietnam's clock where no zone is said) leads to the revision that stood then, to the first
    one where the article was not known yet (as RFC 7089, 4.5.3, has it).
    """
    key, number = request.url_vars["key"], request.url_vars.get("number")
    page = await ask(datasette, lambda db: article(db, key, int(number) if number else None))
    if page is None:
        raise NotFound(key)
    if page.key != key:
        path = f"/bai/{page.key}" + (f"/{number}" if number else "")
        return _redirect(datasette, request, path, 301)
    if "at" in request.args:
        path = f"/bai/{key}/{revision_at(page.revisions, read_moment(request.args['at']))}"
        return _redirect(datasette, request, path, 302, at=None)
    view = ArticleView(
        article=page,
        address=absolute_url(datasette, request, f"/bai/{key}/{page.revision.number}"),
        linked_tags=searchable_tags(page.revision),
        diff=diff_words,
    )
    return await render(datasette, request, "article.html", view)


def _redirect(datasette: Datasette, request: Request, path: str, status: int, **changes: None) -> Response:
    """Lead to another path with the same arguments, some of them left out, and the language."""
    arguments = with_arguments(request.query_string, lang=request.args.get("lang"), **changes)
    return Response.redirect(datasette.urls.path(path + arguments.rstrip("?")), status=status)


def searchable_tags(revision: Revision) -> frozenset[str]:
    """Tags that a search finds the article by: tags themselves are not searched, only the fields with their words."""
    fields = [revision.title, *revision.paragraphs, *(image.caption or "" for image in revision.images)]
    texts = [_words(field) for field in fields]
    return frozenset(tag for tag in revision.tags if any(_words(tag) in text for text in texts))


def _words(text: str) -> str:
    """Words as the search without accents has them, each between blanks."""
    return f" {' '.join(_WORD.findall(bare_form(text)))} "


def read_moment(text: str) -> datetime:
    """Read the moment that a reader means; a bare day means its end. Raises BadRequest."""
    text = re.sub(r"(?<=:\d\d) (?=\d\d:?\d\d$)", "+", text)  # a + in an address is a blank by the time it is read
    try:
        moment = datetime.fromisoformat(f"{text}T23:59:59" if len(text) == len("2026-11-23") else text)
    except ValueError:
        message = f"at={text[:40]!r} is no time; 2026-11-23 or 2026-11-23T15:00 is"
        raise BadRequest(message) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


def revision_at(revisions: Sequence[RevisionLine], moment: datetime) -> int:
    """Number of the revision that stood at a moment; 1 where the article was not known yet."""
    return max((line.number for line in revisions if datetime.fromisoformat(line.seen_at) <= moment), default=1)
