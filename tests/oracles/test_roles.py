"""What was deployed: what roles may do by ministack's own reading of the policies, beside what the main job needs; buckets and queues."""

import json
import unittest

import boto3
from botocore.exceptions import ClientError

from cloud import REGION
from notes import note
from world import ASSETS, STAGE, UPLOADS, Person, aws, credentials_of, eventually, needs_cloud, output, picture, pointer


@needs_cloud
class Roles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        """Every function has run once, so that its credentials can be had."""
        cls.andrew = Person("andrew")
        cls.signed = cls.andrew.upload(picture())
        eventually("the pointer", lambda: pointer(cls.signed["publicId"]))
        cls.andrew.post("/session")

    def client(self, function: str, service: str):
        return boto3.client(service, region_name=REGION, **credentials_of(f"{STAGE}-{function}"))

    def assert_denied(self, call, **arguments):
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        error = raised.exception.response
        self.assertEqual(error["ResponseMetadata"]["HTTPStatusCode"], 403, error)

    def test_key_upload_puts_originals_and_nothing_else(self):
        s3, key = self.client("key_upload", "s3"), self.signed["key"]
        s3.put_object(Bucket=UPLOADS, Key="avatars/original/a/b.jpg", Body=b"x")
        self.assert_denied(s3.put_object, Bucket=UPLOADS, Key="elsewhere/b.jpg", Body=b"x")
        self.assert_denied(s3.put_object, Bucket=ASSETS, Key="avatars/a/current.json", Body=b"x")
        self.assert_denied(s3.get_object, Bucket=UPLOADS, Key=key)
        self.assert_denied(s3.delete_object, Bucket=UPLOADS, Key=key)
        self.assert_denied(s3.list_objects_v2, Bucket=UPLOADS)
        self.assert_denied(s3.put_bucket_policy, Bucket=UPLOADS, Policy="{}")

    def test_variants_reads_originals_and_writes_assets(self):
        s3, key = self.client("variants", "s3"), self.signed["key"]
        s3.get_object(Bucket=UPLOADS, Key=key)
        s3.put_object(Bucket=ASSETS, Key="avatars/a/b.jpg", Body=b"x")
        self.assert_denied(s3.put_object, Bucket=UPLOADS, Key=key, Body=b"x")
        self.assert_denied(s3.delete_object, Bucket=UPLOADS, Key=key)
        self.assert_denied(s3.put_object, Bucket=ASSETS, Key="elsewhere/b.jpg", Body=b"x")
        self.assert_denied(s3.delete_object, Bucket=ASSETS, Key="avatars/a/b.jpg")
        self.assert_denied(s3.list_objects_v2, Bucket=ASSETS)
        self.assert_denied(self.client("variants", "sqs").purge_queue, QueueUrl=output("storage", "DeadLettersUrl"))

    def test_authorizer_and_session_have_nothing(self):
        for function in ("authorizer", "session"):
            s3 = self.client(function, "s3")
            self.assert_denied(s3.get_object, Bucket=UPLOADS, Key=self.signed["key"])
            self.assert_denied(s3.put_object, Bucket=UPLOADS, Key="avatars/original/a/b.jpg", Body=b"x")
            self.assert_denied(self.client(function, "secretsmanager").list_secrets)

    def test_the_buckets_are_nobody_else_s(self):
        for bucket in (UPLOADS, ASSETS):
            blocked = aws("s3").get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
            self.assertTrue(all(blocked.values()) and len(blocked) == 4, blocked)
            self.assertEqual(aws("s3").get_bucket_versioning(Bucket=bucket)["Status"], "Enabled")

    def test_originals_go_after_a_while(self):
        try:
            rules = aws("s3").get_bucket_lifecycle_configuration(Bucket=UPLOADS)["Rules"]
        except ClientError as error:
            self.assertEqual(error.response["Error"]["Code"], "NoSuchLifecycleConfiguration")
            note("ministack takes no lifecycle rules from CloudFormation, so that originals go is judged by infra's own tests alone")
        else:
            self.assertIn(7, [rule.get("Expiration", {}).get("Days") for rule in rules])

    def test_a_message_fails_alone_and_waits_long_enough(self):
        """The mapping from queue to function, and what AWS asks of both."""
        [mapping] = aws("lambda").list_event_source_mappings(FunctionName=f"{STAGE}-variants")["EventSourceMappings"]
        self.assertEqual(mapping["FunctionResponseTypes"], ["ReportBatchItemFailures"])
        self.assertEqual(mapping["EventSourceArn"], output("storage", "ArrivalsArn"))
        queue = aws("sqs").get_queue_url(QueueName=mapping["EventSourceArn"].split(":")[-1])["QueueUrl"]
        attributes = aws("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        timeout = aws("lambda").get_function_configuration(FunctionName=f"{STAGE}-variants")["Timeout"]
        self.assertGreaterEqual(int(attributes["VisibilityTimeout"]), 6 * timeout)
        redrive = json.loads(attributes["RedrivePolicy"])
        self.assertEqual(redrive["deadLetterTargetArn"], output("storage", "DeadLettersArn"))
        self.assertGreaterEqual(int(redrive["maxReceiveCount"]), 3)
