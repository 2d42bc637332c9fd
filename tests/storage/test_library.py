"""The library in the database: what is found in which order, what is kept, and for how long."""

import asyncio
import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert
from sqlmodel import Session, func, select

from bot.commands.backup import back_up, restore
from bot.rules.library import Kind, Outcome, search_words, terms
from handlers.people.personal_data import forget
from storage import library, members, migrations, personal_data
from storage.communities import Community
from storage.core.database import Database
from storage.library import LibraryItem, Told, Trial, search
from storage.members import Membership
from storage.themes import Tagged, tags
from tests.storage.handing import RETENTION, SEAL
from tests.storage.seats import NOW, found, plan, sit
from tests.test_backup import settings

EXAMPLE = "BabbelBoost"
HUGE = 10_000


def share(
    session: Session, community: Community, title: str, why: str = "", text: str = ""
) -> LibraryItem:
    return library.share(session, Told(Kind.TOOL, title, why, text), community.id or 0, None, NOW)


def finds(session: Session, community: Community, typed: str, page: int = 0) -> list[str]:
    found = search.with_words(session, community.id or 0, terms(typed), page)
    return [item.title for item in found.items]


@pytest.fixture
def zuid(session: Session) -> Community:
    return found(session, "Zuid")


@pytest.fixture
def filled(session: Session, community: Community, zuid: Community) -> Community:
    """Noord with some items, and Zuid beside it with one of its own."""
    share(session, community, "Netwerkkaart", "Toont wie er is", "Teken het netwerk samen")
    share(session, community, "Gespreksgids", "Voor een moeilijk gesprek", "Échange à l'œuvre")
    share(session, community, "Sociale kaart", "Netwerk van diensten in Brussel")
    share(session, zuid, "Geheime kaart van Zuid", "Netwerk")
    return community


SOUGHT = {
    "title first, then the newest": ("netwerk", ["Netwerkkaart", "Sociale kaart"]),
    "the newest of the same rank": ("kaart", ["Sociale kaart"]),
    "the beginning of a word": ("gespr", ["Gespreksgids", EXAMPLE]),
    "all words, in any order": ("diensten kaart", ["Sociale kaart"]),
    "without accents": ("echange OEUVRE", ["Gespreksgids"]),
    "with accents": ("ÉCHANGE œuvre", ["Gespreksgids"]),
    "the example, in Dutch": ("dialoogtool", [EXAMPLE]),
    "the example, in French": ("outil dialogue", [EXAMPLE]),
    "nothing of another community": ("geheime", []),
    "nothing at all": ("zzz", []),
}


@pytest.mark.parametrize(("typed", "titles"), SOUGHT.values(), ids=SOUGHT.keys())
def test_a_search_finds_on_both_databases_the_same_in_the_same_order(
    session: Session, filled: Community, typed: str, titles: list[str]
) -> None:
    assert finds(session, filled, typed) == titles


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "'",
        "kaart'; DROP TABLE person; --",
        "kaart* OR netwerk",
        "NEAR(kaart netwerk)",
        "words:kaart",
        "kaart & !netwerk | <-> (",
        "\\' :*",
        "%_%",
        "\x00",
        "kaart\x00netwerk",
        "🙂",
        "я" * 4000,
        "ab " * 1300,
        "and or not",
        "\ud800",
    ],
)
def test_whatever_is_typed_is_looked_for_and_nothing_more(
    session: Session, filled: Community, typed: str
) -> None:
    finds(session, filled, typed)

    assert finds(session, filled, "sociale") == ["Sociale kaart"]


def test_what_is_changed_or_withdrawn_is_found_as_it_is_now(
    session: Session, filled: Community
) -> None:
    item = share(session, filled, "Oud", "vroeger")
    library.change(session, item, Told(Kind.PRACTICE, "Nieuw", "voortaan"))
    assert (finds(session, filled, "vroeger"), finds(session, filled, "voortaan")) == (
        [],
        ["Nieuw"],
    )

    library.tag(session, item, frozenset({"domain_housing"}), NOW)
    library.withdraw(session, item, NOW)
    assert finds(session, filled, "voortaan") == []
    assert tags(session, Tagged.ITEM, item.id or 0) == frozenset()


