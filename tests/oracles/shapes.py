"""Events and answers through TypeScript's compiler, by `@types/aws-lambda`."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from cloud import HERE

ROOT = HERE.parent.parent


def folder() -> Path:
    return Path(os.environ["ROUNDEL_CLOUD"]) / "shapes"


def events() -> dict:
    """Those of shapes/events.ts, if they compile."""
    compile_all()
    printed = subprocess.run(["node", folder() / "out/events.js"], check=True, capture_output=True, text=True)
    return json.loads(printed.stdout)


def check(answered: dict[str, list]) -> None:
    """AssertionError with the compiler's own words where an answer is of another type."""
    compile_all(answered)


def compile_all(answered: dict[str, list] | None = None) -> None:
    shutil.rmtree(folder(), ignore_errors=True)
    shutil.copytree(HERE / "shapes", folder())
    literals = answered or {}
    # as literals: what is of no type that is known would be a member too many
    text = "".join(f"export const {name} = {json.dumps(literals.get(name, []), indent=1)} satisfies readonly object[];\n" for name in NAMES)
    (folder() / "answered.ts").write_text(text)
    options = OPTIONS | {"paths": {"aws-lambda": [str(ROOT / "node_modules/@types/aws-lambda/index.d.ts")]}}
    options |= {"typeRoots": [str(ROOT / "node_modules/@types")], "outDir": "out"}
    (folder() / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "include": ["*.ts"]}))
    (folder() / "package.json").write_text('{"type":"module"}')
    compiled = subprocess.run([ROOT / "node_modules/.bin/tsc", "-p", folder()], capture_output=True, text=True)
    assert compiled.returncode == 0, compiled.stdout + compiled.stderr


NAMES = ("key_upload", "session", "authorizer", "variants")
OPTIONS = {"strict": True, "target": "es2022", "module": "nodenext", "moduleResolution": "nodenext", "types": ["node"], "skipLibCheck": False}
