"""Which numbers a harvest tells, what its cells hold, and what its files are called."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.harvest import (
    CELL_LIMIT,
    NAME_LIMIT,
    Format,
    Request,
    begins_formula,
    cell,
    file_name,
    read_request,
    readable,
    shown_number,
)

RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt9"}


@pytest.mark.parametrize(("number", "shown"), [(0, None), (4, None), (5, 5), (13, 13)])
def test_a_number_about_fewer_than_five_people_is_not_told(number: int, shown: int | None) -> None:
    assert shown_number(number) == shown


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Noord", "Noord.docx"),
        ("Sint-Gillis · Saint-Gilles", "Sint-Gillis · Saint-Gilles.docx"),
        ("../../etc/passwd", "etc-passwd.docx"),
        ("C:\\Windows\\x", "C--Windows-x.docx"),
        ("a\x00b\nc\u202ed", "a b c d.docx"),
        ("CON", "praktijkgemeenschap CON.docx"),
        ("nul.txt", "praktijkgemeenschap nul.txt.docx"),
        ("Com¹", "praktijkgemeenschap Com¹.docx"),
        (" . ", "praktijkgemeenschap.docx"),
        ("-rf", "rf.docx"),
        ("🏘" * 80, "🏘" * 23 + ".docx"),
    ],
    ids=[
        "plain",
        "letters of all kinds stay",
        "a way up",
        "another system's way",
        "unseen signs",
        "reserved",
        "reserved with an ending",
        "reserved with a raised number",
        "nothing left",
        "like an option",
        "too long",
    ],
)
def test_a_file_has_a_name_that_every_system_takes(name: str, expected: str) -> None:
    assert file_name(name, "docx", set()) == expected


def test_no_name_comes_twice_however_capitals_and_accents_are_written() -> None:
    taken: set[str] = set()
    names = ["É", "e\u0301", "é", "a" * 200, "a" * 200, "É (2)"]
    given_names = [file_name(name, "docx", taken) for name in names]
    assert given_names[:3] == ["É.docx", "é (2).docx", "é (3).docx"]
    assert len({unicodedata.normalize("NFKC", one).casefold() for one in given_names}) == len(names)


@given(st.lists(st.text(max_size=120), max_size=6))
def test_whatever_a_community_is_called_its_file_is_safe(names: list[str]) -> None:
    taken: set[str] = set()
    for name in names:
        found = file_name(name, "docx", taken)
        assert len(found.encode()) <= NAME_LIMIT
        assert not set(found) & set('<>:"/\\|?*')
        assert all(unicodedata.category(sign)[0] != "C" for sign in found)
        assert ".." not in found
        assert found[0] not in " .-~"
        assert not found.removesuffix(".docx").endswith((" ", "."))
        assert found.partition(".")[0].casefold() not in RESERVED
    assert len(taken) == len(names)


@pytest.mark.parametrize("text", ["=1+1", "+32", "-x", "@SUM(A1)", "\tx", "\rx"])
def test_what_begins_like_a_formula_is_known_for_it(text: str) -> None:
    assert begins_formula(cell(text))


def test_a_cell_takes_what_xml_and_spreadsheets_take() -> None:
    assert readable("a\x00b\x1b\x7f\x85c\ud800d\ufffee\r\nf\rg\th") == "ab\ncde\nf\ng\th"
    long = cell("🏘" * CELL_LIMIT)
    assert len(long.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert long.endswith("🏘…")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", Request()),
        ("Noord: Oost", Request(unknown=("Noord: Oost",))),
        ("Noord", Request("Noord")),
        (
            "gemeenschap: Noord\ntaal: Frans\nformaat: Word, json",
            Request("Noord", "fr", frozenset({Format.DOCUMENT, Format.RECORD})),
        ),
        ("communauté: Nord\nlangue: nl+fr", Request("Nord", unknown=("nl+fr",))),
        ("community:\nformat: pdf", Request(unknown=("pdf",))),
        ("a\nb", Request("a", unknown=("b",))),
    ],
)
def test_what_is_asked_for_at_once_is_read_in_three_languages(text: str, expected: Request) -> None:
    assert read_request(text) == expected
