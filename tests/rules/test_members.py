import unicodedata
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.members import (
    Admission,
    Invitation,
    InvitationKind,
    InvitationVerdict,
    Role,
    Seats,
    Sector,
    admit,
    clean_line,
    holds_numbered_seat,
    invitation_verdict,
    next_seat_number,
    offers,
)

NOW = datetime(2026, 9, 1, 12, tzinfo=UTC)
ALL = frozenset(range(1, 16))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param("  Anna \t de\u00a0Smet\n", "Anna de Smet", id="white space is folded"),
        pytest.param("<b>Jan & Co</b>", "<b>Jan & Co</b>", id="markup is text like any other"),
        pytest.param("Zoe\u0308", "Zoë", id="accents are composed"),
        pytest.param("An\u200bna\ufeff", "Anna", id="zero-width characters go"),
        pytest.param("\u202eannA\u2066", "annA", id="direction characters go"),
        pytest.param("An\x00na\x1b", "Anna", id="control characters go"),
        pytest.param("An\ud800na", "Anna", id="half a surrogate pair goes"),
        pytest.param("محمد", "محمد", id="any script is a name"),
        pytest.param("", None, id="nothing is no line"),
        pytest.param(" \u200b\u3164\u2800 ", None, id="a line no one can see is no line"),
        pytest.param("\u0301\u0301", None, id="accents without a letter are no line"),
        pytest.param("x" * 20, "x" * 20, id="as long as the limit"),
        pytest.param("x" * 21, None, id="one longer than the limit"),
        pytest.param(" " + "x" * 20 + "\u200b" * 90, "x" * 20, id="counted after cleaning"),
    ],
)
def test_a_line_is_cleaned(text: str, line: str | None) -> None:
    assert clean_line(text, 20) == line


@given(st.text(st.characters(), max_size=60))
def test_a_cleaned_line_is_one_visible_composed_line_that_stays_as_it_is(text: str) -> None:
    line = clean_line(text, 40)
    if line is not None:
        assert 1 <= len(line) <= 40
        assert len(line.splitlines()) == 1
        assert line == unicodedata.normalize("NFC", line).strip()
        assert clean_line(line, 40) == line


@pytest.mark.parametrize(
    ("role", "taken", "number"),
    [
        pytest.param(Role.MODERATOR, frozenset(), 1, id="the first moderator sits on 1"),
        pytest.param(Role.MODERATOR, frozenset({1}), 2, id="the second moderator sits on 2"),
        pytest.param(Role.MODERATOR, frozenset({1, 2}), None, id="there is no third moderator"),
        pytest.param(Role.MEMBER, frozenset(), 3, id="members begin at 3"),
        pytest.param(Role.MEMBER, frozenset({1, 3, 5}), 4, id="a gap is filled"),
        pytest.param(Role.MEMBER, ALL - {1, 2}, None, id="the moderators' seats are kept"),
        pytest.param(Role.LEAD, frozenset(), None, id="a lead has no numbered seat"),
        pytest.param(Role.USER, frozenset(), None, id="a user has no numbered seat"),
    ],
)
def test_seats_are_numbered(role: Role, taken: frozenset[int], number: int | None) -> None:
    assert next_seat_number(role, taken) == number


def test_only_members_and_moderators_hold_a_numbered_seat() -> None:
    assert {role for role in Role if holds_numbered_seat(role)} == {Role.MEMBER, Role.MODERATOR}


@pytest.mark.parametrize(
    ("role", "seats", "admission"),
    [
        pytest.param(Role.MEMBER, Seats(), Admission.SEATED, id="a member finds a seat"),
        pytest.param(
            Role.MEMBER, Seats(ALL - {1, 2}), Admission.WAITING, id="the fourteenth member waits"
        ),
        pytest.param(
            Role.MODERATOR, Seats(ALL - {2}), Admission.SEATED, id="a moderator's seat was kept"
        ),
        pytest.param(
            Role.MODERATOR, Seats(frozenset({1, 2})), Admission.ROLE_TAKEN, id="no third moderator"
        ),
        pytest.param(Role.LEAD, Seats(ALL), Admission.SEATED, id="a lead needs no seat"),
        pytest.param(Role.USER, Seats(ALL), Admission.SEATED, id="a user needs no seat"),
        pytest.param(
            Role.LEAD,
            Seats(roles_beside=frozenset({Role.LEAD})),
            Admission.ROLE_TAKEN,
            id="one lead a community",
        ),
        pytest.param(
            Role.USER,
            Seats(roles_beside=frozenset({Role.LEAD})),
            Admission.SEATED,
            id="a lead does not keep a user out",
        ),
        pytest.param(
            Role.MEMBER,
            Seats(already_member=True),
            Admission.ALREADY_MEMBER,
            id="a second press seats no one twice",
        ),
    ],
)
def test_who_is_admitted(role: Role, seats: Seats, admission: Admission) -> None:
    assert admit(role, seats) is admission


