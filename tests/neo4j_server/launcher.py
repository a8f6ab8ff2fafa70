"""Start a real Neo4j community server from the jars of Maven Central, without container or root.

What `make neo4j` and the tests share. Only the standard library: it runs before anything else is
installed.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVER = HERE / "Neo4jServer.java"
HOST = "127.0.0.1"
READY_SECONDS = 180.0


class Missing(Exception):
    """A part that this machine lacks: its name, and how to get it."""

    def __init__(self, name: str, how_to_get: str) -> None:
        super().__init__(f"{name} is missing: {how_to_get}")
        self.name = name
        self.how_to_get = how_to_get


class NotStarted(Exception):
    """The server ended, or said nothing, before it was ready."""


@dataclass(frozen=True)
class Place:
    """The folder of one server: what it keeps, its password, its settings, its log."""

    folder: Path

    @property
    def home(self) -> Path:
        """The server's own folder; without it the server is empty."""
        return self.folder / "home"

    @property
    def password_file(self) -> Path:
        """Holds the password of user neo4j; only its owner can read it."""
        return self.folder / "password"

    @property
    def log(self) -> Path:
        """What the server said since it was started; more is in home/logs."""
        return self.folder / "server.log"

    @property
    def settings_file(self) -> Path:
        """Written at each start, in Neo4j's own words."""
        return self.folder / "neo4j.conf"

    def password(self) -> str:
        """Return the password, made up on the first call."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            file = os.open(self.password_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(file, "w", encoding="utf-8") as out:
                out.write(secrets.token_urlsafe(18) + "\n")
        self.password_file.chmod(0o600)
        return self.password_file.read_text(encoding="utf-8").strip()


def version() -> str:
    """Return the version of Neo4j: that of pom.xml, or NEO4J_VERSION for a try of another one."""
    pinned = re.search("<neo4j.version>(.+)</neo4j.version>", (HERE / "pom.xml").read_text("utf-8"))
    assert pinned is not None
    return os.environ.get("NEO4J_VERSION") or pinned[1]


def how_to_get() -> str:
    """Return the sentence that says what to install."""
    return (
        f"install a JDK ({oldest_java()} or newer) and Maven. Debian, Ubuntu: apt-get install "
        "default-jdk-headless maven. Fedora: dnf install java-21-openjdk-devel maven. "
        "macOS: brew install openjdk maven"
    )


def oldest_java() -> int:
    """Return the oldest Java that the version runs on."""
    return 17 if version().startswith("5.") else 21


def find_java() -> str:
    """Return a java that can run the server: JAVA_HOME, the path, then the usual folders.

    Raises
    ------
    Missing
        There is none, only older ones, or only such without a compiler (a JRE).
    """
    for java in _javas():
        # A stub of macOS, or a Java before 9, knows no --list-modules.
        asked = subprocess.run(
            [java, "--list-modules"], capture_output=True, text=True, check=False
        )
        number = re.search(r"^jdk\.compiler@(\d+)", asked.stdout, re.MULTILINE)
        if number is not None and int(number[1]) >= oldest_java():
            return java
    raise Missing(f"A Java development kit ({oldest_java()} or newer)", how_to_get())


def _javas() -> Iterator[str]:
    """Yield the javas of this machine, the one that its owner chose first."""
    chosen = os.environ.get("JAVA_HOME")
    if chosen and Path(chosen, "bin", "java").is_file():
        yield str(Path(chosen, "bin", "java"))
    on_path = shutil.which("java")
    if on_path:
        yield on_path
    usual = (
        "/usr/lib/jvm",
        "/Library/Java/JavaVirtualMachines",
        "/opt/homebrew/opt",
        "/usr/local/opt",
    )
    for folder in usual:
        for pattern in ("*/bin/java", "*/Contents/Home/bin/java"):
            yield from sorted(str(java) for java in Path(folder).glob(pattern))


def jars_folder() -> Path:
    """Return the folder of the server's jars: in the user's cache, all checkouts share it."""
    given = os.environ.get("GRAPHRISK_NEO4J_JARS")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(given) if given else cache / "graphrisk" / f"neo4j-{version()}"


def have_jars() -> bool:
    """Tell whether they were fetched before."""
    return any(jars_folder().glob("*.jar"))


def find_jars() -> Path:
    """Return the folder of the server's jars, fetched by Maven when they are not there.

    Raises
    ------
    Missing
        There is no Maven, or it cannot fetch them; its own words go along.
    """
    if not have_jars():
        _fetch(jars_folder())
    return jars_folder()


def _fetch(folder: Path) -> None:
    maven = shutil.which("mvn")
    if maven is None:
        raise Missing("Maven", how_to_get())
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as aside:
        fetched = subprocess.run(
            [
                *(maven, "-B", "-ntp", "-q", "-U", "-Dstyle.color=never"),
                *("-f", str(HERE / "pom.xml")),
                "dependency:copy-dependencies",
                *(f"-Dneo4j.version={version()}", "-DincludeScope=runtime"),
                f"-DoutputDirectory={aside}/jars",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        if fetched.returncode:
            raise Missing(
                f"Neo4j {version()}",
                f"Maven cannot fetch it. It says: {first_error(fetched.stdout)} "
                "See that it reaches Maven Central; a mirror or proxy goes into its settings.xml.",
            )
        with contextlib.suppress(OSError):  # another process may have been faster
            Path(aside, "jars").rename(folder)


def first_error(said: str) -> str:
    """Return the line of Maven's many that names the reason."""
    lines = [line.strip() for line in re.sub(r"\x1b\[[\d;]*m", "", said).splitlines()]
    errors = [line.removeprefix("[ERROR]").strip() for line in lines if line.startswith("[ERROR]")]
    return next(filter(None, errors + lines), "nothing").partition(" -> [Help")[0]