def test_a_community_that_goes_takes_its_items_out_of_the_search(
    session: Session, filled: Community, zuid: Community
) -> None:
    session.delete(filled)
    session.flush()

    assert session.exec(select(func.count()).select_from(LibraryItem)).one() == 2
    assert finds(session, zuid, "netwerk") == ["Geheime kaart van Zuid"]


def test_what_was_withdrawn_is_no_longer_in_the_file(sqlite_url: str, tmp_path: Path) -> None:
    database = Database(sqlite_url)
    migrations.upgrade(database.engine)
    with database.writing() as session:
        item = share(session, found(session, "Noord"), "Winterkoninkje", "Zwaluwstaart")
    with database.writing() as session:
        library.withdraw(session, session.get_one(LibraryItem, item.id), NOW)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.engine.dispose()

    kept = (tmp_path / "test.db").read_bytes().lower()
    assert b"babbelboost" in kept
    assert b"winterkoninkje" not in kept
    assert b"zwaluwstaart" not in kept


def test_lists_come_in_pages(session: Session, community: Community) -> None:
    for number in range(10):
        share(session, community, f"Gids {number}")
    key = community.id or 0

    first, second = search.newest(session, key), search.newest(session, key, 1)
    assert [item.title for item in first.items] == [f"Gids {9 - number}" for number in range(8)]
    assert [item.title for item in second.items] == ["Gids 1", "Gids 0", EXAMPLE]
    assert (first.has_more, second.has_more) == (True, False)
    assert finds(session, community, "gids", 1) == ["Gids 1", "Gids 0"]
    assert search.newest(session, key, 2**31 - 1).items == ()


def test_themes_and_trials_order_the_library_of_their_own_community_only(
    session: Session, filled: Community, zuid: Community
) -> None:
    anna, mo = sit(session, filled, "Anna"), sit(session, filled, "Mo")
    zed = sit(session, zuid, "Zed")
    kaart, example = finding(session, "Sociale kaart"), finding(session, EXAMPLE)
    tries(session, kaart, anna[0], Outcome.HELPED)
    tries(session, kaart, mo[0], Outcome.NOT)
    tries(session, example, mo[0], Outcome.PARTLY)
    tries(session, example, zed[0], Outcome.HELPED)
    library.tag(session, kaart, frozenset({"domain_housing", "block_me"}), NOW)

    key = filled.id or 0
    tried = search.most_tried(session, key).items
    assert [item.title for item in tried] == ["Sociale kaart", EXAMPLE]
    assert [item.title for item in search.most_tried(session, zuid.id or 0).items] == [EXAMPLE]
    assert search.by_theme(session, key) == {"block_me": 1, "domain_housing": 1}
    assert search.by_theme(session, zuid.id or 0) == {}
    assert [item.title for item in search.with_theme(session, key, "block_me").items] == [
        "Sociale kaart"
    ]
    assert library.outcomes(session, kaart.id or 0, key) == {"helped": 1, "not": 1}
    assert library.outcomes(session, example.id or 0, key) == {"partly": 1}


def finding(session: Session, title: str) -> LibraryItem:
    return session.exec(select(LibraryItem).where(LibraryItem.title == title)).one()


def tries(
    session: Session, item: LibraryItem, who: Membership, outcome: Outcome, words: str = ""
) -> Trial:
    library.note_trial(session, item.id or 0, who.community_id, who.person_id, outcome, NOW)
    trial = library.trial_of(session, item.id or 0, who.person_id)
    assert trial is not None
    if words:
        trial.told = SEAL.encrypt(words)
        session.add(trial)
        session.flush()
    return trial


