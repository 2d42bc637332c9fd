"""Prompts in the database: what falls due, what moves with a meeting, what is kept of whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlmodel import Session, select

from bot.rules.prompts import State, When
from bot.rules.rhythm import Step
from handlers.people.personal_data import forget
from handlers.prompts import post, schedule
from storage import personal_data, prompts, themes
from storage.communities import Chat, Community
from storage.core import form_drafts, outbox
from storage.core.form_drafts import IN_HAND, FormDraft
from storage.core.outbox import Outgoing
from storage.meetings import Meeting
from storage.members import Membership, Person
from storage.prompts import Prompt, PromptAnswer
from storage.reminders.steps import Reminder
from storage.themes import Tagged
from tests.storage.handing import RETENTION, SEAL, Timing, sent, told
from tests.storage.seats import NOW, data_of, plan, sit

A_DAY = timedelta(days=1)
QUESTION, FIRST, SECOND = "Zwaluwstaart", "Winterkoning", "Boomklever"
LATER = NOW + 14 * A_DAY
"""A Tuesday at ten in Brussels; the first meeting was a week before."""


@dataclass(frozen=True)
class Circle:
    """A community whose first meeting is over and whose second is to come; Lea leads."""

    community: Community
    lea: Membership
    mo: Membership
    ann: Membership
    bo: Membership
    cycle: list[Meeting]


@pytest.fixture
def circle(session: Session, community: Community) -> Circle:
    (lea,) = sit(session, community, "Lea", role="lead")
    (mo,) = sit(session, community, "Mo", role="moderator")
    ann, bo = sit(session, community, "Ann", "Bo")
    return Circle(community, lea, mo, ann, bo, plan(session, community, 7, 35))


@pytest.fixture
def chat(session: Session, circle: Circle) -> Chat:
    chat = Chat(community_id=circle.community.id or 0, telegram_id=-1_000_000_000_777)
    session.add(chat)
    session.flush()
    return chat


def put(session: Session, circle: Circle, **given: object) -> Prompt:
    """A prompt that Lea planned, by default for now."""
    prompt = Prompt(
        community_id=circle.community.id or 0,
        meeting_id=circle.cycle[0].id,
        written_by=circle.lea.person_id,
        question=SEAL.encrypt(QUESTION),
        written_at=LATER,
        post_at=LATER,
    )
    for name, value in given.items():
        setattr(prompt, name, value)
    session.add(prompt)
    session.flush()
    return prompt


def asked(session: Session, circle: Circle) -> Prompt:
    """A prompt that the community is asked since LATER."""
    prompt = put(session, circle)
    schedule.fall_due(session, Timing(), LATER)
    return prompt


def given(session: Session, prompt: Prompt, by: Membership, text: str, at: datetime) -> None:
    post.give(session, prompt, by.person_id, text, is_named=False, cipher=SEAL, now=at)


def kinds(session: Session) -> list[str]:
    return sorted(row.kind for row in session.exec(select(Outgoing)))


def earliest(session: Session) -> list[datetime]:
    moments = [session.exec(one).first() for one in schedule.earliest()]
    return sorted(moment for moment in moments if moment is not None)


def test_a_prompt_is_posted_reminded_of_once_and_closed(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt = put(session, circle)
    assert earliest(session) == [LATER]
    schedule.fall_due(session, Timing(), LATER)
    assert kinds(session) == ["prompt"]
    assert earliest(session) == [prompt.remind_at, prompt.close_at]
    given(session, prompt, circle.ann, FIRST, LATER)
    sent(session)

    assert prompt.remind_at is not None
    schedule.fall_due(session, Timing(), prompt.remind_at)
    assert told(session, Step.ANSWER) == ["Bo", "Mo"]
    sent(session)

    assert prompt.close_at is not None
    schedule.fall_due(session, Timing(), prompt.close_at)
    assert kinds(session) == ["prompt", "prompt_answers"]
    assert (prompt.state, earliest(session)) == (State.CLOSED, [])


def test_what_the_program_slept_through_comes_when_it_is_allowed(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt = put(session, circle)
    saturday_night = LATER + timedelta(days=4, hours=13)
    schedule.fall_due(session, Timing(), saturday_night)
    assert (prompt.state, prompt.post_at) == (State.PLANNED, LATER + timedelta(days=6, hours=-2))
    assert kinds(session) == []


def test_without_a_group_everyone_is_asked_privately_and_told_of_the_answers(
    session: Session, circle: Circle
) -> None:
    prompt = asked(session, circle)
    assert told(session, Step.ANSWER) == ["Ann", "Bo", "Mo"]
    sent(session)
    given(session, prompt, circle.ann, FIRST, LATER)
    schedule.close(session, prompt, Timing(), LATER + 10 * A_DAY)
    assert told(session, Step.ANSWER) == ["Ann", "Bo", "Mo"]


def test_a_reminder_comes_with_the_question_who_comes_where_that_is_near(
    session: Session, circle: Circle, chat: Chat
) -> None:
    nudge = LATER + timedelta(days=7, hours=5)
    after = circle.cycle[1].id or 0
    session.add(Reminder(meeting_id=after, step=Step.NUDGE.value, due_at=nudge))
    session.flush()
    assert asked(session, circle).remind_at == nudge


def test_a_moved_meeting_takes_along_what_comes_some_days_after_it(
    session: Session, circle: Circle, chat: Chat
) -> None:
    second = circle.cycle[1]
    prompt = put(session, circle, meeting_id=second.id, days_after=3)
    second.starts_at, second.ends_at = second.starts_at + 7 * A_DAY, second.ends_at + 7 * A_DAY
    schedule.follow(session, second, Timing(), LATER)
    assert prompt.post_at == NOW.replace(hour=7) + 45 * A_DAY

    second.starts_at, second.ends_at = LATER - 9 * A_DAY, LATER - 9 * A_DAY
    schedule.follow(session, second, Timing(), LATER)
    assert prompt.post_at == LATER


def test_a_cancelled_meeting_and_a_lead_who_left_hold_what_waits(
    session: Session, circle: Circle, chat: Chat
) -> None:
    second = circle.cycle[1]
    after = put(session, circle, meeting_id=second.id, days_after=3)
    on_a_date = put(session, circle, meeting_id=second.id)
    schedule.hold_after(session, second)
    assert (after.state, on_a_date.state) == (State.HELD, State.PLANNED)

    session.delete(circle.lea)
    session.flush()
    schedule.fall_due(session, Timing(), LATER)
    assert on_a_date.state is State.HELD
    assert kinds(session) == []


@pytest.mark.parametrize("when", [When(days=2), When(days=2, meeting=1)])
def test_the_last_meeting_is_the_last_that_began(
    session: Session, circle: Circle, when: When
) -> None:
    at, meeting = schedule.planned_for(
        session, circle.community.id or 0, when, Timing(), NOW + 8 * A_DAY
    )
    assert meeting == circle.cycle[0]
    assert at == NOW.replace(hour=7) + 9 * A_DAY


def test_the_lead_is_asked_to_ask_only_where_nothing_was_asked(
    session: Session, circle: Circle
) -> None:
    first, second = circle.cycle
    put(session, circle)
    schedule.take_prompt(session, Timing(), first, LATER)
    assert told(session, Step.PROMPT) == []
    schedule.take_prompt(session, Timing(), second, LATER)
    assert told(session, Step.PROMPT) == ["Lea"]


def test_an_answer_takes_the_place_of_the_one_before_and_is_late_once_it_has_closed(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt = asked(session, circle)
    given(session, prompt, circle.ann, FIRST, LATER)
    given(session, prompt, circle.ann, SECOND, LATER + A_DAY)
    ((answer, _),) = prompts.answers(session, prompt.id)
    assert SEAL.decrypt(answer.answer) == SECOND
    assert FIRST not in answer.answer
    schedule.close(session, prompt, Timing(), LATER + 2 * A_DAY)
    assert not prompts.is_late(prompt, answer)
    given(session, prompt, circle.ann, FIRST, LATER + 3 * A_DAY)
    assert prompts.is_late(prompt, answer)
    assert prompts.number_of_answers(session, prompt.id) == 1


def test_a_post_is_drawn_once_for_all_who_ask_and_closing_is_not_forgotten(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt = asked(session, circle)
    given(session, prompt, circle.ann, FIRST, LATER)
    schedule.close(session, prompt, Timing(), LATER + A_DAY)
    given(session, prompt, circle.bo, SECOND, LATER + A_DAY)
    row = outbox.by_key(session, f"prompt:{prompt.id}")
    assert row is not None
    assert row.payload == {"prompt": prompt.id, "closing": True}
    assert kinds(session) == ["prompt", "prompt_answers"]


def test_a_post_that_stayed_behind_in_another_group_is_none(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt = asked(session, circle)
    prompts.note_post(session, prompt.id, chat.telegram_id, 7)
    assert prompts.standing(prompt, chat) == 7
    chat.telegram_id -= 1
    assert prompts.standing(prompt, chat) is None


def test_what_a_person_wrote_is_told_to_them_and_erased_with_them(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt = asked(session, circle)
    given(session, prompt, circle.ann, FIRST, LATER)
    given(session, prompt, circle.bo, SECOND, LATER)
    assert QUESTION in str(data_of(session, circle.lea.person_id)["prompts"]["asked"])
    told_to_ann = str(data_of(session, circle.ann.person_id)["prompts"])
    assert FIRST in told_to_ann
    assert SECOND not in told_to_ann
    assert data_of(session, circle.mo.person_id)["prompts"] == {}
    sent(session)

    for one in (circle.ann, circle.lea):
        person = session.get_one(Person, one.person_id)
        forget(session, person.telegram_id, LATER)
    session.expire_all()
    assert "prompt" in kinds(session)
    ((answer, _),) = prompts.answers(session, prompt.id)
    assert SEAL.decrypt(answer.answer) == SECOND
    assert session.get_one(Prompt, prompt.id).written_by is None


def test_prompts_go_some_time_after_their_cycle(
    session: Session, circle: Circle, chat: Chat
) -> None:
    prompt, lonely = asked(session, circle), put(session, circle, meeting_id=None)
    given(session, prompt, circle.ann, FIRST, LATER)
    end = circle.cycle[-1].ends_at + RETENTION
    personal_data.erase_expired(session, RETENTION, end - A_DAY)
    assert session.exec(select(Prompt.id)).all() == [prompt.id, lonely.id]
    personal_data.erase_expired(session, RETENTION, end)
    session.expire_all()
    assert session.exec(select(Prompt.id)).all() == []
    assert session.exec(select(PromptAnswer.id)).all() == []


def test_a_half_written_answer_goes_with_its_prompt_also_where_it_waits(
    session: Session, circle: Circle
) -> None:
    prompt = put(session, circle)
    about = {"facts": {"prompt": prompt.id}}
    for waits_as in (IN_HAND, "prompt=1"):
        form_drafts.keep(session, 42, "prompt_answer", about, NOW, waits_as=waits_as)
    session.flush()

    session.delete(prompt)
    session.flush()

    assert session.exec(select(FormDraft)).all() == []


def test_a_draft_about_a_prompt_that_was_just_withdrawn_is_kept_without_it(
    session: Session, circle: Circle
) -> None:
    form_drafts.keep(session, 42, "prompt_answer", {"facts": {"prompt": 4242}}, NOW)
    session.flush()

    row = form_drafts.about(session, 42, "prompt_answer")
    assert row is not None
    assert row.prompt_id is None


def test_a_withdrawn_prompt_takes_its_themes_along(session: Session, circle: Circle) -> None:
    prompt = put(session, circle)
    key, community_id = prompt.id or 0, circle.community.id or 0
    themes.retag(session, Tagged.PROMPT, key, {"domain_work"}, community_id, None, LATER)
    prompts.withdraw(session, prompt)
    assert themes.tags(session, Tagged.PROMPT, key) == frozenset()
