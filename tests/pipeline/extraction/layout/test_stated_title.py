"""A stated title without the site's name, and whether it names an article at all."""

from __future__ import annotations

import pytest

from pipeline.extraction.html import Stated
from pipeline.extraction.layout.stated_title import names_no_article, names_of_site, strip_site

TITLE = "Sửa đường vào bản vùng cao"


def names(outlets: tuple[str, ...] = ("Vĩnh Hà",), section: str | None = None) -> frozenset[str]:
    """Return the names of a site on vidu.vn."""
    return names_of_site(Stated((), outlets, (), (), (), section, (), is_article=True), "www.vidu.vn")


@pytest.mark.parametrize(
    "stated",
    [
        TITLE,
        f"{TITLE} - Vĩnh Hà",
        f"{TITLE} | vidu.vn",
        f"Vĩnh Hà :: {TITLE}",
        f"{TITLE} - Xã hội - Báo Vĩnh Hà điện tử",
        f"{TITLE} - Tin nhanh Vĩnh Hà",
        f"{TITLE} » Vidu",
    ],
)
def test_the_sites_name_goes(stated: str) -> None:
    """Before or behind the title, as the head states it or as papers are called; the section between them too."""
    assert strip_site(stated, names(section="Xã hội")) == TITLE


def test_a_joint_in_the_title_stays() -> None:
    """What stands behind it is no name of the site; a name that itself holds a joint goes as one."""
    assert strip_site("Sông Hồng - con đường của nước", names()) == "Sông Hồng - con đường của nước"
    assert strip_site(f"{TITLE} - Vĩnh Hà - Đất và người", names(("Vĩnh Hà - Đất và người",))) == TITLE


@pytest.mark.parametrize(
    ("title", "nothing"),
    [("Tin tức - Xã Tân Lập", True), ("Chi tiết bài viết", True), ("Vĩnh Hà", True), ("Sở Y tế", True), (TITLE, False)],
)
def test_no_article_is_named(title: str, nothing: bool) -> None:  # noqa: FBT001
    """A title of the sort of the page, a commune's, an office's or the site's own."""
    assert names_no_article(title, names()) is nothing
