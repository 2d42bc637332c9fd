"""Shows which invited people have registered, and reminds or replaces the others."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from html import escape
from typing import Final

from sqlmodel import Session

from bot.rules import interest_selection as rules
from bot.rules.communities import Zone
from bot.rules.interest import Standing, may_remind
from bot.rules.interest_diversity import Candidate, Proposed
from bot.rules.languages import single_languages
from bot.rules.members import Role
from handlers.core.context import Context
from handlers.core.screens import Row, Screen, paragraphs
from handlers.core.shared_verbs import ACCEPTED
from handlers.interest import placement_messages, proposal, selection, views
from handlers.interest.verbs import INSTEAD, OTHER, REMIND, ZONE
from locales import Html, Words
from storage import interest as interests
from storage import members
from storage.communities import Community
from storage.core.columns import row_id
from storage.interest import Interest, listed, placed
from storage.members import Person

MOST: Final = 30
"""People on one screen who have not accepted: more than there are seats."""


class Refusal(Enum):
    """Why nothing can be done."""

    NO_COMMUNITY = auto()
    TOLD_TODAY = auto()
    ACCEPTED = auto()
    NOBODY = auto()
    TAKEN = auto()
    FULL = auto()


Answer = Screen | Refusal


async def _answer(context: Context, act: Callable[[Session], Answer]) -> None:
    outcome = await context.write(act)
    if isinstance(outcome, Refusal):
        await context.refuse(_refused(context.words, outcome))
        return
    await context.answer()
    await context.show(outcome)


def _refused(words: Words, refusal: Refusal) -> str:
    return {
        Refusal.NO_COMMUNITY: words("This community is closed, or no longer there."),
        Refusal.TOLD_TODAY: words(
            "Nobody is reminded: they all were today, or no seat is left. Try again tomorrow."
        ),
        Refusal.ACCEPTED: words("They have accepted meanwhile, or are no longer invited here."),
        Refusal.NOBODY: words("Nobody else waits in this zone."),
        Refusal.TAKEN: words("This person was invited meanwhile. Ask for another proposal."),
        Refusal.FULL: words("There is no free seat left there: all are taken, or promised."),
    }[refusal]


def _community(session: Session, community_id: int) -> Community | None:
    """A community into which people can still be invited."""
    found = session.get(Community, community_id)
    return found if found is not None and found.archived_at is None else None


async def on_accepted(context: Context, community_id: int) -> None:
    """The people who have registered, and those who have not."""
    await _answer(context, partial(_accepted, context=context, community_id=community_id))


def _accepted(session: Session, context: Context, community_id: int) -> Answer:
    community = _community(session, community_id)
    return screen(session, context, community) if community else Refusal.NO_COMMUNITY


def screen(
    session: Session, context: Context, community: Community, done: str | None = None
) -> Screen:
    """Lists who is registered, who has not answered, and who cannot be reached.

    `done` is shown first.
    """
    words, community_id = context.words, row_id(community)
    names = [one.name for one in members.with_role(session, community_id, Role.MEMBER.value)]
    waited_for = placed.in_community(session, community_id, MOST)
    text = paragraphs(
        f"✅ {done}" if done else None,
        words("<b>{name}</b>: who has accepted", name=community.name),
        _listed(f"✅ {words('Registered')}", names),
        *_not_yet(session, context, waited_for),
        None if waited_for else words("Nobody's answer is waited for."),
    )
    return Screen(text, tuple(_rows(words, community, waited_for)))


def _listed(title: str, names: Sequence[str]) -> str | None:
    """A title with how many there are, and their names below; None for nobody."""
    shown_names = escape(", ".join(names), quote=False)
    return f"{title} ({len(names)})\n{shown_names}" if names else None


def _not_yet(
    session: Session, context: Context, people: Sequence[Interest]
) -> Iterator[str | None]:
    words = context.words
    lost = [one for one in people if not one.is_reachable]
    there = [one for one in people if one.is_reachable]
    standing = {one.id: interests.standing(session, one, context.now) for one in there}
    titles = {
        Standing.INVITED: words("Not yet"),
        Standing.EXPIRED: words("The invitation is too old now"),
        Standing.USED: words("Somebody else used the invitation"),
    }
    for one, title in titles.items():
        names = [person.name for person in there if standing[person.id] is one]
        yield _listed(f"{views.SIGNS[one]} {title}", names)
    yield _listed(
        f"⚠️ {words('Out of reach: they have blocked me')}", [person.name for person in lost]
    )


def _rows(words: Words, community: Community, people: Sequence[Interest]) -> Iterator[Row]:
    for one in people:
        yield (OTHER.button(f"✏️ {words('Another for {name}', name=Html(one.name))}", row_id(one)),)
    if people:
        label = f"📨 {words('Remind those who have not accepted')}"
        yield (REMIND.button(label, row_id(community)),)
    yield (ZONE.button(f"⬅️ {words('Back')}", community.zone, 0),)


async def on_remind(context: Context, community_id: int) -> None:
    """Remind someone of their invitation, at most once a day."""
    await _answer(context, partial(_remind, context=context, community_id=community_id))


def _remind(session: Session, context: Context, community_id: int) -> Answer:
    community = _community(session, community_id)
    if community is None:
        return Refusal.NO_COMMUNITY
    people = placed.in_community(session, community_id, MOST)
    number = sum(_reminded(session, context, one, community) for one in people)
    if not number:
        return Refusal.TOLD_TODAY
    done = context.words.plural(
        "{number} person is reminded.", "{number} people are reminded.", number
    )
    return screen(session, context, community, done)


def _reminded(session: Session, context: Context, one: Interest, community: Community) -> bool:
    """Whether someone may be reminded; with a new link if theirs expired."""
    if not may_remind(
        placement_messages.told_at(session, one), context.now, context.services.settings.timezone
    ):
        return False
    if interests.standing(session, one, context.now) is Standing.INVITED:
        placement_messages.invite_again(session, context.services, one, context.now)
        return True
    if listed.number_of_places(session, one, community, context.now) == 0:
        return False
    placement_messages.invite(session, context.services, one, community, context.now)
    return True


@dataclass(frozen=True, slots=True)
class Exchange:
    """Someone who has not accepted, and who of the same zone could come in their place."""

    community: Community
    gone: Interest
    waiting: dict[int, Interest]
    proposed: Proposed | None


def _exchange(session: Session, interest_id: int) -> Exchange | Refusal:
    gone = session.get(Interest, interest_id)
    if gone is None or gone.community_id is None:
        return Refusal.ACCEPTED
    community = _community(session, gone.community_id)
    if community is None:
        return Refusal.NO_COMMUNITY
    waiting = selection.choosable(session, Zone(community.zone))
    proposed = rules.in_place_of(
        [selection.candidate(key, one, place) for place, (key, one) in enumerate(waiting.items())],
        _staying(session, community, gone),
        single_languages(community.language),
    )
    return Exchange(community, gone, waiting, proposed)


def _staying(session: Session, community: Community, gone: Interest) -> list[Candidate]:
    """The people in the group or invited, without the one who is replaced.

    Their keys are negative, so that nobody can choose them.
    """
    invited = placed.in_community(session, row_id(community), MOST)
    staying: list[Person | Interest] = [one for one in invited if one.id != gone.id]
    staying += [one.person for one in members.seated(session, row_id(community))]
    return [selection.candidate(-key, one, -key) for key, one in enumerate(staying, start=1)]


async def on_other(context: Context, interest_id: int) -> None:
    """✏️ proposes another in the place of somebody, to be invited with ✅."""
    await _answer(context, partial(_other, context=context, interest_id=interest_id))


def _other(session: Session, context: Context, interest_id: int) -> Answer:
    exchange = _exchange(session, interest_id)
    if isinstance(exchange, Refusal):
        return exchange
    if exchange.proposed is None:
        return Refusal.NOBODY
    words, gone = context.words, exchange.gone
    other = exchange.waiting[exchange.proposed.key]
    brought = selection.why(words, exchange.proposed.reasons)
    text = paragraphs(
        words(
            "In the place of {name}: <b>{other}</b>, {about}.",
            name=gone.name,
            other=other.name,
            about=proposal.about(words, other),
        ),
        f"<i>{brought}</i>" if brought else None,
        words(
            "{other} gets an invitation. That of {name} closes, and {name} waits again.",
            other=other.name,
            name=gone.name,
        ),
    )
    community_id = row_id(exchange.community)
    row = (
        INSTEAD.button(f"✅ {words('Invite')}", interest_id, row_id(other), community_id),
        ACCEPTED.button(f"❌ {words('Cancel')}", community_id),
    )
    return Screen(text, (row,))


async def on_instead(context: Context, gone_id: int, other_id: int, community_id: int) -> None:
    """✅ invites the other; pressed again, it answers the same."""
    of = (gone_id, other_id, community_id)
    await _answer(context, partial(_instead, context=context, of=of))


def _instead(session: Session, context: Context, of: tuple[int, int, int]) -> Answer:
    gone_id, other_id, community_id = of
    community = _community(session, community_id)
    if community is None:
        return Refusal.NO_COMMUNITY
    found = placed.by_id(session, {gone_id, other_id})
    gone, other = found.get(gone_id), found.get(other_id)
    if other is None or other.community_id not in (None, community.id):
        return Refusal.TAKEN
    if other.community_id is None:
        if gone is None or gone.community_id != community.id:
            return Refusal.ACCEPTED
        # An open invitation of theirs is the seat that the other gets.
        if listed.number_of_places(session, gone, community, context.now) == 0:
            return Refusal.FULL
        placement_messages.take_back(session, gone)
        placement_messages.invite(session, context.services, other, community, context.now)
    done = context.words(
        "The invitation to {community} goes to {name}.", community=community.name, name=other.name
    )
    return screen(session, context, community, done)
