"""The house stays as it was drawn: who imports whom, what is locked, what is never written."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("bot", "handlers", "storage", "locales")
LEAVES = ("bot.settings", "bot.logs", "locales")
LONGEST_FILE = 450  # lines; some 300 are meant

# Which modules of ours a part may import, besides itself. The longest matching name counts.
# The registry of languages is the one module of the rules that the leaves know too: both the
# setting and the catalogues are of these languages, and a second list would be forgotten.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "bot.settings": ("bot.rules.languages",),
    "bot.logs": (),
    "locales": ("bot.rules.languages",),
    "bot.rules": (),
    "bot.playground": LEAVES,
    "storage": ("bot.rules", *LEAVES),
    "handlers": ("bot.rules", "storage", *LEAVES),
    # The parts of the running program beside app: intake, delivery, clock, health and the like.
    "bot": ("bot", "handlers", "storage", "locales"),
    "bot.app": ("bot", "handlers", "storage", "locales"),
    "bot.__main__": ("bot", "handlers", "storage", "locales"),
}
# What nobody imports but those named.
ONLY_FOR: dict[str, tuple[str, ...]] = {
    "bot.__main__": (),
    "bot.app": ("bot.__main__",),
    "bot.playground": ("bot.__main__", "bot.playground"),
}
# Which of the libraries a floor must not know.
FOREIGN: dict[str, tuple[str, ...]] = {
    "bot.rules": ("telegram", "sqlalchemy", "sqlmodel", "aiohttp", "babel"),
    "storage": ("telegram", "aiohttp", "babel"),
    "locales": ("telegram", "sqlalchemy", "sqlmodel", "aiohttp"),
}


def modules() -> dict[str, Path]:
    """Every module of the program by its dotted name."""
    paths = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {dotted(path): path for path in paths}


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(node: ast.AST) -> Iterator[str]:
    """What is imported, as dotted names; `from a import b` gives `a.b` where that is a module."""
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom) and found.module:
            names = (f"{found.module}.{alias.name}" for alias in found.names)
            yield from (name if name in MODULES else str(found.module) for name in names)


def within(module: str, part: str) -> bool:
    return module == part or module.startswith(f"{part}.")


def part_of(module: str) -> str:
    return max((part for part in MAY_IMPORT if within(module, part)), key=len)


MODULES = modules()
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}

SHARED_ROOM = "core"
"""The room of `handlers` that every room may import, and that imports none."""

MAY_IMPORT_EVERY_ROOM = ("", "wiring")
"""`handlers/__init__.py` and the room that joins rooms."""

SPAN_ALL_TABLES = (
    "storage.personal_data",
    "storage.retention",
    "storage.snapshot",
    "storage.tables",
)


def room_of(module: str) -> str:
    """The room of a module of `handlers`; empty for `handlers` itself."""
    return (module.split(".") + [""])[1]


def storage_room_of(module: str) -> str:
    return ".".join(module.split(".")[:2])


@pytest.mark.parametrize("module", MODULES)
def test_the_arrows_point_one_way(module: str) -> None:
    part = part_of(module)
    ours = {name for name in imports(TREES[module]) if name.split(".")[0] in PACKAGES}

    against = {
        name
        for name in ours
        if not any(within(name, allowed) for allowed in (part, *MAY_IMPORT[part]))
        or any(
            within(name, kept) and not any(within(module, user) for user in users)
            for kept, users in ONLY_FOR.items()
        )
    }

    assert against == set()


@pytest.mark.parametrize("module", [name for name in MODULES if within(name, "bot.rules")])
def test_rules_know_the_field_only(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(TREES[module])}

    assert roots <= sys.stdlib_module_names | {"bot", "holidays", "phonenumbers", "stdnum"}


@pytest.mark.parametrize("module", MODULES)
def test_each_floor_knows_its_own_libraries_only(module: str) -> None:
    roots = {name.split(".")[0] for name in imports(TREES[module])}

    foreign = {name for part, names in FOREIGN.items() if within(module, part) for name in names}
    assert roots & foreign == set()


@pytest.mark.parametrize("module", [name for name in MODULES if within(name, "handlers")])
def test_a_room_imports_another_only_through_its_public_face(module: str) -> None:
    room = room_of(module)
    if room in MAY_IMPORT_EVERY_ROOM:
        return
    others = {name for name in imports(TREES[module]) if within(name, "handlers")}

    past_the_face = {
        name
        for name in others
        if room_of(name) not in (room, SHARED_ROOM)
        and (room == SHARED_ROOM or name != f"handlers.{room_of(name)}.public")
    }
    assert past_the_face == set()


def test_storage_rooms_do_not_import_the_outbox() -> None:
    importing = {name for name, tree in TREES.items() if "storage.core.outbox" in imports(tree)}
    rooms = {
        name
        for name in importing
        if within(name, "storage")
        and not within(name, "storage.core")
        and name not in SPAN_ALL_TABLES
    }

    assert rooms == set()


def in_a_circle(imported: dict[str, set[str]]) -> set[str]:
    """Those that import themselves, directly or through others."""
    size = 0
    while size != (size := sum(map(len, imported.values()))):
        imported = {
            name: names.union(*(imported[other] for other in names))
            for name, names in imported.items()
        }
    return {name for name, names in imported.items() if name in names}


def test_no_module_imports_itself_through_others() -> None:
    imported = {name: set(imports(tree)) & MODULES.keys() for name, tree in TREES.items()}

    assert in_a_circle(imported) == set()


def test_no_room_of_the_handlers_imports_itself_through_others() -> None:
    rooms: dict[str, set[str]] = {}
    for module, tree in TREES.items():
        if within(module, "handlers"):
            met = {room_of(name) for name in imports(tree) if within(name, "handlers")}
            rooms.setdefault(room_of(module), set()).update(met - {room_of(module)})

    assert in_a_circle(rooms) == set()


def test_no_room_of_storage_imports_itself_through_others() -> None:
    rooms: dict[str, set[str]] = {}
    for module, tree in TREES.items():
        if within(module, "storage"):
            met = {storage_room_of(name) for name in imports(tree) if within(name, "storage")}
            rooms.setdefault(storage_room_of(module), set()).update(met)
            rooms[storage_room_of(module)].discard(storage_room_of(module))

    assert in_a_circle(rooms) == set()


USED_FROM_OUTSIDE = {
    "locales.extract.extract",  # by Babel, as babel.cfg says
}
MAY_BE_UNUSED = ("handlers.core.arguments", "handlers.core.access")
"""Modules of which the rooms take what they need."""


def defined(tree: ast.Module) -> Iterator[str]:
    """The names that a module defines at its top level, without `__all__`."""
    for statement in tree.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield statement.name
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            names = (node.id for target in targets for node in ast.walk(target)
                     if isinstance(node, ast.Name))  # fmt: skip
            yield from (name for name in names if name != "__all__")


def bound(tree: ast.Module) -> dict[str, str]:
    """What each imported name stands for, as a dotted name."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names |= {a.asname or a.name: f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Import):
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
    return names


