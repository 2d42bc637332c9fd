"""Writes and reads a file encrypted with a passphrase; any missing or changed part is detected.

The first line, in plain text, has the parameters of the key (argon2id with a salt). Then follows
libsodium's secretstream: authenticated chunks in a fixed order, of which the last is marked.
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
"""Bytes of plain text in one chunk."""

OPSLIMIT: Final = 4
MEMLIMIT: Final = 64 * 1024 * 1024
"""Bytes of memory that argon2id uses for one guess; small machines have that much too."""

_LONGEST_HEAD: Final = 256
_MOST_OPSLIMIT: Final = 16
_MOST_MEMLIMIT: Final = 1024 * 1024 * 1024
_MESSAGE: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
_FINAL: Final = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_CHUNK_OVERHEAD: Final = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
_STREAM_HEAD: Final = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES


class EncryptedFileError(Exception):
    """A file that can't be decrypted; `str()` says why in a few words."""


def write(path: Path, pieces: Iterable[bytes], passphrase: SecretStr) -> int:
    """Encrypt `pieces` into a file; return its size in bytes.

    The file appears only when it is complete and on disk. A file of that name is replaced, but only
    if it is a backup too. Raises EncryptedFileError and OSError.
    """
    if path.exists() and not is_backup(path):
        raise EncryptedFileError("it exists and is no backup; choose another name")
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        try:
            _encrypt(file, pieces, passphrase)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
            Path(file.name).replace(path)
        except BaseException:
            Path(file.name).unlink(missing_ok=True)
            raise
    _sync_folder(path.parent)
    return size


def is_backup(path: Path) -> bool:
    """Whether this file begins like one that `write` made. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read(path: Path, passphrase: SecretStr) -> Iterator[bytes]:
    """Yield the content piece by piece.

    Each piece is authentic, but only after the last is it certain that none is missing.
    Raises EncryptedFileError and OSError.
    """
    with path.open("rb") as file:
        inflating = zlib.decompressobj()
        for chunk in _decrypt_chunks(file, passphrase):
            yield inflating.decompress(chunk)
        yield inflating.flush()


def _sync_folder(folder: Path) -> None:
    """Sync the folder, so that the file's name is on disk too; ignored where not supported."""
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


def _encrypt(file: IO[bytes], pieces: Iterable[bytes], passphrase: SecretStr) -> None:
    salt = os.urandom(argon2id.SALTBYTES)
    head = f"{MAGIC.decode()} {VERSION} argon2id {OPSLIMIT} {MEMLIMIT} {salt.hex()}\n".encode()
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    key = _key(passphrase, salt, OPSLIMIT, MEMLIMIT)
    stream_head = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, key)
    file.write(head + stream_head)
    for chunk, tag in _tag_chunks(_compress(pieces)):
        # The head is authenticated with every chunk, so that it cannot be altered either.
        file.write(bindings.crypto_secretstream_xchacha20poly1305_push(state, chunk, head, tag))


def _compress(pieces: Iterable[bytes]) -> Iterator[bytes]:
    deflating = zlib.compressobj()
    for piece in pieces:
        yield deflating.compress(piece)
    yield deflating.flush()


def _tag_chunks(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, int]]:
    """Yield chunks of `CHUNK` bytes with their tag; the rest is tagged as the last."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) >= CHUNK:
            yield bytes(rest[:CHUNK]), _MESSAGE
            del rest[:CHUNK]
    yield bytes(rest), _FINAL


def _decrypt_chunks(file: IO[bytes], passphrase: SecretStr) -> Iterator[bytes]:
    head = file.readline(_LONGEST_HEAD)
    key = _key(passphrase, *_parse_head(head))
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    stream_head = file.read(_STREAM_HEAD)
    if len(stream_head) < _STREAM_HEAD:
        raise EncryptedFileError("it is not whole: its end is missing")
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, stream_head, key)
    problem = "the passphrase is wrong, or the file was altered"
    tag = _MESSAGE
    while encrypted := file.read(CHUNK + _CHUNK_OVERHEAD):
        if tag == _FINAL:
            raise EncryptedFileError("something was added to its end")
        try:
            chunk, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, encrypted, head)
        except CryptoError:
            raise EncryptedFileError(problem) from None
        yield chunk
        problem = "it is not whole, or it was altered"
    if tag != _FINAL:
        raise EncryptedFileError("it is not whole: its end is missing")


def _parse_head(head: bytes) -> tuple[bytes, int, int]:
    """Return salt, operations and memory of the first line.

    The cost is bounded, because the file may come from anybody. Raises EncryptedFileError.
    """
    words = head.split()
    if not head.startswith(MAGIC + b" "):
        raise EncryptedFileError("it is no backup of this program")
    if words[1:3] != [str(VERSION).encode(), b"argon2id"]:
        raise EncryptedFileError("a newer version of this program made it; upgrade this one first")
    try:
        operations, memory, salt = int(words[3]), int(words[4]), bytes.fromhex(words[5].decode())
    except (ValueError, IndexError):
        raise EncryptedFileError("it is not whole, or it was altered") from None
    if operations > _MOST_OPSLIMIT or memory > _MOST_MEMLIMIT or len(salt) != argon2id.SALTBYTES:
        raise EncryptedFileError("it is not whole, or it was altered")
    return salt, operations, memory


def _key(passphrase: SecretStr, salt: bytes, operations: int, memory: int) -> bytes:
    size = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES
    try:
        return argon2id.kdf(
            size, passphrase.get_secret_value().encode(), salt, opslimit=operations, memlimit=memory
        )
    except CryptoError:  # a cost below the minimum, which this program never wrote
        raise EncryptedFileError("it is not whole, or it was altered, or memory is short") from None
