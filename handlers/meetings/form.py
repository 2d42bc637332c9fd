"""What of a meeting can be changed: asked one by one, or given at once with labels."""

from bot.rules.languages import OWN_NAMES, read_language
from bot.rules.meetings import SPEAKER_LANGUAGES, VENUE_LIMIT, ChangeField
from bot.rules.members import clean_line
from bot.rules.plain_text import fold
from handlers.core.context import Context
from handlers.core.forms import Field, Form
from locales import Words

CANCEL = "cancel"
PREPARATION = "preparation"
PREPARATION_LIMIT = 400
TEXT_LIMIT = 400
YES = frozenset({"yes", "ja", "oui", "✅"})
NOTHING = frozenset("-–—")
UNTIL_OVER = frozenset({ChangeField.DATE.value, ChangeField.TIME.value, CANCEL})
"""What of a meeting cannot be changed any more once it is over."""
OF_SPEAKER = frozenset({ChangeField.SPEAKER_THEME.value, ChangeField.SPEAKER_LANGUAGE.value})
"""What is offered to be changed once a speaker is named."""


def _read_text(text: str, _visit: Context) -> str | None:
    """What it means depends on the meeting, and is decided when the change is made."""
    return text.strip()[: TEXT_LIMIT + 1] or None


def _read_preparation(text: str, _visit: Context) -> str | None:
    return "-" if set(text.strip()) <= NOTHING else clean_line(text, PREPARATION_LIMIT)


def _read_yes(text: str, _visit: Context) -> str | None:
    return "yes" if fold(text) in YES else None


def _read_language(text: str, _visit: Context) -> str | None:
    if set(text.strip()) <= NOTHING:
        return "-"
    language = read_language(text)
    return language if language in SPEAKER_LANGUAGES else None


def _languages(_words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((language, OWN_NAMES[language]) for language in SPEAKER_LANGUAGES)


FORM = Form(
    "session",
    (
        Field(
            name=ChangeField.DATE.value,
            labels=("date", "datum", "day", "dag", "jour"),
            title=lambda words: words("Date"),
            ask=lambda words: words("What is the new date? For instance 19/01/2027."),
            read=_read_text,
            refuse=lambda words: words(
                "I can't read this date, or it is too far away. Write it like 19/01/2027."
            ),
            is_optional=True,
        ),
        Field(
            name=ChangeField.TIME.value,
            labels=("time", "tijd", "uur", "hour", "hours", "heure", "heures", "horaire"),
            title=lambda words: words("Time"),
            ask=lambda words: words("From when to when? For instance 14:00-16:30."),
            read=_read_text,
            refuse=lambda words: words(
                "I can't read this time. Write it like 14:00-16:30, the end after the start."
            ),
            is_optional=True,
        ),
        Field(
            name=ChangeField.VENUE.value,
            labels=("venue", "place", "plaats", "locatie", "lieu", "adresse", "adres", "address"),
            title=lambda words: words("Venue"),
            ask=lambda words: words("Where is it? Send - to leave it open."),
            read=_read_text,
            refuse=lambda words: words(
                "A venue has at most {limit} characters.", limit=VENUE_LIMIT
            ),
            is_optional=True,
        ),
        Field(
            name=ChangeField.THEME.value,
            labels=("theme", "thema", "topic", "onderwerp", "sujet"),
            title=lambda words: words("Theme"),
            ask=lambda words: words("What is the theme? Send - to leave it open."),
            read=_read_text,
            refuse=lambda words: words("A theme has at most 120 characters."),
            is_optional=True,
        ),
        Field(
            name=ChangeField.SPEAKER.value,
            labels=("speaker", "spreker", "orateur", "oratrice", "intervenant", "intervenante"),
            title=lambda words: words("Speaker"),
            ask=lambda words: words("Who is invited to speak? Send - for nobody."),
            read=_read_text,
            refuse=lambda words: words("A speaker has at most 120 characters."),
            is_optional=True,
        ),
        Field(
            name=PREPARATION,
            labels=(PREPARATION, "voorbereiding", "prepare"),
            title=lambda words: words("Preparation"),
            ask=lambda words: words("What should people prepare or bring? Send - for nothing."),
            read=_read_preparation,
            refuse=lambda words: words("A preparation has at most 400 characters."),
            is_optional=True,
            is_long=True,
        ),
        Field(
            name=CANCEL,
            labels=(
                *("cancel", "annuleren", "annuleer", "annuler", "afgelast", "annulation"),
                *("cancel the meeting", "bijeenkomst annuleren", "annuler la rencontre"),
            ),
            title=lambda words: words("Cancel the meeting"),
            ask=lambda words: words("Write yes to cancel the meeting."),
            read=_read_yes,
            refuse=lambda words: words("Write yes to cancel the meeting."),
            is_optional=True,
        ),
        # Last: buttons tell a field by its place, and old ones stay in the chats.
        Field(
            name=ChangeField.SPEAKER_THEME.value,
            labels=(
                *("speaker's theme", "speaker theme", "thema van de spreker", "thema spreker"),
                *("theme de l'intervenant", "theme de l'intervenante", "theme intervenant"),
                *("theme de l'orateur", "theme de l'oratrice"),
            ),
            title=lambda words: words("Speaker's theme"),
            ask=lambda words: words("What will the speaker talk about? Send - to leave it open."),
            read=_read_text,
            refuse=lambda words: words("A speaker's theme has at most 120 characters."),
            is_optional=True,
        ),
        Field(
            name=ChangeField.SPEAKER_LANGUAGE.value,
            labels=(
                *("speaker's language", "speaker language", "taal van de spreker", "taal spreker"),
                *("langue de l'intervenant", "langue de l'intervenante", "langue intervenant"),
                *("langue de l'orateur", "langue de l'oratrice"),
            ),
            title=lambda words: words("Speaker's language"),
            ask=lambda words: words(
                "In which language do you invite the speaker? Send - to leave it open."
            ),
            read=_read_language,
            refuse=lambda words: words("Choose nl or fr."),
            choices=_languages,
            is_optional=True,
        ),
    ),
)
