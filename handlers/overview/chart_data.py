"""Turns the overview into the texts and shares of its picture, in the reader's language."""

from collections.abc import Sequence
from datetime import datetime

from bot.rules.communities import SEATS, zone_name
from bot.rules.overview import FEWEST, Overview, Shown, ZoneShown
from handlers.overview.chart_png import MOST_DRAWN, Chart, Line
from locales import Words


def chart(words: Words, overview: Overview, now: datetime) -> Chart:
    """The running communities, one line each; one line a zone where there are over `MOST_DRAWN`."""
    is_by_zone = len(overview.running) > MOST_DRAWN
    zones = [zone for zone in overview.zones if zone.communities]
    found = (
        [_zone_line(words, zone) for zone in zones]
        if is_by_zone
        else [_line(words, one) for one in overview.running]
    )
    heads = (
        words.plain("Seats"),
        words.plain("Sessions held"),
        words.plain("Attendance, %"),
    )
    return Chart(
        words.plain("Communities of practice"),
        _period(words, overview, now),
        _note(words, is_by_zone=is_by_zone),
        heads,
        found,
        is_by_zone,
    )


def _period(words: Words, overview: Overview, now: datetime) -> str:
    together = overview.together
    return " · ".join(
        (
            words.plain(words.date(now)),
            words.plural("{number} community", "{number} communities", together.number),
            words.plain(
                "{taken} of {seats} seats", taken=together.seats, seats=SEATS * together.counted
            ),
        )
    )


def _note(words: Words, *, is_by_zone: bool) -> str:
    note = words.plain(
        "Numbers of fewer than {number} people are not shown. Attendance is by seat; "
        "the line is at half.",
        number=FEWEST,
    )
    if not is_by_zone:
        return note
    return f"{note} {words.plain('Of a zone: the mean of its communities.')}"


def _line(words: Words, one: Shown) -> Line:
    total = range(1, one.total + 1)
    return Line(
        zone=zone_name(one.zone, words.language),
        name=one.name,
        detail=_next_session(words, one),
        seats=None if one.seats is None else one.seats / SEATS,
        seats_label=f"< {FEWEST}" if one.seats is None else f"{one.seats}/{SEATS}",
        held=[float(number <= one.held) for number in total],
        coming=one.coming[0] - 1 if one.coming else None,
        held_label=f"{one.held}/{one.total}",
        attendance=[one.attendance.get(number) for number in total],
        attendance_label=_percent(one.last_attendance),
    )


def _next_session(words: Words, one: Shown) -> str:
    if one.coming is None:
        return words.plain("No session is planned")
    number, at = one.coming
    return words.plain("session {number}, {day}", number=number, day=words.day(at))


def _zone_line(words: Words, zone: ZoneShown) -> Line:
    found, together = zone.communities, zone.together
    seats = SEATS * together.counted
    most = max(one.total for one in found)
    held = round(sum(one.held for one in found) / len(found))
    return Line(
        zone="",
        name=zone_name(zone.zone, words.language),
        detail=words.plural("{number} community", "{number} communities", len(found)),
        seats=together.seats / seats if seats else None,
        seats_label=f"{together.seats}/{seats}" if seats else f"< {FEWEST}",
        held=[_share(found, number) for number in range(1, most + 1)],
        coming=None,
        held_label=f"{held}/{most}",
        attendance=[together.attendance.get(number) for number in range(1, most + 1)],
        attendance_label=_percent(together.last_attendance),
    )


def _share(found: Sequence[Shown], number: int) -> float:
    """The share, 0 to 1, of these communities that has held this session of its cycle."""
    return sum(one.held >= number for one in found) / len(found)


def _percent(value: int | None) -> str:
    return "–" if value is None else str(value)
