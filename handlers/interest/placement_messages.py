"""What who left their interest is told: that they are invited, or that it is full for now."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.interest import RETENTION, Standing
from bot.rules.rhythm import next_allowed
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage, new_message
from handlers.core.screens import Button, Screen, paragraphs
from handlers.interest.verbs import WITHDRAW
from locales import Words
from storage import interest as interests
from storage.communities import Community, Invitation
from storage.core import outbox
from storage.core.outbox import Outgoing
from storage.interest import Interest


def invite(
    session: Session, services: Services, interest: Interest, community: Community, now: datetime
) -> Invitation:
    """Place someone in a community, and leave the invitation that they get in the outbox.

    Nothing is said twice while that invitation is open.
    """
    before = invited_key(interest)
    invitation = interests.place(session, interest, community, now)
    if invited_key(interest) != before:
        outbox.withdraw(session, before)
    row = _row(services, interest, INVITED, invited_key(interest), now)
    outbox.put(session, row)
    return invitation


def invite_again(session: Session, services: Services, interest: Interest, now: datetime) -> None:
    """Have someone whose invitation is open reminded of it."""
    row = _row(services, interest, INVITED, invited_key(interest), now)
    outbox.renew(session, row)


def tell_full(session: Session, services: Services, interest: Interest, now: datetime) -> None:
    """Leave it in the outbox that there is no place yet; said once until they change something."""
    if interest.told_full_at is None:
        interest.told_full_at = now
        session.add(interest)
    row = _row(services, interest, FULL, full_key(interest), now)
    outbox.put(session, row)


def _row(services: Services, interest: Interest, kind: str, key: str, now: datetime) -> Outgoing:
    return Outgoing(
        key=key,
        kind=kind,
        telegram_id=interest.telegram_id,
        payload={"interest": interest.id},
        due_at=next_allowed(now, services.settings.quiet_hours, services.settings.timezone),
    )


def _of_row(session: Session, row: Outgoing) -> Interest | None:
    """The interest a row speaks of; None once it is erased, also if its id was given out again."""
    interest = session.get(Interest, row.payload["interest"])
    is_theirs = interest is not None and interest.telegram_id == row.telegram_id
    return interest if is_theirs else None


def take_back(session: Session, interest: Interest) -> None:
    """Have someone wait again: their invitation opens no door and is not told any more."""
    outbox.withdraw(session, invited_key(interest))
    interests.take_back(session, interest)


def erase(session: Session, interest: Interest) -> None:
    """Erase someone's interest and what waits to be told of it."""
    for key in (invited_key(interest), full_key(interest)):
        outbox.withdraw(session, key)
    interests.erase(session, interest)


def render_invited(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """The invitation, for who left their interest; None once it was used, or is no more."""
    interest = _of_row(session, row)
    if interest is None or interests.standing(session, interest, services.now()) is not (
        Standing.INVITED
    ):
        return None
    community = session.get(Community, interest.community_id)
    if community is None or interest.invitation is None:
        return None
    words = services.locales.words(interest.language)
    text = paragraphs(f"🎉 {invited(words, interest, community)}", _until(session, words, interest))
    link = Button(words("Open the invitation"), url=services.link(interest.invitation))
    return _parcel(words, Screen(text, ((link,),)), interest)


def invited(words: Words, interest: Interest, community: Community) -> str:
    """What the invitation says, as HTML."""
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


def render_full(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """That there is no place yet, said kindly; None once they were placed or are gone."""
    interest = _of_row(session, row)
    if interest is None or interest.community_id is not None:
        return None
    words = services.locales.words(interest.language)
    withdraw = WITHDRAW.button(f"🗑 {words('Withdraw my interest')}")
    return _parcel(words, Screen(full(words, interest), ((withdraw,),)), interest)


def full(words: Words, interest: Interest) -> str:
    """What someone is told for whom there is no place yet, as HTML."""
    return paragraphs(
        words("Hello {name}, thank you for your interest.", name=interest.name),
        words(
            "The communities in {zone} are full for now. Your interest stays until {date}; as "
            "soon as there is a place for you, I write to you. You need do nothing.",
            zone=zone_name(Zone(interest.zone), words.language),
            date=words.date(interest.changed_at + RETENTION),
        ),
    )


def _parcel(words: Words, screen: Screen, interest: Interest) -> OutgoingMessage:
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


INVITED = "interest_invited"
"""The outbox kind of the invitation that someone with interest gets."""


FULL = "interest_full"
"""The outbox kind of the message that there is no place yet."""


def invited_key(interest: Interest) -> str:
    """The outbox key of the invitation as it was made last."""
    at = int(interest.placed_at.timestamp()) if interest.placed_at else 0
    return f"{INVITED}:{interest.id}:{interest.community_id}:{at}"


def full_key(interest: Interest) -> str:
    """The outbox key of the message that there is no place yet."""
    at = int(interest.told_full_at.timestamp()) if interest.told_full_at else 0
    return f"{FULL}:{interest.id}:{at}"


def told_at(session: Session, interest: Interest) -> datetime | None:
    """When someone's invitation was said last, or will be; None where that is long ago."""
    row = outbox.by_key(session, invited_key(interest))
    return row.due_at if row else None
