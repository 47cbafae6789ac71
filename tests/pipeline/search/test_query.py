from __future__ import annotations

import pytest

from pipeline.search.query import MAX_TERMS, Term, all_words, exact_form, folded_form, parse_query, whole_phrase


@pytest.mark.parametrize(
    ("typed", "expression"),
    [
        ("nông thôn", '("nông") AND ("thôn")'),
        ("Hoà Bình", '("hòa") AND ("bình")'),
        ('"nông thôn mới" xã', '("nông thôn mới") AND ("xã")'),
        ("“nông thôn”", '("nông thôn")'),
        ("lúa OR ngô xã", '("lúa" OR "ngô") AND ("xã")'),
        ("OR lúa OR", '("lúa")'),
        ("chuy* ch*", '(("chuy" *)) AND ("ch")'),
        ("quy*", '(("qui" * OR "quy" *))'),
        ('"kỹ chính quy"*', '(("kĩ chính qui" * OR "kĩ chính quy" *))'),
        ('01-NQ/TU "', '("01-nq/tu")'),
        ("lúa -ngô", '("lúa")'),
    ],
)
def test_every_term_is_quoted(typed: str, expression: str) -> None:
    """Words are joined by AND, alternatives by OR, and nothing of what was typed is outside quotes."""
    assert all_words(parse_query(typed), exact_form) == expression


def test_minus_words_are_kept_apart() -> None:
    """What must not be found is no part of what is searched for; alone it asks for nothing."""
    query = parse_query('lúa -ngô --"nông thôn" 01-NQ -"chưa đóng')
    assert query.without == (Term("ngô"), Term("nông thôn"), Term("chưa đóng"))
    assert len(query.groups) == 2
    assert not parse_query("-ngô")


def test_phrase_is_tried_only_where_one_may_be_meant() -> None:
    """Several plain words may be a phrase; one word, an OR or a star may not."""
    assert whole_phrase(parse_query("nông thôn mới"), folded_form) == '"nông thôn mới"'
    assert [parse_query(typed).is_phrase for typed in ("nông thôn", "nông", "lúa OR ngô", "nông thôn*")] == [
        True,
        False,
        False,
        False,
    ]


def test_long_texts_are_cut() -> None:
    """Of a pasted page the first words are searched."""
    assert len(parse_query("đất " * 10_000).groups) == MAX_TERMS


def test_words_and_stars_are_bounded() -> None:
    """In all phrases together; what is beyond is not looked for, and a star too many is none."""
    assert whole_phrase(parse_query(f'"{"và " * 100}"'), exact_form).count("và") == 64
    assert whole_phrase(parse_query("va.va.va.va " * 32), exact_form).count("va") == 64
    assert all_words(parse_query("nguo* nhan* tinh* thon* lang*"), exact_form).count("*") == 4


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Hoà thuỷ khoẻ", "hòa thủy khỏe"),
        ("quý quỳ hoàn toàn", "quí quì hoàn toàn"),
        ("Tỷ kỹ Mỹ lý sỹ hy ty", "tỉ kĩ mĩ lí sĩ hi ti"),
        ("yêu thuyền tây kỳ-tích", "yêu thuyền tây kì-tích"),
    ],
)
def test_one_spelling(text: str, form: str) -> None:
    """Tone marks stand where the old style has them, y after h k l m s t qu is i; nothing else changes."""
    assert exact_form(text) == form
    assert exact_form(form) == form


def test_folded_form_knows_no_d_with_a_bar() -> None:
    """Đ and đ become d; the other accents are left to the tokenizer."""
    assert folded_form("Đường ĐẤT") == "dường dất"


def test_accents_are_noticed() -> None:
    """A lone đ is an accent; ASCII is not."""
    assert [parse_query(typed).accented for typed in ("dat", "đat", "dất", "dat OR ngô")] == [False, True, True, True]
