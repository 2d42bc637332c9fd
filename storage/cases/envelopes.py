"""Sealing and opening envelopes, and the words that stand for keys.

What a function needs of chance comes as `random`, which gives that many random bytes: in the
program `os.urandom`, in tests what can be drawn again.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from hashlib import blake2b
from typing import Final, Self, TypeAlias

from mnemonic import Mnemonic
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, SealedBox
from nacl.pwhash import argon2id

from bot.rules.cases import SIZE

Random: TypeAlias = Callable[[int], bytes]

SALT_SIZE: Final = argon2id.SALTBYTES
"""Bytes of a window's salt."""

KEY_SIZE: Final = bindings.crypto_box_PUBLICKEYBYTES
"""Bytes of a window's public key, and of the private one."""

RELEASE_WORDS: Final = 6
RECEIPT_WORDS: Final = 5

_MASTER_SIZE: Final = 64
_NAME_SIZE: Final = 32
_BITS: Final = 11
_FRENCH: Final = "fr"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at words costs: passes over the memory, and the memory in bytes."""

    operations: int = 2
    memory: int = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Release:
    """The key pair that opens a window's urn; the private key is for memory only."""

    public_key: bytes
    private_key: bytes = field(repr=False)

    @classmethod
    def of(cls, words: str, salt: bytes, cost: Cost = Cost()) -> Self:
        """The pair that these words (as `words_in` reads them) stand for in this window."""
        private_key = _stretched(words, salt, cost, KEY_SIZE)
        return cls(bytes(PrivateKey(private_key).public_key), private_key)


@dataclass(frozen=True, slots=True)
class Receipt:
    """The envelope's id in the urn and the mark within it; only the words tie one to the other."""

    envelope_id: bytes
    mark: bytes = field(repr=False)

    @classmethod
    def of(cls, words: str, salt: bytes, cost: Cost = Cost()) -> Self:
        """What these words (as `words_in` reads them) stand for in this window."""
        master = _stretched(words, salt, cost, _MASTER_SIZE)
        return cls(_named(master, b"envelope"), _named(master, b"case"))


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What the envelopes held, and how many could not be opened: another's key, or damaged."""

    contents: tuple[bytes, ...] = field(repr=False)
    spoiled: int


def drawn_words(number: int, language: str, random: Random) -> str:
    """Words to note down, 11 bits each: French ones for `fr`, else English."""
    words = _words(_FRENCH if language == _FRENCH else "en")
    size = (number * _BITS + 7) // 8
    drawn = int.from_bytes(random(size), "big") >> size * 8 - number * _BITS
    return " ".join(words[drawn >> place * _BITS & len(words) - 1] for place in range(number))


def words_in(text: str, number: int) -> str | None:
    """The words that someone typed, in the form that keys are made of; None if they are none.

    Capitals, accents, commas, line breaks and numbers in front are as people write them.
    """
    found = re.findall(r"[^\W\d_]+", _bare(text.casefold()))
    if len(found) != number:
        return None
    known = any(_bare_words(language).issuperset(found) for language in ("en", _FRENCH))
    return " ".join(found) if known else None


def seal(content: bytes, public_key: bytes, random: Random) -> bytes:
    """A sealed box as libsodium makes it, with the one ephemeral key drawn from `random`.

    Raises ValueError for a content of another size: an envelope would tell what is in it.
    """
    if len(content) != SIZE:
        raise ValueError("a content has another size")
    ephemeral = PrivateKey(random(KEY_SIZE))
    sender = bytes(ephemeral.public_key)
    nonce = blake2b(sender + public_key, digest_size=bindings.crypto_box_NONCEBYTES).digest()
    return sender + bindings.crypto_box(content, nonce, public_key, bytes(ephemeral))


def open_all(boxes: Iterable[bytes], release: Release) -> Unsealed:
    """Open what these keys can open."""
    opener = SealedBox(PrivateKey(release.private_key))
    contents: list[bytes] = []
    spoiled = 0
    for box in boxes:
        try:
            contents.append(opener.decrypt(box))
        except (CryptoError, TypeError, ValueError):
            spoiled += 1
    return Unsealed(tuple(contents), spoiled)


def _stretched(words: str, salt: bytes, cost: Cost, size: int) -> bytes:
    return argon2id.kdf(
        size, _bare(words).encode(), salt, opslimit=cost.operations, memlimit=cost.memory
    )


def _named(master: bytes, purpose: bytes) -> bytes:
    return blake2b(master, digest_size=_NAME_SIZE, person=purpose).digest()


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


@cache
def _words(language: str) -> tuple[str, ...]:
    named = "french" if language == _FRENCH else "english"
    return tuple(unicodedata.normalize("NFC", word) for word in Mnemonic(named).wordlist)


@cache
def _bare_words(language: str) -> frozenset[str]:
    return frozenset(_bare(word) for word in _words(language))
