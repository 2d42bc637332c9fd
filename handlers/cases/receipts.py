"""The author, by receipt words: which letter is theirs, an answer through the urn, withdrawal.

Questions and outcomes stand in a list that everyone sees alike; only a pop-up, which leaves no
trace in the chat, tells the author which letter is theirs.
"""

import asyncio
import os
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules import cases as rules
from bot.rules.cases import Afterwards, Bringing, State, Withdrawal
from bot.rules.cases import Reply as InEnvelope
from bot.rules.local_time import local_date
from bot.rules.plain_text import clean
from handlers.cases import votes
from handlers.cases.call import OUTCOMES
from handlers.cases.door import Door, at_the_door, door, why_not
from handlers.cases.outcomes import outcome_list
from handlers.cases.preview import fits, marked
from handlers.cases.putting import close, pressed_message, put, tidy, trouble
from handlers.cases.verbs import ANSWER, LEAVE, MINE, REPLY, WITHDRAW, WITHDRAW_SURELY
from handlers.cases.views import SIGN, quoted
from handlers.core import card
from handlers.core.context import Context
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.memory import LASTS, Awaited, Moment
from handlers.core.screens import TEXT_LIMIT, Row, Screen, lines, paragraphs, shown_length
from handlers.core.updates import Pressed
from locales import Words
from storage import cases
from storage.cases import Case, CaseWindow
from storage.cases.afterwards import asked_about
from storage.cases.envelopes import RECEIPT_WORDS, Receipt, drawn_words, words_in
from storage.cases.urn import UrnError
from storage.core import form_drafts
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Known:
    """What a receipt leads to: an opened case with its window, or where it may still lie."""

    case: Case | None
    window: CaseWindow | None
    still_open: tuple[CaseWindow, ...]
    words: str = field(repr=False)


async def on_receipt(context: Context, window_id: int) -> None:
    """🔑: ask for the five words."""
    await context.answer()
    until = context.now + LASTS
    moment = Moment(Awaited.RECEIPT, window_id, pressed_message(context), until)
    context.services.ephemeral.expect(context.sender.telegram_id, moment)
    await context.show_untraced(_asking(context.words, window_id))


def _asking(words: Words, window_id: int, problem: str | None = None) -> Screen:
    text = lines(
        f"⛔ {problem}" if problem else None,
        f"🔑 <b>{words('Write the five words of your receipt.')}</b>",
        words("I erase your message as soon as I have read it."),
    )
    return Screen(text, (_leave(words, window_id),))


def _leave(words: Words, window_id: int) -> Row:
    return (LEAVE.button(f"❌ {words('Leave it')}", window_id),)


async def on_words(context: Context, moment: Moment) -> None:
    """The typed words: their message goes; what can be done with them is offered."""
    await context.erase(context.event.message_id)
    typed = words_in(context.arguments, RECEIPT_WORDS)
    words = context.words
    key = moment.window_id
    if typed is None:
        problem = words("These are not five receipt words. Try again.")
        stands = await context.show_untraced(_asking(words, key, problem), moment.message_id)
        _expect(context, replace(moment, message_id=stands or moment.message_id))
        return
    rows = (
        (MINE.button(f"👁 {words('Which case is mine?')}", key),),
        (REPLY.button(f"✏️ {words('Answer a question')}", key),),
        (WITHDRAW.button(f"🗑 {words('Withdraw it')}", key),),
        _leave(words, key),
    )
    said = await context.read(partial(outcome_list, context=context))
    text = paragraphs(f"🔑 <b>{words('Your receipt')}</b>", said)
    stands = await context.show_untraced(Screen(text, rows), moment.message_id)
    _expect(context, replace(moment, receipt=typed, message_id=stands or moment.message_id))


def _expect(context: Context, moment: Moment) -> None:
    awaited = replace(moment, until=context.now + LASTS)
    context.services.ephemeral.expect(context.sender.telegram_id, awaited)


async def _given(context: Context) -> tuple[Moment, str] | None:
    """The receipt that this person typed some minutes ago; without one, they hear what to do."""
    moment = context.services.ephemeral.awaited(context.sender.telegram_id, context.now)
    if moment is not None and moment.receipt is not None:
        return moment, moment.receipt
    await context.refuse(_write_again(context.words))
    return None


def _write_again(words: Words) -> str:
    return words("Write your receipt again: /case.")


async def _known(context: Context, typed: str) -> Known:
    """Find what the words lead to, in every window of the requester's communities."""
    windows = await context.read(partial(_windows, context=context))
    cost = context.services.urns.cost
    for window in windows:
        if window.state == State.OPENED.value:
            receipt = await asyncio.to_thread(Receipt.of, typed, window.salt_bytes, cost)
            case = await context.read(partial(_marked_case, window=window, mark=receipt.mark))
            if case is not None:
                return Known(case, window, (), typed)
    still_open = tuple(one for one in windows if one.state == State.OPEN.value)
    return Known(None, None, still_open, typed)


