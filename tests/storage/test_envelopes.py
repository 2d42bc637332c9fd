"""Envelopes: one size, opened by the words only; receipts that join nothing without them."""

import os
import random
from itertools import count

import pytest
from nacl import bindings
from nacl.public import PrivateKey, SealedBox

from bot.rules.cases import SIZE, Blank, Case, Choices, written
from storage.cases.envelopes import (
    RECEIPT_WORDS,
    RELEASE_WORDS,
    Receipt,
    Release,
    drawn_words,
    open_all,
    seal,
    words_in,
)
from tests.least_cost import LEAST_COST

SALT = bytes(range(16))
WORDS = "zoo cash orbit olive bird lamp"
RELEASE = Release.of(WORDS, SALT, LEAST_COST)
SEALED_SIZE = SIZE + bindings.crypto_box_SEALBYTES
BLANK = written(Blank())


def test_an_envelope_is_a_sealed_box_that_only_the_window_s_key_opens() -> None:
    box = seal(BLANK, RELEASE.public_key, os.urandom)
    assert SealedBox(PrivateKey(RELEASE.private_key)).decrypt(box) == BLANK
    stranger = Release.of("zoo cash orbit olive bird zoo", SALT, LEAST_COST)
    unsealed = open_all([box, box[:-1], b"", os.urandom(SEALED_SIZE)], stranger)
    assert (unsealed.contents, unsealed.spoiled) == ((), 4)
    assert open_all([box], RELEASE).contents == (BLANK,)


def test_blank_and_case_have_the_same_size() -> None:
    contents = [BLANK, written(Case("x" * 3000, Choices(), bytes(32)))]
    boxes = [seal(content, RELEASE.public_key, os.urandom) for content in contents]
    assert {len(box) for box in boxes} == {SEALED_SIZE}


def test_a_content_of_another_size_is_not_sealed() -> None:
    with pytest.raises(ValueError, match="size"):
        seal(BLANK[:-1], RELEASE.public_key, os.urandom)


def test_the_same_chance_gives_the_same_bytes_and_another_chance_others() -> None:
    def box(seed: int) -> bytes:
        return seal(BLANK, RELEASE.public_key, random.Random(seed).randbytes)  # noqa: S311

    assert box(1) == box(1) != box(2)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(WORDS, id="as shown"),
        pytest.param("Zoo CASH Orbit olive bird lamp", id="capitals"),
        pytest.param("zoo, cash, orbit,\nolive; bird. lamp", id="commas and lines"),
        pytest.param("1. zoo 2. cash 3. orbit 4. olive 5. bird 6. lamp", id="numbered"),
    ],
)
def test_words_open_however_they_are_typed(typed: str) -> None:
    read = words_in(typed, RELEASE_WORDS)
    assert read is not None
    assert Release.of(read, SALT, LEAST_COST) == RELEASE


@pytest.mark.parametrize(
    "typed", ["Épicerie, vidéo, ÉLOGE, trésor, dédale", "epicerie video eloge tresor dedale"]
)
def test_french_words_are_read_with_or_without_accents(typed: str) -> None:
    assert words_in(typed, RECEIPT_WORDS) == "epicerie video eloge tresor dedale"


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("", id="nothing"),
        pytest.param("zoo cash orbit olive bird", id="one is missing"),
        pytest.param(f"{WORDS} zoo", id="one too many"),
        pytest.param("zoo cash orbit olive bird xyzzy", id="one is none of them"),
        pytest.param("zoo cash orbit olive bird abeille", id="of two languages"),
    ],
)
def test_other_words_are_none(typed: str) -> None:
    assert words_in(typed, RELEASE_WORDS) is None


@pytest.mark.parametrize(("language", "foreign"), [("nl", False), ("en", False), ("fr", True)])
def test_drawn_words_are_read_back(language: str, foreign: bool) -> None:
    drawn = [drawn_words(RECEIPT_WORDS, language, os.urandom) for _ in range(50)]
    assert len(set(drawn)) == 50
    assert any(not words.isascii() for words in drawn) is foreign
    for words in drawn:
        read = words_in(words, RECEIPT_WORDS)
        assert read is not None
        assert Receipt.of(read, SALT, LEAST_COST) == Receipt.of(words, SALT, LEAST_COST)


def test_every_word_can_be_drawn_in_every_place() -> None:
    numbers = count()
    seen = [
        drawn_words(RECEIPT_WORDS, "en", lambda size: (next(numbers) << 1).to_bytes(size, "big"))
        for _ in range(2048)
    ]
    assert len({words.split()[0] for words in seen}) == 2048
    ones = drawn_words(RELEASE_WORDS, "en", lambda size: b"\xff" * size)
    assert ones == " ".join(["zoo"] * RELEASE_WORDS)


def test_a_receipt_names_envelope_and_case_apart_and_each_window_anew() -> None:
    words = "zoo cash orbit olive bird"
    receipt = Receipt.of(words, SALT, LEAST_COST)
    other = Receipt.of(words, SALT[::-1], LEAST_COST)
    names = {receipt.envelope_id, receipt.mark, other.envelope_id, other.mark}
    assert {len(name) for name in names} == {32}
    assert len(names) == 4


def test_what_is_secret_is_not_shown_by_accident() -> None:
    receipt = Receipt.of(WORDS, SALT, LEAST_COST)
    shown = f"{RELEASE!r} {receipt!r} {open_all([], RELEASE)!r}"
    assert repr(RELEASE.private_key) not in shown
    assert repr(receipt.mark) not in shown
    assert len(BLANK) == SIZE
