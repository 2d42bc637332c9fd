"""What people say and press. The routing table stands here, to be read from top to bottom."""

from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import Select, func, select, union_all
from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers import (
    attendance,
    audience,
    cockpit,
    duos,
    handover,
    library,
    meetings,
    people,
    prompts,
    rhythm,
    routing,
    start,
    summaries,
    themes,
    value,
)
from handlers.attendance import correcting, proving
from handlers.attendance import told as of_attendance
from handlers.cases import agenda as urn_agenda
from handlers.cases import bringing, calling, deciding, moderating, voting
from handlers.cases import press as cases_press
from handlers.cases import told as of_cases
from handlers.communities import founding, group, looking
from handlers.communities import told as of_groups
from handlers.handover import asking, reading, writing
from handlers.handover import told as of_handovers
from handlers.meetings import agenda, changes, plan, session
from handlers.members import gate, kept, registration
from handlers.members import list as members_list
from handlers.members import told as of_members
from handlers.menus import MENU, compose_menu
from handlers.outgoing import Composer, Parcel, compose_reply
from handlers.owed import Section, Todo
from handlers.people import language, own_data
from handlers.prompts import answering as prompt_answering
from handlers.prompts import asking as prompt_asking
from handlers.prompts import posting as of_prompts
from handlers.prompts import writing as prompt_writing
from handlers.routes import Buttons, Command, Where, Who
from handlers.routing import Happening
from handlers.rsvp import card, mine, press
from handlers.rsvp import told as of_answers
from handlers.summaries import posting
from handlers.summaries import preview as summary_preview
from handlers.summaries import reading as summary_reading
from handlers.themes import adding as theme_adding
from handlers.todo import OWES, STANDS
from handlers.updates import AskedToJoin, Left, Migrated, Placed, Raw, Seen
from handlers.visit import REPLY, House, Visit
from locales import N_
from storage import rhythm as steps
from storage.cases import due as cases_due
from storage.cases import following, votes
from storage.handover import due as handovers_due
from storage.handover import earliest_ask
from storage.handover.items import earliest_reminder
from storage.meetings import Meeting
from storage.members import Membership
from storage.outbox import Outgoing
from storage.prompts import due as prompts_due
from storage.rhythm import Timing
from storage.summaries import due as summaries_due


async def _help(visit: Visit) -> None:
    await people.on_help(visit, COMMANDS)


async def _todo(visit: Visit) -> None:
    await people.on_todo(visit, TODO)


def _how_it_stands(session: Session, visit: Visit, membership: Membership) -> Section | None:
    return cockpit.section(session, visit, membership, STANDS, WAYS)


async def _redraw_todo(visit: Visit, community_id: int) -> None:
    await people.show_todo(visit, TODO, community_id)


async def _cockpit(visit: Visit) -> None:
    await cockpit.on_press(visit, cockpit.Desk(WAYS, _redraw_todo))


def _menu(session: Session, row: Outgoing, house: House) -> Parcel:
    return compose_menu(session, row, house, COMMANDS)


def _bundle(session: Session, row: Outgoing, house: House) -> Parcel | None:
    return rhythm.compose_bundle(session, row, house, MAKES)


# What rooms beside `rhythm` do at a step, and how they make their pieces of a bundle.
def _take_after(session: Session, timing: Timing, meeting: Meeting, at: datetime) -> None:
    handovers_due.take_after(session, timing, meeting, at)
    following.take_after(session, timing, meeting, at)


TAKES: Final[rhythm.Takes] = {
    Step.CASE: cases_due.take_call,
    Step.AGENDA: cases_due.take_agenda,
    Step.AFTER: _take_after,
    Step.EVE: handovers_due.take_eve,
    Step.PROMPT: prompts_due.take_prompt,
}
MAKES: Final[rhythm.Makes] = {
    Step.AGENDA: urn_agenda.make_agenda,
    Step.AFTER: of_attendance.make_after,
    Step.HANDOVER: asking.make_ask,
    Step.NOTE: asking.make_note,
    Step.ITEM: asking.make_item,
    Step.ANSWER: prompt_asking.make_answer,
    Step.PROMPT: prompt_asking.make_proposal,
}

# How the steps that moderators may see beforehand are told.
WAYS: Final[cockpit.Ways] = {
    Step.CASE: cockpit.Way(calling.audience, calling.compose_sample),
    Step.AGENDA: cockpit.Way(audience.of_moderators, _bundle),
    Step.NUDGE: cockpit.Way(audience.of_nudge, _bundle),
    Step.EVE: cockpit.Way(audience.of_eve, _bundle, rhythm.compose_eve),
    Step.AFTER: cockpit.Way(audience.of_moderators, _bundle),
    Step.PROMPT: cockpit.Way(audience.of_leads, _bundle),
}
TODO: Final = Todo(OWES, _how_it_stands)

