"""Serving: gunicorn, with any number of stateless workers over one snapshot."""

from __future__ import annotations

import ctypes
from typing import Any

from gunicorn.app.base import BaseApplication
from threadpoolctl import threadpool_limits

from workbench.settings import Settings

_THREADS = 8
_M_MMAP_THRESHOLD = -3  # malloc.h of glibc
_LARGE = 256 * 1024


class _Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    def __init__(self, options: dict[str, Any]) -> None:
        self._options = options
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        from workbench.web.factory import create_app

        server = create_app("workbench").server
        # Dash finishes itself during its first request, and answers those that come meanwhile out of half of itself.
        server.test_client().get("/health")
        return server


def serve(settings: Settings, *, host: str, port: int, workers: int) -> None:
    """Serves until stopped; prints the address once a worker answers.

    The settings reach the workers through the environment they were read from.
    """
    shown_host = f"[{host}]" if ":" in host else host

    def ready(worker: Any) -> None:
        # A worker answers eight people at once: matrix products with threads of their own would only wait.
        threadpool_limits(limits=1, user_api="blas")
        if worker.age == 1:
            print(f"The workbench answers on http://{shown_host}:{port}", flush=True)

    _Server(
        {
            "bind": f"{shown_host}:{port}",
            "workers": workers,
            "worker_class": "gthread",
            "threads": _THREADS,
            "timeout": 60,
            # An address may hold a cohort and a selection of the map, 4,000 characters each.
            "limit_request_line": 8190,
            "accesslog": None,
            "loglevel": "warning",
            # gunicorn 27 would open a socket in the home folder.
            "control_socket_disable": True,
            "post_fork": lambda server, worker: _give_memory_back(),
            "post_worker_init": ready,
        }
    ).run()


def _give_memory_back() -> None:
    """Large arrays return to the system once they are done with.

    By itself glibc keeps what once was large for later: a worker that had shown every page held 333 MB instead of
    234 MB.
    """
    tune = getattr(ctypes.CDLL(None), "mallopt", None)  # not in the C library of macOS
    if tune is not None:
        tune(_M_MMAP_THRESHOLD, _LARGE)
