"""How a prompt and its answers look: in the group, privately, and in the lead's file."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape

from sqlmodel import Session

from bot.rules.plain_text import cut, fold, units
from bot.rules.prompts import State, fair_limit
from handlers.core.context import Services
from handlers.core.pages import APART, Pages, pages
from handlers.core.screens import (
    PAGE,
    Button,
    Document,
    Row,
    Screen,
    lines,
    paragraphs,
    shown_length,
)
from handlers.prompts.verbs import ANSWER, READ_ALL
from locales import Html, Words
from storage import prompts
from storage.communities import Community
from storage.core.columns import row_id
from storage.core.text_encryption import TextCipher
from storage.prompts import Prompt

SIGN = "💬"
START = "prompt-"
"""With what the payload of a start link to a prompt begins."""

SHORT = 28
"""Characters of a question on a button."""

RECALLED = 600
"""Characters of a question above its answers, where the whole does not fit."""


@dataclass(frozen=True, slots=True)
class Said:
    """One answer as others read it; without a name where none was to stand with it."""

    text: str
    name: str
    is_late: bool


def said(session: Session, prompt: Prompt, cipher: TextCipher) -> list[Said]:
    """The answers: those in time first, each part in an order that tells nothing of who or when.

    The order stays the same however often they are shown; those another key sealed are left out.
    """
    found = [
        (
            prompts.is_late(prompt, answer),
            cipher.fingerprint(f"prompt:{answer.id}"),
            text,
            person.name if answer.is_named else "",
        )
        for answer, person in prompts.answers(session, prompt.id)
        if (text := cipher.decrypt_or_none(answer.answer)) is not None
    ]
    return [Said(text, name, is_late) for is_late, _, text, name in sorted(found)]


def in_short(text: str, most: int = SHORT) -> str:
    """A text on one line, cut; plain text."""
    return cut(" ".join(text.split()), most)


def heading(words: Words) -> str:
    """The heading of every prompt."""
    return f"{SIGN} <b>{words('A question between two sessions')}</b>"


def until(words: Words, closes: datetime) -> Html:
    """Until when it can be answered; whole in each language of a group."""
    return words.whole(
        lambda words: words(
            "Answer privately, in your own time, until {day} at {time}. "
            "Then all answers are shown here together, with a name or without.",
            day=words.day(closes),
            time=words.time(closes),
        )
    )


def open_text(words: Words, question: str, number: int, closes: datetime) -> str:
    """The post while it can be answered."""
    return paragraphs(
        lines(heading(words), escape(question, quote=False)),
        f"<b>{_so_far(words, number)}</b>" if number else None,
        until(words, closes),
    )


def _so_far(words: Words, number: int) -> Html:
    return words.plural("{number} answer so far", "{number} answers so far", number)


def open_rows(words: Words, prompt: Prompt, services: Services) -> tuple[Row, ...]:
    """✏️, and the link into the private chat for who has none yet."""
    answer = ANSWER.button(f"✏️ {words('Answer')}", row_id(prompt))
    link = services.link(f"{START}{prompt.id}")
    return ((answer,), (Button(f"{SIGN} {words('To our chat')}", url=link),))


def counted(words: Words, number: int) -> Html:
    """How many answers there are."""
    if not number:
        return words("Nobody answered")
    return words.plural("{number} answer", "{number} answers", number)


def closed_post(words: Words, prompt: Prompt, question: str, given: Sequence[Said]) -> Screen:
    """The post once it has closed: the answers together, long ones cut fairly."""
    head = lines(heading(words), escape(cut(question, RECALLED), quote=False))
    head = paragraphs(head, f"<b>{counted(words, len(given))}</b>")
    bare = paragraphs(head, *(_answer(words, one, "…") for one in given))
    lengths = [units(one.text) for one in given]
    most = fair_limit(lengths, PAGE - shown_length(bare))
    is_cut = units(question) > RECALLED or max(lengths, default=0) > most
    text = paragraphs(head, *(_answer(words, one, cut(one.text, most)) for one in given))
    key = row_id(prompt)
    late = ANSWER.button(f"✏️ {words('Answer')}", key)
    whole = READ_ALL.button(f"📖 {words('Read all')}", key)
    return Screen(text, ((late,), (whole,)) if is_cut else ((late,),))


def _answer(words: Words, one: Said, text: str) -> str:
    """An answer as HTML."""
    name = f" – <i>{escape(one.name, quote=False)}</i>" if one.name else ""
    late = f" ({words('late')})" if one.is_late else ""
    return f"• {escape(text, quote=False)}{name}{late}"


def whole_pages(words: Words, question: str, given: Sequence[Said]) -> Pages:
    """Every answer whole, in as many messages as it takes."""
    head = lines(heading(words), escape(question, quote=False))
    blocks = (head, f"<b>{counted(words, len(given))}</b>")
    return pages((*blocks, *(_answer(words, one, one.text) for one in given)), between=APART)


def named(words: Words, community: Community | None) -> str:
    """The name of a community, plain."""
    return community.name if community is not None else words.plain("A question")


def answers_file(
    words: Words, community: Community | None, prompt: Prompt, question: str, given: Sequence[Said]
) -> Document:
    """The question and all answers as plain text, for the monitoring lead."""
    posted = prompt.posted_at or prompt.written_at
    dates = [words.plain("Asked on {date}", date=words.date(posted))]
    if prompt.closed_at is not None:
        dates.append(words.plain("Closed on {date}", date=words.date(prompt.closed_at)))
    head = [named(words, community), *dates, unescape(counted(words, len(given)))]
    parts = ["\n".join(head), question, *(_plain(words, one) for one in given)]
    # Folded: not everything on the way takes accents in the name of a file.
    name = f"{fold(words('answers'))}-{posted.astimezone(words.zone):%Y-%m-%d}.txt"
    return Document(name, ("\n\n---\n\n".join(parts) + "\n").encode())


def _plain(words: Words, one: Said) -> str:
    name = one.name or words.plain("without a name")
    late = f", {words.plain('late')}" if one.is_late else ""
    return f"{one.text}\n({name}{late})"


def state_line(words: Words, prompt: Prompt, number: int) -> str:
    """How far a prompt is, in one line of HTML."""
    if prompt.state is State.PLANNED and prompt.post_at is not None:
        at = prompt.post_at
        return f"🗓 {words('comes {day} at {time}', day=words.day(at), time=words.time(at))}"
    if prompt.state is State.OPEN and prompt.close_at is not None:
        day = words.day(prompt.close_at)
        return f"✏️ {_so_far(words, number)} · {words('open until {day}', day=day)}"
    if prompt.state is State.CLOSED and prompt.closed_at is not None:
        day = words.day(prompt.closed_at)
        return f"✅ {counted(words, number)} · {words('closed on {day}', day=day)}"
    return f"❗ {words('Not posted: a lead or a moderator decides.')}"