# Names in English, Dutch and French; a language without its own name uses the English one.
COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        start.on_command,
        ("start",),
        N_("Begin here"),
        by_hidden=group.on_start_by_hidden,
    ),
    Command(_todo, ("todo",), N_("What you still have to do"), where=Where.PRIVATE),
    Command(mine.on_command, ("rsvp",), N_("The next meeting: do you come?"), Who.MEMBER),
    Command(agenda.on_command, ("agenda",), N_("All meetings, for your calendar"), Who.MEMBER),
    Command(
        duos.on_command, ("duo",), N_("Share your seat with a colleague"), Who.MEMBER, Where.PRIVATE
    ),
    Command(
        handover.on_command,
        ("handover", "overdracht", "relais"),
        N_("Pass on to your duo partner what they need"),
        Who.MEMBER,
        Where.PRIVATE,
    ),
    Command(
        bringing.on_command,
        ("case", "casus", "situation"),
        N_("Bring a case, without your name"),
        Who.MEMBER,
        Where.PRIVATE,
        in_group=bringing.on_command_in_group,
        is_fleeting=True,
        by_hidden=bringing.on_command_by_hidden,
    ),
    Command(
        moderating.on_command,
        ("cases", "casussen", "situations"),
        N_("The cases: open the urn, read, choose"),
        where=Where.PRIVATE,
    ),
    Command(
        library.on_command,
        ("library", "bib", "biblio"),
        N_("What colleagues find useful: search, share, try"),
        Who.MEMBER,
        Where.PRIVATE,
        in_group=library.on_command_in_group,
    ),
    Command(plan.on_command, ("plan",), N_("Plan the meetings"), Who.MODERATOR),
    Command(
        session.on_command, ("session", "sessie", "seance"), N_("Change a meeting"), Who.MODERATOR
    ),
    Command(
        members_list.on_command,
        ("members", "leden", "membres"),
        N_("Who is in, and who waits"),
        Who.MODERATOR,
        Where.PRIVATE,
    ),
    Command(
        attendance.on_command,
        ("attendance", "aanwezigheid", "presence"),
        N_("Tick who was there"),
        Who.MODERATOR,
        Where.PRIVATE,
    ),
    Command(
        summaries.on_command,
        ("summary", "verslag", "compterendu"),
        N_("Write the summary of a session"),
        Who.MODERATOR,
    ),
    Command(
        prompts.on_command,
        ("prompt", "vraag", "question"),
        N_("Ask the group something between two meetings"),
        Who.LEAD,
        Where.PRIVATE,
    ),
    Command(
        themes.on_command,
        ("themes", "themas", "themes"),
        N_("Which themes recur, and since when"),
        Who.LEADING,
        Where.PRIVATE,
    ),
    Command(
        founding.on_command,
        ("community", "gemeenschap", "communaute"),
        N_("Found a community, or list them"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        language.on_command,
        ("language", "taal", "langue"),
        N_("Choose your language"),
        where=Where.PRIVATE,
    ),
    Command(_help, ("help",), N_("What I can do")),
    Command(
        people.on_cancel, ("cancel",), N_("Stop what you were filling in"), where=Where.PRIVATE
    ),
    Command(
        people.on_privacy, ("privacy",), N_("What I keep, and who sees it"), where=Where.PRIVATE
    ),
    Command(
        people.on_mydata,
        ("mydata",),
        N_("All that I keep about you, as a file"),
        where=Where.PRIVATE,
    ),
    Command(
        people.on_forget, ("forget",), N_("Erase all that I keep about you"), where=Where.PRIVATE
    ),
)

ROOMS: Final = (
    Buttons("rsvp", press.on_press, is_swift=True),
    Buttons("join", registration.on_press, where=Where.PRIVATE),
    Buttons("seat", kept.on_press, where=Where.PRIVATE),
    Buttons("meetings", meetings.on_press),
    Buttons("members", members_list.on_press, where=Where.PRIVATE),
    Buttons("duo", duos.on_press, where=Where.PRIVATE),
    Buttons("handover", handover.on_press, where=Where.PRIVATE),
    Buttons("cases", cases_press.on_press, where=Where.PRIVATE),
    Buttons("vote", voting.on_press),
    Buttons("prompt", prompts.on_press),
    Buttons("attendance", attendance.on_press, where=Where.PRIVATE),
    Buttons("summary", summaries.on_press, where=Where.PRIVATE),
    Buttons("themes", themes.on_press, where=Where.PRIVATE),
    Buttons("library", library.on_press, where=Where.PRIVATE),
    Buttons("cockpit", _cockpit, where=Where.PRIVATE),
    Buttons("community", founding.on_press, where=Where.PRIVATE),
    Buttons("value", value.on_press),
    Buttons("language", language.on_press, where=Where.PRIVATE),
    Buttons("forget", own_data.on_press, where=Where.PRIVATE),
)

