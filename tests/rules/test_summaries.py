"""What a summary is made of, as it is typed, parted and sent."""

import pytest

from bot.rules.plain_text import units
from bot.rules.summaries import Request, agreements, missed, pieces, read_request


@pytest.mark.parametrize(
    ("arguments", "read"),
    [
        pytest.param("", Request(), id="nothing"),
        pytest.param("3", Request(3), id="a number"),
        pytest.param("3 We spoke.", Request(3, "We spoke."), id="a number, then text"),
        pytest.param("3\nlearned: a", Request(3, "learned: a"), id="a number, then labels"),
        pytest.param("\n3 came\nto us", Request(None, "3 came\nto us"), id="a number below"),
        pytest.param("3. first\n4. next", Request(None, "3. first\n4. next"), id="a list"),
        pytest.param("30 000 euro", Request(30, "000 euro"), id="what looks like one"),
        pytest.param("1234567 is long", Request(None, "1234567 is long"), id="too long for one"),
        pytest.param("session: 3\nlearned: a", Request(3, "learned: a"), id="a label in English"),
        pytest.param(
            "learned: a\nBijeenkomst : 12", Request(12, "learned: a"), id="in Dutch, last"
        ),
        pytest.param("\nSéance: 2\nappris: a", Request(2, "appris: a"), id="in French"),
        pytest.param("session: long", Request(None, "session: long"), id="a label, no number"),
        pytest.param(
            "3\nthemes: housing, work\nlearned: a",
            Request(3, "learned: a", ("housing", "work")),
            id="themes",
        ),
        pytest.param(
            "thèmes : logement; travail,", Request(None, "", ("logement", "travail")), id="thèmes"
        ),
    ],
)
def test_what_follows_the_command_is_read(arguments: str, read: Request) -> None:
    assert read_request(arguments) == read


def test_agreements_are_lines_without_the_marks_of_a_list() -> None:
    typed = "- Sara: bellen\n\n2) Mo: zaal\n• Mia: 12/10 vragen\n  3 mensen uitnodigen"

    assert agreements(typed) == (
        "Sara: bellen",
        "Mo: zaal",
        "Mia: 12/10 vragen",
        "3 mensen uitnodigen",
    )


@pytest.mark.parametrize(
    ("ticked", "said_yes", "found"),
    [
        pytest.param(None, {1, 2}, {3}, id="nobody ticked: who did not say yes"),
        pytest.param({1, 3}, {1, 2}, {2}, id="ticked: whatever was answered"),
        pytest.param(set(), {1, 2, 3}, {1, 2, 3}, id="ticked: nobody came"),
        pytest.param(None, {9}, {1, 2, 3}, id="somebody who has left said yes"),
    ],
)
def test_who_missed_a_meeting(ticked: set[int] | None, said_yes: set[int], found: set[int]) -> None:
    assert missed({1, 2, 3}, ticked, said_yes) == found


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        pytest.param("short\n\nline", ("short", "", "line"), id="lines stay"),
        pytest.param("One is. Two is. Three.", ("One is.", "Two is.", "Three."), id="sentences"),
        pytest.param("A. B. and a long one", ("A. B.", "and a long", "one"), id="words, last"),
        pytest.param("abcdefghijkl", ("abcde", "fghij", "kl"), id="one long word"),
        pytest.param("😀" * 6, ("😀" * 5, "😀"), id="signs of two units"),
    ],
)
def test_long_lines_are_parted_where_it_reads_best(text: str, parted: tuple[str, ...]) -> None:
    assert pieces(text, 10) == parted
    assert all(units(piece) <= 10 for piece in parted)
