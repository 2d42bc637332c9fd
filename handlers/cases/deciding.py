"""What a moderator does with a case: accept, park, decline, reword, ask, advise, release.

Each button and each form tells in which state the case was offered: who comes second sees what
the other did, and undoes nothing of it unawares.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial

from sqlmodel import Session

from bot.rules.cases import TEXT_LIMIT, voting
from bot.rules.cases.voting import Deed
from bot.rules.local_time import local_date
from handlers.cases import access, decisions
from handlers.cases import moderating as desk
from handlers.cases.access import Sight
from handlers.cases.verbs import not_now, not_yours
from handlers.core import fields, forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.identifier_warnings import findings, pointed_out
from handlers.core.screens import Screen, paragraphs
from locales import N_, Words
from storage import cases
from storage.cases import Standing, moderating

SHORT = 500
"""Characters of a reason or a question: everyone reads them in a list."""

TEXT = "text"


class Outcome(Enum):
    """What became of a deed."""

    DONE = auto()
    CHANGED = auto()
    IMPOSSIBLE = auto()
    NOT_YOURS = auto()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of a deed, and the cases as they stand after it."""

    outcome: Outcome
    screen: Screen | None = None


def _refusal(context: Context, outcome: Outcome) -> str:
    if outcome is Outcome.CHANGED:
        return context.words("This case changed meanwhile. Look at it again: /cases.")
    if outcome is Outcome.IMPOSSIBLE:
        return not_now(context.words)
    return not_yours(context.words)


def _said(words: Words, deed: Deed) -> str:
    """That a deed is done, as plain text."""
    return {
        Deed.ACCEPT: words.plain("Accepted."),
        Deed.PARK: words.plain("Parked for the session after it."),
        Deed.DECLINE: words.plain("Declined. Everybody reads the reason in the list."),
        Deed.REWORD: words.plain("Reworded. The original stays readable for you two."),
        Deed.ASK: words.plain("Asked: everyone reads it with the next call for cases."),
        Deed.ADVISE: words.plain("The advice is kept with the case."),
        Deed.RELEASE: words.plain("Released for the summary of Brusano."),
        Deed.RETRACT: words.plain("The release is taken back."),
    }[deed]


# What is pressed


def pressing(deed: Deed) -> Callable[[Context, int, Standing, int], Awaitable[None]]:
    """What a button does for a deed: it is done at once, or its text is asked for."""

    async def on_press(context: Context, case_id: int, standing: Standing, meeting_id: int) -> None:
        offered = (standing.value, str(meeting_id))
        await (_ask_for if deed in WRITTEN else _done_at_once)(context, deed, case_id, offered)

    return on_press


async def _done_at_once(
    context: Context, deed: Deed, case_id: int, offered: tuple[str, ...]
) -> None:
    """✅ 🅿️ 📤: done with the press itself; pressed again it says the same."""
    press = partial(_press, context=context, deed=deed, case_id=case_id, offered=offered)
    done = await context.write(press)
    if done.outcome is Outcome.DONE and done.screen is not None:
        await context.answer(f"✅ {_said(context.words, deed)}")
        await context.show(done.screen)
        return
    await context.refuse(_refusal(context, done.outcome))
    if done.screen is not None:
        await context.show(done.screen)


def _press(
    session: Session, context: Context, deed: Deed, case_id: int, offered: tuple[str, ...]
) -> Done:
    found = access.moderated(session, context, case_id)
    if found is None:
        return Done(Outcome.NOT_YOURS)
    if _was_done(found, deed, offered):
        outcome = Outcome.DONE
    else:
        outcome = _may(session, context, found, deed, offered)
        if outcome is Outcome.DONE:
            _do(session, context, found, deed)
            session.flush()
    return Done(outcome, _table(session, context, found))


def _was_done(found: Sight, deed: Deed, offered: tuple[str, ...]) -> bool:
    """Whether the case is already as the press would make it."""
    case, is_there = found.case, str(found.case.meeting_id) == offered[1]
    match deed:
        case Deed.PARK:
            return case.standing == Standing.PARKED.value and not is_there
        case Deed.ACCEPT:
            return case.standing == Standing.ACCEPTED.value and is_there
        case Deed.RELEASE:
            return case.is_released
        case Deed.RETRACT:
            return not case.is_released
        case Deed.DECLINE | Deed.REWORD | Deed.ASK | Deed.ADVISE:
            return False  # Their text is still to come.


def _may(
    session: Session, context: Context, found: Sight, deed: Deed, offered: tuple[str, ...]
) -> Outcome:
    case = found.case
    if offered != (case.standing, str(case.meeting_id)):
        return Outcome.CHANGED
    if deed not in voting.deeds(decisions.facts(session, case, context.now)):
        return Outcome.IMPOSSIBLE
    return Outcome.DONE


def _do(session: Session, context: Context, found: Sight, deed: Deed) -> None:
    match deed:
        case Deed.ACCEPT:
            decisions.accept(session, found.case, context.now)
        case Deed.PARK:
            decisions.park(session, found.case, context.now)
        case _:
            moderating.release(session, found.case, yes=deed is Deed.RELEASE)


