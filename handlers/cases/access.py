"""Which opened case a visitor may see, and whether they may do something with it.

Read again at each step: buttons are forged, roles change.
"""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.context import Context
from storage import members
from storage.cases import Case, Standing
from storage.cases.moderating import Placed, placed
from storage.meetings import Meeting

READERS = (Role.MODERATOR, Role.LEAD)


@dataclass(frozen=True, slots=True)
class Sight:
    """A case as a moderator, or the monitoring lead, has it before them."""

    placed: Placed
    is_moderator: bool

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.placed.case


def role(session: Session, context: Context, community_id: int) -> Role | None:
    """What the visitor is in a community, at this moment."""
    person = members.person_at(session, context.sender.telegram_id)
    own = members.membership(session, person.id, community_id) if person is not None else None
    return Role(own.role) if own is not None else None


def seen(session: Session, context: Context, case_id: object) -> Sight | None:
    """The case, for those who may read it; None when it was withdrawn, too."""
    case = session.get(Case, case_id) if isinstance(case_id, int) else None
    if case is None or case.standing == Standing.WITHDRAWN.value:
        return None
    own = role(session, context, case.community_id)
    if own not in READERS:
        return None
    return Sight(placed(session, case), own is Role.MODERATOR)


def moderated(session: Session, context: Context, case_id: object) -> Sight | None:
    """The case, for a moderator of its community."""
    found = seen(session, context, case_id)
    return found if found is not None and found.is_moderator else None


def meeting(session: Session, context: Context, meeting_id: object) -> Meeting | None:
    """The meeting, for a moderator of its community."""
    found = session.get(Meeting, meeting_id) if isinstance(meeting_id, int) else None
    if found is None or role(session, context, found.community_id) is not Role.MODERATOR:
        return None
    return found


def not_yours(context: Context) -> str:
    """Why there is no such case for this visitor."""
    return context.words(
        "This case is not yours to see, or its author took it back. /cases shows what there is."
    )
