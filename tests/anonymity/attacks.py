"""The attacks: each names an author for every opened case of one window, or has no idea.

An attack that has no idea guesses among those who answered, like anybody. All of them use
whatever joins a case to its envelope; they differ in what joins the envelope to a member.
"""

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from tests.anonymity.evidence import Evidence, Row, Trial
from tests.anonymity.figures import Figure
from tests.anonymity.findings import Appearance, Findings, State, box_of
from tests.anonymity.linking import Links

Guess: TypeAlias = int | None
Attack: TypeAlias = Callable[[Links], list[Guess]]

FRAGMENT = 24  # bytes of a case's text that are looked for
NEAR = 300  # bytes around them in which an id is looked for


# --- ids and texts ------------------------------------------------------------------------------


def id_scan(links: Links) -> list[Guess]:
    """An id in any encoding or hash in a record of the case, or in what names the case."""
    return [
        _first(links.member_in(value) for row in rows for value in row.values.values())
        or _first(links.member_named(text) for text in _naming(links, place))
        for place, rows in enumerate(links.records)
    ]


def texts_in_free_pages(links: Links) -> list[Guess]:
    """The case's text left anywhere in a file, with a member's id near it."""
    files = {
        data
        for copy in [*links.findings.evidence.copies, *links.findings.evidence.backups]
        for data in copy.files.values()
    }
    return [
        _first(_nearest_id(links, data, target.text.encode()[:FRAGMENT]) for data in files)
        for target in links.findings.evidence.targets
    ]


def secrets_in_chats(links: Links) -> list[Guess]:
    """Receipt words, a mark or an envelope's id that stayed in somebody's chat."""
    owners = {member.telegram: member.person for member in links.findings.evidence.members}
    guesses: list[Guess] = []
    for place in range(len(links.findings.evidence.targets)):
        texts = set(_naming(links, place))
        guesses.append(
            _first(
                owners.get(message.chat)
                for message in links.findings.evidence.chats
                if texts & {message.text, *message.buttons}
            )
        )
    return guesses


# --- times --------------------------------------------------------------------------------------


def nearest_time(links: Links) -> list[Guess]:
    """A time in a record or a log line of the case, and who did something else just then."""
    return [
        _first(_nearest(links.findings, at) for at in _times(links, place))
        for place in range(len(links.records))
    ]


def nearest_time_of_the_envelope(links: Links) -> list[Guess]:
    """When the envelope was first seen in a copy, and who did something else just then."""
    seen = links.findings.appearances(_files(links))
    return _of_envelopes(links, {it: _nearest(links.findings, seen[it].at) for it in seen})


def who_came_twice(links: Links) -> list[Guess]:
    """An envelope without a new mark is somebody's second, and that one hardly a blank.

    Who had answered before, and did something else closest to such an envelope, is guessed for
    every case.
    """
    seen = links.findings.appearances(_files(links))
    marked = {person: it.at for it in seen.values() for person in it.marks}
    near = [
        (abs(act - it.at), person)
        for it in seen.values()
        if not it.marks
        for act, person in links.findings.activity
        if marked.get(person, it.at) < it.at
    ]
    likely = min(near, default=(0.0, None))[1]
    return [likely] * len(links.findings.evidence.targets)


# --- what came when -----------------------------------------------------------------------------


def register_against_envelopes(links: Links) -> list[Guess]:
    """The mark that appears in the same copy as the envelope."""
    return _of_envelopes(links, _owners(links.findings.appearances(_files(links))))


def journals_and_wal(links: Links) -> list[Guess]:
    """The same within one copy: commits in a WAL, and what a journal would restore."""
    owners: dict[bytes, Guess] = {}
    for number in {state.copy for state in links.findings.urn_states if state.origin != "file"}:
        states = [state for state in links.findings.urn_states if state.copy == number]
        first = {envelope for envelope, _ in states[0].envelopes}
        seen = links.findings.appearances(states)
        later = {it: when for it, when in seen.items() if it not in first or not states[0].answered}
        owners |= {it: owner for it, owner in _owners(later).items() if owner}
    return _of_envelopes(links, owners)


def backup_differences(links: Links) -> list[Guess]:
    """What is new between two backups; without any, between the first copy and the last."""
    evidence = links.findings.evidence
    times = {copy.at for copy in evidence.backups} or {
        copy.at for copy in (*evidence.copies[:1], *evidence.copies[-1:])
    }
    states = [it for it in links.findings.urn_states if it.at in times and it.origin == "file"]
    return _of_envelopes(links, _owners(links.findings.appearances(states)))


