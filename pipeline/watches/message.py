"""Message: what is told of an event, to a program and to a person."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import attrs

from pipeline.clock import to_stamp

if TYPE_CHECKING:
    from datetime import datetime

    from pipeline.watches.watch import Watch

# How a message to a person begins.
_NEWS = {
    "article.new": "Bài mới",
    "article.revised": "Bài đã sửa",
    "article.gone": "Bài đã gỡ",
    "article.moved": "Bài đã chuyển",
    "site.failed": "Trang không thu được",
    "source.retired": "Nguồn đã im",
    "site.alarmed": "Trang khác lệ thường",
    "watch.test": "Thử",
}


@attrs.frozen
class Message:
    """One event for one watch. `id` is the same however often it is sent, and whatever number the event has."""

    id: str
    kind: str
    at: str
    watch: str
    data: dict[str, Any]

    @property
    def body(self) -> str:
        """The JSON object that a webhook gets: `type`, `timestamp`, `data`, as the Standard Webhooks have them."""
        return json.dumps(
            {"type": self.kind, "timestamp": self.at, "data": {"watch": self.watch, **self.data}}, ensure_ascii=False
        )

    @property
    def title(self) -> str:
        """One line for a person."""
        return f"{_NEWS[self.kind]}: {self.data.get('title') or self.data['site']}"

    @property
    def text(self) -> str:
        """The rest for a person: where it stands, and which watch this is."""
        about = [*(self.data.get(name) for name in ("url", "source", "reason")), *self.data.get("errors", ())]
        return "\n".join(filter(None, [*about, f"{self.data['site']} · {self.watch}"]))


def message_of(watch: Watch, event: dict[str, Any]) -> Message:
    """Return what a watch tells of an event that `read_events` has yielded."""
    data = {name: value for name, value in event.items() if name not in {"id", "at", "kind"} and value is not None}
    return _message(watch.name, event["kind"], event["at"], data)


def sample(watch: Watch, article: dict[str, Any] | None, now: datetime) -> Message:
    """Return what `khobao watch test` sends: an article that matches (url, title, site, article), or none."""
    return _message(watch.name, "watch.test", to_stamp(now), article or {"site": watch.site or "khobao"})


def _message(watch: str, kind: str, at: str, data: dict[str, Any]) -> Message:
    told = json.dumps([watch, kind, at, data], sort_keys=True)
    return Message("msg_" + hashlib.sha256(told.encode()).hexdigest()[:32], kind, at, watch, data)
