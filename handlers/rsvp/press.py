"""Answering: from the card in the group, from private messages, and by a moderator for others."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html import escape

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules.rsvp import Answer, Outcome
from handlers import buttons
from handlers.answers import MINE
from handlers.rsvp import mine
from handlers.rsvp.giving import Given, Press, give
from handlers.rsvp.mine import PARTNER
from handlers.screens import Screen
from handlers.visit import Visit
from locales import Words, guess
from storage import communities, members

FOR = "for"

HEARD = (Outcome.RECORDED, Outcome.UNCHANGED, Outcome.PARTNER_COMES)
"""What is no refusal."""

LAST_SECOND = 2**32
"""A start beyond it is forged; it would be no date at all."""


async def on_press(visit: Visit) -> None:
    """✅ ❌ 🤔 🔁 under a card, or a moderator's answer for someone."""
    press = _read(visit)
    if press is None:
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))
        return
    given = await visit.house.database.together(give, press)
    language = given.language or guess(visit.sender.language_code)
    if language is None:
        language = await visit.read(partial(_language_here, visit=visit, given=given))
    visit = visit.speaking(language or visit.words.language)
    await visit.pop_up(_said(visit.words, given), alert=given.outcome not in HEARD)
    if given.outcome is Outcome.NOT_A_MEMBER and not visit.is_private:
        await _notice(visit)
    if given.community_id is not None and visit.place is not None:
        await _follow(visit, given, given.community_id)


async def _notice(visit: Visit) -> None:
    """A stranger pressed in a group chat: the moderators see them in /members."""
    try:
        if await visit.house.speaker.is_hidden(visit.chat_id, visit.sender.telegram_id):
            return
    except TelegramError:
        return
    seen = {visit.sender.telegram_id: visit.sender.first_name}
    await visit.write(partial(members.see, chat_telegram_id=visit.chat_id, seen=seen))


def _language_here(session: Session, visit: Visit, given: Given) -> str | None:
    """The group's language, for someone who chose none and whose own we do not speak."""
    if given.community_id is not None:
        return communities.language(session, given.community_id)
    here = communities.of_chat(session, visit.chat_id)
    return communities.language(session, here.id) if here else None


async def _follow(visit: Visit, given: Given, community_id: int) -> None:
    """What the pressed message becomes; one that asks of several things stays as it is."""
    if not visit.is_private:
        if given.is_stray and visit.event.message_id is not None:
            # Posted, and then once more: the program was stopped before it could note the first.
            with suppress(TelegramError):
                await visit.house.speaker.delete(visit.chat_id, visit.event.message_id)
    elif visit.references[-1:] == (MINE,):
        await mine.show(visit, community_id)
    elif visit.verb == FOR and given.outcome in HEARD:
        await visit.show(Screen(f"✅ {escape(_noted(visit.words, given), quote=False)}"))


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
    start = buttons.number(references, 1, largest=buttons.LARGEST)
    if press is None or start is None or start > LAST_SECOND:
        return press
    message_id = visit.event.message_id if chat_id is not None else None
    return replace(press, asked_start=datetime.fromtimestamp(start, UTC), message_id=message_id)


def _press(
    visit: Visit,
    chat_id: int | None,
    answer: str,
    meeting_id: int | None,
    for_person_id: int | None = None,
) -> Press | None:
    if answer not in list(Answer):
        return None
    if meeting_id is None:
        return None
    return Press(
        sender_id=visit.sender.telegram_id,
        chat_id=chat_id,
        meeting_id=meeting_id,
        answer=Answer(answer),
        at=visit.now,
        timing=visit.house.settings,
        for_person_id=for_person_id,
    )


def _said(words: Words, given: Given) -> str:
    """The pop-up, as plain text of at most 200 characters."""
    if given.outcome in HEARD:
        return f"{given.answer.sign} {_noted(words, given)}"
    refusals = {
        Outcome.NOT_A_MEMBER: words(
            "You are not registered in this community. Ask a moderator for an invitation."
        ),
        Outcome.CANCELLED: words("This meeting is cancelled."),
        Outcome.MEETING_OVER: words("This meeting is over."),
        Outcome.MOVED: words("This meeting was moved. /rsvp shows the new moment."),
        Outcome.NO_MEETING: words("This meeting does not exist. /agenda shows them all."),
        Outcome.ELSEWHERE: words(
            "This card is of another group. /rsvp shows you your own next meeting."
        ),
        Outcome.MODERATORS_ONLY: words(
            "Only a moderator answers for somebody else: ask one of them."
        ),
        Outcome.PERSON_GONE: words(
            "This person is not in the community any more. /members shows who is."
        ),
        Outcome.NO_DUO: words("You are in no duo any more. /duo shows how to form one."),
    }
    return f"⛔ {refusals[given.outcome]}"


def _noted(words: Words, given: Given) -> str:
    if given.outcome is Outcome.PARTNER_COMES:
        return words.plain("{name} comes; nothing changes.", name=given.about)
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