def order_of_appearance(links: Links) -> list[Guess]:
    """The letters follow the order in which envelopes came."""
    seen = links.findings.appearances(_files(links))
    order = sorted(seen, key=lambda it: seen[it].place)
    return _by_rank(links, [_owners(seen)[it] for it in order])


def order_of_ids(links: Links) -> list[Guess]:
    """The letters follow the ids, and so the order in the file."""
    seen = links.findings.appearances(_files(links))
    return _by_rank(links, [_owners(seen)[it] for it in sorted(seen)])


# --- what lies where ----------------------------------------------------------------------------


def row_order_against_register(links: Links) -> list[Guess]:
    """The envelope's row and the mark's row have the same place, if the rows have an order."""
    state = links.findings.last_urn
    if state is None:
        return _nothing(links)
    order = [envelope for envelope, _ in state.envelopes]
    return _of_envelopes(links, _matched(order, state.answered))


def row_order_against_activity(links: Links) -> list[Guess]:
    """The rows follow the order in which members did something else."""
    state = links.findings.last_urn
    order = [envelope for envelope, _ in state.envelopes] if state else []
    return _of_envelopes(links, _matched(order, _order_of_activity(links.findings)))


def page_order_against_register(links: Links) -> list[Guess]:
    """The same by the envelopes' places in the bytes of the file."""
    state = links.findings.last_urn
    if state is None:
        return _nothing(links)
    return _of_envelopes(links, _matched(_in_file(state), state.answered))


def page_order_against_activity(links: Links) -> list[Guess]:
    """The same by the places in the file, against what members did else."""
    state = links.findings.last_urn
    order = _in_file(state) if state else []
    return _of_envelopes(links, _matched(order, _order_of_activity(links.findings)))


def sizes(links: Links) -> list[Guess]:
    """The longest case is the largest envelope, if envelopes have sizes."""
    rows = links.findings.envelopes
    owners = _owners(links.findings.appearances(_files(links)))
    by_size = sorted(rows, key=lambda it: len(box_of(rows[it])))
    if len({len(box_of(row)) for row in rows.values()}) < 2:
        return _nothing(links)
    targets = links.findings.evidence.targets
    ranked = sorted(range(len(targets)), key=lambda place: -len(targets[place].text.encode()))
    largest = by_size[::-1]
    guesses = _nothing(links)
    for rank, place in enumerate(ranked):
        guesses[place] = owners.get(largest[rank]) if rank < len(largest) else None
    return guesses


def nearest_transaction(links: Links) -> list[Guess]:
    """The transaction that wrote the case, and whose row was written closest to it."""
    ours = [(number, it) for it in _server_rows(links) if (number := _transaction(it)) is not None]
    acts = [(number, row.values["person_id"]) for number, row in ours if "person_id" in row.values]
    found: list[Guess] = []
    for rows in links.records:
        numbers = [number for row in rows if (number := _transaction(row)) is not None]
        near = [
            (abs(number - act), person)
            for number in numbers
            for act, person in acts
            if isinstance(person, int) and person in links.findings.members
        ]
        found.append(min(near, default=(0, None))[1])
    return found


def order_on_the_server(links: Links) -> list[Guess]:
    """The cases lie in the order in which members' rows lie."""
    order: dict[int, None] = {}
    for row in sorted(_server_rows(links), key=lambda it: (it.table, it.place)):
        person = row.values.get("person_id")
        if row.table == "answer" and isinstance(person, int):
            order[person] = None
    people = [person for person in order if person in links.findings.members]
    return _by_rank(links, people)


def _server_rows(links: Links) -> tuple[Row, ...]:
    states = [state for state in links.findings.states if state.name == "server"]
    return states[-1].rows if states else ()


def _transaction(row: Row) -> int | None:
    number = row.values.get("(xmin)")
    return number if isinstance(number, int) else None


ON_A_SERVER: Mapping[str, Attack] = {
    attack.__name__: attack for attack in (nearest_transaction, order_on_the_server)
}

ATTACKS: Mapping[str, Attack] = {
    attack.__name__: attack
    for attack in (
        id_scan,
        texts_in_free_pages,
        secrets_in_chats,
        nearest_time,
        nearest_time_of_the_envelope,
        who_came_twice,
        register_against_envelopes,
        journals_and_wal,
        backup_differences,
        order_of_appearance,
        order_of_ids,
        row_order_against_register,
        row_order_against_activity,
        page_order_against_register,
        page_order_against_activity,
        sizes,
    )
}


def judged(
    trial: Trial, chance: random.Random, attacks: Mapping[str, Attack] = ATTACKS
) -> dict[str, Figure]:
    """What each attack hits in one window."""
    return judged_by(Links(Findings(trial.evidence)), trial.authors, chance, attacks)


