"""The text screens of `/overview`: all communities, a zone, what needs attention, the archive."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from html import escape

from bot.rules.communities import SEATS, zone_name
from bot.rules.overview import FEWEST, Need, Overview, Reason, Shown, Totals, ZoneShown
from handlers.core.screens import Button, Row, Screen, in_rows, lines, paragraphs
from handlers.members.public import sector_name
from handlers.overview.access import OverviewFacts
from handlers.overview.verbs import FRONT, NEEDS, OLD, ONE, ZONE
from locales import Html, Words

SIGN = "📊"
ATTENTION = "⚠️"

ON_FRONT = 5
"""Most communities that the first screen lists one by one; with more it lists the zones."""

NEEDS_ON_FRONT = 5
"""Most items that need attention on the first screen."""

PAGE_SIZE = 8
"""Communities, or items that need attention, on one page of a list."""

MEETINGS_SHOWN = 3
"""Latest meetings whose attendance a community's line shows."""

MOST_REASONS = 3
"""Most reasons shown for one community in a list; its own page has them all."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a longer list: its number from 0, and the number of pages."""

    number: int
    of: int

    @classmethod
    def of_list(cls, asked: int, length: int) -> "Page":
        """The page `asked` for; beyond the end of the list the last one."""
        count = max(1, -(-length // PAGE_SIZE))
        return cls(min(asked, count - 1), count)

    @property
    def places(self) -> slice:
        """The slice of the list on this page."""
        return slice(self.number * PAGE_SIZE, (self.number + 1) * PAGE_SIZE)


def front(words: Words, facts: OverviewFacts, now: datetime) -> Screen:
    """The first screen: totals, what needs attention first, and the communities or zones."""
    overview = facts.overview
    heading = f"{SIGN} <b>{words('Communities of practice')}</b> · {words.date(now)}"
    running = overview.running
    if not running and not overview.archived:
        nothing = words("There are no communities yet. /community founds one.")
        return Screen(paragraphs(heading, nothing, _attention(words, overview)))
    is_short = len(running) <= ON_FRONT
    parts = (
        [line(words, one) for one in running]
        if is_short
        else [_zone_line(words, zone) for zone in overview.zones if zone.communities]
    )
    text = paragraphs(lines(heading, *_totals(words, facts)), _attention(words, overview), *parts)
    return Screen(text, (*_buttons(words, overview, is_short=is_short), *_archive(words, overview)))


def _buttons(words: Words, overview: Overview, *, is_short: bool) -> tuple[Row, ...]:
    """A button for each community while they are few; else for the first needs and each zone."""
    first = [
        need.community for need in overview.needs[:NEEDS_ON_FRONT] if need.community is not None
    ]
    opened = in_rows(
        [_community_button(one) for one in (overview.running if is_short else first)], 2
    )
    return (*opened, *_all_needs(words, overview), *(() if is_short else _zones(words, overview)))


def _all_needs(words: Words, overview: Overview) -> tuple[Row, ...]:
    if len(overview.needs) <= NEEDS_ON_FRONT:
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


def _community_button(one: Shown) -> Button:
    label = f"{ATTENTION} {one.name}" if one.reasons else one.name
    return ONE.button(label, one.key)


def _totals(words: Words, facts: OverviewFacts) -> list[str]:
    """The totals of all communities, one line; and the sectors of their people, if shown."""
    parts = _together(words, facts.overview.together)
    if facts.cases is not None:
        parts.append(words("cases opened: {number}", number=facts.cases.opened))
    if facts.open_urns:
        parts.append(
            words.plural(
                "the urn is open in {number} community",
                "the urn is open in {number} communities",
                facts.open_urns,
            )
        )
    sectors = " · ".join(
        words("{title}: {value}", title=sector_name(words, sector), value=number)
        for sector, number in facts.sectors
    )
    return [" · ".join(parts), *([f"👥 {sectors}"] if sectors else [])]


def _together(words: Words, together: Totals) -> list[str]:
    """The totals of several communities, as parts of one line."""
    uncounted = together.number - together.counted
    parts: list[str] = [
        words.plural("{number} community", "{number} communities", together.number),
        words("{taken} of {seats} seats", taken=together.seats, seats=SEATS * together.counted),
    ]
    if uncounted:
        parts.append(
            words(
                "not counted: {number} with fewer than {few} seats taken",
                number=uncounted,
                few=FEWEST,
            )
        )
    if together.waiting:
        parts.append(words("communities with a waiting list: {number}", number=together.waiting))
    if together.last_attendance is not None:
        parts.append(words("attendance {percents} %", percents=together.last_attendance))
    return parts + _handovers(words, together.handed) + _summaries(words, together.summaries)


def _handovers(words: Words, handed: tuple[int, int] | None) -> list[str]:
    if not handed or not handed[1]:
        return []
    written, due = handed
    return [words("hand-overs {written} of {due}", written=written, due=due)]


def _summaries(words: Words, summaries: tuple[int, int]) -> list[str]:
    """Summaries written of sessions held; empty before the first session."""
    written, held = summaries
    return [words("summaries {written} of {held}", written=written, held=held)] if held else []


def _zone_line(words: Words, zone: ZoneShown) -> str:
    parts = _together(words, zone.together)
    if zone.interest != 0:
        parts.append(words("interested: {number}", number=people(zone.interest)))
    return lines(f"<b>{zone_name(zone.zone, words.language)}</b>", " · ".join(parts))


def people(number: int | None) -> str:
    """A number of people as text; None is fewer than may be shown."""
    return f"< {FEWEST}" if number is None else str(number)


def line(words: Words, one: Shown) -> str:
    """A community on two lines: its name and zone, and its figures."""
    name = f"<b>{escape(one.name, quote=False)}</b>"
    sign = f"{ATTENTION} " if one.reasons else ""
    return lines(
        f"{sign}{name} · {zone_name(one.zone, words.language)}", " · ".join(_figures(words, one))
    )


def _figures(words: Words, one: Shown) -> list[str]:
    parts: list[str] = [words("{taken} of {seats} seats", taken=people(one.seats), seats=SEATS)]
    if one.waiting != 0:
        parts.append(words("waiting: {number}", number=people(one.waiting)))
    parts.append(when(words, one))
    percents = list(one.attendance.values())[-MEETINGS_SHOWN:]
    if percents:
        parts.append(words("attendance {percents} %", percents=" – ".join(map(str, percents))))
    return parts + _handovers(words, one.handed) + _summaries(words, one.summaries)


def when(words: Words, one: Shown) -> str:
    """The next session and its day; without one how many were held."""
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
    left = len(overview.needs) - NEEDS_ON_FRONT
    return lines(
        heading,
        *(need_line(words, need) for need in overview.needs[:NEEDS_ON_FRONT]),
        words("… and {number} more", number=left) if left > 0 else None,
    )


def need_line(words: Words, need: Need) -> str:
    """One line: a community or a zone with its most serious reasons."""
    zone = zone_name(need.zone, words.language)
    name = need.community.name if need.community else zone
    parts = [reason(words, one) for one in need.reasons[:MOST_REASONS]]
    why = "; ".join([*parts, "…"] if len(need.reasons) > MOST_REASONS else parts)
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
    """One page of the communities of a zone."""
    page = Page.of_list(asked, len(zone.communities))
    found = zone.communities[page.places]
    blocks = [line(words, one) for one in found]
    text = paragraphs(f"{SIGN} {_zone_line(words, zone)}", *blocks)
    opened = in_rows([_community_button(one) for one in found], 2)
    return Screen(
        text, (*opened, *_paging_row(page, partial(ZONE.data, zone.zone)), back_row(words))
    )


def needs_page(words: Words, overview: Overview, asked: int) -> Screen:
    """One page of all that needs attention."""
    page = Page.of_list(asked, len(overview.needs))
    found = overview.needs[page.places]
    heading = f"{ATTENTION} <b>{words('What needs attention first')}</b>"
    text = lines(heading, *(need_line(words, need) for need in found))
    opened = in_rows(
        [_community_button(one.community) for one in found if one.community is not None], 2
    )
    return Screen(text, (*opened, *_paging_row(page, NEEDS.data), back_row(words)))


def archive_page(words: Words, overview: Overview, asked: int) -> Screen:
    """One page of the archived communities."""
    page = Page.of_list(asked, len(overview.archived))
    found = overview.archived[page.places]
    heading = f"🗄 <b>{words('Archived communities')}</b>"
    text = paragraphs(heading, *(line(words, one) for one in found))
    opened = in_rows([_community_button(one) for one in found], 2)
    return Screen(text, (*opened, *_paging_row(page, OLD.data), back_row(words)))


def _paging_row(page: Page, data: Callable[[int], str]) -> tuple[Row, ...]:
    """The buttons to the previous and the next page, where they exist."""
    buttons = []
    if page.number > 0:
        buttons.append(Button(f"⬅️ {page.number}/{page.of}", data(page.number - 1)))
    if page.number + 1 < page.of:
        buttons.append(Button(f"➡️ {page.number + 2}/{page.of}", data(page.number + 1)))
    return (tuple(buttons),) if buttons else ()


def back_row(words: Words) -> Row:
    """⬅️ to the first screen."""
    return (FRONT.button(f"⬅️ {words('All communities')}"),)
