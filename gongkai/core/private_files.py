"""Folders of stored files that are opened at an address of their own alone, by who may see what they belong to."""

from __future__ import annotations

PRIVATE_FOLDERS: set[str] = set()


def keep_private(folder: str) -> str:
    """Enter a folder (its first part, as in the storage) and answer it; the common address of files does not open it."""
    PRIVATE_FOLDERS.add(folder.casefold())
    return folder
