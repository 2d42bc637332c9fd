"""Whether somebody may bring something now: read anew at each step, for buttons are forged."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules import cases as rules
from bot.rules.cases import Bringing, State
from handlers.cases.verbs import no_window
from handlers.core.access import membership
from handlers.core.context import Context
from locales import Words
from storage import cases
from storage.cases import CaseWindow
from storage.meetings import Meeting
from storage.members import Membership


@dataclass(frozen=True, slots=True)
class Door:
    """A window as this requester meets it: whether they may bring, and whose names to look for."""

    verdict: Bringing
    window: CaseWindow | None = None
    meeting: Meeting | None = None
    person_id: int = 0
    names: frozenset[str] = frozenset()
    call_message_id: int | None = None

    @property
    def window_id(self) -> int:
        """The window in a button; 0 for none."""
        return self.window.id or 0 if self.window is not None else 0


def door(session: Session, context: Context, window_id: int | None) -> Door:
    """The window of a button or a moment, as it is by now."""
    window = session.get(CaseWindow, window_id) if window_id is not None else None
    meeting = session.get(Meeting, window.meeting_id) if window is not None else None
    own = membership(session, context, meeting.community_id if meeting is not None else None)
    if window is None or meeting is None or own is None:
        return Door(Bringing.NO_WINDOW)
    return _seen(session, context, window, meeting, own)


def doors(session: Session, context: Context) -> list[Door]:
    """The open window of each community the requester is in, or why there is none."""
    return [_door_of(session, context, own) for own in context.requester.memberships]


def _door_of(session: Session, context: Context, own: Membership) -> Door:
    if not rules.may_promise(len(cases.called(session, own.community_id))):
        return Door(Bringing.TOO_SMALL)
    window = cases.open_window(session, own.community_id, context.now)
    if window is None:
        return Door(Bringing.NO_WINDOW)
    return _seen(session, context, window, session.get_one(Meeting, window.meeting_id), own)


def _seen(
    session: Session, context: Context, window: CaseWindow, meeting: Meeting, own: Membership
) -> Door:
    called = cases.called(session, meeting.community_id)
    verdict = Bringing.OK
    if not rules.may_promise(len(called)):
        verdict = Bringing.TOO_SMALL
    elif (
        window.state != State.OPEN.value or meeting.is_cancelled or context.now >= meeting.starts_at
    ):
        verdict = Bringing.CLOSED
    elif own.person_id not in {person.id for person in called}:
        verdict = Bringing.NO_WINDOW
    call = cases.call_of(session, window.id, own.person_id)
    return Door(
        verdict,
        window,
        meeting,
        own.person_id,
        frozenset(person.name for person in called if person.name),
        call.message_id if call is not None else None,
    )


def why_not(words: Words, verdict: Bringing) -> str:
    """Why no case can be brought."""
    if verdict is Bringing.TOO_SMALL:
        return words(
            "Your community has fewer than {number} members: I can't promise that nobody guesses "
            "who brings a case, so I take none. Talk to your moderators.",
            number=rules.FEWEST,
        )
    if verdict is Bringing.CLOSED:
        return words("The urn of this session is closed. The next call comes before the next one.")
    return no_window(words)


async def at_the_door(context: Context, window_id: int) -> Door | None:
    """The window of the button, if this requester may bring something; else they hear why not."""
    met = await context.read(lambda session: door(session, context, window_id))
    if met.verdict is Bringing.OK:
        return met
    await context.refuse(why_not(context.words, met.verdict))
    return None
