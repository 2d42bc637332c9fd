"""A preview holds the whole case, with whatever signs, ticks and findings; labels are read."""

import pytest
from telegram import InlineKeyboardMarkup

from bot.rules.cases import Age, Block, Choices, Domain, Group, Help, Living, Use
from handlers.cases import labels, preview
from handlers.cases.preview import Preview, Written
from handlers.core.screens import TEXT_LIMIT, shown_length
from locales import Locales, load
from tests.end_to_end.town import BRUSSELS

ALL = Choices(
    frozenset(Help), Age.ELDER, Living.INSTITUTION, frozenset(Domain), frozenset(Block), Use.SUMMARY
)
LARGEST = 2**31 - 1
FOUND = "Mevrouw Janssens, 0475 12 34 56, a@example.com. "


@pytest.fixture(scope="module")
def spoken() -> Locales:
    return load(BRUSSELS, "nl")


@pytest.mark.parametrize("language", ["nl", "fr", "en"])
@pytest.mark.parametrize(
    "text",
    ["x" * 3000, "&" * 3000, "🙂" * 1948, (FOUND * 80)[:3000], "<b>" * 1000, "#a" * 1500],
    ids=["letters", "ampersands", "emoji", "findings", "tags", "hashes"],
)
def test_everything_fits_one_message(spoken: Locales, language: str, text: str) -> None:
    assert preview.fits(text)
    receipt = "abstract abstract abstract abstract abstract"
    for group in (None, *Group):
        shown = preview.screen(
            spoken.words(language), Preview(LARGEST, Written(text, receipt), ALL, group)
        )
        assert shown_length(shown.text) <= TEXT_LIMIT
        assert isinstance(shown.keyboard(), InlineKeyboardMarkup)
        assert all(len(str(b.data).encode()) <= 64 for row in shown.rows for b in row)


def test_a_receipt_is_read_back_where_telegram_marks_nothing() -> None:
    text = "#a " * 500
    receipt = "abandon ability able about above"
    units = len(text.encode("utf-16-le")) // 2
    message = {
        "text": f"Heading\n\n{text}\nticks\n\nNote these\n{receipt}\nWith them",
        "entities": [{"type": "blockquote", "offset": 9, "length": units}],
    }
    assert preview.read(message) == Written(text, receipt)


@pytest.mark.parametrize(
    ("line", "choices"),
    [
        ("Hulp: ideeën, ervaring", Choices(help=frozenset({Help.IDEAS, Help.EXPERIENCE}))),
        ("âge : 12-25", Choices(age=Age.YOUNG)),
        ("domains: housing; papers", Choices(domains=frozenset({Domain.HOUSING, Domain.PAPERS}))),
        ("blocages: règles, moi", Choices(blocks=frozenset({Block.RULES, Block.ME}))),
        ("gebruik: samenvatting", Choices(use=Use.SUMMARY)),
        ("woont: alleen", Choices(living=Living.ALONE)),
    ],
)
def test_a_label_becomes_ticks(spoken: Locales, line: str, choices: Choices) -> None:
    languages = [spoken.words(one) for one in ("nl", "fr", "en")]
    given = labels.read(f"vraag: Wat nu?\n{line}\nhelp: chocolate", languages)
    assert given.choices == choices
    assert given.text == "Wat nu?\nhelp: chocolate"