def _table(session: Session, context: Context, found: Sight, told: str = "") -> Screen:
    community_id = found.case.community_id
    return desk.community_screen(session, context, community_id, is_moderator=True, told=told)


# What is written


async def _ask_for(context: Context, deed: Deed, case_id: int, offered: tuple[str, ...]) -> None:
    """❌ ✏️ ❓: ask for the text; the case stays readable above it."""
    may_write = partial(_may_write, context=context, deed=deed, case_id=case_id, offered=offered)
    outcome = await context.read(may_write)
    if outcome is not Outcome.DONE:
        await context.refuse(_refusal(context, outcome))
        return
    await context.answer()
    # What is typed next is this text, and no case.
    context.services.ephemeral.drop(context.sender.telegram_id)
    draft = Draft(facts={"case": case_id, "offered": list(offered)})
    await forms.begin(replace(context, keeps_message=True), WRITTEN[deed].flow, draft)


def _may_write(
    session: Session, context: Context, deed: Deed, case_id: int, offered: tuple[str, ...]
) -> Outcome:
    found = access.moderated(session, context, case_id)
    return _may(session, context, found, deed, offered) if found else Outcome.NOT_YOURS


async def _finish(context: Context, draft: Draft, deed: Deed) -> None:
    done = await context.write(partial(_write, context=context, draft=draft, deed=deed))
    if done.outcome is Outcome.DONE and done.screen is not None:
        await context.say(done.screen)
    else:
        await context.refuse(_refusal(context, done.outcome))


def _write(session: Session, context: Context, draft: Draft, deed: Deed) -> Done:
    written = WRITTEN[deed]
    forms.end(session, context, written.flow.form)
    found = access.moderated(session, context, draft.facts.get("case"))
    if found is None:
        return Done(Outcome.NOT_YOURS)
    outcome = _may(session, context, found, deed, tuple(draft.facts.get("offered", ())))
    if outcome is not Outcome.DONE:
        return Done(outcome)
    text = draft.values[TEXT]
    written.keep(session, context, found, text)
    session.flush()
    told = f"✅ {_said(context.words, deed)}"
    names = [person.name for person in cases.called(session, found.case.community_id)]
    today = local_date(context.now, context.services.settings.timezone)
    warning = pointed_out(context.words, findings([text], [name for name in names if name], today))
    return Done(outcome, _table(session, context, found, paragraphs(told, warning)))


def _form(topic: str, deed: Deed, limit: int) -> Form:
    """A form of one text; `deed` names its question."""
    return Form(
        topic,
        (
            fields.text(
                TEXT,
                ("text", "tekst", "texte"),
                N_("Text"),
                lambda words: _questions(words)[deed],
                limit=limit,
            ),
        ),
    )


def _questions(words: Words) -> dict[Deed, str]:
    return {
        Deed.DECLINE: words(
            "Why not this time? Everybody reads the reason in the list, its author too: "
            "one friendly sentence."
        ),
        Deed.REWORD: words(
            "Write the case anew, the question to the group on its first line. It takes the place "
            "of the text; the original stays readable for you two."
        ),
        Deed.ASK: words(
            "What do you want to ask the author? Everyone reads it with the next call for cases, "
            "so that nobody is singled out; the answer comes through the urn."
        ),
        Deed.ADVISE: words("What did the group advise? Write no names."),
    }


@dataclass(frozen=True, slots=True)
class Written:
    """A deed that is written: its form, and how the text is kept."""

    flow: FormFlow
    keep: Callable[[Session, Context, Sight, str], None]


def _decline(session: Session, context: Context, found: Sight, text: str) -> None:
    decisions.decline(session, found.case, text, context.services.cipher, context.now)


def _reword(session: Session, context: Context, found: Sight, text: str) -> None:
    decisions.reword(session, found.case, text, context.services.cipher, context.now)


def _ask(session: Session, context: Context, found: Sight, text: str) -> None:
    moderating.ask(session, found.case, text, context.services.cipher)


def _advise(session: Session, context: Context, found: Sight, text: str) -> None:
    moderating.advise(session, found.case, text, context.services.cipher)


def _written(
    topic: str,
    deed: Deed,
    keep: Callable[[Session, Context, Sight, str], None],
    limit: int = SHORT,
) -> Written:
    return Written(FormFlow(_form(topic, deed, limit), partial(_finish, deed=deed)), keep)


WRITTEN = {
    Deed.DECLINE: _written("case_reason", Deed.DECLINE, _decline),
    Deed.REWORD: _written("case_reword", Deed.REWORD, _reword, TEXT_LIMIT),
    Deed.ASK: _written("case_ask", Deed.ASK, _ask),
    Deed.ADVISE: _written("case_advice", Deed.ADVISE, _advise, TEXT_LIMIT),
}

FLOWS = {one.flow.form.topic: one.flow for one in WRITTEN.values()}
