from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

import pytest
from lxml import html

from browse.security.headers import STRICT_POLICY

if TYPE_CHECKING:
    from tests.support.served import Served

SITE = "127.0.0.1:9101"


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("vi", ("đã gửi 1, lần cuối", "không gửi được từ", "chưa gửi lần nào", "đã tắt", "mọi bài", "Nghệ An")),
        (
            "en",
            ("1 sent, last", "failing since", "nothing sent yet", "switched off", "every article", "sites that fail"),
        ),
    ],
)
def test_the_watches_are_listed_without_what_is_secret(followed: Served, lang: str, words: tuple[str, ...]) -> None:
    """Query, feeds, last delivery and failures; nothing of where they lead, nor of what a receiver said."""
    page = followed.get(f"/theo-doi?lang={lang}")
    assert [word for word in words if word not in page.text] == []
    assert page.headers["content-security-policy"] == STRICT_POLICY
    for secret in ("SECRET", "hooks.example", followed.bridge, "example.org", "<i>Ví Dụ"):
        assert secret not in page.text
    tree = html.document_fromstring(page.content)
    assert [node.text_content() for node in tree.cssselect(".watch h3")] == ["dat", "hong"]
    for link in tree.cssselect("main a"):
        assert followed.get(urljoin("/theo-doi", link.get("href"))).status_code == 200


def test_a_home_without_watches_says_how_to_add_one(served: Served) -> None:
    """And lists the feeds all the same."""
    page = served.get("/theo-doi")
    assert "khobao watch add" in page.text
    assert len(html.document_fromstring(page.content).cssselect(".feeds li")) == 6
