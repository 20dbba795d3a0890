"""What runs where AWS is ministack: deployment ▸ tests ▸ what the oracles do not check themselves."""

import json
import os
import sys
import time
import unittest
from pathlib import Path

import deployment
from cloud import HERE
from notes import NOTES
from world import Person


def main() -> int:
    if folder := os.environ.get("ROUNDEL_CLOUD"):
        deployed(Path(folder))
    found = unittest.defaultTestLoader.discover(str(HERE), pattern="test_*.py")
    outcome = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(found)
    if NOTES:
        print("\nWhere an oracle is no judge:")
        for note in NOTES:
            print(f"  {note}")
    return 0 if outcome.wasSuccessful() and outcome.testsRun > 0 else 1


def deployed(folder: Path) -> None:
    print("  deploying the stacks with the CDK ... ", end="", flush=True)
    start = time.monotonic()
    settings = deployment.prepare()
    outputs = deployment.deploy(folder, Path(os.environ["ROUNDEL_BIN"]), settings)
    (folder / "deployed.json").write_text(json.dumps({"settings": settings, "outputs": outputs}))
    somebody = Person("andrew")  # each function has its keys then
    for path in ("/avatars/key_upload", "/session"):
        somebody.post(path)
    print(f"done ({time.monotonic() - start:.1f} s)\n", flush=True)


if __name__ == "__main__":
    sys.exit(main())
