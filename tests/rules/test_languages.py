"""The registry of languages: what people type is found, whatever the accents and capitals."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.languages import (
    CODES,
    GROUP_CODES,
    LANGUAGES,
    Language,
    group_name,
    labels,
    nearest_language,
    read_group_code,
    read_language,
    single_languages,
)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_a_language_is_found_by_all_it_is_called(language: Language) -> None:
    for typed in (language.code, language.own_name, f" {language.own_name.upper()} "):
        assert read_language(typed) == language.code
    for typed in language.aliases:
        assert read_language(typed) == read_group_code(typed) == language.code


def test_no_word_names_two_languages() -> None:
    words = [word for code in CODES for word in labels(code)]
    assert len(words) == len(set(words))


@pytest.mark.parametrize("code", GROUP_CODES)
def test_a_groups_language_is_found_by_its_code_and_its_name(code: str) -> None:
    assert read_group_code(code) == read_group_code(group_name(code)) == code


@pytest.mark.parametrize(
    ("text", "language"),
    [
        pytest.param("nl", "nl", id="a code"),
        pytest.param("Nederlands", "nl", id="Dutch in Dutch"),
        pytest.param("néerlandais", "nl", id="Dutch in French"),
        pytest.param("français", "fr", id="French in French"),
        pytest.param("FRANCAIS", "fr", id="without the cedilla"),
        pytest.param("Engels", "en", id="English in Dutch"),
        pytest.param("en", "en", id="the English code"),
        pytest.param("nl+fr", "nl+fr", id="both"),
        pytest.param("fr+nl", "nl+fr", id="both the other way round"),
        pytest.param("nl + fr", "nl+fr", id="both with spaces"),
        pytest.param("nl/fr", "nl+fr", id="both with a slash"),
        pytest.param("Nederlands en Frans", "nl+fr", id="the Dutch word for and"),
        pytest.param("français et néerlandais", "nl+fr", id="the French word for and"),
        pytest.param("tweetalig", "nl+fr", id="bilingual"),
        pytest.param("nl+en", None, id="a pair that is not offered"),
        pytest.param("nl nl", None, id="one language twice"),
        pytest.param("xx", None, id="another language"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_the_groups_language_is_read_loosely(text: str, language: str | None) -> None:
    assert read_group_code(text) == language


def test_a_group_in_two_languages_is_addressed_in_dutch_then_french() -> None:
    assert single_languages("nl+fr") == ("nl", "fr")
    assert single_languages("en") == ("en",)


@pytest.mark.parametrize(
    ("code", "language"),
    [("nl-BE", "nl"), ("fr_BE", "fr"), ("EN", "en"), ("tr", None), ("", None), (None, None)],
)
def test_the_language_nearest_to_telegrams_is_taken(code: str | None, language: str | None) -> None:
    assert nearest_language(code) == language


@given(st.text(max_size=60))
def test_any_text_is_read_without_an_error(text: str) -> None:
    read_language(text)
    read_group_code(text)
    nearest_language(text)
