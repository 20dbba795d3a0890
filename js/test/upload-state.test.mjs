import assert from "node:assert/strict";
import { test } from "node:test";
import { RoundelError, openCrop } from "roundel";
import { nextState } from "../../pkg/dist/react/upload-state.js";

const file = new Blob(["x"]);
const picture = { file, probe: {}, preview: file };
const edit = { crop: openCrop(100, 100), filter: "noir" };
const avatar = { blob: file };
const receipt = { key: "k", publicId: "p", uploadId: "u" };
const error = new RoundelError("network", "Try again.");

const walk = (...events) => events.reduce(nextState, { phase: "idle" });
const UPLOADING = [{ type: "saving", picture, edit }, { type: "prepared", avatar }];
const STORED = [...UPLOADING, { type: "uploaded", receipt }];

test("the way from a file to an avatar", () => {
  assert.deepEqual(walk({ type: "chosen", file }), { phase: "reading", file });
  assert.deepEqual(walk({ type: "chosen", file }, { type: "opened", picture }), { phase: "cropping", picture });
  assert.deepEqual(walk(...UPLOADING, { type: "progress", progress: 0.5 }), {
    phase: "uploading",
    picture,
    edit,
    avatar,
    progress: 0.5,
  });
  const done = walk(...STORED, { type: "shown", pointer: { version: "v" } });
  assert.deepEqual(done, { phase: "done", avatar, receipt, pointer: { version: "v" } });
});

test("a failed step keeps what its retry needs", () => {
  const opening = walk({ type: "chosen", file }, { type: "failed", error });
  assert.deepEqual(opening, { phase: "error", error, failed: { step: "open", file } });
  const saving = walk(...UPLOADING, { type: "failed", error });
  assert.deepEqual(saving, { phase: "error", error, failed: { step: "save", picture, edit } });
});

test("cancelling goes back to the crop while nothing is stored", () => {
  assert.equal(walk({ type: "chosen", file }, { type: "cancelled" }).phase, "idle");
  assert.deepEqual(walk(...UPLOADING, { type: "cancelled" }), { phase: "cropping", picture });
  const stored = walk(...STORED, { type: "cancelled" });
  assert.deepEqual(stored, { phase: "done", avatar, receipt, pointer: undefined });
});

test("late events of what was cancelled change nothing", () => {
  const late = [
    { type: "opened", picture },
    { type: "prepared", avatar },
    { type: "progress", progress: 1 },
    { type: "uploaded", receipt },
    { type: "shown", pointer: undefined },
    { type: "failed", error },
  ];
  for (const event of late) {
    assert.deepEqual(walk(event), { phase: "idle" }, event.type);
  }
  assert.equal(walk(...STORED, { type: "failed", error }).phase, "processing");
});
