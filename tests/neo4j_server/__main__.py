"""What `make neo4j`, `make neo4j-stop` and `make neo4j-reset` call: start, stop, reset.

One server for this checkout, in .neo4j/; its process goes on after make has ended.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import tomllib
from pathlib import Path

from launcher import (  # lies beside this file: run as a script
    HERE,
    HOST,
    SERVER,
    Missing,
    NotStarted,
    Place,
    find_jars,
    find_java,
    have_jars,
    is_ready,
    is_taken,
    launch,
    version,
    wait_until_ready,
)

ROOT = HERE.parents[1]
PLACE = Place(ROOT / ".neo4j")
RUNNING = PLACE.folder / "running.json"
SETTINGS = ROOT / "graphrisk.toml"
STOP_SECONDS = 60.0
KEY = "neo4j_password_file"


def start() -> None:
    """Start the server in the background, and say how to use it."""
    found = running()
    if found is not None:
        process, address = found
        state = "is running already" if is_ready(PLACE) else "is being started already"
        say(f"Neo4j {state} at {address} (process {process}).")
        say_next(address)
        return
    get_parts()
    port = chosen_port()
    address = f"neo4j://{HOST}:{port}"
    say(f"Starting Neo4j {version()} at {address} ...")
    heap = os.environ.get("NEO4J_HEAP") or "2g"
    page_cache = os.environ.get("NEO4J_PAGE_CACHE") or "512m"
    process = launch(PLACE, port, heap=heap, page_cache=page_cache)
    RUNNING.write_text(json.dumps({"process": process.pid, "address": address}), encoding="utf-8")
    try:
        wait_until_ready(process, PLACE)
    except BaseException as problem:
        RUNNING.unlink(missing_ok=True)
        if isinstance(problem, NotStarted):
            raise SystemExit(
                f"Neo4j did not start: {problem}\nThe rest of what it said: {shown(PLACE.log)}"
            ) from None
        raise
    say(f"Ready (process {process.pid}); only this machine can reach it.")
    say_next(address)


def get_parts() -> None:
    """Have Java and the jars; on Debian as root, install what is missing."""
    needed = [] if has_java() else ["default-jdk-headless"]
    needed += [] if have_jars() or shutil.which("mvn") else ["maven"]
    if needed and may_install():
        say(f"Installing with apt-get: {' '.join(needed)} ...")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", *needed]):
            subprocess.run(
                ["apt-get", "-qq", *words], env=quiet, stdout=subprocess.DEVNULL, check=False
            )
    find_java()
    if not have_jars():
        say(f"Fetching Neo4j {version()} from Maven Central (118 MB, once) ...")
    find_jars()


def has_java() -> bool:
    """Tell whether there is a Java that can run the server."""
    try:
        find_java()
    except Missing:
        return False
    return True


def may_install() -> bool:
    """Tell whether this is Debian (or one of its kind), and we are root."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    return root and Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def chosen_port() -> int:
    """Return the port of NEO4J_PORT, 7687 if unset; refuse one that is taken."""
    given = os.environ.get("NEO4J_PORT") or "7687"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise SystemExit(f"NEO4J_PORT={given} is no port: write a number such as 7688.")
    if is_taken(int(given)):
        raise SystemExit(
            f"Port {given} is taken by another program, perhaps another Neo4j. Stop that one, "
            f"or take another port: make neo4j NEO4J_PORT={int(given) % 65535 + 1}"
        )
    return int(given)


def say_next(address: str) -> None:
    """Say how to log in, and what to do next."""
    graphrisk = ".venv/bin/graphrisk" if (ROOT / ".venv/bin/graphrisk").exists() else "graphrisk"
    say(
        f"""
  log in     user neo4j, password in {shown(PLACE.password_file)}; {settings_name_the_password()}
  next       export GRAPHRISK_STORE={address}
             {graphrisk} load data/synthetic/*.csv data/incidents/*.csv
  stop       make neo4j-stop (what it holds is kept); make neo4j-reset empties it
  log        {shown(PLACE.log)}"""
    )
    for name in ("GRAPHRISK_NEO4J_PASSWORD", "GRAPHRISK_NEO4J_PASSWORD_FILE"):
        if os.environ.get(name):
            say(f"\nMind: {name} is set here and goes before graphrisk.toml; unset it.")


