import pytest

from crawlers.sources.references import mend_references, unfinished_at


@pytest.mark.parametrize(
    ("data", "mended"),
    [
        (b"&#55357;&#56832;", b"&#128512;"),
        (b"&#xd83d;&#xDE00;!", b"&#128512;!"),
        (b"&#65;&#55357;&#56832;&#56832;", b"&#65;&#128512;&#65533;"),
        (b"&#55357;&#55357;&#56832;", b"&#65533;&#128512;"),
        (b"&#55357; &#56832;", b"&#65533; &#65533;"),
        (b"&#x110000;&#99999999999;&#0;&#31;", b"&#65533;" * 4),
        (b"&#0000000000000233;", b"&#0000000000000233;"),
        (b"&#xE9;&#10;&#147;&amp;#55357;", b"&#xE9;&#10;&#147;&amp;#55357;"),
        (b"&#;&#x;&#a;", b"&#;&#x;&#a;"),
    ],
)
def test_references(data: bytes, mended: bytes) -> None:
    """Halves that follow one another become one, what is no character U+FFFD; whole ones stay as they are written."""
    assert mend_references(data) == mended


@pytest.mark.parametrize(
    ("data", "place"),
    [(b"abc", 3), (b"a&#553", 1), (b"a&#55357;", 1), (b"a&#55357;&#56", 1), (b"a&amp; b", 8), (b"a&", 1), (b"", 0)],
)
def test_a_piece_that_ends_in_a_reference(data: bytes, place: int) -> None:
    """What may go on in the next piece begins with the first reference of the run at the end."""
    assert unfinished_at(data) == place
