"""Screens of the frame for coordinators: the parts, their current text and its versions."""

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

from sqlmodel import Session

from bot.rules.frame import (
    EVERY_LANGUAGE,
    FIRST_VERSION,
    LONGEST,
    QUESTIONS,
    TEXTS,
    Frame,
)
from bot.rules.languages import CODES, OWN_NAMES
from handlers.core.screens import Button, Screen, in_fitting_rows, lines, paragraphs
from handlers.frame.public import as_html, source
from handlers.frame.verbs import AGAIN, ALL_TEXTS, HISTORY, OLD, RHYTHM, TEXT, WRITE
from locales import Words
from storage import frame
from storage.frame import FrameText
from storage.members import consent

SIGN: Final = "🖼"

Originals = Mapping[Frame, Callable[[Words], str]]
"""The default text of each part, as HTML."""

FEWEST_SHOWN: Final = 5
"""People of whom a coordinator sees a number."""

MOST_VERSIONS: Final = 8
"""Earlier versions that have a button."""


def names(words: Words) -> dict[Frame, str]:
    """The names of the parts, in the order of the list."""
    return {
        Frame.AGREEMENT: words("Agreement"),
        Frame.PRIVACY_IN_SHORT: words("Privacy in short"),
        Frame.PRIVACY: words("Privacy notice"),
        Frame.NEWCOMERS: words("Lines for newcomers"),
        Frame.WHO_TO_CALL: words("Who to call"),
        Frame.SPEAKERS: words("Letter to speakers"),
        Frame.HANDOVER: words("Questions of the hand-over"),
        Frame.SUMMARY: words("Questions of the summary"),
        Frame.RHYTHM: words("Rhythm"),
    }


def everything(session: Session, words: Words) -> Screen:
    """All of the frame: what was replaced, in which language and version."""
    newest = frame.newest_versions(session)
    named = names(words)
    text = paragraphs(
        f"{SIGN} <b>{words('The frame of all communities')}</b>",
        lines(*(f"• {named[key]}: {_standing(words, newest, key)}" for key in named)),
        words("What do you want to see or replace?"),
    )
    ways = [way(str(name), key, words.language) for key, name in named.items()]
    return Screen(text, in_fitting_rows(ways))


def way(label: str, key: Frame, language: str) -> Button:
    """The button that shows the text of a part."""
    return RHYTHM.button(label, 0) if key is Frame.RHYTHM else TEXT.button(label, key, language)


def _standing(words: Words, newest: Mapping[tuple[str, str], FrameText], key: Frame) -> str:
    languages = CODES if key in TEXTS else (EVERY_LANGUAGE,)
    own = [
        f"{one} {row.version}".strip()
        for one in languages
        if (row := newest.get((key.value, one))) is not None and row.text
    ]
    if not own:
        return words("as it came along")
    return words("version {versions}", versions=", ".join(own))


def text_screen(session: Session, words: Words, key: Frame, language: str, original: str) -> Screen:
    """The text of one part in one language, as people read it."""
    standing = frame.current_text(session, key, language)
    number = frame.current_version(session, key, language)
    text = paragraphs(
        _heading(words, key, language, number),
        as_html(standing.text) if standing is not None else original,
        _agreed(session, words) if key is Frame.AGREEMENT else None,
    )
    others = tuple(TEXT.button(OWN_NAMES[one], key, one) for one in CODES if one != language)
    earlier = HISTORY.button(f"⬅️ {words('Earlier versions')}", key, language)
    return Screen(
        text,
        (
            (WRITE.button(f"✏️ {words('Replace')}", key, language),),
            others,
            *(((earlier,),) if number > FIRST_VERSION else ()),
            (back(words),),
        ),
    )


def back(words: Words) -> Button:
    """⬅️ to all of the frame."""
    return ALL_TEXTS.button(f"⬅️ {words('The frame')}")


def _heading(words: Words, key: Frame, language: str, number: int) -> str:
    return f"{SIGN} <b>{names(words)[key]}</b> · {OWN_NAMES[language]} · {_version(words, number)}"


def _version(words: Words, number: int) -> str:
    return (
        words("as it came along")
        if number == FIRST_VERSION
        else words("version {versions}", versions=number)
    )


def _agreed(session: Session, words: Words) -> str:
    """How far the agreement has come; numbers of a few people are nobody's to see."""
    counted = consent.count_accepted(session)
    lacking = counted.everyone - counted.agreed
    version = consent.current_version(session)
    if min(counted.agreed, lacking) >= FEWEST_SHOWN:
        return "📊 " + words(
            "{agreed} of {everyone} people have agreed to version {version}.",
            agreed=counted.agreed,
            everyone=counted.everyone,
            version=version,
        )
    if lacking < FEWEST_SHOWN:
        return "📊 " + words(
            "Fewer than {number} people have still to agree to version {version}.",
            number=FEWEST_SHOWN,
            version=version,
        )
    return "📊 " + words(
        "Fewer than {number} people have agreed to version {version} so far.",
        number=FEWEST_SHOWN,
        version=version,
    )


def history_screen(session: Session, words: Words, key: Frame, language: str) -> Screen:
    """The earlier versions, each with its day and without its author."""
    made = frame.history(session, key, language)[:MOST_VERSIONS]
    number = frame.current_version(session, key, language)
    listed = [
        f"{_version(words, row.version)} · {words.date(row.changed_at)}"
        + ("" if row.text else f" ({words('as it came along')})")
        for row in made
    ]
    shown = [row.version for row in made if row.text and row.version != number]
    offered = [
        OLD.button(f"⬅️ {_version(words, one)}", key, language, one)
        for one in (*shown, FIRST_VERSION)
    ]
    return Screen(
        paragraphs(_heading(words, key, language, number), lines(*(f"• {one}" for one in listed))),
        (*in_fitting_rows(offered), (TEXT.button(f"⬅️ {words('Back')}", key, language),)),
    )


def old_screen(
    session: Session, words: Words, key: Frame, language: str, old: int, shown: str
) -> Screen:
    """An earlier version as people read it, which can be taken again."""
    seen = frame.current_version(session, key, language)
    label = f"✅ {words('Put this one in place')}"
    return Screen(
        paragraphs(_heading(words, key, language, old), shown, asked_anew(words, key)),
        (
            (AGAIN.button(label, key, language, old, seen),),
            (HISTORY.button(f"⬅️ {words('Back')}", key, language),),
        ),
    )


def asked_anew(words: Words, key: Frame) -> str | None:
    """The effect of a change of the agreement, shown before it is made."""
    if key is not Frame.AGREEMENT:
        return None
    return "⚠️ " + words(
        "Everyone is asked once whether they agree to the new version, on the next morning on "
        "which I may write. Change every language before that: then they are asked only once."
    )


def instructions(words: Words, key: Frame, language: str, standing: str) -> str:
    """How to send a new text, with the current one to be copied and changed."""
    asked = QUESTIONS.get(key)
    return paragraphs(
        f"{SIGN} <b>{names(words)[key]}</b> · {OWN_NAMES[language]}",
        f"<pre>{escape(source(standing), quote=False)}</pre>",
        lines(
            words("At most {limit} characters.", limit=LONGEST[key]),
            words("{number} questions, one a line.", number=len(asked)) if asked else None,
            words("{days} stands for the number of days that texts are kept.", days="{days}")
            if key is Frame.PRIVACY
            else None,
        ),
    )
