"""Messages to interested people: an invitation, or that it is full for now."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Self

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.interest import RETENTION, Standing
from bot.rules.rhythm import next_allowed
from handlers.core.context import Services
from handlers.core.outgoing import Dropped, OutgoingMessage, Rendered, new_message
from handlers.core.screens import Button, Screen, paragraphs
from handlers.interest.verbs import WITHDRAW
from locales import Words
from storage import interest as interests
from storage.communities import Community, Invitation
from storage.core import outbox
from storage.core.columns import row_id
from storage.core.outbox_kind import ToTelegramId
from storage.interest import Interest


def invite(
    session: Session, services: Services, interest: Interest, community: Community, now: datetime
) -> Invitation:
    """Place someone in a community, and leave the invitation that they get in the outbox.

    Nothing is said twice while that invitation is open.
    """
    before = InterestInvited.about(interest).key()
    invitation = interests.place(session, interest, community, now)
    if InterestInvited.about(interest).key() != before:
        outbox.withdraw(session, before)
    outbox.put(session, InterestInvited.about(interest), _allowed(services, now))
    return invitation


def invite_again(session: Session, services: Services, interest: Interest, now: datetime) -> None:
    """Add a reminder of an open invitation."""
    outbox.renew(session, InterestInvited.about(interest), _allowed(services, now))


def tell_full(session: Session, services: Services, interest: Interest, now: datetime) -> None:
    """Leave it in the outbox that there is no place yet; said once until they change something."""
    if interest.told_full_at is None:
        interest.told_full_at = now
        session.add(interest)
    outbox.put(session, InterestFull.about(interest), _allowed(services, now))


def _allowed(services: Services, now: datetime) -> datetime:
    return next_allowed(now, services.settings.quiet_hours, services.settings.timezone)


def _standing(session: Session, interest_id: int, telegram_id: int) -> Interest | None:
    """Read the interest of a row; None once it is erased, also if its id was used again."""
    interest = session.get(Interest, interest_id)
    is_theirs = interest is not None and interest.telegram_id == telegram_id
    return interest if is_theirs else None


def take_back(session: Session, interest: Interest) -> None:
    """Withdraw an invitation: its link stops working, and its message is not sent."""
    outbox.withdraw(session, InterestInvited.about(interest).key())
    interests.take_back(session, interest)


def erase(session: Session, interest: Interest) -> None:
    """Erase someone's interest and the messages about it that wait."""
    for key in (InterestInvited.about(interest).key(), InterestFull.about(interest).key()):
        outbox.withdraw(session, key)
    interests.erase(session, interest)


@dataclass(frozen=True, slots=True)
class InterestInvited(ToTelegramId, Rendered):
    """The invitation, for who left their interest."""

    name = "interest_invited"
    key_format = "interest_invited:{interest_id}:{community_id}:{at}"
    interest_id: int
    community_id: int | None
    at: int
    """When they were placed there, as Unix seconds."""

    @classmethod
    def about(cls, interest: Interest) -> Self:
        """The invitation as it was made last."""
        at = int(interest.placed_at.timestamp()) if interest.placed_at else 0
        return cls(interest.telegram_id, row_id(interest), interest.community_id, at)

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """The link, until it was used or taken back."""
        interest = _standing(session, self.interest_id, self.telegram_id)
        if interest is None or interests.standing(session, interest, services.now()) is not (
            Standing.INVITED
        ):
            return Dropped.OUTDATED
        community = session.get(Community, interest.community_id)
        if community is None or interest.invitation is None:
            return Dropped.GONE
        words = services.locales.words(interest.language)
        text = paragraphs(
            f"🎉 {invited(words, interest, community)}", _until(session, words, interest)
        )
        link = Button(words("Open the invitation"), url=services.link(interest.invitation))
        return _message(words, Screen(text, ((link,),)), interest)


def invited(words: Words, interest: Interest, community: Community) -> str:
    """The text of the invitation, as HTML."""
    return paragraphs(
        words("Good news, {name}: there is a place for you.", name=interest.name),
        words(
            "You are invited to the community of practice <b>{name}</b> ({zone}). Open the "
            "invitation: you read first what you agree to, and decide then.",
            name=community.name,
            zone=zone_name(Zone(community.zone), words.language),
        ),
        words("You come as a duo: once you are registered, /duo makes the link for your partner.")
        if interest.as_duo
        else None,
    )


def _until(session: Session, words: Words, interest: Interest) -> str | None:
    invitation = interests.invitation_of(session, interest)
    if invitation is None or invitation.expires_at is None:
        return None
    return words(
        "The invitation is yours alone, and open until {day}.",
        day=words.day(invitation.expires_at),
    )


@dataclass(frozen=True, slots=True)
class InterestFull(ToTelegramId, Rendered):
    """For an interested person: there is no place yet."""

    name = "interest_full"
    key_format = "interest_full:{interest_id}:{at}"
    interest_id: int
    at: int
    """When they were told so first, in Unix seconds."""

    @classmethod
    def about(cls, interest: Interest) -> Self:
        """The unique key: sent once until they change something."""
        at = int(interest.told_full_at.timestamp()) if interest.told_full_at else 0
        return cls(interest.telegram_id, row_id(interest), at)

    def render(self, session: Session, services: Services) -> OutgoingMessage | Dropped:
        """Said kindly, unless they were placed meanwhile."""
        interest = _standing(session, self.interest_id, self.telegram_id)
        if interest is None or interest.community_id is not None:
            return Dropped.OUTDATED
        words = services.locales.words(interest.language)
        withdraw = WITHDRAW.button(f"🗑 {words('Withdraw my interest')}")
        return _message(words, Screen(full(words, interest), ((withdraw,),)), interest)


def full(words: Words, interest: Interest) -> str:
    """The message that there is no place yet, as HTML."""
    return paragraphs(
        words("Hello {name}, thank you for your interest.", name=interest.name),
        words(
            "The communities in {zone} are full for now. Your interest stays until {date}; as "
            "soon as there is a place for you, I write to you. You need do nothing.",
            zone=zone_name(Zone(interest.zone), words.language),
            date=words.date(interest.changed_at + RETENTION),
        ),
    )


def _message(words: Words, screen: Screen, interest: Interest) -> OutgoingMessage:
    made = new_message(words, screen)

    def reached(session: Session, *, yes: bool) -> None:
        found = session.get(Interest, interest.id)
        if found is not None and found.is_reachable is not yes:
            found.is_reachable = yes
            session.add(found)

    return replace(
        made,
        sent=lambda session, _message_id: reached(session, yes=True),
        unreachable=lambda session: reached(session, yes=False),
    )


def told_at(session: Session, interest: Interest) -> datetime | None:
    """When someone's invitation was said last, or will be; None where that is long ago."""
    row = outbox.by_key(session, InterestInvited.about(interest).key())
    return row.due_at if row else None


OUTBOX_KINDS: Final = (InterestInvited, InterestFull)
