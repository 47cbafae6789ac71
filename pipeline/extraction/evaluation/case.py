"""Case: a page with the article a person says it holds, as a folder of three files.

page.html.gz (or page.html): the bytes as they were sent. page.json: `url`, and if known `content_type` and
`captured_at`. article.json: the article as a person labelled it. A benchmark runs over a folder
of such folders.
"""

from __future__ import annotations

import gzip
import json
import re
import zlib
from datetime import datetime
from pathlib import Path  # noqa: TC003  attrs values name their types at run time
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import attrs

from pipeline.errors import BadFile, KhobaoError
from pipeline.files import write_text
from pipeline.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.article import Article

_TEXTS = ("title", "sapo", "agency", "section", "published_at")
_LISTS = ("paragraphs", "authors", "tags", "captions", "boilerplate")
_REQUIRED = ("title", "paragraphs")


class CaseExists(KhobaoError):
    """There is a case of that name: somebody's work."""


@attrs.frozen
class Case:
    """One labelled page. `wanted` is its article.json: the fields of `draft`, title and paragraphs at least."""

    name: str
    url: str
    body: bytes = attrs.field(repr=False)
    wanted: dict[str, Any]
    content_type: str = ""
    captured_at: datetime | None = None


def read_cases(folder: Path) -> list[Case]:
    """Read all cases of a folder, by name. Raises BadFile with the faults of all, each with its file and field."""
    found = sorted(path.parent for path in folder.glob("*/article.json"))
    if not found:
        raise BadFile(folder, ["holds no cases: folders with page.html.gz, page.json and article.json"])
    cases, faults = [], []
    for path in found:
        try:
            cases.append(_read_case(path))
        except BadFile as error:
            faults += [f"{path.name}/{fault}" for fault in error.faults]
    if faults:
        raise BadFile(folder, faults)
    return cases


def _read_case(folder: Path) -> Case:
    page, wanted = _load(folder / "page.json"), _load(folder / "article.json")
    captured = page.get("captured_at")
    faults = [f"article.json: {fault}" for fault in _faults(wanted)]
    if not isinstance(page.get("url"), str):
        faults.append("page.json: url must be a string")
    if captured is not None and _moment(captured) is None:
        faults.append("page.json: captured_at must be a time with its offset, as 2026-11-23T08:15:00Z")
    if faults:
        raise BadFile(folder, faults)
    content_type = str(page.get("content_type") or "")
    return Case(folder.name, page["url"], _body(folder), wanted, content_type, _moment(captured))


def _load(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(path, [f"{path.name}: {error.strerror}"]) from None
    except ValueError as error:
        raise BadFile(path, [f"{path.name}: not JSON: {error}"]) from None
    if not isinstance(value, dict):
        raise BadFile(path, [f"{path.name}: must be an object"])
    return value


def _faults(wanted: dict[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if not isinstance(wanted.get(name), str | None) or (name in _REQUIRED and not wanted.get(name)):
            yield f"{name} must be a string"
    for name in _LISTS:
        value = wanted.get(name, None if name in _REQUIRED else [])
        if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
            yield f"{name} must be a list of strings"


def _moment(stamp: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(stamp))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _body(folder: Path) -> bytes:
    packed = folder / "page.html.gz"
    try:
        return gzip.decompress(packed.read_bytes()) if packed.exists() else (folder / "page.html").read_bytes()
    except (OSError, EOFError, zlib.error):
        raise BadFile(folder, ["page.html.gz, or page.html, is not there or damaged"]) from None


def draft(article: Article) -> dict[str, Any]:
    """Return an article.json as extraction sees the page: a first draft, for a person to correct.

    `boilerplate` is what was removed, once each, but for what the text says too: it must never be found in it.
    """
    text = fold(article.text)
    removed = dict.fromkeys(piece.text for piece in article.removed)
    return {
        "title": article.title,
        "sapo": article.sapo,
        "published_at": article.published_at,
        "authors": list(article.authors),
        "agency": article.agency,
        "section": article.section,
        "tags": list(article.tags),
        "paragraphs": list(article.paragraphs),
        "captions": [image.caption for image in article.images if image.caption],
        "boilerplate": [line for line in removed if fold(line) not in text],
    }


def case_name(url: str) -> str:
    """Return the folder name of a page's case: its host and the end of its path."""
    parts = urlsplit(url)
    slug = re.sub(r"\.\w{2,5}$", "", parts.path.rstrip("/").rpartition("/")[2])
    named = (re.sub(r"[^\w.-]+", "-", part).strip("-.") for part in (parts.hostname or "", slug[-80:]))
    return "--".join(filter(None, named))


def write_case(folder: Path, case: Case, *, force: bool = False) -> None:
    """Write a case into a folder of its own. Raises CaseExists where one stands there, unless forced."""
    if (folder / "article.json").exists() and not force:
        message = f"{folder} holds a labelled page already; --force writes it anew"
        raise CaseExists(message)
    folder.mkdir(parents=True, exist_ok=True)
    page = {"url": case.url, "content_type": case.content_type}
    if case.captured_at:
        page["captured_at"] = case.captured_at.isoformat()
    (folder / "page.html.gz").write_bytes(gzip.compress(case.body, mtime=0))
    for name, value in (("page.json", page), ("article.json", case.wanted)):
        write_text(folder / name, json.dumps(value, ensure_ascii=False, indent=2) + "\n", fsync=False)
