"""What is kept about one person, in one document; and erasing all of it."""

from typing import Any

from sqlmodel import Session, col, delete, select, update

from storage import announcing, cockpit, frame, members, value
from storage.attendance import Attendance
from storage.attendance import retention as of_attendance
from storage.cases import retention as of_cases
from storage.closing import retention as of_closing
from storage.communities import Chat, Community
from storage.core.form_drafts import CANCELLED, Conversation
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.duos import Swap
from storage.handover import retention
from storage.interest import retention as of_interest
from storage.library import retention as of_library
from storage.links import retention as of_links
from storage.meetings import Meeting
from storage.members import Membership, Person, Present, Seat, Waiting
from storage.prompts import retention as of_prompts
from storage.rsvp import Answer
from storage.summaries import retention as of_summaries
from storage.themes import listed as themes_listed


def everything(session: Session, person_telegram_id: int, cipher: TextCipher) -> dict[str, Any]:
    """Everything kept about the person Telegram knows under this id, in the clear, for JSON."""
    person = members.person_at(session, person_telegram_id)
    # No row belongs to 0.
    person_id = (person.id if person else None) or 0
    return {
        "person": _described(person) if person else None,
        "memberships": _memberships(session, person_telegram_id),
        "waiting_lists": _waiting(session, person_id),
        "interest_in_taking_part": of_interest.of_person(session, person_telegram_id, cipher),
        "answers": _answers(session, person_id),
        "swaps": _swaps(session, person_id),
        "attendance": _attendance(session, person_id),
        "attendance_corrections": of_attendance.of_person(session, person_id, cipher),
        "hand_overs": retention.of_person(session, person_id, cipher),
        "changed_messages": cockpit.of_person(session, person_id, cipher),
        "cases": of_cases.of_person(session, person_id),
        "value_question_answered_for": value.of_person(session, person_id),
        "summaries": of_summaries.of_person(session, person_id),
        "themes_added": themes_listed.of_person(session, person_id),
        "prompts": of_prompts.of_person(session, person_id, cipher),
        "library": of_library.of_person(session, person_id, cipher),
        "links_between_communities": of_links.of_person(session, person_id),
        "ends_of_cycles": of_closing.of_person(session, person_id),
        "frame": frame.of_person(session, person_telegram_id),
        "announcements": announcing.of_person(session, person_telegram_id, cipher),
        "drafts": _drafts(session, person_telegram_id, cipher),
        "seen_in_groups": _seen(session, person_telegram_id),
        "messages_from_the_bot": _messages(session, person_id, person_telegram_id),
    }


def _described(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in Person.model_fields if name != "id"}


def _memberships(session: Session, person_telegram_id: int) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Membership, Community, Seat)
        .join(Person, col(Person.id) == Membership.person_id)
        .join(Community, col(Community.id) == Membership.community_id)
        .join(Seat, col(Seat.id) == Membership.seat_id)
        .where(Person.telegram_id == person_telegram_id)
        .order_by(col(Membership.id))
    )
    return [
        {
            "community": community.name,
            "role": membership.role,
            "seat": seat.number,
            "shares_the_seat": len(members.on_seat(session, membership.seat_id)) > 1,
            "agreement": membership.agreement_version,
            "declined_agreement": membership.declined_version or None,
            "accepted_at": membership.accepted_at.isoformat(),
        }
        for membership, community, seat in rows
    ]


def _waiting(session: Session, person_id: int) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Waiting, Community)
        .join(Community, col(Community.id) == Waiting.community_id)
        .where(Waiting.person_id == person_id)
    )
    return [
        {
            "community": community.name,
            "since": waiting.since.isoformat(),
            "offered_at": waiting.offered_at.isoformat() if waiting.offered_at else None,
        }
        for waiting, community in rows
    ]


