from __future__ import annotations

import pytest

from pipeline.extraction.lines.sentences import ends_clause, ends_sentence


@pytest.mark.parametrize("line", ["Nước rút.", "Ai về?", "“Đi thôi!”", "Rồi…", "(theo đại biểu.)", "Anh nói: 'Được.'"])
def test_a_sentence_may_be_closed_by_quotes_and_brackets(line: str) -> None:
    """A full stop and its like end a sentence, also in quotes and brackets."""
    assert ends_sentence(line)
    assert ends_clause(line)


@pytest.mark.parametrize("line", ["Gồm các xã:", "đường liên thôn;"])
def test_a_colon_ends_a_clause_alone(line: str) -> None:
    """What introduces or separates the next line is a clause and no sentence."""
    assert ends_clause(line)
    assert not ends_sentence(line)


@pytest.mark.parametrize("line", ["", "Tin liên quan", "Kim Oanh", "Đợt 2. Kết quả", "TP.HCM"])
def test_headings_and_names_end_nothing(line: str) -> None:
    """A line without a mark at its end is neither."""
    assert not ends_clause(line)
