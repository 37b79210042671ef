"""No credential is left anywhere by a run, one that fails because of them included; addresses may not hold any."""

from __future__ import annotations

import contextlib
import json
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import boto3
import pytest
import typer
from typer.testing import CliRunner

from flows.cli import app
from flows.settings import Settings, SettingsError
from tasks.lake.base import StoreOptions
from tasks.lake.store import open_store
from tests.faults.proxy import faulty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.flows.conftest import Solieu

pytestmark = pytest.mark.flow

KEY_ID = "ASIA" + secrets.token_hex(8).upper()
SECRET = secrets.token_urlsafe(30)
SESSION = secrets.token_urlsafe(60)
PASSWORD = "mk-" + secrets.token_hex(8)
LINK_TOKEN = "lk-" + secrets.token_hex(8)
SIGNATURE = secrets.token_hex(32)
SECRETS = (KEY_ID, SECRET, SESSION, PASSWORD, LINK_TOKEN, SIGNATURE)

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": KEY_ID, "AWS_SECRET_ACCESS_KEY": SECRET, "AWS_SESSION_TOKEN": SESSION,
    "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true",
}  # fmt: skip
TEXT = "Năm 2023, tổng thu ngân sách trên địa bàn huyện Phú Hòa (Phú Yên) đạt {} tỷ đồng, bằng 131% dự toán tỉnh giao."
RECORDS = [
    {"text": TEXT.format("268,4"), "url": f"https://toa-soan:{PASSWORD}@vidu.vn/a?X-Amz-Signature={SIGNATURE}&token={LINK_TOKEN}"},
    {"text": TEXT.format("9.268.400"), "url": f"https://vidu.vn/b?access_token={LINK_TOKEN}"},
    {"url": f"https://toa-soan:{PASSWORD}@vidu.vn/c", "html": "<p>"},
]  # fmt: skip
SIGNED = f"s3://bao/in/a.txt?X-Amz-Signature={SIGNATURE}"
WITH_PASSWORD = f"s3://toa-soan:{PASSWORD}@bao/in"
REFUSED = {400, 409, 422}
ENDPOINT = f"http://toa-soan:{PASSWORD}@127.0.0.1:9"


def found_in(*folders: Path) -> list[str]:
    """Files below the folders that hold a secret; Prefect's database, its logs and artifacts are among them."""
    held = {}
    for path in (path for folder in folders for path in folder.rglob("*") if path.is_file()):
        with contextlib.suppress(FileNotFoundError):  # other tests use Prefect's folder, too
            held[str(path)] = path.read_bytes()
    assert any("prefect.db" in path for path in held)
    return [path for path, content in held.items() for secret in SECRETS if secret.encode() in content]


