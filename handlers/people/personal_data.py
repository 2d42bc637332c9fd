"""`/mydata` and `/forget`: seeing what is kept about oneself, and erasing it."""

import json
from functools import partial

from sqlmodel import Session

from handlers.core import callback_data, menus
from handlers.core.context import Visit
from handlers.core.screens import Button, Document, Screen, paragraphs
from storage import personal_data
from storage.members import waiting_list

ROOM = "forget"
FILE = "mydata.json"


async def on_mydata(visit: Visit) -> None:
    """`/mydata`: everything kept about the person, as a JSON file."""
    telegram_id, seal = visit.sender.telegram_id, visit.house.seal
    kept = await visit.read(
        partial(personal_data.everything, person_telegram_id=telegram_id, seal=seal)
    )
    content = json.dumps(kept, indent=2, ensure_ascii=False).encode()
    text = visit.words("This is all that I keep about you. /forget erases it.")
    await visit.say(Screen(text, document=Document(FILE, content)))


async def on_forget(visit: Visit) -> None:
    """`/forget`: ask once more."""
    words = visit.words
    text = paragraphs(
        words("Shall I erase everything that I keep about you?"),
        words("You then leave your community and give up your place in it.")
        if visit.asker.memberships
        else None,
        words("This can't be undone."),
    )
    row = (
        Button(f"✅ {words('Erase everything')}", callback_data.pack(ROOM, "yes")),
        Button(f"❌ {words('Keep it')}", callback_data.pack(ROOM, "no")),
    )
    await visit.say(Screen(text, (row,)))


async def on_press(visit: Visit) -> None:
    """✅ erases, however often it is pressed; ❌ keeps everything."""
    words = visit.words
    if visit.verb == "yes":
        await visit.write(partial(_erase, visit=visit))
        await visit.pop_up()
        text = words("Everything about you is erased. You can still delete our chat in Telegram.")
        await visit.show(Screen(f"✅ {text}"))
        return
    await visit.pop_up()
    await visit.show(Screen(words("Nothing was erased.")))


def _erase(session: Session, visit: Visit) -> None:
    """Erase it all; the seats that come free are offered to who waits."""
    telegram_id = visit.sender.telegram_id
    had_menu = menus.has_own(visit)
    left = personal_data.communities_of(session, telegram_id)
    personal_data.forget(session, telegram_id, visit.now)
    for community_id in left:
        waiting_list.offer(session, community_id, visit.now, visit.house.settings)
    if had_menu:
        menus.change(session, telegram_id, visit.now)
