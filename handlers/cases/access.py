"""Which opened case a requester may see, and whether they may do something with it.

Read again at each step: buttons are forged, roles change.
"""

from dataclasses import dataclass

from sqlmodel import Session

from bot.rules.members import Role
from handlers.core.access import LEADING, MODERATOR, membership
from handlers.core.context import Context
from storage.cases import Case, Standing
from storage.cases.moderating import Placed, placed
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Sight:
    """A case as a moderator, or the monitoring lead, has it before them."""

    placed: Placed
    is_moderator: bool

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.placed.case


def seen(session: Session, context: Context, case_id: object) -> Sight | None:
    """The case, for those who may read it; None when it was withdrawn, too."""
    case = session.get(Case, case_id) if isinstance(case_id, int) else None
    if case is None or case.standing == Standing.WITHDRAWN.value:
        return None
    own = membership(session, context, case.community_id, LEADING)
    if own is None:
        return None
    return Sight(placed(session, case), own.role == Role.MODERATOR)


def moderated(session: Session, context: Context, case_id: object) -> Sight | None:
    """The case, for a moderator of its community."""
    found = seen(session, context, case_id)
    return found if found is not None and found.is_moderator else None


def meeting(session: Session, context: Context, meeting_id: int) -> Meeting | None:
    """The meeting, for a moderator of its community."""
    found = session.get(Meeting, meeting_id)
    if found is None or not membership(session, context, found.community_id, MODERATOR):
        return None
    return found
