"""What a prompt is to who presses: read again at each step, for what they press may be forged."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.prompts import State
from handlers.core import callback_data
from handlers.core.context import Context
from storage import members
from storage.members import Membership, Person
from storage.prompts import Prompt


@dataclass(frozen=True, slots=True)
class Met:
    """A prompt, with the visitor and their membership in its community."""

    prompt: Prompt
    person: Person
    own: Membership

    @property
    def is_lead(self) -> bool:
        """Whether the visitor leads the monitoring there."""
        return self.own.role == Role.LEAD

    @property
    def may_decide(self) -> bool:
        """Whether it is the visitor's to post or withdraw; one that is held also moderators'."""
        is_held = self.prompt.state is State.HELD
        return self.is_lead or (is_held and self.own.role == Role.MODERATOR)


def met(session: Session, context: Context, prompt_id: object) -> Met | None:
    """The prompt of this id, if the visitor is in its community."""
    prompt = session.get(Prompt, prompt_id) if isinstance(prompt_id, int) else None
    person = members.person_at(session, context.sender.telegram_id)
    if prompt is None or person is None:
        return None
    own = members.membership(session, person.id, prompt.community_id)
    return Met(prompt, person, own) if own is not None else None


def pressed(session: Session, context: Context) -> Met | None:
    """The same of the prompt that a button names first."""
    return met(session, context, callback_data.number(context.references))


def led(session: Session, context: Context, community_id: object) -> Membership | None:
    """The visitor's membership in a community whose monitoring they lead at this moment."""
    person = members.person_at(session, context.sender.telegram_id)
    if person is None or not isinstance(community_id, int):
        return None
    own = members.membership(session, person.id, community_id)
    return own if own is not None and own.role == Role.LEAD else None


def not_yours(context: Context) -> str:
    """Why a press does nothing."""
    return context.words(
        "This is for the monitoring lead of the community. /todo shows what is yours."
    )
