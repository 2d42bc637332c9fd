"""A coordinator's decision about one person: an invitation, a kind no, or to erase the interest."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules.interest import INVITATION_VALID_FOR, Standing
from handlers.core.context import Context
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.interest import placement_messages, views
from handlers.interest.overview import gone
from handlers.interest.verbs import ERASE, FULL, HOME, ONE, PLACE
from locales import Html
from storage import interest as interests
from storage import members
from storage.communities import Community
from storage.core.columns import row_id
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
    """The person and the community of a button."""

    found: Interest
    community: Community | None


def _meant(session: Session, interest_id: int, community_id: int) -> Meant | None:
    found = session.get(Interest, interest_id)
    return Meant(found, session.get(Community, community_id)) if found else None


async def _answer(context: Context, act: Callable[[Session], Screen | Refusal]) -> None:
    outcome = await context.write(act)
    if isinstance(outcome, Refusal):
        await context.refuse(_refused(context, outcome))
        return
    await context.answer()
    await context.show(outcome)


def _refused(context: Context, refusal: Refusal) -> str:
    words = context.words
    return {
        Refusal.GONE: gone(context),
        Refusal.NO_COMMUNITY: words("This community is closed, or no longer there."),
        Refusal.FULL: words("There is no free seat left there: all are taken, or promised."),
        Refusal.MEMBER: words("This person is registered there already."),
        Refusal.PLACED: words("They were invited elsewhere meanwhile. Open their screen again."),
    }[refusal]


async def on_sure(context: Context, interest_id: int, community_id: int) -> None:
    """The invitation as the person will read it, to be sent with ✅."""
    of = (interest_id, community_id)
    await _answer(context, partial(_sure, context=context, of=of))


def _sure(session: Session, context: Context, of: tuple[int, int]) -> Screen | Refusal:
    meant = _meant(session, *of)
    if meant is None:
        return Refusal.GONE
    refusal = _speaks_against(session, context, meant)
    if refusal is not None or meant.community is None:
        return refusal or Refusal.NO_COMMUNITY
    found, community, words = meant.found, meant.community, context.words
    their = context.services.locales.words(found.language)
    text = paragraphs(
        words(
            "Invite {name} to {community}? The invitation is for them alone, and open for "
            "{days} days. This is what they read:",
            name=found.name,
            community=community.name,
            days=INVITATION_VALID_FOR.days,
        ),
        _quoted(placement_messages.invited(their, found, community)),
    )
    send = PLACE.button(f"✅ {words('Invite')}", *of, found.community_id or 0)
    return _asked(context, found, text, send)


def _quoted(text: str) -> Html:
    return Html(f"<blockquote>{text}</blockquote>")


def _asked(context: Context, found: Interest, text: str, confirm: Button) -> Screen:
    back = ONE.button(f"❌ {context.words('Cancel')}", row_id(found))
    return Screen(text, ((confirm, back),))


def _speaks_against(session: Session, context: Context, meant: Meant) -> Refusal | None:
    """Why someone cannot be invited there; None when they can."""
    community, found = meant.community, meant.found
    if community is None or community.archived_at is not None:
        return Refusal.NO_COMMUNITY
    person = members.person_by_telegram_id(session, found.telegram_id)
    if person and members.membership(session, person.id, row_id(community)):
        return Refusal.MEMBER
    if listed.number_of_places(session, found, community, context.now) == 0:
        return Refusal.FULL
    return None


async def on_place(context: Context, interest_id: int, community_id: int, was: int) -> None:
    """✅ sends the invitation; pressed again, it answers the same."""
    of = (interest_id, community_id)
    await _answer(context, partial(_place, context=context, of=of, was=was))


def _place(session: Session, context: Context, of: tuple[int, int], was: int) -> Screen | Refusal:
    """`was` is where they were placed when the button was shown; 0 for nowhere."""
    meant = _meant(session, *of)
    if meant is None:
        return Refusal.GONE
    found, community = meant.found, meant.community
    is_open = interests.standing(session, found, context.now) is Standing.INVITED
    if community is None or not (is_open and found.community_id == community.id):
        refusal = _speaks_against(session, context, meant)
        if refusal is None and (found.community_id or 0) != was:
            refusal = Refusal.PLACED
        if refusal is not None or community is None:
            return refusal or Refusal.NO_COMMUNITY
        placement_messages.invite(session, context.services, found, community, context.now)
    done = context.words(
        "The invitation to {community} goes to {name}.", community=community.name, name=found.name
    )
    return views.person(session, context, found, done)


async def on_ask_full(context: Context, interest_id: int) -> None:
    """The message that the person will read when it is full, to be sent with 📨."""
    await _answer(context, partial(_ask_full, context=context, interest_id=interest_id))


def _ask_full(session: Session, context: Context, interest_id: int) -> Screen | Refusal:
    found, words = session.get(Interest, interest_id), context.words
    if found is None:
        return Refusal.GONE
    if found.community_id is not None:
        return Refusal.PLACED
    their = context.services.locales.words(found.language)
    text = lines(
        words("Tell {name} that it is full? This is what they read:", name=found.name),
        _quoted(placement_messages.full(their, found)),
    )
    return _asked(context, found, text, FULL.button(f"📨 {words('Send')}", interest_id))


async def on_full(context: Context, interest_id: int) -> None:
    """📨 sends it once."""
    await _answer(context, partial(_tell_full, context=context, interest_id=interest_id))


def _tell_full(session: Session, context: Context, interest_id: int) -> Screen | Refusal:
    found = session.get(Interest, interest_id)
    if found is None:
        return Refusal.GONE
    if found.community_id is not None:
        return Refusal.PLACED
    placement_messages.tell_full(session, context.services, found, context.now)
    done = context.words("{name} hears that it is full for now.", name=found.name)
    return views.person(session, context, found, done)


async def on_ask_erase(context: Context, interest_id: int) -> None:
    """🗑 asks once more."""
    await _answer(context, partial(_ask_erase, context=context, interest_id=interest_id))


def _ask_erase(session: Session, context: Context, interest_id: int) -> Screen | Refusal:
    found, words = session.get(Interest, interest_id), context.words
    if found is None:
        return Refusal.GONE
    text = words(
        "Erase all that {name} told for taking part? An invitation they have not used closes.",
        name=found.name,
    )
    return _asked(context, found, text, ERASE.button(f"✅ {words('Erase')}", interest_id))


async def on_erase(context: Context, interest_id: int) -> None:
    """✅ erases; what is gone already is as good as erased."""
    await _answer(context, partial(_erase, context=context, interest_id=interest_id))


def _erase(session: Session, context: Context, interest_id: int) -> Screen | Refusal:
    found = session.get(Interest, interest_id)
    if found is not None:
        placement_messages.erase(session, found)
    back = HOME.button(f"⬅️ {context.words('Back')}")
    return Screen(f"✅ {context.words('Erased.')}", ((back,),))
