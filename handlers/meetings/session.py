"""`/session n`: show and change one meeting; moving and cancelling need a confirmation with ✅."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot.rules import meetings as rules
from bot.rules.meetings import ChangeField, Planned
from handlers.core import forms
from handlers.core.context import Context
from handlers.core.forms import Draft, FormFlow
from handlers.core.screens import Screen, lines, paragraphs
from handlers.meetings import change as changes
from handlers.meetings import details
from handlers.meetings.access import is_over, over, own_meeting
from handlers.meetings.form import CANCEL, FORM, PREPARATION, UNTIL_OVER
from handlers.meetings.verbs import not_yours
from storage import meetings
from storage.core import form_drafts
from storage.meetings import Meeting

MEETING = "meeting"


def _empty_draft(meeting: Meeting) -> Draft:
    """A draft that changes nothing yet."""
    return Draft(values={field.name: "" for field in FORM.fields}, facts={MEETING: meeting.id})


async def on_command(context: Context) -> None:
    """`/session`, `/session 3`, or `/session 3` with `label: value` lines."""
    number, text = _split_number(context.arguments)
    meeting = await context.read(partial(_find, context=context, number=number))
    words = context.words
    if (mistyped := _mistyped(context.arguments)) is not None:
        # Otherwise the lines below would change the next meeting instead of the one meant.
        await context.refuse(
            words("There is no meeting {number}. /agenda shows them all.", number=mistyped)
        )
    elif meeting is None and number is not None:
        await context.refuse(
            words("There is no meeting {number}. /agenda shows them all.", number=number)
        )
    elif meeting is None:
        await context.refuse(words("No meeting is planned yet. /plan plans them."))
    elif text:
        await _change_at_once(context, meeting, text)
    else:
        screen = await context.read(partial(details.screen, meeting=meeting, context=context))
        await context.say(screen)


def _split_number(arguments: str) -> tuple[int | None, str]:
    first, *_ = arguments.split(maxsplit=1) or [""]
    digits = first.strip(".,;")
    if digits.isascii() and digits.isdigit():
        return int(digits[:6]), arguments[len(first) :].strip()
    return None, arguments


def _mistyped(arguments: str) -> str | None:
    """Return the first line where it looks like a mistyped number (`-1`, `2x`); else None."""
    first = arguments.split("\n", 1)[0].strip()
    is_number = _split_number(first)[0] is not None
    is_like_one = any(sign.isnumeric() for sign in first)
    return first[:20] if is_like_one and ":" not in first and not is_number else None


def _find(session: Session, context: Context, number: int | None) -> Meeting | None:
    """Return meeting `number`; without a number the next one, or the last if all are over."""
    community_id = context.community_id
    if number is not None:
        return meetings.with_number(session, community_id, number)
    ahead = meetings.next_meeting(session, community_id, context.now)
    return ahead or next(reversed(meetings.of_latest_cycle(session, community_id)), None)


async def _change_at_once(context: Context, meeting: Meeting, text: str) -> None:
    draft = _empty_draft(meeting)
    if not forms.fill(FORM, draft, text, context):
        words = context.words
        example = words("theme: Housing\nspeaker: Nora Peeters")
        await context.refuse(
            paragraphs(
                words("Write what changes with its label, one a line. For instance:"),
                f"<code>/session {meeting.number}\n{example}</code>",
            )
        )
    elif draft.refused:
        await _ask_again(context, draft)
    else:
        await review(context, draft)


async def _ask_again(context: Context, draft: Draft) -> None:
    """Ask again for what could not be read; in a group only say so, as answers are not read."""
    if context.is_private:
        await forms.proceed(context, FLOW, draft)
        return
    refused = [field for field in FORM.fields if field.name in draft.refused]
    await context.refuse(lines(*(field.refuse(context.words) for field in refused)))


@dataclass(frozen=True, slots=True)
class _Applied:
    """Result of a draft: `texts` are the fields changed; a new start and end wait for ✅."""

    meeting: Meeting
    texts: tuple[str, ...]
    start: datetime
    end: datetime
    problems: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether the moment changes, so that everybody is asked again."""
        return (self.start, self.end) != (self.meeting.starts_at, self.meeting.ends_at)


