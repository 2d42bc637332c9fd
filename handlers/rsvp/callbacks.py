"""The answer buttons: on the card in the group, in private, and of a moderator for others."""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from html import escape

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules.languages import nearest_language
from bot.rules.rsvp import Answer, Outcome
from handlers.core.answer_words import ANSWER_WORDS
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.rsvp import private_card
from handlers.rsvp.record import Press, PressResult, record_presses
from locales import N_, Words
from storage import communities, members

ACCEPTED = (Outcome.RECORDED, Outcome.UNCHANGED, Outcome.PARTNER_COMES)
"""The outcomes that are no refusal."""


async def on_answer(
    context: Context,
    meeting_id: int,
    asked_start: datetime | None,
    is_mine: bool,
    *,
    answer: Answer,
) -> None:
    """✅ ❌ 🤔 under the card in the group, or under a private message (`is_mine`)."""
    await _answer(context, _press(context, answer, meeting_id, asked_start), is_mine=is_mine)


async def on_partner(context: Context, meeting_id: int, is_mine: bool) -> None:
    """🔁: the duo partner comes instead."""
    press = replace(_press(context, Answer.YES, meeting_id), is_partner=True)
    await _answer(context, press, is_mine=is_mine)


async def on_for(context: Context, person_id: int, answer: Answer, meeting_id: int) -> None:
    """A moderator answers for another person."""
    await _answer(context, replace(_press(context, answer, meeting_id), for_person_id=person_id))


def _press(
    context: Context, answer: Answer, meeting_id: int, asked_start: datetime | None = None
) -> Press:
    is_private = context.is_private
    return Press(
        sender_id=context.sender.telegram_id,
        chat_id=None if is_private else context.chat_id,
        meeting_id=meeting_id,
        answer=answer,
        at=context.now,
        timing=context.services.settings,
        asked_start=asked_start,
        message_id=None if is_private or asked_start is None else context.event.message_id,
    )


async def _answer(context: Context, press: Press, *, is_mine: bool = False) -> None:
    result = await context.services.database.together(record_presses, press)
    language = result.language or nearest_language(context.sender.language_code)
    if language is None:
        language = await context.read(partial(_language_here, context=context, result=result))
    words = context.services.locales.words(language)
    await context.answer(_popup_text(words, result), alert=result.outcome not in ACCEPTED)
    if result.outcome is Outcome.NOT_A_MEMBER and not context.is_private:
        await _note_stranger(context)
    if result.community_id is not None:
        context = replace(context, words=words)
        if context.is_private:
            await _redraw(context, press, result, is_mine=is_mine)
        elif result.is_stray:
            await _remove(context)


async def _note_stranger(context: Context) -> None:
    """Note a non-member who pressed in a group chat, so that moderators see them in /members."""
    try:
        if await context.services.telegram.is_hidden(context.chat_id, context.sender.telegram_id):
            return
    except TelegramError:
        return
    seen = {context.sender.telegram_id: context.sender.first_name}
    await context.write(partial(members.note_seen, chat_telegram_id=context.chat_id, seen=seen))


def _language_here(session: Session, context: Context, result: PressResult) -> str | None:
    """The group's language, for a person who chose none and whose own is not supported."""
    if result.community_id is not None:
        return communities.first_language(session, result.community_id)
    here = communities.by_chat(session, context.chat_id)
    return communities.first_language(session, here.id) if here else None


async def _redraw(context: Context, press: Press, result: PressResult, *, is_mine: bool) -> None:
    """Redraw the pressed private message; one that asks about several things stays as it is."""
    if context.place is None or result.community_id is None:
        return
    if is_mine:
        await private_card.show(context, result.community_id)
    elif press.for_person_id is not None and result.outcome in ACCEPTED:
        await context.show(
            Screen(f"✅ {escape(_confirmation(context.words, result), quote=False)}")
        )


async def _remove(context: Context) -> None:
    """Delete an old card in the group.

    It stayed because the program was stopped before it could note the card's message id.
    """
    if context.event.message_id is not None:
        with suppress(TelegramError):
            await context.services.telegram.delete(context.chat_id, context.event.message_id)


REFUSED = {
    Outcome.NOT_A_MEMBER: N_(
        "You are not registered in this community. Ask a moderator for an invitation."
    ),
    Outcome.CANCELLED: N_("This meeting is cancelled."),
    Outcome.MEETING_OVER: N_("This meeting is over."),
    Outcome.MOVED: N_("This meeting was moved. /rsvp shows the new moment."),
    Outcome.NO_MEETING: N_("This meeting does not exist. /agenda shows them all."),
    Outcome.ELSEWHERE: N_("This card is of another group. /rsvp shows you your own next meeting."),
    Outcome.MODERATORS_ONLY: N_("Only a moderator answers for somebody else: ask one of them."),
    Outcome.PERSON_GONE: N_("This person is not in the community any more. /members shows who is."),
    Outcome.NO_DUO: N_("You are in no duo any more. /duo shows how to form one."),
}


def _popup_text(words: Words, result: PressResult) -> str:
    """The pop-up, as plain text of at most 200 characters."""
    if result.outcome in ACCEPTED:
        return f"{result.answer.sign} {_confirmation(words, result)}"
    return f"⛔ {words.plain(REFUSED[result.outcome])}"


def _confirmation(words: Words, result: PressResult) -> str:
    # A pop-up is plain text: a name must not come out as HTML.
    if result.outcome is Outcome.PARTNER_COMES:
        return words.plain("{name} comes; nothing changes.", name=result.about)
    if result.about:
        return words.plain(ANSWER_WORDS[result.answer].noted_for, name=result.about)
    return words(ANSWER_WORDS[result.answer].noted)
