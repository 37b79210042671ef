"""What there is to read: files, folders, globs and object-store prefixes, listed in one fixed order."""

from __future__ import annotations

import glob
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, Protocol, cast

from tasks.records.issue import Issue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Kind = Literal[
    "txt", "txt.gz", "txt.zst", "html", "html.gz", "html.zst", "jsonl", "jsonl.gz", "jsonl.zst", "csv",
    "csv.gz", "csv.zst", "parquet", "warc", "warc.gz", "warc.zst", "wet", "wet.gz", "wet.zst",
]  # fmt: skip
"""What a file holds, and after the dot how it is packed."""

_FORMS: Final = {
    "txt": "txt", "html": "html", "htm": "html", "jsonl": "jsonl", "ndjson": "jsonl", "csv": "csv", "tsv": "csv",
    "warc": "warc", "wet": "wet",
}  # fmt: skip
"""What may also be packed, by its ending."""

_PACKED: Final = ("gz", "zst")
_KINDS: Final[dict[str, Kind]] = {
    ".parquet": "parquet",
    **{f".{ending}": cast("Kind", form) for ending, form in _FORMS.items()},
    **{f".{ending}.{how}": cast("Kind", f"{form}.{how}") for ending, form in _FORMS.items() for how in _PACKED},
}
_WILDCARD: Final = re.compile(r"[*?\[]")
READABLE: Final = (
    "the endings read are .txt, .html, .htm, .jsonl, .ndjson, .csv, .tsv, .warc and .wet (each also with .gz or .zst), "
    "and .parquet"
)


class SourceNotFoundError(FileNotFoundError):
    """A source named by the user does not exist; the message names it and what to do."""


class StoredObject(Protocol):
    """What a store tells of one object."""

    @property
    def key(self) -> str: ...
    @property
    def size(self) -> int: ...
    @property
    def etag(self) -> str: ...


