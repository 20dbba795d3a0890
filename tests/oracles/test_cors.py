"""The rules by which browsers may ask bucket and gateway, as the stacks declare them, before moto's and ministack's S3."""

import json
import os
import unittest
from pathlib import Path

import boto3
import requests
from moto import mock_aws

from notes import note
from world import PAGE, UPLOADS, ask, aws, needs_cloud, output

# What a page asks before it puts a picture.
UPLOAD = ("PUT", "content-type,if-none-match,x-amz-checksum-sha256")

ALLOWED = [(PAGE, *UPLOAD), (PAGE, "PUT", "content-type"), (PAGE, "PUT", "Content-Type, If-None-Match"), (PAGE, "PUT", "")]
WRONG_ORIGIN = [(origin, *UPLOAD) for origin in ("https://evil.example.com", "http://www.example.com", "null")]
BEGINS_RIGHT = (f"{PAGE}.evil.org", *UPLOAD)
WRONG_METHOD = [(PAGE, method, "content-type") for method in ("GET", "POST", "DELETE", "HEAD")]
WRONG_HEADER = [(PAGE, "PUT", header) for header in ("authorization", "content-type,x-amz-acl", "x-amz-meta-upload-id")]


def preflight(origin: str, method: str, headers: str) -> dict[str, str]:
    asked = {"Origin": origin, "Access-Control-Request-Method": method}
    return asked | ({"Access-Control-Request-Headers": headers} if headers else {})


def names(listed: str) -> set[str]:
    return {each.strip().lower() for each in listed.split(",") if each}


def declared() -> list[dict]:
    """As CloudFormation is given them."""
    template = json.loads((Path(os.environ["ROUNDEL_CLOUD"]) / "cdk.out/Storage.template.json").read_text())
    buckets = [each["Properties"] for each in template["Resources"].values() if each["Type"] == "AWS::S3::Bucket"]
    rules = {each["BucketName"]: each.get("CorsConfiguration", {}).get("CorsRules", []) for each in buckets}
    assert [name for name, own in rules.items() if own] == [UPLOADS], "one bucket has rules"
    return rules[UPLOADS]


@needs_cloud
class Bucket(unittest.TestCase):
    def test_what_is_deployed_is_what_is_declared(self):
        [rule], [deployed] = declared(), aws("s3").get_bucket_cors(Bucket=UPLOADS)["CORSRules"]
        said = {"AllowedHeaders": "AllowedHeaders", "AllowedMethods": "AllowedMethods", "AllowedOrigins": "AllowedOrigins", "ExposeHeaders": "ExposedHeaders"}
        self.assertEqual({name: deployed[name] for name in said}, {name: rule[own] for name, own in said.items()})
        self.assertEqual(deployed["MaxAgeSeconds"], rule["MaxAge"])

    def asked(self, *case: str):
        return ask("OPTIONS", f"https://{UPLOADS}.s3.us-east-1.amazonaws.com/avatars/original/x/y.jpg", preflight(*case))

    def test_ministack_lets_pages_upload_and_nothing_else(self):
        for case in ALLOWED:
            with self.subTest(case):
                answer = self.asked(*case)
                self.assertEqual((answer.status, answer.headers["access-control-allow-origin"]), (200, PAGE))
                self.assertEqual(answer.headers["access-control-allow-methods"], "PUT")
                self.assertEqual(answer.headers["access-control-max-age"], "3000")
                self.assertEqual(names(answer.headers.get("access-control-allow-headers", "")), names(case[2]))
        for case in [*WRONG_ORIGIN, BEGINS_RIGHT, *WRONG_METHOD, *WRONG_HEADER]:
            with self.subTest(case):
                answer = self.asked(*case)
                self.assertEqual(answer.status, 403)
                self.assertNotIn("access-control-allow-origin", answer.headers)

    def test_an_actual_answer_can_be_read_by_the_page_alone(self):
        url = f"https://{UPLOADS}.s3.us-east-1.amazonaws.com/avatars/original/x/y.jpg"
        readable = ask("PUT", url, {"Origin": PAGE}, b"x").headers
        self.assertEqual((readable["access-control-allow-origin"], readable["access-control-expose-headers"]), (PAGE, "ETag"))
        self.assertNotIn("access-control-allow-origin", ask("PUT", url, {"Origin": "https://evil.example.com"}, b"x").headers)


