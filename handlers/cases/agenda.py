"""For the moderators, two weeks before: the urn may be opened now, or why not yet."""

from bot.rules.cases import Opening as Verdict
from bot.rules.cases import State
from handlers.cases.opening import seen
from handlers.cases.verbs import OPEN
from handlers.cases.views import SIGN
from handlers.core.access import MODERATOR, membership_of
from handlers.core.meeting_heading import title
from handlers.core.screens import lines
from handlers.core.steps import Section, SectionContext
from storage import cases
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting


def make_agenda(reading: SectionContext, meeting: Meeting) -> Section | None:
    """Open the urn, or how many answers it lacks."""
    session, words = reading.session, reading.words
    own = membership_of(session, reading.person.id, meeting.community_id, MODERATOR)
    window = cases.newest_window(session, meeting.id)
    if own is None or window is None:
        return None
    if window.state != State.OPEN.value:
        return None
    met = seen(session, reading.services, window, meeting)
    if met.readiness.verdict is Verdict.TOO_FEW:
        told = words.plural(
            "The urn of session {session} can't be opened yet: {number} more member must "
            "answer first.",
            "The urn of session {session} can't be opened yet: {number} more members must "
            "answer first.",
            met.readiness.missing,
            session=meeting.number,
        )
    else:
        told = words(
            "The urn of session {number} may be opened: one of you two does it, with six words.",
            number=meeting.number,
        )
    named = title(session.get(Community, meeting.community_id))
    open_it = OPEN.button(f"🔑 {words('Open the urn')}", row_id(window))
    return Section(lines(named, f"{SIGN} {told}"), meeting, rows=((open_it,),))
