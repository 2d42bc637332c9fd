"""Finds the room for what came in, checks who may enter, and lets the room answer."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from bot.logs import event, failure
from bot.rules.members import Role
from bot.rules.plain_text import cut
from handlers.core import callback_data, forms
from handlers.core.context import REPLY, Asker, House, Visit, recognise
from handlers.core.forms import Talks
from handlers.core.routes import SERVED, Buttons, Command, Where, Who
from handlers.core.screens import Button, Screen
from handlers.core.updates import GROUP, PRIVATE, Event, Pressed, Raw, Said, Seen, Sender, read
from locales import fold
from storage import communities, handover, members
from storage.cases import due as cases_due
from storage.core import form_drafts, outbox
from storage.core.outbox import Outgoing
from storage.members import Membership
from storage.summaries import due as summaries_due

LOGGER: Final = logging.getLogger(__name__)

_COMMUNITY: Final = re.compile(
    r"^[^\S\n]*(?:community|gemeenschap|communaut[ée])[^\S\n]*:[^\S\n]*(?P<name>[^\n]*)(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)

PICK: Final = "pick"
"""The topic under which a command waits while a person says which community it is about."""

NOBODY: Final = Asker(None, (), None)
"""Who visits a swift room, until the room has looked."""

Happening = Callable[[House, Any], Awaitable[None]]


async def _no_moment(_visit: Visit, _event: Said) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Table:
    """The routing table: every way into the house."""

    commands: Sequence[Command]
    rooms: Mapping[str, Buttons]
    talks: Talks
    happenings: Mapping[type, Happening]
    moment: Callable[[Visit, Said], Awaitable[bool]] = _no_moment
    """Takes what a typed message answers that no form may see; False when it is none."""

    takes_file: Callable[[Visit, Said], Awaitable[bool]] = _no_moment
    """Takes a document, or whatever else was sent and not typed, that a form waits for."""

    def command(self, name: str) -> Command | None:
        """The command of this name, in any language."""
        return next((c for c in self.commands if name in c.names), None)

    def room(self, name: str) -> Buttons | None:
        """The room whose buttons begin with this name."""
        return self.rooms.get(name)


async def handle(table: Table, house: House, raw: Raw) -> None:
    """Handle one raw update. Raises what `read` raises, and the database's errors."""
    event = read(raw)
    if isinstance(event, Said):
        await _said(table, house, event)
    elif isinstance(event, Pressed):
        await _pressed(table, house, event)
    elif event is not None:
        await _happened(table, house, event)


async def _happened(table: Table, house: House, event: Event) -> None:
    act = table.happenings.get(type(event))
    if act is not None:
        await act(house, event)


async def _said(table: Table, house: House, event: Said) -> None:
    name, mention, rest = _split_command(event.text)
    if mention and mention != house.bot_username.lower():
        return
    is_group = event.place.kind == GROUP
    if is_group and event.sender is not None:
        await _happened(table, house, Seen(event.place, (event.sender,)))
    if name is None and is_group:
        # What people write to each other in their group is not for us, and is not read.
        return
    command = table.command(name) if name is not None else None
    if event.sender is None:
        await _said_by_hidden(house, event, command, rest)
        return
    visit = await _arrive(house, event, event.sender)
    if name is None:
        await _typed(table, visit, event)
    elif command is not None:
        await guarded(_enter(table, replace(visit, arguments=rest), command), visit)
    elif visit.is_private:
        await visit.refuse(visit.words("I don't know this command. /help shows what I can do."))


async def _typed(table: Table, visit: Visit, event: Said) -> None:
    # What fails here may have been a case: nothing of it may wait in the outbox or be logged.
    fleeting = replace(visit, is_fleeting=True)
    if await guarded(table.moment(replace(visit, arguments=event.text), event), fleeting):
        return
    if not event.is_plain and await guarded(table.takes_file(visit, event), visit):
        return
    if not event.is_plain:
        await visit.refuse(
            visit.words("I can only read text that you type. Nothing was kept of this.")
        )
        return
    visit = replace(visit, arguments=event.text)
    await guarded(_take_text(table, visit), visit)


async def _take_text(table: Table, visit: Visit) -> None:
    if not await forms.on_text(visit, table.talks):
        await visit.refuse(
            visit.words("I don't know what this answers. /help shows what I can do.")
        )


async def _pressed(table: Table, house: House, event: Pressed) -> None:
    name, verb, references = callback_data.unpack(event.data)
    room = table.room(name)
    if room is not None and room.is_swift:
        visit = _unknown(house, event, verb, references)
        if visit.is_private:
            await _reached(house, event.sender)
        await guarded(room.act(visit), visit)
        return
    visit = await _arrive(house, event, event.sender)
    visit = replace(visit, verb=verb, references=references)
    is_private_room = name in (PICK, forms.ROOM) or (room and room.where is Where.PRIVATE)
    if is_private_room and not visit.is_private:
        # Forged: such a button never stood in a group, and its room would write over the card.
        await visit.refuse(visit.words("This only works in a private chat with me."))
    elif name == PICK:
        await guarded(_picked(table, visit), visit)
    elif name == forms.ROOM:
        await guarded(forms.on_press(visit, table.talks), visit)
    elif room is not None:
        await guarded(room.act(visit), visit)
    else:
        await visit.refuse(visit.words("This button no longer works. /help shows what does."))