def settings_name_the_password() -> str:
    """Have graphrisk.toml name the file of the password; a line that is there stays as it is.

    The file is ignored by git, and holds the name of the file only. Our line goes to the top:
    below, it could fall into a table.
    """
    ours = shown(PLACE.password_file)
    text = SETTINGS.read_text(encoding="utf-8") if SETTINGS.exists() else ""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return f"graphrisk.toml cannot be read ({error}): set {KEY} = {ours!r} there"
    if found.get(KEY) == ours and "neo4j_password" not in found:
        return "graphrisk in this folder knows it (graphrisk.toml)"
    for key in ("neo4j_password", KEY):
        if key in found:
            return (
                f"graphrisk.toml has a {key} of yours, which was left alone: for this server "
                f"set GRAPHRISK_NEO4J_PASSWORD_FILE={ours}"
            )
    note = "# written by make neo4j; the password itself never belongs here"
    SETTINGS.write_text(f'{note}\n{KEY} = "{ours}"\n{text}', encoding="utf-8")
    return "graphrisk in this folder knows it (written to graphrisk.toml)"


def stop() -> None:
    """Stop the server, if it runs."""
    found = running()
    if found is None:
        say("Neo4j of this folder does not run.")
        RUNNING.unlink(missing_ok=True)
        return
    process, address = found
    os.kill(process, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while is_ours(process):
        if time.monotonic() > until:
            say(f"It has not ended within {STOP_SECONDS:.0f} s and is killed; nothing is lost.")
            os.kill(process, signal.SIGKILL)
            until = float("inf")
        time.sleep(0.1)
    RUNNING.unlink(missing_ok=True)
    say(f"Neo4j at {address} (process {process}) is stopped. make neo4j starts it again.")


def reset() -> None:
    """Remove all that the server holds, after a yes; one that ran runs again, empty."""
    if not PLACE.home.exists():
        say("There is nothing to remove: Neo4j of this folder holds nothing.")
        return
    size = sum(file.stat().st_size for file in PLACE.home.rglob("*") if file.is_file())
    say(
        f"This removes all that Neo4j of this folder holds ({shown(PLACE.home)}, "
        f"{size / 1e6:.0f} MB): every load with its history. It cannot be taken back."
    )
    if os.environ.get("YES") != "1":
        if not sys.stdin.isatty():
            raise SystemExit(
                "Nothing was removed: nobody can be asked. Say: make neo4j-reset YES=1"
            )
        if input("Remove it? Write yes: ").strip().lower() != "yes":
            raise SystemExit("Nothing was removed.")
    ran = running() is not None
    if ran:
        stop()
    shutil.rmtree(PLACE.home)
    say("Removed.")
    if ran:
        start()


def running() -> tuple[int, str] | None:
    """Return process and address of our server, None if it does not run."""
    try:
        found = json.loads(RUNNING.read_text(encoding="utf-8"))
        process, address = int(found["process"]), str(found["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return (process, address) if is_ours(process) else None


def is_ours(process: int) -> bool:
    """Tell whether a process is our server: a number alone may belong to another by now."""
    proc = Path("/proc", str(process), "cmdline")
    if Path("/proc/self/cmdline").exists():
        try:
            words = proc.read_bytes().decode("utf-8", "replace").split("\0")
        except OSError:
            return False
        return {str(SERVER), str(PLACE.home)} <= set(words)
    asked = ["ps", "-ww", "-o", "command=", "-p", str(process)]
    line = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return str(SERVER) in line and str(PLACE.home) in line


def shown(path: Path) -> str:
    """Return a path as seen from the checkout."""
    return path.relative_to(ROOT).as_posix()


def say(text: str) -> None:
    """Print at once: the next step may take long."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    commands = {"start": start, "stop": stop, "reset": reset}
    if len(sys.argv) != 2 or sys.argv[1] not in commands:
        raise SystemExit(f"say one of: {', '.join(commands)}")
    try:
        commands[sys.argv[1]]()
    except Missing as missing:
        raise SystemExit(str(missing)) from None
    except KeyboardInterrupt:
        raise SystemExit("Stopped by you.") from None
