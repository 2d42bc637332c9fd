"""The group chat over HTTP: tied, greeted, closed; left when nobody founded it."""

from sqlmodel import Session, col, select

from bot.playground.model import Chat, User
from storage.core.outbox import Outgoing
from tests.end_to_end.town import RIGHTS, Founded, Town

HIDDEN = User(1087968824, "Group", None, "GroupAnonymousBot", None, is_bot=True)


async def test_the_founding_link_ties_a_group_and_greets_it_once(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = await town.ties(founded, mo)
    mo.says(f"/start {founded.group_link.partition('startgroup=')[2]}", group)
    await town.settles()
    greetings = [m for m in group.messages if m.rows and "Noord" in m.text]
    assert len(greetings) == 1


async def test_moderators_hear_which_rights_are_lacking(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo], supergroup=True)
    mo.adds_bot(group, founded.group_link)
    lacking = await mo.hears("•")
    assert lacking.text.count("•") == 3


async def test_a_group_nobody_founded_hears_one_line_and_is_left(town: Town) -> None:
    ben = town.telegram.world.person("Ben")
    group = town.telegram.world.group("Koffie", [ben], supergroup=True)
    ben.adds_bot(group)
    await town.telegram.handled()
    await town.moves_to("2026-09-01 10:01")
    await ben.sees("⛔", chat=group)
    await town.settles()
    assert [call.method for call in town.telegram.world.calls if call.chat_id == group.id].count(
        "leaveChat"
    ) == 1


async def test_members_are_let_in_and_others_declined(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = await town.ties(founded, mo)
    await town.settles()
    anna = await town.registers(founded, "Anna", founded.member)
    stranger = town.telegram.world.person("Vreemd")
    link = next(b.url for m in anna.chat.messages for row in m.rows for b in row if b.url)
    anna.asks_to_join(link)
    stranger.asks_to_join(link)
    await town.settles()
    assert anna.id in group.members
    assert stranger.id not in group.members


async def test_a_group_that_becomes_a_supergroup_keeps_working(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo])
    mo.adds_bot(group, founded.group_link)
    await mo.sees("Noord", chat=group)
    bigger = mo.upgrades(group)
    await town.settles()
    mo.promotes_bot(bigger, *RIGHTS)
    mo.says("/rsvp", bigger)
    await mo.hears(lambda said: bool(said.text), chat=bigger)


async def test_a_token_of_no_community_in_a_group_makes_the_bot_leave(town: Town) -> None:
    ben = town.telegram.world.person("Ben")
    group = town.telegram.world.group("Koffie", [ben], supergroup=True)
    ben.adds_bot(group, "A" * 32)
    await ben.sees("⛔", chat=group)


async def with_card(town: Town, *names: str) -> Founded:
    """A community with one meeting, whose card stands in the group."""
    founded = await town.community(*names)
    mo = founded.people["Mo"]
    mo.says("/plan 2026-09-15 14:00-16:30 Citisen")
    await mo.hears("Citisen")
    await mo.presses("✅")
    await mo.sees("Citisen", chat=founded.group)
    await town.settles()
    return founded


def methods(town: Town, chat: Chat) -> list[str]:
    return [call.method for call in town.telegram.world.calls if call.chat_id == chat.id]


def kept_of(town: Town, key: str) -> list[str]:
    """The keys of the outbox that begin so."""

    def ask(session: Session) -> list[str]:
        return list(session.exec(select(Outgoing.key).where(col(Outgoing.key).startswith(key))))

    with town.app.database.writing() as session:
        return ask(session)


async def test_after_an_upgrade_the_bot_stays_in_whichever_order_it_hears_of_it(town: Town) -> None:
    founded = await town.community("Anna")
    mo, group, world = founded.people["Mo"], founded.group, town.telegram.world
    assert group is not None
    bigger = world.group("PG", [mo], supergroup=True)
    world.change_member(bigger, world.bot, mo, "administrator", ("can_manage_chat",))
    await town.telegram.handled()
    world.post_service(bigger, mo, {"migrate_from_chat_id": group.id})
    await town.telegram.handled()
    await town.moves_to("2026-09-01 10:01")
    await town.settles()
    assert world.bot_member(bigger).status == "administrator"
    assert "leaveChat" not in methods(town, bigger)


async def test_after_an_upgrade_the_card_stands_in_the_new_group_and_the_old_one_still_counts(
    town: Town,
) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo], supergroup=False)
    mo.adds_bot(group, founded.group_link, rights=RIGHTS)
    mo.says("/plan 2026-09-15 14:00-16:30 Citisen")
    await mo.hears("Citisen")
    await mo.presses("✅")
    old = await mo.sees("Citisen", chat=group)
    await town.settles()
    bigger = mo.upgrades(group)
    await town.settles()
    assert len([one for one in bigger.messages if "Citisen" in one.text]) == 1
    pop_up = await mo.forges(next(b for b in old.rows[0]).data or "", old)
    assert (pop_up.text or "").startswith("✅")
    await mo.sees("✅ 1", chat=bigger)


