"""A file that only a passphrase opens, and that shows when anything in it is missing or changed.

First a line of text that says what made the key (argon2id with a salt), then libsodium's
secretstream: chunks that cannot be altered, exchanged or left out, of which the last is marked.
"""

import os
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Final

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from pydantic import SecretStr

MAGIC: Final = b"praktijkgemeenschap-backup"
VERSION: Final = 1
CHUNK: Final = 64 * 1024
"""Bytes sealed together."""

OPSLIMIT: Final = 4
MEMLIMIT: Final = 64 * 1024 * 1024
"""Bytes of memory that one guess costs; the smallest machines have them too."""

_LONGEST_HEAD: Final = 256
_MOST_OPSLIMIT: Final = 16
_MOST_MEMLIMIT: Final = 1024 * 1024 * 1024
_MESSAGE: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_SEAL: Final = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_STREAM_HEAD: Final = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES


class SealError(Exception):
    """A file that does not open; `str()` says why in a few words."""


def write(path: Path, pieces: Iterable[bytes], passphrase: SecretStr) -> int:
    """Seal `pieces` into a file that appears only when it is whole and on disk; its size in bytes.

    A file of that name is replaced, but only by its like. Raises SealError and OSError.
    """
    if path.exists() and not is_sealed(path):
        raise SealError("it exists and is no backup; choose another name")
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            _cipher(file, pieces, passphrase)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)
    return size


def is_sealed(path: Path) -> bool:
    """Whether this is a file that `write` made."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read(path: Path, passphrase: SecretStr) -> Iterator[bytes]:
    """The content, piece by piece; each piece is genuine, but only the end shows that all is there.

    Raises SealError and OSError.
    """
    with path.open("rb") as file:
        inflating = zlib.decompressobj()
        for chunk in _chunks(file, passphrase):
            yield inflating.decompress(chunk)
        yield inflating.flush()


def _sync_folder(folder: Path) -> None:
    """Have the file's name on disk too, where the system can do that."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError:
        return
    finally:
        os.close(handle)


def _cipher(file: IO[bytes], pieces: Iterable[bytes], passphrase: SecretStr) -> None:
    salt = os.urandom(argon2id.SALTBYTES)
    head = f"{MAGIC.decode()} {VERSION} argon2id {OPSLIMIT} {MEMLIMIT} {salt.hex()}\n".encode()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    key = _key(passphrase, salt, OPSLIMIT, MEMLIMIT)
    stream_head = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    file.write(head + stream_head)
    for chunk, tag in _tagged(_deflated(pieces)):
        # The head rides along with every chunk, so that it cannot be altered either.
        file.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, head, tag))


def _deflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    deflating = zlib.compressobj()
    for piece in pieces:
        yield deflating.compress(piece)
    yield deflating.flush()


def _tagged(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Chunks of one size, and the rest, which is marked as the last."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        while len(waiting) >= CHUNK:
            yield bytes(waiting[:CHUNK]), _MESSAGE
            del waiting[:CHUNK]
    yield bytes(waiting), _FINAL


def _chunks(file: IO[bytes], passphrase: SecretStr) -> Iterator[bytes]:
    head = file.readline(_LONGEST_HEAD)
    key = _key(passphrase, *_parameters(head))
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    stream_head = file.read(_STREAM_HEAD)
    if len(stream_head) < _STREAM_HEAD:
        raise SealError("it is not whole: its end is missing")
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, stream_head, key)
    problem = "the passphrase is wrong, or the file was altered"
    tag = _MESSAGE
    while sealed := file.read(CHUNK + _SEAL):
        if tag == _FINAL:
            raise SealError("something was added to its end")
        try:
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, head)
        except CryptoError:
            raise SealError(problem) from None
        yield chunk
        problem = "it is not whole, or it was altered"
    if tag != _FINAL:
        raise SealError("it is not whole: its end is missing")


def _parameters(head: bytes) -> tuple[bytes, int, int]:
    """Salt and cost out of the first line. Bounded: the file may be anybody's."""
    words = head.split()
    if not head.startswith(MAGIC + b" "):
        raise SealError("it is no backup of this program")
    if words[1:3] != [str(VERSION).encode(), b"argon2id"]:
        raise SealError("a newer version of this program made it; upgrade this one first")
    try:
        operations, memory, salt = int(words[3]), int(words[4]), bytes.fromhex(words[5].decode())
    except (ValueError, IndexError):
        raise SealError("it is not whole, or it was altered") from None
    if operations > _MOST_OPSLIMIT or memory > _MOST_MEMLIMIT or len(salt) != argon2id.SALTBYTES:
        raise SealError("it is not whole, or it was altered")
    return salt, operations, memory


def _key(passphrase: SecretStr, salt: bytes, operations: int, memory: int) -> bytes:
    size = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
    try:
        return argon2id.kdf(
            size, passphrase.get_secret_value().encode(), salt, opslimit=operations, memlimit=memory
        )
    except CryptoError:  # too little is no cost that this program ever set
        raise SealError("it is not whole, or it was altered, or memory is short") from None
