"""What changed between two revisions, sentence by sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.article import Article
from pipeline.queries.diff import Changes, Piece, compare, diff_words, sentences

SAPO = "Mưa lớn làm ngập nhiều tuyến đường của xã."
FIRST = "Sáng 16/7, ông Nguyễn Văn A. có mặt tại hiện trường. Đoàn gồm 12 người."
LAST = "Con đường sẽ thông xe trong tuần này."


def text(*paragraphs: str, title: str = "Ngập lụt", sapo: str | None = SAPO) -> Article:
    """An article whose text has its sapo first."""
    return Article("https://bao.example/1", title, sapo, (*([sapo] if sapo else []), *paragraphs))


def test_the_same_text_has_no_changes() -> None:
    """Nothing is said of what stands as it stood."""
    assert not compare(text(FIRST, LAST), text(FIRST, LAST))


def test_a_number_that_changed_is_one_sentence_altered() -> None:
    """Only that sentence, as it was and as it is."""
    found = compare(text(FIRST, LAST), text(FIRST.replace("12", "14"), LAST))
    assert found == Changes(altered=(("Đoàn gồm 12 người.", "Đoàn gồm 14 người."),))


def test_title_and_sapo_are_told_apart_from_the_text() -> None:
    """A new sapo is no sentence of the text that was added."""
    found = compare(text(LAST), text(LAST, title="Ngập nặng", sapo="Nước rút chậm."))
    assert found == Changes(title=("Ngập lụt", "Ngập nặng"), sapo=(SAPO, "Nước rút chậm."))
    assert compare(text(LAST), text(LAST, sapo=None)) == Changes(sapo=(SAPO, ""))


def test_sentences_are_added_and_dropped() -> None:
    """One that shares little with what stood at its place is new."""
    more = "Bí thư Đảng ủy yêu cầu kiểm tra toàn bộ cống thoát nước."
    assert compare(text(FIRST), text(FIRST, more)).added == (more,)
    assert compare(text(FIRST, more), text(FIRST)).dropped == (more,)
    found = compare(text(LAST), text(more))
    assert (found.added, found.dropped, found.altered) == ((more,), (LAST,), ())


def test_where_a_sentence_ends() -> None:
    """Not behind an initial or a degree, nor in a number; quotes close with it."""
    paragraph = 'TS. Lê B. nói: "Đã xong." Tổng vốn 16.750 tỷ đồng. UBND TP. Vinh đồng ý! Còn gì nữa?'
    assert sentences([paragraph, "Hết"]) == [
        'TS. Lê B. nói: "Đã xong."',
        "Tổng vốn 16.750 tỷ đồng.",
        "UBND TP. Vinh đồng ý!",
        "Còn gì nữa?",
        "Hết",
    ]


def test_words_are_marked() -> None:
    """Runs of words that stand in both, or in one of two."""
    assert diff_words("Đoàn gồm 12 người", "Đoàn gồm 14 người lính") == [
        Piece("Đoàn gồm", "Đoàn gồm"),
        Piece("12", "14"),
        Piece("người", "người"),
        Piece("", "lính"),
    ]


@given(st.lists(st.text("ab. X", max_size=30), max_size=6), st.lists(st.text("ab. X", max_size=30), max_size=6))
def test_nothing_is_lost_between_two_texts(before: list[str], after: list[str]) -> None:
    """What was dropped or altered stood there, what was added or altered stands there now."""
    found = compare(text(*before, sapo=None), text(*after, sapo=None))
    old, new = sentences(before), sentences(after)
    assert {*found.dropped, *(one for one, _ in found.altered)} <= set(old)
    assert {*found.added, *(one for _, one in found.altered)} <= set(new)
    assert bool(found) == (old != new)
