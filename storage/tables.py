"""Every table of the house, for the migrations."""

from storage.attendance import Attendance, AttendanceCorrection
from storage.cases import Case, CaseCall, CaseQuestion, CaseVote, CaseWindow
from storage.communities import Chat, Community, Invitation
from storage.conversations import Conversation
from storage.duos import Swap
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.library import LibraryItem, Trial
from storage.meetings import Meeting
from storage.members import Membership, Person, Present, Seat, Waiting
from storage.outbox import Outgoing
from storage.prompts import Prompt, PromptAnswer
from storage.rhythm import Reminder, StepChange
from storage.rsvp import Answer, Card
from storage.summaries import Summary
from storage.themes import Theme, ThemeTag
from storage.value import ValueAnswered, ValueCounts

TABLES = (
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
    Handover,
    HandoverQuestion,
    Invitation,
    LibraryItem,
    Meeting,
    Membership,
    OpenItem,
    Outgoing,
    Person,
    Present,
    Prompt,
    PromptAnswer,
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
