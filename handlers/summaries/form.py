"""The form of a summary: free text, or what was brought, what was learned, what was agreed."""

from bot.rules.summaries import LONGEST, Part
from handlers.core import fields
from handlers.core.forms import Field, Form
from handlers.summaries.views import titles
from locales import N_, Words


def _questions(words: Words) -> dict[Part, str]:
    return {
        Part.TEXT: words("What should everybody know of this session? Write it as you like."),
        Part.BROUGHT: words(
            "1/3 · What was brought? A few lines, without names of people you accompany."
        ),
        Part.LEARNED: words("2/3 · What did you learn together?"),
        Part.AGREEMENTS: words(
            "3/3 · What was agreed: who does what by when? One thing a line, like:\n"
            "Sara: call the housing service by 12/3"
        ),
    }


def _field(part: Part, *labels: str) -> Field:
    return fields.text(
        part.value,
        labels,
        lambda words: titles(words)[part],
        lambda words: _questions(words)[part],
        is_optional=True,
        refuse=N_(
            "Write some words, at most {limit} characters. What you wrote elsewhere is kept."
        ),
        limit=LONGEST[part],
    )


FORM = Form(
    "summary",
    (
        _field(
            Part.TEXT,
            *("text", "free text", "summary", "tekst", "vrije tekst", "verslag", "samenvatting"),
            *("texte", "texte libre", "compte rendu", "resume"),
        ),
        _field(
            Part.BROUGHT,
            *("brought", "what was brought", "ingebracht", "wat is ingebracht", "inbreng"),
            *("wat werd ingebracht", "apporte", "ce qui a ete apporte", "apports"),
        ),
        _field(
            Part.LEARNED,
            *("learned", "learnt", "what we learned", "geleerd", "wat we leerden", "inzichten"),
            *("wat we geleerd hebben", "appris", "ce que nous avons appris"),
        ),
        _field(
            Part.AGREEMENTS,
            *("agreements", "agreement", "agreed", "who does what", "afspraken", "afspraak"),
            *("wie doet wat", "accords", "accord", "ce qui a ete convenu", "qui fait quoi"),
        ),
    ),
    rest=Part.TEXT.value,
)