async def test_a_press_before_the_move_counts_in_the_card_after_it(town: Town) -> None:
    founded = await with_card(town, "Anna")
    anna, mo, group = founded.people["Anna"], founded.people["Mo"], founded.group
    assert group is not None
    await anna.presses("✅", chat=group)
    mo.removes_bot(group)
    await town.settles()
    mo.says("/rsvp")
    await mo.hears("Citisen")
    await mo.presses("❌")
    await town.settles()
    mo.adds_bot(group, rights=RIGHTS)
    await mo.sees("❌ 1", chat=group)


async def test_a_request_to_join_is_granted_although_telegram_stumbled(town: Town) -> None:
    founded = await town.community("Anna")
    ben = await town.registers(founded, "Ben", founded.member)
    town.telegram.faults.next("server error", "approveChatJoinRequest")
    ben.asks_to_join(ben.link_on("Toegang"))
    await town.settles()
    await town.moves_to("2026-09-01 10:01")
    await town.settles()
    assert founded.group is not None
    assert ben in founded.group.present
    assert kept_of(town, "let_in") == []


async def test_who_has_only_the_link_can_not_take_a_community_s_group_away(town: Town) -> None:
    founded = await with_card(town, "Anna")
    thief = town.telegram.world.person("Boef")
    elsewhere = town.telegram.world.group("Elders", [thief], supergroup=True)
    thief.adds_bot(elsewhere, founded.group_link, rights=RIGHTS)
    await thief.sees("⛔", chat=elsewhere)
    await town.settles()
    assert town.telegram.world.bot_member(elsewhere).status == "left"
    assert not [one for one in elsewhere.messages if "Citisen" in one.text]
    pop_up = await founded.people["Anna"].presses("✅", chat=founded.group)
    assert (pop_up.text or "").startswith("✅")
    assert kept_of(town, "goodbye") == []


async def test_a_moderator_may_move_the_community_to_another_group(town: Town) -> None:
    founded = await with_card(town, "Anna")
    mo, before = founded.people["Mo"], founded.group
    assert before is not None
    group = town.telegram.world.group("PG nieuw", [mo], supergroup=True)
    mo.adds_bot(group, founded.group_link, rights=RIGHTS)
    await mo.sees("Citisen", chat=group)
    await mo.sees("⛔", chat=before)
    await town.settles()
    assert town.telegram.world.bot_member(before).status == "left"
    assert town.telegram.world.bot_member(group).status == "administrator"


async def test_the_message_with_the_founding_link_does_not_stay_to_be_read(town: Town) -> None:
    founded = await town.community()
    assert founded.group is not None
    token = founded.group_link.partition("startgroup=")[2]
    assert not [one for one in founded.group.messages if token in one.text]


async def test_an_administrator_who_hides_may_tie_a_group_and_is_no_stranger(town: Town) -> None:
    founded = await town.founds()
    mo = await town.registers(founded, "Mo", founded.moderators[0])
    group = town.telegram.world.group("PG", [mo], supergroup=True)
    mo.adds_bot(group, rights=RIGHTS)
    token = founded.group_link.partition("startgroup=")[2]
    mo.says(f"/start@praktijkbot {token}", group, anonymous=True)
    await mo.sees("Noord", chat=group)
    town.telegram.world.change_member(
        group, town.telegram.world.bot, HIDDEN, "administrator", ("can_pin_messages",)
    )
    await town.moves_to("2026-09-01 10:01")
    await town.settles()
    assert town.telegram.world.bot_member(group).status == "administrator"
    mo.says("/members")
    assert "Group" not in (await mo.hears("15")).text


async def test_a_right_lost_a_second_time_is_told_a_second_time(town: Town) -> None:
    founded = await town.community()
    mo, group = founded.people["Mo"], founded.group
    assert group is not None
    for _ in range(2):
        mo.promotes_bot(group, "invite_users", "delete_messages")
        assert (await mo.hears("•")).text.count("•") == 1
        mo.promotes_bot(group, *RIGHTS)
        await town.settles()


async def test_in_a_group_what_is_private_is_one_line_in_the_group_s_language(town: Town) -> None:
    founded = await town.community("Anna", language="fr")
    anna, group = founded.people["Anna"], founded.group
    assert group is not None
    for command in ("/privacy", "/language", "/cancel", "/mydata"):
        anna.says(command, group)
        said = await anna.hears("⛔", chat=group)
        assert said.buttons
        assert len(said.text) < 100
        assert "privée" in said.text or "privé" in said.text
    anna.says("/rsvp", group)
    assert "Aucune" in (await anna.hears("rencontre", chat=group)).text


async def test_a_group_that_is_left_while_it_can_not_be_written_to_leaves_no_row(
    town: Town,
) -> None:
    ben = town.telegram.world.person("Ben")
    group = town.telegram.world.group("Koffie", [ben], supergroup=True)
    ben.adds_bot(group)
    await town.telegram.handled()
    town.telegram.faults.next(
        "refuse", "sendMessage", status=403, description="Forbidden: bot was kicked from the group"
    )
    await town.moves_to("2026-09-01 10:01")
    await town.settles()
    assert kept_of(town, "goodbye") == []
