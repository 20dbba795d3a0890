"""Cognito's tokens, as ministack makes them, before our authorizer, key_upload and session."""

import base64
import json
import unittest

from deployment import COOKIE
from world import PAGE, Person, ask, aws, deployed, needs_cloud, output

LEGACY = b'{"extension":"jpg"}'


def segments(token: str) -> list[dict]:
    return [json.loads(base64.urlsafe_b64decode(part + "==")) for part in token.split(".")[:2]]


def with_header(token: str, **members) -> str:
    header = segments(token)[0] | members
    encoded = base64.urlsafe_b64encode(json.dumps(header).encode()).decode().rstrip("=")
    return ".".join([encoded, *token.split(".")[1:]])


@needs_cloud
class Tokens(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.andrew = Person("andrew")

    def assert_refused(self, token: str):
        """401 in our own shape, with CORS, so that a page can read it."""
        answer = self.andrew.post("/avatars/key_upload", LEGACY, token)
        self.assertEqual((answer.status, answer.code()), (401, "unauthorized"))
        self.assertEqual(answer.headers["access-control-allow-origin"], PAGE)
        self.assertEqual(answer.headers["vary"], "Origin")
        self.assertNotIn("sub", self.authorized(token)["context"])

    def authorized(self, token: str) -> dict:
        """What the authorizer itself says."""
        event = {"version": "2.0", "type": "REQUEST", "routeArn": "arn:aws:execute-api:us-east-1:123456789012:a/s/POST/avatars/key_upload"}
        event |= {"identitySource": [token], "headers": {"authorization": token}, "requestContext": {"http": {"method": "POST", "path": "/"}}}
        answer = aws("lambda").invoke(FunctionName="oracles-authorizer", Payload=json.dumps(event))
        self.assertNotIn("FunctionError", answer)
        return json.loads(answer["Payload"].read())

    def test_a_key_id_with_plus_and_slash_is_found(self):
        token = self.andrew.tokens["AccessToken"]
        kid = segments(token)[0]["kid"]
        self.assertTrue("+" in kid and "/" in kid, kid)
        self.assertEqual(self.andrew.post("/avatars/key_upload", LEGACY).status, 200)
        self.assertEqual(self.andrew.post("/avatars/key_upload", LEGACY, authorization=token).status, 200, "without Bearer, as old clients send it")

    def test_the_authorizer_says_who_it_is(self):
        decision = self.authorized(self.andrew.tokens["AccessToken"])
        self.assertIs(decision["isAuthorized"], True)
        self.assertEqual(decision["context"]["sub"], self.andrew.sub)
        signed = self.andrew.post("/avatars/key_upload", LEGACY).json()
        self.assertEqual(decision["context"]["publicId"], signed["publicId"])

    def test_a_key_id_spelt_as_base64url_is_another(self):
        token = self.andrew.tokens["AccessToken"]
        kid = segments(token)[0]["kid"]
        self.assert_refused(with_header(token, kid=kid.replace("+", "-").replace("/", "_")))

    def test_another_key_of_the_pool_did_not_sign_it(self):
        token = self.andrew.tokens["AccessToken"]
        of_id_tokens = segments(self.andrew.tokens["IdToken"])[0]["kid"]
        self.assertNotEqual(of_id_tokens, segments(token)[0]["kid"])
        self.assert_refused(with_header(token, kid=of_id_tokens))

    def test_id_and_refresh_tokens_are_no_access_tokens(self):
        self.assert_refused(self.andrew.tokens["IdToken"])
        self.assert_refused(self.andrew.tokens["RefreshToken"])

    def test_a_token_that_was_changed(self):
        header, payload, signature = self.andrew.tokens["AccessToken"].split(".")
        claims = segments(f"{header}.{payload}.x")[1] | {"sub": "somebody-else"}
        changed = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
        self.assert_refused(f"{header}.{changed}.{signature}")
        self.assert_refused(with_header(self.andrew.tokens["AccessToken"], alg="none"))

    def test_another_client_s_and_another_pool_s(self):
        cognito = aws("cognito-idp")
        flows = {"ClientName": "other", "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"]}
        own = deployed()["settings"]["USER_POOL_ID"]
        other_client = cognito.create_user_pool_client(UserPoolId=own, **flows)["UserPoolClient"]["ClientId"]
        self.assert_refused(Person("andrew", own, other_client).tokens["AccessToken"])
        pool = cognito.create_user_pool(PoolName="others")["UserPool"]["Id"]
        client = cognito.create_user_pool_client(UserPoolId=pool, **flows)["UserPoolClient"]["ClientId"]
        self.assert_refused(Person("andrew", pool, client).tokens["AccessToken"])

    def test_without_a_token_the_gateway_answers_itself(self):
        answer = ask("POST", output("api", "Address") + "/avatars/key_upload", {"origin": PAGE}, LEGACY)
        self.assertEqual((answer.status, answer.json()), (401, {"message": "Unauthorized"}))

    def test_a_session_for_the_edge(self):
        answer = self.andrew.post("/session")
        self.assertEqual(answer.status, 200)
        cookie = answer.headers["set-cookie"]
        self.assertTrue(cookie.startswith(f"{COOKIE}="), "the name")
        for attribute in ("HttpOnly", "Secure", "SameSite=Lax", "Domain=example.com", "Max-Age=600"):
            self.assertIn(f"; {attribute}", cookie)
        claims = segments(cookie.split("=", 1)[1].split(";")[0])[1]
        self.assertEqual(claims["sub"], self.andrew.sub)
        self.assertEqual(self.andrew.post("/session", token="no.token.at-all").status, 401)

    def test_two_people_are_two(self):
        londo = Person("londo")
        both = {each.post("/avatars/key_upload", LEGACY).json()["publicId"] for each in (self.andrew, londo)}
        self.assertEqual(len(both), 2)
