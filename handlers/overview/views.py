"""The communities as a text with buttons: all, those of a zone, what needs attention first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape

from bot.rules.communities import SEATS, zone_name
from bot.rules.overview import FEWEST, Need, Overview, Reason, Shown, Totals, ZoneShown
from handlers.core.screens import Button, Row, Screen, in_rows, lines, paragraphs
from handlers.members.public import sector_name
from handlers.overview.access import Sight
from handlers.overview.verbs import FRONT, NEEDS, OLD, ONE, ZONE
from locales import Html, Words

SIGN = "📊"
ATTENTION = "⚠️"

ON_FRONT = 5
"""Communities that are told on the first screen; with more of them each zone has its own."""

FIRST = 5
"""Of what needs attention, how much is told on the first screen."""

A_PAGE = 8
"""Communities, or what needs attention, on one page."""

LAST = 3
"""Meetings of which attendance is told."""

GRAVEST = 3
"""Reasons that are told of one community among others; its own page has them all."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a longer list is shown, from 0, and how many parts there are."""

    number: int
    of: int

    @classmethod
    def of_list(cls, asked: int, length: int) -> "Page":
        """The page that was asked for; one that is no longer there is the last."""
        count = max(1, -(-length // A_PAGE))
        return cls(min(asked, count - 1), count)

    @property
    def places(self) -> slice:
        """The places of the list that stand on it."""
        return slice(self.number * A_PAGE, (self.number + 1) * A_PAGE)


def front(words: Words, sight: Sight, now: datetime) -> Screen:
    """All communities in numbers, what needs attention first, and the ways on."""
    overview = sight.overview
    heading = f"{SIGN} <b>{words('Communities of practice')}</b> · {words.date(now)}"
    running = overview.running
    if not running and not overview.archived:
        nothing = words("There are no communities yet. /community founds one.")
        return Screen(paragraphs(heading, nothing, _attention(words, overview)))
    is_short = len(running) <= ON_FRONT
    told = (
        [line(words, one) for one in running]
        if is_short
        else [_zone_line(words, zone) for zone in overview.zones if zone.communities]
    )
    text = paragraphs(lines(heading, *_totals(words, sight)), _attention(words, overview), *told)
    return Screen(text, (*_ways(words, overview, is_short=is_short), *_archive(words, overview)))


def _ways(words: Words, overview: Overview, *, is_short: bool) -> tuple[Row, ...]:
    """A button for each community while they are few; else for what is first, and each zone."""
    first = [need.community for need in overview.needs[:FIRST] if need.community is not None]
    opened = in_rows([_open(one) for one in (overview.running if is_short else first)], 2)
    return (*opened, *_all_needs(words, overview), *(() if is_short else _zones(words, overview)))


def _all_needs(words: Words, overview: Overview) -> tuple[Row, ...]:
    if len(overview.needs) <= FIRST:
        return ()
    label = words.plain("All that needs attention: {number}", number=len(overview.needs))
    return ((NEEDS.button(f"{ATTENTION} {label}", 0),),)


def _zones(words: Words, overview: Overview) -> tuple[Row, ...]:
    zones = [
        ZONE.button(
            f"{zone_name(zone.zone, words.language)} · {len(zone.communities)}", zone.zone, 0
        )
        for zone in overview.zones
        if zone.communities
    ]
    return in_rows(zones, 2)


def _archive(words: Words, overview: Overview) -> tuple[Row, ...]:
    if not overview.archived:
        return ()
    label = words.plain("Archived: {number}", number=len(overview.archived))
    return ((OLD.button(f"🗄 {label}", 0),),)


def _open(one: Shown) -> Button:
    label = f"{ATTENTION} {one.name}" if one.reasons else one.name
    return ONE.button(label, one.key)


def _totals(words: Words, sight: Sight) -> list[str]:
    """What is told of all communities together, and the sectors of their people."""
    told = _together(words, sight.overview.together)
    if sight.cases is not None:
        told.append(words("cases opened: {number}", number=sight.cases.opened))
    if sight.open_urns:
        told.append(
            words.plural(
                "the urn is open in {number} community",
                "the urn is open in {number} communities",
                sight.open_urns,
            )
        )
    sectors = " · ".join(
        words("{title}: {value}", title=sector_name(words, sector), value=number)
        for sector, number in sight.sectors
    )
    return [" · ".join(told), *([f"👥 {sectors}"] if sectors else [])]


def _together(words: Words, together: Totals) -> list[str]:
    """Several communities in numbers, as parts of a line."""
    uncounted = together.number - together.counted
    told: list[str] = [
        words.plural("{number} community", "{number} communities", together.number),
        words("{taken} of {seats} seats", taken=together.seats, seats=SEATS * together.counted),
    ]
    if uncounted:
        told.append(
            words(
                "not counted: {number} with fewer than {few} seats taken",
                number=uncounted,
                few=FEWEST,
            )
        )
    if together.waiting:
        told.append(words("communities with a waiting list: {number}", number=together.waiting))
    if together.last_attendance is not None:
        told.append(words("attendance {percents} %", percents=together.last_attendance))
    return told + _handed(words, together.handed) + _summaries(words, together.summaries)


def _handed(words: Words, handed: tuple[int, int] | None) -> list[str]:
    if not handed or not handed[1]:
        return []
    written, due = handed
    return [words("hand-overs {written} of {due}", written=written, due=due)]


def _summaries(words: Words, summaries: tuple[int, int]) -> list[str]:
    """Of as many as there were sessions."""
    written, held = summaries
    return [words("summaries {written} of {held}", written=written, held=held)] if held else []


def _zone_line(words: Words, zone: ZoneShown) -> str:
    told = _together(words, zone.together)
    if zone.interest != 0:
        told.append(words("interested: {number}", number=people(zone.interest)))
    return lines(f"<b>{zone_name(zone.zone, words.language)}</b>", " · ".join(told))


def people(number: int | None) -> str:
    """A number of people as it is told."""
    return f"< {FEWEST}" if number is None else str(number)


def line(words: Words, one: Shown) -> str:
    """A community on two lines: its name and zone, and its figures."""
    name = f"<b>{escape(one.name, quote=False)}</b>"
    sign = f"{ATTENTION} " if one.reasons else ""
    return lines(
        f"{sign}{name} · {zone_name(one.zone, words.language)}", " · ".join(_figures(words, one))
    )


def _figures(words: Words, one: Shown) -> list[str]:
    told: list[str] = [words("{taken} of {seats} seats", taken=people(one.seats), seats=SEATS)]
    if one.waiting != 0:
        told.append(words("waiting: {number}", number=people(one.waiting)))
    told.append(when(words, one))
    percents = list(one.attendance.values())[-LAST:]
    if percents:
        told.append(words("attendance {percents} %", percents=" – ".join(map(str, percents))))
    return told + _handed(words, one.handed) + _summaries(words, one.summaries)


def when(words: Words, one: Shown) -> str:
    """Which session comes next, of how many."""
    if one.coming is None:
        return words("{held} of {total} sessions held", held=one.held, total=one.total)
    number, at = one.coming
    return words(
        "session {number} of {total}: {day}", number=number, total=one.total, day=words.day(at)
    )


def _attention(words: Words, overview: Overview) -> str | None:
    if not overview.needs:
        return None
    heading = f"{ATTENTION} <b>{words('What needs attention first')}</b>"
    left = len(overview.needs) - FIRST
    return lines(
        heading,
        *(need_line(words, need) for need in overview.needs[:FIRST]),
        words("… and {number} more", number=left) if left > 0 else None,
    )


def need_line(words: Words, need: Need) -> str:
    """A community or a zone with its gravest reasons."""
    zone = zone_name(need.zone, words.language)
    name = need.community.name if need.community else zone
    told = [reason(words, one) for one in need.reasons[:GRAVEST]]
    why = "; ".join([*told, "…"] if len(need.reasons) > GRAVEST else told)
    return f"• {words('{title}: {value}', title=name, value=Html(why))}"


def reason(words: Words, why: Reason) -> str:
    """Why a community needs attention."""
    return {
        Reason.NO_PAIR: words("there are no two moderators yet"),
        Reason.MODERATOR_LOST: words("a moderator can't be reached"),
        Reason.NO_GROUP: words("the group chat is missing"),
        Reason.NO_MEETING: words("no session is planned"),
        Reason.CYCLE_OVER: words("the cycle is over: close it or plan the next"),
        Reason.LOW_ATTENDANCE: words("fewer than half came last time"),
        Reason.SUMMARY_OVERDUE: words("a summary is overdue"),
        Reason.INTEREST_WAITS: words("there is interest, and no free seat"),
        Reason.NOT_AGREED: words("not everyone has accepted the agreement"),
    }[why]


def zone_page(words: Words, zone: ZoneShown, asked: int) -> Screen:
    """The communities of a zone, some at a time."""
    page = Page.of_list(asked, len(zone.communities))
    found = zone.communities[page.places]
    blocks = [line(words, one) for one in found]
    text = paragraphs(f"{SIGN} {_zone_line(words, zone)}", *blocks)
    opened = in_rows([_open(one) for one in found], 2)
    return Screen(text, (*opened, *_turning(page, partial(ZONE.data, zone.zone)), back_row(words)))


def needs_page(words: Words, overview: Overview, asked: int) -> Screen:
    """All that needs attention, some at a time."""
    page = Page.of_list(asked, len(overview.needs))
    found = overview.needs[page.places]
    heading = f"{ATTENTION} <b>{words('What needs attention first')}</b>"
    text = lines(heading, *(need_line(words, need) for need in found))
    opened = in_rows([_open(one.community) for one in found if one.community is not None], 2)
    return Screen(text, (*opened, *_turning(page, NEEDS.data), back_row(words)))


def archive_page(words: Words, overview: Overview, asked: int) -> Screen:
    """The archived communities, some at a time."""
    page = Page.of_list(asked, len(overview.archived))
    found = overview.archived[page.places]
    heading = f"🗄 <b>{words('Archived communities')}</b>"
    text = paragraphs(heading, *(line(words, one) for one in found))
    opened = in_rows([_open(one) for one in found], 2)
    return Screen(text, (*opened, *_turning(page, OLD.data), back_row(words)))


def _turning(page: Page, data: Callable[[int], str]) -> tuple[Row, ...]:
    """The buttons to the page before and the one after."""
    turned = []
    if page.number > 0:
        turned.append(Button(f"⬅️ {page.number}/{page.of}", data(page.number - 1)))
    if page.number + 1 < page.of:
        turned.append(Button(f"➡️ {page.number + 2}/{page.of}", data(page.number + 1)))
    return (tuple(turned),) if turned else ()


def back_row(words: Words) -> Row:
    """⬅️ to the first screen."""
    return (FRONT.button(f"⬅️ {words('All communities')}"),)