def judged_by(
    links: Links, authors: Sequence[int], chance: random.Random, attacks: Mapping[str, Attack]
) -> dict[str, Figure]:
    """The same, of what was read already."""
    register = links.findings.register
    figures = {}
    for name, attack in attacks.items():
        guesses = [guess or chance.choice(register) for guess in attack(links)]
        hits = sum(map(int.__eq__, guesses, authors))
        figures[name] = Figure(hits, len(authors), 1 / len(register))
    return figures


# --- parts --------------------------------------------------------------------------------------


def _first(guesses: Iterable[Guess]) -> Guess:
    return next((guess for guess in guesses if guess), None)


def _nothing(links: Links) -> list[Guess]:
    return [None] * len(links.findings.evidence.targets)


def _naming(links: Links, place: int) -> list[str]:
    """The texts outside the databases that name the case: its words, marks, ids or receipt."""
    target = links.findings.evidence.targets[place]
    named = [target.text[:FRAGMENT]]
    named += [value.hex() for value in (*target.marks, *links.envelopes[place])]
    named += [text for text, receipt in links.findings.receipts if receipt.mark in target.marks]
    return [text for text in links.findings.texts if any(name in text for name in named)]


def _times(links: Links, place: int) -> list[float]:
    """The times beside the case, in its records and in the log's lines about it."""
    values = [value for row in links.records[place] for value in row.values.values()]
    beside = [links.findings.in_period(value) for value in values]
    about = set(_naming(links, place))
    said = [line.at for line in links.findings.evidence.logs if line.text in about]
    return [at for at in beside if at is not None] + said


def _nearest_id(links: Links, data: bytes, fragment: bytes) -> Guess:
    start = data.find(fragment)
    if start < 0:
        return None
    around = data[max(0, start - NEAR) : start + NEAR]
    found = {}
    for member in links.findings.evidence.members:
        size = (member.telegram.bit_length() + 8) // 8
        for written in (
            str(member.telegram).encode(),
            member.telegram.to_bytes(size, "big"),
            member.telegram.to_bytes(size, "little"),
            member.name.encode(),
        ):
            if (place := around.find(written)) >= 0:
                found[abs(place - min(start, NEAR))] = member.person
    return found[min(found)] if found else None


def _files(links: Links) -> list[State]:
    return [state for state in links.findings.urn_states if state.origin == "file"]


def _owners(seen: Mapping[bytes, Appearance]) -> dict[bytes, Guess]:
    """The person of the mark that came along; if several came at once, one of them."""
    return {envelope: min(it.marks, default=None) for envelope, it in seen.items()}


def _of_envelopes(links: Links, owners: Mapping[bytes, Guess]) -> list[Guess]:
    return [_first(owners.get(it) for it in sorted(found)) for found in links.envelopes]


def _by_rank(links: Links, owners: Sequence[Guess]) -> list[Guess]:
    """The cases as an even sample of the envelopes, in this order."""
    cases = len(links.findings.evidence.targets)
    if not owners:
        return _nothing(links)
    return [owners[(2 * place + 1) * len(owners) // (2 * cases)] for place in range(cases)]


def _matched(order: Sequence[bytes], people: Sequence[int]) -> dict[bytes, Guess]:
    """The first to the first and the last to the last."""
    if not order or not people:
        return {}
    return {it: people[place * len(people) // len(order)] for place, it in enumerate(order)}


def _in_file(state: State) -> list[bytes]:
    found = state.envelopes
    return [it for it, row in sorted(found, key=lambda pair: _place(state.data, pair[1]))]


def _place(data: bytes, row: Row) -> int:
    box = box_of(row)
    # The end of a box lies in pages of its own, the beginning beside its id.
    end = data.find(box[-FRAGMENT:])
    return end if end >= 0 else data.find(box[:FRAGMENT])


def _nearest(findings: Findings, at: float) -> Guess:
    return min(findings.activity, key=lambda act: abs(act[0] - at), default=(at, None))[1]


def _order_of_activity(findings: Findings) -> list[int]:
    order = dict.fromkeys(person for _, person in findings.activity)
    return [person for person in order if person in set(findings.register)]


def seized(evidence: Evidence, release: bytes) -> Evidence:
    """What somebody has who takes the machine as it stands, and knows the release words.

    No earlier copies: the last before the urn was opened, and the last of all.
    """
    copies = [it for it in evidence.copies if any(".urn" in name for name in it.files)][-1:]
    copies += evidence.copies[-1:]
    return Evidence(
        evidence.members,
        evidence.begin,
        evidence.end,
        evidence.targets,
        copies,
        evidence.backups,
        evidence.logs,
        evidence.chats,
        {**evidence.secrets, "release": release},
    )
