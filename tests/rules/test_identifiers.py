import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.identifiers import Band, Finding, Kind, age_band, find
from bot.rules.plain_text import clean
from tests.rules.clean_case_texts import CLEAN_CASE_TEXTS, CLEAN_TEXTS_WRITTEN_AFTER
from tests.rules.identifying_sentences import (
    KNOWN_NAMES,
    WRITTEN_AFTER,
    WRITTEN_BEFORE,
    Detail,
    Sentence,
    sentences,
)

TODAY = date(2026, 11, 22)
TARGETS = {
    Kind.NATIONAL_NUMBER: 1.0,
    Kind.PHONE: 0.99,
    Kind.EMAIL: 0.99,
    Kind.BIRTH_DATE: 0.90,
    Kind.ADDRESS: 0.90,
    Kind.TITLE_AND_NAME: 0.90,
    Kind.MEMBER_NAME: 0.90,
}
MOST_FALSE_ALARMS = 0.05
ENOUGH = 0.75


@dataclass
class Figures:
    """Of each kind: how many are in the sentences, how many found, found to the letter, untrue."""

    asked: Counter[Kind] = field(default_factory=Counter)
    found: Counter[Kind] = field(default_factory=Counter)
    exact: Counter[Kind] = field(default_factory=Counter)
    untrue: Counter[Kind] = field(default_factory=Counter)

    def share(self, kind: Kind) -> float:
        return self.found[kind] / self.asked[kind]


def checked(text: str) -> tuple[Finding, ...]:
    return find(text, KNOWN_NAMES, TODAY)


def is_found(detail: Detail, finding: Finding) -> bool:
    """The same kind, over at least three quarters of the letters."""
    shared = min(detail.end, finding.end) - max(detail.start, finding.start)
    return finding.kind is detail.kind and shared >= ENOUGH * (detail.end - detail.start)


def measured(part: Iterable[Sentence]) -> Figures:
    figures = Figures()
    for sentence in part:
        findings = checked(sentence.text)
        for detail in sentence.details:
            figures.asked[detail.kind] += 1
            figures.found[detail.kind] += any(is_found(detail, each) for each in findings)
            places = {(each.kind, each.start, each.end) for each in findings}
            figures.exact[detail.kind] += (detail.kind, detail.start, detail.end) in places
        for finding in findings:
            if not any(is_overlap(detail, finding) for detail in sentence.details):
                figures.untrue[finding.kind] += 1
    return figures


def is_overlap(detail: Detail, finding: Finding) -> bool:
    return detail.start < finding.end and finding.start < detail.end


def false_alarms(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if checked(text)]


def table() -> str:
    """Both parts and the clean texts, as `pytest -s` shows them."""
    lines = []
    for name, marked, clean_texts in (
        ("written before the check", WRITTEN_BEFORE, CLEAN_CASE_TEXTS),
        ("written after the check", WRITTEN_AFTER, CLEAN_TEXTS_WRITTEN_AFTER),
    ):
        part = sentences(marked)
        figures = measured(part)
        lines.append(f"\n{len(part)} sentences {name}")
        lines.append(
            f"{'':18}{'asked':>7}{'found':>7}{'':>8}{'exact':>7}{'untrue':>8}{'target':>8}"
        )
        lines += [
            f"{kind:18}{figures.asked[kind]:7}{figures.found[kind]:7}{figures.share(kind):8.1%}"
            f"{figures.exact[kind]:7}{figures.untrue[kind]:8}{TARGETS[kind]:8.0%}"
            for kind in Kind
        ]
        alarms = len(false_alarms(clean_texts))
        share = alarms / len(clean_texts)
        lines.append(
            f"clean texts: {alarms} of {len(clean_texts)} with a false alarm ({share:.1%})"
        )
    return "\n".join(lines)


def found(text: str, today: date | None = TODAY) -> list[tuple[Kind, str]]:
    findings = find(text, KNOWN_NAMES, today)
    return [(finding.kind, text[finding.start : finding.end]) for finding in findings]


def test_the_table_of_what_is_found() -> None:
    sys.stdout.write(f"{table()}\n")


@pytest.mark.parametrize("marked", [WRITTEN_BEFORE, WRITTEN_AFTER], ids=["before", "after"])
@pytest.mark.parametrize("kind", Kind)
def test_enough_of_each_kind_is_found(kind: Kind, marked: str) -> None:
    assert measured(sentences(marked)).share(kind) >= TARGETS[kind]


@pytest.mark.parametrize("texts", [CLEAN_CASE_TEXTS, CLEAN_TEXTS_WRITTEN_AFTER])
def test_clean_texts_raise_hardly_an_alarm(texts: tuple[str, ...]) -> None:
    assert len(false_alarms(texts)) <= MOST_FALSE_ALARMS * len(texts)


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(sentences(WRITTEN_BEFORE)) >= 220
    assert len(sentences(WRITTEN_AFTER)) >= 60
    assert len(CLEAN_CASE_TEXTS) >= 60


SCRAPS = """
M. Mme dr mevrouw J. Jan El Amrani Roos rue Rue place pl. ch. r. sq. de la d' van Brabant straat
Brabantstraat laan bus bte 12 45, 1030 Schaarbeek 1000 né geb. ° in le 12/03/1985 1er mars 1954
mars 0470 00 01 +32 (0) NISS 85.07.30 -999.32 tel @ at dot be a.b ; , . ' euro jaar 2e étage
""".split()


