"""How interest looks to a coordinator: in numbers, by zone, and one person's."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.interest import RETENTION, Standing, most_named
from bot.rules.languages import OWN_NAMES
from handlers.core.context import Context
from handlers.core.pages import turn_rows
from handlers.core.screens import Button, Row, Screen, in_rows, lines, paragraphs
from handlers.interest import form
from handlers.interest.public import START
from handlers.interest.verbs import ALL, ASK_ERASE, ASK_FULL, HOME, ONE, OPEN, SURE, WHERE, ZONE
from handlers.members.public import sector_name
from locales import Words
from storage import interest as interests
from storage.communities import Community
from storage.core.columns import row_id
from storage.interest import Interest, listed
from storage.interest.listed import Numbers

PAGE = 8
"""People, or communities, on one screen."""

MOST_SECTORS = 12
MOST_PROFESSIONS = 8
MOST_SOURCES = 20

"""The argument of a button that means every zone."""

SIGNS = {
    Standing.WAITING: "⏳",
    Standing.INVITED: "📨",
    Standing.EXPIRED: "⌛",
    Standing.USED: "⚠️",
}


def home(session: Session, context: Context) -> Screen:
    """How many there are, by zone and by source."""
    words = context.words
    by_zone = listed.numbers_by_zone(session, context.now)
    if not by_zone:
        none = words("Nobody has left their interest yet.")
        return Screen(paragraphs(none, _how_to_link(words)))
    zones = [zone for zone in Zone if zone.value in by_zone]
    text = paragraphs(
        f"<b>{words('Who would like to take part')}</b>",
        lines(
            *(
                words(
                    "{title}: {value}",
                    title=zone_name(zone, words.language),
                    value=_numbers(words, by_zone[zone.value]),
                )
                for zone in zones
            )
        ),
        _sources(words, listed.numbers_by_source(session, MOST_SOURCES)),
        _how_to_link(words),
    )
    offered = [
        ZONE.button(f"{zone_name(zone, words.language)} · {by_zone[zone.value].all}", zone.value, 0)
        for zone in zones
    ]
    everyone = ZONE.button(words("All zones"), ALL, 0)
    return Screen(text, in_rows([*offered, everyone], 2))


def _numbers(words: Words, numbers: Numbers) -> str:
    parts = (
        words.plural("{number} waits", "{number} wait", numbers.waiting),
        words.plural("{number} invited", "{number} invited", numbers.invited),
        words.plural("{number} did not come", "{number} did not come", numbers.lapsed),
    )
    counted = (numbers.waiting, numbers.invited, numbers.lapsed)
    return " · ".join(part for part, number in zip(parts, counted, strict=True) if number)


def _sources(words: Words, sources: Sequence[tuple[str, int]]) -> str | None:
    if not sources:
        return None
    return lines(
        words("By which link they came:"),
        *(words("{title}: {value}", title=source, value=number) for source, number in sources),
    )


def _how_to_link(words: Words) -> str:
    return words(
        "<code>/interest link poster</code> makes a link for a poster or a newsletter; "
        "put your own word in the place of 'poster'."
    )


def link(session: Session, context: Context, source: str) -> Screen:
    """The deep link that carries a source, and how many came by it."""
    words = context.words
    number = listed.number_by_source(session, source)
    text = paragraphs(
        words("The link for {source}:", source=source),
        context.services.link(f"{START}{source}"),
        words.plural("{number} person came by it.", "{number} people came by it.", number),
    )
    return Screen(text, (_back(words, HOME.data()),))


def _back(words: Words, data: str) -> Row:
    return (Button(f"⬅️ {words('Back')}", data),)


def zone_screen(session: Session, context: Context, zone: Zone | None, page: int) -> Screen:
    """The people interested in a zone, or in all: the mix, and the people page by page."""
    words, key = context.words, zone.value if zone else None
    by_zone = listed.numbers_by_zone(session, context.now)
    numbers = [one for name, one in by_zone.items() if key in (None, name)]
    total = sum(one.all for one in numbers)
    page = min(page, max(total - 1, 0) // PAGE)
    waiting, invited, lapsed = (
        sum(getattr(one, name) for one in numbers) for name in ("waiting", "invited", "lapsed")
    )
    name = zone_name(zone, words.language) if zone else words("All zones")
    text = paragraphs(
        f"<b>{words('Who would like to take part')} · {name}</b>",
        _numbers(words, Numbers(waiting, invited, lapsed)) or words("Nobody at this moment."),
        _sectors(words, listed.numbers_by_sector(session, key)),
        _mix(
            words,
            words("Professions"),
            listed.numbers_by_profession(session, key),
            MOST_PROFESSIONS,
        ),
    )
    people = tuple(
        (ONE.button(_in_a_row(session, context, one), row_id(one)),)
        for one in listed.page(session, key, page, PAGE)
    )
    turning = turn_rows(
        words, page, partial(ZONE.data, key or ALL), has_more=(page + 1) * PAGE < total
    )
    found = _founding(words, zone) if zone and waiting else ()
    return Screen(text, (*people, *turning, *found, _back(words, HOME.data())))


def _founding(words: Words, zone: Zone) -> tuple[Row, ...]:
    """The button that begins a community with those who wait in a zone."""
    label = words("Found a community from these")
    return ((OPEN.button(f"✏️ {label}", zone),),)


def _sectors(words: Words, counts: Mapping[str, int]) -> str | None:
    named: dict[str, int] = {}
    for sector, number in counts.items():
        name = sector_name(words, sector)
        named[name] = named.get(name, 0) + number
    return _mix(words, words("Sectors"), named, MOST_SECTORS)


def _mix(words: Words, title: str, counts: Mapping[str, int], most: int) -> str | None:
    """A heading with how often each is named, the most first; the rest as one '…'."""
    named = most_named(counts)
    if not named:
        return None
    shown = [f"{name} {number}" for name, number in named[:most]]
    rest = ["…"] if len(named) > most else []
    return words("{title}: {value}", title=title, value=", ".join(shown + rest))


def _in_a_row(session: Session, context: Context, found: Interest) -> str:
    sign = SIGNS[interests.standing(session, found, context.now)]
    return f"{sign} {found.name} · {found.profession}"


def person(session: Session, context: Context, found: Interest, done: str | None = None) -> Screen:
    """One person's interest, its state, and what can be done; `done` is shown first."""
    words, key = context.words, row_id(found)
    text = paragraphs(
        f"✅ {done}" if done else None,
        lines(*_told(context, found)),
        lines(*_stands(session, context, found)),
    )
    rows = [(WHERE.button(f"✏️ {words('Place in a community')}", key, 0),)]
    if found.community_id is None and found.told_full_at is None:
        rows.append((ASK_FULL.button(f"📨 {words('Tell that it is full')}", key),))
    rows.append((ASK_ERASE.button(f"🗑 {words('Erase')}", key),))
    return Screen(text, (*rows, _back(words, ZONE.data(found.zone, 0))))