def shown(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.fixture
def bucket(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    client = boto3.Session().client("s3", endpoint_url=s3_endpoint)  # the default one keeps its credentials
    client.create_bucket(Bucket="co-mat-khau")
    body = "".join(json.dumps(record) + "\n" for record in RECORDS)
    client.put_object(Bucket="co-mat-khau", Key="in/gom.jsonl", Body=body.encode())
    return "s3://co-mat-khau"


def test_a_run_leaves_no_credential_anywhere(
    run: Solieu, bucket: str, s3_endpoint: str, home: Path, tmp_path: Path
) -> None:
    """Of the store's own and of those in the addresses of articles, which are published without them."""
    reached = {**CREDENTIALS, "SOLIEU_S3_ENDPOINT_URL": s3_endpoint}
    done = run(f"{bucket}/in", "--lake", f"{bucket}/lake", "--verbose", cwd=tmp_path, env=reached)
    assert done.code == 0, done.screen
    store = open_store(f"{bucket}/lake", StoreOptions(endpoint_url=s3_endpoint))
    for item in store.list(""):
        (tmp_path / "copy" / item.key).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "copy" / item.key).write_bytes(store.read(item.key))
    assert found_in(home, tmp_path) == []
    assert shown(done.screen) == []
    observations = (tmp_path / "copy" / "observations.parquet").read_bytes()
    assert b"https://***@vidu.vn/a?X-Amz-Signature=***&token=***" in observations
    assert list((tmp_path / "copy").rglob("data-docs/**/*.html"))
    assert any(path.suffix == ".json" and path.parent.name == "_releases" for path in (tmp_path / "copy").rglob("*"))


def test_a_store_that_tells_credentials_back_has_them_in_no_log(
    run: Solieu, bucket: str, s3_endpoint: str, home: Path, tmp_path: Path
) -> None:
    """Its answer becomes an error, a traceback in the run's log and the state of the run."""
    with faulty(s3_endpoint, seed=1) as proxy:
        proxy.planned[:] = ["expired, told back"] * 9
        reached = {**CREDENTIALS, "SOLIEU_S3_ENDPOINT_URL": f"http://127.0.0.1:{proxy.server_port}"}
        done = run(f"{bucket}/in", "--verbose", cwd=tmp_path, env=reached)
    assert done.code == 1
    assert "AccessDeniedError" in done.err
    assert "***" in done.err
    assert "Renew them" in done.err
    assert shown(done.screen) == []
    assert found_in(home, tmp_path) == []


def commands() -> dict[str, Any]:
    found: dict[str, Any] = {}
    pending: list[tuple[str, Any]] = [("", typer.main.get_command(app))]
    while pending:
        path, command = pending.pop()
        if below := getattr(command, "commands", {}):
            pending += [(f"{path} {name}".strip(), one) for name, one in below.items()]
        else:
            found[path] = command
    return found


NEEDED = {
    "cron": "0 6 * * *", "keep": "1", "first": "2024-01", "last": "2024-01", "because": "x", "value": "1", "by": "x",
}  # fmt: skip


def given(path: str, command: Any, asked: Any, address: str) -> list[str]:
    """The command with ``address`` for one of its parameters, and what else it cannot do without."""
    words = path.split()
    for param in command.params:
        value = address if param is asked else NEEDED.get(param.name, "1")
        if param is asked or param.required:
            words += [value] if param.param_type_name == "argument" else [param.opts[0], value]
    return words


@pytest.mark.parametrize("path", sorted(commands()))
def test_no_command_takes_an_address_with_a_secret(path: str) -> None:
    """Before anything else is done: what a command is given becomes a parameter that Prefect stores."""
    command = commands()[path]
    asked = [one for one in command.params if one.name in {"endpoint_url", "lake", "sources", "paths", "uris"}]
    assert asked or path == "catalog check"
    for param in asked:
        for address in [ENDPOINT] if param.name == "endpoint_url" else [WITH_PASSWORD, SIGNED]:
            done = CliRunner().invoke(app, given(path, command, param, address), env={"COLUMNS": "500"})
            assert done.exit_code == 2, done.output
            assert "AWS_PROFILE" in done.output
            assert shown(done.output) == []


def test_no_variable_holds_an_address_with_a_secret() -> None:
    for name, value in {"SOLIEU_LAKE": WITH_PASSWORD, "SOLIEU_S3_ENDPOINT_URL": ENDPOINT}.items():
        with pytest.raises(SettingsError, match=f"{name}.*AWS_PROFILE") as raised:
            Settings.from_environment({name: value})
        assert shown(str(raised.value)) == []


def test_a_server_refuses_a_deployment_and_a_run_with_a_secret_before_it_stores_them(
    prefect_api: str, home: Path
) -> None:
    from prefect.utilities.callables import parameter_schema

    from flows.backfill import backfill
    from flows.district_statistics import district_statistics
    from flows.withdrawal import withdraw_sources

    def posted(path: str, body: dict[str, Any], tries: int = 30) -> tuple[int, Any]:
        request = Request(f"{prefect_api}/{path}", json.dumps(body).encode(), {"content-type": "application/json"})
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read())
        except HTTPError as error:
            if error.code == HTTPStatus.SERVICE_UNAVAILABLE and tries:  # busy: Prefect's client asks again, too
                return posted(path, body, tries - 1)
            return error.code, error.read().decode()

    good: dict[Any, dict[str, Any]] = {
        district_statistics: {"sources": ["s3://bao/in", "bai/a@b?x=1.txt"], "lake": "s3://so-lieu/lake"},
        backfill: {"first_month": "2024-01", "last_month": "2024-02", "lake": None},
        withdraw_sources: {"uris": ["https://***@vidu.vn/a?token=***", "https://vidu.vn/@toa-soan/a?id=3"]},
    }
    for flow, parameters in good.items():
        listed = {"sources", "uris"} & set(parameters)
        bad = [{"endpoint_url": ENDPOINT}, {"lake": WITH_PASSWORD}, {"lake": SIGNED}]
        bad += [{name: [address]} for name in listed for address in (WITH_PASSWORD, SIGNED)]
        schema = parameter_schema(flow).model_dump_for_openapi()
        flow_id = posted("flows/", {"name": flow.name})[1]["id"]
        made = {
            "flow_id": flow_id,
            "name": "mat-khau",
            "parameter_openapi_schema": schema,
            "enforce_parameter_schema": True,
        }
        for wrong in bad:
            assert posted("deployments/", {**made, "parameters": {**parameters, **wrong}})[0] in REFUSED, wrong
        fine = {**parameters, "endpoint_url": "https://kho.vidu.vn:9000/s3"}
        code, deployment = posted("deployments/", {**made, "parameters": fine})
        assert code in {200, 201}, deployment
        runs = f"deployments/{deployment['id']}/create_flow_run"
        for wrong in bad:
            assert posted(runs, {"parameters": {**parameters, **wrong}})[0] in REFUSED, wrong
        assert posted(runs, {"parameters": fine})[0] == 201
    assert found_in(home) == []
