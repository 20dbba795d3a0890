import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { uploadAvatar } from "roundel";
import { serve } from "./server.mjs";

const PICTURE = new Blob(["not really a picture"], { type: "image/jpeg" });
const IDS = { key: "avatars/original/a/b.jpg", publicId: "xj4bnp4pahh6uqkbidpf3lrceo", uploadId: "01939a5e" };

/** API and store in one server; `grant` changes the API's answer. */
function stack(t, { grant = (url) => ({ json: { ...IDS, method: "PUT", url, headers: {} } }), store = {} } = {}) {
  return serve(t, ({ method, headers }) =>
    method === "POST" ? grant(`http://${headers.host}/store?signature=s`) : store,
  );
}

test("checksum, permission, PUT: in this order, with what the signature binds", async (t) => {
  const headers = {
    "Content-Length": "20",
    Host: "elsewhere",
    "content-type": "image/jpeg",
    "if-none-match": "*",
    "x-amz-checksum-sha256": "sum",
  };
  const { url, asked } = await stack(t, { grant: (url) => ({ json: { ...IDS, method: "PUT", url, headers } }) });
  const receipt = await uploadAvatar({ api: url, token: async () => "a.b.c" }, PICTURE);
  assert.deepEqual(receipt, IDS);

  const [post, put] = asked;
  assert.equal(asked.length, 2);
  assert.equal(post.path, "/avatars/key_upload");
  assert.equal(post.headers.authorization, "Bearer a.b.c");
  assert.deepEqual(JSON.parse(post.body), {
    contentType: "image/jpeg",
    contentLength: 20,
    checksumSha256: createHash("sha256").update("not really a picture").digest("base64"),
  });
  assert.equal(put.path, "/store?signature=s");
  assert.equal(put.headers["if-none-match"], "*");
  assert.equal(put.headers["x-amz-checksum-sha256"], "sum");
  assert.equal(put.headers.host, new URL(url).host);
  assert.equal(put.headers.authorization, undefined);
  assert.equal(put.body.toString(), "not really a picture");
});

test("a refusal keeps the server's code, message and status, and nothing is sent to a store", async (t) => {
  const json = { error: { code: "unsupported_type", message: "Only pictures, please." } };
  const { url, asked } = await stack(t, { grant: () => ({ status: 415, json }) });
  await assert.rejects(uploadAvatar({ api: url, token: "t" }, PICTURE), {
    name: "RoundelError",
    code: "unsupported_type",
    message: "Only pictures, please.",
    status: 415,
    retryable: false,
  });
  assert.equal(asked.length, 1);
});

test("a gateway's own refusal asks to sign in again", async (t) => {
  const { url } = await stack(t, { grant: () => ({ status: 401, json: { message: "Unauthorized" } }) });
  await assert.rejects(uploadAvatar({ api: url, token: "t" }, PICTURE), { code: "unauthorized", status: 401 });
});

test("f2 an answer without an absolute URL uploads nothing anywhere", async (t) => {
  const answers = [
    { json: { isAuthorized: false } },
    { json: { ...IDS, headers: {} } },
    { json: { ...IDS, headers: {}, url: "undefined" } },
    { json: { ...IDS, headers: {}, url: "/undefined" } },
    { json: { ...IDS, headers: {}, url: "javascript:alert(1)" } },
    { json: { ...IDS, headers: {}, url: { toString: 1 } } },
    { json: { ...IDS, headers: { "content-type": 7 }, url: "http://127.0.0.1:1/" } },
    { json: { ...IDS, uploadId: "", headers: {}, url: "http://127.0.0.1:1/" } },
    { json: null },
    { json: [] },
    { text: "<html>" },
    { text: "" },
  ];
  for (const answer of answers) {
    const { url, asked } = await stack(t, { grant: () => answer });
    await assert.rejects(uploadAvatar({ api: url, token: "t" }, PICTURE), { code: "bad_answer" }, JSON.stringify(answer));
    assert.equal(asked.length, 1);
  }
});

test("f21 a page that does not know its API sends nothing", async () => {
  await assert.rejects(uploadAvatar({ api: undefined, token: "t" }, PICTURE), { code: "misconfigured" });
});

test("the store's refusal and the store's fault differ in what may help", async (t) => {
  const refused = await stack(t, { store: { status: 403, text: "<Error/>" } });
  await assert.rejects(uploadAvatar({ api: refused.url, token: "t" }, PICTURE), {
    code: "upload_refused",
    status: 403,
    retryable: false,
  });
  const broken = await stack(t, { store: { status: 503, text: "" } });
  await assert.rejects(uploadAvatar({ api: broken.url, token: "t" }, PICTURE), { status: 503, retryable: true });
});

test("a server that is not there is a network error that can be tried again", async () => {
  const nobody = "http://127.0.0.1:9";
  await assert.rejects(uploadAvatar({ api: nobody, token: "t" }, PICTURE), { code: "network", retryable: true });
});

test("an abort rejects with its own reason and stops before the PUT", async (t) => {
  const stop = new AbortController();
  const { url, asked } = await stack(t, {
    grant: (url) => {
      stop.abort();
      return { json: { ...IDS, url, headers: {} } };
    },
  });
  await assert.rejects(uploadAvatar({ api: url, token: "t" }, PICTURE, { signal: stop.signal }), { name: "AbortError" });
  assert.deepEqual(asked.map(({ method }) => method), ["POST"]);
});
