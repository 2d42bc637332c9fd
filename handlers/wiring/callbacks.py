"""The table of callbacks: verb, role, action and place of every button.

The arguments of a verb are declared in the file `verbs.py` of its room.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Final

from bot.rules.cases.voting import Deed
from bot.rules.rhythm import Step
from handlers import cockpit as cockpit_room
from handlers.announcing import callbacks as announcing_actions
from handlers.announcing import verbs as announcing
from handlers.attendance import certificate, correct, tick
from handlers.attendance import verbs as attendance
from handlers.cases import bringing, deciding, moderating, opening, receipts, restarted, voting
from handlers.cases import verbs as cases
from handlers.closing import close, evaluation
from handlers.closing import verbs as closing
from handlers.cockpit import callbacks as cockpit_actions
from handlers.cockpit import note
from handlers.cockpit import verbs as cockpit
from handlers.communities import found
from handlers.communities import verbs as communities
from handlers.core import dispatch, forms
from handlers.core.context import Context
from handlers.core.routes import AnyCallback, Callback, Where, Who
from handlers.duos import screens
from handlers.duos import verbs as duos
from handlers.frame import callbacks as frame_actions
from handlers.frame import rhythm_edit
from handlers.frame import verbs as frame
from handlers.handover import callbacks as handover_actions
from handlers.handover import read as handover_read
from handlers.handover import verbs as handover
from handlers.handover import write as handover_write
from handlers.harvest import callbacks as harvest_actions
from handlers.harvest import verbs as harvest
from handlers.interest import acceptance, decide, proposal, register
from handlers.interest import found as interest_found
from handlers.interest import overview as interest_overview
from handlers.interest import verbs as interest
from handlers.library import callbacks as library_actions
from handlers.library import overview as library_overview
from handlers.library import share, trials
from handlers.library import verbs as library
from handlers.links import offer, post, release
from handlers.links import verbs as links
from handlers.meetings import agenda, plan, session, speaker_invitation
from handlers.meetings import callbacks as meeting_actions
from handlers.meetings import verbs as meetings
from handlers.members import consent, freed_seat, registration, roster
from handlers.members import verbs as members
from handlers.overview import callbacks as overview_actions
from handlers.overview import verbs as overview
from handlers.people import language, personal_data, welcome
from handlers.people import verbs as people
from handlers.prompts import answer
from handlers.prompts import overview as prompt_overview
from handlers.prompts import send as prompt_send
from handlers.prompts import start as prompt_start
from handlers.prompts import verbs as prompts
from handlers.prompts import write as prompt_write
from handlers.rsvp import callbacks as rsvp_actions
from handlers.rsvp import verbs as rsvp
from handlers.summaries import preview, publish
from handlers.summaries import read as summary_read
from handlers.summaries import verbs as summaries
from handlers.summaries import write as summary_write
from handlers.themes import add, manage
from handlers.themes import callbacks as theme_actions
from handlers.themes import verbs as themes
from handlers.value import callbacks as value_actions
from handlers.value import verbs as value
from handlers.wiring import default_texts, todo
from handlers.wiring import forms as form_actions
from handlers.wiring.commands import COMMANDS
from handlers.wiring.steps import STEPS

DESK: Final = cockpit_room.Desk(STEPS, todo.redraw)


async def _preview(context: Context, meeting_id: int, step: Step, offered_at: datetime) -> None:
    await cockpit_actions.on_preview(context, meeting_id, step, offered_at, DESK)


async def _skip(context: Context, meeting_id: int, step: Step, offered_at: datetime) -> None:
    await cockpit_actions.on_skip(context, meeting_id, step, offered_at, DESK)


async def _back(context: Context, meeting_id: int, step: Step, offered_at: datetime) -> None:
    await cockpit_actions.on_back(context, meeting_id, step, offered_at, DESK)


async def _picked(context: Context, community_id: int) -> None:
    await dispatch.on_picked(context, COMMANDS, community_id)


_ANSWERS: Final[tuple[AnyCallback, ...]] = tuple(
    Callback(
        verb,
        Who.MEMBER,
        partial(rsvp_actions.on_answer, answer=answer),
        Where.ANYWHERE,
        skips_lookup=True,
    )
    for answer, verb in rsvp.ANSWERS.items()
)

CALLBACKS: Final = (
    # Forms, whatever they are about, and the question which community a command is about
    Callback(forms.CHOOSE, Who.ANYONE, form_actions.on_choose),
    Callback(forms.SKIP, Who.ANYONE, form_actions.on_skip),
    Callback(forms.EDIT, Who.ANYONE, form_actions.on_edit),
    Callback(forms.CHANGE, Who.ANYONE, form_actions.on_change),
    Callback(forms.CONTINUE, Who.ANYONE, form_actions.on_continue),
    Callback(forms.CANCEL, Who.ANYONE, form_actions.on_cancel),
    Callback(forms.TYPED, Who.ANYONE, form_actions.on_typed),
    Callback(dispatch.PICK_IN, Who.ANYONE, _picked),
    # Registering: the invitation, the agreement, the waiting list
    Callback(members.CONTINUE, Who.ANYONE, registration.on_continue),
    Callback(members.SPEAK, Who.ANYONE, registration.on_speak),
    Callback(members.REGISTER, Who.ANYONE, registration.on_agree),
    Callback(members.TAKE_SEAT, Who.ANYONE, freed_seat.on_take),
    Callback(members.WAIT_NO_LONGER, Who.ANYONE, freed_seat.on_give_up),
    # The agreement asked again, when it changed or a new cycle begins
    Callback(members.READ, Who.MEMBER, consent.on_read),
    Callback(members.AGREE, Who.MEMBER, consent.on_agree),
    Callback(members.DISAGREE, Who.MEMBER, consent.on_disagree),
    Callback(members.STOP, Who.MEMBER, consent.on_stop),
    # Two people on one seat; who has left and presses again hears the same
    Callback(duos.SWAP, Who.MEMBER, screens.on_swap),
    Callback(duos.LEAVE, Who.MEMBER, screens.on_leave),
    Callback(duos.LEFT, Who.ANYONE, screens.on_left),
    Callback(duos.STAY, Who.MEMBER, screens.on_stay),
    # Answering for a meeting, and for somebody else
    Callback(members.CHOOSE, Who.MODERATOR, roster.on_choose),
    Callback(members.FOR, Who.MODERATOR, roster.on_for),
    *_ANSWERS,
    Callback(rsvp.PARTNER, Who.MEMBER, rsvp_actions.on_partner, Where.ANYWHERE, skips_lookup=True),
    Callback(rsvp.FOR, Who.MODERATOR, rsvp_actions.on_for, Where.ANYWHERE, skips_lookup=True),
    # Meetings: planning and changing them, the calendar
    Callback(meetings.PLAN, Who.MODERATOR, plan.on_confirm, Where.ANYWHERE),
    Callback(meetings.DROP, Who.MODERATOR, plan.on_drop, Where.ANYWHERE),
    Callback(meetings.OPEN, Who.MODERATOR, meeting_actions.on_open, Where.ANYWHERE),
    Callback(meetings.CHANGE, Who.MODERATOR, session.on_change, Where.ANYWHERE),
    Callback(meetings.MOVE, Who.MODERATOR, meeting_actions.on_move, Where.ANYWHERE),
    Callback(meetings.CALL_OFF, Who.MODERATOR, meeting_actions.on_call_off, Where.ANYWHERE),
    Callback(meetings.CALLED_OFF, Who.MODERATOR, meeting_actions.on_called_off, Where.ANYWHERE),
    Callback(meetings.INVITE, Who.MODERATOR, speaker_invitation.on_invite, Where.ANYWHERE),
    Callback(meetings.CALENDAR, Who.MEMBER, agenda.on_calendar, Where.ANYWHERE),
    # Who was there
    Callback(attendance.OPEN, Who.MODERATOR, tick.on_open),
    Callback(attendance.CHANGE, Who.MODERATOR, tick.on_change),
    Callback(attendance.TICK, Who.MODERATOR, tick.on_tick),
    Callback(attendance.SAVE, Who.MODERATOR, tick.on_save),
    Callback(attendance.SURE, Who.MODERATOR, correct.on_sure),
    Callback(attendance.PROOF, Who.MEMBER, certificate.on_proof),
    # Bringing a case: what it does tells nobody who did it
    Callback(cases.BRING, Who.MEMBER, bringing.on_bring, leaves_no_trace=True),
    Callback(cases.DANGER, Who.ANYONE, bringing.on_danger, leaves_no_trace=True),
    Callback(cases.SAFE, Who.MEMBER, bringing.on_safe, leaves_no_trace=True),
    Callback(cases.FOR, Who.MEMBER, bringing.on_for, leaves_no_trace=True),
    Callback(cases.AGAIN, Who.MEMBER, bringing.on_again, leaves_no_trace=True),
    Callback(cases.UNFOLD, Who.MEMBER, bringing.on_unfold, leaves_no_trace=True),
    Callback(cases.TICK, Who.MEMBER, bringing.on_tick, leaves_no_trace=True),
    Callback(cases.SEAL, Who.MEMBER, bringing.on_seal, leaves_no_trace=True),
    Callback(cases.LEAVE, Who.ANYONE, bringing.on_leave, leaves_no_trace=True),
    Callback(cases.NOTHING, Who.MEMBER, bringing.on_nothing, leaves_no_trace=True),
    Callback(cases.WENT, Who.MEMBER, receipts.on_afterwards, leaves_no_trace=True),
    Callback(cases.TYPED, Who.ANYONE, restarted.on_case, leaves_no_trace=True),
    Callback(cases.UNTYPED, Who.ANYONE, restarted.on_nothing, leaves_no_trace=True),
    Callback(cases.RECEIPT, Who.ANYONE, receipts.on_receipt, leaves_no_trace=True),
    Callback(cases.MINE, Who.ANYONE, receipts.on_mine, leaves_no_trace=True),
    Callback(cases.REPLY, Who.ANYONE, receipts.on_reply, leaves_no_trace=True),
    Callback(cases.ANSWER, Who.ANYONE, receipts.on_answer, leaves_no_trace=True),
    Callback(cases.WITHDRAW, Who.ANYONE, receipts.on_withdraw, leaves_no_trace=True),
    Callback(cases.WITHDRAW_SURELY, Who.ANYONE, receipts.on_withdraw_surely, leaves_no_trace=True),
    # Opening the urn
    Callback(cases.NOTED, Who.ANYONE, opening.on_noted, leaves_no_trace=True),
    Callback(cases.OPEN, Who.MODERATOR, opening.on_open, leaves_no_trace=True),
    Callback(cases.LOST, Who.MODERATOR, opening.on_lost),
    Callback(cases.VOID, Who.MODERATOR, opening.on_void),
    Callback(cases.KEEP, Who.MODERATOR, opening.on_keep),
    # Reading cases, deciding about them, the vote
    Callback(cases.LIST, Who.LEADING, moderating.on_list),
    Callback(cases.SEE, Who.LEADING, moderating.on_case),
    Callback(cases.ORIGINAL, Who.MODERATOR, moderating.on_original),
    Callback(cases.DEEDS[Deed.ACCEPT], Who.MODERATOR, deciding.pressing(Deed.ACCEPT)),
    Callback(cases.DEEDS[Deed.PARK], Who.MODERATOR, deciding.pressing(Deed.PARK)),
    Callback(cases.DEEDS[Deed.DECLINE], Who.MODERATOR, deciding.pressing(Deed.DECLINE)),
    Callback(cases.DEEDS[Deed.REWORD], Who.MODERATOR, deciding.pressing(Deed.REWORD)),
    Callback(cases.DEEDS[Deed.ASK], Who.MODERATOR, deciding.pressing(Deed.ASK)),
    Callback(cases.DEEDS[Deed.ADVISE], Who.MODERATOR, deciding.pressing(Deed.ADVISE)),
    Callback(cases.DEEDS[Deed.RELEASE], Who.MODERATOR, deciding.pressing(Deed.RELEASE)),
    Callback(cases.DEEDS[Deed.RETRACT], Who.MODERATOR, deciding.pressing(Deed.RETRACT)),
    Callback(cases.PUT, Who.MODERATOR, voting.on_put),
    Callback(cases.FINISH, Who.MODERATOR, voting.on_finish),
    Callback(cases.FIRST, Who.MODERATOR, voting.on_first),
    Callback(cases.VOTE, Who.MEMBER, voting.on_vote, Where.ANYWHERE),
    # Hand-overs between the two on a seat; whose it is, is asked of the hand-over itself
    Callback(handover.BEGIN, Who.MEMBER, handover_write.on_begin),
    Callback(handover.LATER, Who.MEMBER, handover_actions.on_later),
    Callback(handover.TOMORROW, Who.MEMBER, handover_actions.on_tomorrow),
    Callback(handover.SEND, Who.MEMBER, handover_write.on_send),
    Callback(handover.CHANGE, Who.MEMBER, handover_write.on_change),
    Callback(handover.ANSWER, Who.MEMBER, handover_read.on_answer),
    Callback(handover.READ, Who.MEMBER, handover_read.on_read),
    Callback(handover.SEEN, Who.MEMBER, handover_read.on_seen),
    Callback(handover.RESTATE, Who.MEMBER, handover_read.on_restate),
    Callback(handover.ASK, Who.MEMBER, handover_read.on_ask),
    Callback(handover.OPEN, Who.MEMBER, handover_read.on_open),
    Callback(handover.SURE, Who.MEMBER, handover_read.on_sure),
    Callback(handover.TICK, Who.MEMBER, handover_actions.on_tick),
    Callback(handover.DONE, Who.MEMBER, handover_actions.on_done),
    # Summaries
    Callback(summaries.BEGIN, Who.MODERATOR, summary_write.on_begin),
    Callback(summaries.SHARE, Who.MODERATOR, preview.on_share),
    Callback(summaries.THEME, Who.MODERATOR, preview.on_theme),
    Callback(summaries.MORE, Who.MODERATOR, preview.on_more),
    Callback(summaries.SEND, Who.MODERATOR, publish.on_send),
    Callback(summaries.READ, Who.MEMBER, summary_read.on_read),
    # Themes of a community, and the list that all communities share
    Callback(themes.CYCLE, Who.LEADING, theme_actions.on_cycle),
    Callback(themes.ALL, Who.LEADING, theme_actions.on_all),
    Callback(themes.WHERE, Who.LEADING, theme_actions.on_where),
    Callback(themes.NEW, Who.LEAD, theme_actions.on_new),
    Callback(themes.ADD, Who.LEAD, add.on_add),
    Callback(themes.OWN, Who.LEAD, manage.on_own),
    Callback(themes.RENAME, Who.LEAD, manage.on_rename),
    Callback(themes.REMOVE, Who.LEAD, manage.on_remove),
    # Questions between two sessions
    Callback(prompts.ANSWER, Who.MEMBER, answer.on_answer, Where.ANYWHERE),
    Callback(prompts.READ_ALL, Who.MEMBER, answer.on_read_all, Where.ANYWHERE),
    Callback(prompts.CHANGE, Who.MEMBER, answer.on_change),
    Callback(prompts.GIVE, Who.MEMBER, answer.on_give),
    Callback(prompts.WITHDRAW, Who.MEMBER, answer.on_withdraw),
    Callback(prompts.WRITE, Who.LEAD, prompt_start.on_write),
    Callback(prompts.FROM_THEMES, Who.LEAD, prompt_start.on_themes),
    Callback(prompts.THEME, Who.LEAD, prompt_start.on_theme),
    Callback(prompts.PASSAGES, Who.LEAD, prompt_start.on_passages),
    Callback(prompts.PASSAGE, Who.LEAD, prompt_start.on_passage),
    Callback(prompts.PROPOSE, Who.LEAD, prompt_start.on_propose),
    Callback(prompts.PASS, Who.LEAD, prompt_start.on_pass),
    Callback(prompts.EDIT, Who.LEAD, prompt_start.on_edit),
    Callback(prompts.TICK, Who.LEAD, prompt_write.on_tick),
    Callback(prompts.EVERY, Who.LEAD, prompt_write.on_every),
    Callback(prompts.SEND, Who.LEAD, prompt_send.on_send),
    Callback(prompts.LIST, Who.LEAD, prompt_overview.on_list),
    Callback(prompts.SHOW, Who.LEADING, prompt_overview.on_show),
    Callback(prompts.FILE, Who.LEAD, prompt_overview.on_file),
    Callback(prompts.CLOSE, Who.LEAD, prompt_overview.on_close),
    Callback(prompts.RELEASE, Who.LEADING, prompt_overview.on_release),
    Callback(prompts.DROP, Who.LEADING, prompt_overview.on_drop),
    # The library of a community
    Callback(library.HOME, Who.MEMBER, library_overview.on_home),
    Callback(library.LIST, Who.MEMBER, library_overview.on_list),
    Callback(library.FIND, Who.MEMBER, library_overview.on_find),
    Callback(library.SHARE, Who.MEMBER, share.on_share),
    Callback(library.TICK, Who.MEMBER, share.on_tick),
    Callback(library.THEMES, Who.MEMBER, share.on_themes),
    Callback(library.SAVE, Who.MEMBER, share.on_save),
    Callback(library.ITEM, Who.MEMBER, library_actions.on_item),
    Callback(library.BACK, Who.MEMBER, library_actions.on_back),
    Callback(library.FILE, Who.MEMBER, library_actions.on_file),
    Callback(library.CHANGE, Who.MEMBER, share.on_change),
    Callback(library.DROP, Who.MEMBER, library_actions.on_drop),
    Callback(library.DROPPED, Who.MEMBER, library_actions.on_dropped),
    Callback(library.TRY, Who.MEMBER, trials.on_try),
    Callback(library.WENT, Who.MEMBER, trials.on_went),
    Callback(library.UNTRIED, Who.MEMBER, trials.on_untried),
    Callback(library.SURE, Who.MEMBER, trials.on_sure),
    # What communities release for each other
    Callback(links.PARTS, Who.MODERATOR, release.on_parts),
    Callback(links.LOOK, Who.MODERATOR, release.on_look),
    Callback(links.LET, Who.MODERATOR, release.on_let),
    Callback(links.TAKE, Who.MODERATOR, release.on_take),
    Callback(links.SEE_OFFER, Who.LEADING, post.on_offer),
    Callback(links.POST, Who.LEADING, post.on_post),
    Callback(links.PASS, Who.LEADING, post.on_pass),
    Callback(links.HOME, Who.COORDINATOR, offer.on_home),
    Callback(links.ONE, Who.COORDINATOR, offer.on_one),
    Callback(links.TO, Who.COORDINATOR, offer.on_zones),
    Callback(links.ZONE, Who.COORDINATOR, offer.on_zone),
    Callback(links.TICK, Who.COORDINATOR, offer.on_tick),
    Callback(links.EVERY, Who.COORDINATOR, offer.on_every),
    Callback(links.SEND, Who.COORDINATOR, offer.on_send),
    # What goes out by itself
    Callback(cockpit.PREVIEW, Who.MODERATOR, _preview),
    Callback(cockpit.SKIP, Who.MODERATOR, _skip),
    Callback(cockpit.BACK, Who.MODERATOR, _back),
    Callback(cockpit.NOTE, Who.MODERATOR, note.on_note),
    Callback(cockpit.SURE, Who.MODERATOR, note.on_sure),
    Callback(cockpit.SAMPLE, Who.ANYONE, cockpit_actions.on_sample),
    # The frame: texts of all communities, and the rhythm
    Callback(frame.ALL_TEXTS, Who.COORDINATOR, frame_actions.on_all),
    Callback(frame.TEXT, Who.COORDINATOR, default_texts.on_text),
    Callback(frame.PEEK, Who.COORDINATOR, default_texts.on_peek),
    Callback(frame.HISTORY, Who.COORDINATOR, frame_actions.on_history),
    Callback(frame.OLD, Who.COORDINATOR, default_texts.on_old),
    Callback(frame.AGAIN, Who.COORDINATOR, default_texts.on_again),
    Callback(frame.WRITE, Who.COORDINATOR, default_texts.on_write),
    Callback(frame.SAVE, Who.COORDINATOR, frame_actions.on_save),
    Callback(frame.RHYTHM, Who.FOLLOWING, rhythm_edit.on_rhythm),
    Callback(frame.STEP, Who.FOLLOWING, rhythm_edit.on_step),
    Callback(frame.SHIFT, Who.FOLLOWING, rhythm_edit.on_shift),
    Callback(frame.SET, Who.FOLLOWING, rhythm_edit.on_set),
    Callback(frame.PLACES, Who.COORDINATOR, rhythm_edit.on_places),
    # What a meeting brought
    Callback(value.TAP, Who.MEMBER, value_actions.on_tap, Where.ANYWHERE),
    # The end of a cycle
    Callback(closing.BEGIN, Who.MEMBER, evaluation.on_begin),
    Callback(closing.RATE, Who.MEMBER, evaluation.on_rate),
    Callback(closing.GO, Who.MEMBER, evaluation.on_go),
    Callback(closing.HOW, Who.OVERSEEING, close.on_how),
    Callback(closing.CLOSE, Who.FOLLOWING, close.on_close),
    Callback(closing.CLOSED, Who.FOLLOWING, close.on_closed),
    Callback(closing.KEEP, Who.FOLLOWING, close.on_keep),
    # Leaving one's interest, and what coordinators make of it
    Callback(interest.LEAVE, Who.ANYONE, register.on_leave),
    Callback(interest.CHANGE, Who.ANYONE, register.on_change),
    Callback(interest.AGREE, Who.ANYONE, register.on_agree),
    Callback(interest.WITHDRAW, Who.ANYONE, register.on_withdraw),
    Callback(interest.GONE, Who.ANYONE, register.on_gone),
    Callback(interest.KEEP, Who.ANYONE, register.on_keep),
    Callback(interest.HOME, Who.COORDINATOR, interest_overview.on_home),
    Callback(interest.ZONE, Who.COORDINATOR, interest_overview.on_zone),
    Callback(interest.ONE, Who.COORDINATOR, interest_overview.on_one),
    Callback(interest.WHERE, Who.COORDINATOR, interest_overview.on_where),
    Callback(interest.SURE, Who.COORDINATOR, decide.on_sure),
    Callback(interest.PLACE, Who.COORDINATOR, decide.on_place),
    Callback(interest.ASK_FULL, Who.COORDINATOR, decide.on_ask_full),
    Callback(interest.FULL, Who.COORDINATOR, decide.on_full),
    Callback(interest.ASK_ERASE, Who.COORDINATOR, decide.on_ask_erase),
    Callback(interest.ERASE, Who.COORDINATOR, decide.on_erase),
    # Founding a community from interest, and who has accepted
    Callback(interest.OPEN, Who.COORDINATOR, proposal.on_open),
    Callback(interest.SHOW, Who.COORDINATOR, proposal.on_show),
    Callback(interest.TAKE, Who.COORDINATOR, proposal.on_take),
    Callback(interest.TAKE_OUT, Who.COORDINATOR, proposal.on_take_out),
    Callback(interest.AGAIN, Who.COORDINATOR, proposal.on_again),
    Callback(interest.ANEW, Who.COORDINATOR, proposal.on_anew),
    Callback(interest.LANGUAGE, Who.COORDINATOR, proposal.on_language),
    Callback(interest.CANCEL, Who.COORDINATOR, proposal.on_cancel),
    Callback(interest.NAME, Who.COORDINATOR, interest_found.on_name),
    Callback(interest.FOUND, Who.COORDINATOR, interest_found.on_found),
    Callback(interest.ACCEPTED, Who.COORDINATOR, acceptance.on_accepted),
    Callback(interest.REMIND, Who.COORDINATOR, acceptance.on_remind),
    Callback(interest.OTHER, Who.COORDINATOR, acceptance.on_other),
    Callback(interest.INSTEAD, Who.COORDINATOR, acceptance.on_instead),
    # Founding communities, and how all of them stand
    Callback(communities.NEW, Who.COORDINATOR, found.on_new),
    Callback(communities.LINKS, Who.COORDINATOR, found.on_links),
    Callback(overview.FRONT, Who.COORDINATOR, overview_actions.on_front),
    Callback(overview.ZONE, Who.COORDINATOR, overview_actions.on_zone),
    Callback(overview.NEEDS, Who.COORDINATOR, overview_actions.on_needs),
    Callback(overview.OLD, Who.COORDINATOR, overview_actions.on_old),
    Callback(overview.ONE, Who.COORDINATOR, overview_actions.on_one),
    Callback(overview.FILE, Who.COORDINATOR, overview_actions.on_file),
    # The harvest as files
    Callback(harvest.LIST, Who.FOLLOWING, harvest_actions.on_list),
    Callback(harvest.OF, Who.FOLLOWING, harvest_actions.on_of),
    Callback(harvest.SET, Who.FOLLOWING, harvest_actions.on_set),
    Callback(harvest.MAKE, Who.FOLLOWING, harvest_actions.on_make),
    # Saying something to all moderators or communities
    Callback(announcing.SEND, Who.COORDINATOR, announcing_actions.on_send),
    Callback(announcing.STOP, Who.COORDINATOR, announcing_actions.on_stop),
    # The first words, the language, one's own data
    Callback(people.SPEAK_AT_START, Who.ANYONE, welcome.on_speak),
    Callback(people.SPEAK, Who.ANYONE, language.on_speak),
    Callback(people.FORGET, Who.ANYONE, personal_data.on_erase),
    Callback(people.FORGET_NOTHING, Who.ANYONE, personal_data.on_keep),
)


def by_verb(rows: Iterable[AnyCallback]) -> dict[tuple[str, str], AnyCallback]:
    """The rows by room and verb, as a press names them."""
    return {(row.verb.room.name, row.verb.name): row for row in rows}