TALKS: Final = {
    "step_note": cockpit.TALK,
    "registration": registration.TALK,
    "community": founding.TALK,
    "plan": plan.TALK,
    "session": session.TALK,
    "theme": theme_adding.TALK,
    "summary": summary_preview.TALK,
    **library.TALKS,
    "handover": writing.TALK,
    "prompt": prompt_writing.TALK,
    "prompt_answer": prompt_answering.TALK,
    "attendance_reason": correcting.TALK,
    **deciding.TALKS,
    "handover_restate": reading.RESTATE_TALK,
    "handover_ask": reading.ASK_TALK,
    "handover_answer": reading.ANSWER_TALK,
}

HAPPENINGS: Final[dict[type, Happening]] = {
    AskedToJoin: gate.on_asked_to_join,
    Seen: gate.on_seen,
    Left: gate.on_left,
    Placed: group.on_placed,
    Migrated: group.on_migrated,
}

COMPOSERS: Final[dict[str, Composer]] = {
    REPLY: compose_reply,
    "card": card.compose_card,
    "turn": of_answers.compose_turn,
    "replaced": of_answers.compose_replaced,
    "late": of_answers.compose_late,
    "bundle": _bundle,
    "eve": rhythm.compose_eve,
    "moved": changes.compose_moved,
    "cancelled": changes.compose_cancelled,
    "changed": changes.compose_changed,
    "swapped": duos.compose_swapped,
    "alone": duos.compose_alone,
    "window": calling.compose_window,
    "call": calling.compose_call,
    "forget_key": calling.compose_forget_key,
    "unopened": of_cases.compose_unopened,
    "opened": of_cases.compose_opened,
    "vote": of_cases.compose_vote,
    "prompt": of_prompts.compose_post,
    "prompt_answers": of_prompts.compose_answers,
    "prompt_asked": of_prompts.compose_asked,
    summaries_due.POST: posting.compose_post,
    summaries_due.MISSED: summary_reading.compose_missed,
    "proof": proving.compose_proof,
    "note": of_handovers.compose_note,
    "undelivered": of_handovers.compose_undelivered,
    "restated": of_handovers.compose_restated,
    "asked": of_handovers.compose_asked,
    "answered": of_handovers.compose_answered,
    "welcome": of_members.compose_welcome,
    "partner": of_members.compose_partner,
    "waiting": of_members.compose_waiting,
    "seat": kept.compose_seat,
    "let_in": gate.compose_let_in,
    MENU: _menu,
    "look": looking.compose_look,
    "greeting": of_groups.compose_greeting,
    "rights": of_groups.compose_rights,
    "join": of_groups.compose_join,
    "goodbye": of_groups.compose_goodbye,
}

TABLE: Final = routing.Table(
    COMMANDS,
    {row.room: row for row in ROOMS},
    TALKS,
    HAPPENINGS,
    cases_press.take_moment,
    library.take_file,
)


def next_due(session: Session) -> datetime | None:
    """When something next falls due of its own accord; what waits in the outbox apart."""
    at: datetime | None = session.connection().execute(_earliest()).scalar()
    return at


@cache
def _earliest() -> Select[Any]:
    """One question for all rooms, made once: the clock asks it every second."""
    moments = union_all(
        steps.earliest(),
        earliest_ask(),
        earliest_reminder(),
        cases_due.earliest(),
        *prompts_due.earliest(),
    ).subquery()
    (at,) = moments.columns
    return select(func.min(at))


def fall_due(session: Session, house: House, now: datetime) -> None:
    """Leave in the outbox whatever has fallen due by now."""
    rhythm.fall_due(session, house, now, TAKES)
    rhythm.apart(session, lambda apart: handovers_due.fall_due(apart, house.settings, now))
    rhythm.apart(session, lambda apart: votes.close_votes(apart, house.settings, now))
    rhythm.apart(session, lambda apart: prompts_due.fall_due(apart, house.settings, now))


async def handle(house: House, raw: Raw) -> None:
    """Handle one raw update by the table."""
    await routing.handle(TABLE, house, raw)
