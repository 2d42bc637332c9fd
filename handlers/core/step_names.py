"""What the steps of the rhythm are called, where they are set and where they are spoken of."""

from typing import Literal

from bot.rules.rhythm import Step
from locales import Html, Words

OutsideRhythm = Literal[
    Step.HANDOVER,
    Step.NOTE,
    Step.ITEM,
    Step.ANSWER,
    Step.OPENED,
    Step.RESTATED,
    Step.AGREEMENT,
    Step.CLOSING,
]
"""Steps without a name: a new step is named above, or added here, or mypy refuses it."""


def title(words: Words, step: Step) -> Html:
    """The name of a step in the settings of the rhythm."""
    match step:
        case Step.CASE:
            return words("Call for cases")
        case Step.AGENDA:
            return words("Agenda, and the urn")
        case Step.NUDGE:
            return words("Asking who has not answered")
        case Step.EVE:
            return words("Place and preparation")
        case Step.AFTER:
            return words("Attendance, summary, hand-over")
        case Step.PROMPT:
            return words("The lead's question")
        case _:
            return _no_name(step)


def what(words: Words, step: Step) -> Html:
    """What a step sends, as part of a sentence."""
    match step:
        case Step.CASE:
            return words("the call for cases")
        case Step.AGENDA:
            return words("that the urn may be opened")
        case Step.NUDGE:
            return words("the question 'do you come?'")
        case Step.EVE:
            return words("where and when, on the eve")
        case Step.AFTER:
            return words("the list of who was there")
        case Step.PROMPT:
            return words("a proposal for a question in between")
        case _:
            return _no_name(step)


def _no_name(step: OutsideRhythm) -> Html:
    """Steps that follow from something else are never spoken of by name."""
    raise LookupError(f"the step {step} stands outside the rhythm and has no name")
