"""Routes an update to its action, after checking the role and the place."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.plain_text import cut, fold
from handlers.core import forms
from handlers.core.access import not_for_you, serving
from handlers.core.arguments import COMMUNITY
from handlers.core.arrival import arrive, guarded
from handlers.core.callback_data import Room
from handlers.core.callbacks import Callbacks, pressed
from handlers.core.context import Context, Services
from handlers.core.forms import FormFlows
from handlers.core.reply import Reply, encrypted
from handlers.core.routes import SERVED, Command, Where, Who
from handlers.core.screens import Button, Screen
from handlers.core.updates import GROUP, Event, Pressed, Raw, Said, Seen, Sender, read
from storage import communities, members
from storage.core import form_drafts, outbox
from storage.core.form_drafts import PICK
from storage.members import Membership

_COMMUNITY: Final = re.compile(
    r"^[^\S\n]*(?:community|gemeenschap|communaut[ée])[^\S\n]*:[^\S\n]*(?P<name>[^\n]*)(?:\n|$)",
    re.IGNORECASE | re.MULTILINE,
)

PICK_IN: Final = Room(PICK).verb("in", COMMUNITY)

ChatEventHandler = Callable[[Services, Any], Awaitable[None]]


async def _takes_nothing(_context: Context, _event: Said) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Table:
    """The routing table: commands, callbacks, forms and chat events."""

    commands: Sequence[Command]
    callbacks: Callbacks
    flows: FormFlows
    chat_event_handlers: Mapping[type, ChatEventHandler]
    moment: Callable[[Context, Said], Awaitable[bool]] = _takes_nothing
    """Takes typed text that is part of a case and must reach no form; False when it is none."""

    takes_file: Callable[[Context, Said], Awaitable[bool]] = _takes_nothing
    """Takes a document or other message that was not typed, if a form asks for one."""


def named(commands: Sequence[Command], name: str) -> Command | None:
    """Find a command by its name in any language."""
    return next((command for command in commands if name in command.names), None)


async def handle(table: Table, services: Services, raw: Raw) -> None:
    """Handle one raw update. Raises what `read` raises, and the database's errors."""
    event = read(raw)
    if isinstance(event, Said):
        await _handle_message(table, services, event)
    elif isinstance(event, Pressed):
        await pressed(table.callbacks, services, event)
    elif event is not None:
        await _handle_chat_event(table, services, event)


async def _handle_chat_event(table: Table, services: Services, event: Event) -> None:
    act = table.chat_event_handlers.get(type(event))
    if act is not None:
        await act(services, event)


async def _handle_message(table: Table, services: Services, event: Said) -> None:
    name, mention, rest = _split_command(event.text)
    if mention and mention != services.bot_username.lower():
        return
    is_group = event.place.kind == GROUP
    if is_group and event.sender is not None:
        await _handle_chat_event(table, services, Seen(event.place, (event.sender,)))
    if name is None and is_group:
        # What people write to each other in their group is not for us, and is not read.
        return
    command = named(table.commands, name) if name is not None else None
    if event.sender is None:
        await _handle_hidden(services, event, command, rest)
        return
    context = await arrive(services, event, event.sender)
    if name is None:
        await _handle_text(table, context, event)
    elif command is not None:
        await guarded(_run_command(table, replace(context, arguments=rest), command), context)
    elif context.is_private:
        await context.refuse(context.words("I don't know this command. /help shows what I can do."))


async def _handle_text(table: Table, context: Context, event: Said) -> None:
    # What fails here may have been a case: nothing of it may wait in the outbox or be logged.
    untraced = replace(context, leaves_no_trace=True)
    if await guarded(table.moment(replace(context, arguments=event.text), event), untraced):
        return
    if not event.is_plain and await guarded(table.takes_file(context, event), context):
        return
    if not event.is_plain:
        await context.refuse(
            context.words("I can only read text that you type. Nothing was kept of this.")
        )
        return
    context = replace(context, arguments=event.text)
    await guarded(_fill_form(table, context), context)


async def _fill_form(table: Table, context: Context) -> None:
    if not await forms.on_text(context, table.flows):
        await context.refuse(
            context.words("I don't know what this answers. /help shows what I can do.")
        )


async def _run_command(table: Table, context: Context, command: Command) -> None:
    if not context.is_private and command.who not in SERVED:
        # Everyone in the group reads the answer; what moderators do there is between the two.
        context = await _in_group_language(context)
    if command.where is Where.PRIVATE and not context.is_private:
        if command.in_group is not None:
            await command.in_group(context)
            return
        await context.say(_private_only(context))
        return
    if command.who is Who.COORDINATOR and not context.is_coordinator:
        await context.refuse(not_for_you(context, command.who))
        return
    if command.who is Who.COORDINATOR:
        await context.write(partial(_store_coordinator, sender=context.sender))
    is_followed = command.who is Who.FOLLOWING and _follows(context)
    if command.leaves_no_trace or is_followed or command.who in (Who.ANYONE, Who.COORDINATOR):
        await command.act(context)
        return
    await _run_in_community(context, command)


def _store_coordinator(session: Session, sender: Sender) -> None:
    """Store a coordinator, so that scheduled messages know their language."""
    members.get_or_add_person(session, sender.telegram_id, sender.language_code)


