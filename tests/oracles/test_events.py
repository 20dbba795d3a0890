"""Events as others write them, read by the functions: the crate aws_lambda_events' fixtures, and those of @types/aws-lambda."""

import base64
import json
import os
import unittest
from pathlib import Path

import shapes
from person import terms
from world import STAGE, UPLOADS, Person, aws, buried_as, eventually, needs_cloud, picture, pointer


def fixtures(pattern: str) -> dict[str, dict]:
    folder = Path(os.environ["ROUNDEL_EVENTS"]) / "src/fixtures"
    return {path.stem: json.loads(path.read_text()) for path in sorted(folder.glob(pattern))}


def invoke(function: str, event: dict) -> dict:
    answer = aws("lambda").invoke(FunctionName=f"{STAGE}-{function}", Payload=json.dumps(event))
    payload = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, payload
    return payload


def in_queue(body: str) -> dict:
    """SQS's own fixture with another body."""
    event = fixtures("example-sqs-event.json")["example-sqs-event"]
    event["Records"][0]["body"] = body
    return event


@needs_cloud
class Fixtures(unittest.TestCase):
    """As they are they must be refused or put aside, not fail; with a token or a key of ours they must do the work."""

    @classmethod
    def setUpClass(cls):
        cls.andrew = Person("andrew")
        cls.bearer = {"authorization": f"Bearer {cls.andrew.tokens['AccessToken']}"}

    def test_requests_of_payload_2(self):
        found = fixtures("example-apigw-v2-request-*.json")
        self.assertEqual(len(found), 5)
        for name, event in found.items():
            for function in ("key_upload", "session"):
                with self.subTest(f"{function}: {name}"):
                    answer = invoke(function, event)
                    self.assertEqual((answer["statusCode"], json.loads(answer["body"])["error"]["code"]), (405, "method_not_allowed"))
            event["headers"] |= self.bearer
            event["requestContext"]["http"]["method"] = "POST"
            body = terms(picture())
            for encoded in (False, True):
                with self.subTest(f"{name}, {'base64' if encoded else 'text'}"):
                    event |= {"body": base64.b64encode(body).decode() if encoded else body.decode(), "isBase64Encoded": encoded}
                    self.assertEqual(invoke("key_upload", event)["statusCode"], 200)
            self.assertEqual(invoke("session", event)["statusCode"], 200)

    def test_authorizer_requests_of_payload_2(self):
        found = fixtures("example-apigw-v2-custom-authorizer-v2-request*.json")
        self.assertEqual(len(found), 4)
        for name, event in found.items():
            with self.subTest(name):
                self.assertEqual(invoke("authorizer", event), {"isAuthorized": True, "context": {}})
                event["headers"] |= self.bearer
                self.assertEqual(invoke("authorizer", event)["context"]["sub"], self.andrew.sub)

    def test_a_rest_api_s_requests_are_no_panic(self):
        """Payload 1.0, which our gateway never sends."""
        for name, event in fixtures("example-apigw-request*.json").items():
            with self.subTest(name):
                answer = aws("lambda").invoke(FunctionName=f"{STAGE}-key_upload", Payload=json.dumps(event))
                payload = json.loads(answer["Payload"].read())
                self.assertTrue("FunctionError" in answer or payload["statusCode"] in (401, 405), payload)

    def test_messages_and_s3_s_events(self):
        """They are buried with their reason, and do not come again."""
        expected = {"Message Body": "not_an_s3_event"}
        expected |= {json.dumps(event): "bucket_not_ours" for event in fixtures("example-s3-event*.json").values()}
        self.assertEqual(len(expected), 3)
        for body, reason in expected.items():
            with self.subTest(reason):
                self.assertEqual(invoke("variants", in_queue(body)), {"batchItemFailures": []})
                self.assertEqual(eventually("the dead letter", lambda: buried_as(body)), reason)

    def test_an_s3_event_of_ours(self):
        for name, event in fixtures("example-s3-event*.json").items():
            with self.subTest(name):
                signed = Person(f"person-{name}").upload(picture())
                event["Records"][0]["s3"]["bucket"]["name"] = UPLOADS
                event["Records"][0]["s3"]["object"]["key"] = signed["key"].replace("-", "%2D")
                self.assertEqual(invoke("variants", in_queue(json.dumps(event))), {"batchItemFailures": []})
                now = eventually("the pointer", lambda: pointer(signed["publicId"]))
                self.assertEqual(now["uploadId"], signed["uploadId"])


@needs_cloud
class Types(unittest.TestCase):
    def test_typed_events_are_read_and_the_answers_are_of_their_types(self):
        typed, andrew = shapes.events(), Person("andrew")
        bearer = {"authorization": f"Bearer {andrew.tokens['AccessToken']}"}
        answered: dict[str, list] = {name: [] for name in shapes.NAMES}
        for event in typed["requests"]:
            answered["key_upload"].append(invoke("key_upload", event))
            answered["session"].append(invoke("session", event))
            self.assertEqual(answered["key_upload"][-1]["statusCode"], 401)
            signed = event | {"headers": bearer, "body": terms(picture()).decode()}
            for function in ("key_upload", "session"):
                answered[function].append(invoke(function, signed))
                self.assertEqual(answered[function][-1]["statusCode"], 200)
        for headers in ({}, bearer):
            answered["authorizer"].append(invoke("authorizer", typed["authorizer"] | {"headers": headers}))
        self.assertEqual(answered["authorizer"][1]["context"]["sub"], andrew.sub)
        ours = json.loads(json.dumps(typed["queued"]).replace("BUCKET", UPLOADS).replace("KEY", andrew.upload(picture())["key"]))
        for event in (typed["queued"], ours):
            answered["variants"].append(invoke("variants", event))
        shapes.check(answered)

    def test_the_compiler_would_say_so(self):
        with self.assertRaises(AssertionError):
            shapes.check({"variants": [{"batchItemFailures": [{"itemIdentifier": 1}]}]})
        with self.assertRaises(AssertionError):
            shapes.check({"key_upload": [{"statusCode": "200"}]})
