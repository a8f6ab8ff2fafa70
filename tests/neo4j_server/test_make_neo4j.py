"""`make neo4j`, `make neo4j-stop` and `make neo4j-reset`, as a person runs them."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from graphrisk.settings import Settings
from graphrisk.store.ledger import write_tables
from graphrisk.store.memory_store import MemoryStore
from graphrisk.store.opening import open_store
from tests.contract.samples import graph
from tests.neo4j_server import launcher
from tests.neo4j_server.server import QUICK, free_port
from tests.real_parts import require_real

ROOT = Path(__file__).resolve().parents[2]
OWN_LINES = '# mine\nformat = "table"\n'


class Checkout:
    """A folder with all that `make neo4j` needs, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        shutil.copy(ROOT / "Makefile", folder)
        kept_out = shutil.ignore_patterns("__pycache__")
        source = ROOT / "tests" / "neo4j_server"
        shutil.copytree(source, folder / "tests" / "neo4j_server", ignore=kept_out)
        self.place = launcher.Place(folder / ".neo4j")
        self.running = folder / ".neo4j" / "running.json"
        self.settings = folder / "graphrisk.toml"

    def make(self, *words: str, **environment: str) -> tuple[int, str]:
        """Run make; nobody is at the terminal."""
        here = {name: v for name, v in os.environ.items() if not name.startswith("GRAPHRISK_NEO4J")}
        small = {"NEO4J_PORT": str(self.port), "NEO4J_HEAP": "512m", "NEO4J_PAGE_CACHE": "64m"}
        small["JAVA_TOOL_OPTIONS"] = " ".join(QUICK)
        done = subprocess.run(
            [require_real("make", "apt-get install make", shutil.which("make")), *words],
            cwd=self.folder,
            env={**here, "PYTHON": sys.executable, **small, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout

    def store(self):
        """Open the store as graphrisk in this folder would."""
        settings = Settings.read({}, folder=self.folder)
        relative = Path(settings.text("neo4j_password_file"))
        assert not relative.is_absolute()
        environment = {"GRAPHRISK_NEO4J_PASSWORD_FILE": str(self.folder / relative)}
        here = Settings.read(environment, folder=self.folder)
        return open_store(f"neo4j://127.0.0.1:{self.port}", settings=here)


@pytest.fixture
def checkout(tmp_path):
    made = Checkout(tmp_path)
    yield made
    code, said = made.make("neo4j-stop")
    assert code == 0, said


@pytest.fixture
def java():
    try:
        launcher.find_java()
        launcher.find_jars()
    except launcher.Missing as missing:
        require_real(missing.name, missing.how_to_get)


@pytest.mark.neo4j
@pytest.mark.slow
def test_a_person_starts_uses_empties_and_stops_a_server(checkout, java):
    checkout.settings.write_text(OWN_LINES, "utf-8")
    code, said = checkout.make("neo4j")
    assert code == 0, said
    assert f"export GRAPHRISK_STORE=neo4j://127.0.0.1:{checkout.port}" in said

    password = checkout.place.password()
    settings = checkout.settings.read_text("utf-8")
    assert settings.endswith(OWN_LINES)
    assert settings.count("neo4j_password_file") == 1
    assert password not in said + settings
    assert stat.S_IMODE(checkout.place.password_file.stat().st_mode) == 0o600

    store = checkout.store()
    written = write_tables(store, graph("a>b b>c"))
    assert written.digest == write_tables(MemoryStore(), graph("a>b b>c")).digest
    store.close()

    code, said = checkout.make("neo4j")
    assert code == 0
    assert "is running already" in said
    assert checkout.settings.read_text("utf-8") == settings

    theirs = 'neo4j_password_file = "elsewhere"\n'
    checkout.settings.write_text(theirs, "utf-8")
    code, said = checkout.make("neo4j", GRAPHRISK_NEO4J_PASSWORD="other")
    assert code == 0
    assert "left alone" in said
    assert "Mind: GRAPHRISK_NEO4J_PASSWORD is set here" in said
    assert checkout.settings.read_text("utf-8") == theirs
    checkout.settings.write_text(settings, "utf-8")

    code, said = checkout.make("neo4j-reset")
    assert code != 0
    assert "Nothing was removed" in said
    code, said = checkout.make("neo4j-reset", "YES=1")
    assert code == 0, said
    store = checkout.store()
    assert store.info().counts["Organization"] == 0
    store.close()

    process = json.loads(checkout.running.read_text("utf-8"))["process"]
    code, said = checkout.make("neo4j-stop")
    assert code == 0
    assert f"process {process}) is stopped" in said
    assert not launcher.is_taken(checkout.port)
    assert "does not run" in checkout.make("neo4j-stop")[1]


@pytest.mark.neo4j
def test_a_taken_port_is_told_before_anything_starts(checkout, java):
    with socket.socket() as other:
        other.bind(("127.0.0.1", checkout.port))
        other.listen()
        code, said = checkout.make("neo4j")
    assert code != 0
    assert f"Port {checkout.port} is taken" in said
    assert "NEO4J_PORT=" in said
    assert not checkout.running.exists()


@pytest.mark.neo4j
def test_a_server_that_cannot_start_says_why(checkout, java):
    code, said = checkout.make("neo4j", "NEO4J_HEAP=much")
    assert code != 0
    assert "Neo4j did not start: Invalid maximum heap size: -Xmxmuch" in said
    assert "Traceback" not in said
    assert "does not run" in checkout.make("neo4j-stop")[1]


def test_a_process_that_is_not_ours_is_left_alone(checkout):
    """The number of a server that died may be that of somebody else by now."""
    checkout.place.password()
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        found = {"process": other.pid, "address": "neo4j://127.0.0.1:7687"}
        checkout.running.write_text(json.dumps(found), "utf-8")
        code, said = checkout.make("neo4j-stop")
        assert (code, other.poll()) == (0, None)
        assert "does not run" in said
        other.communicate(b"\n")


def test_without_java_a_sentence_says_what_to_install(checkout, tmp_path, monkeypatch):
    monkeypatch.setattr(launcher, "_javas", lambda: iter([sys.executable]))
    with pytest.raises(launcher.Missing, match="apt-get install default-jdk-headless maven"):
        launcher.find_java()


def test_the_reason_is_picked_from_the_many_lines_of_maven():
    said = "\x1b[0m\x1b[0m[ERROR] Failed: no such artifact -> [Help 1]\n[ERROR] \n[ERROR] To see"
    assert launcher.first_error(said) == "Failed: no such artifact"
    assert launcher.first_error("\n") == "nothing"


def test_git_ignores_what_the_server_keeps():
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/.neo4j/", "/graphrisk.toml"} <= set(ignored)


def test_the_image_for_containers_is_of_the_same_version():
    image = f"image: neo4j:{launcher.version()}-community"
    assert image in (ROOT / "compose.yaml").read_text("utf-8")
