import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rules.plain_text import clean, cut, fold, fold_letters, units

LURKING = "\u200b\u200d\u2060\u00ad\ufeff\u202e\u2066\u034f\u3164\ufe0f\u180e\U000e0041\U000e0101"
SPACES = "\t\u00a0\u2009\u202f\u3000\u2800 "
TYPED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(LURKING + SPACES + "\r\n\x85\u2028'’«»“-–…e\u0301\ud800\ue000"),
    )
)


@given(TYPED)
@example("a \u200b b")
@example("e\u200d\u0301")
@example("« « a » »")
@example("\n \n\u200b\n \n")
def test_a_clean_text_stays_as_it_is_and_hides_nothing(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert unicodedata.is_normalized("NFC", cleaned)
    assert all(
        sign == "\n" or unicodedata.category(sign) not in {"Cf", "Cc", "Co", "Cn", "Cs"}
        for sign in cleaned
    )
    assert not re.search(r"[^\S \n]|  | $|^ |\n\n\n", cleaned, re.MULTILINE)
    assert cleaned == cleaned.strip()


@given(st.lists(st.sampled_from(["hulp", "aide", "café", "👍🏽", "12/03", "\n", " "]), min_size=1))
def test_invisible_signs_between_all_letters_leave_no_trace(parts: list[str]) -> None:
    text = "".join(parts)
    marked = "".join(sign + LURKING[place % len(LURKING)] for place, sign in enumerate(text))
    assert clean(marked) == clean(text)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        pytest.param("l’aide “vite” — non", 'l\'aide "vite" - non', id="quotes and dashes"),
        pytest.param("« à l‘aise »", '"à l\'aise"', id="French quotation marks"),
        pytest.param("1\u202f250\u00a0euro", "1 250 euro", id="spaces of typographers"),
        pytest.param("cafe\u0301", "café", id="composed accents"),
        pytest.param("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier", id="line ends"),
        pytest.param("een\tstuk", "een stuk", id="tab"),
        pytest.param("a  \n\n\n\n  b   c ", "a\n\nb c", id="empty room"),
        pytest.param("uit\u00adstel", "uitstel", id="soft hyphen"),
        pytest.param("ja\U000e0068\U000e0069", "ja", id="tag characters"),
        pytest.param("👩\u200d⚕\ufe0f ❤\ufe0f", "👩⚕ ❤", id="emoji stay readable"),
        pytest.param("a\ue000\ud800b\x00\x07", "ab", id="private use, surrogate, control"),
        pytest.param("wacht…", "wacht...", id="three dots"),
        pytest.param("\u200b \u2800\n", "", id="nothing at all"),
        pytest.param("Ἀθῆναι çğış العربية", "Ἀθῆναι çğış العربية", id="every script stays"),
    ],
)
def test_what_is_typed_becomes_plain(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned


@given(text=st.text(max_size=60), most=st.integers(1, 40))
def test_a_cut_text_is_at_most_so_long_whatever_it_is_written_in(text: str, most: int) -> None:
    short = cut(text, most)
    assert units(short) <= most or short == text
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@pytest.mark.parametrize(
    ("typed", "folded", "letters"),
    [
        ("  Élise\t d'Ô ", "elise d'o", "elise d'o"),
        ("STRASSE Straße", "strasse strasse", "strasse strasse"),
        ("Cœur, Ørsted, Łódź", "cœur, ørsted, łodz", "coeur, orsted, lodz"),
        ("e\u0301", "e", "e"),
        ("", "", ""),
    ],
)
def test_case_accents_and_spaces_make_no_difference(typed: str, folded: str, letters: str) -> None:
    assert fold(typed) == folded
    assert fold_letters(typed) == letters
