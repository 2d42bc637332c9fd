"""The stand-in refuses what Telegram refuses, with Telegram's texts; PTB's Bot is the client."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter

from bot.playground.model import Chat
from bot.playground.people import Person
from bot.playground.rate_limits import Limits
from bot.playground.telegram import Telegram
from tests.playground.conftest import png

Call = Callable[[Bot, int], Awaitable[Any]]


def keys(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(list(rows))


def key(text: str = "x", data: str = "y") -> InlineKeyboardButton:
    return InlineKeyboardButton(text, callback_data=data)


SENDING: dict[str, tuple[Call, str]] = {
    "an empty text": (lambda bot, chat: bot.send_message(chat, " "), "message text is empty"),
    "a text over 4096 characters": (
        lambda bot, chat: bot.send_message(chat, "x" * 4097),
        "message is too long",
    ),
    "a text over 4096 UTF-16 units": (
        lambda bot, chat: bot.send_message(chat, "😀" * 2049),
        "message is too long",
    ),
    "an unclosed tag": (
        lambda bot, chat: bot.send_message(chat, "<b>x", parse_mode="HTML"),
        "can't find end tag",
    ),
    "a caption over 1024 characters": (
        lambda bot, chat: bot.send_photo(chat, png(), caption="x" * 1025),
        "message caption is too long",
    ),
    "a picture that is none": (
        lambda bot, chat: bot.send_photo(chat, b"no picture"),
        "image_process_failed",
    ),
    "an empty file": (lambda bot, chat: bot.send_document(chat, b""), "file must be non-empty"),
    "button data over 64 bytes": (
        lambda bot, chat: bot.send_message(chat, "x", reply_markup=keys([key(data="é" * 33)])),
        "button_data_invalid",
    ),
    "a button without words": (
        lambda bot, chat: bot.send_message(chat, "x", reply_markup=keys([key(text=" ")])),
        "text must be non-empty",
    ),
    "nine buttons in a row": (
        lambda bot, chat: bot.send_message(chat, "x", reply_markup=keys([key()] * 9)),
        "reply_markup_too_long",
    ),
    "a hundred and one buttons": (
        lambda bot, chat: bot.send_message(chat, "x", reply_markup=keys(*[[key()]] * 101)),
        "reply_markup_too_long",
    ),
    "a button that does nothing": (
        lambda bot, chat: bot.send_message(
            chat, "x", reply_markup=keys([InlineKeyboardButton("x")])
        ),
        "text buttons are unallowed",
    ),
    "a button with a broken address": (
        lambda bot, chat: bot.send_message(
            chat, "x", reply_markup=keys([InlineKeyboardButton("x", url="htp:/x")])
        ),
        "wrong http url",
    ),
    "a reply to nothing": (
        lambda bot, chat: bot.send_message(chat, "x", reply_to_message_id=999),
        "message to be replied not found",
    ),
    "an edit of nothing": (
        lambda bot, chat: bot.edit_message_text("x", chat, 999),
        "message to edit not found",
    ),
    "a deletion of nothing": (
        lambda bot, chat: bot.delete_message(chat, 999),
        "message to delete not found",
    ),
    "a pin of nothing": (
        lambda bot, chat: bot.pin_chat_message(chat, 999),
        "message to pin not found",
    ),
    "an unknown chat": (lambda bot, _: bot.send_message(12345, "x"), "chat not found"),
    "an unknown query": (
        lambda bot, _: bot.answer_callback_query("1"),
        "query is too old and response timeout expired or query id is invalid",
    ),
    "an unknown action": (
        lambda bot, chat: bot.send_chat_action(chat, "dancing"),
        "wrong parameter action in request",
    ),
    "an unknown reaction": (
        lambda bot, chat: bot.set_message_reaction(chat, 1, "🪱"),
        "reaction_invalid",
    ),
    "a command with capitals": (
        lambda bot, _: bot.set_my_commands([("Help", "x")]),
        "bot_command_invalid",
    ),
    "an unknown file": (lambda bot, _: bot.get_file("none"), "wrong file_id"),
}


@pytest.mark.parametrize("name", SENDING)
async def test_telegram_refuses(name: str, bot: Bot, anna: Person) -> None:
    call, reason = SENDING[name]
    with pytest.raises(BadRequest) as refused:
        await call(bot, anna.id)
    assert reason in str(refused.value).lower()


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda bot, chat: bot.pin_chat_message(chat, 1), "not enough rights to manage pinned"),
        (lambda bot, chat: bot.create_chat_invite_link(chat), "not enough rights to manage chat"),
        (lambda bot, chat: bot.approve_chat_join_request(chat, 1), "not enough rights"),
        (lambda bot, chat: bot.ban_chat_member(chat, 1), "not enough rights to restrict"),
        (lambda bot, chat: bot.delete_message(chat, 1), "message can't be deleted"),
    ],
    ids=["pin", "invite", "approve", "ban", "delete what others wrote"],
)
async def test_a_plain_member_bot_may_not(call: Call, reason: str, bot: Bot, group: Chat) -> None:
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await call(bot, group.id)


async def test_an_administrator_may_do_what_its_rights_allow(
    bot: Bot, group: Chat, anna: Person
) -> None:
    said = anna.says("hallo", group)
    anna.promotes_bot(group, "pin_messages", "delete_messages")
    assert await bot.pin_chat_message(group.id, said.id)
    assert group.pinned is said
    assert await bot.delete_message(group.id, said.id)
    assert said not in group.pins
    with pytest.raises(BadRequest, match="invite link"):
        await bot.create_chat_invite_link(group.id)


async def test_who_never_pressed_start_cannot_be_written_to(
    bot: Bot, group: Chat, telegram: Telegram
) -> None:
    ben = telegram.world.person("Ben")
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(ben.id, "dag")
    ben.joins(group)
    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(ben.id, "dag")


async def test_who_blocked_the_bot_is_not_reached_until_start(bot: Bot, anna: Person) -> None:
    anna.blocks_bot()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(anna.id, "dag")
    anna.opens()
    await bot.send_message(anna.id, "dag")


async def test_a_removed_bot_is_told_so(bot: Bot, group: Chat, anna: Person) -> None:
    anna.removes_bot(group)
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "dag")


async def test_a_group_that_became_a_supergroup_names_its_new_id(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    old = telegram.world.group("PG Zuid", [anna], supergroup=False)
    anna.adds_bot(old)
    new = anna.upgrades(old)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(old.id, "dag")
    assert moved.value.new_chat_id == new.id
    await bot.send_message(new.id, "dag")


async def test_an_edit_without_a_change_is_refused(bot: Bot, anna: Person) -> None:
    sent = await bot.send_message(anna.id, "<b>dag</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("<b>dag</b>", anna.id, sent.message_id, parse_mode="HTML")
    edited = await bot.edit_message_text("dag", anna.id, sent.message_id)
    assert isinstance(edited, Message)
    assert edited.edit_date is not None


async def test_old_messages_are_edited_but_not_deleted(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    sent = await bot.send_message(anna.id, "dag")
    later = telegram.world.now() + timedelta(hours=49)
    telegram.world.now = lambda: later
    with pytest.raises(BadRequest, match="Message can't be deleted for everyone"):
        await bot.delete_message(anna.id, sent.message_id)
    await bot.edit_message_text("nog dag", anna.id, sent.message_id)


async def test_a_join_request_can_be_settled_once(
    bot: Bot, group: Chat, anna: Person, telegram: Telegram
) -> None:
    anna.promotes_bot(group, "invite_users")
    link = await bot.create_chat_invite_link(group.id, creates_join_request=True)
    ben = telegram.world.person("Ben")
    ben.asks_to_join(link.invite_link)
    await bot.send_message(ben.id, "even geduld")
    assert await bot.approve_chat_join_request(group.id, ben.id)
    assert ben in group.present
    with pytest.raises(BadRequest, match=r"(?i)user_already_participant"):
        await bot.approve_chat_join_request(group.id, ben.id)
    cem = telegram.world.person("Cem")
    with pytest.raises(BadRequest, match=r"(?i)hide_requester_missing"):
        await bot.decline_chat_join_request(group.id, cem.id)


async def test_a_wrong_token_is_refused(telegram: Telegram) -> None:
    stranger = Bot("1:wrong", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.request.shutdown()


async def test_a_query_is_too_old_after_150_seconds(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    await bot.send_message(anna.id, "kom je?", reply_markup=keys([key("✅ ja")]))
    press = anna.presses("✅")
    press.query.opened -= 151
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(press.query.id)


def seconds(refused: RetryAfter) -> float:
    wait = refused.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else wait


async def test_the_twenty_first_message_a_minute_in_a_group_must_wait(
    bot: Bot, group: Chat, anna: Person, telegram: Telegram
) -> None:
    telegram.world.limits = Limits.like_telegram()
    sent = await bot.send_message(group.id, "1")
    for number in range(2, 21):
        await bot.edit_message_text(f"{number}", group.id, sent.message_id)
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(group.id, "21")
    assert 55 <= seconds(refused.value) <= 61
    await bot.send_message(anna.id, "another chat goes on")


async def test_unknown_and_missing_fields_are_complaints(
    bot: Bot, anna: Person, telegram: Telegram
) -> None:
    with pytest.raises(BadRequest, match=r'(?i)unknown field "colour" in sendMessage'):
        await bot.send_message(anna.id, "x", api_kwargs={"colour": "red"})
    with pytest.raises(BadRequest, match=r'(?i)required field "text" is missing in sendMessage'):
        await bot._post("sendMessage", {"chat_id": anna.id})
    with pytest.raises(BadRequest, match=r"(?i)unknown field .*inline_keyboard"):
        await bot.send_message(
            anna.id,
            "x",
            reply_markup=keys(
                [InlineKeyboardButton("x", api_kwargs={"size": 3}, callback_data="y")]
            ),
        )
    assert len(telegram.world.complaints) == 3
