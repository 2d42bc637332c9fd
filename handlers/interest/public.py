"""Interest as other rooms show it to the person themselves; the room `interest` takes presses."""

from sqlmodel import Session

from bot.rules.communities import Zone, zone_name
from bot.rules.interest import RETENTION, Standing, clean_source
from handlers.core.context import Context
from handlers.core.screens import Button, Row, lines
from handlers.core.todo_items import StatusSection
from handlers.interest.verbs import CHANGE, LEAVE, WITHDRAW
from locales import Words
from storage import interest as interests
from storage.communities import Community
from storage.interest import Interest

START = "src_"
"""With what the payload of a link for posters and newsletters begins."""


def source_of(payload: str) -> str:
    """The word that a link for posters carries; empty where it is none that we gave out."""
    return clean_source(payload.removeprefix(START)) if payload.startswith(START) else ""


def leave_row(words: Words, source: str) -> Row:
    """The button by which someone leaves their interest, having come by this source."""
    return (LEAVE.button(f"✏️ {words('Leave my interest')}", source),)


def own_rows(words: Words) -> tuple[Row, ...]:
    """The buttons by which someone changes or withdraws the interest they left."""
    return (
        (
            CHANGE.button(f"✏️ {words('Change')}"),
            WITHDRAW.button(f"🗑 {words('Withdraw my interest')}"),
        ),
    )


def own(session: Session, context: Context) -> StatusSection | None:
    """The state of the requester's own interest; None where they left none."""
    found = interests.of_person(session, context.sender.telegram_id)
    if found is None:
        return None
    words = context.words
    known = words(
        "Your interest in taking part is known ({zone}). I keep it until {date}.",
        zone=zone_name(Zone(found.zone), words.language),
        date=words.date(found.changed_at + RETENTION),
    )
    told, link = _invitation(session, context, found)
    return StatusSection(lines(known, told), (*link, *own_rows(words)))


def _invitation(
    session: Session, context: Context, found: Interest
) -> tuple[str | None, tuple[Row, ...]]:
    if interests.standing(session, found, context.now) is not Standing.INVITED:
        return None, ()
    invitation = interests.invitation_of(session, found)
    community = session.get(Community, found.community_id)
    if invitation is None or invitation.expires_at is None or community is None:
        return None, ()
    words = context.words
    told = words(
        "You are invited to {name}; the invitation is open until {day}.",
        name=community.name,
        day=words.day(invitation.expires_at),
    )
    link = Button(words("Open the invitation"), url=context.services.link(invitation.token))
    return told, ((link,),)
