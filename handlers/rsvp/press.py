"""Answering: from the card in the group, from private messages, and by a moderator for others."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial

from sqlmodel import Session

from bot.rules import rsvp as rules
from bot.rules.duos import other
from bot.rules.members import Role
from bot.rules.rsvp import Answer, AnswerFacts, Outcome
from handlers import buttons
from handlers.answers import ROOM, answer_row, heading
from handlers.outgoing import Parcel, parcel, reader
from handlers.rsvp import card
from handlers.screens import Button, Row, Screen, lines, paragraphs
from handlers.visit import House, Visit
from locales import Words, guess
from storage import communities, duos, meetings, members, outbox, rsvp
from storage.communities import Community
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.outbox import Outgoing

PARTNER = "partner"
FOR = "for"

DUO = 2
"""People on the seat of a duo."""

LAST_SECOND = 2**32
"""A start beyond it is forged; it would be no date at all."""


@dataclass(frozen=True, slots=True)
class Given:
    """What became of a press, and in which language to say so."""

    outcome: Outcome
    language: str | None = None
    answer: Answer = Answer.YES
    meeting: Meeting | None = None
    about: str = ""
    """Whom the answer speaks of, where that is not who pressed."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press as the transaction needs it: who answers what, for whom."""

    sender_id: int
    chat_id: int | None
    """The group the button stood in; None in private."""
    meeting_id: int | None
    answer: Answer
    asked_start: datetime | None = None
    """The start that the pressed message spoke of, where it told."""
    is_partner: bool = False
    for_person_id: int | None = None


async def on_press(visit: Visit) -> None:
    """✅ ❌ 🤔 🔁 under a card, or a moderator's answer for someone."""
    press = _read(visit)
    if press is None:
        await visit.pop_up()
        return
    given = await visit.write(partial(_give, press=press, visit=visit))
    language = given.language or guess(visit.sender.language_code)
    visit = visit.speaking(language or visit.words.language)
    await visit.pop_up(_said(visit.words, given), alert=_is_refusal(given.outcome))
    if visit.is_private and visit.place is not None and given.meeting is not None:
        await _show_mine(visit, given.meeting.community_id)


def _read(visit: Visit) -> Press | None:
    references = visit.references
    chat_id = None if visit.is_private else visit.chat_id
    if visit.verb == FOR:
        answer = references[1] if len(references) > 1 else ""
        return _press(
            visit, chat_id, answer, buttons.number(references, 2), buttons.number(references, 0)
        )
    if visit.verb == PARTNER:
        press = _press(visit, chat_id, Answer.YES, buttons.number(references))
        return replace(press, is_partner=True) if press else None
    press = _press(visit, chat_id, visit.verb, buttons.number(references))
    start = buttons.number(references, 1)
    if press is None or start is None or start > LAST_SECOND:
        return press
    return replace(press, asked_start=datetime.fromtimestamp(start, UTC))


def _press(
    visit: Visit,
    chat_id: int | None,
    answer: str,
    meeting_id: int | None,
    for_person_id: int | None = None,
) -> Press | None:
    if answer not in list(Answer):
        return None
    return Press(
        visit.sender.telegram_id, chat_id, meeting_id, Answer(answer), for_person_id=for_person_id
    )


def _give(session: Session, press: Press, visit: Visit) -> Given:
    person = members.person_at(session, press.sender_id)
    language = person.language if person else None
    meeting = session.get(Meeting, press.meeting_id) if press.meeting_id is not None else None
    if person is None or meeting is None or not _is_here(session, press, meeting):
        return Given(Outcome.NOT_A_MEMBER, language)
    membership = members.membership(session, person.id, meeting.community_id)
    answering = _answering(session, press, person, membership)
    if answering is None or membership is None:
        return Given(Outcome.NOT_A_MEMBER, language)
    given = _record(session, press, meeting, answering, person, visit)
    return replace(given, language=language, meeting=meeting)


def _is_here(session: Session, press: Press, meeting: Meeting) -> bool:
    """A card's button counts only in its own group: it can be forwarded, its data forged."""
    if press.chat_id is None:
        return True
    chat = communities.chat_at(session, press.chat_id)
    return chat is not None and chat.community_id == meeting.community_id


def _answering(
    session: Session, press: Press, person: Person, membership: Membership | None
) -> Membership | None:
    """The membership that the answer is for: one's own, or as a moderator another's."""
    if membership is None or press.for_person_id is None:
        return membership
    if membership.role != Role.MODERATOR:
        return None
    return members.membership(session, press.for_person_id, membership.community_id)


