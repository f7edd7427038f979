"""What SQLite may complain of, as one line for a person: what is wrong, and what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from levelhip.ports import StoreError


@contextmanager
def told_plainly(path: Path) -> Iterator[None]:
    """Turn what the database raises inside into StoreError. The transaction around it is rolled back by then."""
    try:
        yield
    except DBAPIError as error:
        raise explained(path, str(error.orig)) from error
    except sqlite3.Error as error:
        raise explained(path, str(error)) from error


def explained(path: Path, complaint: str) -> StoreError:
    """Give SQLite's complaint as StoreError."""
    said = complaint.lower()
    if "is full" in said:
        return StoreError("full", "the disk is full: nothing was written; make some room and try again")
    if "readonly" in said:
        return StoreError("read_only", f"{path}: cannot be written; check the permissions of the file and its folder")
    if "locked" in said or "busy" in said:
        return StoreError("busy", "another program is using the data file; try again in a moment")
    if "malformed" in said or "not a database" in said:
        return damaged(path)
    if "unable to open" in said:
        return StoreError("unusable", f"{path}: cannot be opened; check the folder and its permissions")
    return StoreError("unusable", f"{path}: cannot be used ({complaint}); nothing was written")


def damaged(path: Path) -> StoreError:
    """The file is there, but it is not what it was."""
    return StoreError(
        "damaged", f"{path}: is damaged and was left as it is; put a copy in its place, or move it away to begin anew"
    )
