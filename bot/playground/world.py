"""The state of Telegram together with the people who act in it."""

from bot.playground.model import Chat
from bot.playground.people import Person
from bot.playground.state import State

FIRST_PERSON = 100_000_001


class World(State):
    """A `State` and its people: everyone with an account but the bot."""

    @property
    def people(self) -> dict[int, Person]:
        """Everyone who can act, by their user id."""
        return {number: user for number, user in self.users.items() if isinstance(user, Person)}

    def person(
        self,
        first_name: str,
        *,
        user_id: int | None = None,
        last_name: str | None = None,
        language_code: str | None = "nl",
        username: str | None = None,
    ) -> Person:
        """Make an account with its private chat; the id is made up where none is given."""
        number = user_id if user_id is not None else FIRST_PERSON + len(self.users)
        person = Person(number, first_name, last_name, username, language_code, state=self)
        self.users[number] = person
        self.chats[number] = Chat(number, "private", person=person)
        self.notify_watchers("person", person)
        return person
