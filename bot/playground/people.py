"""People with phones: what they do in their chats, and how a test waits for answers."""

import asyncio
import re
from html import escape
from mimetypes import guess_type
from urllib.parse import parse_qs, urlsplit

from bot.playground.api_json import chat_json, link_json, query_json, user_json
from bot.playground.entities import with_found
from bot.playground.model import CallbackQuery, Chat, InviteLink, Json, Message, StoredFile, User
from bot.playground.refusals import ImpossibleError
from bot.playground.state import State
from bot.playground.waiting import PATIENCE, Press, Wanted, found, is_from_bot, transcript

PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
JOIN_REQUEST_OPENS = 300.0


class Person(User):
    """An account with a phone. Where no chat is given, it acts in its private chat with the bot."""

    __slots__ = ("since", "state")

    def __init__(
        self,
        user_id: int,
        first_name: str,
        last_name: str | None,
        username: str | None,
        language_code: str | None,
        *,
        state: State,
    ) -> None:
        super().__init__(user_id, first_name, last_name, username, language_code)
        self.state = state
        self.since = 0

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.state.chats[self.id]

    # Writing

    def says(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        reply_to: Message | None = None,
        anonymous: bool = False,
    ) -> Message:
        """Write a message; `anonymous` as an administrator in the group's name."""
        place = self.enter_chat(chat)
        message = self.state.post_message(
            place,
            self,
            text=text,
            html=escape(text, quote=False),
            entities=with_found(text, []),
            reply_to=reply_to,
            anonymous=anonymous,
        )
        self.state.notify_bot(message)
        return message

    def edits(self, message: Message, text: str) -> None:
        """Edit a message."""
        self.begin_action()
        message.text, message.html = text, escape(text, quote=False)
        message.entities = with_found(text, [])
        message.edited = self.state.now()
        self.state.mark_changed(message)
        self.state.notify_bot(message, "edited_message")

    def deletes(self, message: Message) -> None:
        """Delete a message for everyone; no update tells the bot."""
        self.begin_action()
        self.state.delete_message(message)

    def replies(self, message: Message, text: str) -> Message:
        """Reply to a message in its chat."""
        return self.says(text, message.chat, reply_to=message)

    def sends_file(
        self,
        name: str,
        content: bytes,
        chat: Chat | None = None,
        *,
        caption: str = "",
        reply_to: Message | None = None,
        claimed_size: int = 0,
    ) -> Message:
        """Send a document; `claimed_size` is the size Telegram reports, if more than it has."""
        place = self.enter_chat(chat)
        number = self.state.next_number()
        kind = guess_type(name)[0] or "application/octet-stream"
        file = StoredFile(
            f"file-{number}", f"unique-{number}", name, kind, content, claimed_size=claimed_size
        )
        self.state.files[file.id] = file
        message = self.state.post_message(
            place,
            self,
            text=caption,
            html=escape(caption, quote=False),
            entities=with_found(caption, []),
            reply_to=reply_to,
            document=file,
        )
        self.state.notify_bot(message)
        return message

    def sends_document(self, name: str, size: int, chat: Chat | None = None) -> Message:
        """Send a document of which Telegram reports so many bytes; only the first few exist."""
        return self.sends_file(name, b"%PDF-1.7\n"[:size], chat, claimed_size=size)

    def opens(self, link: str = "") -> Message:
        """Press Start, with the payload of a `t.me/<bot>?start=` link or the payload itself."""
        payload = start_payload(link)
        if not PAYLOAD.fullmatch(payload):
            raise ImpossibleError(f"Telegram opens no link with the payload {payload!r}")
        self.unblocks_bot()
        return self.says(f"/start {payload}".strip())

    # Pressing

    def presses(
        self, button: str, message: Message | None = None, *, chat: Chat | None = None
    ) -> Press:
        """Press the first button that begins with the text, on the newest message that has one."""
        place = message.chat if message else self.enter_chat(chat)
        found = message or newest_with(place, button)
        pressed = found.button(button) if found else None
        if found is None or pressed is None:
            raise ImpossibleError(
                f"{self.first_name} sees no button {button!r}\n{transcript(place)}"
            )
        if pressed.data is None:
            raise ImpossibleError(f"{pressed.text!r} is no callback button: {pressed.raw}")
        return self.forges(pressed.data, found)

    def link_on(self, button: str, *, chat: Chat | None = None) -> str:
        """The address of the newest link button that begins with the text."""
        place = chat or self.chat
        found = newest_with(place, button)
        pressed = found.button(button) if found else None
        if pressed is None or pressed.url is None:
            raise ImpossibleError(f"{self.first_name} sees no link {button!r}\n{transcript(place)}")
        return pressed.url

    def forges(self, data: str, message: Message) -> Press:
        """Send callback data of any content, as an altered Telegram client can."""
        self.begin_action()
        state = self.state
        query = CallbackQuery(
            f"{4_000_000_000 + state.next_number()}", self, message, data, state.monotonic()
        )
        state.queries[query.id] = query
        state.queue_update("callback_query", query_json(query))
        return Press(state, query)

    # Groups

    def adds_bot(
        self,
        group: Chat,
        payload: str | None = None,
        *,
        rights: tuple[str, ...] = (),
    ) -> None:
        """Add the bot to a group, by a `?startgroup=` link when there is a payload.

        `rights` makes it an administrator at once, with or without `can_`.
        """
        self.begin_action()
        state = self.state
        status = "administrator" if rights else "member"
        state.change_member(group, state.bot, self, status, full_rights(rights))
        state.post_service(
            group,
            self,
            {"new_chat_members": [user_json(state.bot)], "new_chat_member": user_json(state.bot)},
        )
        if payload is not None:
            text = f"/start@{state.bot.username} {start_payload(payload)}".strip()
            self.says(text, group)

    def promotes_bot(self, group: Chat, *rights: str) -> None:
        """Make the bot an administrator with these rights only; with or without `can_`."""
        self.begin_action()
        self.state.change_member(
            group, self.state.bot, self, "administrator", full_rights(rights or ("manage_chat",))
        )

    def demotes_bot(self, group: Chat) -> None:
        self.begin_action()
        self.state.change_member(group, self.state.bot, self, "member")

    def removes_bot(self, group: Chat) -> None:
        """Remove the bot from a group."""
        self.begin_action()
        self.state.change_member(group, self.state.bot, self, "kicked")

    def joins(
        self, group: Chat, by: InviteLink | None = None, *, approver: User | None = None
    ) -> None:
        """Join a group."""
        self.begin_action()
        extra: Json = {}
        if by:
            by.used += 1
            extra = {"invite_link": link_json(by), "via_join_request": by.joins_by_request}
        self.state.change_member(group, self, approver or self, "member", **extra)
        self.state.post_service(
            group, self, {"new_chat_members": [user_json(self)], "new_chat_member": user_json(self)}
        )

    def leaves(self, group: Chat) -> None:
        self.begin_action()
        self.state.change_member(group, self, self, "left")
        self.state.post_service(group, self, {"left_chat_member": user_json(self)})

    def removes(self, person: "Person", group: Chat) -> None:
        """Remove someone else from a group."""
        self.begin_action()
        self.state.change_member(group, person, self, "kicked")
        self.state.post_service(group, self, {"left_chat_member": user_json(person)})

    def asks_to_join(self, address: str) -> None:
        """Follow an invite link: ask to join, or join at once where no approval is needed."""
        self.begin_action()
        link = find_link(self.state, address)
        if self in link.chat.present:
            raise ImpossibleError(f"{self.first_name} is in {link.chat.title!r} already")
        if not link.joins_by_request:
            self.joins(link.chat, link)
            return
        link.chat.requests[self.id] = link
        bot = self.state.bot_member(link.chat)
        if bot.may("can_invite_users"):
            self.chat.writable_until = self.state.monotonic() + JOIN_REQUEST_OPENS
            self.state.queue_update("chat_join_request", self.request_json(link))

    def request_json(self, link: InviteLink) -> Json:
        return {
            "chat": chat_json(link.chat),
            "from": user_json(self),
            "user_chat_id": self.id,
            "date": int(self.state.now().timestamp()),
            "invite_link": link_json(link),
        }

    def upgrades(self, group: Chat) -> Chat:
        """Upgrade a group to a supergroup; gives the new chat."""
        self.begin_action()
        return self.state.supergroup_of(group)

    # The private chat

    def blocks_bot(self) -> None:
        """Block the bot."""
        self.begin_action()
        if not self.chat.blocked:
            self.chat.blocked = True
            self.report_block("member", "kicked")

    def unblocks_bot(self) -> None:
        """Unblock the bot if it is blocked."""
        self.begin_action()
        if self.chat.blocked:
            self.chat.blocked = False
            self.report_block("kicked", "member")

    def report_block(self, before: str, after: str) -> None:
        bot = user_json(self.state.bot)
        sides = [
            {"status": status, "user": bot} | ({"until_date": 0} if status == "kicked" else {})
            for status in (before, after)
        ]
        body = {
            "chat": chat_json(self.chat),
            "from": user_json(self),
            "date": int(self.state.now().timestamp()),
            "old_chat_member": sides[0],
            "new_chat_member": sides[1],
        }
        self.state.queue_update("my_chat_member", body)
        self.state.notify_watchers("chat", self.chat)

    # Reading

    async def hears(
        self, wanted: Wanted = None, *, within: float = PATIENCE, chat: Chat | None = None
    ) -> Message:
        """A message of the bot that is new or edited since this person's last action.

        `wanted` is a piece of its text or a test of the message. Raises an AssertionError with
        a transcript when none comes within so many seconds.
        """
        since = self.since
        return await found(self.state, chat or self.chat, wanted, within, since, self.first_name)

    async def sees(
        self, wanted: Wanted = None, *, within: float = PATIENCE, chat: Chat | None = None
    ) -> Message:
        """The newest message of the bot that fits, however old."""
        return await found(self.state, chat or self.chat, wanted, within, 0, self.first_name)

    async def hears_nothing(self, seconds: float = 0.3, *, chat: Chat | None = None) -> None:
        """Assert that nothing new or edited comes within so many seconds."""
        place = chat or self.chat
        await asyncio.sleep(seconds)
        news = [one for one in place.messages if one.changed > self.since and is_from_bot(one)]
        if news:
            raise AssertionError(f"{self.first_name} heard something\n{transcript(place)}")

    # Helpers

    def begin_action(self) -> None:
        """Begin an action: `hears` looks only at what changes after it."""
        self.since = self.state.tick

    def enter_chat(self, chat: Chat | None) -> Chat:
        self.begin_action()
        if chat is None or chat is self.chat:
            self.chat.started = True
            return self.chat
        member = chat.members.get(self.id)
        if member is None or not member.present:
            raise ImpossibleError(f"{self.first_name} is not in {chat.title!r}")
        return chat


def start_payload(link: str) -> str:
    """The payload of a start link; a text that is no link is the payload itself."""
    if "?" not in link:
        return "" if "t.me/" in link else link
    fields = parse_qs(urlsplit(link).query)
    return next((fields[key][0] for key in ("start", "startgroup") if key in fields), "")


def full_rights(rights: tuple[str, ...]) -> tuple[str, ...]:
    named = tuple(one if one.startswith("can_") else f"can_{one}" for one in rights)
    return ("can_manage_chat", *named) if named else ()


def find_link(state: State, address: str) -> InviteLink:
    for chat in state.chats.values():
        link = chat.links.get(address)
        if link and not link.revoked and chat.migrated_to is None:
            return link
    raise ImpossibleError(f"this invite link has expired: {address}")


def newest_with(chat: Chat, button: str) -> Message | None:
    return next((one for one in reversed(chat.messages) if one.button(button)), None)
