"""Texts are sealed with a key that lies in a file of its own, the same for all who start."""

import base64
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import SecretStr

from storage.core.text_encryption import (
    SEALED,
    KeyFileError,
    OtherKeyError,
    TextCipher,
    read_text_cipher,
    text_cipher,
    text_cipher_at,
)

ROOT = Path(__file__).parents[2]
KEY = bytes(range(32))
TEXT = "Zwaluwstaart ’t Hüske\n" * 40
ROUNDS = 30

MANY_KEYS = """
import sys
from pathlib import Path
from storage.core.text_encryption import text_cipher_at
folder = Path(sys.argv[1])
(folder / f"ready{sys.argv[2]}").touch()
while len(list(folder.glob("ready*"))) < 2:
    pass
for number in range(int(sys.argv[3])):
    print(text_cipher_at(folder / f"{number}.key").fingerprint("which key"))
"""


def altered(sealed: str) -> str:
    """With one bit of its last byte turned."""
    content = bytearray(base64.b64decode(sealed))
    content[-1] ^= 1
    return base64.b64encode(content).decode()


def test_a_text_comes_back_and_its_seal_shows_nothing() -> None:
    cipher = TextCipher(KEY)

    sealed = cipher.encrypt(TEXT)

    assert cipher.decrypt(sealed) == TEXT
    assert sealed.isascii()
    assert sealed != cipher.encrypt(TEXT)
    assert "Zwaluw" not in sealed
    assert "Zwaluw" not in base64.b64decode(sealed).decode("latin-1")
    assert repr(cipher) == "TextCipher(hidden)"


@pytest.mark.parametrize(
    "sealed",
    [
        pytest.param(TextCipher(bytes(32)).encrypt(TEXT), id="another key"),
        pytest.param(altered(TextCipher(KEY).encrypt(TEXT)), id="altered"),
        pytest.param(TextCipher(KEY).encrypt(TEXT)[:40], id="cut"),
        pytest.param("", id="empty"),
        pytest.param("Zwaluwstaart ’t", id="not sealed at all"),
    ],
)
def test_what_another_key_sealed_is_refused_without_the_text(sealed: str) -> None:
    with pytest.raises(OtherKeyError) as refused:
        TextCipher(KEY).decrypt(sealed)

    assert str(refused.value) == "sealed with another key, or damaged"
    assert refused.value.__cause__ is None


def test_part_of_a_document_is_hidden_and_comes_back() -> None:
    cipher = TextCipher(KEY)
    document = {"values": {"name": TEXT, "skipped": ""}, "asked": None, "facts": {"meeting": 3}}

    hidden = cipher.encrypt_fields(document, "values", "absent")

    assert {**hidden, SEALED: ""} == {"asked": None, "facts": {"meeting": 3}, SEALED: ""}
    assert cipher.decrypt_fields(hidden) == document
    assert cipher.decrypt_fields(document) == document  # as it was stored before there was a key
    with pytest.raises(OtherKeyError):
        TextCipher(bytes(32)).decrypt_fields(hidden)


def test_a_mark_tells_texts_apart_and_needs_the_key() -> None:
    assert TextCipher(KEY).fingerprint("one") == TextCipher(KEY).fingerprint("one")
    assert (
        len(
            {
                TextCipher(KEY).fingerprint("one"),
                TextCipher(KEY).fingerprint("two"),
                TextCipher(bytes(32)).fingerprint("one"),
            }
        )
        == 3
    )


def test_the_key_is_made_once_for_its_owner_only_and_can_be_moved_to_the_settings(
    tmp_path: Path,
) -> None:
    file = tmp_path / "data" / "x.db.key"

    sealed = text_cipher_at(file).encrypt(TEXT)

    assert text_cipher_at(file).decrypt(sealed) == TEXT
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    in_settings = SecretStr(file.read_text().strip())
    assert len(in_settings.get_secret_value()) == 44
    nowhere = tmp_path / "none" / "key"
    assert text_cipher(in_settings, nowhere).decrypt(sealed) == TEXT
    assert not nowhere.parent.exists()


def test_processes_that_start_at_once_end_with_the_same_keys(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", MANY_KEYS, str(tmp_path), name, str(ROUNDS)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
        )
        for name in ("one", "two")
    ]

    first, second = (process.communicate(timeout=60)[0].split() for process in processes)

    assert first == second
    assert len(set(first)) == ROUNDS
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    "content",
    [b"", b"SECRETSECRET\n", base64.b64encode(KEY[:31]), KEY, b"\xff\xfe" + base64.b64encode(KEY)],
    ids=["empty", "text", "too short", "not in base64", "not in ascii"],
)
def test_a_file_that_is_no_key_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.key"
    file.write_bytes(content)

    with pytest.raises(KeyFileError) as refused:
        text_cipher_at(file)

    assert str(refused.value).startswith("TEXT_KEY: the file x.key holds no key")
    assert "SECRET" not in str(refused.value)
    assert file.read_bytes() == content


def test_looking_makes_no_key(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_text_cipher(tmp_path / "x.key")

    assert not list(tmp_path.iterdir())
