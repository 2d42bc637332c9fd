"""A coordinator founds a community; people follow its links and register."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.playground.model import Chat, Message
from bot.playground.page_views import Cast, Part
from bot.playground.people import Person
from bot.playground.story.conversation import LONGEST_FLOW, TIMEOUT, all_text, finish, has, until
from bot.playground.story.people import Character
from bot.playground.telegram import Telegram
from bot.playground.waiting import transcript

RIGHTS = ("pin_messages", "invite_users", "delete_messages")
START_LINK = re.compile(r"https://t\.me/\w+\?start=[\w-]+")
GROUP_LINK = re.compile(r"https://t\.me/\w+\?startgroup=[\w-]+")
JOIN_LINK = re.compile(r"https://t\.me/(?:\+|joinchat/)[\w-]+")


@dataclass(frozen=True, slots=True)
class FoundingLinks:
    """The links a coordinator gets for a new community, in the order in which it names them."""

    group: str
    moderators: tuple[str, str]
    members: str
    lead: str


def phone(telegram: Telegram, character: Character) -> Person:
    """Make somebody's account."""
    return telegram.world.person(
        character.first_name,
        user_id=character.user_id,
        last_name=character.last_name,
        language_code=character.language,
    )


def introduce(cast: Cast, characters: Iterable[Character]) -> None:
    """Add people to the cast; those not on the page answer from then on in the background."""
    for one in characters:
        cast[one.user_id] = Part(one.role, one.about, one.shown)


async def found(coordinator: Person, form: str) -> FoundingLinks:
    """Found a community with the whole form in one message, and collect its links."""
    coordinator.says(f"/community\n{form}")
    answer = await finish(coordinator, lambda one: bool(GROUP_LINK.search(all_text(one))))
    text = all_text(answer)
    invitations = list(dict.fromkeys(START_LINK.findall(text)))
    group = GROUP_LINK.search(text)
    if group is None or len(invitations) < len(("moderator", "moderator", "member", "lead")):
        raise AssertionError(f"the links are not all there\n{transcript(coordinator.chat)}")
    first, second, members, lead = invitations[:4]
    return FoundingLinks(group[0], (first, second), members, lead)


async def register(person: Person, character: Character, link: str) -> None:
    """Register by an invitation: press ✅, send the form when asked, until 🎉."""
    person.opens(link)
    given = False
    for _ in range(LONGEST_FLOW):
        message = await person.hears(asks_or_welcomes, within=TIMEOUT)
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
    message = await person.sees(lambda one: bool(JOIN_LINK.search(all_text(one))), within=TIMEOUT)
    link = JOIN_LINK.search(all_text(message))
    if link:
        person.asks_to_join(link[0])
        await until(lambda: person in group.present, f"{person.name} was not let in")
