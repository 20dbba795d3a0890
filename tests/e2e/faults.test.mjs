// The faults of the system that Roundel replaces (F1 to F22), each a test that would fail there, against a running
// stack: real lambdas, real signatures, a real queue.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { decode, isNear, isUpright, marksOfMetadata } from "./picture.mjs";
import { eventually, fixture, startStack, terms } from "./stack.mjs";

let stack;
let origin;
before(async () => {
  stack = await startStack();
  origin = new URL(stack.urls.demo).origin;
});
after(() => stack?.stop());

/** A refusal is JSON of one shape, with its status and with CORS for our page. */
async function assertRefused(answer, status, code) {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  const { error } = JSON.parse(text);
  assert.equal(error.code, code);
  assert.ok(error.message.length > 10);
  assert.match(answer.headers.get("content-type"), /^application\/json/);
  assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  assert.match(answer.headers.get("vary") ?? "", /Origin/i);
}

const put = (signed, bytes, headers = {}) =>
  fetch(signed.url, { method: "PUT", headers: { ...signed.headers, ...headers }, body: bytes });

const uploads = () => stack.objects(stack.urls.uploads_bucket);

/** Uploads what cannot become an avatar and waits for its dead letter; nothing may be shown of it. */
async function assertBuried(username, bytes, contentType, reason) {
  const signed = await stack.upload(await stack.token(username), bytes, contentType);
  const letter = await eventually(
    async () => (await stack.deadLetters()).find((letter) => JSON.stringify(letter).includes(signed.uploadId)),
    `the dead letter of ${signed.uploadId}`,
  );
  assert.ok(JSON.stringify(letter).includes(reason), `${reason} is not in ${JSON.stringify(letter)}`);
  assert.notEqual((await stack.currentPointer(signed.publicId))?.uploadId, signed.uploadId);
}

