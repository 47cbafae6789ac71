"""Case: a page with its labels, which are the article that a person says it holds; a folder of three files.

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


@attrs.frozen(kw_only=True)
class Labels:
    """An article as a person labelled it: article.json, its keys in this order. Other keys of one are passed over."""

    title: str | None = None
    """None only in a draft of a page of which nothing was read."""
    sapo: str | None = None
    published_at: str | None = None
    """ISO 8601, to the minute or a day."""
    authors: tuple[str, ...] | None = None
    """In any order; none where the label does not say."""
    agency: str | None = None
    section: str | None = None
    tags: tuple[str, ...] | None = None
    """In any order; none where the label does not say."""
    paragraphs: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    boilerplate: tuple[str, ...] = ()
    """Lines that must not stand in the text."""

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Labels:
        """Read an article.json that has no faults."""
        fields: dict[str, Any] = {name: document.get(name) for name in _TEXTS}
        fields |= {name: tuple(document[name]) for name in _LISTS if name in document}
        return cls(**fields)

    def as_json(self) -> dict[str, Any]:
        """Document of article.json; lists that the label does not give are left out."""
        return {name: value for name, value in attrs.asdict(self).items() if value is not None or name in _TEXTS}


@attrs.frozen
class Case:
    """One labelled page."""

    name: str
    """Of its folder."""
    url: str
    body: bytes = attrs.field(repr=False)
    """As it was sent."""
    labels: Labels
    content_type: str = ""
    captured_at: datetime | None = None


def read_cases(folder: Path) -> list[Case]:
    """Read all cases of a folder, by name. Raises BadFile with the faults of all, each with its file and field."""
    folders = sorted(path.parent for path in folder.glob("*/article.json"))
    if not folders:
        raise BadFile(folder, ["holds no cases: folders with page.html.gz, page.json and article.json"])
    cases, faults = [], []
    for path in folders:
        try:
            cases.append(_read_case(path))
        except BadFile as error:
            faults += [f"{path.name}/{fault}" for fault in error.faults]
    if faults:
        raise BadFile(folder, faults)
    return cases


def _read_case(folder: Path) -> Case:
    page, labels = _load(folder / "page.json"), _load(folder / "article.json")
    captured = page.get("captured_at")
    faults = [f"article.json: {fault}" for fault in _faults(labels)]
    if not isinstance(page.get("url"), str):
        faults.append("page.json: url must be a string")
    if captured is not None and _moment(captured) is None:
        faults.append("page.json: captured_at must be a time with its offset, as 2026-11-23T08:15:00Z")
    if faults:
        raise BadFile(folder, faults)
    content_type = str(page.get("content_type") or "")
    return Case(folder.name, page["url"], _body(folder), Labels.from_json(labels), content_type, _moment(captured))


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


def _faults(document: dict[str, Any]) -> Iterator[str]:
    for name in _TEXTS:
        if not isinstance(document.get(name), str | None) or (name in _REQUIRED and not document.get(name)):
            yield f"{name} must be a string"
    for name in _LISTS:
        value = document.get(name, None if name in _REQUIRED else [])
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


def draft_labels(article: Article) -> Labels:
    """Labels as extraction sees the page: a first draft, for a person to correct.

    `boilerplate` is what was removed, once each, but for what the text says too: it must never be found in it.
    """
    text = fold(article.text)
    removed = dict.fromkeys(piece.text for piece in article.removed)
    return Labels(
        title=article.title,
        sapo=article.sapo,
        published_at=article.published_at,
        authors=article.authors,
        agency=article.agency,
        section=article.section,
        tags=article.tags,
        paragraphs=article.paragraphs,
        captions=tuple(image.caption for image in article.images if image.caption),
        boilerplate=tuple(line for line in removed if fold(line) not in text),
    )


def case_name(url: str) -> str:
    """Name for a page's case and folder: its host and the end of its path, no separators."""
    parts = urlsplit(url)
    slug = re.sub(r"\.\w{2,5}$", "", parts.path.rstrip("/").rpartition("/")[2])
    words = (re.sub(r"[^\w.-]+", "-", part).strip("-.") for part in (parts.hostname or "", slug[-80:]))
    return "--".join(filter(None, words))


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
    for name, value in (("page.json", page), ("article.json", case.labels.as_json())):
        write_text(folder / name, json.dumps(value, ensure_ascii=False, indent=2) + "\n", fsync=False)
