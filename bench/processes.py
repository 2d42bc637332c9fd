"""The processes of a measurement: the stand-in on a core of its own, the subject on the others."""

import fcntl
import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "bench"
"""On the disk the program would use: a database in memory would cost no commit."""

LOG = BUILD / "subject.log"
"""What the measured programs wrote in the last run."""

TOKEN = "7000000001:AAbench-token-of-no-value-0000000000"
REAL = ("-m", "bot")
BARE = ("-m", "bench.bare")
NO_OP = ("-m", "bench.noop")

CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []
TICKS = os.sysconf("SC_CLK_TCK")


def pin(process: "subprocess.Popen[Any]", cores: list[int]) -> None:
    """Keep a process that has just begun on these cores; with one core there is no choice."""
    if len(CORES) > 1:
        os.sched_setaffinity(process.pid, cores)


class StandIn:
    """The stand-in, driven over its own port."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def close(self) -> None:
        """Tell it nothing more."""
        self._connection.close()

    def tell(self, verb: str, **wish: Any) -> dict[str, Any]:
        """Have it do something; what it says."""
        self._connection.request("POST", f"/control/{verb}", json.dumps(wish))
        answer: dict[str, Any] = json.loads(self._connection.getresponse().read())
        return answer

    def until(
        self, is_so: Callable[[dict[str, Any]], bool], within: float, every: float = 0.02
    ) -> dict[str, Any] | None:
        """Its state once it is as wanted; None when that takes too long."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            state = self.tell("state")
            if is_so(state):
                return state
            time.sleep(every)
        return None

    def quiet(self, within: float = 20) -> None:
        """Wait until the subject polls and has made no other call for half a second."""
        self.until(
            lambda state: bool(state["first_poll"]) and time.monotonic() - state["last_call"] > 0.5,
            within,
        )


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other measurement runs in this folder; afterwards leave no databases behind."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with (BUILD.parent / "bench.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("Another measurement runs here; waiting for its end.", file=sys.stderr)
            fcntl.flock(lock, fcntl.LOCK_EX)
        LOG.unlink(missing_ok=True)
        try:
            yield
        finally:
            for path in BUILD.glob("*.db*"):
                path.unlink()


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Start the stand-in on the last core."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.standin"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    pin(process, CORES[-1:])
    with process:
        try:
            assert process.stdout is not None
            standing = StandIn(int(process.stdout.readline()))
            yield standing
            standing.close()
        finally:
            process.kill()


class Subject:
    """A running program that is measured."""

    def __init__(self, process: "subprocess.Popen[bytes]", began: float) -> None:
        self.process = process
        self.began = began
        """Seconds of the monotonic clock just before the program was started."""

    @property
    def processor(self) -> float:
        """Seconds of processor time so far, user and system, all threads."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    @property
    def peak(self) -> float:
        """The most memory it ever held, in MiB (ru_maxrss)."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024


def environment(stand_in: StandIn, environ: Mapping[str, str]) -> dict[str, str]:
    """What a program against the stand-in is told, in an otherwise bare environment."""
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "BOT_TOKEN": TOKEN,
        "BOT_API_URL": stand_in.url,
        "QUIET_HOURS": "",
        **environ,
    }


@contextmanager
def running(
    stand_in: StandIn, program: tuple[str, ...], environ: Mapping[str, str] | None = None
) -> Iterator[Subject]:
    """Start a program against the stand-in, on all cores but the stand-in's; killed at the end."""
    BUILD.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        began = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, *program],
            cwd=ROOT,
            env=environment(stand_in, environ or {}),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        pin(process, CORES[:-1])
    try:
        yield Subject(process, began)
    finally:
        process.kill()
        process.wait()
