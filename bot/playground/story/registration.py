"""How people come in: a coordinator founds a community, others follow its links."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.model import Chat, Message
from bot.playground.page_views import Cast, Part
from bot.playground.people import Person
from bot.playground.story.conversation import LONGEST_FLOW, PATIENCE, everything, finish, has, until
from bot.playground.story.people import Character
from bot.playground.telegram import Telegram
from bot.playground.waiting import transcript

RIGHTS = ("pin_messages", "invite_users", "delete_messages")
START_LINK = re.compile(r"https://t\.me/\w+\?start=[\w-]+")
GROUP_LINK = re.compile(r"https://t\.me/\w+\?startgroup=[\w-]+")
JOIN_LINK = re.compile(r"https://t\.me/(?:\+|joinchat/)[\w-]+")


@dataclass(frozen=True, slots=True)
class Links:
    """The links a coordinator gets for a new community, in the order in which it names them."""

    group: str
    moderators: tuple[str, str]
    members: str
    lead: str


def phone(telegram: Telegram, character: Character) -> Person:
    """Give somebody a phone."""
    return telegram.world.person(
        character.first_name,
        user_id=character.user_id,
        last_name=character.last_name,
        language_code=character.language,
    )


def introduce(cast: Cast, characters: Iterable[Character]) -> None:
    """Say who they are; whoever is not on the page answers from then on when everyone is asked."""
    for one in characters:
        cast[one.user_id] = Part(one.role, one.about, one.shown)


async def found(coordinator: Person, form: str) -> Links:
    """Found a community with its form given at once, and collect its links."""
    coordinator.says(f"/community\n{form}")
    answer = await finish(coordinator, lambda one: bool(GROUP_LINK.search(everything(one))))
    text = everything(answer)
    invitations = list(dict.fromkeys(START_LINK.findall(text)))
    group = GROUP_LINK.search(text)
    if group is None or len(invitations) < len(("moderator", "moderator", "member", "lead")):
        raise AssertionError(f"the links are not all there\n{transcript(coordinator.chat)}")
    first, second, members, lead = invitations[:4]
    return Links(group[0], (first, second), members, lead)


async def register(person: Person, character: Character, link: str) -> None:
    """Follow an invitation to its end: press ✅, give the form when asked, until 🎉."""
    person.opens(link)
    given = False
    for _ in range(LONGEST_FLOW):
        message = await person.hears(asks_or_welcomes, within=PATIENCE)
        if message.text.startswith("🎉"):
            return
        if message.text.startswith("⛔"):
            break
        if has(message, "✅"):
            person.presses("✅", message)
        elif not given:
            given = True
            person.says(character.form)
        elif has(message, "➡️"):
            person.presses("➡️", message)
        else:
            break
    raise AssertionError(f"{person.name} could not register\n{transcript(person.chat)}")


def asks_or_welcomes(message: Message) -> bool:
    return message.text.startswith(("🎉", "⛔")) or bool(message.rows) or "?" in message.text


async def ask_to_join(person: Person, group: Chat) -> None:
    message = await person.sees(
        lambda one: bool(JOIN_LINK.search(everything(one))), within=PATIENCE
    )
    link = JOIN_LINK.search(everything(message))
    if link:
        person.asks_to_join(link[0])
        await until(lambda: person in group.present, f"{person.name} was not let in")