def _windows(session: Session, context: Context) -> list[CaseWindow]:
    own = [membership.community_id for membership in context.requester.memberships]
    return cases.windows_of(session, own)


def _marked_case(session: Session, window: CaseWindow, mark: bytes) -> Case | None:
    meeting = session.get_one(Meeting, window.meeting_id)
    return cases.with_mark(session, meeting.community_id, mark)


async def on_mine(context: Context, _window_id: int) -> None:
    """👁: a pop-up tells the letter and leaves no trace."""
    given = await _given(context)
    if given is None:
        return
    _, receipt = given
    words = context.words
    known = await _known(context, receipt)
    if known.case is None:
        told = words.plain(
            "Not among the opened cases. If its urn is still closed, it waits there."
        )
    else:
        told = words.plain("Your case is {letter}.", letter=known.case.letter)
    await context.answer(told, alert=True)


async def on_withdraw(context: Context, _window_id: int) -> None:
    """🗑: before the opening by one more envelope; after it the case is emptied, once confirmed."""
    await _withdraw(context, is_sure=False)


async def on_withdraw_surely(context: Context, _window_id: int) -> None:
    """✅: it can't be undone."""
    await _withdraw(context, is_sure=True)


async def _withdraw(context: Context, *, is_sure: bool) -> None:
    given = await _given(context)
    if given is None:
        return
    moment, receipt = given
    words = context.words
    known = await _known(context, receipt)
    if known.case is not None and not is_sure:
        await context.show_untraced(_are_you_sure(words, moment.window_id))
        await context.answer()
        return
    try:
        is_done = await _withdrawn(context, known)
    except UrnError as error:
        await context.refuse(trouble(words, error.problem))
        return
    if not is_done:
        await context.answer(words.plain("No case with this receipt was found."), alert=True)
        return
    await context.answer(f"✅ {words.plain('Withdrawn. Nothing of it is kept.')}", alert=True)
    await _end(context, moment)


def _are_you_sure(words: Words, window_id: int) -> Screen:
    text = paragraphs(
        f"🗑 <b>{words('Withdraw it after the opening?')}</b>",
        words(
            "Its text is erased at once; your moderators may have read it. Unlike all else here, "
            "the moment of this could be seen by who holds copies of everything."
        ),
    )
    row = (
        WITHDRAW_SURELY.button(f"✅ {words('Withdraw it')}", window_id),
        LEAVE.button(f"❌ {words('Leave it')}", window_id),
    )
    return Screen(text, (row,))


async def _end(context: Context, moment: Moment) -> None:
    """While a window is open the neutral line stands for this, too; else nothing does."""
    met = await context.read(partial(door, context=context, window_id=moment.window_id))
    if met.verdict is Bringing.OK:
        await close(context, met)
        return
    context.services.ephemeral.drop(context.sender.telegram_id)
    await context.erase(context.event.message_id)
    await tidy(context, met.call_message_id)


async def _withdrawn(context: Context, known: Known) -> bool:
    if known.case is not None:
        await context.write(partial(_taken_back, case_id=known.case.id, now=context.now))
        return True
    for window in known.still_open:
        met = await context.read(partial(door, context=context, window_id=window.id))
        mine = await asyncio.to_thread(_lying_in, context, window, known.words)
        if met.person_id and mine is not None:
            return await _call_back(context, met, mine)
    return False


def _taken_back(session: Session, case_id: int | None, now: datetime) -> None:
    case = session.get_one(Case, case_id)
    meeting = session.get_one(Meeting, case.meeting_id)
    cases.take_back(session, case)
    form_drafts.erase_about(session, "case", case_id)
    votes.redraw(session, meeting, now, even_closed=True)
    card.redraw(session, meeting.community_id, now)


def _lying_in(context: Context, window: CaseWindow, typed: str) -> Receipt | None:
    """The receipt of an envelope that lies in this window's urn; None when it does not."""
    mine = Receipt.of(typed, window.salt_bytes, context.services.urns.cost)
    return mine if context.services.urns.of(window.id or 0).holds(mine.envelope_id) else None


async def _call_back(context: Context, met: Door, mine: Receipt) -> bool:
    """Put in an envelope that takes the case back at the opening.

    Copies of the urn show no more of it than of any second envelope.
    """
    throwaway = drawn_words(RECEIPT_WORDS, "en", os.urandom)
    return await put(context, met, lambda _receipt: Withdrawal(mine.mark), throwaway)


