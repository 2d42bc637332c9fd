"""`/language`: the language in which a person is answered, everywhere."""

from functools import partial

from sqlmodel import Session

from handlers.core import callback_data
from handlers.core.context import Visit
from handlers.core.screens import Button, Row, Screen
from locales import NAMES, Words, fold
from storage import members

ROOM = "language"


def language_row(_words: Words) -> Row:
    """A button for each language, under its own name."""
    return tuple(
        Button(name, callback_data.pack(ROOM, "set", code)) for code, name in NAMES.items()
    )


async def on_command(visit: Visit) -> None:
    """`/language`, or `/language fr` at once."""
    if not visit.arguments:
        question = visit.words("In which language shall I write to you?")
        await visit.say(Screen(question, (language_row(visit.words),)))
        return
    wanted = fold(visit.arguments)
    language = next((code for code, name in NAMES.items() if wanted in (code, fold(name))), None)
    if language is None:
        await visit.refuse(visit.words("I speak Dutch, French and English: choose nl, fr or en."))
        return
    visit = await choose(visit, language)
    await visit.say(Screen(_chosen(visit.words)))


async def on_press(visit: Visit) -> None:
    """A language was chosen; in a group only a pop-up answers, the message is everyone's."""
    language = visit.references[0] if visit.references else ""
    if language not in NAMES:
        await visit.pop_up()
        return
    visit = await choose(visit, language)
    await visit.pop_up(_chosen(visit.words))
    if visit.is_private:
        await visit.show(Screen(_chosen(visit.words), (language_row(visit.words),)))


async def choose(visit: Visit, language: str) -> Visit:
    """Write to the visitor in this language from now on; the visit, answered in it."""
    await visit.write(partial(_keep, visit=visit, language=language))
    return visit.speaking(language)


def _keep(session: Session, visit: Visit, language: str) -> None:
    person = members.met(session, visit.sender.telegram_id, visit.sender.language_code)
    person.language = language
    session.add(person)


def _chosen(words: Words) -> str:
    return f"✅ {words('From now on I write to you in English.')}"
