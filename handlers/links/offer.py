"""`/links`: the coordinator reads what was released, and offers it to other communities."""

from collections.abc import Callable, Collection
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.plain_text import cut
from bot.rules.rhythm import next_allowed
from handlers.core.context import Context
from handlers.core.pages import Pages, show, turn_rows
from handlers.core.screens import Button, Row, in_rows, lines, paragraphs
from handlers.links import outbox_rows, views
from handlers.links.verbs import EVERY, HOME, ONE, SEND, TICK, TO, ZONE
from locales import N_
from storage import releases
from storage.communities import Community
from storage.core import form_drafts
from storage.core.columns import row_id
from storage.links import offered
from storage.releases import Release

PAGE = 8
"""Releases, or communities, on one screen."""

NAME = 40
"""Characters of a community's name on a button."""

MOST_NAMED = 12
"""Communities named that have posted something."""

TOPIC = "links"
"""The topic of the note of the ticked communities; it takes no text."""

Act = Callable[[Session, Context, Release], Pages | None]


async def on_command(context: Context) -> None:
    """`/links`: the newest first."""
    await context.say((await context.read(partial(_home, context=context, page=0))).last)


async def on_home(context: Context, page: int) -> None:
    """⬅️ or a page of the list."""
    found = await context.read(partial(_home, context=context, page=page))
    await context.answer()
    await show(context, found)


