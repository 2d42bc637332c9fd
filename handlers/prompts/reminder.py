"""The sections about prompts in the bundle: for people without an answer, and for the lead."""

from html import escape

from bot.rules.prompts import TELLING
from handlers.core.access import LEAD, membership_of
from handlers.core.meeting_heading import title
from handlers.core.screens import Row, lines, paragraphs
from handlers.core.steps import Section, SectionContext
from handlers.prompts import sources
from handlers.prompts.verbs import ANSWER, PASS, PROPOSE, READ_ALL
from handlers.prompts.views import SIGN, in_short
from storage import members, prompts
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting
from storage.prompts import Prompt


def make_answer(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For people without an answer: the question. Without a group, for everyone: the answers."""
    found = told(reading, meeting.community_id)
    return Section(found[0], meeting, rows=found[1]) if found is not None else None


def told(reading: SectionContext, community_id: int) -> tuple[str, tuple[Row, ...]] | None:
    """The section about the prompts of a community, as HTML with its buttons."""
    session, person = reading.session, reading.person
    own = members.membership(session, person.id, community_id)
    if not prompts.may_answer(own):
        return None
    found = [
        _question(reading, prompt)
        for prompt in prompts.open_in(session, community_id)
        if prompts.answer_of(session, prompt.id, person.id) is None
        and prompts.is_readable(prompt, reading.services.cipher)
    ]
    if prompts.group_of(session, community_id) is None:
        found += [
            _answers(reading, prompt)
            for prompt in prompts.of_community(session, community_id)
            if prompt.closed_at is not None and reading.now < prompt.closed_at + TELLING
        ]
    if not found:
        return None
    named = title(session.get(Community, community_id))
    text = lines(named, paragraphs(*(text for text, _ in found)))
    return text, tuple(row for _, row in found)


def _question(reading: SectionContext, prompt: Prompt) -> tuple[str, Row]:
    words = reading.words
    question = prompts.question(prompt, reading.services.cipher)
    closes = prompt.close_at or reading.now
    ending = words(
        "You have not answered yet. You can until {day} at {time}.",
        day=words.day(closes),
        time=words.time(closes),
    )
    text = lines(
        f"{SIGN} {words('A question between two sessions')}", escape(question, quote=False)
    )
    button = ANSWER.button(f"✏️ {words('Answer')}", row_id(prompt))
    return paragraphs(text, ending), (button,)


def _answers(reading: SectionContext, prompt: Prompt) -> tuple[str, Row]:
    words = reading.words
    asked = in_short(prompts.question(prompt, reading.services.cipher), 200)
    text = words("The answers are there to read: {question}", question=asked)
    button = READ_ALL.button(f"📖 {words('Read all')}", row_id(prompt))
    return f"{SIGN} {text}", (button,)


def make_proposal(reading: SectionContext, meeting: Meeting) -> Section | None:
    """For the lead, some time after a meeting: whether to ask the group something."""
    session, words = reading.session, reading.words
    own = membership_of(session, reading.person.id, meeting.community_id, LEAD)
    if own is None or prompts.exists_after(session, meeting.id):
        return None
    text = words(
        "You met on {day} (session {number}): ask the group something before the next one?",
        day=words.day(meeting.starts_at),
        number=meeting.number,
    )
    wording = sources.of_meeting(session, meeting, reading.services)
    proposed = f"{words('For instance:')}\n{escape(wording, quote=False)}" if wording else None
    rows = (
        PROPOSE.button(f"✏️ {words('Write')}", row_id(meeting)),
        PASS.button(f"➡️ {words('Not this time')}", row_id(meeting)),
    )
    named = title(session.get(Community, meeting.community_id))
    return Section(paragraphs(lines(named, f"{SIGN} {text}"), proposed), meeting, rows=(rows,))
