"""The recipients of the steps of a meeting, for sending and for previews."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from storage import communities, members
from storage.communities import Chat
from storage.meetings import Meeting
from storage.members import Person
from storage.reminders import steps
from storage.reminders.steps import Place


@dataclass(frozen=True, slots=True)
class Audience:
    """The group, if it gets a step, and the people who get it privately."""

    chat: Chat | None
    people: tuple[Person, ...]


def group_of(session: Session, meeting: Meeting) -> Chat | None:
    """The group that gets the posts of a meeting; None while there is none."""
    chat = communities.chat_of(session, meeting.community_id)
    return chat if chat is not None and chat.is_present else None


def of_nudge(session: Session, meeting: Meeting) -> Audience:
    """Those who have not answered."""
    awaited = (place for place in steps.places(session, meeting) if place.is_awaited)
    return Audience(None, reached(place.person for place in awaited))


def of_eve(session: Session, meeting: Meeting) -> Audience:
    """The group, and those who have not answered; without a group all who may come."""
    chat = group_of(session, meeting)
    told = (
        place
        for place in steps.places(session, meeting)
        if needs_eve(place, has_post=chat is not None)
    )
    return Audience(chat, reached(place.person for place in told))


def needs_eve(place: Place, *, has_post: bool) -> bool:
    """Whether someone gets the eve's message privately."""
    if place.answer is None:
        return place.is_awaited
    return not has_post and not place.answer.given.is_absent


def of_moderators(session: Session, meeting: Meeting) -> Audience:
    """The moderators."""
    return Audience(None, reached(members.with_role(session, meeting.community_id, Role.MODERATOR)))


def of_leads(session: Session, meeting: Meeting) -> Audience:
    """The monitoring lead."""
    return Audience(None, reached(members.with_role(session, meeting.community_id, Role.LEAD)))


def reached(people: Iterable[Person]) -> tuple[Person, ...]:
    """Those of them who can be reached."""
    return tuple(person for person in people if person.is_reachable)
