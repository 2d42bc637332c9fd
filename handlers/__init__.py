"""What people say and press. The routing table stands here, to be read from top to bottom."""

from typing import Final

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers import (
    announcing,
    attendance,
    closing,
    cockpit,
    frame,
    handover,
    harvest,
    interest,
    library,
    links,
    meetings,
    overview,
    people,
    prompts,
    summaries,
    themes,
)
from handlers.announcing import messages as of_announcements
from handlers.attendance import certificate, correct
from handlers.attendance import messages as of_attendance
from handlers.cases import agenda as urn_agenda
from handlers.cases import bringing, calling, deciding, moderating, voting
from handlers.cases import callbacks as cases_press
from handlers.cases import messages as of_cases
from handlers.closing import close, evaluation
from handlers.communities import found, group, group_check
from handlers.communities import messages as of_groups
from handlers.core import dispatch
from handlers.core.context import REPLY, Context, Services
from handlers.core.dispatch import ChatEventHandler
from handlers.core.menus import MENU, render_menu
from handlers.core.outgoing import OutgoingMessage, Renderer, render_reply
from handlers.core.routes import Buttons, Command, Where, Who
from handlers.core.todo_items import StatusSection, Todo
from handlers.core.updates import AskedToJoin, Left, Migrated, Placed, Raw, Said, Seen
from handlers.duos import screens
from handlers.handover import messages as of_handovers
from handlers.handover import read, reminder, write
from handlers.harvest import send as harvest_sending
from handlers.interest import founding_callbacks
from handlers.interest import messages as of_interest
from handlers.interest import placement_messages as of_places
from handlers.meetings import agenda, change, plan, session
from handlers.members import consent, freed_seat, join_requests, registration
from handlers.members import messages as of_members
from handlers.members import roster as members_list
from handlers.people import language, personal_data
from handlers.prompts import answer as prompt_answering
from handlers.prompts import messages as of_prompts
from handlers.prompts import reminder as prompt_asking
from handlers.prompts import write as prompt_writing
from handlers.reminders import bundle
from handlers.rsvp import callbacks as press
from handlers.rsvp import card, private_card
from handlers.rsvp import messages as of_answers
from handlers.summaries import messages
from handlers.summaries import preview as summary_preview
from handlers.summaries import read as summary_reading
from handlers.themes import add as theme_adding
from handlers.value import callbacks
from handlers.wiring import start
from handlers.wiring.default_texts import ORIGINALS
from handlers.wiring.due import TAKES as TAKES
from handlers.wiring.due import fall_due as fall_due
from handlers.wiring.due import next_due as next_due
from handlers.wiring.todo import STATUS_ITEMS, TODO_ITEMS
from locales import N_
from storage.closing import ending, renewal
from storage.core.outbox import Outgoing
from storage.members import Membership
from storage.members import consent as agreements
from storage.reminders import recipients
from storage.summaries import due as summaries_due


async def _help(context: Context) -> None:
    await people.on_help(context, COMMANDS)


async def _todo(context: Context) -> None:
    await people.on_todo(context, TODO)


def _how_it_stands(
    session: Session, context: Context, membership: Membership
) -> StatusSection | None:
    return cockpit.section(session, context, membership, STATUS_ITEMS, WAYS)


async def _redraw_todo(context: Context, community_id: int) -> None:
    await people.show_todo(context, TODO, community_id)


async def _cockpit(context: Context) -> None:
    await cockpit.on_press(context, cockpit.Desk(WAYS, _redraw_todo))


async def _frame(context: Context) -> None:
    await frame.on_command(context, ORIGINALS)


async def _frame_pressed(context: Context) -> None:
    await frame.on_press(context, ORIGINALS)


async def _take_file(context: Context, event: Said) -> bool:
    return await frame.take_file(context, event) or await library.take_file(context, event)


def _menu(session: Session, row: Outgoing, services: Services) -> OutgoingMessage:
    return render_menu(session, row, services, COMMANDS)


def _bundle(session: Session, row: Outgoing, services: Services) -> OutgoingMessage | None:
    return bundle.render_bundle(session, row, services, MAKES)