def test_who_tries_again_changes_how_it_went_and_keeps_the_words(
    session: Session, filled: Community
) -> None:
    [anna] = sit(session, filled, "Anna")
    kaart = finding(session, "Sociale kaart")
    first = tries(session, kaart, anna, Outcome.NOT, "Te klein")
    again = tries(session, kaart, anna, Outcome.HELPED)

    assert told(session, again) == "Te klein"
    assert (again.id, again.outcome) == (first.id, "helped")


def test_forgotten_people_leave_their_items_without_a_name_and_take_their_trials(
    session: Session, filled: Community
) -> None:
    [anna] = sit(session, filled, "Anna")
    own = library.share(
        session, Told(Kind.TOOL, "Mijn gids", "Goed"), filled.id or 0, anna.person_id, NOW
    )
    tries(session, own, anna, Outcome.HELPED, "Mooi gesprek")
    telegram_id = session.get_one(members.Person, anna.person_id).telegram_id

    kept = json.dumps(personal_data.everything(session, telegram_id, SEAL))
    assert "Mijn gids" in kept
    assert "Mooi gesprek" in kept
    forget(session, telegram_id, NOW)
    session.expire_all()
    assert finding(session, "Mijn gids").shared_by is None
    assert finds(session, filled, "gids") == ["Mijn gids"]
    assert session.exec(select(Trial)).all() == []


def told(session: Session, trial: Trial) -> str | None:
    session.refresh(trial)
    return SEAL.decrypt_or_none(trial.told)


def test_the_words_of_trials_go_after_their_cycle_and_the_counts_stay(
    session: Session, filled: Community
) -> None:
    [anna] = sit(session, filled, "Anna")
    kaart = finding(session, "Sociale kaart")
    trial = tries(session, kaart, anna, Outcome.HELPED, "Mooi gesprek")
    last = plan(session, filled, 28, 280)[-1]

    personal_data.erase_expired(session, RETENTION, last.ends_at + RETENTION - timedelta(hours=1))
    assert told(session, trial) == "Mooi gesprek"
    personal_data.erase_expired(session, RETENTION, last.ends_at + RETENTION + timedelta(hours=1))
    assert told(session, trial) is None
    assert library.outcomes(session, kaart.id or 0, filled.id or 0) == {"helped": 1}


def test_what_was_put_back_from_a_backup_is_searched_again(
    database: Database, database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    with database.writing() as session:
        share(session, found(session, "Noord"), "Sociale kaart", "Échange")
        session.delete(finding(session, EXAMPLE))
        sit(session, session.exec(select(Community)).one(), "Anna")
    file = tmp_path / "backup"

    asyncio.run(back_up(settings(database_url), file))
    for replace in (False, True):
        asyncio.run(restore(settings(empty_database_url), file, lambda: NOW, replace=replace))

    other = Database(empty_database_url)
    with other.writing() as session:
        noord = session.exec(select(Community)).one()
        assert finds(session, noord, "echange") == ["Sociale kaart"]
        assert finds(session, noord, "babbel") == []
        share(session, noord, "Nieuw")
        assert finds(session, noord, "nieuw") == ["Nieuw"]
    other.engine.dispose()


def many(community: Community) -> Iterator[dict[str, object]]:
    for number in range(HUGE):
        title = f"Gids {number} voor huisvesting" if number % 2 else f"Kaart {number}"
        why = f"Toont wie in wijk {number % 19} helpt"
        words = f"Een lange tekst over {number % 97} dingen. " * 8
        yield {
            "community_id": community.id,
            "kind": "tool",
            "title": title,
            "title_words": search_words(title),
            "why": why,
            "link": "",
            "file_id": "",
            "file_name": "",
            "shared_at": NOW,
            "content": words,
            "words": search_words(f"{title} {why} {words}"),
        }


def test_of_ten_thousand_items_the_newest_that_match_are_found(
    session: Session, community: Community
) -> None:
    session.connection().execute(insert(LibraryItem), list(many(community)))

    newest = [7779, 7777, 7775, 7773, 7771, 777]
    found_now = [f"Gids {number} voor huisvesting" for number in newest]
    assert finds(session, community, "gids 777") == found_now
