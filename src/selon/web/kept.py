"""Static files: packed once for all who ask, and kept by browsers."""

from __future__ import annotations

from gzip import compress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles

if TYPE_CHECKING:
    import os

    from starlette.types import Scope

_COMPRESSION = 6
_SHORTEST = 1500
_WORDS = frozenset({".css", ".html", ".js", ".json", ".svg", ".txt", ".webmanifest"})


class Kept(StaticFiles):
    """Static files: kept for good where their address carries their digest, asked for anew elsewhere."""

    def __init__(self, *, directory: str | os.PathLike[str]) -> None:
        """Give the files of a folder."""
        super().__init__(directory=directory)
        self._packed: dict[tuple[str, float], bytes] = {}
        self._lock = Lock()

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return a file with how long it may be kept."""
        answer = super().file_response(full_path, stat_result, scope, status_code)
        kept = "public, max-age=31536000, immutable" if scope["query_string"].startswith(b"v=") else "no-cache"
        answer.headers["Cache-Control"] = kept
        file = Path(full_path)
        large = file.suffix in _WORDS and stat_result.st_size >= _SHORTEST
        if large and isinstance(answer, FileResponse) and scope["method"] == "GET" and _takes_gzip(scope):
            return self._pack(answer, file, stat_result.st_mtime)
        return answer

    def _pack(self, answer: FileResponse, file: Path, changed: float) -> Response:
        """Return the answer with the file packed; each is packed once, and anew where it changed."""
        key = (str(file), changed)
        with self._lock:
            if key not in self._packed:
                self._packed[key] = compress(file.read_bytes(), _COMPRESSION, mtime=0)
        headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return Response(self._packed[key], status_code=answer.status_code, headers=headers)


def _takes_gzip(scope: Scope) -> bool:
    """Return whether who asks reads what is packed."""
    return any(name == b"accept-encoding" and b"gzip" in value for name, value in scope["headers"])
