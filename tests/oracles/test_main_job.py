"""The main job in the deployed stacks: a picture goes in, variants, pointer and notification come out, and the CDN shows them."""

import json
import unittest

from world import ASSETS, PAGE, UPLOADS, Person, ask, aws, buried_as, distribution, eventually, needs_cloud, picture, pointer


@needs_cloud
class MainJob(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        sns, sqs = aws("sns"), aws("sqs")
        topic = next(each["TopicArn"] for each in sns.list_topics()["Topics"] if each["TopicArn"].endswith(":roundel-avatars"))
        cls.inbox = sqs.create_queue(QueueName="told")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=cls.inbox, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        statement = {"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        sqs.set_queue_attributes(QueueUrl=cls.inbox, Attributes={"Policy": policy})
        filtered = {"FilterPolicy": json.dumps({"event": ["avatar_changed"]})}
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=filtered)

    def notification(self, upload_id: str) -> dict | None:
        for message in aws("sqs").receive_message(QueueUrl=self.inbox, MaxNumberOfMessages=10).get("Messages", []):
            told = json.loads(json.loads(message["Body"])["Message"])
            if told["uploadId"] == upload_id:
                return told
        return None

    def published(self, signed: dict) -> dict:
        def found():
            now = pointer(signed["publicId"])
            return now if now and now["uploadId"] == signed["uploadId"] else None

        return eventually("the pointer", found)

    def test_a_picture_becomes_variants_that_the_cdn_shows(self):
        signed = Person("bayko").upload(picture())
        now = self.published(signed)
        self.assertEqual({(each["size"], each["format"]) for each in now["variants"]}, {(size, form) for size in (64, 128, 256, 512) for form in ("jpeg", "webp")})
        for variant in now["variants"]:
            shown = ask("GET", distribution() + variant["path"], {"origin": PAGE})
            self.assertEqual((shown.status, len(shown.body)), (200, variant["bytes"]))
            self.assertEqual(shown.headers["content-type"], f"image/{variant['format']}")
            self.assertEqual(shown.headers["cache-control"], "public, max-age=31536000, immutable")
            self.assertEqual(shown.headers["content-security-policy"], "default-src 'none'; sandbox")
            self.assertEqual(shown.headers["x-content-type-options"], "nosniff")
            self.assertEqual(shown.headers["access-control-allow-origin"], PAGE)
        self.assertEqual(eventually("the notification", lambda: self.notification(signed["uploadId"]))["publicId"], signed["publicId"])
        old_clients = eventually("the one picture of old clients", lambda: keys(f"avatars/processed/{signed['publicId']}.jpg"))
        self.assertEqual(len(old_clients), 1)
        self.assertEqual(len(keys(f"avatars/{signed['publicId']}/")), 8 + 1 + 8)

    def test_the_cdn_shows_assets_and_no_originals(self):
        signed = Person("bayko").upload(picture())
        self.assertEqual(ask("GET", f"{distribution()}/{signed['key']}").status, 403)
        self.assertEqual(ask("PUT", f"{distribution()}/avatars/x.jpg", body=b"x").status, 403)

    def test_a_newer_upload_is_what_counts(self):
        delenn = Person("delenn")
        first, second = delenn.upload(picture()), delenn.upload(picture("photo"))
        self.published(second)
        body = json.dumps({"Records": [{"s3": {"bucket": {"name": UPLOADS}, "object": {"key": first["key"]}}}]})
        self.assertEqual(self.handled(body), [])
        self.assertEqual(pointer(second["publicId"])["uploadId"], second["uploadId"])

    def test_the_same_event_again_writes_nothing(self):
        signed = Person("vir").upload(picture())
        self.published(signed)
        eventually("the last copy", lambda: len(keys(f"avatars/{signed['publicId']}/")) == 17 and keys(f"avatars/processed/{signed['publicId']}"))
        before = versions(signed["publicId"])
        body = json.dumps({"Records": [{"s3": {"bucket": {"name": UPLOADS}, "object": {"key": signed["key"]}}}]})
        self.assertEqual(self.handled(body), [])
        self.assertEqual(versions(signed["publicId"]), before)

    def test_poison_is_a_dead_letter_with_its_reason(self):
        signed = Person("morden").upload(b"\xff\xd8\xff but no picture")
        page = Person("morden").upload(b"<html><script>")
        self.assertEqual(eventually("the page's dead letter", lambda: buried_as(page["key"])), "type_mismatch")
        self.assertEqual(eventually("the picture's dead letter", lambda: buried_as(signed["key"])), "truncated")
        self.assertIsNone(pointer(signed["publicId"]))

    def handled(self, body: str) -> list[str]:
        event = {"Records": [{"messageId": "1", "receiptHandle": "r", "body": body, "attributes": {}, "messageAttributes": {}, "eventSource": "aws:sqs"}]}
        answer = aws("lambda").invoke(FunctionName="oracles-variants", Payload=json.dumps(event))
        self.assertNotIn("FunctionError", answer)
        return json.loads(answer["Payload"].read())["batchItemFailures"]


def keys(prefix: str) -> list[str]:
    return [each["Key"] for each in aws("s3").list_objects_v2(Bucket=ASSETS, Prefix=prefix).get("Contents", [])]


def versions(public_id: str) -> set[tuple[str, str]]:
    found = aws("s3").list_object_versions(Bucket=ASSETS, Prefix="avatars/")["Versions"]
    return {(each["Key"], each["VersionId"]) for each in found if public_id in each["Key"]}