def _follows(context: Context) -> bool:
    """Whether the requester follows communities: such a command asks itself which one."""
    return context.is_coordinator or bool(serving(context, Who.FOLLOWING))


async def _in_group_language(context: Context) -> Context:
    here = await context.read(lambda session: communities.by_chat(session, context.chat_id))
    if here is None:
        return context
    return replace(context, words=context.services.locales.group(here.language))


async def _run_in_community(context: Context, command: Command) -> None:
    possible = serving(context, command.who)
    found = _COMMUNITY.search(context.arguments) if command.takes_community else None
    if possible and found is not None:
        called = partial(_in_communities_named, name=found["name"], possible=possible)
        possible = await context.read(called)
        if not possible:
            name = cut(found["name"], forms.UNKNOWN)
            await context.refuse(
                context.words("You have this role in no community called {name}.", name=name)
            )
            return
        context = replace(context, arguments=context.arguments.replace(found[0], "", 1).strip())
    if not possible:
        await context.refuse(not_for_you(context, command.who))
    elif len(possible) == 1:
        await _act(replace(context, membership=possible[0]), command)
    else:
        await _ask_community(context, command, possible)


def _in_communities_named(
    session: Session, name: str, possible: Sequence[Membership]
) -> list[Membership]:
    """The memberships in communities of this name."""
    communities_of = (
        (own, session.get(communities.Community, own.community_id)) for own in possible
    )
    return [
        own
        for own, community in communities_of
        if community is not None and fold(community.name) == fold(name)
    ]


async def _act(context: Context, command: Command) -> None:
    """Run a command of a community; one that needs a cycle is refused when it is closed."""
    closed = await context.read(partial(_closed, context=context)) if command.in_cycle else None
    if closed is None:
        await command.act(context)
        return
    await context.say(Screen(f"🌙 {_closed_text(context, closed.name)}"))


def _closed_text(context: Context, name: str) -> str:
    if context.membership is not None and context.membership.role == Role.MODERATOR:
        return context.words(
            "The cycle of {name} is closed. A new one begins with /plan.", name=name
        )
    return context.words(
        "The cycle of {name} is closed. When a new one is planned, I ask whether you go on.",
        name=name,
    )


def _closed(session: Session, context: Context) -> communities.Community | None:
    """The community of the command, if its cycle was closed."""
    community = session.get(communities.Community, context.community_id)
    return community if community is not None and community.archived_at is not None else None


async def _ask_community(context: Context, command: Command, possible: list[Membership]) -> None:
    draft = context.services.cipher.encrypt_fields(
        {"command": command.name, "arguments": context.arguments}, "arguments"
    )

    def act(session: Any) -> list[tuple[str, int]]:
        form_drafts.keep(session, context.sender.telegram_id, PICK, draft, context.now)
        found = [session.get(communities.Community, m.community_id) for m in possible]
        return [(community.name, community.id) for community in found]

    named = await context.write(act)
    rows = tuple((PICK_IN.button(name, key),) for name, key in named)
    await context.say(Screen(context.words("Which community is this about?"), rows))


async def on_picked(context: Context, commands: Sequence[Command], community_id: int) -> None:
    """Run a command that waited for the choice of a community."""
    await context.answer()
    telegram_id = context.sender.telegram_id
    row = await context.read(lambda session: form_drafts.about(session, telegram_id, PICK))
    draft = context.services.cipher.decrypt_fields_or_none(row.draft) if row else None
    command = named(commands, str(draft["command"])) if draft else None
    if draft is None or command is None:
        finished = context.words("This was finished before. Give the command again.")
        await context.show(Screen(f"⛔ {finished}"))
        return
    chosen = [m for m in serving(context, command.who) if m.community_id == community_id]
    if not chosen:
        await context.refuse(not_for_you(context, command.who))
        return
    await context.write(lambda session: form_drafts.drop(session, telegram_id, PICK))
    arguments = str(draft["arguments"])
    await _act(replace(context, arguments=arguments, membership=chosen[0]), command)


async def _handle_hidden(
    services: Services, event: Said, command: Command | None, arguments: str
) -> None:
    if command is not None and command.by_hidden is not None:
        await command.by_hidden(services, event, arguments)
    elif command is not None:
        await services.database.write(partial(_refuse_hidden, services=services, event=event))


def _refuse_hidden(session: Session, services: Services, event: Said) -> None:
    community = communities.by_chat(session, event.place.telegram_id)
    words = services.locales.group(community.language if community else services.locales.default)
    hidden = words(
        "You write as an anonymous administrator, so I can't see who you are. "
        "Write to me privately, or as yourself."
    )
    packed = encrypted(services.cipher, Screen(f"⛔ {hidden}"), words)
    reply = Reply(event.place.telegram_id, str(event.message_id), packed)
    outbox.put(session, reply, services.now())


def _private_only(context: Context) -> Screen:
    link = f"https://t.me/{context.services.bot_username}"
    words = context.words
    return Screen(
        f"⛔ {words('This only works in a private chat with me.')}",
        ((Button(words("Write to me"), url=link),),),
    )


def _split_command(text: str) -> tuple[str | None, str, str]:
    """Split a text into command, mentioned bot and arguments; the command may be None."""
    if not text.startswith("/"):
        return None, "", text
    head, *rest = text.split(maxsplit=1)
    name, _, mention = head[1:].partition("@")
    return name.lower(), mention.lower(), text[len(head) :].strip() if rest else ""
