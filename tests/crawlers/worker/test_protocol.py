from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.report import CrawlReport
from crawlers.worker.protocol import (
    AnnotateJob,
    Beat,
    CrawlJob,
    Done,
    Failed,
    Message,
    Order,
    PollAll,
    PollDue,
    PollNowJob,
    PollSources,
    Progress,
    Ready,
    Request,
    Revisit,
    Stop,
    StopSite,
    UnknownOrder,
    encode,
    read_message,
    read_order,
)
from pipeline.annotation import Annotation

ANNOTATION = Annotation("hide", "bao.example", "https://bao.example/á", datetime(2026, 7, 16, tzinfo=UTC), {"a": "ầ"})
ORDERS: list[Order] = [
    Request(1, CrawlJob("bao.example", PollAll())),
    Request(2, CrawlJob("bao.example", PollDue(), 300.0)),
    Request(3, CrawlJob("bao.example", PollSources(("https://bao.example/rss",)))),
    Request(4, CrawlJob("bao.example", Revisit(()))),
    Request(5, AnnotateJob(ANNOTATION)),
    Request(6, PollNowJob("bao.example")),
    StopSite("bao.example"),
    Stop(),
]
MESSAGES: list[Message] = [Ready(), Beat(123, has_room=False), Done(5), Failed(6, "đứt cáp\n")]


@pytest.mark.parametrize("order", ORDERS, ids=repr)
def test_an_order_arrives_as_it_was_sent(order: Order) -> None:
    """On one line."""
    line = encode(order)
    assert read_order(line) == order
    assert line.count(b"\n") == 1


@pytest.mark.parametrize("message", MESSAGES, ids=repr)
def test_a_message_arrives_as_it_was_sent(message: Message) -> None:
    """On one line."""
    line = encode(message)
    assert read_message(line) == message
    assert line.count(b"\n") == 1


@pytest.mark.parametrize("kind", [Progress, Done])
def test_a_report_arrives_with_its_counts_and_without_its_ledger_lines(kind: type[Progress | Done]) -> None:
    """Counts of kinds that did not come are 0 at the other end too; the ledger was written where it was counted."""
    report = CrawlReport("bao.example", sources=2, errors=["x"], resume_in=1.5)
    report.stored["new"] += 2
    report.line("https://bao.example/rss").failures["gone"] += 1
    message = read_message(encode(kind(7, report)))
    assert isinstance(message, Progress | Done)
    assert message.report is not None
    assert message.report.as_json() == report.as_json()
    assert message.report.stored["revised"] == 0
    assert message.report.lines == {}


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ({"id": 7, "site": "bao.example", "sources": None, "again": None, "budget": None}, 7),
        ({"id": 8, "type": "Request", "job": {"type": "SomethingNew", "site": "bao.example"}}, 8),
        ({"id": 9, "type": "Request", "job": {"type": "CrawlJob", "site": "bao.example", "task": {}}}, 9),
        ({"stop_site": "bao.example"}, 0),
        ([], 0),
    ],
)
def test_an_order_of_another_version_is_refused_under_its_number(line: object, number: int) -> None:
    """So that a command of an older version, or of a newer one, can be answered."""
    with pytest.raises(UnknownOrder, match="different versions") as caught:
        read_order(json.dumps(line).encode())
    assert caught.value.id == number


def test_commands_of_every_version_find_the_error() -> None:
    """The field is called `error`, beside the `id`."""
    document = json.loads(encode(Failed(7, "why")))
    assert (document["id"], document["error"]) == (7, "why")


@given(st.binary())
def test_no_line_is_anything_but_an_order_or_unknown(line: bytes) -> None:
    """Whatever comes, it is an UnknownOrder, and for a message a ValueError."""
    with pytest.raises(UnknownOrder):
        read_order(line)
    with pytest.raises(ValueError, match=r"^"):
        read_message(line)
