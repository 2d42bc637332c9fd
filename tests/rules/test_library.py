"""The library's rules: what a search looks for, which links are taken, how long words are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.library import (
    LINK_LIMIT,
    SEARCH_LIMIT,
    WORD_LIMIT,
    counted_from,
    holds_credentials,
    is_address,
    read_link,
    search_words,
    terms,
)

FOLDED = {
    "case and accents": ("Échange ÉTÉ Zoë", "echange ete zoe"),
    "signs part words": ("l'outil-clé: «d’écoute»", "l outil cle d ecoute"),
    "ligatures": ("Œuvre cœur Straße ﬁn", "oeuvre coeur strasse fin"),
    "an underscore is a sign": ("sociale_kaart", "sociale kaart"),
    "no words": ("🙂 … \x00 '\"*()", ""),
    "figures are words": ("112 of 1712", "112 of 1712"),
    "other scripts": ("Помощь مساعدة", "помощь مساعدة"),
}


@pytest.mark.parametrize(("text", "words"), FOLDED.values(), ids=FOLDED.keys())
def test_a_text_is_searched_by_its_plain_words(text: str, words: str) -> None:
    assert search_words(text) == words


def test_a_word_without_end_is_cut() -> None:
    assert search_words("x" * 5000) == "x" * WORD_LIMIT


TERMS = {
    "words": ("Babbel Boost", ("babbel", "boost")),
    "each once": ("boost Boost BOOST", ("boost",)),
    "single letters beside words": ("l'outil d'écoute", ("outil", "ecoute")),
    "only single letters": ("a b", ("a", "b")),
    "operators": ('"or" NOT -x* NEAR(a b) col:val', ("or", "not", "near", "col", "val")),
    "nothing": ("🙂 '\x00*", ()),
}


@pytest.mark.parametrize(("typed", "found"), TERMS.values(), ids=TERMS.keys())
def test_a_search_looks_for_the_beginnings_of_words(typed: str, found: tuple[str, ...]) -> None:
    assert terms(typed) == found


@pytest.mark.parametrize(
    "typed", ["woord " * 1000, "é" * 4000, "я" * 4000, "ab cd " * 700, "\ud800x"]
)
def test_what_is_looked_for_fits_a_button_and_stays_the_same_when_read_again(typed: str) -> None:
    sought = " ".join(terms(typed))

    assert len(sought.encode()) <= SEARCH_LIMIT
    assert " ".join(terms(sought)) == sought


LINKS = {
    "as it is": ("https://www.example.org/a?b=c#d", "https://www.example.org/a?b=c#d"),
    "without a scheme": ("www.example.org", "https://www.example.org"),
    "in capitals": ("HTTP://Example.ORG/Pad", "http://example.org/Pad"),
    "with a port": ("https://example.org:8443/x", "https://example.org:8443/x"),
    "what follows people goes": (
        "https://example.org/?utm_source=x&id=2&fbclid=abc",
        "https://example.org/?id=2",
    ),
    "a host with accents": ("https://santé.example.org", "https://xn--sant-epa.example.org"),
}


@pytest.mark.parametrize(("typed", "link"), LINKS.values(), ids=LINKS.keys())
def test_a_link_is_cleaned(typed: str, link: str) -> None:
    assert is_address(typed)
    assert read_link(typed) == link


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)",
        "JavaScript://example.org/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "ftp://example.org/x",
        "tg://user?id=1",
        "mailto:anna@example.org",
        "https://anna:secret@example.org/",
        "https://anna@example.org/",
        "https://localhost/",
        "https://192.168.1.1/",
        "https://[::1]/",
        "https://[x/",
        "https://example.org:99999999/",
        "https:///x",
        "https://exa\\mple.org",
        'https://example.org/"><script>',
        f"https://example.org/{'x' * LINK_LIMIT}",
        f"https://{'x' * 70}.org/",
        "www.",
    ],
)
def test_any_other_address_is_refused(typed: str) -> None:
    assert is_address(typed)
    assert read_link(typed) is None


def test_a_sentence_is_no_address_but_may_hold_credentials() -> None:
    assert not is_address("Zie: https://example.org")
    assert not holds_credentials("Mail anna@example.org of zie https://example.org/@anna")
    assert holds_credentials("Zie https://anna:geheim@example.org/ voor alles")


NOW = datetime(2026, 9, 1, tzinfo=UTC)
FIRST, SECOND = NOW + timedelta(days=300), NOW + timedelta(days=660)

COUNTED = {
    "in the first cycle": (NOW, FIRST),
    "between two cycles": (FIRST + timedelta(days=1), SECOND),
    "after the last": (SECOND + timedelta(days=1), SECOND + timedelta(days=1)),
}


@pytest.mark.parametrize(("tried_at", "start"), COUNTED.values(), ids=COUNTED.keys())
def test_words_are_kept_from_the_end_of_the_cycle_they_belong_to(
    tried_at: datetime, start: datetime
) -> None:
    assert counted_from(tried_at, [SECOND, FIRST]) == start
