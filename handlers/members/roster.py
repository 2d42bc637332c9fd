"""`/members`: who is in, who waits, who is a stranger; and answering for a member."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules.communities import SEATS
from bot.rules.handover import Status
from bot.rules.members import Role
from handlers.core.access import MODERATOR, membership
from handlers.core.answer_words import ANSWER_WORDS
from handlers.core.context import Context
from handlers.core.pages import pages, say
from handlers.core.screens import Button, Screen
from handlers.members.verbs import CHOOSE, FOR, not_yours
from handlers.rsvp.public import FOR as ANSWER_FOR
from locales import Words
from storage import communities, duos, handover, meetings, members, rsvp
from storage.communities import Chat, Community
from storage.core.columns import row_id
from storage.handover import pairs
from storage.meetings import Meeting
from storage.members import Membership, Person, Present, Seated, consent, waiting_list

SHORT = 40
"""Characters of a profession or organisation in the list."""

MOST_STRANGERS = 60
UNREACHABLE = "📵"
AGREEMENT = "📜"


@dataclass(frozen=True, slots=True)
class HandoverOf:
    """The state of a meeting's hand-over; never its content."""

    number: int
    status: Status


@dataclass(frozen=True, slots=True)
class Standing:
    """A community's people at this moment. `turns` gives the person by seat at the next meeting."""

    community: Community
    seated: tuple[Seated, ...]
    seat_numbers: dict[int, int | None]
    meeting: Meeting | None
    turns: dict[int, int]
    answers: dict[int, rsvp.Answer]
    waiting: tuple[Person, ...]
    strangers: tuple[Present, ...]
    asked: frozenset[int]
    """Persons who wait and were asked to take a free seat."""
    chat: Chat | None
    seen: int
    """How many people were seen in the group chat."""
    handovers: dict[int, HandoverOf]
    """The latest hand-over by seat, of duos that still are."""
    agreement: str
    """The version of the current agreement."""


async def on_command(context: Context) -> None:
    """`/members`, for the moderators."""
    standing = await context.read(
        partial(_standing, community_id=context.community_id, context=context)
    )
    words = context.words
    unseen = await _unseen(context, standing)
    rows: tuple[tuple[Button, ...], ...] = ()
    if _answerable(standing):
        answer = CHOOSE.button(f"✏️ {words('Answer for a member')}", context.community_id)
        rows = ((answer,),)
    await say(context, pages(_blocks(words, standing, unseen), rows))


async def _unseen(context: Context, standing: Standing) -> int:
    """The number of people in the group chat whom the bot does not know."""
    if standing.chat is None or not standing.chat.is_present:
        return 0
    try:
        there = await context.services.telegram.number_of_members(standing.chat.telegram_id)
    except TelegramError:
        return 0
    return max(0, there - 1 - standing.seen)


def _standing(session: Session, community_id: int, context: Context) -> Standing:
    meeting = meetings.next_meeting(session, community_id, context.now)
    chat = communities.chat_of(session, community_id)
    return Standing(
        session.get_one(Community, community_id),
        tuple(members.seated(session, community_id)),
        members.numbers_by_seat(session, community_id),
        meeting,
        duos.turns(session, meeting) if meeting else {},
        rsvp.answers(session, meeting.id or 0) if meeting else {},
        tuple(members.waiting(session, community_id)),
        tuple(members.strangers(session, chat.id or 0, community_id)) if chat else (),
        frozenset(
            place.person_id
            for place in waiting_list.queue(session, community_id)
            if waiting_list.may_take_seat(place, context.now)
        ),
        chat,
        members.number_present(session, chat.id or 0) if chat else 0,
        _handovers(session, community_id),
        consent.current_version(session),
    )


def _handovers(session: Session, community_id: int) -> dict[int, HandoverOf]:
    found = {
        pair.seat_id: handover.latest_of_seat(session, pair.seat_id)
        for pair in pairs(session, community_id)
    }
    return {
        seat_id: HandoverOf(session.get_one(Meeting, one.meeting_id).number, one.status)
        for seat_id, one in found.items()
        if one is not None
        and (one.asks or one.written_at)
        and handover.standing(session, one) is not None
    }


def _blocks(words: Words, standing: Standing, unseen: int) -> Iterator[str]:
    """The list line by line, as HTML."""
    taken = frozenset(n for n in standing.seat_numbers.values() if n is not None)
    title = words("<b>{name}</b>", name=standing.community.name)
    yield title
    yield words("{taken} of {seats} seats taken.", taken=len(taken), seats=SEATS)
    yield ""
    for seat_id, sharing in _by_seat(standing.seated).items():
        yield from _seat(words, standing, seat_id, sharing)
    yield from _agreement(words, standing)
    if standing.waiting:
        yield ""
        yield f"<b>{words('Waiting for a seat')}</b>"
        yield from (f"{n}. {_described(p)}" for n, p in enumerate(standing.waiting, 1))
        asked = ", ".join(p.name for p in standing.waiting if p.id in standing.asked)
        if asked:
            yield words("A seat is free. I asked who may take it: {names}.", names=asked)
    yield from _strangers(words, standing.strangers)
    if unseen:
        yield ""
        yield words.plural(
            "{number} more person is in the group chat whom I have not seen do anything yet.",
            "{number} more people are in the group chat whom I have not seen do anything yet.",
            unseen,
        )
    if any(not seated.person.is_reachable for seated in standing.seated):
        yield ""
        yield f"{UNREACHABLE} {words('I cannot write to this person: they blocked me.')}"


