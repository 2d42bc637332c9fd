"""The forms of a prompt: the lead's question with its moment, and a person's answer."""

from bot.rules.plain_text import clean, fold, units
from bot.rules.prompts import ANSWER_LIMIT, QUESTION_LIMIT, When, read_when
from handlers.core.context import Context
from handlers.core.forms import Field, Form
from locales import Words

QUESTION, WHEN, ANSWER = "question", "when", "answer"

COMMUNITY, PROMPT = "community", "prompt"
"""For which community a draft is, and about which prompt: what is answered, or changed."""


def _read_within(most: int, text: str) -> str | None:
    cleaned = clean(text)
    return cleaned if 0 < units(cleaned) <= most else None


def _read_when(text: str, context: Context) -> str | None:
    when = read_when(fold(text), context.now, context.services.settings.timezone)
    return when.packed() if when is not None else None


def _moments(words: Words) -> tuple[tuple[str, str], ...]:
    return (
        (When().packed(), words("Now")),
        (When(days=7).packed(), words("After 7 days")),
        (When(days=14).packed(), words("After 14 days")),
    )


FORM = Form(
    "prompt",
    (
        Field(
            name=QUESTION,
            labels=(
                *("question", "prompt", "text", "vraag", "tekst", "texte"),
                *("de vraag", "la question", "the question"),
            ),
            title=lambda words: words("Question"),
            ask=lambda words: words(
                "What do you want to ask the group? Write it as they will read it, without names "
                "of people they accompany."
            ),
            read=lambda text, _visit: _read_within(QUESTION_LIMIT, text),
            refuse=lambda words: words(
                "Write some words, at most {limit} characters.", limit=QUESTION_LIMIT
            ),
            is_long=True,
        ),
        Field(
            name=WHEN,
            labels=("when", "wanneer", "quand", "moment", "date", "datum"),
            title=lambda words: words("When"),
            ask=lambda words: words(
                "When shall I post it? Now, or some days after the last session; or write for "
                "instance: in 3 days, 3 days after session 4, 2026-12-03."
            ),
            read=_read_when,
            refuse=lambda words: words(
                "I can't read this moment. Write for instance: now, 3 days after session 4, "
                "2026-12-03."
            ),
            choices=_moments,
        ),
    ),
    rest=QUESTION,
)

ANSWER_FORM = Form(
    "prompt_answer",
    (
        Field(
            name=ANSWER,
            labels=("answer", "antwoord", "reponse", "mijn antwoord", "ma reponse", "my answer"),
            title=lambda words: words("My answer"),
            ask=lambda words: words(
                "Write your answer here. Nobody reads it before you have seen it once more."
            ),
            read=lambda text, _visit: _read_within(ANSWER_LIMIT, text),
            refuse=lambda words: words(
                "Write some words, at most {limit} characters.", limit=ANSWER_LIMIT
            ),
            is_long=True,
        ),
    ),
    rest=ANSWER,
)
