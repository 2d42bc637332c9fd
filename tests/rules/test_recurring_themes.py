"""Which themes recur in a cycle, since when; and what a theme may be called."""

import pytest

from bot.rules.themes import BLOCK, DOMAIN, NAME_LIMIT, Tag, recurring, theme_name

HOUSING, MONEY, ME = f"{DOMAIN}housing", f"{DOMAIN}money", f"{BLOCK}me"


def test_what_came_up_in_most_sessions_comes_first() -> None:
    tags = [
        *(Tag(MONEY, "case", 1, 2) for _ in range(5)),
        Tag(HOUSING, "summary", 1, 1),
        Tag(HOUSING, "case", 1, 3),
        Tag(ME, "prompt", 1),
    ]

    first, second, third = recurring(tags, 1)

    assert (first.theme, first.total, first.sessions, first.since) == (HOUSING, 2, (1, 3), (1, 1))
    assert (second.theme, second.total, second.sessions) == (MONEY, 5, (2,))
    assert (second.by_kind, second.by_session) == ({"case": 5}, {2: 5})
    assert (third.theme, third.sessions, third.since) == (ME, (), None)


def test_a_theme_of_an_earlier_cycle_is_known_since_then() -> None:
    tags = [Tag(HOUSING, "case", 1, 4), Tag(HOUSING, "case", 2, 1), Tag(MONEY, "case", 1, 1)]

    (housing,) = recurring(tags, 2)

    assert (housing.since, housing.total, housing.sessions) == ((1, 4), 1, (1,))
    assert [one.since for one in recurring(tags, 1)] == [(1, 1), (1, 4)][::-1]


def test_of_equals_the_order_of_the_list_decides_and_added_ones_come_last() -> None:
    tags = [Tag(key, "item", 1) for key in ("own_2", ME, "own_1", MONEY, HOUSING)]

    assert [one.theme for one in recurring(tags, 1)] == [HOUSING, MONEY, ME, "own_1", "own_2"]


def test_without_tags_nothing_recurs() -> None:
    assert recurring([], 1) == ()


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("  digitale   kloof ", "digitale kloof"),
        ("e\u0301cole", "école"),
        ("x" * NAME_LIMIT, "x" * NAME_LIMIT),
        ("x" * (NAME_LIMIT + 1), None),
        ("", None),
        ("\u200b", None),
        ("—!?", None),
        ("🙂", None),
    ],
)
def test_a_name_says_something_on_one_short_line(written: str, name: str | None) -> None:
    assert theme_name(written) == name
