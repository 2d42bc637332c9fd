"""A throwaway PostgreSQL server from the system's binaries, on a Unix socket of its own."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

MISSING = "no PostgreSQL server on this machine. To get it on Debian: apt-get install postgresql"
PATIENCE = 60  # seconds for the server to start or stop


@dataclass(frozen=True)
class Server:
    """A running server; every test takes a database of its own from it."""

    sockets: Path
    _numbers: Iterator[int] = field(default_factory=itertools.count)

    def address(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.sockets}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a database that is a copy of another; its name. Nobody may be connected to that."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return name

    @contextmanager
    def database(self, template: str = "template1") -> Iterator[str]:
        """Lend a copy of a database and drop it afterwards, even if someone is still connected."""
        name = self.create(f"test_{next(self._numbers)}", template)
        try:
            yield self.address(name)
        finally:
            self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@dataclass(frozen=True)
class Cluster:
    """A server's data, to be served, stopped hard and served again."""

    binaries: Path
    folder: Path

    @contextmanager
    def running(self) -> Iterator[Server]:
        """Serve until the block ends."""
        with _running(self.binaries, self.folder):
            yield Server(self.folder)

    def stop_hard(self) -> None:
        """Have the server drop everything, as `pg_ctl stop -m immediate` does."""
        pid = (self.folder / "data" / "postmaster.pid").read_text().splitlines()[0]
        os.kill(int(pid), signal.SIGQUIT)


def bytes_of_files(url: str) -> bytes:
    """All bytes of the files of a database, given in SQLAlchemy's form; without the log (WAL)."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        asked = "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = "
        found = connection.execute(f"{asked} current_database()").fetchone()
    assert found is not None
    files = Path(found[0], "base", str(found[1])).iterdir()
    return b"\n".join(file.read_bytes() for file in files if file.is_file())


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make a server's data and remove it afterwards; skip the test where there are no binaries."""
    binaries = _binaries()
    if binaries is None:
        pytest.skip(MISSING)
    # A short path: the address of a Unix socket has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    try:
        _give_to_server(folder)
        _create_cluster(binaries, folder)
        yield Cluster(binaries, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def started() -> Iterator[Server]:
    """Start a server and stop it afterwards; skip the test where there are no binaries."""
    with cluster() as made, made.running() as server:
        yield server


def _binaries() -> Path | None:
    """The newest server's folder: Debian keeps each version in one of its own, off the PATH."""
    versions = [
        path.parent
        for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")
        if path.parts[-3].isdigit()
    ]
    if versions:
        return max(versions, key=lambda folder: int(folder.parts[-2]))
    initdb = shutil.which("initdb")
    return Path(initdb).resolve().parent if initdb else None


def _create_cluster(binaries: Path, folder: Path) -> None:
    options = ["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync"]
    command = [*_as_server_user(), str(binaries / "initdb"), *options, str(folder / "data")]
    made = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if made.returncode:
        pytest.fail(f"PostgreSQL's initdb failed: {made.stderr[-2000:]}")


@contextmanager
def _running(binaries: Path, folder: Path) -> Iterator[None]:
    log = folder / "log"
    # The tests kill processes, not the machine: what was written to the system's cache stays.
    settings = ("listen_addresses=", "shared_buffers=32MB", "max_connections=120", "fsync=off")
    options = [part for setting in settings for part in ("-c", setting)]
    command = [*_as_server_user(), str(binaries / "postgres"), "-D", str(folder / "data")]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [*command, "-k", str(folder), *options], cwd=folder, stdout=output, stderr=output
        )
    try:
        _wait_until_it_answers(Server(folder), server, log)
        yield
    finally:
        server.send_signal(signal.SIGINT)  # PostgreSQL's fast shutdown
        try:
            server.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_until_it_answers(server: Server, process: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        try:
            psycopg.connect(server.address("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")


def _server_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: then it runs as its own user, or as nobody."""
    if os.geteuid() != 0:
        return None
    users = {entry.pw_name: entry for entry in pwd.getpwall()}
    return users.get("postgres") or users["nobody"]


def _as_server_user() -> list[str]:
    """Run as that user, and end with the tests should they be killed."""
    if shutil.which("setpriv") is None:
        return []
    user = _server_user()
    become = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"] if user else []
    return ["setpriv", *become, "--pdeathsig=INT"]


def _give_to_server(folder: Path) -> None:
    folder.chmod(0o755)
    if user := _server_user():
        os.chown(folder, user.pw_uid, user.pw_gid)
