"""A person's browser: requests over TLS, and what a page does with them."""

import base64
import hashlib
import json
import urllib.error
import urllib.request
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def json(self):
        return json.loads(self.body)

    def code(self) -> str:
        """Of S3's errors, which are XML, and of ours."""
        if self.body.lstrip().startswith(b"<"):
            return self.body.split(b"<Code>")[1].split(b"</Code>")[0].decode()
        return self.json()["error"]["code"]


def ask(method: str, url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Answer:
    """Header names of the answer are lower-case."""
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, lower(answer.headers), answer.read())
    except urllib.error.HTTPError as answer:
        with answer:
            return Answer(answer.code, lower(answer.headers), answer.read())


def checksum(picture: bytes) -> str:
    return base64.b64encode(hashlib.sha256(picture).digest()).decode()


def terms(picture: bytes, content_type: str = "image/jpeg") -> bytes:
    """What a page says of the picture that it is about to upload."""
    return json.dumps({"contentType": content_type, "contentLength": len(picture), "checksumSha256": checksum(picture)}).encode()


def lower(headers) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
