"""How the questions at the end of a cycle, and what was answered, are shown."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.rules import closing as rules
from bot.rules.closing import ANSWERS, Going, Question
from bot.rules.value import FEWEST_SHOWN
from handlers.closing.verbs import CLOSED, GO, KEEP, RATE
from handlers.core import callback_data
from handlers.core.context import Context
from handlers.core.screens import Row, Screen, in_rows, lines, paragraphs
from handlers.core.updates import Pressed
from locales import Words

ANSWERED: Final = {(verb.room.name, verb.name) for verb in (RATE, GO, CLOSED, KEEP)}
"""The buttons under what asks for nothing else: what follows takes its place."""

STEPS: Final = len(Question) + 1
"""Questions in all: those of the evaluation, and whether one goes on."""

WIDTHS: Final = {Question.WORTH: 5, Question.CHANGED: 1, Question.RECOMMEND: 3}
"""How many answers stand in a row."""

Of = tuple[int, int]
"""A community's id and the number of its cycle."""


def question_screen(words: Words, named: str | None, of: Of, question: Question) -> Screen:
    """One question of the evaluation; `named` is the community, as HTML."""
    step = tuple(Question).index(question) + 1
    text = paragraphs(
        lines(named, f"<b>{step}/{STEPS}</b> {_asked(words)[question]}"),
        words(
            "One tap; nobody sees who chose what. Only the numbers are shown, "
            "from {number} answers on.",
            number=FEWEST_SHOWN,
        ),
    )
    labels = labels_of(words, question)
    offered = [RATE.button(label, *of, question, answer) for answer, label in labels.items()]
    return Screen(text, in_rows(offered, WIDTHS[question]))


def _asked(words: Words) -> dict[Question, str]:
    return {
        Question.WORTH: words("Was this cycle worth your time? 1 is no, 5 is very much."),
        Question.CHANGED: words("Where did it change most?"),
        Question.RECOMMEND: words("Would you recommend a community to a colleague?"),
    }


def labels_of(words: Words, question: Question) -> dict[str, str]:
    """The answers to a question, as buttons and counts show them."""
    labels = {
        Question.WORTH: ("1", "2", "3", "4", "5"),
        Question.CHANGED: (
            "🌱 " + words("For me"),
            "🔧 " + words("For my work"),
            "🤝 " + words("For people I accompany"),
            "💤 " + words("Nothing yet"),
        ),
        Question.RECOMMEND: (
            "✅ " + words("Yes"),
            "🤔 " + words("Perhaps"),
            "❌ " + words("No"),
        ),
    }
    return dict(zip(ANSWERS[question], labels[question], strict=True))


def going_screen(words: Words, named: str | None, of: Of) -> Screen:
    """Whether one goes on: this one is answered with one's name."""
    text = paragraphs(
        lines(
            named,
            f"<b>{STEPS}/{STEPS}</b> {words('Do you go on in the next cycle?')}",
        ),
        words("Your moderators see this answer with your name. You may still change your mind."),
    )
    return Screen(text, (_going_row(words, of),))


def _going_row(words: Words, of: Of) -> Row:
    labels = {
        Going.YES: words("I go on"),
        Going.UNSURE: words("Not sure"),
        Going.NO: words("I stop"),
    }
    return tuple(GO.button(f"{going.sign} {label}", *of, going) for going, label in labels.items())


def thanks_screen(words: Words, named: str | None, of: Of, going: Going) -> Screen:
    """All is answered: with what one said of going on, to be changed."""
    said = {
        Going.YES: words("You go on in the next cycle."),
        Going.UNSURE: words("You are not sure yet whether you go on."),
        Going.NO: words("You do not go on in the next cycle."),
    }
    text = paragraphs(
        lines(named, f"✅ {words('Thank you, all is noted.')}"), f"{going.sign} {said[going]}"
    )
    return Screen(text, (_going_row(words, of),))


def counts_lines(words: Words, counts: Mapping[Question, Mapping[str, int]]) -> Iterator[str]:
    """How often each answer came, a paragraph a question, as HTML."""
    for question in Question:
        given = counts.get(question)
        if given is None:
            told = words("Not shown before {number} answers.", number=FEWEST_SHOWN)
            yield lines(f"<b>{_asked(words)[question]}</b>", told)
            continue
        labels = labels_of(words, question)
        shown = (
            words("{title}: {value}", title=label, value=given[answer])
            for answer, label in labels.items()
        )
        yield lines(f"<b>{_asked(words)[question]}</b>", *shown)


def going_lines(words: Words, going: Mapping[Going, Sequence[str]], *, named: bool) -> str:
    """Who goes on, by name; without names in numbers, if enough people answered."""
    heading = f"<b>{words('Who goes on')}</b>"
    if named:
        told = (
            f"{one.sign} {len(names)}  {words('{names}', names=', '.join(names))}"
            for one, names in going.items()
            if names
        )
        return lines(heading, *told, *(() if any(going.values()) else (words("Nobody said yet."),)))
    counted = rules.shown({one.value: len(names) for one, names in going.items()})
    if counted is None:
        return lines(heading, words("Not shown before {number} answers.", number=FEWEST_SHOWN))
    return lines(heading, *(f"{one.sign} {counted[one.value]}" for one in Going))


def keeps_message(context: Context) -> bool:
    """Whether the pressed message asks for other things too, and so must stay."""
    data = context.event.button_data if isinstance(context.event, Pressed) else ()
    return any(callback_data.unpack(one)[:2] not in ANSWERED for one in data)
