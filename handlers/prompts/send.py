"""📨 under the preview of a prompt: it is posted or planned, once."""

from datetime import datetime
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules.prompts import Problem, State, When
from handlers.core import callback_data, drafts, forms
from handlers.core.context import Visit
from handlers.core.drafts import NOTHING
from handlers.core.forms import Draft
from handlers.core.screens import Button, Screen, lines
from handlers.prompts.access import led, met, not_yours
from handlers.prompts.form import COMMUNITY, FORM, PROMPT, QUESTION, WHEN
from handlers.prompts.views import ROOM
from handlers.prompts.write import THEMES, ask_when, planned, pressed_about
from storage import prompts, themes
from storage.meetings import Meeting
from storage.members import Membership
from storage.prompts import Prompt, due
from storage.themes import Tagged


class Unsent(Enum):
    """Why 📨 sends nothing."""

    NOT_YOURS = auto()
    GONE = auto()
    SENT_BEFORE = auto()
    OVERTAKEN = auto()


async def on_send(visit: Visit) -> None:
    """📨: posted now, or planned; pressed again it says so."""
    sent = await visit.write(partial(_send, visit=visit))
    if isinstance(sent, Unsent):
        await _say_why_not(visit, sent)
        return
    await visit.pop_up()
    if isinstance(sent, Problem):
        draft = await forms.load(visit, FORM.topic)
        if draft is not None:
            await ask_when(visit, draft, sent)
        return
    await visit.show(_sent_screen(visit, sent))


async def _say_why_not(visit: Visit, why: Unsent) -> None:
    words = visit.words
    if why is Unsent.SENT_BEFORE:
        await visit.pop_up(f"✅ {words.plain('This was sent before. /prompt shows it.')}")
    elif why is Unsent.OVERTAKEN:
        await visit.refuse(
            words(
                "Nothing was sent: the question that you change was posted, changed or withdrawn "
                "meanwhile. /prompt shows what there is."
            )
        )
    elif why is Unsent.GONE:
        await visit.refuse(words("This was sent or cancelled before."))
    else:
        await visit.refuse(not_yours(visit))


def _sent_screen(visit: Visit, at: datetime) -> Screen:
    words = visit.words
    if at <= visit.now:
        done = words("The group is asked.")
    else:
        day, time = words.day(at), words.time(at)
        done = words("The group is asked on {day} at {time}.", day=day, time=time)
    rest = words("/prompt shows what comes in; you get all answers as a file when it closes.")
    listed = callback_data.pack(ROOM, "list", pressed_about(visit)[COMMUNITY])
    back = Button(f"⬅️ {words('All prompts')}", listed)
    return Screen(lines(f"✅ {done}", rest), ((back,),))


def _send(session: Session, visit: Visit) -> datetime | Problem | Unsent:
    """When it is posted."""
    which = pressed_about(visit)
    own = led(session, visit, which[COMMUNITY])
    if own is None:
        return Unsent.NOT_YOURS
    draft = drafts.in_hand(session, visit, FORM, which)
    if draft is None:
        # This 📨 was pressed before, or ❌ was.
        before = prompts.of_community(session, own.community_id)
        is_sent = any(one.written_by == own.person_id for one in before)
        return Unsent.SENT_BEFORE if is_sent else Unsent.GONE
    at, followed = planned(session, visit, draft)
    if isinstance(at, Problem):
        return at
    if not _takes_back(session, visit, which[PROMPT]):
        return Unsent.OVERTAKEN
    prompt = _kept(session, visit, draft, own, followed)
    prompt.post_at = at
    if at <= visit.now:
        due.post(session, prompt, visit.house.settings, visit.now)
    drafts.drop(session, visit, FORM)
    return at


def _takes_back(session: Session, visit: Visit, replaced: int) -> bool:
    """Withdraw what is replaced, if anything is; False when it is not to be changed any more."""
    if replaced == NOTHING:
        return True
    found = met(session, visit, replaced)
    if found is None or not found.is_lead or found.prompt.state is not State.PLANNED:
        return False
    prompts.withdraw(session, found.prompt)
    return True


def _kept(
    session: Session, visit: Visit, draft: Draft, own: Membership, followed: Meeting | None
) -> Prompt:
    prompt = Prompt(
        community_id=own.community_id,
        meeting_id=followed.id if followed is not None else None,
        written_by=own.person_id,
        question=visit.house.seal.close(draft.values[QUESTION]),
        written_at=visit.now,
        days_after=When.unpacked(draft.values[WHEN]).days,
    )
    session.add(prompt)
    session.flush()
    key, meeting_id, chosen = prompt.id or 0, prompt.meeting_id, {*draft.facts.get(THEMES, ())}
    themes.retag(session, Tagged.PROMPT, key, chosen, own.community_id, meeting_id, visit.now)
    return prompt
