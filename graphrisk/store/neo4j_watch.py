"""A server that works on a long query, told from one that has halted.

Both are silent. A server sends signs of life, but in a rhythm that it was set up with (once a
minute by itself); so somebody else knocks while a query waits: who is alive answers a stranger, or
shows him the door.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

_PORT = 7687
_LEAST_SECONDS = 0.05
_KNOCK = bytes.fromhex("6060b017") + bytes.fromhex("00000005") + bytes(12)
"""How a conversation in Bolt begins: a sign, and the versions that are spoken."""


class Watch:
    """Looks after work that waits for a server.

    Parameters
    ----------
    seconds
        A server that is not heard for so long is given up.
    give_up
        Ends all waiting; called from a thread of its own.
    """

    def __init__(self, address: str, seconds: float, give_up: Callable[[], None]) -> None:
        parts = urlsplit(address)
        self._place = parts.hostname or "localhost", parts.port or _PORT
        self._seconds = max(seconds, _LEAST_SECONDS)
        self._give_up = give_up

    @contextmanager
    def over(self) -> Iterator[None]:
        """Look after what is done inside."""
        ended = threading.Event()
        threading.Thread(target=self._look, args=(ended,), daemon=True).start()
        try:
            yield
        finally:
            ended.set()

    def _look(self, ended: threading.Event) -> None:
        while not ended.wait(self._seconds / 3):
            if not answers(*self._place, self._seconds * 2 / 3):
                if not ended.is_set():
                    self._give_up()
                return


def answers(host: str, port: int, seconds: float) -> bool:
    """Return True where somebody at a port says a word, or hangs up, in time."""
    try:
        with socket.create_connection((host, port), timeout=seconds) as knock:
            knock.sendall(_KNOCK)
            knock.recv(4)
    except (ConnectionError, socket.gaierror):
        # The door was shut by somebody; or the name is not found just now, which says nothing.
        return True
    except OSError:
        return False
    return True
