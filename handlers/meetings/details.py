"""The screen of one meeting for moderators, and the previews of moving and cancelling it."""

from sqlmodel import Session

from bot.rules import meetings as rules
from bot.rules.meetings import Planned
from handlers.core.context import Context
from handlers.core.meeting_heading import heading, title
from handlers.core.screens import Row, Screen, in_fitting_rows, lines, paragraphs
from handlers.meetings.access import is_over
from handlers.meetings.form import CANCEL, FORM, OF_SPEAKER, UNTIL_OVER
from handlers.meetings.verbs import CALL_OFF, CALLED_OFF, CHANGE, INVITE, MOVE, OPEN
from handlers.meetings.views import warning, when
from handlers.value.public import value_lines
from locales import Words
from storage import meetings, value
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting


def screen(session: Session, meeting: Meeting, context: Context) -> Screen:
    """One meeting, with a button for everything that can be changed (in private only)."""
    words = context.words
    if meeting.is_cancelled:
        return Screen(cancelled(words, meeting))
    active = meetings.of_latest_cycle(session, meeting.community_id)
    text = lines(
        title(session.get(Community, meeting.community_id)) if context.is_private else None,
        heading(words, meeting, meetings.cycle_length(session, meeting.community_id)),
        "📝 " + words("Prepare: {preparation}", preparation=meeting.preparation)
        if meeting.preparation
        else None,
    )
    steps = _neighbours(meeting, active)
    if not context.is_private:
        hint = words("To change it, write to me privately or send the command with what changes.")
        return Screen(paragraphs(text, hint), steps)
    brought = _value_counts(session, meeting, context)
    return Screen(paragraphs(text, brought), (*_change_rows(context, meeting), *steps))


def _value_counts(session: Session, meeting: Meeting, context: Context) -> str | None:
    """The counts of the value question; None before the meeting has begun."""
    if meeting.starts_at > context.now:
        return None
    return value_lines(context.words, value.counts(session, context.services.cipher, meeting.id))


def _change_rows(context: Context, meeting: Meeting) -> tuple[Row, ...]:
    """✏️ for each field, 📨 with a speaker, ❌; after the end only what can still change."""
    words, meeting_id = context.words, row_id(meeting)
    has_ended = is_over(meeting, context.now)
    hidden = {CANCEL} | (UNTIL_OVER if has_ended else set())
    hidden |= set() if meeting.speaker else OF_SPEAKER
    edits = [
        CHANGE.button("✏️ " + field.title(words), meeting_id, position)
        for position, field in enumerate(FORM.fields)
        if field.name not in hidden
    ]
    invite = INVITE.button("📨 " + words("Invitation text"), meeting_id)
    cancel = CALL_OFF.button("❌ " + words("Cancel the meeting"), meeting_id)
    return (
        *in_fitting_rows(edits),
        *(((invite,),) if meeting.speaker and not has_ended else ()),
        *(() if has_ended else ((cancel,),)),
    )


def _neighbours(meeting: Meeting, active: list[Meeting]) -> tuple[Row, ...]:
    row = tuple(
        OPEN.button(f"{sign} {other.number}", row_id(other))
        for sign, step in (("⬅️", -1), ("➡️", 1))
        for other in active
        if other.number == meeting.number + step
    )
    return (row,) if row else ()


def cancelled(words: Words, meeting: Meeting) -> str:
    """Confirms that the meeting is cancelled."""
    return "✅ " + words.whole(
        lambda words: words("The meeting of {when} is cancelled.", when=_moment(words, meeting))
    )


def _moment(words: Words, meeting: Meeting) -> str:
    return when(words, meeting.starts_at, meeting.ends_at)


def _back(words: Words, meeting: Meeting) -> Row:
    return (OPEN.button("⬅️ " + words("Back"), row_id(meeting)),)


def move_preview(session: Session, meeting: Meeting, planned: Planned, context: Context) -> Screen:
    """The old and the new moment with warnings, and ✅, whose button carries the new moment."""
    words = context.words
    text = paragraphs(
        lines(
            words.whole(lambda words: words("From: {when}", when=_moment(words, meeting))),
            words.whole(
                lambda words: words("To: {when}", when=when(words, planned.start, planned.end))
            ),
        ),
        lines(*_warnings(session, meeting, planned, context)),
        words("Everybody will be asked again: answers given so far no longer count."),
    )
    label = "✅ " + words("Move the meeting")
    confirm = MOVE.button(label, row_id(meeting), planned.start, planned.end, meeting.sequence)
    return Screen(text, ((confirm,), _back(words, meeting)))


def _warnings(session: Session, meeting: Meeting, planned: Planned, context: Context) -> list[str]:
    others = [
        meetings.as_rules_meeting(other)
        for other in meetings.of_latest_cycle(session, meeting.community_id)
        if other.id != meeting.id
    ]
    found = rules.move_warnings(planned, others, context.now, context.services.settings.timezone)
    return [warning(context.words, one) for one in found]


def call_off_preview(words: Words, meeting: Meeting) -> Screen:
    """Asks whether to cancel, tells who will be informed, and ✅."""
    text = paragraphs(
        words.whole(
            lambda words: words("Cancel the meeting of {when}?", when=_moment(words, meeting))
        ),
        words("The group is told, and privately whoever was asked and did not say no."),
    )
    confirm = CALLED_OFF.button("✅ " + words("Yes, cancel it"), row_id(meeting))
    return Screen(text, ((confirm,), _back(words, meeting)))
