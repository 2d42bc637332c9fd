"""The forms of a hand-over: the note's six parts, and one sentence for each answer to it."""

from bot.rules.handover import FIELD_LIMIT, Urgency
from bot.rules.languages import CODES
from bot.rules.plain_text import clean, fold
from handlers.core.context import Context
from handlers.core.forms import Field, Form
from handlers.handover.views import titles, urgencies
from locales import Words

NOTHING = "-"


def _read(text: str, _visit: Context) -> str | None:
    cleaned = clean(text)
    return cleaned if 0 < len(cleaned) <= FIELD_LIMIT else None


def _refuse(words: Words) -> str:
    return words("Write some words, at most {limit} characters.", limit=FIELD_LIMIT)


def _read_urgency(text: str, context: Context) -> str | None:
    """A kind of urgency by its name in any language."""
    folded = fold(text.strip(" .!"))
    if folded in {*Urgency}:
        return folded
    known = {
        fold(name): kind
        for language in CODES
        for kind, name in urgencies(context.services.locales.words(language)).items()
    }
    return known.get(folded) or _SHORT_URGENCIES.get(folded)


_SHORT_URGENCIES = {
    **dict.fromkeys(
        ("niets", "geen", "rien", "rien d'urgent", "nothing", "none", "-"), Urgency.NOTHING.value
    ),
    **dict.fromkeys(
        ("voor de volgende", "avant la prochaine", "before the next"), Urgency.BEFORE_NEXT.value
    ),
    **dict.fromkeys(
        ("bel mij eerst", "bel eerst", "appelez-moi", "appelez-moi d'abord", "call", "call first"),
        Urgency.CALL_FIRST.value,
    ),
}

FORM = Form(
    "handover",
    (
        Field(
            name="gist",
            labels=(
                *("in one sentence", "about", "what", "gist", "in een zin"),
                *("waarover", "en une phrase", "sujet", "de quoi"),
            ),
            title=lambda words: titles(words)["gist"],
            ask=lambda words: words(
                "1/6 · In one sentence: what was it about? Write no names of people you accompany."
            ),
            read=_read,
            refuse=_refuse,
            is_long=True,
        ),
        Field(
            name="unseen",
            labels=(
                *("not in the summary", "beside the summary", "niet in het verslag"),
                *("naast het verslag", "hors compte rendu", "pas dans le compte rendu"),
            ),
            title=lambda words: titles(words)["unseen"],
            ask=lambda words: words(
                "2/6 · What can't be read in the summary? For instance the mood, or a doubt."
            ),
            read=_read,
            refuse=_refuse,
            is_optional=True,
            is_long=True,
        ),
        Field(
            name="learned",
            labels=(
                *("concluded or learned", "learned", "concluded", "conclusion"),
                *("besloten of geleerd", "geleerd", "besloten", "besluit"),
                *("conclu ou appris", "appris", "conclu"),
            ),
            title=lambda words: titles(words)["learned"],
            ask=lambda words: words("3/6 · What did you conclude or learn together?"),
            read=_read,
            refuse=_refuse,
            is_long=True,
        ),
        Field(
            name="open",
            labels=(
                *("still open", "open", "to do", "nog open", "te doen", "wie doet wat"),
                *("reste a faire", "a faire", "encore ouvert", "ouvert", "reste ouvert"),
            ),
            title=lambda words: titles(words)["open"],
            ask=lambda words: words(
                "4/6 · What is still open: who does what by when? One thing a line, like:\n"
                "Sara: call the housing service by 12/3"
            ),
            read=_read,
            refuse=_refuse,
            choices=lambda words: ((NOTHING, words("Nothing open")),),
            is_long=True,
        ),
        Field(
            name="next",
            labels=(
                *("for next time", "next time", "next", "watch", "volgende keer"),
                *("voor de volgende keer", "prochaine fois", "pour la prochaine fois"),
            ),
            title=lambda words: titles(words)["next"],
            ask=lambda words: words("5/6 · What should be brought up or watched next time?"),
            read=_read,
            refuse=_refuse,
            choices=lambda words: ((NOTHING, words("Nothing special")),),
            is_long=True,
        ),
        Field(
            name="urgency",
            labels=("urgency", "urgent", "hoe dringend", "dringend", "dringendheid", "urgence"),
            title=lambda words: titles(words)["urgency"],
            ask=lambda words: words("6/6 · How urgent is it?"),
            read=_read_urgency,
            refuse=lambda words: words("Choose with a button."),
            choices=lambda words: tuple(urgencies(words).items()),
            is_optional=True,
        ),
    ),
)


def _sentence(topic: str, ask: str) -> Form:
    """A form of one sentence; `ask` names its question."""
    return Form(
        topic,
        (
            Field(
                name="sentence",
                labels=("in one sentence", "in een zin", "en une phrase"),
                title=lambda words: words("In one sentence"),
                ask=lambda words: _questions(words)[ask],
                read=_read,
                refuse=_refuse,
                is_long=True,
            ),
        ),
    )


def _questions(words: Words) -> dict[str, str]:
    return {
        "restate": words("In one sentence: what do you take up from this note?"),
        "ask": words("What do you want to ask about this note?"),
        "answer": words("Write your answer. It is added to the note."),
    }


RESTATE = _sentence("handover_restate", "restate")
ASK = _sentence("handover_ask", "ask")
ANSWER = _sentence("handover_answer", "answer")