def is_taken(port: int) -> bool:
    """Tell whether something answers at a port of this machine."""
    with socket.socket() as probe:
        probe.settimeout(2)
        return probe.connect_ex((HOST, port)) == 0


def launch(
    place: Place,
    port: int,
    *,
    heap: str = "2g",
    page_cache: str = "512m",
    attached: bool = False,
    java_options: Sequence[str] = (),
    settings: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start a server on the loopback address; `wait_until_ready` is next.

    Parameters
    ----------
    heap, page_cache
        As Java and Neo4j write sizes: 768m, 2g.
    attached
        It ends with its standard input, a pipe: it never outlives who started it. Otherwise it
        goes on in a session of its own.
    settings
        More settings, in Neo4j's own words.

    Raises
    ------
    Missing
        No Java, or no way to the jars.
    """
    place.password()
    written = {
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"{HOST}:{port}",
        "server.bolt.advertised_address": f"{HOST}:{port}",
        "server.bolt.connection_keep_alive": "15s",  # silence for twice as long is an error
        "dbms.security.auth_enabled": "true",
        "server.memory.pagecache.size": page_cache,
        "dbms.usage_report.enabled": "false",
        "db.tx_log.preallocate": "false",  # half a gigabyte that a small graph never fills
        **(settings or {}),
    }
    lines = [f"{name}={value}\n" for name, value in written.items()]
    place.settings_file.write_text("".join(lines), encoding="utf-8")
    options = [f"-Xmx{heap}", f"-Dattached={str(attached).lower()}", *java_options]
    paths = (place.home, place.settings_file, place.password_file)
    command = [find_java(), *options, "-cp", f"{find_jars()}/*", str(SERVER), *map(str, paths)]
    with place.log.open("wb") as log:
        return subprocess.Popen(
            command,
            stdin=subprocess.PIPE if attached else subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=not attached,
        )


def wait_until_ready(
    process: subprocess.Popen[bytes], place: Place, seconds: float = READY_SECONDS
) -> None:
    """Return when user neo4j can log in; otherwise end the process.

    Raises
    ------
    NotStarted
        With the reason that the log gives.
    """
    until = time.monotonic() + seconds
    try:
        while not is_ready(place) and process.poll() is None and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        ended = process.poll() is not None
        ready = is_ready(place) and not ended
        if not ready:  # also when somebody gave up waiting
            process.kill()
            process.wait()
    if not ready:
        too_long = f"it was not ready after {seconds:.0f} s"
        raise NotStarted(_why(place) if ended else too_long)


def is_ready(place: Place) -> bool:
    """Tell whether the server that was started last has said that it is ready."""
    return "ready" in _said(place)


def _said(place: Place) -> list[str]:
    if not place.log.exists():
        return []
    return place.log.read_text(encoding="utf-8", errors="replace").splitlines()


def _why(place: Place) -> str:
    """Return why a start failed: the innermost cause that Java names, or the first real line."""
    lines = _said(place)
    causes = [line.removeprefix("Caused by: ") for line in lines if line.startswith("Caused by: ")]
    noise = re.compile(r"\s|WARNING|Picked up |.* warning: ")
    plain = [line for line in lines if line and not noise.match(line)]
    return (causes[-1:] or plain or ["it ended without a word"])[0].strip()
