"""`/prompt`: the prompts of a community, each with what may be done with it."""

from functools import partial
from html import escape
from typing import Final

from sqlmodel import Session

from bot.rules.prompts import State
from handlers.core.callback_data import Verb
from handlers.core.context import Context
from handlers.core.meeting_heading import title
from handlers.core.pages import turn_rows
from handlers.core.screens import Button, Row, Screen, in_fitting_rows, lines, paragraphs
from handlers.prompts import schedule, views, write
from handlers.prompts.access import Met, led, met
from handlers.prompts.messages import file_screen
from handlers.prompts.verbs import (
    CLOSE,
    DROP,
    EDIT,
    FILE,
    FROM_THEMES,
    LIST,
    PASSAGES,
    RELEASE,
    SHOW,
    WRITE,
    not_yours,
)
from handlers.prompts.views import SIGN, in_short
from handlers.prompts.write import Beginning
from handlers.themes import public as theming
from locales import N_, Words
from storage import prompts, themes
from storage.communities import Community
from storage.core.columns import row_id
from storage.themes import Tagged

PAGE: Final = 6
"""Prompts on one screen."""


async def on_command(context: Context) -> None:
    """`/prompt`: with a text it is taken at once, else what there is and how to begin."""
    text, community_id = context.arguments, context.community_id
    if text.strip():
        await write.begin(context, community_id, Beginning(), text)
        return
    screen = await context.read(partial(_screen, context=context, community_id=community_id))
    await context.say(screen) if screen is not None else await context.refuse(
        not_yours(context.words)
    )


async def on_list(context: Context, community_id: int, page: int) -> None:
    """⬅️ or ➡️: the list, or another page of it."""
    found = await context.read(
        partial(_screen, context=context, community_id=community_id, page=page)
    )
    await _show(context, found)


async def _show(context: Context, screen: Screen | None) -> None:
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.show(screen)


def _screen(session: Session, context: Context, community_id: int, page: int = 0) -> Screen | None:
    if led(session, context, community_id) is None:
        return None
    words = context.words
    every = prompts.of_community(session, community_id)
    first = min(page * PAGE, max(0, len(every) - 1) // PAGE * PAGE)
    listed = every[first : first + PAGE]
    blocks, rows = [], []
    for prompt in listed:
        question = in_short(prompts.question(prompt, context.services.cipher), 120)
        number = prompts.number_of_answers(session, prompt.id)
        blocks.append(lines(escape(question, quote=False), views.state_line(words, prompt, number)))
        rows.append((SHOW.button(f"{SIGN} {in_short(question)}", row_id(prompt)),))
    about = words("Ask the group something between two sessions: the answers come back together.")
    head = lines(title(session.get(Community, community_id)), None if every else about)
    page = first // PAGE
    turns = turn_rows(
        words,
        page,
        partial(LIST.data, community_id),
        has_more=(page + 1) * PAGE < len(every),
        back=N_("Newer"),
        onward=N_("Older"),
    )
    return Screen(paragraphs(head, *blocks), (*_sources(words, community_id), *rows, *turns))


def _sources(words: Words, community_id: int) -> tuple[Row, ...]:
    """With what a prompt can begin."""
    own = WRITE.button(f"✏️ {words('In your own words')}", community_id)
    others = (
        FROM_THEMES.button(f"🏷 {words('From a theme')}", community_id),
        PASSAGES.button(f"📄 {words('From a summary')}", community_id),
    )
    return ((own,), *in_fitting_rows(others))


async def on_show(context: Context, prompt_id: int) -> None:
    """One prompt, whole, with its buttons."""
    shown = partial(_one, context=context, prompt_id=prompt_id)
    await _show(context, await context.read(shown))


def _one(session: Session, context: Context, prompt_id: int) -> Screen | None:
    found = met(session, context, prompt_id)
    if found is None or not (found.is_lead or found.may_decide):
        return None
    return one(session, context, found)


def one(session: Session, context: Context, found: Met) -> Screen:
    """A prompt for who may do something with it."""
    words, prompt = context.words, found.prompt
    number = prompts.number_of_answers(session, prompt.id)
    tagged = themes.tags(session, Tagged.PROMPT, row_id(prompt))
    text = paragraphs(
        lines(
            title(session.get(Community, prompt.community_id)),
            escape(prompts.question(prompt, context.services.cipher), quote=False),
        ),
        lines(
            theming.line(theming.names(session, words), tagged),
            views.state_line(words, prompt, number),
        ),
    )
    rows = [(_button(context, verb, found),) for verb in _VERBS[prompt.state]]
    if found.is_lead:
        rows.append((LIST.button(f"⬅️ {words('All prompts')}", prompt.community_id, 0),))
    return Screen(text, tuple(rows))


_VERBS: Final = {
    State.PLANNED: (EDIT, DROP),
    State.HELD: (RELEASE, DROP),
    State.OPEN: (FILE, CLOSE),
    State.CLOSED: (FILE,),
}


def _button(context: Context, verb: Verb[int], found: Met) -> Button:
    words = context.words
    label = {
        EDIT: f"✏️ {words('Change')}",
        DROP: f"🗑 {words('Withdraw')}",
        RELEASE: f"📨 {words('Post it')}",
        FILE: f"📄 {words('The answers as a file')}",
        CLOSE: f"✅ {words('Close and show the answers')}",
    }[verb]
    return verb.button(label, row_id(found.prompt))


async def on_file(context: Context, prompt_id: int) -> None:
    """📄: the answers that there are by now."""
    screen = await context.read(partial(_file, context=context, prompt_id=prompt_id))
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.say(screen)


def _file(session: Session, context: Context, prompt_id: int) -> Screen | None:
    found = met(session, context, prompt_id)
    if found is None or not found.is_lead or not found.prompt.is_asked:
        return None
    return file_screen(session, found.prompt, context.services, context.words.language)


async def on_close(context: Context, prompt_id: int) -> None:
    """✅: close it before its time."""
    close = partial(_close, context=context, prompt_id=prompt_id)
    await _show(context, await context.write(close))


def _close(session: Session, context: Context, prompt_id: int) -> Screen | None:
    found = met(session, context, prompt_id)
    if found is None or not found.is_lead or not found.prompt.is_asked:
        return None
    if found.prompt.state is State.OPEN:
        schedule.close(session, found.prompt, context.services.settings, context.now)
    return one(session, context, found)


async def on_release(context: Context, prompt_id: int) -> None:
    """📨: post what was held; whoever does so vouches for it."""
    release = partial(_release, context=context, prompt_id=prompt_id)
    await _show(context, await context.write(release))


def _release(session: Session, context: Context, prompt_id: int) -> Screen | None:
    found = met(session, context, prompt_id)
    if found is None or not found.may_decide:
        return None
    if found.prompt.state is State.HELD:
        found.prompt.written_by = found.own.person_id
        schedule.post(session, found.prompt, context.services.settings, context.now)
        session.flush()
    return one(session, context, found)


async def on_drop(context: Context, prompt_id: int) -> None:
    """🗑: nobody was asked yet, and nobody will be."""
    was_dropped = await context.write(partial(_drop, context=context, prompt_id=prompt_id))
    if not was_dropped:
        await context.refuse(context.words("This question was asked or withdrawn before."))
        return
    await context.answer()
    await context.show(Screen(f"✅ {context.words('Withdrawn. Nobody was asked.')}"))


def _drop(session: Session, context: Context, prompt_id: int) -> bool:
    found = met(session, context, prompt_id)
    if found is None or not found.may_decide or found.prompt.is_asked:
        return False
    prompts.withdraw(session, found.prompt)
    return True