# How rooms beside `rhythm` make their pieces of a bundle.
MAKES: Final[bundle.Makes] = {
    Step.AGENDA: urn_agenda.make_agenda,
    Step.AFTER: of_attendance.make_after,
    Step.HANDOVER: reminder.make_ask,
    Step.NOTE: reminder.make_note,
    Step.ITEM: reminder.make_item,
    Step.OPENED: of_cases.make_opened,
    Step.RESTATED: of_handovers.make_restated,
    Step.ANSWER: prompt_asking.make_answer,
    Step.PROMPT: prompt_asking.make_proposal,
    Step.AGREEMENT: consent.make_agreement,
    Step.CLOSING: evaluation.make_evaluation,
}

# How the steps that moderators may see beforehand are told.
WAYS: Final[cockpit.Ways] = {
    Step.CASE: cockpit.Way(calling.audience, calling.render_sample),
    Step.AGENDA: cockpit.Way(recipients.of_moderators, _bundle),
    Step.NUDGE: cockpit.Way(recipients.of_nudge, _bundle),
    Step.EVE: cockpit.Way(recipients.of_eve, _bundle, bundle.render_eve),
    Step.AFTER: cockpit.Way(recipients.of_moderators, _bundle),
    Step.PROMPT: cockpit.Way(recipients.of_leads, _bundle),
}
TODO: Final = Todo(TODO_ITEMS, _how_it_stands)

