"""Choosing who is invited into a new community: the proposal, and what a hand changes in it."""

from collections.abc import Callable, Iterator
from functools import partial

from sqlmodel import Session

from bot.rules.communities import MEMBER_SEATS, Zone, zone_name
from bot.rules.interest_diversity import Group
from bot.rules.interest_selection import MOST_CANDIDATES, Selection, described
from bot.rules.languages import GROUP_CODES
from bot.rules.plain_text import cut
from handlers.communities.public import LANGUAGE
from handlers.core.context import Context
from handlers.core.pages import turn_rows
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.interest import selection as selecting
from handlers.interest import verbs
from handlers.interest.selection import Making
from handlers.interest.verbs import AGAIN, ANEW, CANCEL, NAME, SHOW, TAKE, TAKE_OUT, ZONE
from handlers.interest.views import PAGE
from handlers.members.public import sector_name
from locales import Words
from storage.core import form_drafts
from storage.interest import Interest
from storage.interest.placed import CHOOSING

NAME_SHOWN = 32
SHOWN = 28
"""The longest profession, sector or organisation: thirteen people fit in one message."""

Change = Callable[[Making], Selection | None]
"""Changes a group; returns None where there is no seat for a change."""


async def on_open(context: Context, zone: Zone) -> None:
    """Read the requester's group of a zone; proposed now unless they had begun one."""

    def act(session: Session) -> Screen:
        return screen(context, selecting.begun(session, context, zone), 0)

    shown = await context.write(act)
    await context.answer()
    await context.show(shown)


async def on_show(context: Context, zone: Zone, page: int) -> None:
    """A page of the group."""
    await _change(context, zone, lambda making: making.selection, page)


async def on_take(context: Context, zone: Zone, key: int, page: int) -> None:
    """☐ puts somebody in; pressed again, they are in."""

    def take(making: Making) -> Selection | None:
        selection = making.selection
        if selection.is_full and key not in selection.chosen:
            return None
        return selection.taking(key) if key in making.waiting else selection

    await _change(context, zone, take, page)


async def on_take_out(context: Context, zone: Zone, key: int, page: int) -> None:
    """☑ takes somebody out; pressed again, they are out."""
    await _change(context, zone, lambda making: making.selection.leaving(key), page)


async def on_again(context: Context, zone: Zone) -> None:
    """Propose again, around those whom a hand put in or out."""
    await _change(context, zone, selecting.proposed, 0)


async def on_anew(context: Context, zone: Zone) -> None:
    """Propose as if nobody had been put in or out."""

    def anew(making: Making) -> Selection:
        return Selection().proposed_anew(making.candidates, making.languages)

    await _change(context, zone, anew, 0)


async def on_language(context: Context, zone: Zone, language: str) -> None:
    """The language of the group: people who speak it are preferred."""

    def speak(making: Making) -> Selection:
        making.draft.values[LANGUAGE.name] = language
        return selecting.proposed(making)

    await _change(context, zone, speak, 0)


async def on_cancel(context: Context, zone: Zone) -> None:
    """❌ forgets the group."""

    def act(session: Session) -> None:
        form_drafts.drop(session, context.sender.telegram_id, CHOOSING[zone])

    await context.write(act)
    await context.answer()
    await context.show(Screen(f"✅ {context.words('Cancelled. Nobody is invited.')}"))


async def _change(context: Context, zone: Zone, change: Change, page: int) -> None:
    words = context.words
    changed = partial(_changed, context=context, zone=zone, change=change, page=page)
    outcome = await context.write(changed)
    if outcome is None:
        await context.refuse(gone(words))
        return
    shown, fits = outcome
    if not fits:
        most = words("All {seats} seats are given. Take somebody out first.", seats=MEMBER_SEATS)
        await context.refuse(most)
        return
    await context.answer()
    await context.show(shown)


def _changed(
    session: Session, context: Context, zone: Zone, change: Change, page: int
) -> tuple[Screen, bool] | None:
    making = selecting.current(session, context, zone)
    if making is None:
        return None
    lost = selecting.lost(making)
    selection = change(making)
    if selection is None:
        return screen(context, making, page), False
    making = selecting.changed(session, context, making, selection)
    return screen(context, making, page, no_longer(context.words, lost)), True


def gone(words: Words) -> str:
    """Why a button of a group does nothing any more."""
    return words("This was finished or cancelled before. /interest begins again.")


