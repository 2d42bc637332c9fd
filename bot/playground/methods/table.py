"""The function for each method of the Bot API, by its name in lower case."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.playground.methods import account, chats, messages
from bot.playground.model import Json
from bot.playground.world import World

Answer = Callable[[World, Json], Any]

METHODS: dict[str, Answer] = {
    "answercallbackquery": messages.answer_callback_query,
    "editmessagetext": messages.edit_message_text,
    "sendmessage": messages.send_message,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "editmessagecaption": messages.edit_message_caption,
    "editmessagemedia": messages.edit_message_media,
    "senddocument": messages.send_document,
    "sendphoto": messages.send_photo,
    "sendchataction": messages.send_chat_action,
    "setmessagereaction": messages.set_message_reaction,
    "deletemessage": messages.delete_message,
    "deletemessages": messages.delete_messages,
    "pinchatmessage": messages.pin_chat_message,
    "unpinchatmessage": messages.unpin_chat_message,
    "unpinallchatmessages": messages.unpin_all_chat_messages,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_chat_member,
    "getchatmembercount": chats.get_chat_member_count,
    "getchatadministrators": chats.get_chat_administrators,
    "leavechat": chats.leave_chat,
    "createchatinvitelink": chats.create_chat_invite_link,
    "editchatinvitelink": chats.edit_chat_invite_link,
    "revokechatinvitelink": chats.revoke_chat_invite_link,
    "exportchatinvitelink": chats.export_chat_invite_link,
    "approvechatjoinrequest": chats.approve_chat_join_request,
    "declinechatjoinrequest": chats.decline_chat_join_request,
    "banchatmember": chats.ban_chat_member,
    "unbanchatmember": chats.unban_chat_member,
    "getme": account.get_me,
    "setwebhook": account.set_webhook,
    "deletewebhook": account.delete_webhook,
    "getwebhookinfo": account.get_webhook_info,
    "setmycommands": account.set_my_commands,
    "getmycommands": account.get_my_commands,
    "deletemycommands": account.delete_my_commands,
    "setmyname": partial(account.set_text, kind="name"),
    "getmyname": partial(account.get_text, kind="name"),
    "setmydescription": partial(account.set_text, kind="description"),
    "getmydescription": partial(account.get_text, kind="description"),
    "setmyshortdescription": partial(account.set_text, kind="short_description"),
    "getmyshortdescription": partial(account.get_text, kind="short_description"),
    "getfile": account.get_file,
}
