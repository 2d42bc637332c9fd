"""Encrypts people's texts at rest, with a key that is in no table and no backup."""

import base64
import binascii
import contextlib
import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final, Self

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox
from pydantic import SecretStr

from bot.settings import text_key_bytes

SEALED: Final = "sealed"
"""Under which entry of a document stands what is sealed of it."""


class OtherKeyError(ValueError):
    """A text was encrypted with another key, or is damaged."""

    def __init__(self) -> None:
        super().__init__("sealed with another key, or damaged")


class KeyFileError(Exception):
    """The key file holds no key; `str()` is one plain line that names the setting."""


class TextCipher:
    """Encrypts and decrypts texts with one key of 32 bytes (libsodium's secretbox)."""

    __slots__ = ("_box", "_key")

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._box = SecretBox(key)

    @classmethod
    def of(cls, text_key: SecretStr) -> Self:
        """The cipher with the key of the settings."""
        return cls(text_key_bytes(text_key.get_secret_value()))

    def __repr__(self) -> str:
        return "TextCipher(hidden)"

    def encrypt(self, text: str) -> str:
        """Encrypt a text; the result is ASCII and different each time."""
        return base64.b64encode(self._box.encrypt(text.encode())).decode()

    def decrypt(self, sealed: str) -> str:
        """Decrypt a text. Raises OtherKeyError."""
        try:
            return self._box.decrypt(base64.b64decode(sealed, validate=True)).decode()
        except (CryptoError, binascii.Error, ValueError, TypeError):
            raise OtherKeyError from None

    def encrypt_fields(self, document: Mapping[str, Any], *names: str) -> dict[str, Any]:
        """The document with the entries of these names encrypted under `SEALED`."""
        hidden = {name: document[name] for name in names if name in document}
        shown = {name: value for name, value in document.items() if name not in hidden}
        return shown | {SEALED: self.encrypt(json.dumps(hidden, ensure_ascii=False))}

    def decrypt_fields(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The document before `encrypt_fields`; one without encrypted entries stays as it is.

        Raises OtherKeyError.
        """
        shown = {name: value for name, value in document.items() if name != SEALED}
        if SEALED in document:
            shown |= json.loads(self.decrypt(document[SEALED]))
        return shown

    def decrypt_or_none(self, sealed: str | None) -> str | None:
        """The plain text; None for None, or when another key encrypted it."""
        try:
            return self.decrypt(sealed) if sealed is not None else None
        except OtherKeyError:
            return None

    def decrypt_fields_or_none(self, document: Mapping[str, Any]) -> dict[str, Any] | None:
        """The document before `encrypt_fields`; None when another key encrypted it."""
        try:
            return self.decrypt_fields(document)
        except OtherKeyError:
            return None

    def fingerprint(self, text: str) -> str:
        """Eight characters that differ between texts and reveal nothing without the key."""
        return hashlib.blake2b(text.encode(), digest_size=4, key=self._key).hexdigest()


def text_cipher(text_key: SecretStr | None, file: Path) -> TextCipher:
    """The cipher with the key of the settings, else of the key file, which is made if missing.

    Raises KeyFileError and OSError.
    """
    return TextCipher.of(text_key) if text_key is not None else text_cipher_at(file)


def text_cipher_at(path: Path) -> TextCipher:
    """The cipher with the key in this file, which is made if missing.

    Processes that start together end with the same key. Raises KeyFileError and OSError.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
    return read_text_cipher(path)


def read_text_cipher(path: Path) -> TextCipher:
    """The cipher with the key in this file. Raises KeyFileError and OSError."""
    try:
        return TextCipher(text_key_bytes(path.read_bytes().decode("ascii").strip()))
    except ValueError:
        problem = f"the file {path.name} holds no key; put back the one that was there"
        raise KeyFileError(f"TEXT_KEY: {problem}") from None


def _make(path: Path) -> None:
    """Write a new key, complete and synced; an existing file stays."""
    key = base64.b64encode(os.urandom(SecretBox.KEY_SIZE))
    # Only its owner can read a file that is made like this.
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.") as file:
        file.write(key + b"\n")
        file.flush()
        os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(file.name, path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    """Sync the folder, so that the file's name is on disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
