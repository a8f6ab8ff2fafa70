"""A chat endpoint on loopback that says what a test tells it to."""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


def chat(claims, **more):
    """A reply of a chat endpoint with these claims, or with this text."""
    text = claims if isinstance(claims, str) else json.dumps({"claims": claims})
    usage = {"prompt_tokens": 900, "completion_tokens": 40}
    message = {"role": "assistant", "content": text}
    return {"choices": [{"message": message}], "usage": usage, **more}


class FakeModel:
    """Answers requests from a script; an entry is a status, a JSON value, bytes, or seconds."""

    def __init__(self, script):
        self.script = list(script)
        self.requests = []
        self.headers = []
        self.url = ""

    def answer(self, handler):
        """Send the next entry of the script; the last one again and again."""
        self.headers.append(dict(handler.headers))
        length = int(handler.headers["Content-Length"])
        self.requests.append(json.loads(handler.rfile.read(length)))
        entry = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(entry, float):
            time.sleep(entry)
            return
        status, value = entry if isinstance(entry, tuple) else (200, entry)
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        handler.send_response(status)
        if status == 429:
            handler.send_header("Retry-After", "3")
        if status == 302:
            handler.send_header("Location", "http://127.0.0.1:9/elsewhere")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@contextmanager
def serving(*script):
    """Run a fake model for a while."""
    fake = FakeModel(script)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            fake.answer(self)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
