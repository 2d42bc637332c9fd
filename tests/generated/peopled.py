"""Two communities with a row in every table, in whose texts a marker says whose they are."""

from datetime import timedelta

from sqlmodel import Session

from bot.rules import themes as theme_rules
from bot.rules.members import Role
from bot.rules.plain_text import fold
from bot.rules.rhythm import STEPS, Step
from storage.announcing import Announcement
from storage.attendance import Attendance, AttendanceCorrection
from storage.closing import EvaluationAnswered, EvaluationCounts, GoingOn
from storage.communities import Chat, Community, Invitation
from storage.core.form_drafts import FormDraft
from storage.core.outbox import Outgoing
from storage.core.text_encryption import TextCipher
from storage.duos import Swap
from storage.frame import FrameText
from storage.handover.items import OpenItem
from storage.interest import Interest
from storage.meetings import Meeting
from storage.members import Membership, Person, Present, Seat, Waiting
from storage.reminders.steps import Reminder, StepChange
from storage.rsvp import Answer, Card
from storage.summaries import Summary
from storage.themes import Theme, ThemeTag
from storage.value import ValueAnswered, ValueCounts
from tests.generated import peopled_rooms
from tests.generated.filling import (
    COORDINATOR,
    DAY,
    DUO,
    FORMER,
    MARK,
    MEETINGS,
    MEMBERS,
    NOW,
    Filling,
    Peopled,
)


def fill(session: Session, cipher: TextCipher, letters: str = "AB") -> list[Peopled]:
    """The communities of these letters, and what belongs to none."""
    found = [_community(session, cipher, place, letter) for place, letter in enumerate(letters)]
    _of_nobody(session, cipher, found[0])
    session.flush()
    return found


def _community(session: Session, cipher: TextCipher, place: int, letter: str) -> Peopled:
    name = f"{MARK}{letter} community"
    community = Community(
        name=name,
        name_key=fold(name),
        zone="north" if place == 0 else "south",
        municipality=f"{MARK}{letter} municipality",
        language="en",
        group_token=f"group{letter}",
        founded_at=NOW - 300 * DAY,
    )
    there = Peopled(letter, 0, -1000 - place)
    filling = Filling(session, cipher, there)
    there.community_id = filling.put(community)
    chat_id = filling.put(
        Chat(
            community_id=there.community_id,
            telegram_id=there.chat_id,
            can_pin=True,
            can_invite=True,
            can_delete=True,
            is_present=True,
            join_link=filling.said("join_link"),
        )
    )
    _people(filling, place)
    coming, past, later = _meetings(filling, chat_id)
    _of_the_past(filling, past, coming)
    peopled_rooms.handovers(filling, past, coming)
    peopled_rooms.cases(filling, (coming, past, later))
    peopled_rooms.prompts(filling, past)
    peopled_rooms.library(filling)
    return there


def _people(filling: Filling, place: int) -> None:
    community_id, letter = filling.there.community_id, filling.there.letter
    roles = {
        **dict.fromkeys(MEMBERS, Role.MEMBER),
        "Mo": Role.MODERATOR,
        "Mia": Role.MODERATOR,
        "Leo": Role.LEAD,
        "Uma": Role.USER,
    }
    for number, (name, role) in enumerate(roles.items(), start=1):
        telegram_id = 1000 * (place + 1) + number
        person_id = filling.put(_person(telegram_id, filling.said(name)))
        is_second = name == DUO[1]
        seat_number = None if role in (Role.LEAD, Role.USER) else number
        seat_id = (
            filling.seat_ids[DUO[0]]
            if is_second
            else filling.put(Seat(community_id=community_id, number=seat_number))
        )
        filling.put(
            Membership(
                person_id=person_id,
                community_id=community_id,
                seat_id=seat_id,
                role=role.value,
                turn_order=int(is_second),
                agreement_version="1",
                accepted_at=NOW - 200 * DAY,
                accepted_cycle=1,
            )
        )
        filling.there.people[name] = telegram_id
        filling.person_ids[name], filling.seat_ids[name] = person_id, seat_id
    session = filling.session
    for kind in Role:
        token = f"token{letter}{kind.value}"
        session.add(
            Invitation(
                token=token,
                community_id=community_id,
                role=kind.value,
                single_use=kind is not Role.MEMBER,
            )
        )
    waits = filling.put(_person(1000 * (place + 1) + 50, filling.said("Wim")))
    filling.put(
        Waiting(person_id=waits, community_id=community_id, since=NOW - DAY, offered_at=NOW)
    )


def _person(telegram_id: int, name: str) -> Person:
    return Person(
        telegram_id=telegram_id,
        name=name,
        profession=f"{name} profession",
        sector="housing",
        organisation=f"{name} organisation",
        language="en",
    )


