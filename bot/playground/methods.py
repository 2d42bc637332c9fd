"""Which function answers which method of the Bot API; names in lower case, as they arrive."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.playground import account, groups, sending
from bot.playground.chats import Json
from bot.playground.world import World

Answer = Callable[[World, Json], Any]

METHODS: dict[str, Answer] = {
    "answercallbackquery": sending.answer_callback_query,
    "editmessagetext": sending.edit_message_text,
    "sendmessage": sending.send_message,
    "editmessagereplymarkup": sending.edit_message_reply_markup,
    "editmessagecaption": sending.edit_message_caption,
    "editmessagemedia": sending.edit_message_media,
    "senddocument": sending.send_document,
    "sendphoto": sending.send_photo,
    "sendchataction": sending.send_chat_action,
    "setmessagereaction": sending.set_message_reaction,
    "deletemessage": sending.delete_message,
    "deletemessages": sending.delete_messages,
    "pinchatmessage": sending.pin_chat_message,
    "unpinchatmessage": sending.unpin_chat_message,
    "unpinallchatmessages": sending.unpin_all_chat_messages,
    "getchat": groups.get_chat,
    "getchatmember": groups.get_chat_member,
    "getchatmembercount": groups.get_chat_member_count,
    "getchatadministrators": groups.get_chat_administrators,
    "leavechat": groups.leave_chat,
    "createchatinvitelink": groups.create_chat_invite_link,
    "editchatinvitelink": groups.edit_chat_invite_link,
    "revokechatinvitelink": groups.revoke_chat_invite_link,
    "exportchatinvitelink": groups.export_chat_invite_link,
    "approvechatjoinrequest": groups.approve_chat_join_request,
    "declinechatjoinrequest": groups.decline_chat_join_request,
    "banchatmember": groups.ban_chat_member,
    "unbanchatmember": groups.unban_chat_member,
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