def used(module: str, tree: ast.Module) -> Iterator[str]:
    """The dotted names that a module reads: its own, imported ones, and those of its modules."""
    names = bound(tree)
    yield from names.values()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield f"{module}.{node.id}"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"{module}.{node.value}"  # a type in quotes
        elif isinstance(node, ast.Attribute):
            base = ast.unparse(node.value)
            yield f"{names.get(base, base)}.{node.attr}"


def test_what_a_module_defines_serves_the_program_and_not_only_its_tests() -> None:
    migrations = "storage.migrations"
    read = {name for module, tree in TREES.items() for name in used(module, tree)}
    unread = {
        f"{module}.{name}"
        for module, tree in TREES.items()
        if not within(module, migrations) and not module.startswith(MAY_BE_UNUSED)
        for name in defined(tree)
    } - read

    assert unread == USED_FROM_OUTSIDE


def test_the_playground_is_imported_on_demand() -> None:
    if "bot.__main__" not in TREES:
        pytest.fail("bot/__main__.py is missing")
    at_the_top = [
        name
        for statement in TREES["bot.__main__"].body
        if not isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for name in imports(statement)
    ]

    assert not any(within(name, "bot.playground") for name in at_the_top)


@pytest.mark.parametrize("module", MODULES)
def test_events_are_named_in_the_code(module: str) -> None:
    calls = [
        node
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"event", "logs.event"}
    ]
    if module == "bot.logs" or not any(within(n, "bot.logs") for n in imports(TREES[module])):
        return

    unnamed = [
        c.lineno for c in calls if len(c.args) < 2 or not isinstance(c.args[1], ast.Constant)
    ]
    assert unnamed == []


@pytest.mark.parametrize("folder", [*PACKAGES, "tests"])
def test_a_file_can_be_held_in_mind(folder: str) -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in (ROOT / folder).rglob("*.py")
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_requirement_has_a_version_and_hashes(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.sub(r"#.*", "", text.replace("\\\n", " ")).strip().splitlines()
    requirements = [entry.strip() for entry in entries if entry.strip()]

    assert requirements
    assert [r for r in requirements if not re.match(r"[a-z0-9._-]+==\S+ .*--hash=sha256:", r)] == []


@pytest.mark.parametrize("lock", ["requirements.txt", "requirements-dev.txt"])
def test_locks_hold_no_addresses(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert not re.search(r"://|^--|(?<![\w.])/\w", text, re.MULTILINE)


@pytest.mark.parametrize("lock", ["requirements", "requirements-dev"])
def test_every_wanted_requirement_is_locked(lock: str) -> None:
    wanted = re.findall(r"^[A-Za-z0-9-]+", (ROOT / f"{lock}.in").read_text("utf-8"), re.MULTILINE)
    locked = re.findall(r"^[a-z0-9-]+", (ROOT / f"{lock}.txt").read_text("utf-8"), re.MULTILINE)

    assert {name.lower() for name in wanted} - {"-c"} <= set(locked)


def tracked() -> list[Path]:
    """The files of the repository, or of the tree where it came without one."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    names = listed.stdout.split("\0") if listed.returncode == 0 else []
    paths = [ROOT / name for name in names if name] or list(ROOT.rglob("*"))
    return [p for p in paths if p.is_file() and ".venv" not in p.parts and ".git" not in p.parts]


# Each in two pieces, so that this file does not hold them.
INDEX_HOSTS = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "deb." + "debian.org",
    "proxy." + "golang.org",
]


def test_no_package_index_is_named_anywhere() -> None:
    holding = {
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked()
        for host in INDEX_HOSTS
        if host.encode() in path.read_bytes()
    }

    assert holding == set()


def test_nothing_that_is_secret_or_made_here_is_tracked() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in tracked()}

    assert {n for n in names if n == ".env" or re.search(r"\.(db|sqlite|pem|key|log)$", n)} == set()