@needs_cloud
class BucketInMoto(unittest.TestCase):
    def setUp(self):
        self.rules = declared()
        mock = mock_aws()
        mock.start()
        self.addCleanup(mock.stop)
        s3 = boto3.client("s3", region_name="us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
        s3.create_bucket(Bucket=UPLOADS)
        [rule] = self.rules
        names = {"AllowedHeaders": "AllowedHeaders", "AllowedMethods": "AllowedMethods", "AllowedOrigins": "AllowedOrigins", "ExposedHeaders": "ExposeHeaders", "MaxAge": "MaxAgeSeconds"}
        s3.put_bucket_cors(Bucket=UPLOADS, CORSConfiguration={"CORSRules": [{names[name]: value for name, value in rule.items()}]})

    def asked(self, *case: str):
        return requests.options(f"https://{UPLOADS}.s3.amazonaws.com/avatars/original/x/y.jpg", headers=preflight(*case), timeout=5)

    def test_moto_lets_pages_upload(self):
        for case in ALLOWED:
            with self.subTest(case):
                answer = self.asked(*case)
                self.assertEqual((answer.status_code, answer.headers["access-control-allow-origin"]), (200, PAGE))
                self.assertEqual(answer.headers["access-control-allow-methods"], "PUT")
                self.assertEqual(answer.headers["access-control-expose-headers"], "ETag")
                self.assertEqual(answer.headers["access-control-max-age"], "3000")
                self.assertLessEqual(names(case[2]), names(answer.headers["access-control-allow-headers"]))

    def test_moto_lets_no_other_page(self):
        for case in WRONG_ORIGIN:
            with self.subTest(case):
                answer = self.asked(*case)
                self.assertEqual(answer.status_code, 403)
                self.assertNotIn("access-control-allow-origin", answer.headers)

        if self.asked(*BEGINS_RIGHT).status_code == 200:
            note("moto's S3 takes every origin that begins with one of the rule's; S3 and ministack compare it whole")

    def test_moto_says_which_methods_and_headers_and_leaves_it_to_the_browser(self):
        for case in WRONG_METHOD + WRONG_HEADER:
            with self.subTest(case):
                answer = self.asked(*case)
                self.assertEqual(answer.status_code, 200)
                methods = names(answer.headers["access-control-allow-methods"])
                headers = names(answer.headers["access-control-allow-headers"])
                self.assertFalse(case[1].lower() in methods and names(case[2]) <= headers, "a browser stops here")
        note("moto's S3 answers a preflight for any method and header with 200 and the rule; S3 and ministack with 403")


@needs_cloud
class Gateway(unittest.TestCase):
    def test_preflights(self):
        address = output("api", "Address")
        asked = preflight(PAGE, "POST", "authorization,content-type")
        if ask("OPTIONS", f"{address}/avatars/key_upload", asked).status == 403:
            note("ministack's HTTP API takes no CORS configuration from CloudFormation, whose names begin with capitals; the tests give it the template's by UpdateApi")
            self.configure()
        answer = ask("OPTIONS", f"{address}/avatars/key_upload", asked)
        self.assertIn(answer.status, (200, 204))
        self.assertEqual(answer.headers["access-control-allow-origin"], PAGE)
        self.assertLessEqual({"post", "delete"}, names(answer.headers["access-control-allow-methods"]))
        self.assertEqual(names(answer.headers["access-control-allow-headers"]), {"authorization", "content-type"})
        self.assertEqual(answer.headers["access-control-allow-credentials"], "true")
        stranger = ask("OPTIONS", f"{address}/avatars/key_upload", preflight("https://evil.example.com", "POST", "authorization"))
        self.assertNotIn("access-control-allow-origin", stranger.headers)

    def configure(self):
        template = json.loads((Path(os.environ["ROUNDEL_CLOUD"]) / "cdk.out/Api.template.json").read_text())
        [api] = [each["Properties"] for each in template["Resources"].values() if each["Type"] == "AWS::ApiGatewayV2::Api"]
        gateway = aws("apigatewayv2")
        [deployed] = [each for each in gateway.get_apis()["Items"] if each["Name"] == api["Name"]]
        gateway.update_api(ApiId=deployed["ApiId"], CorsConfiguration=api["CorsConfiguration"])
