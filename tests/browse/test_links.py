from __future__ import annotations

import pytest

from browse.links import with_arguments


@pytest.mark.parametrize(
    ("query_string", "changes", "address"),
    [
        ("", {}, "?"),
        ("q=cau&page=3", {"page": "4"}, "?q=cau&page=4"),
        ("q=cau&page=3", {"page": None}, "?q=cau"),
        ("q=cau&lang=en", {}, "?q=cau"),
        ("q=cau&lang=vi", {"lang": "en"}, "?q=cau&lang=en"),
        ("q=c%E1%BA%A7u+%26+s%C3%B4ng", {"page": "2"}, "?q=c%E1%BA%A7u+%26+s%C3%B4ng&page=2"),
        ("site=a.vn&site=b.vn", {"site": "c.vn"}, "?site=c.vn"),
        ("q=%ff", {}, "?q=%EF%BF%BD"),
    ],
)
def test_arguments_are_changed_added_or_left_out(
    query_string: str, changes: dict[str, str | None], address: str
) -> None:
    """All other arguments stay as they are, but for the language, which the cookie remembers."""
    assert with_arguments(query_string, **changes) == address
