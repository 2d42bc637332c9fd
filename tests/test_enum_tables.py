"""Every table by the members of an enum has all of them, or is known to leave some out.

So a new member is named here, or by mypy in a `match`, wherever the program must know of it.
"""

import ast
import importlib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage", "locales")

# Where a table stands, the enum, and whom it leaves out: why.
PARTIAL: dict[tuple[str, str, frozenset[str]], str] = {
    ("bot.rules.frame.LONGEST", "Frame", frozenset(["RHYTHM"])): "the rhythm is no text",
    (
        "bot.rules.frame.QUESTIONS",
        "Frame",
        frozenset(
            [
                "AGREEMENT",
                "NEWCOMERS",
                "PRIVACY",
                "PRIVACY_IN_SHORT",
                "RHYTHM",
                "SPEAKERS",
                "WHO_TO_CALL",
            ]
        ),
    ): "these hold no questions",
    (
        "bot.rules.interest._IN_ONE_ZONE",
        "Zone",
        frozenset(["CENTRE_WEST", "NORTH", "SOUTH_EAST"]),
    ): "none of their municipalities lies in one zone",
    (
        "bot.rules.meetings.change._LIMITS",
        "ChangeField",
        frozenset(["DATE", "SPEAKER_LANGUAGE", "TIME"]),
    ): "these are no free text",
    (
        "bot.rules.meetings.cycle._kinds.signs",
        "WarningKind",
        frozenset(["FEWER_THAN_8"]),
    ): "it is about the plan, not about a line of it",
    (
        "bot.rules.overview._reasons.found",
        "Reason",
        frozenset(["INTEREST_WAITS"]),
    ): "it is about a zone, not about a community",
    (
        "bot.rules.themes.vocabulary.VOCABULARY",
        "Domain",
        frozenset(["OTHER"]),
    ): "what is other has no words of its own",
    (
        "handlers.cases.deciding._questions",
        "Deed",
        frozenset(["ACCEPT", "PARK", "RELEASE", "RETRACT"]),
    ): "these are done with the press and ask for no text",
    (
        "handlers.cases.deciding.WRITTEN",
        "Deed",
        frozenset(["ACCEPT", "PARK", "RELEASE", "RETRACT"]),
    ): "these are done with the press and ask for no text",
    (
        "handlers.cases.moderating._numbers.shown",
        "Standing",
        frozenset(["WAITING", "WITHDRAWN"]),
    ): "they are in the number of those opened",
    ("handlers.cases.voting._refused", "Outcome", frozenset(["KEPT"])): "it is no refusal",
    (
        "handlers.core.routes.SERVED",
        "Who",
        frozenset(["ANYONE", "COORDINATOR", "MEMBER"]),
    ): "no role is needed, or the settings decide",
    (
        "handlers.handover.overview._nothing_yet.reasons",
        "NoDuty",
        frozenset(["NOT_KNOWN", "PARTNER_WRITES"]),
    ): "then the partner writes",
    (
        "handlers.handover.views.head.urgent",
        "Urgency",
        frozenset(["NOTHING"]),
    ): "nothing is said of it",
    (
        "handlers.harvest.labels.Labels.answer.named",
        "Question",
        frozenset(["WORTH"]),
    ): "its answers are figures",
    (
        "handlers.interest.acceptance._not_yet.titles",
        "Standing",
        frozenset(["WAITING"]),
    ): "only who was invited is listed",
    (
        "handlers.interest.views._stands",
        "Standing",
        frozenset(["WAITING"]),
    ): "nothing is said of who was not invited",
    (
        "handlers.library.views.kinds",
        "Kind",
        frozenset(["EXAMPLE"]),
    ): "nobody shares one: it comes with the program",
    (
        "handlers.members.registration._turn_away.reasons",
        "InvitationVerdict",
        frozenset(["ALREADY_MEMBER", "OK"]),
    ): "these are no refusals",
    (
        "handlers.members.roster._role.names",
        "Role",
        frozenset(["MEMBER"]),
    ): "a plain member needs no mention",
    (
        "handlers.people.welcome._section.headings",
        "Who",
        frozenset(["OVERSEEING"]),
    ): "it serves buttons and no command",
    (
        "handlers.rsvp.callbacks.REFUSED",
        "Outcome",
        frozenset(["PARTNER_COMES", "RECORDED", "UNCHANGED"]),
    ): "these are no refusals",
    (
        "handlers.wiring.default_texts.ORIGINALS",
        "Frame",
        frozenset(["RHYTHM"]),
    ): "the rhythm that comes along is a setting",
}


def tables() -> Iterator[tuple[str, type[Enum], frozenset[str]]]:
    """Each table that is written out: where it stands, its enum, and the members it lacks."""
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "versions" in path.parts:
                continue
            parts = path.relative_to(ROOT).with_suffix("").parts
            module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
            yield from of_module(module, ast.parse(path.read_text(encoding="utf-8")))


def of_module(module: str, tree: ast.Module) -> Iterator[tuple[str, type[Enum], frozenset[str]]]:
    for where, table in written(tree, module):
        keys = [ast.unparse(key) for key in table.keys if isinstance(key, ast.Attribute)]
        if keys:
            names = vars(importlib.import_module(module))
            members = [found for key in keys if (found := member(key, names)) is not None]
            for enum in dict.fromkeys(type(one) for one in members):
                yield where, enum, frozenset(one.name for one in enum if one not in members)


def written(node: ast.AST, where: str) -> Iterator[tuple[str, ast.Dict]]:
    """Every dict display below a node, with the name of what it stands in."""
    for child in ast.iter_child_nodes(node):
        inside = where
        match child:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                inside = f"{where}.{name}"
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                inside = f"{where}.{name}"
            case ast.Dict():
                yield where, child
            case _:
                pass
        yield from written(child, inside)


def member(key: str, names: dict[str, Any]) -> Enum | None:
    """The member of an enum that a key like `Answer.YES` means; None where it means another."""
    name, *rest = key.split(".")
    found = names.get(name)
    for one in rest:
        found = getattr(found, one, None)
    return found if isinstance(found, Enum) else None


TABLES = list(tables())


@pytest.mark.parametrize(
    ("where", "enum", "lacking"),
    [pytest.param(*table, id=f"{table[0]}-{table[1].__name__}") for table in TABLES],
)
def test_a_table_has_every_member_of_its_enum(
    where: str, enum: type[Enum], lacking: frozenset[str]
) -> None:
    assert not lacking or (where, enum.__name__, lacking) in PARTIAL


def test_every_exception_still_stands() -> None:
    assert PARTIAL.keys() <= {(where, enum.__name__, lacking) for where, enum, lacking in TABLES}


def test_the_tables_are_found() -> None:
    assert ("handlers.core.answer_words.ANSWER_WORDS", "Answer") in {
        (where, enum.__name__) for where, enum, _ in TABLES
    }
