"""The form of changes to a meeting: fields asked one by one, or given at once with labels."""

from bot.rules.languages import OWN_NAMES, read_language
from bot.rules.meetings import SPEAKER_LANGUAGES, VENUE_LIMIT, ChangeField
from bot.rules.members import clean_line
from bot.rules.plain_text import fold
from handlers.core import fields
from handlers.core.forms import Form
from locales import N_, Words

CANCEL = "cancel"
PREPARATION = "preparation"
PREPARATION_LIMIT = 400
TEXT_LIMIT = 400
YES = frozenset({"yes", "ja", "oui", "✅"})
NOTHING = frozenset("-–—")
UNTIL_OVER = frozenset({ChangeField.DATE.value, ChangeField.TIME.value, CANCEL})
"""Fields that can't be changed once the meeting is over."""
OF_SPEAKER = frozenset({ChangeField.SPEAKER_THEME.value, ChangeField.SPEAKER_LANGUAGE.value})
"""Fields that are offered only where a speaker is named."""


def _read_text(text: str) -> str | None:
    """Accept any text: `rules.parse_change` reads it later, because it depends on the meeting."""
    return text.strip()[: TEXT_LIMIT + 1] or None


def _read_preparation(text: str) -> str | None:
    return "-" if set(text.strip()) <= NOTHING else clean_line(text, PREPARATION_LIMIT)


def _read_yes(text: str) -> str | None:
    return "yes" if fold(text) in YES else None


def _read_language(text: str) -> str | None:
    if set(text.strip()) <= NOTHING:
        return "-"
    language = read_language(text)
    return language if language in SPEAKER_LANGUAGES else None


def _languages(_words: Words) -> tuple[tuple[str, str], ...]:
    return tuple((language, OWN_NAMES[language]) for language in SPEAKER_LANGUAGES)


FORM = Form(
    "session",
    (
        fields.parsed(
            ChangeField.DATE.value,
            ("date", "datum", "day", "dag", "jour"),
            N_("Date"),
            N_("What is the new date? For instance 19/01/2027."),
            N_("I can't read this date, or it is too far away. Write it like 19/01/2027."),
            is_optional=True,
            read=_read_text,
        ),
        fields.parsed(
            ChangeField.TIME.value,
            ("time", "tijd", "uur", "hour", "hours", "heure", "heures", "horaire"),
            N_("Time"),
            N_("From when to when? For instance 14:00-16:30."),
            N_("I can't read this time. Write it like 14:00-16:30, the end after the start."),
            is_optional=True,
            read=_read_text,
        ),
        fields.parsed(
            ChangeField.VENUE.value,
            ("venue", "place", "plaats", "locatie", "lieu", "adresse", "adres", "address"),
            N_("Venue"),
            N_("Where is it? Send - to leave it open."),
            lambda words: words("A venue has at most {limit} characters.", limit=VENUE_LIMIT),
            is_optional=True,
            read=_read_text,
        ),
        fields.parsed(
            ChangeField.THEME.value,
            ("theme", "thema", "topic", "onderwerp", "sujet"),
            N_("Theme"),
            N_("What is the theme? Send - to leave it open."),
            N_("A theme has at most 120 characters."),
            is_optional=True,
            read=_read_text,
        ),
        fields.parsed(
            ChangeField.SPEAKER.value,
            ("speaker", "spreker", "orateur", "oratrice", "intervenant", "intervenante"),
            N_("Speaker"),
            N_("Who is invited to speak? Send - for nobody."),
            N_("A speaker has at most 120 characters."),
            is_optional=True,
            read=_read_text,
        ),
        fields.parsed(
            PREPARATION,
            (PREPARATION, "voorbereiding", "prepare"),
            N_("Preparation"),
            N_("What should people prepare or bring? Send - for nothing."),
            N_("A preparation has at most 400 characters."),
            is_optional=True,
            is_long=True,
            read=_read_preparation,
        ),
        fields.parsed(
            CANCEL,
            (
                *("cancel", "annuleren", "annuleer", "annuler", "afgelast", "annulation"),
                *("cancel the meeting", "bijeenkomst annuleren", "annuler la rencontre"),
            ),
            N_("Cancel the meeting"),
            N_("Write yes to cancel the meeting."),
            N_("Write yes to cancel the meeting."),
            is_optional=True,
            read=_read_yes,
        ),
        # New fields go last: buttons hold a field's position, and old buttons stay in the chats.
        fields.parsed(
            ChangeField.SPEAKER_THEME.value,
            (
                *("speaker's theme", "speaker theme", "thema van de spreker", "thema spreker"),
                *("theme de l'intervenant", "theme de l'intervenante", "theme intervenant"),
                *("theme de l'orateur", "theme de l'oratrice"),
            ),
            N_("Speaker's theme"),
            N_("What will the speaker talk about? Send - to leave it open."),
            N_("A speaker's theme has at most 120 characters."),
            is_optional=True,
            read=_read_text,
        ),
        fields.parsed(
            ChangeField.SPEAKER_LANGUAGE.value,
            (
                *("speaker's language", "speaker language", "taal van de spreker", "taal spreker"),
                *("langue de l'intervenant", "langue de l'intervenante", "langue intervenant"),
                *("langue de l'orateur", "langue de l'oratrice"),
            ),
            N_("Speaker's language"),
            N_("In which language do you invite the speaker? Send - to leave it open."),
            N_("Choose nl or fr."),
            choices=_languages,
            is_optional=True,
            read=_read_language,
        ),
    ),
)