@given(
    st.text(st.sampled_from(" aAbe.JanFtim0123456789/+-@'°\n"), max_size=80)
    | st.lists(st.sampled_from([*SCRAPS, " ", "\n"]), max_size=30).map(" ".join)
    | st.lists(st.sampled_from([*SCRAPS, " ", "\n"]), max_size=30).map("".join)
)
def test_findings_are_in_order_and_never_overlap(text: str) -> None:
    text = clean(text)
    places = [place for each in checked(text) for place in (each.start, each.end)]
    assert places == sorted(places)
    assert all(0 <= each.start < each.end <= len(text) for each in checked(text))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(unit * (4000 // len(unit)), id=name)
        for name, unit in {
            "digits": "1",
            "digits and spaces": "1 ",
            "zeros and hyphens": "0-",
            "plus signs": "+32 ",
            "initials": "a.",
            "spaces": " ",
            "apostrophes": "'",
            "at signs": "a@",
            "spoken at": "a at b dot ",
            "titles": "M. A ",
            "streets": "rue de la ",
            "endings of streets": "straat",
            "first names of streets": "Astraat ",
            "dates": "12/03/1985 ",
            "births": "geboren ",
            "laws": "wet van 1 mei 1976 ",
            "names": "Fatima ",
        }.items()
    ],
)
def test_a_hostile_text_is_read_to_its_end(text: str) -> None:
    # A pattern that runs wild takes minutes, and meets the time-out of every test.
    assert all(found.end <= len(text) for found in checked(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("rr 85.07.30-999.33", [(Kind.NATIONAL_NUMBER, "85.07.30-999.33")], id="word"),
        pytest.param("ref 85.07.30-999.33", [], id="eleven digits that check nothing"),
        pytest.param("+32 470 00 00 01", [(Kind.PHONE, "+32 470 00 00 01")], id="prefix"),
        pytest.param("bel 112, 106, 107, 1712 of 1813", [], id="public short numbers"),
        pytest.param("bel gratis 0800 00 001", [], id="nobody has a free number at home"),
        pytest.param("van 04/12 - 05/12/26, 14.30 u", [], id="dates are no phone"),
        pytest.param("rekening BE68 5390 0754 7034", [], id="an account is no phone"),
        pytest.param("vraag @jan om half negen", [], id="a handle is no mail address"),
        pytest.param("geboren in 1954", [(Kind.BIRTH_DATE, "1954")], id="year beside a birth word"),
        pytest.param("in 1954 verhuisd", [], id="year alone"),
        pytest.param("geboren in Aleppo, sinds 2015 hier", [], id="year of arrival"),
        pytest.param("elle ne vient que le 12/03/2026", [], id="the negation ne"),
        pytest.param("30/06/1948 op de kaart", [(Kind.BIRTH_DATE, "30/06/1948")], id="long ago"),
        pytest.param("op 30/06/2017 gemeld", [], id="not long ago"),
        pytest.param("volgens de wet van 26 mei 2002", [], id="the date of a law"),
        pytest.param("pour le 5 mai, by 3 April 2027", [], id="deadlines"),
        pytest.param("in de brabantstraat", [(Kind.ADDRESS, "brabantstraat")], id="no capital"),
        pytest.param("op straat, à la rue, on the street, op weg", [], id="streets without name"),
        pytest.param("Sur place Madame attend, une place 3 fois", [], id="place"),
        pytest.param("in de winkelstraat 3 keer gezien", [], id="a kind of street"),
        pytest.param("in 2018 Antwerpen verlaten", [], id="a year is no postal code"),
        pytest.param("Mevrouw wil niet, Madame la Juge non plus", [], id="title without name"),
        pytest.param("bij de dokter. Hij komt terug", [], id="title before a full stop"),
        pytest.param("mevrouw X en meneer X", [], id="X names nobody"),
        pytest.param("Mei was lang. Kind en Gezin belde", [], id="words at the start"),
        pytest.param("ik vroeg Mei om raad", [(Kind.MEMBER_NAME, "Mei")], id="name inside"),
        pytest.param("in april, in de roos, het kind", [], id="words without capital"),
        pytest.param("naar Saint-Pierre of Sint-Pieters", [], id="a saint is no member"),
        pytest.param("met Pierre-Yves", [], id="half a name"),
        pytest.param(
            "dokter Fatima El Amrani",
            [(Kind.MEMBER_NAME, "dokter Fatima El Amrani")],
            id="title and member are one",
        ),
    ],
)
def test_what_is_pointed_out(text: str, expected: list[tuple[Kind, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "year"),
    [
        pytest.param("né le 1er mars 1954", 1954, id="full"),
        pytest.param("° 12/03/85", 1985, id="two digits of the last century"),
        pytest.param("geb. 12/03/24", 2024, id="two digits of this century"),
        pytest.param("geboren op 12 maart", None, id="no year"),
    ],
)
def test_a_birth_date_knows_its_year(text: str, year: int | None) -> None:
    assert [finding.year for finding in checked(text)] == [year]


def test_without_a_date_of_today_only_birth_words_count() -> None:
    assert found("30/06/1948", today=None) == []
    assert found("° 30/06/1948", today=None) == [(Kind.BIRTH_DATE, "30/06/1948")]


def test_a_group_without_names_has_no_members_to_find() -> None:
    assert find("Fatima en Jan", (), TODAY) == ()
    assert find("Fatima en Jan", ("🌸", " ", "J"), TODAY) == ()


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (0, Band.CHILD),
        (11, Band.CHILD),
        (12, Band.YOUNG),
        (25, Band.YOUNG),
        (26, Band.ADULT),
        (64, Band.ADULT),
        (65, Band.OLDER),
        (79, Band.OLDER),
        (80, Band.OLDEST),
        (104, Band.OLDEST),
    ],
)
def test_ages_fall_in_the_bands_of_cases(age: int, band: Band) -> None:
    assert age_band(TODAY.year - age, TODAY) is band
