"""Addresses as shapes, at three levels."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.shapes import shapes


@pytest.mark.parametrize(
    ("path", "levels"),
    [
        ("/thoi-su/hop-bao-post4512.html", ("/thoi-su/{short}-post{n4}.html", "/{name}/{name}-post{n4}.html")),
        ("/hop-bao-a196643.html", ("/{short}-a{n6}.html", "/{name}-a{n6}.html", "/{name}-a{n}.html")),
        ("/chuyen-muc-tin-c217-1.html", ("/{short}-c{n3}-{n1}.html", "/{name}-c{n3}-{n1}.html")),
        ("/kinh-te/202605/hop-bao-6bb196c/", ("/kinh-te/{month}/{short}-{hex7}", "/{name}/{month}/{name}-{hex7}")),
        ("/2026/5/hop-bao-ve-viec-mo-duong", ("/{year}/{n1}/{long}", "/{year}/{n1}/{name}", "/{year}/{n}/{name}")),
        ("/le-hoi-2026", ("/{short}", "/{name}", "/{name}")),
        ("/nam-hoc-2020-2021.html", ("/{short}.html", "/{name}.html", "/{name}.html")),
        ("/le-hoi-nam-2026-4512.html", ("/{short}-{n4}-{n4}.html", "/{name}-{n4}-{n4}.html", "/{name}-{n}-{n}.html")),
        ("/a/b/c/hop-bao", ("/a/b/c/{short}", "/{name}/{name}/{name}/{name}", "/{name}/{name}")),
        ("/tin/newsid/0f8fad5b-d9cb-469f-a165-70867728950e", ("/tin/newsid/{guid}", "/{name}/{name}/{guid}")),
        ("/pages/2026-5-9/hop-bao.aspx", ("/pages/{day}/{short}.aspx", "/{name}/{day}/{name}.aspx")),
        ("/Default.aspx?tabid=62&NewsID=4512", ("/{short}.aspx?newsid={n4}&tabid={n2}",)),
        ("/?option=com_content&view=article", ("/?option=com_content&view=article",) * 3),
        ("/", ("/",) * 3),
    ],
)
def test_from_fine_to_coarse(path: str, levels: tuple[str, ...]) -> None:
    """Folders by name, then by number; digits by length, then any."""
    assert shapes("https://a.vn" + path)[: len(levels)] == levels


ADDRESSES = st.from_regex(
    r"(/[a-z0-9._-]{0,12}){0,4}(\?[a-z]{1,4}=[a-z0-9]{0,6}(&[a-z]{1,4}=[a-z0-9-]{0,6})?)?", fullmatch=True
)


@given(ADDRESSES, ADDRESSES)
def test_a_coarser_level_joins_and_never_parts(left: str, right: str) -> None:
    """What has one fine shape has one shape at each coarser level."""
    pairs = list(zip(shapes("https://a.vn" + left), shapes("https://b.vn" + right), strict=True))
    for (fine, other_fine), (coarse, other_coarse) in itertools.pairwise(pairs):
        assert fine != other_fine or coarse == other_coarse


@given(st.text(max_size=60))
def test_any_text_has_shapes(text: str) -> None:
    """Nothing that stands where an address should breaks it."""
    assert len(shapes("https://a.vn/" + text)) == 3