class SourceStore(Protocol):
    """The part of the lake's store that listing needs."""

    def list(self, prefix: str) -> Iterator[StoredObject]: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One file or object. ``uri`` is a POSIX path as named or an s3 URI; ``etag`` changes when the content may have."""

    uri: str
    size: int
    etag: str
    kind: Kind


def list_sources(patterns: Sequence[str], open_store: Callable[[str], SourceStore]) -> tuple[list[Source], list[Issue]]:
    """All readable sources under ``patterns``, sorted by uri, each once, with an issue for what was passed over.

    A pattern is a file, a folder (read with all below it), a glob, or an object store's address: one object, or a
    prefix, which means the folder of that name where there is one. In a folder hidden files are left out, and links
    are not followed: what they lead to is either listed itself or lies outside. ``open_store`` opens a bucket.

    Raises:
        SourceNotFoundError: a pattern without wildcards names nothing that exists.
    """
    found: dict[str, Source] = {}
    folders: dict[str, str] = {}
    issues: list[Issue] = []
    for pattern in patterns:
        listed = _in_store(pattern, open_store, issues) if "://" in pattern else _local(pattern, issues)
        for source in listed:
            found.setdefault(source.uri if "://" in source.uri else _real(source.uri, folders), source)
    return sorted(found.values(), key=lambda source: source.uri), issues


def check_named(patterns: Sequence[str]) -> None:
    """See that local files and folders exist that are named as such: a typing error is told before anything starts.

    Raises:
        SourceNotFoundError: a pattern without wildcards names nothing that exists.
    """
    for pattern in patterns:
        if "://" not in pattern and not (os.path.lexists(pattern) or _WILDCARD.search(pattern)):
            raise _not_there(pattern)


def _not_there(pattern: str) -> SourceNotFoundError:
    return SourceNotFoundError(f"{pattern} does not exist; name a file, a folder, a glob in quotes or an s3:// prefix")


def kind_of(name: str) -> Kind | None:
    """How a file of this name is read, None when it is not."""
    stem, dot, ending = name.casefold().rpartition(".")
    if ending in _PACKED:
        ending = f"{stem.rpartition('.')[2]}.{ending}" if "." in stem else ""
    return _KINDS.get(dot + ending)


def _in_store(uri: str, open_store: Callable[[str], SourceStore], issues: list[Issue]) -> list[Source]:
    scheme, _, rest = uri.partition("://")
    bucket, _, prefix = rest.partition("/")
    root = f"{scheme}://{bucket}"
    objects = [stored for stored in open_store(root).list(prefix) if not stored.key.endswith("/")]
    folder = prefix.rstrip("/") + "/" if prefix else ""
    if inside := [stored for stored in objects if stored.key == prefix or stored.key.startswith(folder)]:
        objects = inside
    sources = [
        Source(f"{root}/{stored.key}", stored.size, stored.etag, kind)
        for stored in objects
        if (kind := kind_of(stored.key)) is not None
    ]
    if not objects:
        issues.append(_nothing(uri, "no object has this prefix"))
    _note_skipped(uri, len(objects) - len(sources), issues)
    return sources


def _local(pattern: str, issues: list[Issue]) -> list[Source]:
    path = Path(pattern)
    if os.path.isdir(path):  # noqa: PTH112  unlike Path's, it takes a name too long for a file as one that is none
        return _in_folder(path, pattern, issues)
    if os.path.lexists(path):
        return _named_file(path, issues)
    if _WILDCARD.search(pattern):
        return _matching(pattern, issues)
    raise _not_there(pattern)


def _matching(pattern: str, issues: list[Issue]) -> list[Source]:
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207  may be absolute
    if not matches:
        issues.append(_nothing(pattern, "the pattern matches no file"))
    whole_tree = "**" in pattern  # its folders are matched file by file
    base = os.path.dirname(_WILDCARD.split(pattern, maxsplit=1)[0]) or "."  # noqa: PTH120
    root = os.path.realpath(base).rstrip(os.sep) + os.sep
    sources: list[Source] = []
    skipped = 0
    for match in matches:
        if _leads_out(match, root, pattern, issues):
            continue
        if match.is_dir():
            sources += [] if whole_tree else _in_folder(match, match.as_posix(), issues)
        elif (kind := kind_of(match.name)) is None:
            skipped += 1
        elif (source := _source(match.as_posix(), kind, issues, match.stat)) is not None:
            sources.append(source)
    _note_skipped(pattern, skipped, issues)
    return sources


def _named_file(path: Path, issues: list[Issue]) -> list[Source]:
    kind = kind_of(path.name)
    if kind is None:
        issues.append(Issue("ingest", "unknown_ending", f"{path.as_posix()} is skipped: {READABLE}", path.as_posix()))
        return []
    source = _source(path.as_posix(), kind, issues, path.stat)
    return [source] if source else []


def _in_folder(folder: Path, named: str, issues: list[Issue]) -> list[Source]:
    """The readable files below a folder. There may be a hundred thousand, so each is asked about only once."""
    root = os.path.realpath(folder).rstrip(os.sep) + os.sep
    above = folder.as_posix().rstrip("/")
    sources: list[Source] = []
    skipped = seen = 0
    pending = ["" if above == "." else f"{above}/"]
    while pending:
        directory = pending.pop()
        subfolders, files = _entries(directory or ".", issues)
        for entry in subfolders:
            if entry.is_symlink():
                _leads_out(Path(directory + entry.name), root, named, issues)
        pending += [f"{directory}{entry.name}/" for entry in reversed(subfolders) if not entry.is_symlink()]
        for entry in files:
            seen += 1
            path = directory + entry.name
            if entry.is_symlink():
                _leads_out(Path(path), root, named, issues)
            elif (kind := kind_of(entry.name)) is None:
                skipped += 1
            elif (source := _source(path, kind, issues, entry.stat)) is not None:
                sources.append(source)
    if not seen:
        issues.append(_nothing(named, "the folder is empty"))
    _note_skipped(named, skipped, issues)
    return sources


def _entries(directory: str, issues: list[Issue]) -> tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]]:
    """The folders and the other entries of a folder, each sorted by name, without the hidden ones."""
    try:
        with os.scandir(directory) as found:
            entries = sorted((one for one in found if not one.name.startswith(".")), key=lambda one: one.name)
    except OSError as error:
        issues.append(_unreadable(error))
        return [], []
    parted: tuple[list[os.DirEntry[str]], list[os.DirEntry[str]]] = ([], [])
    for entry in entries:
        parted[not _is_folder(entry)].append(entry)
    return parted


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link in a circle
        return False


def _leads_out(path: Path, root: str, named: str, issues: list[Issue]) -> bool:
    """Whether ``path`` is, or lies behind, a link to somewhere outside of ``root`` or to nothing; noted as an issue."""
    if os.path.realpath(path).startswith(root):
        if path.exists():
            return False
        message = f"{path.as_posix()} is a link to nothing; it is skipped"
        issues.append(Issue("ingest", "link_to_nothing", message, path.as_posix()))
        return True
    message = f"{path.as_posix()} is a link that leads out of {named}; it is not followed"
    issues.append(Issue("ingest", "link_outside", message, path.as_posix()))
    return True


def _source(path: str, kind: Kind, issues: list[Issue], ask: Callable[[], os.stat_result]) -> Source | None:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        shown = path.encode("utf-8", "backslashreplace").decode("utf-8")
        issues.append(Issue("ingest", "bad_name", f"{shown}: its name is not UTF-8; rename it to have it read", shown))
        return None
    try:
        status = ask()
    except OSError as error:
        issues.append(_unreadable(error))
        return None
    if not stat.S_ISREG(status.st_mode):
        issues.append(Issue("ingest", "not_a_file", f"{path} is no regular file; it is skipped", path))
        return None
    return Source(path, status.st_size, f"{status.st_mtime_ns:x}", kind)


def _real(path: str, folders: dict[str, str]) -> str:
    """The path without links; files of one folder share the way to it, which ``folders`` remembers."""
    if os.path.islink(path):  # noqa: PTH114  asked of every file there is
        return os.path.realpath(path)
    folder, _, name = path.rpartition("/")
    if folder not in folders:
        folders[folder] = os.path.realpath(folder or ("/" if path.startswith("/") else "."))
    return f"{folders[folder]}/{name}"


def _note_skipped(named: str, count: int, issues: list[Issue]) -> None:
    if count:
        message = f"{count} files under {named} are skipped: {READABLE}"
        issues.append(Issue("ingest", "unknown_ending", message, named, raw_value=str(count)))


def _nothing(named: str, what: str) -> Issue:
    return Issue("ingest", "nothing_to_read", f"{named}: {what}; check the path", named)


def _unreadable(error: OSError) -> Issue:
    place = str(error.filename).encode("utf-8", "backslashreplace").decode("utf-8")
    return Issue("ingest", "unreadable", f"{place} cannot be read ({error.strerror}); check its permissions", place)