def _agreement(words: Words, standing: Standing) -> Iterator[str]:
    """Those who have not agreed to the current version, and those who declined it."""
    version, seated = standing.agreement, standing.seated
    declined = [s for s in seated if s.membership.declined_version == version]
    open_ = [s for s in seated if s.membership.agreement_version != version and s not in declined]
    if open_ or declined:
        yield ""
    if open_:
        names = ", ".join(s.person.name for s in open_)
        told = words(
            "Still to agree to version {version} of the agreement: {names}.",
            version=version,
            names=names,
        )
        yield f"{AGREEMENT} {told}"
    if declined:
        names = ", ".join(s.person.name for s in declined)
        told = words(
            "Do not agree to version {version} of the agreement: {names}.",
            version=version,
            names=names,
        )
        yield f"{AGREEMENT} {told}"


def _by_seat(seated: tuple[Seated, ...]) -> dict[int, list[Seated]]:
    seats: dict[int, list[Seated]] = {}
    for one in seated:
        seats.setdefault(one.membership.seat_id, []).append(one)
    return seats


def _seat(words: Words, standing: Standing, seat_id: int, sharing: list[Seated]) -> Iterator[str]:
    """One line for one person; for a duo one for each, and whose turn it is."""
    number = standing.seat_numbers.get(seat_id)
    place = f"{number}." if number is not None else "•"
    role = _role(words, sharing[0].membership)
    if len(sharing) == 1:
        yield " ".join(filter(None, (place, _described(sharing[0].person), role)))
        return
    yield f"{place} 🔁 {' + '.join(_described(one.person) for one in sharing)}"
    turn = next((s.person for s in sharing if s.person.id == standing.turns.get(seat_id)), None)
    if turn is not None:
        yield f"    {words('Next meeting: {name}', name=turn.name)}"
    if (latest := standing.handovers.get(seat_id)) is not None:
        told = words(
            "Hand-over of session {number}: {status}",
            number=latest.number,
            status=_status(words, latest.status),
        )
        yield f"    {latest.status.sign} {told}"


def _status(words: Words, status: Status) -> str:
    return {
        Status.DUE: words("to be written"),
        Status.WRITTEN: words("written"),
        Status.DELIVERED: words("written"),
        Status.READ: words("read"),
        Status.RESTATED: words("read and confirmed"),
    }[status]


def _role(words: Words, membership: Membership) -> str:
    """The role in brackets; a plain member needs none."""
    names = {
        Role.MODERATOR: words("moderator"),
        Role.LEAD: words("monitoring lead"),
        Role.USER: words("person with lived experience"),
    }
    name = names.get(Role(membership.role))
    return f"({name})" if name else ""


def _described(person: Person) -> str:
    about = ", ".join(_short(part) for part in (person.profession, person.organisation) if part)
    name = f"<b>{html.escape(person.name, quote=False)}</b>"
    sign = "" if person.is_reachable else f" {UNREACHABLE}"
    return f"{name}{sign} – {about}" if about else f"{name}{sign}"


def _short(text: str) -> str:
    cut = text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"
    return html.escape(cut, quote=False)


def _strangers(words: Words, strangers: tuple[Present, ...]) -> Iterator[str]:
    if not strangers:
        return
    yield ""
    yield f"<b>{words('In the group chat without being registered')}</b>"
    for stranger in strangers[:MOST_STRANGERS]:
        yield f"• {html.escape(stranger.shown_name, quote=False)}"
    if len(strangers) > MOST_STRANGERS:
        yield f"• … {len(strangers) - MOST_STRANGERS}"


def _answerable(standing: Standing) -> list[Person]:
    """The people a moderator may answer for: awaited and silent, or unreachable.

    Not the lead, who may come to any meeting.
    """
    if standing.meeting is None:
        return []
    return [
        seated.person
        for seated in standing.seated
        if standing.turns.get(seated.membership.seat_id) == seated.person.id
        and seated.membership.role != Role.LEAD
        and (seated.membership.seat_id not in standing.answers or not seated.person.is_reachable)
    ]


async def on_choose(context: Context, community_id: int) -> None:
    """✏️: for whom to answer."""
    await on_for(context, community_id, None)


async def on_for(context: Context, community_id: int, person_id: int | None) -> None:
    """A person was chosen: what to answer; who needs no answer any more is not."""
    moderated = partial(_moderated, context=context, community_id=community_id)
    standing = await context.read(moderated)
    words = context.words
    if standing is None:
        await context.refuse(not_yours(words))
        return
    await context.answer()
    offered = _answerable(standing)
    chosen = next((p for p in offered if p.id == person_id), None)
    if chosen is not None and standing.meeting is not None:
        await context.show(_answers(words, chosen, standing.meeting))
    elif offered:
        await context.show(_choice(words, standing.community, offered))
    else:
        await context.show(Screen(f"✅ {words('Everybody has answered.')}"))


def _moderated(session: Session, context: Context, community_id: int) -> Standing | None:
    """The community of a button, if this person moderates it: buttons can be forged."""
    if membership(session, context, community_id, MODERATOR) is None:
        return None
    return _standing(session, community_id, context)


def _choice(words: Words, community: Community, offered: list[Person]) -> Screen:
    rows = tuple(
        (FOR.button(person.name, row_id(community), row_id(person)),) for person in offered
    )
    return Screen(words("For whom do you answer?"), rows)


def _answers(words: Words, person: Person, meeting: Meeting) -> Screen:
    question = words(
        "Does {name} come on {day}? They see your answer on the card.",
        name=person.name,
        day=words.day(meeting.starts_at),
    )
    row = tuple(
        ANSWER_FOR.button(
            f"{answer.sign} {words(said.label)}", row_id(person), answer, row_id(meeting)
        )
        for answer, said in ANSWER_WORDS.items()
    )
    back = CHOOSE.button(f"⬅️ {words('Back')}", meeting.community_id)
    return Screen(question, (row, (back,)))