def _record(
    session: Session,
    press: Press,
    meeting: Meeting,
    answering: Membership,
    presser: Person,
    visit: Visit,
) -> Given:
    before = rsvp.answer_of(session, meeting.id or 0, answering.seat_id)
    about_id = _about(session, press, answering)
    if about_id is None:
        return Given(Outcome.NOT_A_MEMBER)
    is_same_person = before is None or before.person_id == about_id
    decision = rules.answer(
        AnswerFacts(
            answer=press.answer,
            is_member=True,
            start=meeting.starts_at,
            end=meeting.ends_at,
            deadline=_deadline(meeting, visit),
            cancelled=meeting.is_cancelled,
            before=Answer(before.answer) if before and is_same_person else None,
            asked_start=press.asked_start,
        ),
        visit.now,
    )
    partner_comes = not is_same_person and before is not None and before.answer == Answer.YES
    about = session.get(Person, about_id)
    if partner_comes and press.answer is not Answer.YES and before is not None:
        # The other partner comes: that this one cannot changes nothing.
        comes = session.get(Person, before.person_id)
        return Given(Outcome.UNCHANGED, answer=Answer.YES, about=comes.name if comes else "")
    name = about.name if about and about_id != presser.id else ""
    if decision.outcome is not Outcome.RECORDED:
        return Given(decision.outcome, answer=press.answer, about=name)
    rsvp.record(
        session,
        meeting.id or 0,
        answering.seat_id,
        about_id,
        presser.id or 0,
        press.answer,
        visit.now,
    )
    if press.is_partner:
        duos.swap_to(session, meeting.id or 0, answering.seat_id, about_id)
        _tell_partner(session, meeting, about_id, presser, visit)
    is_late = before is not None and visit.now >= _deadline(meeting, visit)
    if decision.late_change or is_late:
        _tell_moderators(session, meeting, answering, presser, visit)
    rsvp.redraw(session, meeting.community_id, visit.now)
    return Given(Outcome.RECORDED, answer=press.answer, about=name)


def _about(session: Session, press: Press, answering: Membership) -> int | None:
    """Who comes by this answer; None when 🔁 is pressed by someone without a partner."""
    if not press.is_partner:
        return answering.person_id
    holders = [s.membership.person_id for s in members.on_seat(session, answering.seat_id)]
    return other((holders[0], holders[1]), answering.person_id) if len(holders) == DUO else None


def _deadline(meeting: Meeting, visit: Visit) -> datetime:
    settings = visit.house.settings
    return rules.deadline(meeting.starts_at, settings.rhythm.get("eve"), settings.timezone)


def _tell_partner(
    session: Session, meeting: Meeting, partner_id: int, presser: Person, visit: Visit
) -> None:
    row = Outgoing(
        key=f"turn:{meeting.id}:{partner_id}",
        kind="turn",
        person_id=partner_id,
        payload={"meeting": meeting.id, "by": presser.id},
        due_at=visit.now,
        useful_until=meeting.ends_at,
    )
    outbox.renew(session, row)


def _tell_moderators(
    session: Session, meeting: Meeting, answering: Membership, presser: Person, visit: Visit
) -> None:
    for moderator in members.with_role(session, meeting.community_id, Role.MODERATOR):
        if moderator.id == presser.id:
            continue
        row = Outgoing(
            key=f"late:{meeting.id}:{answering.seat_id}:{moderator.id}",
            kind="late",
            person_id=moderator.id,
            payload={"meeting": meeting.id, "seat": answering.seat_id},
            due_at=visit.now,
            useful_until=meeting.ends_at,
        )
        outbox.renew(session, row)


def _is_refusal(outcome: Outcome) -> bool:
    return outcome not in (Outcome.RECORDED, Outcome.UNCHANGED)


def _said(words: Words, given: Given) -> str:
    """The pop-up, as plain text of at most 200 characters."""
    if given.outcome in (Outcome.RECORDED, Outcome.UNCHANGED):
        return f"{given.answer.sign} {_noted(words, given)}"
    refusals = {
        Outcome.NOT_A_MEMBER: words(
            "You are not registered in this community. Ask a moderator for an invitation."
        ),
        Outcome.CANCELLED: words("This meeting is cancelled."),
        Outcome.MEETING_OVER: words("This meeting is over."),
        Outcome.MOVED: words("This meeting was moved. Answer on the new card."),
    }
    return f"⛔ {refusals[given.outcome]}"


