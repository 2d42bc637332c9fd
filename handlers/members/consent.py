"""The agreement asked again: when it has changed, and when a new cycle begins."""

import html
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.bundle_parts import Piece, Reading
from handlers.core.context import House, Visit
from handlers.core.outgoing import Parcel, parcel, reader
from handlers.core.screens import Button, Row, Screen, paragraphs
from handlers.core.todo_items import Owed
from handlers.meetings.public import title
from handlers.members import leave_cycle
from handlers.members.agreement_text import agreement
from locales import Words
from storage import members
from storage.closing import renewal
from storage.communities import Community
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Membership, consent

ROOM = "agree"


def make_agreement(reading: Reading, meeting: Meeting) -> Piece | None:
    """The piece of a bundle that asks; None for who has answered or left meanwhile."""
    session, words = reading.session, reading.words
    own = members.membership(session, reading.person.id, meeting.community_id)
    if own is None or not consent.is_owed(session, own):
        return None
    return Piece(_text(session, words, own), meeting, rows=(_answers(session, words, own),))


def compose_agreement(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """The same for somebody whose community has planned no meeting yet."""
    found = reader(session, row, house.locales)
    own = session.get(Membership, row.payload["membership"])
    if found is None or own is None or not consent.is_owed(session, own):
        return None
    _, words = found
    return parcel(words, _screen(session, words, own))


def owed(session: Session, visit: Visit, membership: Membership) -> Iterator[Owed]:
    """What stands in `/todo` until it is answered."""
    if not consent.is_owed(session, membership):
        return
    data = callback_data.pack(ROOM, "read", membership.id or 0)
    yield Owed(
        _opening(session, visit.words, membership),
        ((Button(f"📖 {visit.words('Read the agreement')}", data),),),
    )


def _opening(session: Session, words: Words, own: Membership) -> str:
    if renewal.is_awaited(session, own):
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
    references = (own.id or 0, consent.version(session))
    no = words("I stop") if leave_cycle.may_stop(session, own) else words("I do not agree")
    return (
        Button(f"✅ {words('I agree')}", callback_data.pack(ROOM, "yes", *references)),
        Button(f"❌ {no}", callback_data.pack(ROOM, "no", *references)),
    )


@dataclass(frozen=True, slots=True)
class _Answered:
    """What became of a press: `screen` is said below what was pressed, `pop_up` at once."""

    screen: Screen | None
    pop_up: str = ""
    is_alert: bool = False


async def on_press(visit: Visit) -> None:
    """📖, ✅ or ❌."""
    act = _READ.get(visit.verb)
    if act is None:
        await visit.pop_up()
        return
    answered = await visit.write(partial(act, visit=visit))
    if answered is None:
        await visit.refuse(visit.words("You are no longer in this community."))
        return
    await visit.pop_up(answered.pop_up, alert=answered.is_alert)
    if answered.screen is not None:
        # What was read stands in a message that may say more, and stays as it was read.
        await replace(visit, keeps_message=True).show(answered.screen)


def _own(session: Session, visit: Visit) -> Membership | None:
    """The membership a button speaks of, if it is the visitor's: buttons can be forged."""
    own = session.get(Membership, callback_data.number(visit.references) or 0)
    person = members.person_at(session, visit.sender.telegram_id)
    return own if own is not None and person is not None and own.person_id == person.id else None


def _read(session: Session, visit: Visit) -> _Answered | None:
    own = _own(session, visit)
    if own is None:
        return None
    if not consent.is_owed(session, own):
        return _Answered(Screen(agreement(session, visit.words)))
    return _Answered(_screen(session, visit.words, own))


def _is_old(session: Session, visit: Visit) -> bool:
    """Whether the button stands under another version than the one that stands now."""
    read = visit.references[1] if len(visit.references) > 1 else ""
    return read != consent.version(session)


def _changed(session: Session, visit: Visit, own: Membership) -> _Answered:
    """The text that stands by now, for who answers an older one."""
    told = visit.words.plain("The agreement has changed since. Read it once more.")
    return _Answered(_screen(session, visit.words, own), told, is_alert=True)


def _agree(session: Session, visit: Visit) -> _Answered | None:
    own = _own(session, visit)
    if own is None:
        return None
    if _is_old(session, visit):
        return _changed(session, visit, own)
    is_repeated = consent.has_agreed(session, own)
    consent.accept(session, own, visit.now)
    community = session.get_one(Community, own.community_id)
    thanks = visit.words(
        "Thank you: in {name} you agree to version {version}.",
        name=community.name,
        version=own.agreement_version,
    )
    if is_repeated:
        return _Answered(None, f"✅ {html.unescape(thanks)}")
    return _Answered(Screen(f"✅ {thanks}"))


def _disagree(session: Session, visit: Visit) -> _Answered | None:
    own, words = _own(session, visit), visit.words
    if own is None:
        return None
    if _is_old(session, visit):
        return _changed(session, visit, own)
    if leave_cycle.may_stop(session, own):
        return _Answered(leave_cycle.ask_to_stop(session, visit, own))
    consent.decline(session, own)
    text = words(
        "Noted: you do not agree. You keep your place for now; your moderators see it and will "
        "talk with you about it. You can still agree, whenever you want."
    )
    after_all = Button(
        f"✅ {words('I agree after all')}", callback_data.pack(ROOM, "yes", *visit.references[:2])
    )
    return _Answered(Screen(f"✅ {text}", ((after_all,),)))


def _stop(session: Session, visit: Visit) -> _Answered | None:
    own = _own(session, visit)
    if own is None or not leave_cycle.may_stop(session, own):
        return _read(session, visit)
    return _Answered(leave_cycle.stop(session, visit, own))


_READ = {"read": _read, "yes": _agree, "no": _disagree, leave_cycle.STOP: _stop}
