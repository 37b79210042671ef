"""Decisions as files that people keep: CSV for spreadsheets, JSON lines for programs; both ways.

An export holds what was decided and what it was about. Only ``observation_id``, ``action``, ``value``, ``reason`` and
``reviewer`` need to be filled in to import; ``decided_at`` and ``read_value`` are heeded where given, every other
column is there for the reader. Importing an export changes nothing.
"""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, Literal

from tasks.decisions.decision import ACTIONS, DecisionError, Request

if TYPE_CHECKING:
    from collections.abc import Iterator

    import polars as pl

Kind = Literal["csv", "jsonl"]

_NEEDED: Final = ("observation_id", "action", "reason", "reviewer")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def export_decisions(decisions: pl.DataFrame, kind: Kind) -> str:
    """The decisions as text; in CSV, words that a spreadsheet would run as a formula are set off by an apostrophe."""
    rows = [
        {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}
        for row in decisions.iter_rows(named=True)
    ]
    if kind == "jsonl":
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    out = io.StringIO()
    writer = csv.DictWriter(out, decisions.columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _guarded(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def not_known(requests: list[Request], known: pl.DataFrame) -> list[Request]:
    """Without those that an export holds unchanged, although what they were about may be read otherwise by now."""
    said = {
        row["decision_id"]: (row["observation_id"], row["action"], row["value"], row["reason"], row["reviewer"])
        for row in known.iter_rows(named=True)
    }
    return [
        one
        for one in requests
        if said.get(one.decision_id or "") != (one.observation_id, one.action, one.value, one.reason, one.reviewer)
    ]


def import_requests(text: str, kind: Kind, file: str = "") -> list[Request]:
    """The decisions of a file, as they were handed in.

    Raises:
        DecisionError: naming file and line, at the first row that cannot be read.
    """
    return [_request(row, f"{file}:{line}") for line, row in (_csv if kind == "csv" else _jsonl)(text, file)]


def _csv(text: str, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    if missing := [name for name in _NEEDED if name not in (reader.fieldnames or [])]:
        raise DecisionError(f"{file}:1: the columns {', '.join(missing)} are missing")
    try:
        for row in reader:
            if None in row:
                raise DecisionError(
                    f"{file}:{reader.line_num}: more cells than columns; put text with commas in quotes"
                )
            yield reader.line_num, {name: _unguarded(value) for name, value in row.items()}
    except csv.Error as error:
        raise DecisionError(f"{file}:{reader.line_num}: not readable as CSV: {error}") from None


def _jsonl(text: str, file: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, record in enumerate(text.removeprefix("\ufeff").splitlines(), 1):
        if not record.strip():
            continue
        try:
            row = json.loads(record)
        except ValueError as error:
            raise DecisionError(f"{file}:{line}: not readable as JSON: {error}") from None
        if not isinstance(row, dict):
            raise DecisionError(f"{file}:{line}: write one object a line")
        yield line, row


def _request(row: dict[str, Any], place: str) -> Request:
    empty = [name for name in _NEEDED if not str(row.get(name) or "").strip()]
    if empty:
        raise DecisionError(f"{place}: nothing is given for {', '.join(empty)}")
    action = str(row["action"]).strip()
    if action not in ACTIONS:
        raise DecisionError(f"{place}: the action {action!r} is none of {', '.join(ACTIONS)}")
    return Request(
        observation_id=str(row["observation_id"]).strip(),
        action=action,
        reason=str(row["reason"]).strip(),
        reviewer=str(row["reviewer"]).strip(),
        value=_number(row.get("value"), "value", place),
        decided_at=_time(row.get("decided_at"), place),
        read_value=_number(row.get("read_value"), "read_value", place),
        decision_id=str(row.get("decision_id") or "").strip() or None,
    )


def _number(value: Any, name: str, place: str) -> float | None:
    if value is None or value == "":
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        raise DecisionError(f"{place}: {name} is {value!r}; write a number as 1234.5, without groups") from None


def _time(value: Any, place: str) -> datetime | None:
    if value is None or value == "":
        return None
    try:
        return datetime.fromisoformat(str(value))
    except ValueError:
        raise DecisionError(f"{place}: decided_at is {value!r}; write it as 2024-05-02T09:30:00+07:00") from None


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith((*_FORMULA, "'")) else value


def _unguarded(value: Any) -> Any:
    return value[1:] if isinstance(value, str) and value.startswith("'") else value
