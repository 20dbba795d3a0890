"""ministack as the AWS of this machine: started, asked for its health, stopped with all that it started."""

import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import certificate

HERE = Path(__file__).parent
ACCOUNT = "123456789012"
REGION = certificate.REGION


class Cloud:
    """In a folder of its own; everything it keeps goes with that."""

    def __init__(self, folder: Path):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "tmp").mkdir(parents=True)
        self.folder = folder
        self.port = free_port()
        self.certificate = folder / "certificate.pem"
        self.private_key = folder / "key.pem"
        self.redirect = folder / "redirect.so"
        certificate.make(self.certificate, self.private_key)
        compiler = os.environ.get("CC", "cc")
        subprocess.run(
            [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Werror", "-o", self.redirect, HERE / "redirect.c", "-ldl"], check=True
        )

    def environment(self) -> dict[str, str]:
        """What makes a program take this for AWS; the keys are those of ministack's root, and open nothing else."""
        trust = str(self.certificate)
        kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("AWS_")}
        kept = {name: value for name, value in kept.items() if not name.lower().endswith("_proxy")}
        return kept | {
            "LD_PRELOAD": str(self.redirect),
            "ROUNDEL_AWS_PORT": str(self.port),
            "SSL_CERT_FILE": trust,
            "AWS_CA_BUNDLE": trust,
            "NODE_EXTRA_CA_CERTS": trust,
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        }

    def __enter__(self) -> "Cloud":
        settings = {
            "GATEWAY_PORT": str(self.port),
            "BIND_HOST": "127.0.0.1",
            # policies, signatures and bucket CORS count
            "AUTH": "true",
            "USE_SSL": "1",
            "MINISTACK_SSL_CERT": str(self.certificate),
            "MINISTACK_SSL_KEY": str(self.private_key),
            "MINISTACK_REGION": REGION,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "TMPDIR": str(self.folder / "tmp"),
            "STATE_DIR": str(self.folder / "state"),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LAMBDA_EXECUTOR": "local",
        }
        # without the keys of root: functions have those of their roles
        environment = {name: value for name, value in self.environment().items() if not name.startswith("AWS_") or name == "AWS_CA_BUNDLE"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "ministack"],
            env=environment | settings,
            cwd=self.folder,
            stdout=(self.folder / "ministack.log").open("wb"),
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            self.wait_until_healthy()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_) -> None:
        # its functions are in its process group
        for how in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, how)
            except ProcessLookupError:
                break
            try:
                self.process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                continue

    def wait_until_healthy(self) -> None:
        trusted = ssl.create_default_context(cafile=self.certificate)
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"https://localhost:{self.port}/_ministack/health", context=trusted, timeout=5).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > end:
                    log = (self.folder / "ministack.log").read_text(errors="replace")
                    raise SystemExit(f"ministack does not start:\n{log[-4000:]}")
                time.sleep(0.1)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