def _answers(session: Session, person_id: int) -> list[dict[str, Any]]:
    """Answers about the person, and those they gave for others, without the others' names."""
    rows = session.exec(
        select(Answer, Meeting, Community)
        .join(Meeting, col(Meeting.id) == Answer.meeting_id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where((col(Answer.person_id) == person_id) | (col(Answer.answered_by) == person_id))
        .order_by(col(Answer.id))
    )
    return [
        _named(meeting, community)
        | {
            "answer": answer.answer,
            "about_you": answer.person_id == person_id,
            "given_by_you": answer.answered_by == person_id,
            "answered_at": answer.answered_at.isoformat(),
        }
        for answer, meeting, community in rows
    ]


def _swaps(session: Session, person_id: int) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Meeting, Community)
        .join(Swap, col(Swap.meeting_id) == Meeting.id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(Swap.person_id == person_id)
        .order_by(col(Swap.id))
    )
    return [_named(meeting, community) for meeting, community in rows]


def _attendance(session: Session, person_id: int) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Attendance, Meeting, Community)
        .join(Meeting, col(Meeting.id) == Attendance.meeting_id)
        .join(Community, col(Community.id) == Meeting.community_id)
        .where(Attendance.person_id == person_id)
        .order_by(col(Attendance.id))
    )
    return [
        _named(meeting, community)
        | {
            "was_present": attendance.was_present,
            "saved_by_you": attendance.saved_by == person_id,
            "saved_at": attendance.saved_at.isoformat(),
        }
        for attendance, meeting, community in rows
    ]


def _drafts(session: Session, person_telegram_id: int, cipher: TextCipher) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Conversation)
        .where(Conversation.telegram_id == person_telegram_id, Conversation.topic != CANCELLED)
        .order_by(col(Conversation.id))
    )
    return [
        {
            "topic": row.topic,
            "draft": cipher.decrypt_fields_or_none(row.draft),
            "touched_at": row.touched_at.isoformat(),
        }
        for row in rows
    ]


def _seen(session: Session, person_telegram_id: int) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Present, Community)
        .join(Chat, col(Chat.id) == Present.chat_id)
        .join(Community, col(Community.id) == Chat.community_id)
        .where(Present.telegram_id == person_telegram_id)
    )
    return [
        {"community": community.name, "shown_name": present.shown_name}
        for present, community in rows
    ]


def _messages(session: Session, person_id: int, person_telegram_id: int) -> list[dict[str, Any]]:
    rows = session.exec(
        select(Outgoing)
        .where(
            (col(Outgoing.person_id) == person_id)
            | (col(Outgoing.telegram_id) == person_telegram_id)
        )
        .order_by(col(Outgoing.id))
    )
    return [
        {"kind": row.kind, "state": row.state, "due_at": row.due_at.isoformat()} for row in rows
    ]


def _named(meeting: Meeting, community: Community) -> dict[str, Any]:
    return {
        "community": community.name,
        "meeting": meeting.number,
        "starts_at": meeting.starts_at.isoformat(),
    }


def erase(session: Session, person_telegram_id: int) -> None:
    """Erase all rows about a person who has left their communities.

    What they did as a moderator for others loses their name. A used invitation stays used: it never
    held who used it.
    """
    session.exec(delete(Conversation).where(col(Conversation.telegram_id) == person_telegram_id))
    session.exec(delete(Present).where(col(Present.telegram_id) == person_telegram_id))
    frame.forget(session, person_telegram_id)
    announcing.forget(session, person_telegram_id)
    session.exec(delete(Outgoing).where(col(Outgoing.telegram_id) == person_telegram_id))
    of_interest.forget(session, person_telegram_id)
    person = members.person_at(session, person_telegram_id)
    if person is None:
        return
    session.exec(
        update(Answer)
        .where(col(Answer.answered_by) == person.id, col(Answer.person_id) != person.id)
        .values(answered_by=Answer.person_id)
    )
    retention.forget(session, person.id)
    # The database lets go of all that hangs on the person.
    session.exec(delete(Person).where(col(Person.id) == person.id))