async def on_reply(context: Context, _window_id: int) -> None:
    """✏️: the next message answers the question to the author of this case."""
    given = await _given(context)
    if given is None:
        return
    moment, receipt = given
    words = context.words
    known = await _known(context, receipt)
    question = await context.read(partial(_question, case=known.case)) if known.case else None
    met = await context.read(partial(door, context=context, window_id=moment.window_id))
    if question is None:
        await context.answer(words.plain("Nothing is asked about your case."), alert=True)
        return
    if met.verdict is not Bringing.OK:
        await context.refuse(why_not(words, met.verdict))
        return
    await context.answer()
    _expect(context, replace(moment, what=Awaited.REPLY, question_id=question))
    await context.show_untraced(_asking_answer(words, moment.window_id))


def _asking_answer(words: Words, window_id: int, problem: str | None = None) -> Screen:
    text = lines(
        f"⛔ {problem}" if problem else None,
        f"{SIGN} "
        + words("Write your answer in one message. It goes through the urn, as your case did."),
    )
    return Screen(text, (_leave(words, window_id),))


def _question(session: Session, case: Case) -> int | None:
    """The first question about a case that has no answer."""
    return next((one.id for one in cases.questions(session, case.id) if one.answer is None), None)


async def on_reply_text(context: Context, moment: Moment) -> None:
    """The typed answer: a preview, then 📨."""
    text = clean(context.arguments)
    words = context.words
    key = moment.window_id
    if not 0 < len(text) <= rules.TEXT_LIMIT or not fits(text):
        context.services.ephemeral.trace(context.sender.telegram_id, context.event.message_id or 0)
        problem = words("At most {limit} characters fit. Write it again.", limit=rules.TEXT_LIMIT)
        stands = await context.show_untraced(_asking_answer(words, key, problem), moment.message_id)
        _expect(context, replace(moment, message_id=stands or moment.message_id))
        return
    met = await context.read(partial(door, context=context, window_id=key))
    today = local_date(context.now, context.services.settings.timezone)
    found = findings([text], met.names, today)
    body = paragraphs(
        f"{SIGN} <b>{words('Your answer, as the moderators will read it:')}</b>", quoted(text)
    )
    warned = paragraphs(body, pointed_out(words, found, 2))
    label = words("Seal all the same") if found else words("Seal")
    send = ANSWER.button(f"📨 {label}", key, moment.question_id or 0)
    rows = ((send,), _leave(words, key))
    shown = warned if shown_length(warned) <= TEXT_LIMIT else body
    stands = await context.show_untraced(Screen(shown, rows, protect=True), moment.message_id)
    _expect(context, replace(moment, message_id=stands or moment.message_id))
    context.services.ephemeral.trace(context.sender.telegram_id, context.event.message_id or 0)
    if stands is not None:
        await tidy(context, stands)


async def on_answer(context: Context, window_id: int, question_id: int) -> None:
    """📨 under an answer: it lies in the urn like everything else."""
    given = await _given(context)
    if given is None:
        return
    _, receipt = given
    met = await context.read(partial(door, context=context, window_id=window_id))
    text = (
        marked(context.event.message, "blockquote") if isinstance(context.event, Pressed) else None
    )
    words = context.words
    if text is None:
        await context.refuse(_write_again(words))
        return
    if met.verdict is not Bringing.OK:
        await context.refuse(why_not(words, met.verdict))
        return
    known = await _known(context, receipt)
    if known.case is None or known.window is None:
        await context.refuse(words("No case with this receipt was found."))
        return
    cost = context.services.urns.cost
    mark = (await asyncio.to_thread(Receipt.of, receipt, known.window.salt_bytes, cost)).mark
    throwaway = drawn_words(RECEIPT_WORDS, "en", os.urandom)
    content = InEnvelope(mark, question_id, text)
    if await put(context, met, lambda _receipt: content, throwaway):
        await context.answer(f"✅ {words.plain('Sealed.')}")
        await close(context, met)


async def on_afterwards(context: Context, window_id: int, case_id: int, place: int) -> None:
    """'If it was yours: tried, helped, blocked': everyone is asked; the answer lies in the urn.

    It answers the call as 'nothing this time' does, with the same trace: a mark in the register
    beside a call that still stands open would name who brought the earlier case.
    """
    met = await at_the_door(context, window_id)
    if met is None:
        return
    is_asked = await context.read(partial(_is_asked, context=context, met=met, case_id=case_id))
    if not is_asked or place >= len(OUTCOMES):
        await context.answer()
        return
    content = Afterwards(case_id, OUTCOMES[place])
    throwaway = drawn_words(RECEIPT_WORDS, "en", os.urandom)
    if await put(context, met, lambda _receipt: content, throwaway, once=True):
        await context.answer(f"✅ {context.words.plain('Thank you. It lies in the urn.')}")
        await close(context, met)


def _is_asked(session: Session, context: Context, met: Door, case_id: int) -> bool:
    """Whether the call asks about this case: buttons are forged."""
    if met.meeting is None:
        return False
    about = asked_about(session, met.meeting, context.services.settings, context.now)
    return case_id in {case.id for case in about}