describe("signing", () => {
  it("F1: no part of the key comes from the client", async () => {
    const token = await stack.token("andrew");
    const victim = (await stack.sign(await stack.token("londo"), new Uint8Array(1))).publicId;
    for (const extension of [`x/${victim}.jpg`, `../${victim}/x.jpg`, `jpg/../${victim}`]) {
      await assertRefused(await stack.keyUpload({ extension }, { token }), 415, "unsupported_type");
    }
    const own = await (await stack.keyUpload({ extension: "jpg", key: `avatars/original/${victim}/x.jpg` }, { token })).json();
    assert.notEqual(own.publicId, victim);
    assert.match(own.key, new RegExp(`^avatars/original/${own.publicId}/[0-9a-f-]{36}\\.jpg$`));
    assert.ok(!own.url.includes(victim));
  });

  it("F2: a refused token is a 401 in JSON with CORS, and nothing is signed", async () => {
    const good = await stack.token("andrew");
    const refused = [
      good.slice(0, -8) + "AAAAAAAA",
      "not.a.token",
      good.replace(/^[^.]*/, Buffer.from('{"alg":"none"}').toString("base64url")),
      await stack.token("andrew", { expires_in: "1" }).then(async (token) => (await sleep(2100), token)),
    ];
    for (const token of refused) {
      const answer = await stack.keyUpload(terms(new Uint8Array(9)), { token });
      await assertRefused(answer, 401, "unauthorized");
    }
    const none = await stack.keyUpload(terms(new Uint8Array(9)));
    assert.equal(none.status, 401);
    assert.equal((await none.json()).message, "Unauthorized");
    assert.equal(none.headers.get("access-control-allow-origin"), origin);
    assert.deepEqual(await uploads(), []);
  });

  it("F3: every malformed request is refused with its own code", async () => {
    const token = await stack.token("andrew");
    const cases = [
      ["", 400, "missing_body"],
      ["eyJleHRlbnNpb24iOiJqcGcifQ==", 400, "invalid_json"],
      ["{}", 400, "missing_content_type"],
      [{ extension: {} }, 400, "invalid_extension"],
      [{ extension: "html" }, 415, "unsupported_type"],
      [{ extension: "/../../" }, 415, "unsupported_type"],
      [{ ...terms(new Uint8Array(9)), contentType: "image/svg+xml" }, 415, "unsupported_type"],
      [{ ...terms(new Uint8Array(9)), contentLength: 0 }, 400, "invalid_content_length"],
      [{ ...terms(new Uint8Array(9)), contentLength: 10485761 }, 413, "too_large"],
      [{ ...terms(new Uint8Array(9)), checksumSha256: "AAAAAA==" }, 400, "invalid_checksum"],
    ];
    for (const [body, status, code] of cases) {
      await assertRefused(await stack.keyUpload(body, { token }), status, code);
    }
    // a body that the gateway hands over as base64 is read all the same
    const binary = new TextEncoder().encode(JSON.stringify(terms(new Uint8Array(9))));
    const answer = await stack.keyUpload(binary, { token, headers: { "content-type": "application/octet-stream" } });
    assert.equal(answer.status, 200);
    assert.deepEqual(await uploads(), []);
  });

  it("F4: type, length, checksum and a single use are bound for two minutes", async () => {
    const token = await stack.token("andrew");
    const bytes = await fixture("photo-small");
    const signed = await stack.sign(token, bytes);
    const query = new URL(signed.url).searchParams;
    assert.ok(Number(query.get("X-Amz-Expires")) >= 60 && Number(query.get("X-Amz-Expires")) <= 120);
    assert.ok(Math.abs(Date.parse(signed.expiresAt) - Date.now() - 120_000) < 10_000);

    const other = Uint8Array.from(bytes, (byte, i) => (i === 900 ? byte ^ 1 : byte));
    const elsewhere = (from, to) => ({ ...signed, url: signed.url.replace(from, to) });
    const refusals = [
      await put(signed, bytes, { "content-type": "text/html" }),
      await put(signed, other),
      await put(signed, other, { "x-amz-checksum-sha256": terms(other).checksumSha256 }),
      await put(signed, bytes.subarray(1), { "content-length": String(bytes.length - 1) }),
      await put(signed, bytes, { "if-none-match": '"other"' }),
      await put(elsewhere("X-Amz-Expires=120", "X-Amz-Expires=3600"), bytes),
      await put(elsewhere(signed.publicId, "a".repeat(26)), bytes),
      await put(elsewhere(".jpg", ".html"), bytes),
    ];
    for (const answer of refusals) {
      assert.ok([400, 403].includes(answer.status), `${answer.status} ${await answer.text()}`);
    }
    const { "if-none-match": _, ...withoutCondition } = signed.headers;
    const unconditional = await fetch(signed.url, { method: "PUT", headers: withoutCondition, body: bytes });
    assert.equal(unconditional.status, 403);
    assert.deepEqual(await uploads(), []);

    assert.equal((await put(signed, bytes)).status, 200);
    assert.equal((await put(signed, bytes)).status, 412, "a second PUT must not overwrite");
    assert.equal((await uploads()).length, 1);
  });

  it("F12: no token, presigned URL or checksum is in any log", async () => {
    const token = await stack.token("bayko");
    const signed = await stack.upload(token, await fixture("photo-small"));
    await stack.pointer(signed);
    await stack.keyUpload("{}", { token: token.slice(0, -4) });
    await stack.cdn(`/members/${signed.publicId}/current/64`, { authorization: `Bearer ${token}` });
    await stack.cdn(`/members/${signed.publicId}/current/64`, { cookie: `roundel_token=${token}x` });
    const logs = await stack.logs();
    assert.ok(logs.includes(signed.uploadId), "the logs are being read");
    const [header, payload, signature] = token.split(".");
    const secrets = [payload, signature, `${header}.`, "X-Amz-Signature", "X-Amz-Credential", signed.headers["x-amz-checksum-sha256"]];
    for (const secret of secrets) assert.ok(!logs.includes(secret), `${secret.slice(0, 20)} is in a log`);
  });

  it("F13: no checksum of an empty body is in the URL, and the upload is accepted", async () => {
    const bytes = await fixture("photo-small");
    const signed = await stack.sign(await stack.token("andrew"), bytes);
    assert.doesNotMatch(signed.url, /crc32|sdk-checksum|AAAAAA%3D%3D/i);
    assert.equal((await put(signed, bytes)).status, 200);
  });

  it("F13: an old client that sends {extension} still uploads", async () => {
    const token = await stack.token("bayko");
    const bytes = await fixture("photo-small");
    const answer = await stack.keyUpload({ extension: "jpg" }, { headers: { authorization: token } });
    assert.equal(answer.status, 200);
    const legacy = await answer.json();
    const stored = await fetch(legacy.url, { method: "PUT", headers: { "content-type": "image/jpeg" }, body: bytes });
    assert.equal(stored.status, 200);
    await stack.pointer(legacy);
    const processed = await stack.cdn(`/avatars/processed/${legacy.publicId}.jpg`);
    assert.equal(processed.status, 200);
    assert.equal((await decode(Buffer.from(await processed.arrayBuffer()))).format, "jpeg");
  });

  it("F4: an old client's URL used twice changes nothing that was announced", async () => {
    const token = await stack.token("londo");
    const legacy = await (await stack.keyUpload({ extension: "JPG" }, { token })).json();
    const store = async (picture) =>
      (await fetch(legacy.url, { method: "PUT", headers: { "content-type": "image/jpeg" }, body: await fixture(picture) })).status;
    assert.equal(await store("photo-small"), 200);
    const first = await stack.pointer(legacy);
    assert.equal(await store("photo"), 200);
    const published = async () =>
      (await stack.logs()).split("\n").filter((line) => line.includes("variants_published") && line.includes(legacy.uploadId));
    const [, again] = await eventually(async () => ((await published()).length > 1 ? published() : undefined), "the second picture's end");
    assert.match(again, /"encoded":0/);
    assert.deepEqual(await stack.currentPointer(legacy.publicId), first);
    const announced = (await (await fetch(`${stack.urls.sns}/notifications`)).text()).match(/[0-9a-f]{32}/g);
    assert.ok(announced.includes(first.version));
    const folders = (await stack.objects(stack.urls.assets_bucket)).filter((name) => name.includes(`${legacy.publicId}/`));
    const versions = new Set(folders.map((name) => name.split("/")[2]).filter((name) => /^[0-9a-f]{32}$/.test(name)));
    assert.deepEqual([...versions], [first.version]);
  });

  it("refusals of the gateway itself and of the CDN itself are JSON with CORS, too", async () => {
    const headers = { origin };
    await assertRefused(await fetch(`${stack.urls.api}/avatars/key_upload`, { headers }), 404, "not_found");
    const huge = await fetch(`${stack.urls.api}/avatars/key_upload`, {
      method: "POST",
      headers: { origin, authorization: "x" },
      body: new Uint8Array(7_000_000),
    });
    await assertRefused(huge, 413, "too_large");
    await assertRefused(await fetch(`${stack.urls.cdn}/avatars/x`, { method: "POST", headers }), 405, "method_not_allowed");
  });

  it("F19: a foreign origin is never echoed, on no answer of gateway, lambda, bucket or CDN", async () => {
    const token = await stack.token("andrew");
    const bytes = await fixture("photo-small");
    const foreign = "https://evil.example";
    const signed = await stack.sign(token, bytes);
    const preflight = (url, method) =>
      fetch(url, { method: "OPTIONS", headers: { origin: foreign, "access-control-request-method": method } });
    const answers = [
      await stack.keyUpload(terms(bytes), { token, origin: foreign }),
      await stack.keyUpload("{}", { token, origin: foreign }),
      await stack.keyUpload("{}", { origin: foreign }),
      await preflight(`${stack.urls.api}/avatars/key_upload`, "POST"),
      await preflight(signed.url, "PUT"),
      await put(signed, bytes, { origin: foreign }),
      await stack.cdn(`/avatars/${signed.publicId}/current/64`, { origin: foreign }),
      await stack.cdn(`/members/${signed.publicId}/current/64`, { origin: foreign }),
    ];
    for (const answer of answers) {
      assert.equal(answer.headers.get("access-control-allow-origin"), null, `${answer.url.split("?")[0]} ${answer.status}`);
    }
    const ours = await fetch(`${stack.urls.api}/avatars/key_upload`, {
      method: "OPTIONS",
      headers: { origin, "access-control-request-method": "POST" },
    });
    assert.ok([200, 204].includes(ours.status));
    assert.equal(ours.headers.get("access-control-allow-origin"), origin);
    assert.match(ours.headers.get("access-control-allow-headers"), /authorization/i);
  });
});

