"""Disks that are full, and files that must not be written to, for whoever runs the tests.

In: a folder. Out: the fault, as long as one likes. As root it is a real small disk, and real rights
of files; where no disk may be mounted, a limit of the system on the size of files.
"""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_ROOM = 2 << 20
_NOBODY = 65534


class Disk:
    """A folder on a disk whose room can be taken away, and given back."""

    def __init__(self, folder: Path, *, is_mounted: bool) -> None:
        self.folder = folder
        self.is_mounted = is_mounted

    @contextmanager
    def full(self, room: int = 64 << 10) -> Iterator[None]:
        """Room for some bytes more only, or for so many more in any file."""
        yield from self._filled(room) if self.is_mounted else self._limited(room)

    def _filled(self, room: int) -> Iterator[None]:
        ballast = self.folder / "ballast"
        with ballast.open("wb", buffering=0) as file, suppress(OSError):
            while file.write(bytes(4096)):
                pass
        os.truncate(ballast, ballast.stat().st_size - room)
        try:
            yield
        finally:
            ballast.unlink()

    def _limited(self, room: int) -> Iterator[None]:
        largest = max(file.stat().st_size for file in self.folder.iterdir())
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + room, hard))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def disk(folder: Path, *, mounts: bool) -> Iterator[Disk]:
    """A small disk; a mounted one if that is wanted and allowed."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", str(folder)]
    is_mounted = mounts and os.geteuid() == 0 and _succeeds(command)
    try:
        yield Disk(folder, is_mounted=is_mounted)
    finally:
        if is_mounted:
            assert _succeeds(["umount", "--lazy", str(folder)])


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nobody may write in a folder, or to the files in it; root becomes somebody else meanwhile."""
    places = [*folder.iterdir(), folder]
    modes = {place: place.stat().st_mode for place in places}
    is_root = os.geteuid() == 0
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    if is_root:
        os.seteuid(_NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)
        for place, mode in modes.items():
            place.chmod(mode)