@given(st.lists(st.sampled_from(Role), max_size=60))
def test_whatever_the_order_no_more_than_thirteen_members_and_two_moderators(
    arrivals: list[Role],
) -> None:
    taken: dict[int, Role] = {}
    for role in arrivals:
        number = next_seat_number(role, frozenset(taken))
        if number is not None:
            taken[number] = role
    for role, seats in ((Role.MEMBER, 13), (Role.MODERATOR, 2)):
        assert list(taken.values()).count(role) == min(arrivals.count(role), seats)


K, V = InvitationKind, InvitationVerdict
PAST, LATER = NOW - timedelta(days=1), NOW + timedelta(seconds=1)


@pytest.mark.parametrize(
    ("invitation", "verdict"),
    [
        pytest.param(None, V.UNKNOWN, id="no such link"),
        pytest.param(Invitation(K.MODERATOR), V.OK, id="a fresh link"),
        pytest.param(Invitation(K.MODERATOR, used=True), V.USED, id="a used link"),
        pytest.param(Invitation(K.MEMBER, used=True), V.USED, id="a used link of one member"),
        pytest.param(Invitation(K.LEAD, expires_at=NOW), V.EXPIRED, id="expired this instant"),
        pytest.param(Invitation(K.LEAD, expires_at=LATER), V.OK, id="not yet expired"),
        pytest.param(
            Invitation(K.USER, used=True, expires_at=PAST), V.USED, id="used says more than expired"
        ),
        pytest.param(Invitation(K.DUO, own=True, used=True), V.OWN, id="one's own duo link"),
        pytest.param(
            Invitation(K.DUO, seated_elsewhere=True, already_member=True),
            V.HAS_SEAT,
            id="a duo's link for who has a seat already",
        ),
        pytest.param(
            Invitation(K.MODERATOR, used=True, already_member=True),
            V.ALREADY_MEMBER,
            id="the link one came in by",
        ),
        pytest.param(
            Invitation(K.MEMBER, expires_at=PAST, already_member=True),
            V.ALREADY_MEMBER,
            id="who is in hears that before anything else",
        ),
    ],
)
def test_an_invitation_is_judged(invitation: Invitation | None, verdict: InvitationVerdict) -> None:
    assert invitation_verdict(invitation, NOW) is verdict


def test_sectors_fit_in_a_button() -> None:
    assert all(len(sector.value.encode()) <= 20 for sector in Sector)


DAY = timedelta(days=1)


def any_time(at: datetime) -> datetime:
    return at


@pytest.mark.parametrize(
    ("free", "offered", "expected"),
    [
        pytest.param(0, [None, NOW - DAY], (None, None), id="no seat is free, nobody is asked"),
        pytest.param(1, [None, None], (NOW, NOW + 3 * DAY), id="one after the other"),
        pytest.param(2, [None, None, None], (NOW, NOW, NOW + 3 * DAY), id="a seat for each"),
        pytest.param(
            1,
            [NOW - DAY, NOW + 2 * DAY],
            (NOW - DAY, NOW + 2 * DAY),
            id="who was asked stays asked",
        ),
        pytest.param(
            1,
            [NOW - 3 * DAY, NOW],
            (NOW - 3 * DAY, NOW),
            id="after three days the next is asked too",
        ),
        pytest.param(
            1, [NOW - 9 * DAY, None], (NOW - 9 * DAY, NOW), id="who let it pass holds up nobody"
        ),
        pytest.param(
            2,
            [NOW - DAY, NOW + 2 * DAY],
            (NOW - DAY, NOW),
            id="another seat brings the next forward",
        ),
    ],
)
def test_a_seat_is_offered_to_who_waits_in_order(
    free: int, offered: list[datetime | None], expected: tuple[datetime | None, ...]
) -> None:
    assert offers(free, offered, NOW, any_time) == expected


def test_who_is_asked_later_is_asked_at_an_allowed_hour() -> None:
    def morning(at: datetime) -> datetime:
        return at.replace(hour=8)

    assert offers(1, [None, None], NOW, morning) == (NOW, (NOW + 3 * DAY).replace(hour=8))


def test_a_kept_seat_is_not_given_to_who_comes_by() -> None:
    taken = frozenset(range(1, 15))
    assert admit(Role.MEMBER, Seats(taken)) is Admission.SEATED
    assert admit(Role.MEMBER, Seats(taken, kept=1)) is Admission.WAITING
    assert admit(Role.MODERATOR, Seats(frozenset({1}), kept=5)) is Admission.SEATED
