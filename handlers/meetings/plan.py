"""`/plan`: plan the meetings of a cycle, one a line; a preview is confirmed with ✅."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from functools import partial
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.rules import meetings as rules
from bot.rules.local_time import local_date
from bot.rules.meetings import LineProblem, Merge, Planned, PlanWarning, Update
from handlers.core import fields, forms
from handlers.core.access import MODERATOR, membership
from handlers.core.context import Context
from handlers.core.forms import Draft, Form, FormFlow
from handlers.core.meeting_heading import title
from handlers.core.pages import pages
from handlers.core.screens import Button, Row, Screen, lines, paragraphs
from handlers.meetings import change as changes
from handlers.meetings.verbs import DROP, PLAN, not_yours
from handlers.meetings.views import problem, short, warning, when
from handlers.members.public import begin_cycle
from locales import N_, Words
from storage import meetings
from storage.communities import Community
from storage.core import form_drafts
from storage.meetings import Meeting
from storage.reminders import steps

MEETINGS = "meetings"
MARK_LENGTH = 8
"""Length of the hash that identifies the text of a plan in a button."""
SHORT_LINE = 50
"""Characters that are repeated of a line that could not be read."""
MOST_SHOWN = 3500
"""Most characters of a preview's list; a message holds 4096."""
MOST_PROBLEMS = 12
"""Most unreadable lines that are listed; a pasted page may have hundreds."""


def _read(text: str) -> str | None:
    return text.strip() or None


def _example(words: Words) -> str:
    return lines(
        "<code>2027-01-19 14:00-16:30 Buurthuis De Kade, Kadestraat 1</code>",
        "<code>" + words("every 3rd Tuesday 14:00-16:30 from 2026-09-15 De Kade") + "</code>",
    )


def _ask(words: Words) -> str:
    return paragraphs(
        words("Send the meetings, one a line, or a series on one line. For instance:"),
        _example(words),
    )


FORM = Form(
    "plan",
    (
        fields.parsed(
            MEETINGS,
            ("meetings", "sessions", "bijeenkomsten", "sessies", "rencontres", "seances"),
            N_("Meetings"),
            _ask,
            N_("There are no meetings in this."),
            is_long=True,
            read=_read,
        ),
    ),
)


async def on_command(context: Context) -> None:
    """`/plan`, with the meetings or without; without, a draft that was not confirmed is resumed."""
    draft = Draft(facts={"community": context.community_id})
    if not context.arguments:
        if not context.is_private:
            await context.say(_how_in_group(context))
            return
        kept = await forms.load(context, FORM.topic)
        if kept is not None and kept.facts == draft.facts:
            draft = kept
        community_title = await context.read(
            lambda session: title(session.get(Community, context.community_id))
        )
        await forms.proceed(context, FLOW, draft, why=community_title)
        return
    await forms.begin(context, FLOW, draft, context.arguments)


def _how_in_group(context: Context) -> Screen:
    """How to use `/plan` in a group: answers there are not read, so the command needs the text."""
    words = context.words
    text = paragraphs(
        words("Send /plan and the meetings in one message, or write to me privately."),
        "<code>/plan</code>\n" + _example(words),
    )
    link = f"https://t.me/{context.services.bot_username}"
    return Screen(text, ((Button(words("Write to me"), url=link),),))


async def review(context: Context, draft: Draft) -> None:
    """Show the preview of the plan, or what in the text cannot be read."""
    # The next message with a list replaces this one.
    draft.asked = MEETINGS
    screen = await context.write(partial(_review, context=context, draft=draft))
    if screen is None:
        await context.refuse(not_yours(context.words))
    else:
        await context.show(screen)


FLOW = FormFlow(FORM, review)


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]


def _review(session: Session, context: Context, draft: Draft) -> Screen | None:
    community_id = draft.facts["community"]
    telegram_id = context.sender.telegram_id
    if membership(session, context, community_id, MODERATOR) is None:
        return None
    forms.keep(session, context, FORM, draft)
    text = draft.values[MEETINGS]
    key = (community_id, _mark(text), telegram_id)
    words = context.words
    cancel = DROP.button("❌ " + words("Cancel"), *key)
    change = forms.EDIT.button("✏️ " + words("Change"), FORM.topic, 0)
    last: Row = (change, cancel) if context.is_private else (cancel,)
    reading = _read_plan(session, context, community_id, text)
    not_understood = forms.not_understood(words, FORM, draft)
    if isinstance(reading, str):
        return Screen(paragraphs(not_understood, reading), (last,))
    confirm = PLAN.button("✅ " + words("Confirm"), *key)
    preview = lines(title(session.get(Community, community_id)), _preview(words, reading))
    return Screen(paragraphs(not_understood, preview), ((confirm,), last))


