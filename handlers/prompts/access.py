"""Reads the prompt of a press and what the requester may do with it; presses may be forged."""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from bot.rules.prompts import State
from handlers.core.access import LEAD, membership
from handlers.core.context import Context
from storage.members import Membership, Person
from storage.prompts import Prompt


@dataclass(frozen=True, slots=True)
class Met:
    """A prompt, with the requester and their membership in its community."""

    prompt: Prompt
    person: Person
    own: Membership

    @property
    def is_lead(self) -> bool:
        """Whether the requester is the monitoring lead there."""
        return self.own.role == Role.LEAD

    @property
    def may_decide(self) -> bool:
        """Whether the requester may post or withdraw it; moderators may if it is held back."""
        is_held = self.prompt.state is State.HELD
        return self.is_lead or (is_held and self.own.role == Role.MODERATOR)


def met(session: Session, context: Context, prompt_id: object) -> Met | None:
    """Read the prompt of this id, if the requester is in its community."""
    prompt = session.get(Prompt, prompt_id) if isinstance(prompt_id, int) else None
    own = membership(session, context, prompt.community_id) if prompt is not None else None
    if prompt is None or own is None:
        return None
    return Met(prompt, session.get_one(Person, own.person_id), own)


def led(session: Session, context: Context, community_id: object) -> Membership | None:
    """Read the requester's membership in a community of which they are the monitoring lead."""
    key = community_id if isinstance(community_id, int) else None
    return membership(session, context, key, LEAD)
