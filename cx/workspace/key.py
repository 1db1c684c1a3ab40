"""The secret of a workspace, by which customers are given the same pseudonym in every file."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Final

from cx.errors import CxError
from cx.wording import msg

KEY_FILE: Final = "pseudonyms.key"
KEY_BYTES: Final = 32
_FORMAT: Final = "cx-key-1"


def workspace_key(folder: Path) -> bytes:
    """Return the key of a workspace, which is made the first time.

    The file holds the key and a check sum, can be read by its owner only, and is complete from the
    moment it exists; of several processes that start at once, all get the key of the first.

    Args:
        folder: of the workspace; made if it is not there.

    Returns:
        32 random bytes, the same ever after.

    Raises:
        CxError: the file is damaged or cannot be read. No new key is made then, because
            customers would have other pseudonyms in new files than in those already kept.
    """
    path = folder / KEY_FILE
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _create(path)
    try:
        return _parsed(path)
    except (OSError, ValueError) as error:
        raise CxError(
            msg(
                "The key of the workspace, {path}, is damaged or cannot be read, so customers "
                "cannot be given the pseudonyms that they have in earlier files. Put the file back "
                "from a backup. If there is none, delete it and read all files in again: customers "
                "get new pseudonyms then, which do not match those of before.",
                path=str(path),
            )
        ) from error


def _create(path: Path) -> None:
    """Write a key beside its place and link it there, which fails where another one stands."""
    key = secrets.token_bytes(KEY_BYTES)
    line = f"{_FORMAT} {key.hex()} {_check(key)}\n"
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".key-")  # for its owner only
    try:
        _fill(handle, line)
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # file systems without links
        with suppress(FileExistsError):
            _fill(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), line)
    finally:
        Path(draft).unlink()


def _fill(handle: int, line: str) -> None:
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(line)
        file.flush()
        os.fsync(file.fileno())


def _parsed(path: Path) -> bytes:
    form, digits, check = path.read_text(encoding="ascii").split()
    key = bytes.fromhex(digits)
    if (form, len(key), check) != (_FORMAT, KEY_BYTES, _check(key)):
        raise ValueError(form)
    return key


def _check(key: bytes) -> str:
    return hashlib.sha256(_FORMAT.encode() + key).hexdigest()[:16]
