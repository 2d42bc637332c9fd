"""The call for cases: one question for everyone, with what everyone is asked of earlier cases."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.cases import TEXT_LIMIT, Outcome
from handlers.cases.verbs import BRING, NOTHING, WENT
from handlers.cases.views import CUT, SIGN, fitted, in_short
from handlers.core.context import Services
from handlers.core.screens import PAGE, Row, Screen, paragraphs, shown_length
from locales import Words
from storage import cases
from storage.cases import Case, CaseWindow
from storage.cases.afterwards import asked_about
from storage.core.columns import row_id
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting

OUTCOMES = tuple(Outcome)
"""In the order of the buttons; their places never change."""

SIGNS = {Outcome.TRIED: "🌱", Outcome.HELPED: "👍", Outcome.BLOCKED: "🚧"}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What everyone is asked beside the call."""

    text: str
    rows: tuple[Row, ...]


def screen(
    session: Session, words: Words, window: CaseWindow, meeting: Meeting, services: Services
) -> Screen:
    """The same question for everyone, so that nobody is singled out."""
    key = window.id or 0
    text = paragraphs(
        f"{SIGN} <b>{words('Is there a situation that you are stuck in?')}</b>",
        words(
            "On {day} session {number} has room for it. Bring it without your name, or say that "
            "you have nothing this time: both look the same, and everybody is asked.",
            day=words.day(meeting.starts_at),
            number=meeting.number,
        ),
        words("All answers lie sealed in one urn, which only your two moderators can open."),
    )
    rows: tuple[Row, ...] = (
        (BRING.button(f"✏️ {words('Bring a case')}", key),),
        (NOTHING.button(f"➡️ {words('Nothing this time')}", key),),
    )
    went = _went(session, words, window, meeting, services)
    left = PAGE - shown_length(text) - shown_length(went.text)
    asked = _asked_of_all(session, words, meeting.community_id, services.cipher, left)
    return Screen(paragraphs(text, asked, went.text or None), (*rows, *went.rows))


def _asked_of_all(
    session: Session, words: Words, community_id: int, cipher: TextCipher, limit: int
) -> str:
    """The questions to authors: whole if they fit, else their beginnings."""
    whole = fitted(_questions(session, words, community_id, cipher, TEXT_LIMIT), limit)
    if not whole.endswith("…"):
        return whole
    return fitted(_questions(session, words, community_id, cipher, CUT), limit)


def _questions(
    session: Session, words: Words, community_id: int, cipher: TextCipher, longest: int
) -> Iterator[str]:
    for case, question in cases.unanswered(session, community_id):
        if said := cipher.decrypt_or_none(question.question):
            yield words(
                "❓ To who brought case {letter} of session {number}: {question}",
                letter=case.letter,
                number=of_session(session, case),
                question=in_short(said, longest),
            )


def of_session(session: Session, case: Case) -> int:
    """The number of the session in whose urn a case lay."""
    window = session.get_one(CaseWindow, case.window_id)
    return session.get_one(Meeting, window.meeting_id).number


def _went(
    session: Session, words: Words, window: CaseWindow, meeting: Meeting, services: Services
) -> _Asked:
    """'If it was yours: tried, helped, blocked', of the cases that came first lately."""
    about = asked_about(session, meeting, services.settings, services.now())
    if not about:
        return _Asked("", ())
    told = words(
        "For who brought the case of an earlier session, and for nobody else: how did it go on? "
        "Your answer lies in the urn with all others."
    )
    names = {
        Outcome.TRIED: words("tried"),
        Outcome.HELPED: words("helped"),
        Outcome.BLOCKED: words("blocked"),
    }
    rows = tuple(
        tuple(
            WENT.button(
                f"{SIGNS[outcome]} {of_session(session, case)}{case.letter} {names[outcome]}",
                window.id or 0,
                row_id(case),
                place,
            )
            for place, outcome in enumerate(OUTCOMES)
        )
        for case in about
    )
    return _Asked(told, rows)