def _told(context: Context, found: Interest) -> Iterator[str]:
    words = context.words
    contact = context.services.cipher.decrypt_or_none(found.contact)
    zone = zone_name(Zone(found.zone), words.language)
    yield words("<b>{name}</b>", name=found.name)
    values = (
        (words("Profession"), found.profession),
        (words("Sector"), sector_name(words, found.sector)),
        (words("Organisation"), found.organisation),
        (words("Care zone"), " · ".join(part for part in (zone, found.municipality) if part)),
        (words("Language"), OWN_NAMES[found.language]),
        (
            words("Alone or as a duo"),
            form.as_name(words, form.DUO if found.as_duo else form.ALONE),
        ),
        (words("Contact"), contact or words("here, on Telegram")),
        (words("Came by"), found.source),
    )
    for title, value in values:
        if value:
            yield words("{title}: {value}", title=title, value=value)


def _stands(session: Session, context: Context, found: Interest) -> Iterator[str]:
    words = context.words
    standing = interests.standing(session, found, context.now)
    community = session.get(Community, found.community_id) if found.community_id else None
    name = community.name if community else ""
    yield words(
        "Known since {since}; kept until {until}.",
        since=words.date(found.consented_at),
        until=words.date(found.changed_at + RETENTION),
    )
    if standing is not Standing.WAITING:
        at = words.day(found.placed_at) if found.placed_at else ""
        yield (
            f"{SIGNS[standing]} "
            + {
                Standing.INVITED: words(
                    "Invited to {name} on {day}; has not registered yet.", name=name, day=at
                ),
                Standing.EXPIRED: words(
                    "Invited to {name} on {day}; the invitation is too old now.", name=name, day=at
                ),
                Standing.USED: words(
                    "Invited to {name} on {day}; somebody else used the invitation.",
                    name=name,
                    day=at,
                ),
            }[standing]
        )
    if found.told_full_at is not None:
        yield words("Was told on {day} that it is full.", day=words.day(found.told_full_at))
    if not found.is_reachable:
        yield "⚠️ " + words("Can't be reached here: they have blocked me.")


@dataclass(frozen=True, slots=True)
class Choice:
    """A community in which someone may be placed, with how many more can be invited there."""

    community: Community
    room: int


def where(session: Session, context: Context, found: Interest, page: int) -> Screen:
    """The communities for someone: those of their zone first."""
    words, key = context.words, row_id(found)
    total = listed.number_of_communities(session)
    page = min(page, max(total - 1, 0) // PAGE)
    rows = tuple(
        (_community_button(words, found, choice),)
        for choice in _choices(session, found, page, context.now)
    )
    text = (
        words("In which community is {name} placed? First those of the zone.", name=found.name)
        if total
        else words("There are no communities yet. /community founds one.")
    )
    return Screen(
        text,
        (
            *rows,
            *turn_rows(words, page, partial(WHERE.data, key), has_more=(page + 1) * PAGE < total),
            _back(words, ONE.data(key)),
        ),
    )


def _choices(session: Session, found: Interest, page: int, now: datetime) -> list[Choice]:
    return [
        Choice(one, listed.number_of_places(session, found, one, now))
        for one in listed.page_of_communities(session, found.zone, page, PAGE)
    ]


def _community_button(words: Words, found: Interest, choice: Choice) -> Button:
    community = choice.community
    zone = zone_name(Zone(community.zone), words.language)
    free = (
        words.plural("{number} free", "{number} free", choice.room)
        if choice.room
        else words("full")
    )
    parts = (community.name, free, "" if community.zone == found.zone else zone)
    label = " · ".join(part for part in parts if part)
    return SURE.button(label, row_id(found), row_id(community))
