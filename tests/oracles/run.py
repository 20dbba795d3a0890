"""`cargo xtask oracles`: ministack is started, our stacks are deployed into it, and the tests of this folder are run.

Of the environment: ROUNDEL_TARGET, where everything goes; ROUNDEL_BIN, the binaries; ROUNDEL_PRESIGN, the example program; CARGO.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from cloud import HERE, Cloud

FOLDER = Path(os.environ["ROUNDEL_TARGET"]) / "oracles"


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that ministack ends, too
    os.environ |= {"ROUNDEL_SIGV4": source_of("aws-sigv4"), "ROUNDEL_EVENTS": source_of("aws_lambda_events")}
    if sys.platform != "linux":
        print("  skipped: what needs ministack, because names of AWS are turned to it by a preloaded library, which this does for Linux alone")
        return tests(dict(os.environ))
    with Cloud(FOLDER / "cloud") as cloud:
        print(f"  ministack is up; what it says is in {cloud.folder / 'ministack.log'}", flush=True)
        return tests(cloud.environment() | {"ROUNDEL_CLOUD": str(cloud.folder)})


def source_of(crate: str) -> str:
    """Where cargo keeps it, with the vectors and fixtures that it carries."""
    asked = [os.environ["CARGO"], "metadata", "--format-version", "1"]
    packages = json.loads(subprocess.run(asked, cwd=HERE, check=True, capture_output=True, text=True).stdout)["packages"]
    [manifest] = [package["manifest_path"] for package in packages if package["name"] == crate]
    return str(Path(manifest).parent)


def tests(environment: dict[str, str]) -> int:
    return subprocess.run([sys.executable, HERE / "inside.py"], env=environment, cwd=HERE).returncode


if __name__ == "__main__":
    sys.exit(main())
