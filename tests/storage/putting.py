"""A process that puts numbered envelopes into an urn, and says each number when it is in.

`python -m tests.storage.putting FILE NUMBER`: from that number on, until it is killed.
"""

import sys
from hashlib import sha256
from itertools import count
from pathlib import Path

from storage.cases.urn import Urn

BOX = 16_432
PEOPLE = 13


def envelope_id(number: int) -> bytes:
    return sha256(number.to_bytes(8, "big")).digest()


def box(number: int) -> bytes:
    return number.to_bytes(8, "big") * (BOX // 8)


def number_of(sealed: bytes) -> int:
    return int.from_bytes(sealed[:8], "big")


def put(path: Path, first: int) -> None:
    urn = Urn(path)
    for number in count(first):
        urn.put(envelope_id(number), box(number), number % PEOPLE)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    put(Path(sys.argv[1]), int(sys.argv[2]))
