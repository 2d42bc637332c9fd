"""What remains of each person, in numbers: it may tell who brought a case at all.

Here nobody's envelope is looked for.
"""

import json
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import pairwise

from tests.anonymity.evidence import Evidence, Member, Message
from tests.anonymity.findings import Findings
from tests.anonymity.linking import Links

NEAR = 900.0
"""Seconds before the end of an answer in which what belongs to it lies."""

TABLES = ("outbox", "answer", "form_draft", "person", "present")


# --- what remains of each person -----------------------------------------------------------------


def traces(findings: Findings) -> dict[int, dict[str, float]]:
    """For each person what an attacker can count; the same names for all."""
    evidence = findings.evidence
    ends = answered_at(evidence)
    missing = missing_numbers(evidence, ends)
    marks, unmarked = _in_the_urn(findings)
    rows = _rows_of(findings)
    found = {}
    for member in evidence.members:
        said = [it for it in evidence.chats if it.chat == member.telegram and _is_of(it, evidence)]
        end = ends.get(member.person, 0.0)
        mark = marks.get(member.person, 0.0)
        found[member.person] = {
            "messages of the bot": sum(not it.is_own for it in said),
            "messages unasked": _unasked(said),
            "messages of theirs": sum(it.is_own for it in said),
            "characters": sum(len(it.text) for it in said if it.edited),
            "entities": sum(len(json.loads(it.entities or "[]")) for it in said if it.edited),
            "buttons": sum(len(it.buttons) for it in said if it.edited),
            "time of the answer": end - evidence.begin,
            "time since another act": _since(findings.activity, member.person, end),
            "line after mark": math.log1p(abs(end - mark)) if end and mark else -1.0,
            "missing numbers": missing.get(member.person, 0.0),
            "numbers missing early": _early(evidence, end),
            "unmarked before": sum(0 < mark - at <= NEAR for at in unmarked),
            "unmarked after": sum(0 <= at - mark <= NEAR for at in unmarked),
            "unmarked at the line": sum(abs(at - end) < 2 for at in unmarked),
            "lines of the log": sum(-NEAR <= it.at - end <= 5 for it in evidence.logs),
            **{f"rows of {table}": rows[member.person, table] for table in TABLES},
        }
    return found


def _is_of(message: Message, evidence: Evidence) -> bool:
    """Whether it came between the call and the opening."""
    return evidence.begin <= message.at < evidence.end


def _since(activity: Iterable[tuple[float, int]], person: int, end: float) -> float:
    """Since they did something else, in the logarithm of seconds: writing takes its time."""
    before = [at for at, who in activity if who == person and at < end]
    return math.log1p(end - max(before)) if before else -1.0


def _unasked(said: Iterable[Message]) -> int:
    """Those of the bot that answer nothing that the person wrote."""
    written = [it.at for it in said if it.is_own]
    return sum(not it.is_own and not any(0 <= it.at - at < 2 for at in written) for it in said)


def answered_at(evidence: Evidence) -> dict[int, float]:
    """When the line that stays was last changed."""
    people = {member.telegram: member.person for member in evidence.members}
    found: dict[int, float] = {}
    for said in evidence.chats:
        if said.chat in people and evidence.begin < (said.edited or 0.0) < evidence.end:
            person = people[said.chat]
            found[person] = max(found.get(person, 0.0), said.edited or 0.0)
    return found


def missing_numbers(evidence: Evidence, ends: Mapping[int, float]) -> dict[int, float]:
    """Private messages share one row of numbers: whose answer fits those that are gone."""
    found = dict.fromkeys(ends, 0.0)
    for number, before, after in _holes(evidence):
        likely = [person for person, at in ends.items() if before - 1 <= at <= after + NEAR]
        for person in likely:
            found[person] += number / len(likely)
    return found


def _holes(evidence: Evidence) -> Iterable[tuple[int, float, float]]:
    """How many numbers are missing, and between which times they were given."""
    chats = [it for it in evidence.chats if it.at >= evidence.begin]
    for one, next_one in pairwise(chats):
        if next_one.number > one.number + 1:
            yield next_one.number - one.number - 1, one.at, next_one.at


def _early(evidence: Evidence, end: float) -> float:
    """Numbers that were given, and gone, well before the answer was at its end."""
    return sum(number for number, _, after in _holes(evidence) if end - NEAR <= after < end - 20)


def _in_the_urn(findings: Findings) -> tuple[dict[int, float], list[float]]:
    """When each mark came, and when envelopes came without one."""
    states = [state for state in findings.urn_states if state.origin == "file"]
    seen = findings.appearances(states)
    marks = {person: it.at for it in seen.values() for person in it.marks}
    return marks, [it.at for it in seen.values() if not it.marks]


def _rows_of(findings: Findings) -> Counter[tuple[int, str]]:
    """How many different rows ever named a person, for each table."""
    telegrams = {member.telegram: member.person for member in findings.evidence.members}
    before: set[str] = set()
    distinct: set[tuple[int | None, str, str]] = set()
    for state in findings.states:
        for row in () if state.is_urn else state.rows:
            written = f"{row.table}{row.values}"
            if state.at <= findings.evidence.begin:
                before.add(written)
            elif written not in before:
                distinct.add((_named(row.values, telegrams, findings.members), row.table, written))
    return Counter((person, table) for person, table, _ in distinct if person)


def _named(
    values: Mapping[str, object], telegrams: Mapping[int, int], people: Mapping[int, Member]
) -> int | None:
    for name, value in values.items():
        if isinstance(value, int):
            if name == "telegram_id" and value in telegrams:
                return telegrams[value]
            if name.startswith("person") and value in people:
                return value
    return None


# --- attacks by it --------------------------------------------------------------------------------


def most_of(trace: str, links: Links) -> list[int | None]:
    """Those of whom there is most of this, each for one case; nobody if all are alike."""
    people = links.findings.counted(traces)
    amounts = {person: one[trace] for person, one in people.items()}
    targets = len(links.findings.evidence.targets)
    if len(set(amounts.values())) < 2:
        return [None] * targets
    order = sorted(amounts, key=lambda person: -amounts[person])
    return [order[place % len(order)] for place in range(targets)]


def attack_by(trace: str) -> Callable[[Links], list[int | None]]:
    """The attack that goes by one trace."""
    return partial(most_of, trace)


CHATS = {
    "most_messages": attack_by("messages of the bot"),
    "most_messages_unasked": attack_by("messages unasked"),
    "most_text": attack_by("characters"),
    "most_buttons": attack_by("buttons"),
    "most_missing_numbers": attack_by("missing numbers"),
    "missing_before_the_answer": attack_by("numbers missing early"),
    "blanks_before_the_mark": attack_by("unmarked before"),
    "blanks_after_the_mark": attack_by("unmarked after"),
    "most_lines_of_the_log": attack_by("lines of the log"),
    "most_waiting_messages": attack_by("rows of outbox"),
    "longest_since_another_act": attack_by("time since another act"),
    "last_to_answer": attack_by("time of the answer"),
}
"""Who brought a case at all, by what remains of everyone."""
