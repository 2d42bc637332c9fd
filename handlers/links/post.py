"""What Brusano offers: posted in the group with one tap, once, whoever taps first; or not."""

from dataclasses import dataclass
from functools import partial

from sqlmodel import Session

from bot.rules import links as rules
from bot.rules.links import Refusal
from bot.rules.rhythm import next_allowed
from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button, Screen, lines
from handlers.links import messages, views
from handlers.links.public import ROOM
from handlers.links.views import Told
from storage import communities, links, members
from storage.communities import Chat
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


def _standing(session: Session, visit: Visit) -> Standing | Refusal:
    """What the button names as it stands now, for this person."""
    found = offered.offered(session, callback_data.number(visit.references))
    person = members.person_at(session, visit.sender.telegram_id)
    if found is None or person is None:
        return Refusal.GONE
    community_id = found.community.id or 0
    chat = communities.chat_of(session, community_id)
    has_group = chat is not None and chat.is_present
    refusal = rules.against_posting(
        offered.role(session, community_id, person.telegram_id),
        is_archived=found.community.archived_at is not None,
        is_released=bool(found.release.text),
        is_posted=found.offer.posted_at is not None,
        has_group=has_group,
    )
    if refusal is Refusal.STRANGER:
        return Refusal.STRANGER
    return Standing(found, person, chat if has_group else None, refusal)


def _refused(visit: Visit, refusal: Refusal) -> str:
    words = visit.words
    return {
        Refusal.STRANGER: words("This is for who moderates or monitors that community."),
        Refusal.ARCHIVED: words("This community is closed: nothing is posted there."),
        Refusal.GONE: words("This was taken back, or is no longer kept."),
        Refusal.POSTED: words("This is posted in your group already."),
        Refusal.NO_GROUP: words(
            "There is no group chat to post it in. Once there is one, press 📨 again."
        ),
    }[refusal]


async def on_offer(visit: Visit) -> None:
    """⬅️: what is offered, with its buttons."""
    found = await visit.read(partial(_offer, visit=visit))
    if isinstance(found, Refusal):
        await visit.refuse(_refused(visit, found))
        return
    await visit.pop_up()
    await views.show(visit, found)


def _offer(session: Session, visit: Visit) -> Told | Refusal:
    standing = _standing(session, visit)
    if isinstance(standing, Refusal):
        return standing
    if standing.refusal not in (None, Refusal.NO_GROUP):
        return standing.refusal
    return messages.offer_told(visit.words, standing.found, visit.house) or Refusal.GONE


async def on_pass(visit: Visit) -> None:
    """➡️: this person does not post it; somebody else still may."""
    found = await visit.read(partial(_standing, visit=visit))
    if isinstance(found, Refusal):
        await visit.refuse(_refused(visit, found))
        return
    await visit.pop_up()
    back = Button(
        f"⬅️ {visit.words('Back')}", callback_data.pack(ROOM, "offer", found.found.offer.id or 0)
    )
    done = visit.words("Fine: from you it does not go to the group.")
    await visit.show(Screen(f"✅ {done}", ((back,),)))


async def on_post(visit: Visit) -> None:
    """📨: into the group, once; pressed again by the same person, the answer is the same."""
    done = await visit.write(partial(_post, visit=visit))
    if isinstance(done, Refusal):
        await visit.refuse(_refused(visit, done))
        return
    await visit.pop_up()
    await visit.show(done)


def _post(session: Session, visit: Visit) -> Screen | Refusal:
    standing = _standing(session, visit)
    if isinstance(standing, Refusal):
        return standing
    found, person = standing.found, standing.person
    if standing.refusal is Refusal.POSTED and found.offer.posted_by == person.id:
        return _done(visit, found)
    if standing.refusal is not None or standing.chat is None:
        return standing.refusal or Refusal.NO_GROUP
    if not links.post(session, found.offer.id or 0, person.id or 0, visit.now):
        return Refusal.POSTED
    session.refresh(found.offer)
    settings = visit.house.settings
    at = next_allowed(visit.now, settings.quiet_hours, settings.timezone)
    offered.leave_post(session, found, standing.chat, person, at)
    offered.take_over(session, found, visit.house.seal, visit.now)
    return _done(visit, found)


def _done(visit: Visit, found: Offered) -> Screen:
    words, settings = visit.words, visit.house.settings
    at = next_allowed(visit.now, settings.quiet_hours, settings.timezone)
    later = words(
        "It is quiet now: it goes out on {day} at {time}.",
        day=words.day(at),
        time=words.time(at),
    )
    name = found.community.name
    done = words("It goes to the group of {name}, with where it comes from.", name=name)
    return Screen(lines(f"✅ {done}", later if at > visit.now else None))
