"""Files of reports on disk: whole or not at all, and never without their row."""

import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from core.files import sha256_of
from reports.models import Report, ReportFile, report_path


@dataclass(frozen=True)
class StoredFile:
    """A file that is on disk and the row that shall point to it."""

    row: ReportFile
    path: Path


@contextmanager
def keep_files(
    report: Report, token: UUID, contents: Mapping[str, bytes], *, stage: str = ""
) -> Iterator[list[StoredFile]]:
    """Write the files, hand out their rows to save, and take the files away again when that fails.

    ``token`` of the claim is part of the names, so two workers never write the same file. What an
    earlier worker left when it died is taken away first.

    Args:
        stage: what an edition is when its files are drawn; those of earlier stages stay.
    """
    _clear(report)
    files: list[StoredFile] = []
    try:
        for kind, content in contents.items():
            files.append(_keep(report, f"{token}.{kind}", kind, content, stage))
        yield files
    except BaseException:
        for file in files:
            with suppress(OSError):
                file.path.unlink()
        raise


def _clear(report: Report) -> None:
    """Remove files of the report that no row names: rows and files come together, so none was ever shown."""
    folder = _folder(report.pk)
    named = {Path(row.file.path).name for row in report.files.all()}
    for path in folder.glob("*"):
        if path.name not in named:
            path.unlink(missing_ok=True)


def _folder(report_id: int) -> Path:
    return Path(ReportFile._meta.get_field("file").storage.path(report_path(ReportFile(report_id=report_id), "")))


def remove_files(report_id: int) -> None:
    """Remove the folder of a report whose row is gone; files that will not go are left for a later clearing."""
    shutil.rmtree(_folder(report_id), ignore_errors=True)


def _keep(report: Report, name: str, kind: str, content: bytes, stage: str) -> StoredFile:
    row = ReportFile(report=report, format=kind, stage=stage, sha256=sha256_of(content), size=len(content))
    row.file.name = row.file.field.generate_filename(row, name)
    path = Path(row.file.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(path, content)
    return StoredFile(row, path)


def _write_whole(path: Path, content: bytes) -> None:
    """Write beside, flush to disk, then rename: nobody ever sees half a file."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
