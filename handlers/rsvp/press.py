"""Answering: from the card in the group, from private messages, and by a moderator for others."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.rules.rsvp import Answer, Outcome
from handlers import buttons
from handlers.rsvp import mine
from handlers.rsvp.giving import Given, Press, give
from handlers.rsvp.mine import PARTNER
from handlers.visit import Visit
from locales import Words, guess

FOR = "for"

LAST_SECOND = 2**32
"""A start beyond it is forged; it would be no date at all."""


async def on_press(visit: Visit) -> None:
    """✅ ❌ 🤔 🔁 under a card, or a moderator's answer for someone."""
    press = _read(visit)
    if press is None:
        await visit.pop_up()
        return
    given = await visit.house.database.together(give, press)
    language = given.language or guess(visit.sender.language_code)
    visit = visit.speaking(language or visit.words.language)
    await visit.pop_up(_said(visit.words, given), alert=_is_refusal(given.outcome))
    if visit.is_private and visit.place is not None and given.community_id is not None:
        await mine.show(visit, given.community_id)


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