async def review(context: Context, draft: Draft) -> None:
    """Change the texts at once; show a preview of a new moment or a cancellation."""
    applied = await context.write(partial(_apply, context=context, draft=draft))
    if isinstance(applied, str):
        await context.refuse(applied)
    elif applied.problems:
        for name in applied.problems:
            draft.values.pop(name, None)
        draft.refused.extend(applied.problems)
        await _ask_again(context, draft)
    else:
        await context.show(
            await context.read(
                partial(_result_screen, applied=applied, draft=draft, context=context)
            )
        )


FLOW = FormFlow(FORM, review)


def _apply(session: Session, context: Context, draft: Draft) -> _Applied | str:
    """Store the changed texts; or return, as text, why nothing is changed."""
    meeting = own_meeting(session, context, draft.facts[MEETING])
    if meeting is None:
        return not_yours(context.words)
    if is_over(meeting, context.now) and any(draft.values.get(name) for name in UNTIL_OVER):
        form_drafts.drop(session, context.sender.telegram_id, FORM.topic)
        return over(context.words)
    given = {
        ChangeField(name): value for name, value in draft.values.items() if _is_read(name, value)
    }
    zone = context.services.settings.timezone
    change = rules.parse_change(meetings.as_rules_meeting(meeting), given, context.now, zone)
    if isinstance(change, tuple):
        problems = tuple(problem.field.value for problem in change)
        return _Applied(meeting, (), meeting.starts_at, meeting.ends_at, problems)
    texts = {field.value: text or "" for field, text in change.texts.items()}
    if preparation := draft.values.get(PREPARATION):
        texts[PREPARATION] = "" if preparation == "-" else preparation
    _store_texts(session, meeting, texts, context.now)
    given_texts = tuple(name for name in texts if draft.values.get(name))
    form_drafts.drop(session, context.sender.telegram_id, FORM.topic)
    return _Applied(meeting, given_texts, change.start, change.end)


def _is_read(name: str, value: str) -> bool:
    """Whether `rules.parse_change` reads this value; preparation and cancelling are read here."""
    return bool(value) and name in set(ChangeField)


def _store_texts(
    session: Session, meeting: Meeting, texts: Mapping[str, str], now: datetime
) -> None:
    changed = {name: text for name, text in texts.items() if getattr(meeting, name) != text}
    if not changed:
        return
    for name, text in changed.items():
        if name == ChangeField.VENUE:
            changes.put_venue(session, meeting, text, now)
        else:
            setattr(meeting, name, text)
    meeting.sequence += 1
    session.add(meeting)
    changes.settle(session, meeting.community_id, now)


def _result_screen(session: Session, applied: _Applied, draft: Draft, context: Context) -> Screen:
    """What was changed, and below it the preview that waits for ✅, or else the meeting."""
    words, meeting = context.words, applied.meeting
    titles = [field.title(words) for field in FORM.fields if field.name in applied.texts]
    done = "✅ " + words("Changed: {what}.", what=", ".join(titles)) if titles else None
    if draft.values.get(CANCEL):
        below = details.call_off_preview(words, meeting)
    elif applied.moves:
        below = details.move_preview(session, meeting, Planned(applied.start, applied.end), context)
    else:
        below = details.screen(session, meeting, context)
    not_understood = forms.not_understood(words, FORM, draft)
    return Screen(paragraphs(done, not_understood, below.text), below.rows)


async def on_change(context: Context, meeting_id: int, position: int) -> None:
    """✏️: ask for one field, by its position in the form."""
    meeting = await context.read(partial(own_meeting, context=context, meeting_id=meeting_id))
    if meeting is None or position >= len(FORM.fields):
        await context.refuse(not_yours(context.words))
        return
    field = FORM.fields[position]
    if field.name in UNTIL_OVER and is_over(meeting, context.now):
        await context.refuse(over(context.words))
        return
    await context.answer()
    draft = _empty_draft(meeting)
    draft.values.pop(field.name)
    await forms.proceed(context, FLOW, draft, change=field)
