"""Personal data of prompts and answers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlmodel import Session, col, func, select

from storage import communities, meetings
from storage.core.personal_data import (
    AfterCycle,
    Export,
    NameGoes,
    PersonalData,
    Reader,
    RowGoes,
    WithAnother,
    columns,
    sealed,
)
from storage.meetings import Meeting
from storage.prompts import Prompt, PromptAnswer


def _of_ended_cycles(session: Session, retention: timedelta, now: datetime) -> list[Prompt]:
    """The prompts of cycles that are over.

    A prompt without a meeting counts from the last meeting of its community.
    """
    over = meetings.of_ended_cycles(retention, now)
    gone = list(session.exec(select(Prompt).where(col(Prompt.meeting_id).in_(over))))
    return gone + [
        prompt
        for prompt in session.exec(select(Prompt).where(col(Prompt.meeting_id).is_(None)))
        if _ended(session, prompt) + retention <= now
    ]


def _ended(session: Session, prompt: Prompt) -> datetime:
    of_community = Meeting.community_id == prompt.community_id
    last_end = session.exec(select(func.max(Meeting.ends_at)).where(of_community)).one()
    done = prompt.closed_at or prompt.close_at or prompt.post_at or prompt.written_at
    return max(filter(None, (done, last_end)))


def _erase(session: Session, retention: timedelta, now: datetime) -> None:
    for prompt in _of_ended_cycles(session, retention, now):
        session.delete(prompt)
    session.flush()


def _question(session: Session, row: PromptAnswer) -> Mapping[str, Any]:
    return communities.about(session, session.get_one(Prompt, row.prompt_id))


def _asked(row: PromptAnswer, reader: Reader) -> str | None:
    prompt = reader.session.get_one(Prompt, row.prompt_id)
    return reader.cipher.decrypt_or_none(prompt.question)


PERSONAL_DATA: Final = (
    PersonalData(
        Prompt,
        AfterCycle(_erase),
        whose={"written_by": NameGoes()},
        exports=(
            Export(
                "prompts",
                {"question": sealed("question"), **columns("written_at", "posted_at")},
                part="asked",
                about=communities.about,
            ),
        ),
    ),
    PersonalData(
        PromptAnswer,
        WithAnother("prompt"),
        whose={"person_id": RowGoes()},
        exports=(
            Export(
                "prompts",
                {
                    "question": _asked,
                    "answer": sealed("answer"),
                    "with_your_name": "is_named",
                    "answered_at": "answered_at",
                },
                part="answered",
                about=_question,
            ),
        ),
    ),
)
