"""What key_upload signs, beside AWS's vectors, S3's documentation and boto3."""

import datetime
import json
import os
import unittest
from pathlib import Path
from urllib.parse import urlsplit

import boto3
from botocore.auth import S3SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

import signers
from cloud import REGION
from person import Answer, checksum, terms
from signers import Request, boto3_s, botocore_s, clock, ours, parameters
from world import STAGE, UPLOADS, Person, again_while_unavailable, aws, credentials_of, needs_cloud, picture

FUNCTION = f"{STAGE}-key_upload"
EXAMPLE = {"access_key": "AKIAIOSFODNN7EXAMPLE", "secret_key": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}
EXAMPLE_DAY = datetime.datetime(2013, 5, 24, tzinfo=datetime.timezone.utc)

# S3 does not normalise paths, so we do not; each of these has a sibling without.
NORMALISED = {"get-relative-normalized", "get-relative-relative-normalized", "get-slash-dot-slash-normalized", "get-slash-normalized"}
NORMALISED |= {"get-slash-pointless-dot-normalized", "get-slashes-normalized"}
# A token that is added after signing, as some services want it and S3 does not.
AFTERWARDS = {"post-sts-header-after"}


class Vectors(unittest.TestCase):
    """https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-test-suite.html"""

    def test_aws_s_vectors_for_the_query(self):
        chosen = {name: each for name, each in signers.vectors().items() if name not in NORMALISED | AFTERWARDS}
        self.assertEqual(len(chosen), 31)
        for (name, vector), query in zip(chosen.items(), ours(list(chosen.values())), strict=True):
            with self.subTest(name):
                self.assertEqual(query["X-Amz-Signature"], vector.expected)

    def test_what_is_left_out_differs_for_the_reason_that_is_said(self):
        vectors = signers.vectors()
        self.assertLessEqual(NORMALISED | AFTERWARDS, vectors.keys())
        for name in NORMALISED:
            sibling = vectors[name.replace("-normalized", "-unnormalized")]
            self.assertEqual((sibling.url, sibling.headers), (vectors[name].url, vectors[name].headers))
            self.assertEqual(ours([vectors[name]])[0]["X-Amz-Signature"], sibling.expected)


