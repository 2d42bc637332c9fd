"""The forms of a hand-over: the note's six parts, and one sentence for each answer to it."""

from typing import Final

from bot.rules.handover import FIELD_LIMIT, Urgency
from handlers.core import fields
from handlers.core.forms import Form
from handlers.handover.views import titles, urgencies
from locales import N_, Words

_SHORT_URGENCIES: Final = {
    Urgency.NOTHING.value: ("niets", "geen", "rien", "rien d'urgent", "nothing", "none", "-"),
    Urgency.BEFORE_NEXT.value: ("voor de volgende", "avant la prochaine", "before the next"),
    Urgency.CALL_FIRST.value: (
        *("bel mij eerst", "bel eerst", "call", "call first"),
        *("appelez-moi", "appelez-moi d'abord"),
    ),
}
"""Other words for the urgencies that people may type."""

FORM = Form(
    "handover",
    (
        fields.text(
            "gist",
            (
                *("in one sentence", "about", "what", "gist", "in een zin"),
                *("waarover", "en une phrase", "sujet", "de quoi"),
            ),
            lambda words: titles(words)["gist"],
            N_("1/6 · In one sentence: what was it about? Write no names of people you accompany."),
            limit=FIELD_LIMIT,
        ),
        fields.text(
            "unseen",
            (
                *("not in the summary", "beside the summary", "niet in het verslag"),
                *("naast het verslag", "hors compte rendu", "pas dans le compte rendu"),
            ),
            lambda words: titles(words)["unseen"],
            N_("2/6 · What can't be read in the summary? For instance the mood, or a doubt."),
            is_optional=True,
            limit=FIELD_LIMIT,
        ),
        fields.text(
            "learned",
            (
                *("concluded or learned", "learned", "concluded", "conclusion"),
                *("besloten of geleerd", "geleerd", "besloten", "besluit"),
                *("conclu ou appris", "appris", "conclu"),
            ),
            lambda words: titles(words)["learned"],
            N_("3/6 · What did you conclude or learn together?"),
            limit=FIELD_LIMIT,
        ),
        fields.text(
            "open",
            (
                *("still open", "open", "to do", "nog open", "te doen", "wie doet wat"),
                *("reste a faire", "a faire", "encore ouvert", "ouvert", "reste ouvert"),
            ),
            lambda words: titles(words)["open"],
            N_(
                "4/6 · What is still open: who does what by when? One thing a line, like:\n"
                "Sara: call the housing service by 12/3"
            ),
            limit=FIELD_LIMIT,
            nothing=N_("Nothing open"),
        ),
        fields.text(
            "next",
            (
                *("for next time", "next time", "next", "watch", "volgende keer"),
                *("voor de volgende keer", "prochaine fois", "pour la prochaine fois"),
            ),
            lambda words: titles(words)["next"],
            N_("5/6 · What should be brought up or watched next time?"),
            limit=FIELD_LIMIT,
            nothing=N_("Nothing special"),
        ),
        fields.choice(
            "urgency",
            ("urgency", "urgent", "hoe dringend", "dringend", "dringendheid", "urgence"),
            lambda words: titles(words)["urgency"],
            N_("6/6 · How urgent is it?"),
            choices=lambda words: tuple(urgencies(words).items()),
            is_optional=True,
            aliases=_SHORT_URGENCIES,
        ),
    ),
)


def _sentence(topic: str, ask: str) -> Form:
    """A form of one sentence; `ask` names its question."""
    return Form(
        topic,
        (
            fields.text(
                "sentence",
                ("in one sentence", "in een zin", "en une phrase"),
                N_("In one sentence"),
                lambda words: _questions(words)[ask],
                limit=FIELD_LIMIT,
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
