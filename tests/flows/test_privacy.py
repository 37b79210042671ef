"""What leaves the machine during a run: nothing, whatever the libraries would like and the articles name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.flows.conftest import Solieu

pytestmark = pytest.mark.flow

LISTENER = """
import ipaddress, os, socket, sys

def heard(event, arguments):
    if event == "socket.getaddrinfo":
        name = arguments[0]
    elif event == "socket.connect" and isinstance(arguments[1], tuple):
        name = arguments[1][0]
    else:
        return
    with open(os.environ["HEARD"], "a", encoding="utf-8") as file:
        file.write(f"{name.decode() if isinstance(name, bytes) else name}\\n")

sys.addaudithook(heard)
"""
PAGE = """<!DOCTYPE html [<!ENTITY ra SYSTEM "http://thuc-the.example/a">]><html><head><base href="http://goc.example/">
<link rel="stylesheet" href="http://kieu.example/a.css"><meta http-equiv="refresh" content="0;url=http://chuyen.example/">
<script src="http://ma.example/a.js"></script></head><body><img src="http://anh.example/a.png"><p>&ra; Năm 2023, tổng
thu ngân sách trên địa bàn huyện Phú Hòa (Phú Yên) đạt 268,4 tỷ đồng, bằng 131% dự toán tỉnh giao.</p></body></html>"""


def test_no_library_calls_home_and_nothing_that_an_article_names_is_fetched(
    solieu: Solieu, prefect_api: str, tmp_path: Path
) -> None:
    """Every Python process of the run, Prefect's server too, tells to whom it turns; a newcomer has set nothing.

    Prefect's database is there by then, and is not what this is about.
    """
    assert prefect_api
    (tmp_path / "nghe").mkdir()
    (tmp_path / "nghe" / "sitecustomize.py").write_text(LISTENER, encoding="utf-8")
    (tmp_path / "bai").mkdir()
    (tmp_path / "bai" / "trang.html").write_text(PAGE, encoding="utf-8")
    record = {"html": PAGE, "url": "http://bai.example/1"}
    (tmp_path / "bai" / "gom.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    heard = tmp_path / "heard"
    done = solieu("run", "bai", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path / "nghe"), "HEARD": str(heard)})
    assert done.code == 0, done.screen
    assert "1: 2 statistics" in done.out
    turned_to = set(heard.read_text(encoding="utf-8").split())
    assert turned_to, "nothing was heard, not even Prefect's own server"
    assert turned_to <= {"127.0.0.1", "localhost", "::1", "None"}