@dataclass(frozen=True, slots=True)
class _Reading:
    """A plan that can be carried out and the cycle it changes; warnings by day (None: overall)."""

    cycle: int
    existing: Sequence[Meeting]
    planned: tuple[Planned, ...]
    merged: Merge
    warnings: dict[date | None, list[PlanWarning]]
    zone: ZoneInfo


def _read_plan(session: Session, context: Context, community_id: int, text: str) -> _Reading | str:
    """Parse the text and compare it with the cycle; or return, as text, why nothing is planned."""
    words, zone = context.words, context.services.settings.timezone
    plan = rules.parse_plan(text, context.now, zone)
    if plan.problems:
        return _problems(words, text, plan.problems)
    cycle, existing = meetings.cycle_to_plan(session, community_id, plan.planned, context.now)
    known = [meetings.as_rules_meeting(meeting) for meeting in existing]
    refused = rules.refusal(plan.planned, known, zone)
    if refused is not None:
        return (
            "⛔ "
            + {
                rules.PlanRefusal.NOTHING_PLANNED: words("There are no meetings in this."),
                rules.PlanRefusal.TOO_MANY: words(
                    "This makes more than 12 meetings in the cycle. Send fewer, or cancel some."
                ),
            }[refused]
        )
    merged = rules.merge(known, plan.planned, zone)
    if not (merged.added or merged.moved or merged.venue_changed):
        return words("All of this is planned already; nothing changes. /agenda shows the cycle.")
    found: dict[date | None, list[PlanWarning]] = defaultdict(list)
    for one in rules.warnings(plan.planned, known, context.now, zone):
        found[one.day].append(one)
    return _Reading(cycle, existing, plan.planned, merged, found, zone)


def _problems(words: Words, text: str, problems: Sequence[LineProblem]) -> str:
    written = text.splitlines()
    problem_lines = [
        words("Line {number}: {problem}", number=one.line_number, problem=problem(words, one.kind))
        + f"\n<code>{short(written[one.line_number - 1], SHORT_LINE)}</code>"
        for one in problems[:MOST_PROBLEMS]
    ]
    more = len(problems) - len(problem_lines)
    return paragraphs(
        "⛔ " + words("I can't read everything, so nothing is planned yet."),
        lines(*problem_lines),
        words.plural("And {number} more line.", "And {number} more lines.", more) if more else None,
        words("Send the whole list again. For instance:"),
        _example(words),
    )


def _preview(words: Words, reading: _Reading) -> str:
    numbers = _numbers(reading)
    shown = [
        _line(words, one, numbers[one.start, one.end], reading)
        for one in sorted(reading.planned, key=lambda one: one.start)
    ]
    first, *rest = pages(shown, limit=MOST_SHOWN).texts
    return paragraphs(
        words("This is how I read it. Nothing is planned until you press ✅."),
        lines(first, "…" if rest else None),
        lines(*(warning(words, one) for one in reading.warnings.get(None, ()))),
    )


def _numbers(reading: _Reading) -> dict[tuple[datetime, datetime], int]:
    """The number that each meeting will have in the cycle, by start and end."""
    changed = {
        update.meeting.id: update.planned
        for update in (*reading.merged.moved, *reading.merged.venue_changed)
    }
    moments = [
        (changed[meeting.id].start, changed[meeting.id].end)
        if meeting.id in changed
        else (meeting.starts_at, meeting.ends_at)
        for meeting in reading.existing
        if not meeting.is_cancelled
    ]
    moments += [(one.start, one.end) for one in reading.merged.added]
    return {moment: number for number, moment in enumerate(sorted(moments), start=1)}


def _line(words: Words, one: Planned, number: int, reading: _Reading) -> str:
    day = local_date(one.start, reading.zone)
    return lines(
        f"<b>{number}.</b> {when(words, one.start, one.end)}",
        f"📍 {short(one.venue)}" if one.venue else None,
        _change_line(words, one, reading.merged),
        *(warning(words, found) for found in reading.warnings.get(day, ())),
    )


def _change_line(words: Words, one: Planned, merged: Merge) -> str | None:
    for update in merged.moved:
        if update.planned is one:
            return lines(
                "🔄 " + words.whole(partial(_moved_from, update=update)), _venue_change(update)
            )
    for update in merged.venue_changed:
        if update.planned is one:
            return _venue_change(update)
    if any(one.start == same.start and one.end == same.end for same in merged.unchanged):
        return words("Planned already.")
    return None


def _moved_from(words: Words, update: Update) -> str:
    before = when(words, update.meeting.start, update.meeting.end)
    return words("It was {when}; who had answered is asked again.", when=before)


def _venue_change(update: Update) -> str | None:
    before, after = update.meeting.venue, update.planned.venue
    if after is None or after == before:
        return None
    return f"🔄 📍 {short(before or '…')} → {short(after or '…')}"


_PlanKey = tuple[int, str, int]
"""Identifies the plan of a button: community id, mark of the text, Telegram id of its author."""


