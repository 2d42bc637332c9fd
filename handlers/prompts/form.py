"""The forms of a prompt: the lead's question with its moment, and a person's answer."""

from bot.rules.plain_text import fold, units
from bot.rules.prompts import ANSWER_LIMIT, QUESTION_LIMIT, When, read_when
from handlers.core import fields
from handlers.core.context import Context
from handlers.core.forms import Field, Form
from locales import N_, Words

QUESTION, WHEN, ANSWER = "question", "when", "answer"

COMMUNITY, PROMPT = "community", "prompt"
"""The facts of a draft: its community, and the prompt that it answers or changes."""


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
        fields.text(
            QUESTION,
            (
                *("question", "prompt", "text", "vraag", "tekst", "texte"),
                *("de vraag", "la question", "the question"),
            ),
            N_("Question"),
            N_(
                "What do you want to ask the group? Write it as they will read it, without names "
                "of people they accompany."
            ),
            limit=QUESTION_LIMIT,
            length=units,
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
        fields.text(
            ANSWER,
            ("answer", "antwoord", "reponse", "mijn antwoord", "ma reponse", "my answer"),
            N_("My answer"),
            N_("Write your answer here. Nobody reads it before you have seen it once more."),
            limit=ANSWER_LIMIT,
            length=units,
        ),
    ),
    rest=ANSWER,
)
