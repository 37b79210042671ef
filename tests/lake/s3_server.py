"""An S3 server for tests (moto's), alone in its process. Prints its address, serves until killed.

moto looks whether a key exists and stores it in two steps; real S3 does it in one. A lock around each PUT makes it so.
"""

from __future__ import annotations

import logging
import sys
import threading
from typing import TYPE_CHECKING, Any

from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server

if TYPE_CHECKING:
    from collections.abc import Iterable

_one_at_a_time = threading.Lock()


class OneWriter:
    def __init__(self, application: Any) -> None:
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in {"PUT", "DELETE", "POST"}:
            with _one_at_a_time:
                return list(self._application(environ, start_response))
        return self._application(environ, start_response)


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server("127.0.0.1", 0, OneWriter(DomainDispatcherApplication(create_backend_app)), threaded=True)
    sys.stdout.write(f"http://127.0.0.1:{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()
