"""What a team does before the first person comes: a user pool, a hosted zone, a session key, `cdk bootstrap`, `cdk deploy`."""

import json
import os
import secrets
import subprocess
from base64 import urlsafe_b64encode
from pathlib import Path

import boto3

from cloud import ACCOUNT, HERE, REGION
from person import ask

ROOT = HERE.parent.parent
STAGE = "oracles"
PAGE = "https://www.example.com"
UPLOADS = "example-roundel-uploads"
ASSETS = "assets.example.com"
COOKIE = "__Secure-session"


def prepare() -> dict[str, str]:
    """What the settings name, made by the cloud's own API; the settings."""
    session = boto3.Session(region_name=REGION)
    pool = pool_with_awkward_kid(session)
    cognito = session.client("cognito-idp")
    client = cognito.create_user_pool_client(
        UserPoolId=pool, ClientName="page", ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
    )["UserPoolClient"]["ClientId"]
    zone = session.client("route53").create_hosted_zone(Name="example.com", CallerReference=STAGE)["HostedZone"]["Id"]
    key = {"kty": "oct", "alg": "HS256", "kid": "2026-11", "k": urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")}
    secret = session.client("secretsmanager").create_secret(Name="roundel/session/2026-11", SecretString=json.dumps(key))["ARN"]
    return {
        "STAGE": STAGE,
        "AWS_ACCOUNT_ID": ACCOUNT,
        "AWS_REGION": REGION,
        "HOSTED_ZONE_ID": zone.split("/")[-1],
        "CERTIFICATE_ARN": f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/00000000-0000-0000-0000-000000000000",
        "API_DOMAIN_NAME": "api.example.com",
        "USER_POOL_ID": pool,
        "CLIENT_ID": client,
        "EDGE_CONFIG": str(HERE / "edge.json"),
        "SESSION_KEY_SECRET_ARN": secret,
        "ALARM_EMAIL": "you@example.com",
        "UPLOADS_PER_MINUTE": "1000",
    }


def pool_with_awkward_kid(session) -> str:
    """A pool whose key for access tokens has `+` and `/` in its id, which Cognito's have: they are base64, not base64url."""
    cognito = session.client("cognito-idp")
    for number in range(200):
        pool = cognito.create_user_pool(PoolName=f"people-{number}")["UserPool"]["Id"]
        kid = access_kid(pool)
        if "+" in kid and "/" in kid:
            return pool
    raise SystemExit("no pool of 200 has a key whose id has both + and /")


def access_kid(pool: str) -> str:
    """ministack lists the key of access tokens first."""
    keys = ask("GET", f"https://cognito-idp.{REGION}.amazonaws.com/{pool}/.well-known/jwks.json").json()["keys"]
    return keys[0]["kid"]


def deploy(folder: Path, binaries: Path, settings: dict[str, str]) -> dict[str, dict[str, str]]:
    """Zips ▸ templates ▸ bootstrap ▸ deploy; the stacks' outputs."""
    zips, templates, outputs = folder / "zips", folder / "cdk.out", folder / "outputs.json"
    pack = ["node", ROOT / "lambda/bundle/pack.mjs", "--built", binaries, "--out", zips, "--architecture", "this machine's"]
    run([*pack, "key_upload", "authorizer", "session", "variants"])
    run(["node", HERE / "synth.mjs", zips, templates], {"ROUNDEL_SETTINGS": json.dumps(settings)})
    cdk("bootstrap", templates, f"aws://{ACCOUNT}/{REGION}")
    cdk("deploy", templates, "--all", "--require-approval", "never", "--outputs-file", outputs)
    return json.loads(outputs.read_text())


def cdk(task: str, templates: Path, *options) -> None:
    run([ROOT / "node_modules/.bin/cdk", task, "--app", templates, "--no-notices", *options], {"CI": "true", "CDK_DISABLE_CLI_TELEMETRY": "true"})


def run(command: list, settings: dict[str, str] | None = None) -> None:
    environment = os.environ | (settings or {})
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=240, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} {command[1]} failed:\n{(done.stdout + done.stderr)[-6000:]}")
