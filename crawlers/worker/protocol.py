"""What the daemon, its crawl process and the commands say to each other: a JSON object a line, told apart by `type`.

    command --(unix socket khobao.sock)--> daemon --(stdin, stdout)--> crawl process (`python -m crawlers HOME`)

Both links carry orders one way and messages the other. A `Request` is answered by any number of `Progress` and then
one `Done` or `Failed` with its id; the other orders are not answered. The control socket takes only requests.
Both ends are of one version, since one installation starts both. A command of another version that finds a daemon
still running is answered with `Failed`, which every version understands.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, cast

import attrs
from cattrs import BaseValidationError, Converter
from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override
from cattrs.strategies import configure_tagged_union

from crawlers.report import CrawlReport
from pipeline.annotation import Annotation  # noqa: TC001  cattrs reads the fields' types
from pipeline.errors import KhobaoError

LINE_LIMIT = 64 * 2**20  # bytes; a `Revisit` of a whole site names each stored article


# What one crawl of a site is to do: one of four.


@attrs.frozen
class PollAll:
    """Poll all sources of the site, then fetch what is new."""


@attrs.frozen
class PollDue:
    """Poll the sources that the poll schedule says are due, then fetch what is new."""


@attrs.frozen
class PollSources:
    """Poll some sources, then fetch what is new."""

    urls: tuple[str, ...]
    """Addresses of sources as the site's file has them."""


@attrs.frozen
class Revisit:
    """Fetch stored articles once more, and nothing else."""

    urls: tuple[str, ...]


CrawlTask = PollAll | PollDue | PollSources | Revisit


# What is asked for in a request.


@attrs.frozen
class CrawlJob:
    """One crawl of one site. Crawls of one site run one after the other."""

    site: str
    task: CrawlTask = PollAll()
    budget: float | None = None
    """Seconds after which no further article is begun; None for no limit."""


@attrs.frozen
class AnnotateJob:
    """Keep an annotation, in WARC and archive."""

    annotation: Annotation

    @property
    def site(self) -> str:
        """Domain of the site it is about."""
        return self.annotation.site


@attrs.frozen
class PollNowJob:
    """Poll all sources of a site at once and do not wait for it. Only the daemon takes this."""

    site: str


Job = CrawlJob | AnnotateJob | PollNowJob


# Orders.


@attrs.frozen
class Request:
    """A job under a number that its answers carry."""

    id: int
    job: Job


@attrs.frozen
class StopSite:
    """Let the crawls of a site that are under way finish what is in flight, and end."""

    site: str


@attrs.frozen
class Stop:
    """End: finish what is in flight, give back the rest. The end of stdin says the same."""


Order = Request | StopSite | Stop


# Messages.


@attrs.frozen
class Ready:
    """An earlier process's leftovers are recovered; crawls may be ordered."""


@attrs.frozen
class Beat:
    """The process lives. Comes every two seconds."""

    memory: int
    """Bytes; the most this process has had resident at a time."""
    has_room: bool
    """False while the disk is nearly full: crawls are refused."""


@attrs.frozen
class Progress:
    """What a crawl has come to so far."""

    id: int
    report: CrawlReport


@attrs.frozen
class Done:
    """A job is done."""

    id: int
    report: CrawlReport | None = None
    """Of a crawl; None for other jobs."""


@attrs.frozen
class Failed:
    """A job could not be done."""

    id: int
    error: str
    """Why, for a person to read. (The name of this field is fixed: commands of all versions look for it.)"""


Message = Ready | Beat | Progress | Done | Failed


class UnknownOrder(KhobaoError):
    """A line is no order of this version. `id` is the number under which it can be answered, 0 where it has none."""

    def __init__(self, number: int) -> None:
        super().__init__(
            "this process does not understand the order: it and the command that gave it are of different versions of"
            " Kho Báo. Start `khobao run` anew."
        )
        self.id = number


def encode(line: Order | Message) -> bytes:
    """A line with its newline. A report's ledger lines stay behind: they are written where they were counted."""
    union = Order if isinstance(line, Order) else Message
    return json.dumps(_CONVERTER.unstructure(line, union), ensure_ascii=False).encode() + b"\n"


def read_order(line: bytes) -> Order:
    """The order that `encode` wrote. Raises UnknownOrder."""
    document: Any = None
    try:
        document = json.loads(line)
        order: Order = _CONVERTER.structure(document, cast("Any", Order))
    except (BaseValidationError, ValueError, TypeError, KeyError, AttributeError):
        number = document.get("id") if isinstance(document, dict) else None
        raise UnknownOrder(number if isinstance(number, int) else 0) from None
    return order


def read_message(line: bytes) -> Message:
    """The message that `encode` wrote. Raises ValueError where it is cut off or of another version."""
    try:
        message: Message = _CONVERTER.structure(json.loads(line), cast("Any", Message))
    except (BaseValidationError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"no message: {line[:200]!r}") from error
    return message


def _converter() -> Converter:
    converter = Converter()
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    lines = override(omit=True)
    converter.register_unstructure_hook(CrawlReport, make_dict_unstructure_fn(CrawlReport, converter, lines=lines))
    converter.register_structure_hook(CrawlReport, make_dict_structure_fn(CrawlReport, converter, lines=lines))
    for union in (CrawlTask, Job, Order, Message):  # the inner ones first
        configure_tagged_union(union, converter, tag_name="type")
    return converter


_CONVERTER = _converter()
