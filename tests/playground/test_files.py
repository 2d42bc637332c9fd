"""Documents and photos, answers to a message, and pins, as Telegram has them."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.playground.model import Chat
from bot.playground.people import Person
from bot.playground.telegram import Telegram
from tests.playground.conftest import png

LARGE = 50 * 1024 * 1024


async def test_a_document_of_fifty_megabytes_is_sent_on_by_its_id_and_not_read(
    bot: Bot, anna: Person
) -> None:
    anna.sends_document("verslag é.pdf", LARGE)
    document = (await bot.get_updates())[-1].message.document  # type: ignore[union-attr]
    assert document is not None
    assert (document.file_name, document.file_size) == ("verslag é.pdf", LARGE)
    assert document.mime_type == "application/pdf"
    with pytest.raises(BadRequest, match=r"(?i)file is too big"):
        await bot.get_file(document.file_id)
    sent = await bot.send_document(anna.id, document.file_id, caption="lees dit")
    assert sent.document is not None
    assert sent.document.file_size == LARGE


async def test_a_photo_stays_a_photo_and_a_document_a_document(bot: Bot, anna: Person) -> None:
    photo = (await bot.send_photo(anna.id, png(40, 30))).photo[-1]
    assert (photo.width, photo.height) == (40, 30)
    assert (await bot.send_photo(anna.id, photo.file_id)).photo
    with pytest.raises(BadRequest, match=r"(?i)can't use file of type Photo as Document"):
        await bot.send_document(anna.id, photo.file_id)


async def test_a_command_in_reply_brings_the_words_it_replies_to(
    bot: Bot, group: Chat, anna: Person
) -> None:
    said = anna.says("wat we leerden", group)
    anna.replies(said, "/summary")
    heard = (await bot.get_updates())[-1].message
    assert heard is not None
    assert heard.text == "/summary"
    assert heard.reply_to_message is not None
    assert heard.reply_to_message.text == "wat we leerden"


async def test_of_several_pins_the_one_sent_last_is_on_top(
    bot: Bot, group: Chat, anna: Person, telegram: Telegram
) -> None:
    anna.promotes_bot(group, "pin_messages")
    older, newer = [await bot.send_message(group.id, one) for one in ("kaart", "verslag")]
    for one in (newer, older):
        await bot.pin_chat_message(group.id, one.message_id)
    pinned = (await bot.get_chat(group.id)).pinned_message
    assert pinned is not None
    assert pinned.text == "verslag"
    assert await bot.unpin_chat_message(group.id)
    assert [one.text for one in group.pins] == ["kaart"]
    with pytest.raises(BadRequest, match=r"(?i)message to unpin not found"):
        await bot.unpin_chat_message(group.id, newer.message_id)
    assert telegram.world.complaints == []
