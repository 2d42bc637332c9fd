"""The words for each answer to a meeting invitation, for buttons and messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.rules.rsvp import Answer
from locales import N_


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """The sentences for one answer; those with a name speak of somebody else."""

    label: str
    own: str
    noted: str
    noted_for: str
    late: str


ANSWER_WORDS: Final[Mapping[Answer, AnswerWords]] = {
    Answer.YES: AnswerWords(
        label=N_("Yes"),
        own=N_("you come"),
        noted=N_("Noted: you come."),
        noted_for=N_("Noted: {name} comes."),
        late=N_("Changed late: {name} comes after all."),
    ),
    Answer.NO: AnswerWords(
        label=N_("No"),
        own=N_("you can't come"),
        noted=N_("Noted: you can't come."),
        noted_for=N_("Noted: {name} does not come."),
        late=N_("Late: {name} can't come."),
    ),
    Answer.UNSURE: AnswerWords(
        label=N_("Not sure"),
        own=N_("not sure"),
        noted=N_("Noted: you are not sure yet."),
        noted_for=N_("Noted: {name} is not sure yet."),
        late=N_("Changed late: {name} is not sure any more."),
    ),
}
