from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from pipeline.locale import LANGUAGES, phrase, plural
from tests.support.catalogues import messages

if TYPE_CHECKING:
    from babel.messages.catalog import Message


def forms(message: Message) -> tuple[str, ...]:
    """Texts of a message, one for each plural form."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def test_the_languages_have_the_same_messages() -> None:
    """Each msgid of one catalogue is in the other, in the same order, and has a plural in both or in neither."""
    vietnamese, english = (messages(language) for language in LANGUAGES)
    assert list(vietnamese) == list(english)
    assert [message.pluralizable for message in vietnamese.values()] == [
        message.pluralizable for message in english.values()
    ]


def test_no_message_is_empty() -> None:
    """Each form of each message has a text in each language: one for Vietnamese plurals, two for English ones."""
    for language, number in zip(LANGUAGES, (1, 2), strict=True):
        for msgid, message in messages(language).items():
            assert len(forms(message)) == (number if message.pluralizable else 1), (language, msgid)
            assert all(forms(message)), (language, msgid)


def test_each_phrase_takes_the_same_values_in_both_languages() -> None:
    """A placeholder of the Vietnamese phrase is one of the English phrase, and the other way round."""
    vietnamese, english = (messages(language) for language in LANGUAGES)
    for msgid in vietnamese:
        names = {
            frozenset(re.findall(r"\{(\w+)\}", form)) for form in (*forms(vietnamese[msgid]), *forms(english[msgid]))
        }
        assert len(names) == 1, msgid


def test_phrase_fills_in_its_values() -> None:
    """A phrase comes in the language asked for, with its placeholders replaced."""
    assert phrase("vi", "health.falling", count=3, usual=90) == "ba ngày qua có 3 bài, thường là 90"
    assert phrase("en", "health.falling", count=3, usual=90) == "3 articles in three days, where 90 are usual"


@pytest.mark.parametrize(
    ("number", "english"), [(0, "0 articles"), (1, "1 article"), (2, "2 articles"), (1_000, "1000 articles")]
)
def test_plural_chooses_the_form_of_the_number(number: int, english: str) -> None:
    """English has a form for one and a form for all else, Vietnamese one for all."""
    assert plural("en", "article_count", number, n=number) == english
    assert plural("vi", "article_count", number, n=number) == f"{number} bài"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_msgid_that_is_not_there_is_an_error(language: str) -> None:
    """An unknown msgid raises KeyError; it went unseen if it were shown as it is."""
    with pytest.raises(KeyError):
        phrase(language, "nowhere")  # type: ignore[arg-type]
    with pytest.raises(KeyError):
        plural(language, "nowhere", 1)  # type: ignore[arg-type]


def test_every_message_is_of_an_area_that_a_test_holds() -> None:
    """Names with a dot are tables, events, health's reasons and formats, each held against its list elsewhere."""
    areas = {msgid.partition(".")[0] for msgid in messages("vi") if "." in msgid}
    assert areas == {"event", "format", "health", "table"}
