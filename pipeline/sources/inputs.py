"""What `--input` means: files, folders, globs, addresses and standard input, checked before anything runs."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Literal

from pipeline.errors import UsageError
from transforms.parse import DEFAULT_NAMES, MAP_OPTIONS, FieldMap, Payload

Kind = Literal["file", "folder", "url", "feed", "stdin", "fetched", "failed", "passed over", "replayed"]
REMOTE = ("gs://", "s3://", "hdfs://", "ram://")
LISTS = (".opml",)


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSpec:
    """One input: where it is, and what the operator says about it."""

    kind: Kind
    location: str
    outlet: str | None = None
    unnamed_outlet: str | None = None
    domain: str | None = None
    language: str | None = None
    labels: tuple[str, ...] = ()
    field_map: FieldMap = ()
    full_text: bool | None = None
    interval_s: float = 900.0
    min_interval_s: float = 300.0
    max_interval_s: float = 86_400.0
    host_delay_s: float | None = None
    robots: bool = True
    payload: Payload | None = None
    """What was fetched already ("fetched"), or failed before ("replayed"); its content may be in the file `spooled`."""
    spooled: str | None = None
    failure: Exception | None = None
    """Why it could not be ("failed")."""
    reason: str = ""
    """Why there is nothing to read ("passed over")."""

    @property
    def origin(self) -> str:
        return self.location


def field_map(options: Iterable[str]) -> FieldMap:
    """Read `--map` options: "title=headline", several also with commas between."""
    pairs = []
    known = sorted({*DEFAULT_NAMES, *MAP_OPTIONS})
    for option in options:
        for pair in option.split(","):
            ours, equals, theirs = (part.strip() for part in pair.partition("="))
            ours = {"body": "text", "source": "outlet", "published": "date"}.get(ours, ours)
            if not equals or not theirs or ours not in known:
                raise UsageError(f"--map {pair}: write OURS=THEIRS, where OURS is one of {', '.join(known)}")
            pairs.append((ours, theirs))
    return tuple(pairs)


def expand_inputs(inputs: Sequence[str], mapping: FieldMap = (), *, watch: bool = False) -> list[InputSpec]:
    """Turn what the command line names into single inputs, in a stable order; UsageError for what cannot be read.

    With `watch` (streaming) a folder stays one input, to be looked into again and again; it may be empty.
    """
    specs: list[InputSpec] = []
    for given in inputs:
        folder = Path(given.strip().removeprefix("file://")).expanduser()
        if watch and folder.is_dir():
            _files_below(folder)
            specs.append(InputSpec(kind="folder", location=str(folder), field_map=mapping))
        else:
            specs += _expand(given.strip(), mapping)
    unique: dict[tuple[str, str], InputSpec] = {}
    for spec in specs:
        unique.setdefault((spec.kind, spec.location), spec)
    return list(unique.values())


def _expand(given: str, mapping: FieldMap) -> list[InputSpec]:
    if given == "-":
        return [InputSpec(kind="stdin", location="-", field_map=mapping)]
    if given.lower().startswith(("http://", "https://")):
        return [InputSpec(kind="url", location=given, field_map=mapping)]
    if given.startswith(REMOTE):
        return [InputSpec(kind="file", location=name, field_map=mapping) for name in _match_remote(given)]
    if "://" in given and not Path(given).exists():
        scheme = given.partition("://")[0]
        raise UsageError(f"--input {given}: {scheme}: is not read; give http(s), gs, s3, hdfs, or a file")
    files = _local_files(given.removeprefix("file://"))
    specs: list[InputSpec] = []
    for file in files:
        if file.suffix.lower() in LISTS:
            specs += _feeds_of(file)
        else:
            specs.append(InputSpec(kind="file", location=str(file), field_map=mapping))
    return specs


def _local_files(given: str) -> list[Path]:
    path = Path(given).expanduser()
    if path.is_dir():
        files = _files_below(path)
        if not files:
            raise UsageError(f"--input {given}: the folder holds no files; give one that does")
    elif path.exists():
        files = [path]
    elif has_magic(given):
        files = sorted(found for name in glob(str(path), recursive=True) if (found := Path(name)).is_file())
        if not files:
            raise UsageError(f"--input {given}: no file matches; quote the pattern and check the folder")
    else:
        raise UsageError(f"--input {given}: no such file or folder; check the path")
    for file in files:
        if not file.is_file() and not file.is_fifo():
            raise UsageError(f"--input {file}: this is not a regular file")
        if not os.access(file, os.R_OK):
            raise UsageError(f"--input {file}: no permission to read it; run chmod +r or choose another user")
    return files


def _files_below(folder: Path) -> list[Path]:
    """Give the files of a folder and its folders in order, without hidden ones."""

    def refuse(error: OSError) -> None:
        raise UsageError(f"--input {error.filename}: {error.strerror}; give the folder read permission")

    if not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError(f"--input {folder}: no permission to list the folder; run chmod +rx on it")
    files = []
    for parent, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(parent, name) for name in sorted(names) if not name.startswith(".")]
    return files


def _match_remote(pattern: str) -> list[str]:
    """Find remote files through Beam's filesystems."""
    from apache_beam.io.filesystems import FileSystems

    pattern_of_folder = pattern + "**" if pattern.endswith("/") else pattern
    try:
        found = FileSystems.match([pattern_of_folder])[0].metadata_list
    except Exception as error:
        reason = " ".join(str(error).split())[:160]
        raise UsageError(
            f"--input {pattern}: {reason}; check the address, your credentials and the Beam extra"
        ) from error
    if not found:
        raise UsageError(f"--input {pattern}: no file matches; check the address")
    return sorted(str(metadata.path) for metadata in found)


def _feeds_of(file: Path) -> list[InputSpec]:
    from transforms.errors import RecordError
    from transforms.parse.opml import read_opml

    try:
        outlines = read_opml(file.read_bytes())
    except RecordError as error:
        raise UsageError(f"--input {file}: {error}") from error
    except OSError as error:
        raise UsageError(f"--input {file}: {error.strerror}") from error
    if not outlines:
        raise UsageError(f"--input {file}: the OPML names no feed (outline with xmlUrl)")
    return [InputSpec(kind="feed", location=o.url, outlet=o.title, labels=o.labels) for o in outlines]