def _unknown(house: House, event: Pressed, verb: str, references: tuple[str, ...]) -> Visit:
    return Visit(
        house=house,
        event=event,
        sender=event.sender,
        place=event.place,
        asker=NOBODY,
        words=house.locales.words(None),
        now=house.now(),
        verb=verb,
        references=references,
    )


async def _arrive(house: House, event: Said | Pressed, sender: Sender) -> Visit:
    if event.place is None or event.place.kind == PRIVATE:
        await _reached(house, sender)
    asker = await house.database.read(
        lambda session: recognise(session, sender, event.place, house.locales)
    )
    words = house.locales.words(asker.language)
    return Visit(house, event, sender, event.place, asker, words, house.now())


async def _reached(house: House, sender: Sender) -> None:
    """Who writes or presses in private can be written to again, whatever was noted before."""
    lost = partial(members.is_lost, person_telegram_id=sender.telegram_id)
    if await house.database.read(lost):
        await house.database.write(partial(_back, sender=sender, house=house))


def _back(session: Session, sender: Sender, house: House) -> None:
    """Note that a person can be written to; what waited for them goes out."""
    members.mark_reachable(session, sender.telegram_id, yes=True)
    person = members.person_at(session, sender.telegram_id)
    handover.wake(session, person.id if person else None, house.now())
    cases_due.wake(session, sender.telegram_id, house.settings, house.now())
    summaries_due.wake(session, sender.telegram_id, house.settings, house.now())


async def guarded(act: Awaitable[bool | None], visit: Visit) -> bool:
    """Let a room answer; if it fails, the person hears so, and nothing was half-stored.

    False when the room found that this is not for it, and said nothing.
    """
    try:
        return await act is not False
    except DBAPIError:
        raise
    except Exception as error:
        if visit.is_fleeting:
            # Where it failed would tell a case from none at that moment.
            event(LOGGER, "room_failed")
        else:
            failure(LOGGER, "room_failed", error)
        await visit.refuse(
            visit.words("Something went wrong on our side. Nothing was changed; try again.")
        )
        return True


async def _enter(table: Table, visit: Visit, command: Command) -> None:
    if not visit.is_private and command.who not in SERVED:
        # Everyone in the group reads the answer; what moderators do there is between the two.
        visit = await _as_the_group_speaks(visit)
    if command.where is Where.PRIVATE and not visit.is_private:
        if command.in_group is not None:
            await command.in_group(visit)
            return
        await visit.say(_come_to_me(visit))
        return
    if command.who is Who.COORDINATOR and not visit.is_coordinator:
        await visit.refuse(visit.words("This command is for Brusano's coordinators."))
        return
    if command.who is Who.COORDINATOR:
        await visit.write(partial(_meet, sender=visit.sender))
    is_followed = command.who is Who.FOLLOWING and _follows(visit)
    if command.is_fleeting or is_followed or command.who in (Who.ANYONE, Who.COORDINATOR):
        await command.act(visit)
        return
    await _enter_community(visit, command)


def _meet(session: Session, sender: Sender) -> None:
    """Know a coordinator's language, for what is told them of its own accord."""
    members.met(session, sender.telegram_id, sender.language_code)


def _follows(visit: Visit) -> bool:
    """Whether somebody follows communities: then the command asks itself which it is about."""
    return visit.is_coordinator or bool(serving(visit, Who.FOLLOWING))


async def _as_the_group_speaks(visit: Visit) -> Visit:
    here = await visit.read(lambda session: communities.of_chat(session, visit.chat_id))
    if here is None:
        return visit
    return replace(visit, words=visit.house.locales.group(here.language))


async def _enter_community(visit: Visit, command: Command) -> None:
    possible = serving(visit, command.who)
    found = _COMMUNITY.search(visit.arguments) if command.takes_community else None
    if possible and found is not None:
        called = partial(_called, name=found["name"], possible=possible)
        possible = await visit.read(called)
        if not possible:
            name = cut(found["name"], forms.UNKNOWN)
            await visit.refuse(
                visit.words("You have this role in no community called {name}.", name=name)
            )
            return
        visit = replace(visit, arguments=visit.arguments.replace(found[0], "", 1).strip())
    if not possible:
        await visit.refuse(_not_for_you(visit, command.who))
    elif len(possible) == 1:
        await _act(replace(visit, membership=possible[0]), command)
    else:
        await _ask_which(visit, command, possible)


def _called(session: Session, name: str, possible: Sequence[Membership]) -> list[Membership]:
    """Those of the memberships that are of a community of this name."""
    communities_of = (
        (own, session.get(communities.Community, own.community_id)) for own in possible
    )
    return [
        own
        for own, community in communities_of
        if community is not None and fold(community.name) == fold(name)
    ]