# Names in English, Dutch and French; a language without its own name uses the English one.
COMMANDS: Final[tuple[Command, ...]] = (
    Command(
        start.on_command,
        ("start",),
        N_("Begin here"),
        by_hidden=group.on_start_by_hidden,
    ),
    Command(_todo, ("todo",), N_("What you still have to do"), where=Where.PRIVATE),
    Command(
        private_card.on_command,
        ("rsvp",),
        N_("The next meeting: do you come?"),
        Who.MEMBER,
        in_cycle=True,
    ),
    Command(agenda.on_command, ("agenda",), N_("All meetings, for your calendar"), Who.MEMBER),
    Command(
        screens.on_command,
        ("duo",),
        N_("Share your seat with a colleague"),
        Who.MEMBER,
        Where.PRIVATE,
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
        leaves_no_trace=True,
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
        session.on_command,
        ("session", "sessie", "seance"),
        N_("Change a meeting"),
        Who.MODERATOR,
        in_cycle=True,
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
        in_cycle=True,
        takes_community=True,
    ),
    Command(
        themes.on_command,
        ("themes", "themas", "themes"),
        N_("Which themes recur, and since when"),
        Who.LEADING,
        Where.PRIVATE,
    ),
    Command(
        found.on_command,
        ("community", "gemeenschap", "communaute"),
        N_("Found a community, or list them"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        overview.on_command,
        ("overview", "overzicht", "apercu"),
        N_("How all communities stand"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        announcing.on_command,
        ("announce", "bericht", "annonce"),
        N_("Say something to all moderators or communities"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        interest.on_command,
        ("interest", "interesse", "interet"),
        N_("Who would like to take part"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        links.on_command,
        ("links", "links", "liens"),
        N_("What communities release for each other"),
        Who.COORDINATOR,
        Where.PRIVATE,
    ),
    Command(
        harvest.on_command,
        ("export", "oogst", "recolte"),
        N_("The harvest: what was released, as files"),
        Who.FOLLOWING,
        Where.PRIVATE,
    ),
    Command(
        _frame,
        ("frame", "kader", "cadre"),
        N_("The texts and the rhythm of all communities"),
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
    Buttons("rsvp", press.on_press, skips_lookup=True),
    Buttons("agree", consent.on_press, where=Where.PRIVATE),
    Buttons("join", registration.on_press, where=Where.PRIVATE),
    Buttons("seat", freed_seat.on_press, where=Where.PRIVATE),
    Buttons("meetings", meetings.on_press),
    Buttons("members", members_list.on_press, where=Where.PRIVATE),
    Buttons("duo", screens.on_press, where=Where.PRIVATE),
    Buttons("handover", handover.on_press, where=Where.PRIVATE),
    Buttons("cases", cases_press.on_press, where=Where.PRIVATE),
    Buttons("vote", voting.on_press),
    Buttons("prompt", prompts.on_press),
    Buttons("attendance", attendance.on_press, where=Where.PRIVATE),
    Buttons("summary", summaries.on_press, where=Where.PRIVATE),
    Buttons("themes", themes.on_press, where=Where.PRIVATE),
    Buttons("library", library.on_press, where=Where.PRIVATE),
    Buttons("links", links.on_press, where=Where.PRIVATE),
    Buttons("cockpit", _cockpit, where=Where.PRIVATE),
    Buttons("frame", _frame_pressed, where=Where.PRIVATE),
    Buttons("community", found.on_press, where=Where.PRIVATE),
    Buttons("overview", overview.on_press, where=Where.PRIVATE),
    Buttons("announce", announcing.on_press, where=Where.PRIVATE),
    Buttons("interest", interest.on_press, where=Where.PRIVATE),
    Buttons("choose", founding_callbacks.on_press, where=Where.PRIVATE),
    Buttons("start", people.on_language_at_start, where=Where.PRIVATE),
    Buttons("value", callbacks.on_press),
    Buttons("closing", closing.on_press, where=Where.PRIVATE),
    Buttons("harvest", harvest.on_press, where=Where.PRIVATE),
    Buttons("language", language.on_press, where=Where.PRIVATE),
    Buttons("forget", personal_data.on_press, where=Where.PRIVATE),
)

FLOWS: Final = {
    "step_note": cockpit.FLOW,
    "registration": registration.FLOW,
    "community": found.FLOW,
    "announcement": announcing.FLOW,
    "interest": interest.FLOW,
    **founding_callbacks.FLOWS,
    "frame": frame.FLOW,
    "plan": plan.FLOW,
    "session": session.FLOW,
    "theme": theme_adding.FLOW,
    "summary": summary_preview.FLOW,
    **library.FLOWS,
    "handover": write.FLOW,
    "prompt": prompt_writing.FLOW,
    "prompt_answer": prompt_answering.FLOW,
    "attendance_reason": correct.FLOW,
    **deciding.FLOWS,
    "handover_restate": read.RESTATE_FLOW,
    "handover_ask": read.ASK_FLOW,
    "handover_answer": read.ANSWER_FLOW,
}

CHAT_EVENT_HANDLERS: Final[dict[type, ChatEventHandler]] = {
    AskedToJoin: join_requests.on_asked_to_join,
    Seen: join_requests.on_seen,
    Left: join_requests.on_left,
    Placed: group.on_placed,
    Migrated: group.on_migrated,
}

RENDERERS: Final[dict[str, Renderer]] = {
    REPLY: render_reply,
    "card": card.render_card,
    "turn": of_answers.render_turn,
    "replaced": of_answers.render_replaced,
    "late": of_answers.render_late,
    "bundle": _bundle,
    "eve": bundle.render_eve,
    "moved": change.render_moved,
    "cancelled": change.render_cancelled,
    "changed": change.render_changed,
    "swapped": screens.render_swapped,
    "alone": screens.render_alone,
    "window": calling.render_window,
    "call": calling.render_call,
    "forget_key": calling.render_forget_key,
    "unopened": of_cases.render_unopened,
    "vote": of_cases.render_vote,
    "prompt": of_prompts.render_post,
    "prompt_answers": of_prompts.render_answers,
    "prompt_asked": of_prompts.render_asked,
    summaries_due.POST: messages.render_post,
    summaries_due.MISSED: summary_reading.render_missed,
    "proof": certificate.render_proof,
    "note": of_handovers.render_note,
    "undelivered": of_handovers.render_undelivered,
    "asked": of_handovers.render_asked,
    "answered": of_handovers.render_answered,
    ending.FAREWELL: close.render_farewell,
    renewal.ENDED: close.render_ended,
    agreements.ASK: consent.render_agreement,
    "welcome": of_members.render_welcome,
    "partner": of_members.render_partner,
    "waiting": of_members.render_waiting,
    "seat": freed_seat.render_seat,
    "let_in": join_requests.render_let_in,
    "announcement": of_announcements.render_announcement,
    of_announcements.PROGRESS: of_announcements.render_progress,
    "interest_news": of_interest.render_news,
    "interest_invited": of_places.render_invited,
    "interest_full": of_places.render_full,
    **links.RENDERERS,
    MENU: _menu,
    "look": group_check.render_look,
    "greeting": of_groups.render_greeting,
    "rights": of_groups.render_rights,
    "join": of_groups.render_join,
    harvest_sending.KIND: harvest_sending.render_harvest,
    "goodbye": of_groups.render_goodbye,
}

TABLE: Final = dispatch.Table(
    COMMANDS,
    {row.room: row for row in ROOMS},
    FLOWS,
    CHAT_EVENT_HANDLERS,
    cases_press.take_moment,
    _take_file,
)


async def handle(services: Services, raw: Raw) -> None:
    """Handle one raw update by the table."""
    await dispatch.handle(TABLE, services, raw)
