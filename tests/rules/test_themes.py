"""Themes: which of them a text speaks of, and which the ticks of a case name."""

import sys
from typing import Final

import pytest

from bot.rules.cases import Block, Domain
from bot.rules.themes import BLOCK, DOMAIN, FIXED, of_case, suggested
from bot.rules.themes.suggesting import MOST
from bot.rules.themes.vocabulary import VOCABULARY
from tests.rules.theme_sentences import SILENT, SPEAKING
from tests.rules.theme_sentences_unseen import UNSEEN

LEAST_PRECISION: Final = 0.9
LEAST_RECALL: Final = 0.85


def bare(keys: tuple[str, ...]) -> set[str]:
    """The names of the domains and blocks of these keys."""
    return {key.removeprefix(DOMAIN).removeprefix(BLOCK) for key in keys}


@pytest.mark.parametrize(("sentence", "themes"), SPEAKING)
def test_a_sentence_suggests_the_themes_it_speaks_of(sentence: str, themes: str) -> None:
    assert bare(suggested([sentence])) == set(themes.split())


@pytest.mark.parametrize("sentence", SILENT)
def test_what_speaks_of_no_theme_suggests_none(sentence: str) -> None:
    assert suggested([sentence]) == ()


def test_sentences_that_were_never_tuned_on_are_mostly_understood() -> None:
    told = [(bare(suggested([sentence])), set(themes.split())) for sentence, themes in UNSEEN]
    right = sum(len(found & meant) for found, meant in told)
    precision = right / sum(len(found) for found, _ in told)
    recall = right / sum(len(meant) for _, meant in told)
    told_of = f"precision {precision:.3f}, recall {recall:.3f}"
    sys.stdout.write(f"{len(UNSEEN)} sentences: {told_of}\n")

    assert precision >= LEAST_PRECISION
    assert recall >= LEAST_RECALL


def test_what_is_spoken_of_most_comes_first() -> None:
    texts = ["Zij heeft schulden.", "Schulden, facturen, en de woning is te klein."]

    assert suggested(texts) == (f"{DOMAIN}money", f"{DOMAIN}housing")


def test_no_more_than_six_are_suggested() -> None:
    everything = [sentence for sentence, _ in SPEAKING]

    assert len(suggested(everything)) == MOST


@pytest.mark.parametrize(
    "text",
    ["de digitale kloof", "DIGITALE  KLOOF!", "la fracture numérique", "digital divides"],
)
def test_a_theme_that_was_added_is_known_by_its_names(text: str) -> None:
    own = {"own_7": ("digitale kloof", "fracture numérique", "digital divide")}

    assert suggested([text], own) == ("own_7",)


@pytest.mark.parametrize("name", ["", "   ", "🙂", ".*", "(", "kloof_*"])
def test_no_name_of_a_theme_upsets_the_search(name: str) -> None:
    assert suggested(["een gewone dag"], {"own_1": (name,)}) == ()


def test_every_fixed_theme_has_words_in_each_language() -> None:
    assert {f"{DOMAIN}{one}" for one in VOCABULARY if isinstance(one, Domain)} | {
        f"{BLOCK}{one}" for one in VOCABULARY if isinstance(one, Block)
    } == set(FIXED)
    assert min(len(entries.split()) for entries in VOCABULARY.values()) >= 75


def test_a_long_text_is_read_at_once() -> None:
    assert suggested(["huur " * 20_000]) == (f"{DOMAIN}housing",)


def test_a_case_is_tagged_by_what_was_ticked() -> None:
    ticked = of_case({Domain.MONEY, Domain.OTHER}, {Block.ME})

    assert ticked == {f"{DOMAIN}money", f"{BLOCK}me"}