async def _act(visit: Visit, command: Command) -> None:
    """Do what a command of a community does; where that needs a cycle, one must be running."""
    closed = await visit.read(partial(_closed, visit=visit)) if command.in_cycle else None
    if closed is None:
        await command.act(visit)
        return
    await visit.say(Screen(f"🌙 {_closed_told(visit, closed.name)}"))


def _closed_told(visit: Visit, name: str) -> str:
    if visit.membership is not None and visit.membership.role == Role.MODERATOR:
        return visit.words("The cycle of {name} is closed. A new one begins with /plan.", name=name)
    return visit.words(
        "The cycle of {name} is closed. When a new one is planned, I ask whether you go on.",
        name=name,
    )


def _closed(session: Session, visit: Visit) -> communities.Community | None:
    """The community that a visit is about, if its cycle was closed."""
    community = session.get(communities.Community, visit.community_id)
    return community if community is not None and community.archived_at is not None else None


def serving(visit: Visit, who: Who) -> list[Membership]:
    """The visitor's memberships that a command may be about: here, with the right role."""
    here = visit.asker.community_here
    return [
        membership
        for membership in visit.asker.memberships
        if (visit.is_private or membership.community_id == here)
        and (who not in SERVED or membership.role in SERVED[who])
    ]


def _not_for_you(visit: Visit, who: Who) -> str:
    if who in (Who.MODERATOR, Who.FOLLOWING):
        return visit.words("This command is for the moderators of the community.")
    if who is Who.LEAD:
        return visit.words("This command is for the monitoring lead of the community.")
    if who is Who.LEADING:
        return visit.words(
            "This command is for the moderators and the monitoring lead of the community."
        )
    if visit.is_private:
        return visit.words(
            "You are not registered in a community. Ask a moderator or Brusano for an invitation."
        )
    return visit.words("You are not registered in this community.")


async def _ask_which(visit: Visit, command: Command, possible: list[Membership]) -> None:
    draft = visit.house.seal.hide(
        {"command": command.names[0], "arguments": visit.arguments}, "arguments"
    )

    def act(session: Any) -> list[tuple[str, int]]:
        form_drafts.keep(session, visit.sender.telegram_id, PICK, draft, visit.now)
        found = [session.get(communities.Community, m.community_id) for m in possible]
        return [(community.name, community.id) for community in found]

    named = await visit.write(act)
    rows = tuple((Button(name, callback_data.pack(PICK, "in", key)),) for name, key in named)
    await visit.say(Screen(visit.words("Which community is this about?"), rows))


async def _picked(table: Table, visit: Visit) -> None:
    await visit.pop_up()
    telegram_id = visit.sender.telegram_id
    row = await visit.read(lambda session: form_drafts.about(session, telegram_id, PICK))
    community_id = callback_data.number(visit.references)
    draft = visit.house.seal.shown(row.draft) if row else None
    command = table.command(str(draft["command"])) if draft else None
    if draft is None or command is None:
        finished = visit.words("This was finished before. Give the command again.")
        await visit.show(Screen(f"⛔ {finished}"))
        return
    chosen = [m for m in serving(visit, command.who) if m.community_id == community_id]
    if not chosen:
        await visit.refuse(_not_for_you(visit, command.who))
        return
    await visit.write(lambda session: form_drafts.drop(session, telegram_id, PICK))
    arguments = str(draft["arguments"])
    await _act(replace(visit, arguments=arguments, membership=chosen[0]), command)


async def _said_by_hidden(
    house: House, event: Said, command: Command | None, arguments: str
) -> None:
    if command is not None and command.by_hidden is not None:
        await command.by_hidden(house, event, arguments)
    elif command is not None:
        await house.database.write(partial(_refuse_hidden, house=house, event=event))


def _refuse_hidden(session: Session, house: House, event: Said) -> None:
    community = communities.of_chat(session, event.place.telegram_id)
    words = house.locales.group(community.language if community else house.locales.default)
    hidden = words(
        "You write as an anonymous administrator, so I can't see who you are. "
        "Write to me privately, or as yourself."
    )
    row = Outgoing(
        key=f"{REPLY}:{event.place.telegram_id}:{event.message_id}",
        kind=REPLY,
        telegram_id=event.place.telegram_id,
        payload=Screen(f"⛔ {hidden}").packed() | {"language": words.language},
        due_at=house.now(),
    )
    outbox.put(session, row)


def _come_to_me(visit: Visit) -> Screen:
    link = f"https://t.me/{visit.house.bot_username}"
    words = visit.words
    return Screen(
        f"⛔ {words('This only works in a private chat with me.')}",
        ((Button(words("Write to me"), url=link),),),
    )


def _split_command(text: str) -> tuple[str | None, str, str]:
    """Name, mentioned bot and arguments of a command; the name is None for other texts."""
    if not text.startswith("/"):
        return None, "", text
    head, *rest = text.split(maxsplit=1)
    name, _, mention = head[1:].partition("@")
    return name.lower(), mention.lower(), text[len(head) :].strip() if rest else ""