def no_longer(words: Words, number: int) -> str | None:
    """A line that some people can no longer be invited; None where nobody is lost."""
    if not number:
        return None
    told = words.plural(
        "{number} person of your group was invited by somebody else meanwhile, or is no longer "
        "interested. Choose another, or go on without.",
        "{number} people of your group were invited by somebody else meanwhile, or are no longer "
        "interested. Choose others, or go on without.",
        number,
    )
    return f"⚠️ {told}"


def screen(context: Context, making: Making, page: int, note: str | None = None) -> Screen:
    """The group with what each one brings, and a page of all who can be in it."""
    words = context.words
    zone = zone_name(making.zone, words.language)
    heading = f"<b>{words('A new community in {zone}', zone=zone)}</b>"
    if not making.waiting:
        none = words("Nobody waits here at this moment.")
        return Screen(paragraphs(note, heading, none), tuple(_last_rows(words, making, 0)))
    order = making.selection.in_order(making.waiting)
    page = min(page, (len(order) - 1) // PAGE)
    group = described(making.candidates, making.selection.chosen, making.languages)
    text = paragraphs(
        note,
        heading,
        _counted(words, making, group),
        lines(*_people(words, making, group)),
        _from_how_many(words, making),
    )
    people = tuple((_ticking(making, key, page),) for key in order[page * PAGE : (page + 1) * PAGE])
    return Screen(text, (*people, *_last_rows(words, making, page)))


def _counted(words: Words, making: Making, group: Group) -> str:
    """How many are chosen, and how diverse they are."""
    parts = (
        words("{chosen} of {seats} seats", chosen=len(making.selection.chosen), seats=MEMBER_SEATS),
        words.plural("{number} sector", "{number} sectors", group.sectors),
        words.plural("{number} profession", "{number} professions", group.professions),
        words.plural("{number} organisation", "{number} organisations", group.organisations),
    )
    return " · ".join(parts)


def _people(words: Words, making: Making, group: Group) -> Iterator[str]:
    for place, one in enumerate(group.people, start=1):
        yield words(
            "{place}. <b>{name}</b>: {about}",
            place=place,
            name=cut(making.waiting[one.key].name, NAME_SHOWN),
            about=about(words, making.waiting[one.key]),
        )
        if brought := selecting.why(words, one.reasons):
            yield f"   <i>{brought}</i>"


def about(words: Words, one: Interest) -> str:
    """Somebody's profession, sector and organisation in one line, not yet escaped."""
    sector = sector_name(words, one.sector)
    parts = [cut(part, SHOWN) for part in (one.profession, sector, one.organisation)]
    return ", ".join([*parts, *([words("as a duo")] if one.as_duo else [])])


def _from_how_many(words: Words, making: Making) -> str | None:
    if len(making.waiting) < MOST_CANDIDATES:
        return None
    return words("Chosen from the {number} who wait the longest.", number=MOST_CANDIDATES)


def _ticking(making: Making, key: int, page: int) -> Button:
    """☑ or ☐; it carries what it brings about, so that a second press changes nothing."""
    one, is_in = making.waiting[key], key in making.selection.chosen
    label = f"{'☑' if is_in else '☐'} {one.name} · {one.profession}"
    return (TAKE_OUT if is_in else TAKE).button(label, making.zone, key, page)


def _last_rows(words: Words, making: Making, page: int) -> Iterator[Row]:
    total, selection, zone = len(making.waiting), making.selection, making.zone
    has_more = (page + 1) * PAGE < len(making.waiting)
    yield from turn_rows(words, page, partial(SHOW.data, making.zone), has_more=has_more)
    if total:
        yield tuple(_languages(making))
        again = [AGAIN.button(f"✏️ {words('Propose again')}", zone)]
        if selection.kept or selection.out:
            again.append(ANEW.button(f"🗑 {words('Start over')}", zone))
        yield tuple(again)
    if selection.chosen:
        yield (NAME.button(f"➡️ {words('Go on with these')}", zone),)
    yield (
        ZONE.button(f"⬅️ {words('Back')}", zone.value, 0),
        CANCEL.button(f"❌ {words('Cancel')}", zone),
    )


def _languages(making: Making) -> Iterator[Button]:
    spoken = making.draft.values.get(LANGUAGE.name)
    for code in GROUP_CODES:
        sign = "☑" if code == spoken else "☐"
        yield verbs.LANGUAGE.button(f"{sign} {code}", making.zone, code)