def _home(session: Session, context: Context, page: int) -> Pages:
    words, cipher = context.words, context.services.cipher
    released = releases.all_releases(session)
    if not released:
        none = words(
            "No community has released anything yet. Moderators can with 🔗, in their library "
            "and under a summary."
        )
        return Pages((none,))
    page = min(page, (len(released) - 1) // PAGE)
    rows = [
        (ONE.button(views.label(found, community, cipher), row_id(found)),)
        for found, community in released[page * PAGE : (page + 1) * PAGE]
    ]
    turn = turn_rows(
        context.words,
        page,
        HOME.data,
        has_more=(page + 1) * PAGE < len(released),
        onward=N_("More"),
    )
    heading = words("What communities released for others")
    return Pages((f"🔗 <b>{heading}</b>",), (*rows, *turn))


async def _about(context: Context, release_id: int, act: Act, *, writes: bool = False) -> None:
    """Answer about the release that the button names, if it is still one."""

    def ask(session: Session) -> Pages | None:
        found = session.get(Release, release_id)
        return act(session, context, found) if found is not None and found.text else None

    told = await (context.write(ask) if writes else context.read(ask))
    if told is None:
        await context.refuse(context.words("This was taken back, or is no longer kept."))
        return
    await context.answer()
    await show(context, told)


async def on_one(context: Context, release_id: int) -> None:
    """A release, with the communities it was offered to."""
    await _about(context, release_id, _one)


def _one(
    session: Session, context: Context, found: Release, note: str | None = None
) -> Pages | None:
    words = context.words
    text = context.services.cipher.decrypt_or_none(found.text)
    if text is None:
        return None
    community = session.get_one(Community, found.community_id)
    offer = TO.button(f"📨 {words('Offer to communities')}", row_id(found))
    back = HOME.button(f"⬅️ {words('Back')}", 0)
    return views.told(
        paragraphs(note, views.origin(words, found, community)),
        text,
        _how_far(session, context, found),
        ((offer,), (back,)),
    )


def _how_far(session: Session, context: Context, found: Release) -> str:
    words = context.words
    made = releases.offers(session, found.id)
    posted = [one.community_id for one in made if one.posted_at is not None]
    names = [session.get_one(Community, key).name for key in posted[:MOST_NAMED]]
    more = ["…"] if len(posted) > MOST_NAMED else []
    return lines(
        words("Released on {date}.", date=words.date(found.released_at)),
        words.plural(
            "Offered to {number} community.", "Offered to {number} communities.", len(made)
        ),
        words("Posted in: {names}", names=", ".join([*names, *more])) if names else None,
    )


async def on_zones(context: Context, release_id: int) -> None:
    """📨: in which zone are the communities to offer it to?"""
    await _about(context, release_id, _zones)


def _zones(session: Session, context: Context, found: Release) -> Pages:
    words = context.words
    numbers = offered.number_open_by_zone(session, found)
    named = [
        ZONE.button(
            f"{zone_name(zone, words.language)} · {numbers[zone.value]}", row_id(found), zone, 0
        )
        for zone in Zone
        if zone.value in numbers
    ]
    text = words("To which communities? Choose a zone, tick them, then 📨.")
    if not named:
        text = words("It was offered to all communities there are.")
    back = ONE.button(f"⬅️ {words('Back')}", row_id(found))
    chosen = _chosen(session, context, found)
    rows = (*in_rows(named, 2), *_send_row(context, found, chosen), (back,))
    return Pages((paragraphs(_short(session, context, found), text),), rows)


def _short(session: Session, context: Context, found: Release) -> str:
    """An offer in one line."""
    community = session.get_one(Community, found.community_id)
    label = views.label(found, community, context.services.cipher)
    return f"<b>{escape(label, quote=False)}</b>"


async def on_zone(context: Context, release_id: int, zone: Zone, page: int) -> None:
    """The communities of a zone, at a page."""
    await _about(context, release_id, partial(_zone, zone=zone, page=page))


def _zone(session: Session, context: Context, found: Release, zone: Zone, page: int) -> Pages:
    words = context.words
    open_to = offered.open_communities(session, found, zone.value)
    page = min(page, max(len(open_to) - 1, 0) // PAGE)
    chosen = _chosen(session, context, found)
    here = (row_id(found), zone, page)
    rows = [
        (_tick(community, here, is_ticked=community.id in chosen),)
        for community in open_to[page * PAGE : (page + 1) * PAGE]
    ]
    every = EVERY.button(f"☑ {words('All of this zone')}", *here)
    zones = TO.button(f"⬅️ {words('Zones')}", row_id(found))
    text = paragraphs(_short(session, context, found), zone_name(zone, words.language))
    return Pages(
        (text,),
        (
            *rows,
            *turn_rows(
                context.words,
                page,
                partial(ZONE.data, row_id(found), zone),
                has_more=(page + 1) * PAGE < len(open_to),
                onward=N_("More"),
            ),
            *_send_row(context, found, chosen),
            *(((every,),) if open_to else ()),
            (zones,),
        ),
    )


def _tick(community: Community, here: tuple[int, Zone, int], *, is_ticked: bool) -> Button:
    label = f"{'☑' if is_ticked else '☐'} {cut(community.name, NAME)}"
    return TICK.button(label, *here, row_id(community), not is_ticked)


def _send_row(context: Context, found: Release, chosen: Collection[int]) -> tuple[Row, ...]:
    if not chosen:
        return ()
    label = context.words.plural(
        "Offer to {number} community", "Offer to {number} communities", len(chosen)
    )
    return ((SEND.button(f"📨 {label}", row_id(found), _mark(context, chosen)),),)


def _mark(context: Context, chosen: Collection[int]) -> str:
    return context.services.cipher.fingerprint(repr(sorted(chosen)))


def _chosen(session: Session, context: Context, found: Release) -> frozenset[int]:
    """The communities that this coordinator has ticked for a release, as far as they still can."""
    row = form_drafts.about(session, context.sender.telegram_id, TOPIC)
    if row is None or row.release_id != found.id:
        return frozenset()
    return frozenset(offered.still_open(session, found, row.draft["communities"]))


def _choose(session: Session, context: Context, found: Release, chosen: Collection[int]) -> None:
    draft = {form_drafts.FACTS: {"release": found.id}, "communities": sorted(chosen)}
    who = context.sender.telegram_id
    form_drafts.keep(session, who, TOPIC, draft, context.now, takes_text=False)


async def on_tick(
    context: Context, release_id: int, zone: Zone, page: int, community_id: int, is_wanted: bool
) -> None:
    """☐ or ☑ of one community."""

    def tick(session: Session, context: Context, found: Release) -> Pages:
        chosen = _chosen(session, context, found)
        wanted = chosen | {community_id} if is_wanted else chosen - {community_id}
        _choose(session, context, found, offered.still_open(session, found, wanted))
        return _zone(session, context, found, zone, page)

    await _about(context, release_id, tick, writes=True)


async def on_every(context: Context, release_id: int, zone: Zone, page: int) -> None:
    """☑ of all communities of a zone."""

    def every(session: Session, context: Context, found: Release) -> Pages:
        there = {row_id(one) for one in offered.open_communities(session, found, zone.value)}
        _choose(session, context, found, _chosen(session, context, found) | there)
        return _zone(session, context, found, zone, page)

    await _about(context, release_id, every, writes=True)


async def on_send(context: Context, release_id: int, mark: str) -> None:
    """📨: to the moderators and leads of those that are ticked; pressed again, how far it is."""
    await _about(context, release_id, partial(_send, mark=mark), writes=True)


def _send(session: Session, context: Context, found: Release, mark: str) -> Pages | None:
    words, settings = context.words, context.services.settings
    chosen = _chosen(session, context, found)
    if not chosen:
        return _one(session, context, found)
    if mark != _mark(context, chosen):
        return _zones(session, context, found)
    at = next_allowed(context.now, settings.quiet_hours, settings.timezone)
    made = outbox_rows.offer(session, found, chosen, context.now, at)
    form_drafts.drop(session, context.sender.telegram_id, TOPIC)
    done = words.plural(
        "Offered to {number} community: who moderates or monitors it hears privately.",
        "Offered to {number} communities: who moderates or monitors them hears privately.",
        len(made),
    )
    later = words(
        "It is quiet now: it goes out on {day} at {time}.",
        day=words.day(at),
        time=words.time(at),
    )
    note = lines(f"✅ {done}", later if at > context.now else None)
    return _one(session, context, found, note)
