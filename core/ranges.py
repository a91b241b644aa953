# SPDX-FileCopyrightText: 2026 Dorflinde contributors
# SPDX-License-Identifier: EUPL-1.2
"""A file in the pieces a player asks for: without them some browsers play nothing, and nobody can move forward."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

PIECE = 256 * 1024
_ONE_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})\Z")


def ranged_response(request: HttpRequest, stored: FieldFile, media_type: str) -> HttpResponseBase:
    """The file, or the one piece that ``Range`` names; 404 where there is none."""
    if not stored:
        raise Http404
    try:
        opened, size = stored.open("rb"), stored.size
    except OSError:
        raise Http404 from None
    asked = _ONE_RANGE.match(request.headers.get("Range", ""))
    response: HttpResponseBase
    if asked is None or asked.group() == "bytes=-":
        response = FileResponse(opened, content_type=media_type)
    else:
        response = _piece(opened, _first_and_last(asked, size), size, media_type)
    response["Accept-Ranges"] = "bytes"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _first_and_last(asked: re.Match[str], size: int) -> tuple[int, int]:
    first, last = asked.groups()
    if not first:  # the last so many bytes
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _piece(opened: IO[bytes], place: tuple[int, int], size: int, media_type: str) -> HttpResponseBase:
    first, last = place
    if first > last:
        opened.close()
        answer = HttpResponse(status=416)
        answer["Content-Range"] = f"bytes */{size}"
        return answer
    opened.seek(first)
    length = last - first + 1
    response = StreamingHttpResponse(_read(opened, length), status=206, content_type=media_type)
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(length)
    return response


def _read(opened: IO[bytes], length: int) -> Iterator[bytes]:
    with opened:
        while length > 0 and (chunk := opened.read(min(PIECE, length))):
            length -= len(chunk)
            yield chunk
