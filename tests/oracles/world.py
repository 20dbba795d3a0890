"""What was deployed, for the tests: addresses, clients, people with tokens, pictures."""

import functools
import json
import os
import subprocess
import time
import unittest
from pathlib import Path

import boto3

from cloud import REGION
from deployment import ASSETS, PAGE, STAGE, UPLOADS  # noqa: F401, for the tests
from person import Answer, ask, terms

needs_cloud = unittest.skipUnless(os.environ.get("ROUNDEL_CLOUD"), "without ministack")

PASSWORD = "Correct-horse-1"


@functools.cache
def deployed() -> dict:
    return json.loads((Path(os.environ["ROUNDEL_CLOUD"]) / "deployed.json").read_text())


@functools.cache
def aws(service: str):
    return boto3.Session(region_name=REGION).client(service)


def output(stack: str, name: str) -> str:
    return deployed()["outputs"][f"{STAGE}-roundel-{stack}"][name]


@functools.cache
def distribution() -> str:
    """Its own address: `assets.example.com` is a bucket's name, too."""
    found = aws("cloudfront").get_distribution(Id=output("cdn", "DistributionId"))
    return f"https://{found['Distribution']['DomainName']}"


@functools.cache
def picture(name: str = "photo-small") -> bytes:
    """A picture that the repository makes itself."""
    path = Path(os.environ["ROUNDEL_CLOUD"]) / name
    subprocess.run([Path(os.environ["ROUNDEL_BIN"]) / "fixture", name, path], check=True)
    return path.read_bytes()


class Person:
    """Of the user pool, or of another one."""

    def __init__(self, username: str, pool: str | None = None, client: str | None = None):
        settings = deployed()["settings"]
        pool, client = pool or settings["USER_POOL_ID"], client or settings["CLIENT_ID"]
        cognito = aws("cognito-idp")
        try:
            cognito.admin_create_user(UserPoolId=pool, Username=username, MessageAction="SUPPRESS")
            cognito.admin_set_user_password(UserPoolId=pool, Username=username, Password=PASSWORD, Permanent=True)
        except cognito.exceptions.UsernameExistsException:
            pass
        secrets = {"USERNAME": username, "PASSWORD": PASSWORD}
        signed_in = cognito.initiate_auth(ClientId=client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters=secrets)
        self.tokens = signed_in["AuthenticationResult"]
        attributes = cognito.admin_get_user(UserPoolId=pool, Username=username)["UserAttributes"]
        self.sub = next(each["Value"] for each in attributes if each["Name"] == "sub")

    def post(self, path: str, body: bytes = b"", token: str | None = None, **headers: str) -> Answer:
        token = self.tokens["AccessToken"] if token is None else token
        common = {"origin": PAGE, "content-type": "application/json", "authorization": f"Bearer {token}"}
        return again_while_unavailable(lambda: ask("POST", output("api", "Address") + path, common | headers, body))

    def sign(self, content: bytes, content_type: str = "image/jpeg") -> dict:
        answer = self.post("/avatars/key_upload", terms(content, content_type))
        assert answer.status == 200, (answer.status, answer.body)
        return answer.json()

    def upload(self, content: bytes) -> dict:
        signed = self.sign(content)
        answer = ask("PUT", signed["url"], signed["headers"], content)
        assert answer.status == 200, (answer.status, answer.body)
        return signed


def again_while_unavailable(asked, seconds: float = 20) -> Answer:
    """As its 503 says: a function waits 0.7 s for an issuer's keys, and this machine may have other things to do."""
    end = time.monotonic() + seconds
    while (answer := asked()).status == 503 and time.monotonic() < end:
        time.sleep(1)
    return answer


def credentials_of(function: str, region: str = REGION) -> dict[str, str]:
    """Those that a running function has of its role, as boto3 takes them: where Lambda puts them, in its environment."""
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    mine = {"AWS_LAMBDA_FUNCTION_NAME": function, "AWS_REGION": region, "ROUNDEL_AWS_PORT": os.environ["ROUNDEL_AWS_PORT"]}
    for process in Path("/proc").glob("[0-9]*/environ"):
        try:
            pairs = (each.partition("=") for each in process.read_text(errors="replace").split("\0"))
        except OSError:
            continue
        variables = {name: value for name, _, value in pairs}
        if all(variables.get(name) == value for name, value in mine.items()):
            return {name.lower(): variables[name] for name in names}
    raise AssertionError(f"{function} does not run in {region}")


def pointer(public_id: str) -> dict | None:
    return stored(f"avatars/{public_id}/current.json")


def stored(key: str) -> dict | None:
    s3 = aws("s3")
    try:
        return json.loads(s3.get_object(Bucket=ASSETS, Key=key)["Body"].read())
    except s3.exceptions.NoSuchKey:
        return None


LETTERS: list[tuple[str, str | None]] = []
"""Dead letters that were received so far, and their reasons."""


def buried_as(part_of_body: str) -> str | None:
    """The reason of the dead letter whose body has this; `redriven` of one that was moved there without a reason."""
    url = output("storage", "DeadLettersUrl")
    received = aws("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"])
    for message in received.get("Messages", []):
        reason = message.get("MessageAttributes", {}).get("reason", {}).get("StringValue", "redriven")
        LETTERS.append((message["Body"], reason))
        aws("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return next((reason for body, reason in LETTERS if part_of_body in body), None)


def eventually(what: str, found, seconds: float = 30):
    """What `found` returns once it is something."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise AssertionError(f"{what} did not come within {seconds} s")