def _meetings(filling: Filling, chat_id: int) -> list[int]:
    """The next one with its card, one that was held, one later; each with its reminders."""
    keys = [
        filling.put(
            Meeting(
                community_id=filling.there.community_id,
                cycle=1,
                number=number,
                starts_at=NOW + away,
                ends_at=NOW + away + timedelta(hours=2),
                venue=filling.said("venue"),
                theme=filling.said("theme"),
                speaker=filling.said("speaker"),
                speaker_theme=filling.said("speaker_theme"),
                speaker_language="en",
                preparation=filling.said("preparation"),
                uid=f"{filling.there.letter}{number}",
                planned_at=NOW - 100 * DAY,
            )
        )
        for number, away in MEETINGS
    ]
    coming, *_ = keys
    filling.put(Card(meeting_id=coming, chat_id=chat_id, message_id=700))
    for key, (_, away) in zip(keys, MEETINGS, strict=True):
        for step in STEPS:
            filling.put(Reminder(meeting_id=key, step=step.value, due_at=NOW + away))
    filling.put(
        StepChange(
            meeting_id=coming,
            step=Step.EVE.value,
            note=filling.sealed("step_change.note"),
            noted_by=filling.person_ids["Mo"],
            noted_at=NOW - DAY,
        )
    )
    filling.put(
        Answer(
            meeting_id=coming,
            seat_id=filling.seat_ids["Ann"],
            person_id=filling.person_ids["Ann"],
            answered_by=filling.person_ids["Ann"],
            answer="no",
            answered_at=NOW - DAY,
        )
    )
    return keys


def _of_the_past(filling: Filling, past: int, coming: int) -> None:
    """What comes of a meeting: attendance, summary, counts, themes."""
    community_id, ids = filling.there.community_id, filling.person_ids
    for name in ("Mo", "Ann", "Dora", "Els"):
        filling.put(
            Attendance(
                meeting_id=past,
                seat_id=filling.seat_ids[name],
                person_id=ids[name],
                was_present=True,
                saved_by=ids["Mo"],
                saved_at=NOW - 6 * DAY,
            )
        )
    filling.put(
        AttendanceCorrection(
            meeting_id=past,
            person_id=ids["Ann"],
            was_present=True,
            reason=filling.sealed("attendance_correction.reason"),
            corrected_by=ids["Mo"],
            corrected_at=NOW - 5 * DAY,
        )
    )
    summary = filling.put(
        Summary(
            meeting_id=past,
            parts={"text": filling.sealed("summary.text"), "learned": filling.sealed("learned")},
            shared=["text"],
            version=2,
            written_by=ids["Mo"],
            written_at=NOW - 5 * DAY,
            posted_in=filling.there.chat_id,
            message_ids=[800],
        )
    )
    for subject in (theme_rules.FIXED[0],):
        filling.put(
            ThemeTag(
                community_id=community_id,
                meeting_id=past,
                kind="summary",
                subject_id=summary,
                theme=subject,
                tagged_at=NOW - 5 * DAY,
            )
        )
    filling.put(ValueAnswered(meeting_id=past, person_id=ids["Mo"]))
    filling.put(ValueCounts(meeting_id=past, counts=filling.cipher.encrypt('{"idea": "0001"}')))
    filling.put(
        EvaluationAnswered(
            community_id=community_id, cycle=1, question="worth", person_id=ids["Mo"]
        )
    )
    counts = filling.cipher.encrypt('{"worth": {"5": "0001"}}')
    filling.put(EvaluationCounts(community_id=community_id, cycle=1, counts=counts))
    filling.put(
        GoingOn(
            community_id=community_id,
            cycle=1,
            person_id=ids["Mo"],
            answer="yes",
            answered_at=NOW - DAY,
        )
    )
    filling.put(Swap(meeting_id=coming, seat_id=filling.seat_ids["Dora"], person_id=ids["Dora"]))


def _of_nobody(session: Session, cipher: TextCipher, first: Peopled) -> None:
    """What belongs to coordinators, to people on their own, and to all communities."""
    filling = Filling(session, cipher, Peopled("X", 0, 0, rows=first.rows))
    former = filling.put(_person(FORMER, f"{MARK}A Fons"))
    filling.put(
        OpenItem(
            seat_id=first.rows["seat"][0],
            author_id=former,
            owner_id=former,
            what=cipher.encrypt(f"{MARK}A open_item of who left"),
        )
    )
    filling.put(
        Announcement(
            audience="moderators",
            texts=filling.sealed("announcement"),
            written_by=COORDINATOR,
            written_at=NOW,
        )
    )
    for telegram_id, community_id in ((501, first.community_id), (502, None), (503, None)):
        filling.put(
            Interest(
                telegram_id=telegram_id,
                name=filling.said("interest.name"),
                zone="north",
                municipality=filling.said("municipality"),
                profession=filling.said("profession"),
                sector="housing",
                organisation=filling.said("organisation"),
                contact=filling.sealed("contact"),
                language="en",
                consented_at=NOW - DAY,
                changed_at=NOW - DAY,
                community_id=community_id,
                invitation="tokenAmember" if community_id else None,
                placed_at=NOW - DAY if community_id else None,
            )
        )
    names = {code: filling.said("theme") for code in ("nl", "fr", "en")}
    filling.put(Theme(names=names, name_key="theme", added_at=NOW))
    filling.put(
        FrameText(
            key="speakers",
            language="en",
            version=2,
            text="A letter",
            changed_by=COORDINATOR,
            changed_at=NOW,
        )
    )
    draft = cipher.encrypt_fields({"values": {"name": filling.said("draft")}}, "values")
    filling.put(FormDraft(telegram_id=501, topic="interest", draft=draft, touched_at=NOW))
    filling.put(
        Outgoing(
            key="later",
            kind="reply",
            telegram_id=501,
            payload=cipher.encrypt_fields({"text": filling.said("outbox")}, "text"),
            due_at=NOW + DAY,
        )
    )
    session.add(Present(chat_id=first.rows["chat"][0], telegram_id=600, shown_name=f"{MARK}A Gast"))
