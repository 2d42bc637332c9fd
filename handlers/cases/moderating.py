"""`/cases`: the urn of the next session, the opened cases, and each of them with what to do."""

from functools import partial

from sqlmodel import Session

from bot.rules import cases as rules
from bot.rules.cases import Opening, Readiness, State, voting
from bot.rules.cases.voting import Choice, Deed
from bot.rules.members import Role
from handlers.cases import access, decisions, opening, schedule
from handlers.cases.access import Sight
from handlers.cases.outcomes import standing_name
from handlers.cases.verbs import DEEDS, FINISH, FIRST, LIST, OPEN, ORIGINAL, PUT, SEE, not_yours
from handlers.cases.views import SIGN, quoted, ticks
from handlers.core.access import LEADING, membership
from handlers.core.context import Context, Services
from handlers.core.meeting_heading import title
from handlers.core.pages import APART, Pages, pages, show
from handlers.core.screens import (
    PAGE,
    Button,
    Row,
    Screen,
    in_rows,
    lines,
    paragraphs,
    shown_length,
)
from locales import Words
from storage import cases, meetings, members
from storage.cases import CaseWindow, Standing, moderating, votes
from storage.cases.moderating import Placed
from storage.cases.urn import UrnError
from storage.communities import Community
from storage.core.columns import row_id
from storage.meetings import Meeting

SECTION = PAGE // 2 - 100
"""Characters of a text that is parted: Telegram may count each of them twice."""

SIGNS = {
    Standing.WAITING: "🕓",
    Standing.ACCEPTED: "✅",
    Standing.PARKED: "🅿️",
    Standing.DECLINED: "❌",
    Standing.WITHDRAWN: "–",
}


async def on_command(context: Context) -> None:
    """`/cases`: a screen for each community, or the numbers over all."""
    screens = await context.read(partial(_screens, context=context))
    if not screens:
        await context.refuse(
            context.words(
                "This command is for moderators and the monitoring lead. "
                "You bring a case with /case."
            )
        )
    for screen in screens:
        await context.say(screen)


def _screens(session: Session, context: Context) -> list[Screen]:
    own = members.memberships(session, context.sender.telegram_id)
    of_communities = [
        community_screen(
            session, context, one.community_id, is_moderator=one.role == Role.MODERATOR
        )
        for one in own
        if one.role in LEADING
    ]
    numbers = [_numbers(session, context.words)] if context.is_coordinator else []
    return of_communities + numbers


def _numbers(session: Session, words: Words) -> Screen:
    """For coordinators: how many cases there were, where that speaks of no single community."""
    heading = f"{SIGN} <b>{words('Cases in all communities')}</b>"
    counts = voting.counted(moderating.standings(session))
    if counts is None:
        few = words(
            "Too few to tell: I show numbers from {communities} communities and {cases} cases on.",
            communities=voting.FEWEST_COMMUNITIES,
            cases=voting.FEWEST_CASES,
        )
        return Screen(lines(heading, few))
    shown = {
        Standing.ACCEPTED: words("accepted"),
        Standing.PARKED: words("kept for a later session"),
        Standing.DECLINED: words("not taken"),
    }
    return Screen(
        lines(
            heading,
            words("Opened: {number}", number=counts.opened),
            *(
                f"{SIGNS[one]} {name}: {counts.by_standing.get(one.value, 0)}"
                for one, name in shown.items()
            ),
        )
    )


def community_screen(
    session: Session, context: Context, community_id: int, *, is_moderator: bool, told: str = ""
) -> Screen:
    """The urn of the next session (for moderators), the cases, and how the first is chosen."""
    words = context.words
    coming = meetings.next_meeting(session, community_id, context.now)
    table = moderating.on_the_table(session, community_id, context.now)
    urn, urn_rows = _urn(session, context, coming) if is_moderator else ("", ())
    vote, vote_rows = _vote(session, context, coming, table) if is_moderator else ("", ())
    text = paragraphs(
        told,
        lines(title(session.get(Community, community_id)), f"{SIGN} <b>{words('Cases')}</b>"),
        urn,
        lines(*(_line(words, one) for one in table)) or words("No case is open now."),
        vote,
    )
    opened = [_case_button(one) for one in table]
    return Screen(text, (*urn_rows, *in_rows(opened, 3), *vote_rows), protect=True)


def _case_button(one: Placed) -> Button:
    return SEE.button(f"{_sign(one)} {one.name}", row_id(one.case))


def _sign(one: Placed) -> str:
    return SIGN if one.case.is_chosen else SIGNS[Standing(one.case.standing)]


def _line(words: Words, one: Placed) -> str:
    when = words("session {number}, {day}", number=one.meeting.number, day=_day(words, one.meeting))
    return f"{_sign(one)} <b>{one.name}</b> · {when} · {standing_name(words, one.case)}"


