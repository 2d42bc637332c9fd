"""What lies in some rooms of a peopled community: hand-overs, cases, questions, the library."""

import base64
from typing import Any

from nacl.public import PrivateKey

from bot.rules.cases import State
from storage.cases import Case, CaseCall, CaseQuestion, CaseVote, CaseWindow, Standing
from storage.handover import Handover, HandoverQuestion
from storage.handover.items import OpenItem
from storage.library import LibraryItem, Trial
from storage.prompts import Prompt, PromptAnswer
from storage.releases import Offer, Release
from tests.generated.filling import (
    DAY,
    MEMBERS,
    NOW,
    Filling,
)


def handovers(filling: Filling, past: int, coming: int) -> None:
    """A note that Dora wrote for Dirk, and one that is still to be written."""
    ids, seat_id = filling.person_ids, filling.seat_ids["Dora"]
    pair: dict[str, Any] = {"seat_id": seat_id, "author_id": ids["Dora"], "reader_id": ids["Dirk"]}
    note = filling.cipher.encrypt(f'{{"gist": "{filling.said("handover.note")}"}}')
    written = filling.put(
        Handover(
            meeting_id=past,
            **pair,
            version=1,
            note=note,
            written_at=NOW - 3 * DAY,
            delivered_at=NOW - 3 * DAY,
        )
    )
    filling.put(Handover(meeting_id=coming, **pair, asks=1, asked_at=NOW - DAY, ask_at=NOW + DAY))
    filling.put(
        HandoverQuestion(
            handover_id=written,
            question=filling.sealed("handover_question"),
            asked_at=NOW - 2 * DAY,
        )
    )
    filling.put(
        OpenItem(
            **pair,
            first_handover_id=written,
            handover_id=written,
            what=filling.sealed("open_item"),
            owner_id=ids["Dirk"],
        )
    )


def cases(filling: Filling, meetings: tuple[int, int, int]) -> None:
    """An opened urn about which the group votes, and one that is open to be filled."""
    ids, (coming, _, later) = filling.person_ids, meetings
    key = base64.b64encode(bytes(PrivateKey.generate().public_key)).decode()
    salt = base64.b64encode(bytes(16)).decode()
    window: dict[str, Any] = {"attempt": 1, "public_key": key, "salt": salt}
    opened = filling.put(
        CaseWindow(
            meeting_id=coming,
            state=State.OPENED.value,
            vote_closes_at=NOW + DAY,
            vote_message_id=750,
            **window,
        )
    )
    open_to_be_filled = filling.put(CaseWindow(meeting_id=later, state=State.OPEN.value, **window))
    for name in MEMBERS:
        filling.put(CaseCall(window_id=open_to_be_filled, person_id=ids[name], message_id=760))
    cases = [
        filling.put(
            Case(
                window_id=opened,
                community_id=filling.there.community_id,
                meeting_id=meeting,
                letter=letter,
                what=filling.sealed("case.what"),
                reworded=filling.sealed("case.reworded"),
                choices="0",
                marks=[],
                standing=standing.value,
                reason=filling.sealed("case.reason"),
                advice=filling.sealed("case.advice"),
            )
        )
        for letter, standing, meeting in zip("ABC", Standing, meetings, strict=False)
    ]
    filling.put(CaseQuestion(case_id=cases[0], question=filling.sealed("case_question")))
    filling.put(CaseVote(window_id=opened, person_id=ids["Ann"], case_id=cases[1]))


def prompts(filling: Filling, past: int) -> None:
    """One that the group answers, one that closed, one that is held back, one that is planned."""
    ids = filling.person_ids
    common: dict[str, Any] = {
        "community_id": filling.there.community_id,
        "meeting_id": past,
        "written_by": ids["Leo"],
        "written_at": NOW - 2 * DAY,
    }
    moments: tuple[dict[str, Any], ...] = (
        {"posted_at": NOW - DAY, "close_at": NOW + DAY},
        {"posted_at": NOW - 2 * DAY, "closed_at": NOW - DAY},
        {},
        {"post_at": NOW + DAY},
    )
    for moment in moments:
        prompt = filling.put(Prompt(question=filling.sealed("prompt"), **common, **moment))
        if "posted_at" in moment:
            filling.put(
                PromptAnswer(
                    prompt_id=prompt,
                    person_id=ids["Ann"],
                    answer=filling.sealed("prompt_answer"),
                    is_named=True,
                    answered_at=NOW - DAY,
                )
            )


def library(filling: Filling) -> None:
    """What was shared, how trying it went, and that it was released and offered."""
    community_id, ids = filling.there.community_id, filling.person_ids
    item = filling.put(
        LibraryItem(
            community_id=community_id,
            kind="practice",
            title=filling.said("title"),
            title_words="title",
            why=filling.said("why"),
            link="",
            file_id="file",
            file_name=filling.said("file_name"),
            content=filling.said("content"),
            words="content",
            shared_by=ids["Ann"],
            shared_at=NOW - DAY,
        )
    )
    filling.put(
        Trial(
            item_id=item,
            community_id=community_id,
            person_id=ids["Bea"],
            outcome="helped",
            told=filling.sealed("trial"),
            tried_at=NOW,
        )
    )
    release = filling.put(
        Release(
            community_id=community_id,
            kind="item",
            subject_id=item,
            text=filling.sealed("release"),
            released_by=ids["Mo"],
            released_at=NOW,
        )
    )
    filling.put(Offer(release_id=release, community_id=community_id, offered_at=NOW))
