"""Who of a duo hands over, when they are asked, what stays open, and how long notes are kept."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

import pytest

from bot.rules.handover import (
    Duty,
    Item,
    NoDuty,
    Status,
    Writing,
    asked_again,
    duty,
    may_start,
    put_off,
    read_items,
    reminded_on,
    status,
    to_repeat,
)
from tests.rules.brussels import BRUSSELS, shown, wall

DUO = ("An", "Bo")


@dataclass(frozen=True)
class Hours:
    start: time
    end: time


NIGHT = Hours(time(20), time(8))
NOON = Hours(time(12), time(13, 30))
LATE_MORNING = Hours(time(0), time(10))


@pytest.mark.parametrize(
    ("attendance", "expected", "found"),
    [
        pytest.param({"An": True, "Bo": False}, None, Duty("An", "Bo"), id="one was there"),
        pytest.param({"An": False, "Bo": True}, "An", Duty("Bo", "An"), id="ticks beat the answer"),
        pytest.param({"An": True, "Bo": True}, "An", NoDuty.BOTH_CAME, id="both came"),
        pytest.param({"An": False, "Bo": False}, "An", NoDuty.NOBODY_CAME, id="neither came"),
        pytest.param({"Bo": True}, "An", Duty("Bo", "An"), id="only the one who came was listed"),
        pytest.param({"Bo": False}, None, NoDuty.NOBODY_CAME, id="the other joined afterwards"),
        pytest.param({}, "Bo", Duty("Bo", "An"), id="by the answer while nobody ticked"),
        pytest.param({}, None, NoDuty.NOT_KNOWN, id="no tick and no answer"),
        pytest.param({}, "Cy", NoDuty.NOT_KNOWN, id="the one who answered has left the seat"),
        pytest.param({"Cy": True}, "An", Duty("An", "Bo"), id="ticks of others do not count"),
    ],
)
def test_who_came_hands_over_to_who_did_not(
    attendance: dict[str, bool], expected: str | None, found: Duty[str] | NoDuty
) -> None:
    assert duty(DUO, attendance, expected) == found


@pytest.mark.parametrize(
    ("found", "may"),
    [
        pytest.param(NoDuty.NOT_KNOWN, Duty("Bo", "An"), id="while nothing is known, who writes"),
        pytest.param(Duty("Bo", "An"), Duty("Bo", "An"), id="who owes it"),
        pytest.param(Duty("An", "Bo"), NoDuty.PARTNER_WRITES, id="not the one it is written for"),
        pytest.param(NoDuty.BOTH_CAME, NoDuty.BOTH_CAME, id="nobody when both came"),
        pytest.param(NoDuty.NOBODY_CAME, NoDuty.NOBODY_CAME, id="nobody when neither came"),
    ],
)
def test_who_may_begin_by_themself(found: Duty[str] | NoDuty, may: Duty[str] | NoDuty) -> None:
    assert may_start(found, DUO, "Bo") == may


@pytest.mark.parametrize(
    ("stages", "sign"),
    [
        pytest.param("", "⏳", id="due"),
        pytest.param("written", "📨", id="written"),
        pytest.param("written delivered", "📨", id="delivered"),
        pytest.param("written delivered read", "📖", id="read"),
        pytest.param("written delivered read restated", "✅", id="restated"),
        pytest.param("written restated", "✅", id="who restates has read"),
    ],
)
def test_the_status_is_the_furthest_stage(stages: str, sign: str) -> None:
    at = {
        name: datetime(2027, 1, 20, tzinfo=UTC) if name in stages.split() else None
        for name in ("written", "delivered", "read", "restated")
    }

    found = status(**at)

    assert found.sign == sign
    assert found is Status((["due", *stages.split()])[-1])


@pytest.mark.parametrize(
    ("first", "quiet", "messages", "asked"),
    [
        pytest.param("2027-01-19 09:00", NIGHT, [], ["2027-01-20 09:00"], id="a Tuesday"),
        pytest.param(
            "2027-01-19 20:30",
            NIGHT,
            [],
            ["2027-01-21 08:00"],
            id="asked in the evening: out of the night",
        ),
        pytest.param(
            "2027-01-22 09:00", NIGHT, [], ["2027-01-25 08:00"], id="asked on Friday: on Monday"
        ),
        pytest.param(
            "2026-10-24 10:00",
            None,
            [],
            ["2026-10-25 09:00"],
            id="over the autumn hour, without quiet hours: as many hours later",
        ),
        pytest.param(
            "2027-01-19 09:00",
            NIGHT,
            ["2027-01-25 08:59", "2027-01-31 14:00"],
            ["2027-01-25 08:59"],
            id="the nudge comes within five days: with it",
        ),
        pytest.param(
            "2027-01-19 09:00",
            NIGHT,
            ["2027-01-25 09:01"],
            ["2027-01-20 09:00"],
            id="the nudge comes later than that: at its own time",
        ),
        pytest.param(
            "2027-01-19 09:00",
            NIGHT,
            ["2027-01-20 08:59"],
            ["2027-01-20 09:00"],
            id="the nudge was before: at its own time",
        ),
    ],
)
def test_an_author_is_reminded_once_with_the_next_message_and_never_in_quiet_hours(
    first: str, quiet: Hours | None, messages: list[str], asked: list[str]
) -> None:
    again, now = [], wall(first)
    due = [wall(at) for at in messages]
    while (at := asked_again(wall(first), now, quiet, BRUSSELS, due)) is not None:
        again.append(shown(at))
        now = at

    assert again == asked


@pytest.mark.parametrize(
    ("put_off_to", "again"),
    [
        pytest.param("2027-01-19 13:00", "2027-01-20 09:00", id="later that day"),
        pytest.param("2027-01-20 09:00", None, id="until the reminder: it takes its place"),
    ],
)
def test_who_put_it_off_is_reminded_only_where_half_a_day_lies_between(
    put_off_to: str, again: str | None
) -> None:
    at = asked_again(wall("2027-01-19 09:00"), wall(put_off_to), NIGHT, BRUSSELS)
    assert (shown(at) if at is not None else None) == again


@pytest.mark.parametrize(
    ("now", "later_today", "quiet", "at"),
    [
        pytest.param("2027-01-19 09:30", True, NIGHT, "2027-01-19 13:30", id="later today"),
        pytest.param("2027-01-19 16:30", True, NIGHT, "2027-01-20 09:00", id="no time is left"),
        pytest.param("2027-01-19 02:00", True, NIGHT, "2027-01-19 08:00", id="in the night"),
        pytest.param("2027-01-19 09:00", True, NOON, "2027-01-19 13:30", id="after a quiet noon"),
        pytest.param("2027-01-19 22:00", True, None, "2027-01-20 09:00", id="past midnight"),
        pytest.param("2027-01-19 09:30", False, NIGHT, "2027-01-20 09:00", id="tomorrow"),
        pytest.param(
            "2027-01-22 09:30", False, NIGHT, "2027-01-25 08:00", id="tomorrow is Saturday"
        ),
        pytest.param(
            "2027-01-19 09:30",
            False,
            LATE_MORNING,
            "2027-01-20 10:00",
            id="where mornings are quiet",
        ),
        pytest.param(
            "2026-10-24 12:00", False, None, "2026-10-25 09:00", id="over the autumn hour"
        ),
        pytest.param("2026-10-25 01:30", True, None, "2026-10-25 04:30", id="in the longer night"),
    ],
)
def test_who_puts_it_off_is_asked_then(
    now: str, later_today: bool, quiet: Hours | None, at: str
) -> None:
    assert shown(put_off(wall(now), quiet, BRUSSELS, later_today=later_today)) == at


JANUARY, MARCH, MAY, JUNE, JULY = (wall(f"2027-{month:02}-19 14:00") for month in (1, 3, 5, 6, 7))


@pytest.mark.parametrize(
    ("notes", "own", "coming", "repeated"),
    [
        pytest.param({1: JANUARY}, [], MARCH, (1,), id="before the first own meeting"),
        pytest.param({1: JANUARY, 2: MAY}, [MARCH], JUNE, (2,), id="what has served is over"),
        pytest.param({2: MAY, 1: MARCH}, [JANUARY], JUNE, (1, 2), id="two in a row, in order"),
        pytest.param({1: JANUARY}, [JULY], MARCH, (1,), id="own meetings to come do not count"),
        pytest.param({1: JANUARY}, [MARCH], MARCH, (1,), id="nor does the coming one itself"),
        pytest.param({1: MAY}, [], MARCH, (), id="its meeting was moved behind the coming one"),
        pytest.param({1: JANUARY}, [MARCH], JULY, (), id="the coming one moved behind another own"),
        pytest.param({}, [JANUARY], MARCH, (), id="no notes"),
    ],
)
def test_the_notes_since_the_readers_last_meeting_come_again(
    notes: dict[int, datetime], own: list[datetime], coming: datetime, repeated: tuple[int, ...]
) -> None:
    assert to_repeat(notes, own, coming) == repeated


TODAY = date(2026, 12, 30)
"""A Wednesday."""

NAMES = {"An": "An Peeters", "Bo": "Bo Diallo"}


def read(text: str, language: str = "nl", names: dict[str, str] = NAMES) -> tuple[Item[str], ...]:
    """What An wrote to Bo on the last Wednesday of the year."""
    return read_items(text, Writing("An", "Bo", names, language), TODAY)


@pytest.mark.parametrize(
    ("line", "language", "owner"),
    [
        pytest.param("ik bel de huisarts", "nl", "An", id="nl: ik"),
        pytest.param("Jij belt de huisarts", "nl", "Bo", id="nl: jij"),
        pytest.param("je belt de huisarts", "nl", "Bo", id="nl: je is you"),
        pytest.param("U belt de huisarts", "nl", "Bo", id="nl: u"),
        pytest.param("je téléphone au médecin", "fr", "An", id="fr: je is I"),
        pytest.param("J’appelle le médecin", "fr", "An", id="fr: j’"),
        pytest.param("J'écris au CPAS", "fr", "An", id="fr: j'"),
        pytest.param("moi : appeler le médecin", "fr", "An", id="fr: moi"),
        pytest.param("Tu appelles le médecin", "fr", "Bo", id="fr: tu"),
        pytest.param("vous: rappeler", "fr", "Bo", id="fr: vous"),
        pytest.param("I ring the doctor", "en", "An", id="en: I"),
        pytest.param("You: ring the doctor", "en", "Bo", id="en: you"),
        pytest.param("An: huisarts bellen", "nl", "An", id="a first name"),
        pytest.param("bo diallo rappelle", "fr", "Bo", id="a full name"),
        pytest.param("Annemie belt", "nl", None, id="only the beginning of a name"),
        pytest.param("Sara: huisarts bellen", "nl", None, id="anybody else"),
        pytest.param("huisarts bellen", "nl", None, id="nobody"),
        pytest.param("☎ 112", "nl", None, id="no word at all"),
    ],
)
def test_who_is_named_first_does_it(line: str, language: str, owner: str | None) -> None:
    assert read(line, language) == (Item(line, owner),)


@pytest.mark.parametrize(
    ("line", "owner"),
    [("An: bellen", None), ("An Diallo: bellen", "Bo"), ("An Peeters: bellen", "An")],
    ids=["their first name says nothing", "the one", "the other"],
)
def test_partners_of_the_same_name_are_told_apart_by_their_full_names(
    line: str, owner: str | None
) -> None:
    (item,) = read(line, names={"An": "An Peeters", "Bo": "An Diallo"})

    assert item.owner == owner


@pytest.mark.parametrize(
    ("line", "due"),
    [
        pytest.param("bellen tegen 31/12", "2026-12-31", id="still this year"),
        pytest.param("bellen tegen 30/12", "2026-12-30", id="today"),
        pytest.param("bellen tegen 29/12", "2027-12-29", id="past, so next year"),
        pytest.param("bellen voor 5/1", "2027-01-05", id="after new year"),
        pytest.param("bellen 5-1", "2027-01-05", id="with a dash"),
        pytest.param("bellen 5/1/27", "2027-01-05", id="a short year"),
        pytest.param("bellen 05/01/2028.", "2028-01-05", id="a year"),
        pytest.param("bellen 05.01.2028", "2028-01-05", id="with dots"),
        pytest.param("by 2027-02-01 at last", "2027-02-01", id="iso"),
        pytest.param("tegen 5 januari bellen", "2027-01-05", id="nl: in words"),
        pytest.param("avant le 1er février", "2027-02-01", id="fr: in words"),
        pytest.param("by 3rd of March 2028", "2028-03-03", id="en: in words"),
        pytest.param("tegen vrijdag terugbellen", "2027-01-01", id="nl: a weekday"),
        pytest.param("rappeler d’ici lundi", "2027-01-04", id="fr: a weekday"),
        pytest.param("ring by Tuesday at noon", "2027-01-05", id="en: a weekday"),
        pytest.param("bellen woensdag", "2027-01-06", id="the same weekday is a week away"),
        pytest.param("maandag morgen bellen", "2027-01-04", id="nl: a weekday's morning"),
        pytest.param("ik bel morgen", "2026-12-31", id="nl: tomorrow"),
        pytest.param("demain au plus tard", "2026-12-31", id="fr: tomorrow"),
        pytest.param("ring tomorrow", "2026-12-31", id="en: tomorrow"),
        pytest.param("ik bel overmorgen", "2027-01-01", id="nl: the day after tomorrow"),
        pytest.param("après-demain au plus tard", "2027-01-01", id="fr: the day after tomorrow"),
        pytest.param("the day after tomorrow", "2027-01-01", id="en: the day after tomorrow"),
        pytest.param("op 29/2 aangifte", None, id="no leap year is near"),
        pytest.param("dossier 3/44 tegen 12/1", "2027-01-12", id="what cannot be one is read over"),
        pytest.param("bellen tegen 31/2", None, id="a day that does not exist"),
        pytest.param("elke morgen bellen", None, id="every morning is no day"),
        pytest.param("het zondagse team bellen", None, id="a weekday in another word"),
        pytest.param("bel 02/345.67.89", None, id="a telephone number"),
        pytest.param("factuur van 12.50 euro", None, id="a price"),
    ],
)
def test_by_when_is_read_from_the_line(line: str, due: str | None) -> None:
    (item,) = read(line)

    assert item.text == line
    assert item.due == (date.fromisoformat(due) if due else None)


def test_a_leap_day_is_that_of_the_coming_year() -> None:
    writing = Writing("An", "Bo", NAMES, "nl")

    (item,) = read_items("29/2 aangifte", writing, date(2027, 6, 1))

    assert item.due == date(2028, 2, 29)


def test_every_line_is_an_item_and_its_bullet_no_part_of_it() -> None:
    text = "- ik bel\n• jij mailt\n* OCMW\n\n1. schrijven\n2) lezen\n☐ vragen\n12.03.2027 zitting"

    assert [item.text for item in read(text)] == [
        *("ik bel", "jij mailt", "OCMW", "schrijven", "lezen", "vragen", "12.03.2027 zitting"),
    ]


@pytest.mark.parametrize(
    "text",
    ["niets", "Niets open.", "geen", "rien", "Rien", "nothing", "Nothing open", "-", "—", "", "- "],
)
def test_nothing_is_no_item(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    ("quiet", "reminded"),
    [
        pytest.param(NIGHT, "2026-10-12 09:00", id="at nine"),
        pytest.param(Hours(time(22), time(10)), "2026-10-12 10:00", id="a long night is over"),
        pytest.param(Hours(time(8), time(12)), "2026-10-12 12:00", id="a quiet morning is over"),
        pytest.param(None, "2026-10-12 09:00", id="without quiet hours"),
    ],
)
def test_who_has_to_do_something_is_reminded_on_its_day(quiet: Hours | None, reminded: str) -> None:
    at = reminded_on(date(2026, 10, 12), wall("2026-10-01 12:00"), quiet, BRUSSELS)

    assert at == wall(reminded)
