"""Three who sign: what key_upload signs with, boto3, and the vectors that AWS publishes."""

import datetime
import json
import os
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock
from urllib.parse import parse_qs, quote, urlsplit

import boto3
from botocore.auth import S3SigV4QueryAuth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.client import Config
from botocore.credentials import Credentials

ROOT = Path(__file__).parent.parent.parent


@dataclass
class Request:
    """A request to be signed, and the scope of the signature."""

    method: str
    url: str
    headers: dict[str, list[str]]
    access_key: str
    secret_key: str
    now: datetime.datetime
    session_token: str | None = None
    region: str = "us-east-1"
    service: str = "s3"
    expires_in: int = 120
    body: str | None = None
    expected: str | None = field(default=None, repr=False)
    """The signature that a vector says."""


def ours(requests: list[Request]) -> list[dict[str, str]]:
    """The query's parameters."""
    said = [
        {
            "method": each.method,
            "url": each.url,
            "headers": each.headers,
            "body": each.body,
            "accessKey": each.access_key,
            "secretKey": each.secret_key,
            "sessionToken": each.session_token,
            "region": each.region,
            "service": each.service,
            "now": int(each.now.timestamp()),
            "expiresIn": each.expires_in,
        }
        for each in requests
    ]
    program = os.environ["ROUNDEL_PRESIGN"]
    done = subprocess.run([program], input=json.dumps(said), capture_output=True, text=True, check=True)
    return [parameters(query) for query in json.loads(done.stdout)]


def botocore_s(request: Request) -> dict[str, str]:
    """botocore's signer below boto3: any request, S3's rules for paths and payloads where the service is S3."""
    credentials = Credentials(request.access_key, request.secret_key, request.session_token)
    signer = S3SigV4QueryAuth if request.service == "s3" else SigV4QueryAuth
    unsigned = AWSRequest(method=request.method, url=request.url, data=request.body or "")
    for name, values in request.headers.items():
        for value in values:
            unsigned.headers.add_header(name, value)
    with clock(request.now):
        signer(credentials, request.service, request.region, expires=request.expires_in).add_auth(unsigned)
    return {name: value for name, value in parameters(urlsplit(unsigned.url).query).items() if name.startswith("X-Amz-")}


def boto3_s(method: str, arguments: dict, request: Request, path_style: bool = False) -> str:
    """The whole URL that boto3 gives for an operation of S3."""
    style = {"addressing_style": "path" if path_style else "virtual", "us_east_1_regional_endpoint": "regional"}
    client = boto3.client(
        "s3",
        region_name=request.region,
        aws_access_key_id=request.access_key,
        aws_secret_access_key=request.secret_key,
        aws_session_token=request.session_token,
        config=Config(signature_version="s3v4", s3=style, request_checksum_calculation="when_required"),
    )
    with clock(request.now):
        return client.generate_presigned_url(method, Params=arguments, ExpiresIn=request.expires_in)


@contextmanager
def clock(now: datetime.datetime):
    """botocore has no argument for it."""
    with mock.patch("botocore.auth.get_current_datetime", lambda *_, **__: now.replace(tzinfo=None)):
        yield


def parameters(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True, strict_parsing=True).items()}


def vectors() -> dict[str, Request]:
    """AWS's signing test suite, as the crate aws-sigv4 carries it."""
    folder = Path(os.environ["ROUNDEL_SIGV4"]) / "aws-signing-test-suite/v4"
    return {each.name: vector(each) for each in sorted(folder.iterdir()) if (each / "query-signature.txt").is_file()}


def vector(folder: Path) -> Request:
    context = json.loads((folder / "context.json").read_text())
    head, _, body = (folder / "request.txt").read_text().partition("\n\n")
    first, *lines = head.replace("\n ", " ").split("\n")
    method, target = first.removesuffix(" HTTP/1.1").split(" ", 1)
    headers: dict[str, list[str]] = {}
    for line in filter(None, lines):
        name, _, value = line.partition(":")
        headers.setdefault(name, []).append(value)
    host = headers.pop("Host")[0]
    credentials = context["credentials"]
    return Request(
        method=method,
        url=f"https://{host}{quote(target, safe='/?&=%')}",
        headers=headers,
        access_key=credentials["access_key_id"],
        secret_key=credentials["secret_access_key"],
        session_token=credentials.get("token"),
        now=datetime.datetime.fromisoformat(context["timestamp"].replace("Z", "+00:00")),
        region=context["region"],
        service=context["service"],
        expires_in=context["expiration_in_seconds"],
        body=body if context["sign_body"] else "",
        expected=(folder / "query-signature.txt").read_text().strip(),
    )
