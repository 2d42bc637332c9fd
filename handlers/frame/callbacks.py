"""`/frame` and the buttons of its screens; only coordinators get past here, and for rhythm more."""

from dataclasses import replace
from functools import partial

from sqlmodel import Session

from bot.rules.frame import EVERY_LANGUAGE, FIRST_VERSION, TEXTS, Frame
from handlers.core import callback_data, forms
from handlers.core.context import Visit
from handlers.core.screens import Screen
from handlers.frame import rhythm_edit
from handlers.frame.edit_text import TALK, Place, done, drafted, not_yours, on_save, put
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
from locales import LANGUAGES, fold
from storage import frame
from storage.frame import Saved

SHIFTS = {
    "rhythm": rhythm_edit.on_rhythm,
    "step": rhythm_edit.on_step,
    "shift": rhythm_edit.on_shift,
    "set": rhythm_edit.on_set,
    "places": rhythm_edit.on_places,
}
"""What moderators may press too, of their own community: each checks it again."""


async def on_command(visit: Visit, originals: Originals) -> None:
    """`/frame`, `/frame agreement nl`, or with the new text in the lines below."""
    first, _, text = visit.arguments.partition("\n")
    key, language = _named(visit, first)
    if key is None:
        await visit.say(await visit.read(partial(everything, words=visit.words)))
    elif text.strip():
        await _begin(visit, key, language, originals, text)
    elif key is Frame.RHYTHM:
        await rhythm_edit.on_rhythm(replace(visit, references=(str(ALL),)))
    else:
        await _show(visit, key, language, originals)


def _named(visit: Visit, line: str) -> tuple[Frame | None, str]:
    """What a line names, in any language, and the language it asks for; else the visitor's."""
    *rest, last = line.split() or [""]
    is_language = bool(rest) and last.lower() in LANGUAGES
    asked = fold(" ".join(rest) if is_language else line)
    language = last.lower() if is_language else visit.words.language
    known = {
        fold(name): key
        for one in LANGUAGES
        for key, name in names(visit.house.locales.words(one)).items()
    } | {key.value: key for key in Frame}
    return known.get(asked), language


async def on_press(visit: Visit, originals: Originals) -> None:
    """Find what the button does."""
    if visit.verb in SHIFTS:
        await SHIFTS[visit.verb](visit)
        return
    if not visit.is_coordinator:
        await visit.refuse(not_yours(visit.words))
        return
    if visit.verb == "all":
        await visit.pop_up()
        await visit.show(await visit.read(partial(everything, words=visit.words)))
        return
    key, language = _place(visit)
    if key is None:
        await visit.pop_up()
    elif visit.verb == "save":
        seen = callback_data.number(visit.references, 2) or FIRST_VERSION
        await on_save(visit, Place(key, language, seen))
    elif visit.verb == "write":
        await visit.pop_up()
        await _begin(replace(visit, keeps_message=True), key, language, originals)
    elif key is not Frame.RHYTHM:
        await _look(visit, key, language, originals)
    else:
        await visit.pop_up()


async def _look(visit: Visit, key: Frame, language: str, originals: Originals) -> None:
    if visit.verb in ("text", "peek"):
        await visit.pop_up()
        seeing = replace(visit, keeps_message=visit.verb == "peek")
        await _show(seeing, key, language, originals)
    elif visit.verb == "history":
        await visit.pop_up()
        screen = partial(history_screen, words=visit.words, key=key, language=language)
        await visit.show(await visit.read(screen))
    elif visit.verb == "old":
        await _show_old(visit, key, language, originals)
    elif visit.verb == "again":
        await _take_again(visit, key, language, originals)
    else:
        await visit.pop_up()


def _place(visit: Visit) -> tuple[Frame | None, str]:
    """The place that a button names; it may be forged."""
    named, language, *_ = (*visit.references, "", "")
    key = next((one for one in Frame if one.value == named), None)
    if key in TEXTS and language not in LANGUAGES:
        return None, language
    return key, language if key in TEXTS else EVERY_LANGUAGE


def _original(visit: Visit, key: Frame, language: str, originals: Originals) -> str:
    return originals[key](visit.house.locales.words(language))


async def _show(visit: Visit, key: Frame, language: str, originals: Originals) -> None:
    screen = await visit.read(
        partial(
            text_screen,
            words=visit.words,
            key=key,
            language=language,
            original=_original(visit, key, language, originals),
        )
    )
    await visit.show(screen)


async def _begin(
    visit: Visit, key: Frame, language: str, originals: Originals, text: str = ""
) -> None:
    """Ask for a new text, or show the preview of the one that was given."""
    language = EVERY_LANGUAGE if key is Frame.RHYTHM else language

    def look(session: Session) -> tuple[int, str]:
        own = frame.current(session, key, language)
        standing = as_html(own.text) if own is not None else ""
        return frame.version(session, key, language), standing

    seen, standing = await visit.read(look)
    draft = drafted(Place(key, language, seen), text)
    if key is Frame.RHYTHM:
        await forms.proceed(visit, TALK, draft)
        return
    shown = standing or _original(visit, key, language, originals)
    why = instructions(visit.words, key, language, shown)
    await forms.proceed(visit, TALK, draft, why=why)


def _old_text(session: Session, key: Frame, language: str, old: int) -> str | None:
    """The text of an earlier version; empty for what comes along, None for one there never was."""
    if old == FIRST_VERSION:
        return ""
    made = frame.history(session, key, language)
    return next((row.text for row in made if row.version == old), None)


async def _show_old(visit: Visit, key: Frame, language: str, originals: Originals) -> None:
    old = callback_data.number(visit.references, 2) or 0
    original = _original(visit, key, language, originals)

    def look(session: Session) -> Screen | None:
        text = _old_text(session, key, language, old)
        if text is None:
            return None
        shown = as_html(text) if text else original
        return old_screen(session, visit.words, key, language, old, shown)

    screen = await visit.read(look)
    await visit.pop_up()
    if screen is not None:
        await visit.show(screen)


async def _take_again(visit: Visit, key: Frame, language: str, originals: Originals) -> None:
    """✅ under an earlier version."""
    old = callback_data.number(visit.references, 2) or 0
    place = Place(key, language, callback_data.number(visit.references, 3) or 0)

    def act(session: Session) -> Saved | None:
        text = _old_text(session, key, language, old)
        return put(session, visit, place, text) if text is not None else None

    saved = await visit.write(act)
    if saved is None:
        await visit.pop_up()
    elif saved.is_new:
        await visit.pop_up()
        await visit.show(done(visit.words, place, saved.version))
    else:
        told = visit.words.plain("Somebody changed this since. Look at it as it stands now.")
        await visit.pop_up(f"⛔ {told}", alert=True)
        await _show(visit, key, language, originals)
