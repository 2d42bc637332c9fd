"""Posts an offer in the group, once, for the first person who taps; or declines it."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules import links as rules
from bot.rules.links import Refusal
from bot.rules.rhythm import next_allowed
from handlers.core.access import membership
from handlers.core.context import Context
from handlers.core.pages import Pages, show
from handlers.core.screens import Screen, lines
from handlers.links import messages, outbox_rows
from handlers.links.verbs import SEE_OFFER, not_yours
from storage import communities, releases
from storage.communities import Chat
from storage.core.columns import row_id
from storage.links import offered
from storage.links.offered import Offered
from storage.members import Person


@dataclass(frozen=True, slots=True)
class Standing:
    """An offer and who pressed; `chat` is the group, if it is there."""

    found: Offered
    person: Person
    chat: Chat | None
    refusal: Refusal | None


def _standing(session: Session, context: Context, offer_id: int) -> Standing | Refusal:
    """Read the offer of a button for this person."""
    found = offered.read_offer(session, offer_id)
    if found is None:
        return Refusal.GONE
    community_id = row_id(found.community)
    chat = communities.chat_of(session, community_id)
    has_group = chat is not None and chat.is_present
    own = membership(session, context, community_id)
    if own is None:
        return Refusal.STRANGER
    refusal = rules.posting_refusal(
        own.role,
        is_archived=found.community.archived_at is not None,
        is_released=bool(found.release.text),
        is_posted=found.offer.posted_at is not None,
        has_group=has_group,
    )
    if refusal is Refusal.STRANGER:
        return Refusal.STRANGER
    person = session.get_one(Person, own.person_id)
    return Standing(found, person, chat if has_group else None, refusal)


def _refused(context: Context, refusal: Refusal) -> str:
    words = context.words
    return {
        Refusal.STRANGER: not_yours(words),
        Refusal.ARCHIVED: words("This community is closed: nothing is posted there."),
        Refusal.GONE: words("This was taken back, or is no longer kept."),
        Refusal.POSTED: words("This is posted in your group already."),
        Refusal.NO_GROUP: words(
            "There is no group chat to post it in. Once there is one, press 📨 again."
        ),
    }[refusal]


async def on_offer(context: Context, offer_id: int) -> None:
    """⬅️: what is offered, with its buttons."""
    found = await context.read(partial(_offer, context=context, offer_id=offer_id))
    if isinstance(found, Refusal):
        await context.refuse(_refused(context, found))
        return
    await context.answer()
    await show(context, found)


def _offer(session: Session, context: Context, offer_id: int) -> Pages | Refusal:
    standing = _standing(session, context, offer_id)
    if isinstance(standing, Refusal):
        return standing
    if standing.refusal not in (None, Refusal.NO_GROUP):
        return standing.refusal
    return messages.offer_told(context.words, standing.found, context.services) or Refusal.GONE


async def on_pass(context: Context, offer_id: int) -> None:
    """➡️: this person does not post it; somebody else still may."""
    found = await context.read(partial(_standing, context=context, offer_id=offer_id))
    if isinstance(found, Refusal):
        await context.refuse(_refused(context, found))
        return
    await context.answer()
    back = SEE_OFFER.button(f"⬅️ {context.words('Back')}", offer_id)
    done = context.words("Fine: from you it does not go to the group.")
    await context.show(Screen(f"✅ {done}", ((back,),)))


async def on_post(context: Context, offer_id: int) -> None:
    """📨: into the group, once; pressed again by the same person, the answer is the same."""
    done = await context.write(partial(_post, context=context, offer_id=offer_id))
    if isinstance(done, Refusal):
        await context.refuse(_refused(context, done))
        return
    await context.answer()
    await context.show(done)


def _post(session: Session, context: Context, offer_id: int) -> Screen | Refusal:
    standing = _standing(session, context, offer_id)
    if isinstance(standing, Refusal):
        return standing
    found, person = standing.found, standing.person
    if standing.refusal is Refusal.POSTED and found.offer.posted_by == person.id:
        return _done(context, found)
    if standing.refusal is not None or standing.chat is None:
        return standing.refusal or Refusal.NO_GROUP
    if not releases.post(session, offer_id, row_id(person), context.now):
        return Refusal.POSTED
    session.refresh(found.offer)
    settings = context.services.settings
    at = next_allowed(context.now, settings.quiet_hours, settings.timezone)
    outbox_rows.put_post(session, found, standing.chat, person, at)
    offered.take_over(session, found, context.services.cipher, context.now)
    return _done(context, found)


def _done(context: Context, found: Offered) -> Screen:
    words, settings = context.words, context.services.settings
    at = next_allowed(context.now, settings.quiet_hours, settings.timezone)
    later = words(
        "It is quiet now: it goes out on {day} at {time}.",
        day=words.day(at),
        time=words.time(at),
    )
    name = found.community.name
    done = words("It goes to the group of {name}, with where it comes from.", name=name)
    return Screen(lines(f"✅ {done}", later if at > context.now else None))