def _day(words: Words, meeting: Meeting) -> str:
    return words.day(meeting.starts_at)


def _urn(session: Session, context: Context, coming: Meeting | None) -> tuple[str, tuple[Row, ...]]:
    """How many have answered the call for the next session, and 🔑 once it may be opened."""
    words = context.words
    if coming is None:
        return words("No meeting is planned: /plan."), ()
    window = cases.newest_window(session, coming.id)
    heading = words("Next: session {number}, {day}", number=coming.number, day=_day(words, coming))
    if window is None or window.state == State.VOID.value:
        return lines(f"🗓 {heading}", _no_window(session, words, coming)), ()
    if window.state == State.OPENED.value:
        return lines(f"🗓 {heading}", words("Its urn is open.")), ()
    door = opening.seen(session, context.services, window, coming)
    told = answered(session, context, window, coming, door.readiness)
    opens = words(
        "The urn may be opened from {day} on.",
        day=words.day(schedule.opens_at(session, coming, context.services.settings)),
    )
    is_early = door.readiness.verdict is Opening.TOO_EARLY
    key = OPEN.button(f"🔑 {words('Open the urn')}", row_id(window))
    text = lines(f"🗓 {heading}", told, opens if is_early else None)
    return text, () if is_early else ((key,),)


def _no_window(session: Session, words: Words, coming: Meeting) -> str:
    if not rules.may_promise(len(cases.called(session, coming.community_id))):
        return words(
            "With fewer than {number} members I can't promise that nobody guesses who brings a "
            "case, so I ask for none.",
            number=rules.FEWEST,
        )
    return words("The call for cases has not gone out yet.")


def answered(
    session: Session, context: Context, window: CaseWindow, meeting: Meeting, readiness: Readiness
) -> str:
    """How many of those who were called have answered, and how many lack, as HTML."""
    words = context.words
    called = {person.id for person in cases.called(session, meeting.community_id)}
    counted = _number_answered(context.services, window, called)
    if counted is None:
        return words("The urn can't be read just now.")
    told = words("{number} of {total} have answered the call.", number=counted, total=len(called))
    missing = rules.minimum(len(called)) - counted
    if missing <= 0 or readiness.verdict is Opening.WRONG_STATE:
        return told
    lacking = words.plural(
        "{number} more must answer before it can be opened.",
        "{number} more must answer before it can be opened.",
        missing,
    )
    return lines(told, lacking)


def _number_answered(services: Services, window: CaseWindow, called: set[int | None]) -> int | None:
    """How many of those who are called have answered; None when the urn can't be read."""
    try:
        return len(called & services.urns.of(window.id or 0).answered())
    except UrnError:
        return None


def _vote(
    session: Session, context: Context, coming: Meeting | None, table: list[Placed]
) -> tuple[str, tuple[Row, ...]]:
    """How the case that comes first is chosen: by the group, or by the moderators; no results."""
    words = context.words
    if coming is None:
        return "", ()
    window = votes.running(session, coming.id)
    if window is not None and window.vote_closes_at is not None:
        told = words(
            "The group votes until {day} at {time}. Until then nobody sees the result.",
            day=words.day(window.vote_closes_at),
            time=words.time(window.vote_closes_at),
        )
        finish = FINISH.button(f"✅ {words('Close the vote now')}", row_id(coming))
        return f"{SIGN} {told}", ((finish,),)
    how = decisions.choice(session, coming, context.services.settings, context.now)
    accepted = {case.id for case in votes.candidates(session, coming.id)}
    if how is Choice.BY_VOTE:
        label = words("Put to the group's vote")
        return "", ((PUT.button(f"{SIGN} {label}", row_id(coming)),),)
    if how is Choice.DIRECTLY:
        return "", tuple(
            (FIRST.button(f"✅ {_first(words, one)}", row_id(one.case)),)
            for one in table
            if one.case.id in accepted
        )
    return "", ()


def _first(words: Words, one: Placed) -> str:
    return words.plain("{case} comes first", case=one.name)


async def on_list(context: Context, community_id: int) -> None:
    """⬅️: the cases of a community."""
    screen = await context.read(partial(_list, context=context, community_id=community_id))
    if screen is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await context.show(screen)


def _list(session: Session, context: Context, community_id: int) -> Screen | None:
    own = membership(session, context, community_id, LEADING)
    if own is None:
        return None
    is_moderator = own.role == Role.MODERATOR
    return community_screen(session, context, community_id, is_moderator=is_moderator)


async def on_case(context: Context, case_id: int) -> None:
    """A case with all that belongs to it."""
    await _show(context, case_id, is_original=False)