def _noted(words: Words, given: Given) -> str:
    if given.about:
        # A pop-up is plain text: the name must not come out as HTML.
        noted = {
            Answer.YES: words.plain("Noted: {name} comes.", name=given.about),
            Answer.NO: words.plain("Noted: {name} does not come.", name=given.about),
            Answer.UNSURE: words.plain("Noted: {name} is not sure yet.", name=given.about),
        }
        return noted[given.answer]
    return {
        Answer.YES: words("Noted: you come."),
        Answer.NO: words("Noted: you can't come."),
        Answer.UNSURE: words("Noted: you are not sure yet."),
    }[given.answer]


async def on_command(visit: Visit) -> None:
    """`/rsvp`: the next meeting's card; in the group it comes to the bottom."""
    if visit.is_private:
        await _show_mine(visit, visit.community_id)
        return
    has_meeting = await visit.write(
        partial(_card_anew, community_id=visit.community_id, visit=visit)
    )
    if not has_meeting:
        await visit.say(Screen(visit.words("No meeting is planned yet.")))


def _card_anew(session: Session, community_id: int, visit: Visit) -> bool:
    meeting = meetings.upcoming(session, community_id, visit.now)
    if meeting is not None:
        rsvp.redraw(session, community_id, visit.now, anew=True)
    return meeting is not None


async def _show_mine(visit: Visit, community_id: int) -> None:
    screen = await visit.read(partial(_mine, community_id=community_id, visit=visit))
    await visit.show(screen or Screen(visit.words("No meeting is planned yet.")))


def _mine(session: Session, community_id: int, visit: Visit) -> Screen | None:
    """The next meeting as one person sees it in private: the card and one's own answer."""
    meeting = meetings.upcoming(session, community_id, visit.now)
    person = members.person_at(session, visit.sender.telegram_id)
    membership = members.membership(session, person.id, community_id) if person else None
    if meeting is None or meeting.id is None or membership is None or person is None:
        return None
    words = visit.words
    own = _own_answer(session, meeting, membership, words)
    return Screen(
        paragraphs(card.text(words, card.facts(session, meeting)), own),
        (answer_row(words, meeting), *_partner_row(session, meeting, membership, words)),
    )


def _own_answer(session: Session, meeting: Meeting, membership: Membership, words: Words) -> str:
    given = rsvp.answer_of(session, meeting.id or 0, membership.seat_id)
    seated = members.on_seat(session, membership.seat_id)
    turn = duos.turn_of(session, membership.seat_id, meeting)
    named = next((s.person.name for s in seated if s.person.id == turn), "")
    whose = words("It is {name}'s turn.", name=named) if len(seated) > 1 else None
    if given is None:
        return lines(whose, words("You have not answered yet."))
    return lines(
        whose, f"{Answer(given.answer).sign} {words('This is your answer. You can change it.')}"
    )


def _partner_row(
    session: Session, meeting: Meeting, membership: Membership, words: Words
) -> tuple[Row, ...]:
    if len(members.on_seat(session, membership.seat_id)) < DUO:
        return ()
    data = buttons.pack(ROOM, PARTNER, meeting.id or 0)
    return ((Button(f"🔁 {words('My duo partner')}", data),),)


def compose_turn(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a duo partner: the other one says that you come."""
    found = reader(session, row, house.locales)
    meeting = session.get(Meeting, row.payload["meeting"])
    by = session.get(Person, row.payload["by"])
    if found is None or meeting is None or by is None or meeting.is_cancelled:
        return None
    _, words = found
    total = card.facts(session, meeting).total
    text = paragraphs(
        f"🔁 {words('{name} asks you to take your seat at this meeting.', name=by.name)}",
        heading(words, meeting, total),
        words("I noted that you come. Is that not so? Change it here."),
    )
    return parcel(words, Screen(text, (answer_row(words, meeting),)))


def compose_late(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a moderator: an answer changed after the deadline."""
    found = reader(session, row, house.locales)
    meeting = session.get(Meeting, row.payload["meeting"])
    given = rsvp.answer_of(session, row.payload["meeting"], row.payload["seat"])
    who = session.get(Person, given.person_id) if given else None
    community = session.get(Community, meeting.community_id) if meeting else None
    if found is None or meeting is None or given is None or who is None or community is None:
        return None
    _, words = found
    late = {
        Answer.YES: words("Changed late: {name} comes after all.", name=who.name),
        Answer.NO: words("Changed late: {name} can't come.", name=who.name),
        Answer.UNSURE: words("Changed late: {name} is not sure any more.", name=who.name),
    }[Answer(given.answer)]
    when = words(
        "{community}, {day} at {time}",
        community=community.name,
        day=words.day(meeting.starts_at),
        time=words.time(meeting.starts_at),
    )
    return parcel(words, Screen(lines(f"{Answer(given.answer).sign} {late}", when)))
