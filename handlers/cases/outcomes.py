"""What everyone sees alike of the cases: letters, what became of them, questions to authors."""

from collections.abc import Iterator

from sqlmodel import Session

from bot.rules.cases import TEXT_LIMIT
from handlers.cases.views import CUT, SIGN, fitted, in_short
from handlers.core.context import Context
from handlers.core.screens import PAGE, lines, shown_length
from locales import Words
from storage import cases
from storage.cases import Case, CaseWindow, Standing
from storage.core.text_encryption import TextCipher
from storage.meetings import Meeting

MOST = 12
"""Cases in the list, the newest."""

LIMIT = PAGE - 100
"""Beside the list stands a heading."""


def outcome_list(session: Session, context: Context) -> str:
    """The cases of the requester's communities by session and letter; never what they say."""
    found = [
        case
        for membership in context.requester.memberships
        for case in cases.of_community(session, membership.community_id)[:MOST]
    ]

    def of_each(longest: int) -> list[str]:
        cipher = context.services.cipher
        return [lines(*_lines(session, context.words, case, cipher, longest)) for case in found]

    whole = of_each(TEXT_LIMIT)
    if shown_length(lines(*whole)) > LIMIT:
        whole = of_each(CUT)
    return fitted(whole, LIMIT) or context.words("No case was opened yet.")


def _lines(
    session: Session, words: Words, case: Case, cipher: TextCipher, longest: int
) -> Iterator[str]:
    title, value = named(session, words, case), standing_name(words, case)
    yield f"{SIGN} {words('{title}: {value}', title=title, value=value)}"
    if reason := cipher.decrypt_or_none(case.reason):
        yield words("    Why: {reason}", reason=in_short(reason, longest))
    for question in cases.questions(session, case.id):
        if said := cipher.decrypt_or_none(question.question):
            yield words("    ❓ {question}", question=in_short(said, longest))
    if advice := cipher.decrypt_or_none(case.advice):
        yield words("    What the group said: {advice}", advice=in_short(advice, longest))


def named(session: Session, words: Words, case: Case) -> str:
    """A case by the session in whose urn it lay, and its letter."""
    window = session.get_one(CaseWindow, case.window_id)
    number = session.get_one(Meeting, window.meeting_id).number
    return words("Session {number}, case {letter}", number=number, letter=case.letter)


def standing_name(words: Words, case: Case) -> str:
    """What became of a case, in words."""
    if case.is_chosen:
        return words("comes first")
    return {
        Standing.WAITING: words("is being read"),
        Standing.ACCEPTED: words("accepted"),
        Standing.PARKED: words("kept for a later session"),
        Standing.DECLINED: words("not taken"),
        Standing.WITHDRAWN: words("withdrawn"),
    }[Standing(case.standing)]
