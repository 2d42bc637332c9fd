"""What people say and press. The routing table stands here, to be read from top to bottom."""

from typing import Final

from sqlmodel import Session

from bot.rules.rhythm import Step
from handlers import (
    announcing,
    attendance,
    audience,
    closing,
    cockpit,
    duos,
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
    rhythm,
    routing,
    start,
    summaries,
    themes,
    value,
)
from handlers.announcing import told as of_announcements
from handlers.attendance import correcting, proving
from handlers.attendance import told as of_attendance
from handlers.cases import agenda as urn_agenda
from handlers.cases import bringing, calling, deciding, moderating, voting
from handlers.cases import press as cases_press
from handlers.cases import told as of_cases
from handlers.closing import ending as of_cycles
from handlers.closing import evaluating
from handlers.communities import founding, group, looking
from handlers.communities import told as of_groups
from handlers.falling import TAKES as TAKES
from handlers.falling import fall_due as fall_due
from handlers.falling import next_due as next_due
from handlers.handover import asking, reading, writing
from handlers.handover import told as of_handovers
from handlers.harvest import sending as harvest_sending
from handlers.interest import choose
from handlers.interest import placing as of_places
from handlers.interest import told as of_interest
from handlers.meetings import agenda, changes, plan, session
from handlers.members import agreeing, gate, kept, registration
from handlers.members import list as members_list
from handlers.members import told as of_members
from handlers.menus import MENU, compose_menu
from handlers.originals import ORIGINALS
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
from handlers.updates import AskedToJoin, Left, Migrated, Placed, Raw, Said, Seen
from handlers.visit import REPLY, House, Visit
from locales import N_
from storage import agreements
from storage.closing import ending, renewal
from storage.members import Membership
from storage.outbox import Outgoing
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


async def _frame(visit: Visit) -> None:
    await frame.on_command(visit, ORIGINALS)


async def _frame_pressed(visit: Visit) -> None:
    await frame.on_press(visit, ORIGINALS)


async def _take_file(visit: Visit, event: Said) -> bool:
    return await frame.take_file(visit, event) or await library.take_file(visit, event)


def _menu(session: Session, row: Outgoing, house: House) -> Parcel:
    return compose_menu(session, row, house, COMMANDS)


def _bundle(session: Session, row: Outgoing, house: House) -> Parcel | None:
    return rhythm.compose_bundle(session, row, house, MAKES)


# How rooms beside `rhythm` make their pieces of a bundle.
MAKES: Final[rhythm.Makes] = {
    Step.AGENDA: urn_agenda.make_agenda,
    Step.AFTER: of_attendance.make_after,
    Step.HANDOVER: asking.make_ask,
    Step.NOTE: asking.make_note,
    Step.ITEM: asking.make_item,
    Step.OPENED: of_cases.make_opened,
    Step.RESTATED: of_handovers.make_restated,
    Step.ANSWER: prompt_asking.make_answer,
    Step.PROMPT: prompt_asking.make_proposal,
    Step.AGREEMENT: agreeing.make_agreement,
    Step.CLOSING: evaluating.make_evaluation,
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
    Command(
        mine.on_command,
        ("rsvp",),
        N_("The next meeting: do you come?"),
        Who.MEMBER,
        in_cycle=True,
    ),
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
        founding.on_command,
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
    Buttons("rsvp", press.on_press, is_swift=True),
    Buttons("agree", agreeing.on_press, where=Where.PRIVATE),
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
    Buttons("links", links.on_press, where=Where.PRIVATE),
    Buttons("cockpit", _cockpit, where=Where.PRIVATE),
    Buttons("frame", _frame_pressed, where=Where.PRIVATE),
    Buttons("community", founding.on_press, where=Where.PRIVATE),
    Buttons("overview", overview.on_press, where=Where.PRIVATE),
    Buttons("announce", announcing.on_press, where=Where.PRIVATE),
    Buttons("interest", interest.on_press, where=Where.PRIVATE),
    Buttons("choose", choose.on_press, where=Where.PRIVATE),
    Buttons("start", people.on_language_at_start, where=Where.PRIVATE),
    Buttons("value", value.on_press),
    Buttons("closing", closing.on_press, where=Where.PRIVATE),
    Buttons("harvest", harvest.on_press, where=Where.PRIVATE),
    Buttons("language", language.on_press, where=Where.PRIVATE),
    Buttons("forget", own_data.on_press, where=Where.PRIVATE),
)

TALKS: Final = {
    "step_note": cockpit.TALK,
    "registration": registration.TALK,
    "community": founding.TALK,
    "announcement": announcing.TALK,
    "interest": interest.TALK,
    **choose.TALKS,
    "frame": frame.TALK,
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
    "vote": of_cases.compose_vote,
    "prompt": of_prompts.compose_post,
    "prompt_answers": of_prompts.compose_answers,
    "prompt_asked": of_prompts.compose_asked,
    summaries_due.POST: posting.compose_post,
    summaries_due.MISSED: summary_reading.compose_missed,
    "proof": proving.compose_proof,
    "note": of_handovers.compose_note,
    "undelivered": of_handovers.compose_undelivered,
    "asked": of_handovers.compose_asked,
    "answered": of_handovers.compose_answered,
    ending.FAREWELL: of_cycles.compose_farewell,
    renewal.ENDED: of_cycles.compose_ended,
    agreements.ASK: agreeing.compose_agreement,
    "welcome": of_members.compose_welcome,
    "partner": of_members.compose_partner,
    "waiting": of_members.compose_waiting,
    "seat": kept.compose_seat,
    "let_in": gate.compose_let_in,
    "announcement": of_announcements.compose_announcement,
    of_announcements.PROGRESS: of_announcements.compose_progress,
    "interest_news": of_interest.compose_news,
    "interest_invited": of_places.compose_invited,
    "interest_full": of_places.compose_full,
    **links.COMPOSERS,
    MENU: _menu,
    "look": looking.compose_look,
    "greeting": of_groups.compose_greeting,
    "rights": of_groups.compose_rights,
    "join": of_groups.compose_join,
    harvest_sending.KIND: harvest_sending.compose_harvest,
    "goodbye": of_groups.compose_goodbye,
}

TABLE: Final = routing.Table(
    COMMANDS,
    {row.room: row for row in ROOMS},
    TALKS,
    HAPPENINGS,
    cases_press.take_moment,
    _take_file,
)


async def handle(house: House, raw: Raw) -> None:
    """Handle one raw update by the table."""
    await routing.handle(TABLE, house, raw)
