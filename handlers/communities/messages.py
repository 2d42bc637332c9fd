"""What is said of a group chat later: the greeting, the lacking rights, the way in, goodbye."""

from contextlib import suppress

from sqlmodel import Session
from telegram.error import BadRequest, Forbidden

from bot.rules.members import Role
from handlers.communities import bot_rights, group
from handlers.core.context import Services
from handlers.core.outgoing import OutgoingMessage, new_message, reader, repeat_mark
from handlers.core.screens import Button, Screen, lines, paragraphs
from handlers.core.telegram_client import TelegramClient
from storage import communities
from storage.communities import Chat, Community
from storage.core import outbox
from storage.core.outbox import Outgoing


def render_greeting(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """The one greeting in a group that was tied, with the button to register."""
    chat = session.get(Chat, row.chat_id)
    community = session.get(Community, chat.community_id) if chat else None
    if community is None:
        return None
    words = services.locales.group(community.language)
    text = paragraphs(
        words("Hello! I help the community {name} with its meetings.", name=community.name),
        words("Register with me privately; from then on you answer with one press."),
    )
    invited = [
        link
        for link in communities.invitations(session, community.id or 0)
        if link.role == Role.MEMBER
    ]
    rows = tuple(
        (Button(words("Register"), url=services.link(link.token)),) for link in invited[:1]
    )
    return new_message(words, Screen(text, rows))


def render_rights(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For a moderator: which rights the bot lacks in the group, and how to give them."""
    found = reader(session, row, services.locales)
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
    return new_message(words, Screen(text))


def render_join(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """For a member: the way into the group chat."""
    found = reader(session, row, services.locales)
    chat = session.get(Chat, row.payload["chat"])
    if found is None or chat is None or chat.join_link is None:
        return None
    _, words = found
    button = Button(words("Ask to join the group"), url=chat.join_link)
    text = words("The group chat of your community is open. Ask to join; I let members in.")
    return new_message(words, Screen(text, ((button,),)))


def render_goodbye(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    """One line for a group that is nobody's; then the bot leaves and keeps nothing."""
    if communities.chat_at(session, row.telegram_id or 0) is not None:
        return None
    words = services.locales.words(None)
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
    return OutgoingMessage(
        Screen(f"⛔ {text}"),
        repeat_mark(words),
        send=_say_and_leave,
        sent=lambda session, _message_id: outbox.erase(session, row),
    )


async def _say_and_leave(client: TelegramClient, chat_id: int, screen: Screen) -> None:
    """Leave, also where the one line may not be said; gone already is gone too."""
    with suppress(BadRequest, Forbidden):
        await client.send(chat_id, screen)
    with suppress(BadRequest, Forbidden):
        await client.leave(chat_id)
