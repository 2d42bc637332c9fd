"""The agreement asked again: when it has changed, and when a new cycle begins."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from sqlmodel import Session

from handlers.core.context import Context, Services
from handlers.core.meeting_heading import title
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message, reader
from handlers.core.screens import Row, Screen, paragraphs
from handlers.core.steps import Section, SectionContext
from handlers.core.todo_items import TodoItem
from handlers.frame.public import AgreementAsked
from handlers.members import leave_cycle
from handlers.members.agreement_text import agreement
from handlers.members.verbs import AGREE, DISAGREE, READ, not_in
from locales import Words
from storage import members
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership, consent


def make_agreement(reading: SectionContext, meeting: Meeting) -> Section | None:
    """The piece of a bundle that asks; None for who has answered or left meanwhile."""
    session, words = reading.session, reading.words
    own = members.membership(session, reading.person.id, meeting.community_id)
    if own is None or not consent.is_owed(session, own):
        return None
    return Section(_text(session, words, own), meeting, rows=(_answers(session, words, own),))


@dataclass(frozen=True, slots=True)
class AgreementMessage(AgreementAsked, Rendered):
    """The agreement, for somebody whose community has planned no meeting yet."""

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The current agreement, until they have answered it."""
        found = reader(session, self.person_id, services.locales)
        own = session.get(Membership, self.membership_id)
        if found is None or own is None or not consent.is_owed(session, own):
            return Dropped.OUTDATED
        _, words = found
        return new_message(words, _screen(session, words, own))


def todo_items(session: Session, context: Context, membership: Membership) -> Iterator[TodoItem]:
    """The item in `/todo` until it is answered."""
    if not consent.is_owed(session, membership):
        return
    read = READ.button(f"📖 {context.words('Read the agreement')}", row_id(membership))
    yield TodoItem(_opening(session, context.words, membership), ((read,),))


def _opening(session: Session, words: Words, own: Membership) -> str:
    if consent.is_awaited(session, own):
        return words("A new cycle begins. Read the agreement: do you take part again?")
    return words("The agreement has changed. Read it again: do you still agree?")


def _text(session: Session, words: Words, own: Membership) -> str:
    return paragraphs(
        title(session.get(Community, own.community_id)),
        _opening(session, words, own),
        agreement(session, words),
    )


def _screen(session: Session, words: Words, own: Membership) -> Screen:
    return Screen(_text(session, words, own), (_answers(session, words, own),))


def _answers(session: Session, words: Words, own: Membership) -> Row:
    """✅ and ❌; they carry the version that was read, for an older one can't be agreed to."""
    read = (row_id(own), consent.current_version(session))
    no = words("I stop") if leave_cycle.may_stop(session, own) else words("I do not agree")
    return (
        AGREE.button(f"✅ {words('I agree')}", *read),
        DISAGREE.button(f"❌ {no}", *read),
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    """The result of a press: `screen` is shown below the pressed message, `pop_up` at once."""

    screen: Screen | None
    pop_up: str = ""
    is_alert: bool = False


async def on_read(context: Context, membership_id: int) -> None:
    """Show the current agreement."""
    read = partial(_read, context=context, membership_id=membership_id)
    await _answer(context, await context.write(read))


async def on_agree(context: Context, membership_id: int, version: str) -> None:
    """✅ under the agreement."""
    agree = partial(_agree, context=context, membership_id=membership_id, version=version)
    await _answer(context, await context.write(agree))


async def on_disagree(context: Context, membership_id: int, version: str) -> None:
    """❌ under the agreement."""
    disagree = partial(_disagree, context=context, membership_id=membership_id, version=version)
    await _answer(context, await context.write(disagree))


async def on_stop(context: Context, membership_id: int) -> None:
    """✅ to the question whether one stops."""
    stop = partial(_stop, context=context, membership_id=membership_id)
    await _answer(context, await context.write(stop))


async def _answer(context: Context, answered: _Answered | None) -> None:
    if answered is None:
        await context.refuse(not_in(context.words))
        return
    await context.answer(answered.pop_up, alert=answered.is_alert)
    if answered.screen is not None:
        # What was read stands in a message that may say more, and stays as it was read.
        await replace(context, keeps_message=True).show(answered.screen)


def _own(session: Session, context: Context, membership_id: int) -> Membership | None:
    """Read the membership of a button, if it is the requester's."""
    own = session.get(Membership, membership_id)
    person = members.person_by_telegram_id(session, context.sender.telegram_id)
    return own if own is not None and person is not None and own.person_id == person.id else None


def _read(session: Session, context: Context, membership_id: int) -> _Answered | None:
    own = _own(session, context, membership_id)
    if own is None:
        return None
    if not consent.is_owed(session, own):
        return _Answered(Screen(agreement(session, context.words)))
    return _Answered(_screen(session, context.words, own))


def _changed(session: Session, context: Context, own: Membership) -> _Answered:
    """The current text, for someone who answers an older one."""
    told = context.words.plain("The agreement has changed since. Read it once more.")
    return _Answered(_screen(session, context.words, own), told, is_alert=True)


def _agree(
    session: Session, context: Context, membership_id: int, version: str
) -> _Answered | None:
    own = _own(session, context, membership_id)
    if own is None:
        return None
    if version != consent.current_version(session):
        return _changed(session, context, own)
    is_repeated = consent.has_agreed(session, own)
    consent.accept(session, own, context.now)
    community = session.get_one(Community, own.community_id)
    thanks = context.words(
        "Thank you: in {name} you agree to version {version}.",
        name=community.name,
        version=own.agreement_version,
    )
    if is_repeated:
        return _Answered(None, f"✅ {html.unescape(thanks)}")
    return _Answered(Screen(f"✅ {thanks}"))


def _disagree(
    session: Session, context: Context, membership_id: int, version: str
) -> _Answered | None:
    own, words = _own(session, context, membership_id), context.words
    if own is None:
        return None
    if version != consent.current_version(session):
        return _changed(session, context, own)
    if leave_cycle.may_stop(session, own):
        return _Answered(leave_cycle.ask_to_stop(session, context, own))
    consent.decline(session, own)
    text = words(
        "Noted: you do not agree. You keep your place for now; your moderators see it and will "
        "talk with you about it. You can still agree, whenever you want."
    )
    after_all = AGREE.button(f"✅ {words('I agree after all')}", membership_id, version)
    return _Answered(Screen(f"✅ {text}", ((after_all,),)))


def _stop(session: Session, context: Context, membership_id: int) -> _Answered | None:
    own = _own(session, context, membership_id)
    if own is None or not leave_cycle.may_stop(session, own):
        return _read(session, context, membership_id)
    return _Answered(leave_cycle.stop(session, context, own))


OUTBOX_KINDS: Final = (AgreementMessage,)