class _Outcome(Enum):
    """Result of ✅ or ❌."""

    PLANNED = auto()
    DROPPED = auto()
    NOT_YOURS = auto()
    OUTDATED = auto()
    UNREADABLE = auto()
    GONE = auto()


async def on_confirm(context: Context, community_id: int, mark: str, author_id: int) -> None:
    """✅ under the preview: carry the plan out. Either moderator may press, repeatedly too."""
    confirm = partial(_confirm, context=context, key=(community_id, mark, author_id))
    await _answer(context, *await context.write(confirm))


async def _answer(context: Context, outcome: _Outcome, shown: str) -> None:
    words = context.words
    if outcome is _Outcome.NOT_YOURS:
        await context.refuse(not_yours(words))
    elif outcome is _Outcome.OUTDATED:
        await context.refuse(words("This preview is old: the list was changed since."))
    else:
        await context.answer()
        await context.show(Screen(shown))


def _confirm(session: Session, context: Context, key: _PlanKey) -> tuple[_Outcome, str]:
    community_id, _, author_id = key
    text = _draft_text(session, context, key)
    if isinstance(text, _Outcome):
        return text, _result(session, context, community_id) if text is _Outcome.GONE else ""
    reading = _read_plan(session, context, community_id, text)
    if isinstance(reading, str):
        # The preview was valid, but the cycle was changed since by somebody else.
        return _Outcome.UNREADABLE, reading
    _apply(session, context, community_id, reading)
    form_drafts.drop(session, author_id, FORM.topic)
    return _Outcome.PLANNED, _result(session, context, community_id)


def _draft_text(session: Session, context: Context, key: _PlanKey) -> str | _Outcome:
    """Return the text of the plan that a button identifies, or why it can't be used."""
    community_id, mark, author_id = key
    if membership(session, context, community_id, MODERATOR) is None:
        return _Outcome.NOT_YOURS
    row = form_drafts.about(session, author_id, FORM.topic)
    draft = forms.opened(row, context.services.cipher)
    if draft is None:
        return _Outcome.GONE
    text = draft.values.get(MEETINGS, "")
    is_same = draft.facts.get("community") == community_id and _mark(text) == mark
    return text if is_same else _Outcome.OUTDATED


def _apply(session: Session, context: Context, community_id: int, reading: _Reading) -> None:
    settings, now = context.services.settings, context.now
    for one in reading.merged.added:
        meeting = meetings.add(session, community_id, reading.cycle, one, now)
        steps.plan(session, meeting, settings, now)
    by_id = {meeting.id: meeting for meeting in reading.existing}
    for update in reading.merged.moved:
        meeting = by_id[update.meeting.id]
        meeting.venue = update.planned.venue or meeting.venue
        changes.move(session, meeting, update.planned.start, update.planned.end, settings, now)
    for update in reading.merged.venue_changed:
        meeting = by_id[update.meeting.id]
        changes.put_venue(session, meeting, update.planned.venue or "", now)
        meeting.sequence += 1
        session.add(meeting)
    changes.settle(session, community_id, now)
    if reading.cycle > 1 and not reading.existing:
        begin_cycle(session, community_id, settings, now)


def _result(session: Session, context: Context, community_id: int) -> str:
    """Describe the planned cycle; read from the database, so the same after a repeated press."""
    words = context.words
    active = meetings.of_latest_cycle(session, community_id)
    if not active:
        return "⛔ " + words("This was finished or cancelled before. /plan begins again.")
    community = session.get(Community, community_id)
    planned = words.plural(
        "{number} meeting of {name} is planned.",
        "{number} meetings of {name} are planned.",
        len(active),
        name=community.name if community else "",
    )
    return paragraphs(
        "✅ " + planned,
        _next(words, (one for one in active if one.ends_at > context.now)),
        words("/agenda shows them all, /session changes one."),
    )


def _next(words: Words, ahead: Iterable[Meeting]) -> str | None:
    first = next(iter(ahead), None)
    if first is None:
        return None
    return words.whole(
        lambda words: words(
            "The next one: {when}.", when=when(words, first.starts_at, first.ends_at)
        )
    )


async def on_drop(context: Context, community_id: int, mark: str, author_id: int) -> None:
    """❌ under the preview: delete the draft."""
    drop = partial(_drop, context=context, key=(community_id, mark, author_id))
    await _answer(context, *await context.write(drop))


def _drop(session: Session, context: Context, key: _PlanKey) -> tuple[_Outcome, str]:
    community_id, _, author_id = key
    text = _draft_text(session, context, key)
    if isinstance(text, _Outcome):
        return text, _result(session, context, community_id) if text is _Outcome.GONE else ""
    form_drafts.drop(session, author_id, FORM.topic)
    return _Outcome.DROPPED, "✅ " + context.words("Cancelled. Nothing of it is kept.")
