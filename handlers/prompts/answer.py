"""Answering a prompt: typed privately, read once more, with a name or without."""

from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from html import escape

from sqlmodel import Session

from bot.rules.local_time import local_date
from bot.rules.prompts import ANSWER_LIMIT, State
from handlers.core import drafts, forms
from handlers.core.arguments import read_number
from handlers.core.context import Context
from handlers.core.forms import Draft, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.meeting_heading import title
from handlers.core.pages import Pages
from handlers.core.screens import Screen, lines, paragraphs
from handlers.prompts import post, views
from handlers.prompts.access import Met, met
from handlers.prompts.form import ANSWER, ANSWER_FORM, PROMPT
from handlers.prompts.verbs import ANSWER as ANSWER_IT
from handlers.prompts.verbs import CHANGE, GIVE, WITHDRAW, not_a_member
from locales import Words
from storage import members, prompts
from storage.communities import Community
from storage.core.columns import row_id


class Refused(Enum):
    """Why somebody can't answer, or read the answers."""

    GONE = auto()
    NOT_A_MEMBER = auto()
    LEAD_READS = auto()
    NOT_CLOSED = auto()


@dataclass(frozen=True, slots=True)
class _Opened:
    """A prompt that the requester may answer, with their answer or draft."""

    question: str
    draft: Draft
    given: str | None = None
    is_named: bool = False
    is_reachable: bool = True


async def on_answer(context: Context, prompt_id: int) -> None:
    """✏️ in the group or privately: the question comes privately, with what one said so far."""
    await _open(context, prompt_id, is_change=False)


async def on_change(context: Context, prompt_id: int) -> None:
    """✏️ under one's own answer: write it anew."""
    await _open(context, prompt_id, is_change=True)


async def on_start(context: Context, payload: str) -> None:
    """`/start prompt-<id>`: the way in for who had not begun a chat with the bot yet."""
    await _open(context, read_number(payload.removeprefix(views.START)), is_change=False)


async def _open(context: Context, prompt_id: int | None, *, is_change: bool) -> None:
    opened = await context.write(partial(_opened, context=context, prompt_id=prompt_id))
    if isinstance(opened, Refused):
        await context.refuse(refused(context, opened))
        return
    if not (context.is_private or opened.is_reachable):
        await context.answer(f"⛔ {_unreachable(context)}", alert=True)
        return
    if context.is_private:
        await context.answer()
    # In the group's place nothing is said: neither the question, nor that somebody answers.
    private = replace(
        context, place=context.place if context.is_private else None, keeps_message=True
    )
    if opened.given is not None and not is_change:
        await private.say(_own_screen(context.words, prompt_id or 0, opened))
    else:
        await forms.proceed(private, FLOW, opened.draft, why=opened.question)
    if not context.is_private:
        await tell_where(context)


async def tell_where(context: Context) -> None:
    """Say under the group's post that the rest is in the private chat, or why it is not."""
    lost = partial(members.is_unreachable, person_telegram_id=context.sender.telegram_id)
    if await context.read(lost):
        await context.answer(f"⛔ {_unreachable(context)}", alert=True)
    else:
        await context.answer(f"{views.SIGN} {context.words.plain('I wrote to you in our chat.')}")


def _unreachable(context: Context) -> str:
    return context.words.plain(
        "I can't write to you yet. Press the button to our chat below the question, then Start."
    )


def _opened(session: Session, context: Context, prompt_id: int | None) -> _Opened | Refused:
    found = _answerable(session, context, prompt_id)
    if isinstance(found, Refused):
        return found
    cipher, prompt = context.services.cipher, found.prompt
    given = prompts.answer_of(session, prompt.id, found.person.id)
    return _Opened(
        _asked(session, context, found),
        drafts.taken_up(session, context, ANSWER_FORM, {PROMPT: row_id(prompt)}),
        (cipher.decrypt_or_none(given.answer) or "…") if given is not None else None,
        given.is_named if given is not None else False,
        found.person.is_reachable,
    )


def _answerable(session: Session, context: Context, prompt_id: object) -> Met | Refused:
    found = met(session, context, prompt_id)
    if found is None:
        return Refused.NOT_A_MEMBER
    if not found.prompt.is_asked:
        return Refused.GONE
    return found if prompts.may_answer(found.own) else Refused.LEAD_READS


def _asked(session: Session, context: Context, found: Met) -> str:
    """The question above the field for the answer, as HTML."""
    words, prompt = context.words, found.prompt
    question = prompts.question(prompt, context.services.cipher)
    late = words("It has closed: your answer is added to the others, as a late one.")
    return lines(
        title(session.get(Community, prompt.community_id)),
        f"{views.SIGN} {escape(question, quote=False)}",
        f"<i>{late}</i>" if prompt.state is State.CLOSED else None,
    )


def refused(context: Context, why: Refused) -> str:
    """Why a press does nothing."""
    words = context.words
    return {
        Refused.GONE: words("This question was not asked yet, or is no longer there."),
        Refused.NOT_A_MEMBER: not_a_member(words),
        Refused.LEAD_READS: words("The members answer; you get their answers together: /prompt."),
        Refused.NOT_CLOSED: words("The answers are shown when the question has closed."),
    }[why]


