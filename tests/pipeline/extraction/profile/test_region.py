"""Pages cut by their bytes."""

from __future__ import annotations

import pytest

from pipeline.extraction.profile.profile import RegionMarks
from pipeline.extraction.profile.region import cut_region

PAGE = (
    b'<html><head><title>T</title><style>p{}</style><script>var a="</head>x";</script>'
    b'<script type="application/ld+json">{"a":1}</script><meta name="x"></head>'
    b'<body><div class="menu"><a>M</a></div><div class="main"><div><p>text</p></div></div>'
    b'<div class="right">R</div></body></html>'
)
MAIN = RegionMarks('class="main"', 'class="right"')


def test_head_and_region_are_left() -> None:
    """Data in the head stays, styles and code go (not their end tags), and so does all before and after the region."""
    assert cut_region(PAGE.replace(b"</head>x", b"x"), MAIN) == (
        b"<html><head><title>T</title></style></script>"
        b'<script type="application/ld+json">{"a":1}</script><meta name="x"></head><body>'
        b'<div class="main"><div><p>text</p></div></div>'
    )


def test_without_an_end_all_that_follows_is_kept() -> None:
    """What stands behind the region is read too then."""
    piece = cut_region(PAGE, RegionMarks('class="right"'))
    assert piece is not None
    assert piece.endswith(b'<body><div class="right">R</div></body></html>')


@pytest.mark.parametrize(
    ("body", "marks"),
    [
        (PAGE, RegionMarks('class="gone"', 'class="right"')),
        (PAGE, RegionMarks('class="main"', 'class="gone"')),
        (PAGE.replace(b'"menu"', b'"main"'), MAIN),
        (PAGE.replace(b"R</div>", b'R</div><i class="right">'), MAIN),
        (PAGE.replace(b"</head>", b""), MAIN),
        (PAGE.replace(b"</p></div></div>", b"</p></div>"), MAIN),
        (PAGE, RegionMarks('class="right"', 'class="main"')),
        (b'class="main"', RegionMarks('class="main"')),
        (b"", MAIN),
    ],
    ids=["no start", "no end", "two starts", "two ends", "no head", "not closed", "end first", "no tag", "empty"],
)
def test_a_page_that_is_not_marked_alike_is_not_cut(body: bytes, marks: RegionMarks) -> None:
    """Each mark stands once, the end behind the start, and the region closes what it opens; else nothing is cut."""
    assert cut_region(body, marks) is None
