"""Every table of the house, for the migrations."""

from storage.announcing import Announcement
from storage.attendance import Attendance, AttendanceCorrection
from storage.cases import Case, CaseCall, CaseQuestion, CaseVote, CaseWindow
from storage.closing import EvaluationAnswered, EvaluationCounts, GoingOn
from storage.communities import Chat, Community, Invitation
from storage.core.form_drafts import Conversation
from storage.core.outbox import Outgoing
from storage.duos import Swap
from storage.frame import FrameText
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.interest import Interest
from storage.library import LibraryItem, Trial
from storage.meetings import Meeting
from storage.members import Membership, Person, Present, Seat, Waiting
from storage.prompts import Prompt, PromptAnswer
from storage.releases import Offer, Release
from storage.reminders.steps import Reminder, StepChange
from storage.rsvp import Answer, Card
from storage.summaries import Summary
from storage.themes import Theme, ThemeTag
from storage.value import ValueAnswered, ValueCounts

TABLES = (
    Announcement,
    Answer,
    Attendance,
    AttendanceCorrection,
    Card,
    Case,
    CaseCall,
    CaseQuestion,
    CaseVote,
    CaseWindow,
    Chat,
    Community,
    Conversation,
    EvaluationAnswered,
    EvaluationCounts,
    FrameText,
    GoingOn,
    Handover,
    HandoverQuestion,
    Interest,
    Invitation,
    LibraryItem,
    Meeting,
    Membership,
    Offer,
    OpenItem,
    Outgoing,
    Person,
    Present,
    Prompt,
    PromptAnswer,
    Release,
    Reminder,
    Seat,
    StepChange,
    Summary,
    Swap,
    Theme,
    ThemeTag,
    Trial,
    ValueAnswered,
    ValueCounts,
    Waiting,
)
