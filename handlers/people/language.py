"""`/language`: choose the language of everything that the bot writes to a person."""

from functools import partial

from sqlmodel import Session

from bot.rules.languages import CODES, OWN_NAMES, read_language
from handlers.core.context import Context
from handlers.core.screens import Row, Screen
from handlers.people.verbs import SPEAK
from locales import Words
from storage import members


def language_row(_words: Words) -> Row:
    """One button for each language, labelled with the language's own name."""
    return tuple(SPEAK.button(name, code) for code, name in OWN_NAMES.items())


async def on_command(context: Context) -> None:
    """`/language` asks for the language; `/language fr` sets it at once."""
    if not context.arguments:
        question = context.words("In which language shall I write to you?")
        await context.say(Screen(question, (language_row(context.words),)))
        return
    language = read_language(context.arguments)
    if language is None:
        await context.refuse(
            context.words(
                "I speak {languages}: choose {codes}.",
                languages=context.words.names_of(CODES),
                codes=context.words.one_of(CODES),
            )
        )
        return
    context = await choose(context, language)
    await context.say(Screen(_confirmation(context.words)))


async def on_speak(context: Context, language: str) -> None:
    """Store the language of the pressed button and confirm in that language."""
    context = await choose(context, language)
    await context.answer(_confirmation(context.words))
    await context.show(Screen(_confirmation(context.words), (language_row(context.words),)))


async def choose(context: Context, language: str) -> Context:
    """Store the language of the person who wrote or pressed; return a context that speaks it."""
    await context.write(partial(_store_language, context=context, language=language))
    return context.speaking(language)


def _store_language(session: Session, context: Context, language: str) -> None:
    person = members.get_or_add_person(
        session, context.sender.telegram_id, context.sender.language_code
    )
    person.language = language
    session.add(person)


def _confirmation(words: Words) -> str:
    return f"✅ {words('From now on I write to you in English.')}"
