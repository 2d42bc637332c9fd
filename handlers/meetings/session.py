"""`/session n`: one meeting, and changing it; a new moment or a cancellation only after ✅."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from sqlmodel import Session

from bot.rules import meetings as rules
from bot.rules.meetings import ChangeField, Planned
from handlers import buttons, forms
from handlers.answers import heading, title
from handlers.forms import Draft, Talk
from handlers.meetings import changes
from handlers.meetings.fields import CANCEL, FORM, PREPARATION
from handlers.meetings.shown import warning, when
from handlers.screens import Button, Row, Screen, in_rows, lines, paragraphs
from handlers.visit import Visit
from locales import Words
from storage import conversations, meetings
from storage.communities import Community
from storage.meetings import Meeting

ROOM = "meetings"
MEETING = "meeting"
ScreenOf = Callable[[Session, Meeting], Screen | str]
Act = Callable[[Session], Screen | str]
"""Gives the screen of what was done, or the reason why not."""
LONGEST = timedelta(days=1)
FARTHEST = timedelta(days=4 * 366)
UNTIL_OVER = frozenset({ChangeField.DATE.value, ChangeField.TIME.value, CANCEL})
"""What of a meeting cannot be changed any more once it is over."""


def _unchanged(meeting: Meeting) -> Draft:
    """A draft that changes nothing yet."""
    return Draft(values={field.name: "" for field in FORM.fields}, facts={MEETING: meeting.id})


async def on_command(visit: Visit) -> None:
    """`/session`, `/session 3`, or `/session 3` with `label: value` lines."""
    number, text = _split(visit.arguments)
    meeting = await visit.read(partial(_find, visit=visit, number=number))
    words = visit.words
    if (mistyped := _mistyped(visit.arguments)) is not None:
        # Without this the lines below it would change the next meeting in its place.
        await visit.refuse(
            words("There is no meeting {number}. /agenda shows them all.", number=mistyped)
        )
    elif meeting is None and number is not None:
        await visit.refuse(
            words("There is no meeting {number}. /agenda shows them all.", number=number)
        )
    elif meeting is None:
        await visit.refuse(words("No meeting is planned yet. /plan plans them."))
    elif text:
        await _change_at_once(visit, meeting, text)
    else:
        screen = await visit.read(partial(_screen, meeting=meeting, visit=visit))
        await visit.say(screen)


def _split(arguments: str) -> tuple[int | None, str]:
    first, *_ = arguments.split(maxsplit=1) or [""]
    bare = first.strip(".,;")
    if bare.isascii() and bare.isdigit():
        return int(bare[:6]), arguments[len(first) :].strip()
    return None, arguments


def _mistyped(arguments: str) -> str | None:
    """What stands where the number of a meeting should, and is none: `-1`, `2x`."""
    first = arguments.split("\n", 1)[0].strip()
    is_number = _split(first)[0] is not None
    is_like_one = any(sign.isnumeric() for sign in first)
    return first[:20] if is_like_one and ":" not in first and not is_number else None


def _find(session: Session, visit: Visit, number: int | None) -> Meeting | None:
    """Meeting n; without a number the next one, and after the last one that."""
    community_id = visit.community_id
    if number is not None:
        return meetings.numbered(session, community_id, number)
    ahead = meetings.upcoming(session, community_id, visit.now)
    return ahead or next(reversed(meetings.cycle(session, community_id)), None)


async def _change_at_once(visit: Visit, meeting: Meeting, text: str) -> None:
    draft = _unchanged(meeting)
    if not forms.fill(FORM, draft, text, visit):
        words = visit.words
        example = words("theme: Housing\nspeaker: Nora Peeters")
        await visit.refuse(
            paragraphs(
                words("Write what changes with its label, one a line. For instance:"),
                f"<code>/session {meeting.number}\n{example}</code>",
            )
        )
    elif draft.refused:
        await _ask_better(visit, draft)
    else:
        await review(visit, draft)


async def _ask_better(visit: Visit, draft: Draft) -> None:
    """Ask again for what could not be read; in a group, where answers are not read, only say so."""
    if visit.is_private:
        await forms.proceed(visit, TALK, draft)
        return
    refused = [field for field in FORM.fields if field.name in draft.refused]
    await visit.refuse(lines(*(field.refuse(visit.words) for field in refused)))


@dataclass(frozen=True, slots=True)
class _Applied:
    """What became of a draft: the texts are changed, a new moment waits for ✅."""

    meeting: Meeting
    texts: tuple[str, ...]
    start: datetime
    end: datetime
    problems: tuple[str, ...] = ()

    @property
    def moves(self) -> bool:
        """Whether everybody would be asked again."""
        return (self.start, self.end) != (self.meeting.starts_at, self.meeting.ends_at)


async def review(visit: Visit, draft: Draft) -> None:
    """Make the change; a new moment or a cancellation is shown first."""
    applied = await visit.write(partial(_apply, visit=visit, draft=draft))
    if isinstance(applied, str):
        await visit.refuse(applied)
    elif applied.problems:
        for name in applied.problems:
            draft.values.pop(name, None)
        draft.refused.extend(applied.problems)
        await _ask_better(visit, draft)
    else:
        await visit.show(
            await visit.read(partial(_after, applied=applied, draft=draft, visit=visit))
        )


TALK = Talk(FORM, review)


def _not_yours(words: Words) -> str:
    return words("This command is for the moderators of the community.")


def _is_over(meeting: Meeting, now: datetime) -> bool:
    return meeting.ends_at <= now


def _over(words: Words) -> str:
    return words("This meeting is over.")


def _own_meeting(session: Session, visit: Visit, meeting_id: int | None) -> Meeting | None:
    """The meeting, if the visitor moderates its community at this moment."""
    meeting = session.get(Meeting, meeting_id) if meeting_id is not None else None
    if meeting is None:
        return None
    telegram_id = visit.sender.telegram_id
    moderates = changes.is_moderator(session, telegram_id, meeting.community_id)
    return meeting if moderates else None


def _apply(session: Session, visit: Visit, draft: Draft) -> _Applied | str:
    """Change the texts at once; or, as words, why nothing is changed."""
    meeting = _own_meeting(session, visit, draft.facts[MEETING])
    if meeting is None:
        return _not_yours(visit.words)
    if _is_over(meeting, visit.now) and any(draft.values.get(name) for name in UNTIL_OVER):
        conversations.drop(session, visit.sender.telegram_id, FORM.topic)
        return _over(visit.words)
    given = {
        ChangeField(name): value for name, value in draft.values.items() if _is_read(name, value)
    }
    zone = visit.house.settings.timezone
    change = rules.parse_change(meetings.known(meeting), given, visit.now, zone)
    if isinstance(change, tuple):
        problems = tuple(problem.field.value for problem in change)
        return _Applied(meeting, (), meeting.starts_at, meeting.ends_at, problems)
    texts = {field.value: text or "" for field, text in change.texts.items()}
    if preparation := draft.values.get(PREPARATION):
        texts[PREPARATION] = "" if preparation == "-" else preparation
    _put_texts(session, meeting, texts, visit.now)
    conversations.drop(session, visit.sender.telegram_id, FORM.topic)
    return _Applied(meeting, tuple(texts), change.start, change.end)


def _is_read(name: str, value: str) -> bool:
    """Whether the rules read this value: the preparation and ❌ are read here."""
    return bool(value) and name in set(ChangeField)


def _put_texts(session: Session, meeting: Meeting, texts: Mapping[str, str], now: datetime) -> None:
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


def _after(session: Session, applied: _Applied, draft: Draft, visit: Visit) -> Screen:
    """What was changed, and below it what waits for ✅, or the meeting as it is now."""
    words, meeting = visit.words, applied.meeting
    titles = [field.title(words) for field in FORM.fields if field.name in applied.texts]
    done = "✅ " + words("Changed: {what}.", what=", ".join(titles)) if titles else None
    if draft.values.get(CANCEL):
        below = _call_off_preview(words, meeting)
    elif applied.moves:
        below = _move_preview(session, applied, visit)
    else:
        below = _screen(session, meeting, visit)
    unknown = forms.not_understood(words, FORM, draft)
    return Screen(paragraphs(done, unknown, below.text), below.rows)


def _screen(session: Session, meeting: Meeting, visit: Visit) -> Screen:
    """One meeting with everything that can be changed."""
    words = visit.words
    if meeting.is_cancelled:
        return Screen(_cancelled(words, meeting))
    standing = meetings.cycle(session, meeting.community_id)
    text = lines(
        title(session.get(Community, meeting.community_id)) if visit.is_private else None,
        heading(words, meeting, meetings.total(session, meeting.community_id)),
        "📝 " + words("Prepare: {preparation}", preparation=meeting.preparation)
        if meeting.preparation
        else None,
    )
    steps = _neighbours(meeting, standing)
    if not visit.is_private:
        hint = words("To change it, write to me privately or send the command with what changes.")
        return Screen(paragraphs(text, hint), steps)
    is_over = _is_over(meeting, visit.now)
    edits = [
        Button(
            "✏️ " + field.title(words),
            buttons.pack(ROOM, "change", meeting.id or 0, position),
        )
        for position, field in enumerate(FORM.fields)
        if field.name != CANCEL and not (is_over and field.name in UNTIL_OVER)
    ]
    cancel = Button("❌ " + words("Cancel the meeting"), buttons.pack(ROOM, "off", meeting.id or 0))
    last: tuple[Row, ...] = () if is_over else ((cancel,),)
    return Screen(text, (*in_rows(edits, 2), *last, *steps))


def _neighbours(meeting: Meeting, standing: list[Meeting]) -> tuple[Row, ...]:
    row = tuple(
        Button(f"{sign} {other.number}", buttons.pack(ROOM, "open", other.id or 0))
        for sign, step in (("⬅️", -1), ("➡️", 1))
        for other in standing
        if other.number == meeting.number + step
    )
    return (row,) if row else ()


def _cancelled(words: Words, meeting: Meeting) -> str:
    return "✅ " + words.whole(
        lambda words: words("The meeting of {when} is cancelled.", when=_moment(words, meeting))
    )


def _moment(words: Words, meeting: Meeting) -> str:
    return when(words, meeting.starts_at, meeting.ends_at)


def _back(words: Words, meeting: Meeting) -> Row:
    return (Button("⬅️ " + words("Back"), buttons.pack(ROOM, "open", meeting.id or 0)),)


def _move_preview(session: Session, applied: _Applied, visit: Visit) -> Screen:
    words, meeting = visit.words, applied.meeting
    text = paragraphs(
        lines(
            words.whole(lambda words: words("From: {when}", when=_moment(words, meeting))),
            words.whole(
                lambda words: words("To: {when}", when=when(words, applied.start, applied.end))
            ),
        ),
        lines(*_warnings(session, applied, visit)),
        words("Everybody will be asked again: answers given so far no longer count."),
    )
    moments = (int(applied.start.timestamp()), int(applied.end.timestamp()))
    data = buttons.pack(ROOM, "move", meeting.id or 0, *moments, meeting.sequence)
    return Screen(text, ((Button("✅ " + words("Move the meeting"), data),), _back(words, meeting)))


def _warnings(session: Session, applied: _Applied, visit: Visit) -> list[str]:
    others = [
        meetings.known(other)
        for other in meetings.cycle(session, applied.meeting.community_id)
        if other.id != applied.meeting.id
    ]
    zone = visit.house.settings.timezone
    found = rules.move_warnings(Planned(applied.start, applied.end), others, visit.now, zone)
    return [warning(visit.words, one) for one in found]


def _call_off_preview(words: Words, meeting: Meeting) -> Screen:
    text = paragraphs(
        words.whole(
            lambda words: words("Cancel the meeting of {when}?", when=_moment(words, meeting))
        ),
        words("The group is told, and privately whoever was asked and did not say no."),
    )
    confirm = Button("✅ " + words("Yes, cancel it"), buttons.pack(ROOM, "called", meeting.id or 0))
    return Screen(text, ((confirm,), _back(words, meeting)))


async def on_open(visit: Visit) -> None:
    """A meeting by its button: the one before, the one after, or back."""
    await _show_own(visit, partial(_screen, visit=visit))


async def on_off(visit: Visit) -> None:
    """❌: ask once more."""
    await _show_own(visit, lambda _session, meeting: _off(visit, meeting))


def _off(visit: Visit, meeting: Meeting) -> Screen | str:
    words = visit.words
    if meeting.is_cancelled:
        return Screen(_cancelled(words, meeting))
    if _is_over(meeting, visit.now):
        return _over(words)
    return _call_off_preview(words, meeting)


async def _show_own(visit: Visit, screen_of: ScreenOf) -> None:
    meeting_id = buttons.number(visit.references)

    def ask(session: Session) -> Screen | str:
        meeting = _own_meeting(session, visit, meeting_id)
        return screen_of(session, meeting) if meeting is not None else _not_yours(visit.words)

    screen = await visit.read(ask)
    if isinstance(screen, str):
        await visit.refuse(screen)
        return
    await visit.pop_up()
    await visit.show(screen)


async def on_change(visit: Visit) -> None:
    """✏️: ask for one thing."""
    meeting_id, position = (buttons.number(visit.references, at) for at in (0, 1))
    meeting = await visit.read(partial(_own_meeting, visit=visit, meeting_id=meeting_id))
    if meeting is None or position is None or position >= len(FORM.fields):
        await visit.refuse(_not_yours(visit.words))
        return
    field = FORM.fields[position]
    if field.name in UNTIL_OVER and _is_over(meeting, visit.now):
        await visit.refuse(_over(visit.words))
        return
    await visit.pop_up()
    draft = _unchanged(meeting)
    draft.values.pop(field.name)
    await forms.proceed(visit, TALK, draft, change=field)


async def on_move(visit: Visit) -> None:
    """✅ under a new moment, which rides in the button: a second press changes nothing."""
    await _finish(visit, partial(_move, visit=visit))


def _move(session: Session, visit: Visit) -> Screen | str:
    words = visit.words
    meeting = _own_meeting(session, visit, buttons.number(visit.references))
    moments = _moments(visit)
    if meeting is None or moments is None:
        return _not_yours(words)
    if meeting.is_cancelled:
        return words("This meeting is cancelled.")
    if moments != (meeting.starts_at, meeting.ends_at):
        if _is_over(meeting, visit.now):
            return _over(words)
        if buttons.number(visit.references, 3) != meeting.sequence:
            return words("This meeting was changed since. Look at it again with /session.")
        changes.move(session, meeting, *moments, visit.house.settings, visit.now)
        changes.settle(session, meeting.community_id, visit.now)
    moved = words.whole(
        lambda words: words("The meeting is now on {when}.", when=when(words, *moments))
    )
    asked = words("Who had answered is asked again.")
    return Screen(lines("✅ " + moved, asked))


def _moments(visit: Visit) -> tuple[datetime, datetime] | None:
    """The new start and end of a button; None when they are forged."""
    start, end = (buttons.number(visit.references, at, largest=buttons.LARGEST) for at in (1, 2))
    if start is None or end is None or not 0 < end - start < LONGEST.total_seconds():
        return None
    if abs(start - visit.now.timestamp()) > FARTHEST.total_seconds():
        return None
    return datetime.fromtimestamp(start, UTC), datetime.fromtimestamp(end, UTC)


async def on_called(visit: Visit) -> None:
    """✅ under a cancellation."""
    await _finish(visit, partial(_call_off, visit=visit))


def _call_off(session: Session, visit: Visit) -> Screen | str:
    meeting = _own_meeting(session, visit, buttons.number(visit.references))
    if meeting is None:
        return _not_yours(visit.words)
    if not meeting.is_cancelled:
        if _is_over(meeting, visit.now):
            return _over(visit.words)
        changes.call_off(session, meeting, visit.now)
        changes.settle(session, meeting.community_id, visit.now)
    return Screen(_cancelled(visit.words, meeting))


async def _finish(visit: Visit, act: Act) -> None:
    done = await visit.write(act)
    if isinstance(done, Screen):
        await visit.pop_up()
        await visit.show(done)
    else:
        await visit.refuse(done)