describe("what is stored", () => {
  /** Uploads a picture as it is, as a client without our browser module would, and fetches a variant. */
  async function storedOf(username, name, path = "512.jpg", contentType = "image/jpeg") {
    const signed = await stack.upload(await stack.token(username), await fixture(name), contentType);
    const pointer = await stack.pointer(signed);
    const answer = await stack.cdn(`/avatars/${signed.publicId}/${pointer.version}/${path}`);
    assert.equal(answer.status, 200);
    return { bytes: Buffer.from(await answer.arrayBuffer()), pointer };
  }

  it("F5: every EXIF orientation is applied, once, and is gone with all other metadata", async () => {
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const photo = { fixture: "photo_jpeg", width: 800, height: 600, orientation, gps: true, extras: true };
      for (const path of ["512.jpg", "256.webp"]) {
        const { bytes } = await storedOf("andrew", photo, path);
        const picture = await decode(bytes);
        assert.ok(isUpright(picture), `orientation ${orientation} in ${path}`);
        assert.equal(picture.orientation, undefined);
        assert.deepEqual(marksOfMetadata(bytes), []);
        assert.deepEqual(Object.values(picture.metadata).filter(Boolean), []);
      }
    }
  });

  it("F6: transparent does not become black", async () => {
    for (const path of ["512.jpg", "512.webp", "64.jpg"]) {
      const { bytes } = await storedOf("bayko", "alpha-png", path, "image/png");
      const picture = await decode(bytes);
      for (const corner of [[0.01, 0.01], [0.99, 0.01], [0.01, 0.99], [0.99, 0.99]]) {
        assert.ok(isNear(picture.pixel(...corner), [255, 255, 255], 8), `${path} ${picture.pixel(...corner)}`);
      }
    }
  });

  it("F7: a small picture is not enlarged, in pixels or bytes", async () => {
    const original = await fixture("photo-small");
    const { bytes, pointer } = await storedOf("londo", "photo-small");
    const picture = await decode(bytes);
    assert.deepEqual([picture.width, picture.height], [168, 168]);
    assert.ok(bytes.length <= original.length, `${bytes.length} of ${original.length}`);
    assert.equal(pointer.variants.length, 8);
  });

  it("F8: a 256-megapixel PNG is refused by its header", async () => {
    const start = Date.now();
    const png = await fixture("huge-png");
    assert.ok(png.length < 1_000_000);
    await assertBuried("andrew", png, "image/png", "too_many_pixels");
    assert.ok(Date.now() - start < 5_000);
  });

  it("F9: what is no picture is refused or buried with its reason, and the next one is not held up", async () => {
    await assertBuried("andrew", await fixture("html"), "image/jpeg", "type_mismatch");
    await assertBuried("andrew", await fixture("svg"), "image/png", "type_mismatch");
    await assertBuried("bayko", await fixture("truncated"), "image/jpeg", "truncated");
    await assertBuried("bayko", await fixture("huge-gif"), "image/gif", "too_many_pixels");
    const token = await stack.token("andrew");
    const empty = await stack.keyUpload(terms(new Uint8Array(0)), { token });
    await assertRefused(empty, 400, "invalid_content_length");
    const good = await stack.upload(token, await fixture("photo-small"));
    assert.equal((await stack.pointer(good)).uploadId, good.uploadId);
  });

  it("F22: of a PNG and a JPEG of one person the newer upload wins, whatever finishes last", async () => {
    const token = await stack.token("londo");
    const older = await stack.sign(token, await fixture("alpha-png"), "image/png");
    await sleep(5);
    const newer = await stack.upload(token, await fixture("photo"));
    await stack.pointer(newer);
    // the older one is finished after the newer one
    assert.equal((await put(older, await fixture("alpha-png"))).status, 200);
    await eventually(async () => (await stack.logs()).includes("variants_superseded"), "the older upload's end");
    assert.equal((await stack.currentPointer(newer.publicId)).uploadId, newer.uploadId);
    const shown = await stack.cdn(`/avatars/${newer.publicId}/current/512`, { accept: "image/jpeg" });
    assert.ok(isUpright(await decode(Buffer.from(await shown.arrayBuffer()))));
  });

  it("A, then B, then A again ends at A and encodes nothing again", async () => {
    const token = await stack.token("bayko");
    const a = { fixture: "photo_jpeg", width: 640, height: 480, orientation: 3 };
    const b = { fixture: "photo_jpeg", width: 600, height: 600, orientation: 1 };
    const first = await stack.pointer(await stack.upload(token, await fixture(a)));
    await stack.pointer(await stack.upload(token, await fixture(b)));
    const before = (await stack.objects(stack.urls.assets_bucket)).length;
    const again = await stack.upload(token, await fixture(a));
    const last = await stack.pointer(again);
    assert.equal(last.version, first.version);
    assert.equal(last.thumbhash, first.thumbhash);
    assert.equal((await stack.objects(stack.urls.assets_bucket)).length, before);
    // the pointer is there before the copies and the line
    const line = await eventually(
      async () => (await stack.logs()).split("\n").find((line) => line.includes("variants_published") && line.includes(again.uploadId)),
      "the line about the second A",
    );
    assert.match(line, /"encoded":0/);
  });
});

it("the version is the content's: the same picture of two people has one", async () => {
  const bytes = await fixture({ fixture: "photo_jpeg", width: 500, height: 500, orientation: 1 });
  const pointers = [];
  for (const username of ["andrew", "londo"]) {
    pointers.push(await stack.pointer(await stack.upload(await stack.token(username), bytes)));
  }
  assert.equal(pointers[0].version, pointers[1].version);
  assert.match(pointers[0].version, /^[0-9a-f]{32}$/);
  const digest = createHash("sha256").update(Buffer.from([0, 0, 0, 1])).update(bytes).digest("hex");
  assert.equal(pointers[0].version, digest.slice(0, 32));
});
