"""The files of a deployment: linters find nothing, nothing but the page is open, and what they start exists."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml  # type: ignore[import-untyped]

from ui.main import app

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
TOOLS = Path(sys.executable).parent
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
OURS = [name for name, service in SERVICES.items() if service["image"] == "broadsheet"]


def lint(*command: object) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, timeout=60)
    return f"{done.stdout}{done.stderr}" if done.returncode else ""


@pytest.mark.slow
def test_the_linters_find_nothing(tmp_path: Path) -> None:
    assert lint(TOOLS / "hadolint", "--no-color", DEPLOY / "Dockerfile") == ""
    check = (TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec")
    assert lint(*check, DEPLOY / "compose.yaml") == ""
    wrong = tmp_path / "compose.yaml"
    wrong.write_text("services: {page: {image: a, read_olny: true}}\n")
    assert "read_olny" in lint(*check, wrong)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_may_do_little_and_is_watched(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    assert not {"pid", "ipc", "cap_add", "devices"} & service.keys()
    assert name in OURS or service["user"].split(":")[0] not in {"", "0", "root"}
    assert {"test", "interval"} <= service["healthcheck"].keys()
    assert name in OURS or re.search(r":[\w.-]*\d", service["image"]), "expected a version"
    for volume in service["volumes"]:
        source, target = re.fullmatch(r"(\$\{[^}]*\}|[^:]+):([^:]+)(?::ro)?", volume).groups()  # type: ignore[union-attr]
        assert "docker.sock" not in volume
        assert source in COMPOSE["volumes"] or volume == f"{source}:{target}:ro", "a folder of the host is only read"


def test_nothing_is_open_but_the_page_to_this_computer() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(ports) == ["page"]
    assert all(port.startswith("127.0.0.1:") for port in ports["page"])
    closed = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    for name, service in SERVICES.items():
        assert "expose" not in service
        if name not in OURS:
            assert service.get("network_mode") == "none" or set(service["networks"]) <= closed


def test_no_secret_stands_in_them() -> None:
    for service in SERVICES.values():
        named = [key for key in service.get("environment", {}) if re.search(r"PASS|SECRET|TOKEN|KEY", key)]
        assert [key for key in named if not key.endswith("_FILE")] == []
    ignored = subprocess.run(
        ["git", "check-ignore", *(f"deploy/{secret['file']}" for secret in COMPOSE["secrets"].values())],
        cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert len(ignored.stdout.splitlines()) == len(COMPOSE["secrets"])
    address = SERVICES["page"]["environment"]["BROADSHEET_LIBRARY"]
    assert ":" not in address.partition("://")[2].partition("@")[0]


@pytest.mark.parametrize("name", OURS)
def test_the_commands_and_their_options_exist(name: str) -> None:
    command, *options = SERVICES[name]["command"]
    group = typer.main.get_command(app)
    known = {option for parameter in group.params for option in parameter.opts}
    assert isinstance(group, typer.core.TyperGroup)
    known |= {option for parameter in group.commands[command].params for option in parameter.opts}
    assert [option for option in options if option.partition("=")[0] not in known] == []
    for variable in SERVICES[name]["environment"]:
        assert any(variable == parameter.envvar for parameter in group.params)


def test_what_the_image_is_made_of_is_there() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = re.search(r"'\.\[([\w,]+)\]'", DOCKERFILE)
    assert extras is not None
    assert set(extras.group(1).split(",")) <= set(project["optional-dependencies"])
    assert "postgres" in extras.group(1)
    named = re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert all((ROOT / name).exists() for name in named)
    packages = project["name"] and {"index", "rag", "ui", project["readme"], *project["license-files"]}
    assert packages <= set(named)
    assert all(int(user.split(":")[0]) > 0 for user in re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE))
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    assert re.search(r"^USER \d+:\d+$", last, re.MULTILINE)