async def on_original(context: Context, case_id: int) -> None:
    """👁: a case that was reworded, as it was brought."""
    await _show(context, case_id, is_original=True)


async def _show(context: Context, case_id: int, *, is_original: bool) -> None:
    read = partial(_pages, context=context, case_id=case_id, is_original=is_original)
    found = await context.read(read)
    if found is None:
        await context.refuse(not_yours(context.words))
        return
    await context.answer()
    await show(context, found)


def _pages(session: Session, context: Context, case_id: int, *, is_original: bool) -> Pages | None:
    """A case in as many messages as it takes, the buttons under the last."""
    found = access.seen(session, context, case_id)
    if found is None or (is_original and not found.is_moderator):
        return None
    if is_original:
        blocks = _text_blocks(moderating.read(found.case.what, context.services.cipher))
        rows: tuple[Row, ...] = ((SEE.button(f"⬅️ {context.words('Back')}", case_id),),)
        blocks.insert(0, f"<b>{context.words('As it was brought:')}</b>")
    else:
        blocks = _case_blocks(session, context, found)
        rows = _case_rows(session, context, found)
    return pages(blocks, rows, between=APART, protect=True)


def _text_blocks(text: str) -> list[str]:
    """A text as quotations, each of which fits on a page."""
    if shown_length(quoted(text)) <= PAGE:
        return [quoted(text)]
    return [quoted(text[start : start + SECTION]) for start in range(0, len(text), SECTION)]


def _case_blocks(session: Session, context: Context, found: Sight) -> list[str]:
    words, cipher, case = context.words, context.services.cipher, found.case
    heading = words("Case {letter}", letter=found.placed.name)
    text = moderating.read(case.reworded or case.what, cipher)
    blocks = [
        lines(
            title(session.get(Community, case.community_id)),
            f"<b>{heading}</b>",
            _line(words, found.placed),
        ),
        *_text_blocks(text),
        ticks(words, case.ticks),
    ]
    for asked in cases.questions(session, case.id):
        blocks.append(
            f"❓ {words('Asked: {question}', question=moderating.read(asked.question, cipher))}"
        )
        blocks += _text_blocks(moderating.read(asked.answer, cipher)) if asked.answer else []
    if case.reason:
        blocks.append(
            f"❌ {words('Reason: {reason}', reason=moderating.read(case.reason, cipher))}"
        )
    if case.advice:
        blocks.append(f"✏️ <b>{words('The advice of the group:')}</b>")
        blocks += _text_blocks(moderating.read(case.advice, cipher))
    if case.is_released:
        blocks.append(f"📤 {words('Released for the summary of Brusano.')}")
    return [*(block for block in blocks if block), *_outcomes(session, context, found)]


def _outcomes(session: Session, context: Context, found: Sight) -> list[str]:
    """How it went with the case, once everyone was asked each time."""
    words, case = context.words, found.case
    later = moderating.held_since(session, found.placed.meeting, context.now)
    if case.standing != Standing.ACCEPTED.value or not voting.shows_outcomes(later):
        return []
    return [
        words(
            "Said afterwards: tried {tried}, helped {helped}, blocked {blocked}.",
            tried=case.tried,
            helped=case.helped,
            blocked=case.blocked,
        )
    ]


def _case_rows(session: Session, context: Context, found: Sight) -> tuple[Row, ...]:
    """What may be done, for a moderator; each button tells the state it was offered in."""
    words, case = context.words, found.case
    back = LIST.button(f"⬅️ {words('All cases')}", case.community_id)
    if not found.is_moderator:
        return ((back,),)
    possible = voting.deeds(decisions.facts(session, case, context.now))
    state = (row_id(case), Standing(case.standing), case.meeting_id)
    offered = [
        DEEDS[deed].button(label, *state)
        for deed, label in _labels(words, case.standing).items()
        if deed in possible
    ]
    if case.reworded is not None:
        offered.append(ORIGINAL.button(f"👁 {words('The original')}", row_id(case)))
    return (*in_rows(offered, 2), (back,))


def _labels(words: Words, standing: str) -> dict[Deed, str]:
    is_declined = standing == Standing.DECLINED.value
    return {
        Deed.ACCEPT: f"✅ {words('Accept')}",
        Deed.PARK: f"🅿️ {words('Park')}",
        Deed.DECLINE: f"❌ {words('Another reason') if is_declined else words('Decline')}",
        Deed.REWORD: f"✏️ {words('Reword')}",
        Deed.ASK: f"❓ {words('Ask the author')}",
        Deed.ADVISE: f"✏️ {words('Advice')}",
        Deed.RELEASE: f"📤 {words('Release for Brusano')}",
        Deed.RETRACT: f"❌ {words('Take the release back')}",
    }
