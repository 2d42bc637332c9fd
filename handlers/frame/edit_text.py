"""Replacing a text of the frame: typed or as a file, shown as people will read it, then ✅."""

from dataclasses import dataclass
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram.error import TelegramError

from bot.rules import frame as rules
from bot.rules.frame import EVERY_LANGUAGE, FILE_BYTES, LONGEST, QUESTIONS, Frame, Problem
from bot.rules.languages import OWN_NAMES
from bot.settings import parse_steps
from handlers.core import fields, forms
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.screens import Screen, paragraphs
from handlers.core.updates import Said
from handlers.frame import ask_consent
from handlers.frame.public import as_html
from handlers.frame.rhythm import rhythm_lines
from handlers.frame.verbs import PEEK, SAVE
from handlers.frame.views import SIGN, asked_anew, names, way
from locales import N_, Words
from storage import frame
from storage.core import form_drafts
from storage.frame import FrameText, Saved
from storage.reminders import replan

TOPIC: Final = "frame"
TEXT: Final = "text"
ENCODINGS: Final = ("utf-8-sig", "cp1252")
"""As people's text editors save: a file that is no UTF-8 comes from an old Notepad."""

FORM = Form(
    TOPIC,
    (
        fields.parsed(
            TEXT,
            (),
            N_("Text"),
            N_(
                "Send the new text in one message, or as a .txt file. *Stars* make words bold, a "
                "dash at the beginning of a line makes a point of it."
            ),
            N_("There is nothing in it."),
            is_long=True,
            read=lambda text: rules.clean(text) or None,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Place:
    """The part that is replaced, and its version when the edit began."""

    key: Frame
    language: str
    seen: int


def place_of(draft: Draft) -> Place:
    """The place a draft is for."""
    facts = draft.facts
    return Place(Frame(facts["key"]), str(facts["language"]), int(facts["seen"]))


def drafted(place: Place, text: str = "") -> Draft:
    """A draft for this place, perhaps with its text."""
    cleaned = rules.clean(text)
    facts = {"key": place.key.value, "language": place.language, "seen": place.seen}
    return Draft({TEXT: cleaned} if cleaned else {}, facts=facts)


async def review(context: Context, draft: Draft) -> None:
    """Show the text as people will read it; ask for another where it can't take its place."""
    if not context.is_coordinator:
        await _drop(context)
        await context.refuse(not_yours(context.words))
        return
    place, text = place_of(draft), draft.values[TEXT]
    why = _problem(context.words, place.key, text)
    if why is not None:
        del draft.values[TEXT]
        await forms.proceed(context, FLOW, draft, why=f"⛔ {why}")
        return
    await context.show(_preview(context.words, place, text))


FLOW: Final = FormFlow(FORM, review)


def not_yours(words: Words) -> str:
    """Why somebody else may not."""
    return words("This command is for Brusano's coordinators.")


def _problem(words: Words, key: Frame, text: str) -> str | None:
    if key is Frame.RHYTHM:
        return _problem_of_rhythm(words, text)
    found = rules.problem(key, text)
    if found is None:
        return None
    return {
        Problem.EMPTY: words("There is nothing in it."),
        Problem.TOO_LONG: words(
            "This text is too long: at most {limit} characters.", limit=LONGEST[key]
        ),
        Problem.WRONG_NUMBER: words(
            "I need {number} questions, one a line.", number=len(QUESTIONS.get(key, ()))
        ),
        Problem.LONG_QUESTION: words(
            "A question has at most {limit} characters.", limit=rules.LONGEST_QUESTION
        ),
    }[found]


def _problem_of_rhythm(words: Words, text: str) -> str | None:
    try:
        return None if parse_steps(text) else words("There is nothing in it.")
    except ValueError:
        return words(
            "I don't understand this rhythm. Write it like {example}.",
            example="case=30d,agenda=14d,nudge=7d,eve=1d,after=1d,prompt=off",
        )


def _preview(words: Words, place: Place, text: str) -> Screen:
    where = [str(names(words)[place.key]), OWN_NAMES.get(place.language, "")]
    return Screen(
        paragraphs(
            f"{SIGN} <b>{' · '.join(filter(None, where))}</b> · {words('Preview')}",
            rhythm_lines(words, parse_steps(text)) if place.key is Frame.RHYTHM else as_html(text),
            asked_anew(words, place.key),
        ),
        (
            (
                SAVE.button(
                    f"✅ {words('Put this one in place')}", place.key, place.language, place.seen
                ),
            ),
            (
                forms.EDIT.button(f"✏️ {words('Change')}", TOPIC, 0),
                forms.CANCEL.button(f"❌ {words('Cancel')}", TOPIC),
            ),
        ),
    )


async def save(context: Context, place: Place) -> None:
    """✅: the text takes its place, unless another coordinator was there first."""
    saved = await context.write(partial(_save, context=context, place=place))
    if saved is None:
        await context.refuse(
            context.words("This was finished or cancelled before. Start again with the command.")
        )
        return
    await context.answer()
    if saved.is_new:
        await context.show(done(context.words, place, saved.version))
    else:
        await context.show(_overtaken(context.words, place, saved.version))


def _save(session: Session, context: Context, place: Place) -> Saved | None:
    """The result of a save; None without a draft. A repeated press gets the same answer."""
    row = form_drafts.about(session, context.sender.telegram_id, TOPIC)
    draft = forms.opened(row, context.services.cipher)
    if draft is None or TEXT not in draft.values:
        return _saved_before(session, context, place)
    if (place.key, place.language) != (place_of(draft).key, place_of(draft).language):
        return None
    if _problem(context.words, place.key, draft.values[TEXT]) is not None:
        return None
    saved = put(session, context, place, draft.values[TEXT])
    if saved.is_new:
        form_drafts.drop(session, context.sender.telegram_id, TOPIC)
    return saved


def _saved_before(session: Session, context: Context, place: Place) -> Saved | None:
    made = frame.history(session, place.key, place.language)
    mine = next((row for row in made if row.version == place.seen + 1), None)
    if mine is None or mine.changed_by != context.sender.telegram_id:
        return None
    return Saved(mine.version, True)


def put(session: Session, context: Context, place: Place, text: str) -> Saved:
    """Put a text in its place, and do what follows from it in the same transaction."""
    if text and place.key is Frame.RHYTHM:
        # The steps that are not named stay as they are.
        usual = frame.usual_rhythm(session, context.services.settings.rhythm)
        text = rules.written(rules.rhythm(usual, parse_steps(text)))
    before = frame.current_version(session, place.key, place.language)
    new = FrameText(
        key=place.key.value,
        language=place.language,
        version=0,
        text=text,
        changed_by=context.sender.telegram_id,
        changed_at=context.now,
    )
    saved = frame.replace(session, new, place.seen)
    if saved.version != before and place.key is Frame.AGREEMENT:
        ask_consent.ask_everyone(session, context.services.settings, context.now)
    if saved.version != before and place.key is Frame.RHYTHM:
        replan.replan(session, context.services.settings, context.now)
    return saved


def done(words: Words, place: Place, version: int) -> Screen:
    """The confirmation, with the new text."""
    told = words(
        "{what}: version {version} stands now.", what=names(words)[place.key], version=version
    )
    return Screen(f"✅ {told}", ((way(f"⬅️ {words('See it')}", place.key, place.language),),))


def _overtaken(words: Words, place: Place, version: int) -> Screen:
    """The choice when two coordinators edited at once: theirs first, then perhaps one's own."""
    told = words(
        "Version {version} of {what} was made since you began. Look at it first; yours is kept.",
        version=version,
        what=names(words)[place.key],
    )
    at = (place.key, place.language)
    rows = [
        (SAVE.button(f"✅ {words('Put mine in its place')}", *at, version),),
        (forms.CANCEL.button(f"❌ {words('Cancel')}", TOPIC),),
    ]
    if place.language != EVERY_LANGUAGE:
        rows.insert(0, (PEEK.button(f"📖 {words('See it')}", *at),))
    return Screen(f"⛔ {told}", tuple(rows))


async def _drop(context: Context) -> None:
    telegram_id = context.sender.telegram_id
    await context.write(lambda session: form_drafts.drop(session, telegram_id, TOPIC))


async def take_file(context: Context, event: Said) -> bool:
    """Take a text that is sent as a file; False when none is awaited."""
    telegram_id = context.sender.telegram_id
    row = await context.read(lambda session: form_drafts.current(session, telegram_id))
    draft = forms.opened(row, context.services.cipher)
    if row is None or row.topic != TOPIC or draft is None or event.file is None:
        return False
    if not context.is_coordinator:
        await context.refuse(not_yours(context.words))
        return True
    if event.file.size > FILE_BYTES or not event.file.name.lower().endswith(".txt"):
        await context.refuse(context.words("Send a .txt file of at most 100 kB, or type the text."))
        return True
    text = await _text_of(context, event.file.file_id)
    if text is None:
        await context.refuse(
            context.words("I can't read this file now. Try again, or type the text.")
        )
        return True
    draft.asked = TEXT
    return await forms.on_file(context, FLOW, draft, TEXT, text)


async def _text_of(context: Context, file_id: str) -> str | None:
    """The cleaned text of a file; None when it can't be had, or is no text."""
    try:
        content = await context.services.telegram.fetch(file_id)
    except TelegramError:
        return None
    for encoding in ENCODINGS:
        try:
            return rules.clean(content.decode(encoding)) or None
        except UnicodeDecodeError:
            continue
    return None
