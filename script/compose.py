"""The form of docker-compose.yml: by Docker where it is, and by our own demands everywhere."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

EXPECTED = {"postgres", "redis", "setup", "web", "worker", "beat"}
LIVING = EXPECTED - {"setup"}
SECRET = re.compile(r"PASSWORD|SECRET|_URL")


def check(path: Path) -> bool:
    """Say whether the file is well formed; print what is wrong."""
    document: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    troubles = [*_services(document["services"]), *_by_docker(path)]
    for trouble in troubles:
        print(f"{path.name}: {trouble}")
    return not troubles


def _services(services: dict[str, dict[str, Any]]) -> list[str]:
    troubles = [f"{name} is missing" for name in sorted(EXPECTED - services.keys())]
    for name, service in services.items():
        if name in LIVING and "healthcheck" not in service:
            troubles.append(f"{name} has no health check")
        if name in ("postgres", "redis") and "ports" in service:
            troubles.append(f"{name} publishes a port")
        if "image" not in service and "build" not in service:
            troubles.append(f"{name} has neither image nor build")
        for needed in service.get("depends_on", {}):
            if needed not in services:
                troubles.append(f"{name} depends on {needed}, which is not there")
        for variable, value in service.get("environment", {}).items():
            literal = "${" not in str(value) and value is not None
            if SECRET.search(variable) and literal and not variable.endswith("_FILE"):
                troubles.append(f"{name} holds a literal {variable}")
    return troubles


def _by_docker(path: Path) -> list[str]:
    """Let Docker read it too, where its compose plugin is installed."""
    docker = shutil.which("docker")
    if docker is None or subprocess.call(
        [docker, "compose", "version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ):
        return []
    done = subprocess.run(
        [docker, "compose", "--env-file", ".env.example", "-f", str(path), "config", "--quiet"],
        cwd=path.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    return [done.stderr.strip()] if done.returncode else []