def _own_screen(words: Words, prompt_id: int, opened: _Opened) -> Screen:
    told = words("Your answer, with your name:") if opened.is_named else words("Your answer:")
    text = paragraphs(
        opened.question, lines(f"📬 <b>{told}</b>", escape(opened.given or "", quote=False))
    )
    change = CHANGE.button(f"✏️ {words('Change')}", prompt_id)
    withdraw = WITHDRAW.button(f"🗑 {words('Withdraw')}", prompt_id)
    return Screen(text, ((change, withdraw),))


async def _review(context: Context, draft: Draft) -> None:
    """Show the answer with warnings about what identifies somebody, and the name it carries."""
    found = await context.write(partial(_still, context=context, draft=draft))
    words = context.words
    if isinstance(found, Refused):
        await context.refuse(refused(context, found))
        return
    today = local_date(context.now, context.services.settings.timezone)
    text = paragraphs(
        forms.not_understood(words, ANSWER_FORM, draft),
        forms.did_not_fit(words, draft, ANSWER_LIMIT),
        lines(
            f"<b>{words('This is what the others will read:')}</b>",
            escape(draft.values[ANSWER], quote=False),
        ),
        pointed_out(words, findings([draft.values[ANSWER]], today=today)),
        words("Without your name nobody reads whose it is; I keep it, so that you can change it."),
    )
    key = row_id(found.prompt)
    named = GIVE.button(f"📨 {words('With my name')}", key, True)
    unnamed = GIVE.button(f"📨 {words('Without my name')}", key, False)
    topic = ANSWER_FORM.topic
    change = forms.EDIT.button(f"✏️ {words('Change')}", topic, 0)
    cancel = forms.CANCEL.button(f"❌ {words('Cancel')}", topic)
    await context.show(Screen(text, ((named,), (unnamed,), (change, cancel))))


def _still(session: Session, context: Context, draft: Draft) -> Met | Refused:
    found = _answerable(session, context, draft.facts.get(PROMPT))
    if isinstance(found, Refused):
        # The draft must not catch what is typed from now on.
        drafts.drop(session, context, ANSWER_FORM)
    return found


async def on_give(context: Context, prompt_id: int, is_named: bool) -> None:
    """Send the answer with or without the name; a repeated press gets the same result."""
    give = partial(_give, context=context, prompt_id=prompt_id, is_named=is_named)
    found = await context.write(give)
    words = context.words
    if isinstance(found, Refused):
        await context.refuse(refused(context, found))
        return
    await context.answer()
    prompt = found.prompt
    if prompt.state is State.CLOSED:
        rest = words("It stands with the others now, as a late one.")
    else:
        closes = prompt.close_at or context.now
        rest = words(
            "You can change it until {day} at {time}; then all are shown together.",
            day=words.day(closes),
            time=words.time(closes),
        )
    change = ANSWER_IT.button(f"✏️ {words('Change')}", prompt_id)
    await context.show(Screen(lines(f"✅ {words('Thank you, noted.')}", rest), ((change,),)))


def _give(session: Session, context: Context, prompt_id: int, *, is_named: bool) -> Met | Refused:
    found = _answerable(session, context, prompt_id)
    if isinstance(found, Refused):
        return found
    draft = drafts.in_hand(session, context, ANSWER_FORM, {PROMPT: prompt_id})
    person_id = row_id(found.person)
    if draft is None:
        # The draft is gone: this was pressed before, or the answer was withdrawn since.
        given = prompts.answer_of(session, prompt_id, person_id)
        return found if given is not None else Refused.GONE
    post.give(
        session,
        found.prompt,
        person_id,
        draft.values[ANSWER],
        is_named=is_named,
        cipher=context.services.cipher,
        now=context.now,
    )
    drafts.drop(session, context, ANSWER_FORM)
    return found


async def on_withdraw(context: Context, prompt_id: int) -> None:
    """🗑 under one's own answer: it is gone, from the post as well."""
    found = await context.write(partial(_withdraw, context=context, prompt_id=prompt_id))
    if isinstance(found, Refused):
        await context.refuse(refused(context, found))
        return
    await context.answer()
    words = context.words
    again = ANSWER_IT.button(f"✏️ {words('Answer')}", prompt_id)
    await context.show(Screen(f"✅ {words('Withdrawn: your answer is erased.')}", ((again,),)))


def _withdraw(session: Session, context: Context, prompt_id: int) -> Met | Refused:
    found = _answerable(session, context, prompt_id)
    if not isinstance(found, Refused):
        post.take_back(session, found.prompt, row_id(found.person), context.now)
    return found


async def on_read_all(context: Context, prompt_id: int) -> None:
    """📖: every answer whole, privately, for a member of the community."""
    pages = await context.read(partial(_pages, context=context, prompt_id=prompt_id))
    if isinstance(pages, Refused):
        await context.refuse(refused(context, pages))
        return
    if context.is_private:
        await context.answer()
    for page in (*pages.before, pages.last):
        await context.say(page, to=context.sender.telegram_id)
    if not context.is_private:
        await tell_where(context)


def _pages(session: Session, context: Context, prompt_id: int) -> Pages | Refused:
    found = met(session, context, prompt_id)
    if found is None:
        return Refused.NOT_A_MEMBER
    if found.prompt.state is not State.CLOSED:
        return Refused.NOT_CLOSED
    given = views.said(session, found.prompt, context.services.cipher)
    question = prompts.question(found.prompt, context.services.cipher)
    return views.whole_pages(context.words, question, given)


FLOW = FormFlow(ANSWER_FORM, _review)
