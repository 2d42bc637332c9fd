"""Ways from an opened case to its envelope, and from any stored record to a member."""

import hashlib
import hmac
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from tests.anonymity.evidence import Member, Row, Target, Value
from tests.anonymity.findings import KEY, LARGE, Findings, decoded

PREFIX = 8  # bytes of a digest by which it is known, should it be cut
SOURCE_PURPOSES = (b"", b"case", b"envelope")  # the program's source is public

Digest = Callable[[bytes], bytes]


def _blake2b(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=KEY).digest()


PLAIN: tuple[Digest, ...] = (
    lambda data: hashlib.md5(data, usedforsecurity=False).digest(),
    lambda data: hashlib.sha1(data, usedforsecurity=False).digest(),
    lambda data: hashlib.sha256(data).digest(),
    _blake2b,
    lambda data: hashlib.blake2b(data).digest(),
)


def digests(data: bytes, salts: Iterable[bytes]) -> Iterator[bytes]:
    """Plain, salted before and behind, keyed: with every salt and key that was found."""
    yield from (digest(data) for digest in PLAIN)
    for salt in salts:
        for digest in PLAIN:
            yield digest(salt + data)
            yield digest(data + salt)
        yield from (hmac.digest(salt, data, name) for name in ("md5", "sha1", "sha256"))
        yield hashlib.blake2b(data, digest_size=KEY, key=salt).digest()


class Links:
    """Cases and envelopes joined, and members found beside them."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings

    # --- from a case to its envelope ----------------------------------------------------------

    @cached_property
    def envelopes(self) -> list[set[bytes]]:
        """For each target the ids of the envelopes that must have held it; often none."""
        return [self._envelopes(target) for target in self.findings.evidence.targets]

    def _envelopes(self, target: Target) -> set[bytes]:
        marks = set(target.marks)
        found = {
            envelope
            for envelope, case in self.findings.unsealed.items()
            if case.mark in marks or case.text == target.text
        }
        found |= {it.envelope_id for _, it in self.findings.receipts if it.mark in marks}
        made = {value[:PREFIX] for value in self._made_of(target)}
        for envelope in self.findings.envelopes:
            if envelope[:PREFIX] in made or marks & self._hashes[envelope]:
                found.add(envelope)
        return found & set(self.findings.envelopes)

    def _made_of(self, target: Target) -> Iterator[bytes]:
        salts = self.findings.values
        for value in (*target.marks, target.text.encode()):
            yield value
            yield from digests(value, salts)
            yield from _personal(value)

    @cached_property
    def _hashes(self) -> dict[bytes, set[bytes]]:
        salts = self.findings.values
        return {
            envelope: {envelope, *digests(envelope, salts), *_personal(envelope)}
            for envelope in self.findings.envelopes
        }

    # --- from a record to a member --------------------------------------------------------------

    @cached_property
    def records(self) -> list[list[Row]]:
        """For each target the rows that belong to it: its own, and those of its envelopes."""
        return [
            [*self._own_rows(target), *(self.findings.envelopes[it] for it in envelopes)]
            for target, envelopes in zip(
                self.findings.evidence.targets, self.envelopes, strict=True
            )
        ]

    def _own_rows(self, target: Target) -> Iterator[Row]:
        for row in self._case_rows:
            values = {part for value in row.values.values() for part in _bytes(value)}
            if values & {*target.marks, target.text.encode()}:
                yield row

    @cached_property
    def _case_rows(self) -> list[Row]:
        marks = {mark for target in self.findings.evidence.targets for mark in target.marks}
        seen = {}
        for state in self.findings.states:
            for row in state.rows:
                if marks & {part for value in row.values.values() for part in _bytes(value)}:
                    seen[row.table, row.rowid, row.place, str(row.values)] = row
        return list(seen.values())

    def member_in(self, value: Value) -> int | None:
        """The member whose id this value is, in whatever encoding or hash."""
        if isinstance(value, int):
            return self._by_number.get(value)
        for part in _bytes(value):
            if len(part) < LARGE and (found := self._by_bytes.get(part[:PREFIX])):
                return found
        return self.member_named(value) if isinstance(value, str) else None

    def member_named(self, text: str) -> int | None:
        """The member of whom a text holds the id or the name."""
        for member in self.findings.evidence.members:
            if str(member.telegram) in text or member.name in text:
                return member.person
        return None

    @cached_property
    def _by_number(self) -> dict[int, int]:
        return {
            number: member.person
            for member in self.findings.evidence.members
            for number in (member.telegram, member.person)
        }

    @cached_property
    def _by_bytes(self) -> dict[bytes, int]:
        salts = [*self.findings.values]
        return {
            digest[:PREFIX]: member.person
            for member in self.findings.evidence.members
            for encoded in encodings(member)
            for digest in (encoded, *digests(encoded, salts))
        }


def encodings(member: Member) -> Iterator[bytes]:
    """The member's two ids as text and as bytes in both orders."""
    for number in (member.telegram, member.person):
        yield str(number).encode()
        for order in ("big", "little"):
            yield number.to_bytes(8, order)
            if number < 1 << 32:
                yield number.to_bytes(4, order)


def _personal(value: bytes) -> Iterator[bytes]:
    for purpose in SOURCE_PURPOSES:
        if len(value) <= hashlib.blake2b.MAX_KEY_SIZE:
            yield hashlib.blake2b(value, digest_size=KEY, person=purpose).digest()
            yield hashlib.blake2b(b"", digest_size=KEY, key=value, person=purpose).digest()


def _bytes(value: Value) -> Iterator[bytes]:
    if isinstance(value, bytes):
        yield value
    elif isinstance(value, str):
        yield value.encode()
        yield from decoded(value)
