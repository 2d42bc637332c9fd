"""What is said of a group chat later: the greeting, the lacking rights, the way in, goodbye."""

from contextlib import suppress

from sqlmodel import Session
from telegram.error import BadRequest, Forbidden

from bot.rules.members import Role
from handlers.communities import bot_rights, group
from handlers.core.context import House
from handlers.core.outgoing import Parcel, parcel, reader, repeat_mark
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.core.telegram_client import Speaker
from storage import communities
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.outbox import Outgoing


def compose_greeting(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """The one greeting in a group that was tied, with the button to register."""
    chat = session.get(Chat, row.chat_id)
    community = session.get(Community, chat.community_id) if chat else None
    if community is None:
        return None
    words = house.locales.group(community.language)
    text = paragraphs(
        words("Hello! I help the community {name} with its meetings.", name=community.name),
        words("Register with me privately; from then on you answer with one press."),
    )
    invited = [
        link
        for link in communities.invitations(session, community.id or 0)
        if link.role == Role.MEMBER
    ]
    rows = tuple((Button(words("Register"), url=house.link(link.token)),) for link in invited[:1])
    return parcel(words, Screen(text, rows))


def compose_rights(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a moderator: which rights the bot lacks in the group, and how to give them."""
    found = reader(session, row, house.locales)
    chat = session.get(Chat, row.payload["chat"])
    if found is None or chat is None:
        return None
    _, words = found
    lacking = bot_rights.lacking(words, chat)
    if not lacking:
        return None
    text = paragraphs(
        words("In the group chat I still lack these rights:"),
        lines(*(f"• {name}" for name in lacking)),
        words("Make me an administrator of the group with these rights."),
    )
    return parcel(words, Screen(text))


def compose_join(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """For a member: the way into the group chat."""
    found = reader(session, row, house.locales)
    chat = session.get(Chat, row.payload["chat"])
    if found is None or chat is None or chat.join_link is None:
        return None
    _, words = found
    button = Button(words("Ask to join the group"), url=chat.join_link)
    text = words("The group chat of your community is open. Ask to join; I let members in.")
    return parcel(words, Screen(text, ((button,),)))


def compose_goodbye(session: Session, row: Outgoing, house: House) -> Parcel | None:
    """One line for a group that is nobody's; then the bot leaves and keeps nothing."""
    if communities.chat_at(session, row.telegram_id or 0) is not None:
        return None
    words = house.locales.words(None)
    reasons = {
        group.TAKEN: words(
            "This community has another group chat, so I leave. "
            "A moderator of it or Brusano can move it here with the same link."
        ),
        group.MOVED: words("The community now has another group chat, so I leave this one."),
    }
    text = reasons.get(str(row.payload.get("why"))) or words(
        "Nobody founded a community for this group, so I leave. Brusano gives the link for it."
    )
    return Parcel(
        Screen(f"⛔ {text}"),
        repeat_mark(words),
        send=_say_and_leave,
        sent=lambda session, _message_id: outbox.erase(session, row),
    )


async def _say_and_leave(speaker: Speaker, chat_id: int, screen: Screen) -> None:
    """Leave, also where the one line may not be said; gone already is gone too."""
    with suppress(BadRequest, Forbidden):
        await speaker.send(chat_id, screen)
    with suppress(BadRequest, Forbidden):
        await speaker.leave(chat_id)
