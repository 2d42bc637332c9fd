"""What a coordinator decides about one person: an invitation, a kind no, or to erase it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules.interest import INVITED, Standing
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.interest import placement_messages, views
from handlers.interest.overview import gone
from handlers.interest.public import ROOM
from locales import Html
from storage import interest as interests
from storage import members
from storage.communities import Community
from storage.interest import Interest, listed


class Refusal(Enum):
    """Why a decision does not stand."""

    GONE = auto()
    NO_COMMUNITY = auto()
    FULL = auto()
    MEMBER = auto()
    PLACED = auto()


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom and what a button is about; `was` is where they were placed when it was shown."""

    found: Interest
    community: Community | None = None
    was: int | None = None


def _meant(session: Session, visit: Visit) -> Meant | None:
    key, community_id = (callback_data.number(visit.references, position) for position in (0, 1))
    found = session.get(Interest, key) if key is not None else None
    community = session.get(Community, community_id) if community_id is not None else None
    return Meant(found, community, callback_data.number(visit.references, 2)) if found else None


async def _answer(visit: Visit, act: Callable[[Session], Screen | Refusal]) -> None:
    outcome = await visit.write(act)
    if isinstance(outcome, Refusal):
        await visit.refuse(_refused(visit, outcome))
        return
    await visit.pop_up()
    await visit.show(outcome)


def _refused(visit: Visit, refusal: Refusal) -> str:
    words = visit.words
    return {
        Refusal.GONE: gone(visit),
        Refusal.NO_COMMUNITY: words("This community is closed, or no longer there."),
        Refusal.FULL: words("There is no free seat left there: all are taken, or promised."),
        Refusal.MEMBER: words("This person is registered there already."),
        Refusal.PLACED: words("They were invited elsewhere meanwhile. Open their screen again."),
    }[refusal]


async def on_sure(visit: Visit) -> None:
    """The invitation as the person will read it, to be sent with ✅."""
    await _answer(visit, partial(_sure, visit=visit))


def _sure(session: Session, visit: Visit) -> Screen | Refusal:
    meant = _meant(session, visit)
    if meant is None:
        return Refusal.GONE
    refusal = _speaks_against(session, visit, meant)
    if refusal is not None or meant.community is None:
        return refusal or Refusal.NO_COMMUNITY
    found, community, words = meant.found, meant.community, visit.words
    their = visit.house.locales.words(found.language)
    send = callback_data.pack(
        ROOM, "place", found.id or 0, community.id or 0, found.community_id or 0
    )
    text = paragraphs(
        words(
            "Invite {name} to {community}? The invitation is for them alone, and open for "
            "{days} days. This is what they read:",
            name=found.name,
            community=community.name,
            days=INVITED.days,
        ),
        _quoted(placement_messages.invited(their, found, community)),
    )
    return _asked(visit, found, text, Button(f"✅ {words('Invite')}", send))


def _quoted(text: str) -> Html:
    return Html(f"<blockquote>{text}</blockquote>")


def _asked(visit: Visit, found: Interest, text: str, confirm: Button) -> Screen:
    back = Button(f"❌ {visit.words('Cancel')}", callback_data.pack(ROOM, "one", found.id or 0))
    return Screen(text, ((confirm, back),))


def _speaks_against(session: Session, visit: Visit, meant: Meant) -> Refusal | None:
    """Why someone can't be invited there; None when nothing speaks against it."""
    community, found = meant.community, meant.found
    if community is None or community.archived_at is not None:
        return Refusal.NO_COMMUNITY
    person = members.person_at(session, found.telegram_id)
    if person and members.membership(session, person.id, community.id or 0):
        return Refusal.MEMBER
    if listed.room(session, found, community, visit.now) == 0:
        return Refusal.FULL
    return None


async def on_place(visit: Visit) -> None:
    """✅ sends the invitation; pressed again, it answers the same."""
    await _answer(visit, partial(_place, visit=visit))


def _place(session: Session, visit: Visit) -> Screen | Refusal:
    meant = _meant(session, visit)
    if meant is None:
        return Refusal.GONE
    found, community = meant.found, meant.community
    is_open = interests.standing(session, found, visit.now) is Standing.INVITED
    if community is None or not (is_open and found.community_id == community.id):
        refusal = _speaks_against(session, visit, meant)
        if refusal is None and (found.community_id or 0) != meant.was:
            refusal = Refusal.PLACED
        if refusal is not None or community is None:
            return refusal or Refusal.NO_COMMUNITY
        placement_messages.invite(session, visit.house, found, community, visit.now)
    done = visit.words(
        "The invitation to {community} goes to {name}.", community=community.name, name=found.name
    )
    return views.person(session, visit, found, done)


async def on_ask_full(visit: Visit) -> None:
    """What the person will read when it is full, to be sent with 📨."""
    await _answer(visit, partial(_ask_full, visit=visit))


def _ask_full(session: Session, visit: Visit) -> Screen | Refusal:
    meant = _meant(session, visit)
    if meant is None:
        return Refusal.GONE
    found, words = meant.found, visit.words
    if found.community_id is not None:
        return Refusal.PLACED
    their = visit.house.locales.words(found.language)
    text = lines(
        words("Tell {name} that it is full? This is what they read:", name=found.name),
        _quoted(placement_messages.full(their, found)),
    )
    send = Button(f"📨 {words('Send')}", callback_data.pack(ROOM, "full", found.id or 0))
    return _asked(visit, found, text, send)


async def on_full(visit: Visit) -> None:
    """📨 sends it once."""
    await _answer(visit, partial(_tell_full, visit=visit))


def _tell_full(session: Session, visit: Visit) -> Screen | Refusal:
    meant = _meant(session, visit)
    if meant is None:
        return Refusal.GONE
    if meant.found.community_id is not None:
        return Refusal.PLACED
    placement_messages.tell_full(session, visit.house, meant.found, visit.now)
    done = visit.words("{name} hears that it is full for now.", name=meant.found.name)
    return views.person(session, visit, meant.found, done)


async def on_ask_erase(visit: Visit) -> None:
    """🗑 asks once more."""
    await _answer(visit, partial(_ask_erase, visit=visit))


def _ask_erase(session: Session, visit: Visit) -> Screen | Refusal:
    meant = _meant(session, visit)
    if meant is None:
        return Refusal.GONE
    found, words = meant.found, visit.words
    text = words(
        "Erase all that {name} told for taking part? An invitation they have not used closes.",
        name=found.name,
    )
    erase = Button(f"✅ {words('Erase')}", callback_data.pack(ROOM, "erase", found.id or 0))
    return _asked(visit, found, text, erase)


async def on_erase(visit: Visit) -> None:
    """✅ erases; what is gone already is as good as erased."""
    await _answer(visit, partial(_erase, visit=visit))


def _erase(session: Session, visit: Visit) -> Screen | Refusal:
    meant = _meant(session, visit)
    if meant is not None:
        interests.erase(session, meant.found)
    back = Button(f"⬅️ {visit.words('Back')}", callback_data.pack(ROOM, "home"))
    return Screen(f"✅ {visit.words('Erased.')}", ((back,),))
