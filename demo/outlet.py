"""Outlet: one invented newspaper or portal, its beat and its people, as data."""

from __future__ import annotations

import attrs

SECTIONS = {
    "thoi-su": "Thời sự",
    "kinh-te": "Kinh tế",
    "xa-hoi": "Xã hội",
    "van-hoa": "Văn hóa - Thể thao",
    "phap-luat": "Pháp luật",
}


@attrs.frozen
class Outlet:
    """An outlet. `places` are the communes it writes about, `agency` whose copy it prints now and then.

    `dateline` opens some of its sapos, as `(Xứ Lam) - `.
    """

    key: str
    name: str
    province: str
    places: tuple[str, ...]
    agency: str | None = None
    dateline: str = ""
