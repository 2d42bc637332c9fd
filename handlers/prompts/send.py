"""📨 under the preview of a prompt: it is posted or planned, once."""

from datetime import datetime
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules.prompts import Problem, State, When
from handlers.core import drafts, forms
from handlers.core.context import Context
from handlers.core.drafts import NOTHING, About
from handlers.core.forms import Draft
from handlers.core.screens import Screen, lines
from handlers.prompts import schedule
from handlers.prompts.access import led, met
from handlers.prompts.form import COMMUNITY, FORM, PROMPT, QUESTION, WHEN
from handlers.prompts.verbs import LIST, not_yours
from handlers.prompts.write import THEMES, ask_when, planned
from storage import prompts, themes
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.members import Membership
from storage.prompts import Prompt
from storage.themes import Tagged


class Unsent(Enum):
    """Why 📨 sends nothing."""

    NOT_YOURS = auto()
    GONE = auto()
    SENT_BEFORE = auto()
    OVERTAKEN = auto()


async def on_send(context: Context, community_id: int, replaced: int) -> None:
    """Post the prompt now, or plan it; a repeated press gets the same result."""
    which = {COMMUNITY: community_id, PROMPT: replaced}
    sent = await context.write(partial(_send, context=context, which=which))
    if isinstance(sent, Unsent):
        await _say_why_not(context, sent)
        return
    await context.answer()
    if isinstance(sent, Problem):
        draft = await forms.load(context, FORM.topic)
        if draft is not None:
            await ask_when(context, draft, sent)
        return
    await context.show(_sent_screen(context, community_id, sent))


async def _say_why_not(context: Context, why: Unsent) -> None:
    words = context.words
    if why is Unsent.SENT_BEFORE:
        await context.answer(f"✅ {words.plain('This was sent before. /prompt shows it.')}")
    elif why is Unsent.OVERTAKEN:
        await context.refuse(
            words(
                "Nothing was sent: the question that you change was posted, changed or withdrawn "
                "meanwhile. /prompt shows what there is."
            )
        )
    elif why is Unsent.GONE:
        await context.refuse(words("This was sent or cancelled before."))
    else:
        await context.refuse(not_yours(context.words))


def _sent_screen(context: Context, community_id: int, at: datetime) -> Screen:
    words = context.words
    if at <= context.now:
        done = words("The group is asked.")
    else:
        day, time = words.day(at), words.time(at)
        done = words("The group is asked on {day} at {time}.", day=day, time=time)
    rest = words("/prompt shows what comes in; you get all answers as a file when it closes.")
    back = LIST.button(f"⬅️ {words('All prompts')}", community_id, 0)
    return Screen(lines(f"✅ {done}", rest), ((back,),))


def _send(session: Session, context: Context, which: About) -> datetime | Problem | Unsent:
    """When it is posted."""
    own = led(session, context, which[COMMUNITY])
    if own is None:
        return Unsent.NOT_YOURS
    draft = drafts.in_hand(session, context, FORM, which)
    if draft is None:
        # This 📨 was pressed before, or ❌ was.
        before = prompts.of_community(session, own.community_id)
        is_sent = any(one.written_by == own.person_id for one in before)
        return Unsent.SENT_BEFORE if is_sent else Unsent.GONE
    at, followed = planned(session, context, draft)
    if isinstance(at, Problem):
        return at
    if not _takes_back(session, context, which[PROMPT]):
        return Unsent.OVERTAKEN
    prompt = _kept(session, context, draft, own, followed)
    prompt.post_at = at
    if at <= context.now:
        schedule.post(session, prompt, context.services.settings, context.now)
    drafts.drop(session, context, FORM)
    return at


def _takes_back(session: Session, context: Context, replaced: int) -> bool:
    """Withdraw what is replaced, if anything is; False when it is not to be changed any more."""
    if replaced == NOTHING:
        return True
    found = met(session, context, replaced)
    if found is None or not found.is_lead or found.prompt.state is not State.PLANNED:
        return False
    prompts.withdraw(session, found.prompt)
    return True


def _kept(
    session: Session, context: Context, draft: Draft, own: Membership, followed: Meeting | None
) -> Prompt:
    prompt = Prompt(
        community_id=own.community_id,
        meeting_id=followed.id if followed is not None else None,
        written_by=own.person_id,
        question=context.services.cipher.encrypt(draft.values[QUESTION]),
        written_at=context.now,
        days_after=When.unpacked(draft.values[WHEN]).days,
    )
    session.add(prompt)
    session.flush()
    key, meeting_id, chosen = row_id(prompt), prompt.meeting_id, {*draft.facts.get(THEMES, ())}
    themes.retag(session, Tagged.PROMPT, key, chosen, own.community_id, meeting_id, context.now)
    return prompt
