"""`/frame` and the buttons of its texts."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules.frame import EVERY_LANGUAGE, FIRST_VERSION, TEXTS, Frame
from bot.rules.languages import CODES
from bot.rules.plain_text import fold
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.screens import Screen
from handlers.frame import rhythm_edit
from handlers.frame.edit_text import FLOW, Place, done, drafted, put, save
from handlers.frame.public import as_html
from handlers.frame.rhythm import ALL
from handlers.frame.views import (
    Originals,
    everything,
    history_screen,
    instructions,
    names,
    old_screen,
    text_screen,
)
from storage import frame
from storage.frame import Saved


async def on_command(context: Context, originals: Originals) -> None:
    """`/frame`, `/frame agreement nl`, or with the new text in the lines below."""
    first, _, text = context.arguments.partition("\n")
    key, language = _named(context, first)
    if key is None:
        await context.say(await context.read(partial(everything, words=context.words)))
    elif text.strip():
        await _begin(context, key, language, originals, text)
    elif key is Frame.RHYTHM:
        await rhythm_edit.on_rhythm(context, ALL)
    else:
        await _show(context, key, language, originals)


def _named(context: Context, line: str) -> tuple[Frame | None, str]:
    """Read the part and the language of a line, in any language; else the requester's."""
    *rest, last = line.split() or [""]
    is_language = bool(rest) and last.lower() in CODES
    asked = fold(" ".join(rest) if is_language else line)
    language = last.lower() if is_language else context.words.language
    known = {
        fold(name): key
        for one in CODES
        for key, name in names(context.services.locales.words(one)).items()
    } | {key.value: key for key in Frame}
    return known.get(asked), language


async def on_all(context: Context) -> None:
    """⬅️: all of the frame."""
    await context.answer()
    await context.show(await context.read(partial(everything, words=context.words)))


async def on_text(context: Context, key: Frame, language: str, originals: Originals) -> None:
    """Show the text of one part in place of the pressed message."""
    await context.answer()
    await _show(context, key, language, originals)


async def on_peek(context: Context, key: Frame, language: str, originals: Originals) -> None:
    """The same below what was pressed."""
    await on_text(replace(context, keeps_message=True), key, language, originals)


async def on_write(context: Context, key: Frame, language: str, originals: Originals) -> None:
    """✏️: ask for a new text."""
    await context.answer()
    if _is_place(key, language):
        await _begin(replace(context, keeps_message=True), key, language, originals)


async def on_history(context: Context, key: Frame, language: str) -> None:
    """⬅️: the versions there were."""
    await context.answer()
    screen = partial(history_screen, words=context.words, key=key, language=language)
    await context.show(await context.read(screen))


async def on_save(context: Context, key: Frame, language: str, seen: int) -> None:
    """✅ under a preview."""
    if _is_place(key, language):
        await save(context, Place(key, language, seen))
    else:
        await context.answer()


def _is_place(key: Frame, language: str) -> bool:
    """Whether there is such a text: each is in every language, the rhythm in none."""
    return (key in TEXTS) is (language != EVERY_LANGUAGE)


def _original(context: Context, key: Frame, language: str, originals: Originals) -> str:
    return originals[key](context.services.locales.words(language))


async def _show(context: Context, key: Frame, language: str, originals: Originals) -> None:
    screen = await context.read(
        partial(
            text_screen,
            words=context.words,
            key=key,
            language=language,
            original=_original(context, key, language, originals),
        )
    )
    await context.show(screen)


async def _begin(
    context: Context, key: Frame, language: str, originals: Originals, text: str = ""
) -> None:
    """Ask for a new text, or show the preview of the one that was given."""
    language = EVERY_LANGUAGE if key is Frame.RHYTHM else language

    def look(session: Session) -> tuple[int, str]:
        own = frame.current_text(session, key, language)
        standing = as_html(own.text) if own is not None else ""
        return frame.current_version(session, key, language), standing

    seen, standing = await context.read(look)
    draft = drafted(Place(key, language, seen), text)
    if key is Frame.RHYTHM:
        await forms.proceed(context, FLOW, draft)
        return
    shown = standing or _original(context, key, language, originals)
    why = instructions(context.words, key, language, shown)
    await forms.proceed(context, FLOW, draft, why=why)


def _old_text(session: Session, key: Frame, language: str, old: int) -> str | None:
    """The text of an earlier version; empty for what comes along, None for one there never was."""
    if old == FIRST_VERSION:
        return ""
    made = frame.history(session, key, language)
    return next((row.text for row in made if row.version == old), None)


async def on_old(
    context: Context, key: Frame, language: str, old: int, originals: Originals
) -> None:
    """An earlier version, as people read it."""
    original = _original(context, key, language, originals)

    def look(session: Session) -> Screen | None:
        text = _old_text(session, key, language, old)
        if text is None:
            return None
        shown = as_html(text) if text else original
        return old_screen(session, context.words, key, language, old, shown)

    screen = await context.read(look)
    await context.answer()
    if screen is not None:
        await context.show(screen)


async def on_again(context: Context, place: Place, old: int, originals: Originals) -> None:
    """✅ under an earlier version."""
    key, language = place.key, place.language

    def act(session: Session) -> Saved | None:
        text = _old_text(session, key, language, old)
        return put(session, context, place, text) if text is not None else None

    saved = await context.write(act)
    if saved is None:
        await context.answer()
    elif saved.is_new:
        await context.answer()
        await context.show(done(context.words, place, saved.version))
    else:
        told = context.words.plain("Somebody changed this since. Look at it as it stands now.")
        await context.answer(f"⛔ {told}", alert=True)
        await _show(context, key, language, originals)