class Documentation(unittest.TestCase):
    """The examples of S3's own pages."""

    def test_a_presigned_get(self):
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"""
        request = Request("GET", "https://examplebucket.s3.amazonaws.com/test.txt", {}, now=EXAMPLE_DAY, expires_in=86400, **EXAMPLE)
        signature = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        self.assertEqual(ours([request])[0]["X-Amz-Signature"], signature)
        self.assertEqual(botocore_s(request)["X-Amz-Signature"], signature)

    def test_the_second_signer_makes_what_is_signed_in_headers(self):
        """https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html

        We sign no headers, so this is for boto3 alone, which is to judge us. The page's PUT has `Date` beside `X-Amz-Date`, and boto3
        sends one of them."""
        examples = {
            "test.txt": ({"Range": "bytes=0-9"}, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
            "?lifecycle": ({}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
            "?max-keys=2&prefix=J": ({}, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
        }
        for target, (headers, signature) in examples.items():
            with self.subTest(target), clock(EXAMPLE_DAY):
                request = AWSRequest("GET", f"https://examplebucket.s3.amazonaws.com/{target}", headers, b"")
                request.context["payload_signing_enabled"] = True
                S3SigV4Auth(Credentials(*EXAMPLE.values()), "s3", "us-east-1").add_auth(request)
                self.assertTrue(request.headers["Authorization"].endswith(f"Signature={signature}"))


class SecondSigner(unittest.TestCase):
    """boto3 adds to an address what we add: the same parameters, the same signature."""

    def test_uploads_in_every_region(self):
        session = boto3.Session()
        regions = [region for partition in session.get_available_partitions() for region in session.get_available_regions("s3", partition)]
        buckets = ("example-roundel-uploads", "uploads.example.com")
        made = [upload(region, bucket, number) for number, region in enumerate(regions) for bucket in buckets]
        self.assertGreater(len(made), 80)
        self.assert_same(made)

    def test_any_key(self):
        """Ours have letters, digits, `-`, `/` and `.`; the signer must not depend on that."""
        keys = ("a b", "a+b", "ä/ö", "a%20b", "(x)!*'", "a&b=c?d", "~tilde", "x" * 900, "a/./b", "a//b")
        self.assert_same([upload("eu-west-1", "example-roundel-uploads", 1, key) for key in keys])

    def assert_same(self, made: list[tuple[Request, str]]):
        queries = ours([request for request, _ in made])
        for (request, url), query in zip(made, queries, strict=True):
            with self.subTest(request.url[:80]):
                self.assertEqual(parameters(urlsplit(url).query), query)


def upload(region: str, bucket: str, number: int, key: str | None = None) -> tuple[Request, str]:
    """What is signed for an upload, and the URL that boto3 makes of it."""
    content = str(number).encode()
    key = key or f"avatars/original/{'abcdefghijklmnopqrstuvwxyz'}/01a220fc-91bf-7c48-b722-a3ea1aa3d{number:03}.jpg"
    token = "FwoGZXIvYXdzEJr//////////wEaDJ+/=" if number % 2 else None
    common = {"access_key": f"AKIDEXAMPLE{number}", "secret_key": f"secret/{number}+", "session_token": token, "region": region}
    now = datetime.datetime(2026, 11, 28, 23, 59, number % 60, tzinfo=datetime.timezone.utc)
    headers = {
        "content-length": [str(len(content))],
        "content-type": ["image/jpeg"],
        "if-none-match": ["*"],
        "x-amz-checksum-sha256": [checksum(content)],
    }
    request = Request("PUT", "", headers, now=now, **common)
    arguments = {"Bucket": bucket, "Key": key, "ContentLength": len(content), "ContentType": "image/jpeg"}
    arguments |= {"IfNoneMatch": "*", "ChecksumSHA256": checksum(content)}
    url = boto3_s("put_object", arguments, request, path_style="." in bucket)
    request.url = url.split("?")[0]
    return request, url


@needs_cloud
class TheBinary(unittest.TestCase):
    """key_upload itself gives the URL that boto3 gives with the credentials that the function has of its role."""

    def assert_same(self, signed: dict, arguments: dict, credentials: dict[str, str], region: str = REGION, bucket: str = UPLOADS):
        one = urlsplit(signed["url"])
        day = parameters(one.query)["X-Amz-Date"]
        now = datetime.datetime.strptime(day, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        key, secret, token = (credentials[f"aws_{name}"] for name in ("access_key_id", "secret_access_key", "session_token"))
        request = Request("PUT", "", {}, key, secret, now, token, region)
        common = {"Bucket": bucket, "Key": signed["key"], "ContentType": "image/jpeg"}
        other = urlsplit(boto3_s("put_object", common | arguments, request, path_style="." in bucket))
        self.assertEqual(one[:3], other[:3])
        self.assertEqual(parameters(one.query), parameters(other.query))

    def test_what_the_gateway_gives(self):
        content, andrew = picture(), Person("andrew")
        signed = andrew.sign(content)
        own = credentials_of(FUNCTION, REGION)
        self.assert_same(signed, bound(content), own)
        self.assert_same(andrew.post("/avatars/key_upload", b'{"extension":"jpg"}').json(), {}, own)

    def test_in_regions_of_each_partition(self):
        """The same zip with the same settings elsewhere; China and Europe's sovereign cloud have domains of their own."""
        here = aws("lambda").get_function_configuration(FunctionName=FUNCTION)
        code = (Path(os.environ["ROUNDEL_CLOUD"]) / "zips/key_upload/bootstrap.zip").read_bytes()
        content = picture()
        event = request_event(Person("andrew").tokens["AccessToken"], terms(content))
        for region in ("eu-west-1", "us-gov-west-1", "cn-north-1", "eusc-de-east-1"):
            bucket = "uploads.example.com" if region == "eu-west-1" else UPLOADS
            with self.subTest(region):
                elsewhere = boto3.client("lambda", region_name=region, endpoint_url=f"https://lambda.{REGION}.amazonaws.com")
                variables = here["Environment"]["Variables"] | {"UPLOADS_BUCKET_NAME": bucket}
                elsewhere.create_function(
                    FunctionName=FUNCTION, Runtime=here["Runtime"], Handler="bootstrap", Role=here["Role"], Code={"ZipFile": code}, Environment={"Variables": variables}
                )

                def asked():
                    said = json.loads(elsewhere.invoke(FunctionName=FUNCTION, Payload=event)["Payload"].read())
                    return Answer(said["statusCode"], said["headers"], said["body"].encode())

                answer = again_while_unavailable(asked)
                self.assertEqual(answer.status, 200, answer.body)
                self.assert_same(answer.json(), bound(content), credentials_of(FUNCTION, region), region, bucket)


def bound(content: bytes) -> dict:
    return {"ContentLength": len(content), "IfNoneMatch": "*", "ChecksumSHA256": checksum(content)}


def request_event(token: str, body: bytes) -> str:
    """Of payload 2.0, as far as key_upload reads it."""
    event = {"version": "2.0", "routeKey": "POST /avatars/key_upload", "rawPath": "/avatars/key_upload", "rawQueryString": ""}
    event |= {"headers": {"authorization": f"Bearer {token}"}, "body": body.decode(), "isBase64Encoded": False}
    return json.dumps(event | {"requestContext": {"http": {"method": "POST", "path": "/avatars/key_upload"}, "timeEpoch": 0}})
