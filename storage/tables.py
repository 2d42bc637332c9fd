"""Every table of the house, for the migrations."""

from storage.attendance import Attendance
from storage.cases import Case, CaseCall, CaseQuestion, CaseVote, CaseWindow
from storage.communities import Chat, Community, Invitation
from storage.conversations import Conversation
from storage.duos import Swap
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.meetings import Meeting
from storage.members import Membership, Person, Present, Seat, Waiting
from storage.outbox import Outgoing
from storage.rhythm import Reminder
from storage.rsvp import Answer, Card

TABLES = (
    Answer,
    Attendance,
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
    Meeting,
    Membership,
    OpenItem,
    Outgoing,
    Person,
    Present,
    Reminder,
    Seat,
    Swap,
    Waiting,
)
