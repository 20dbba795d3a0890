// SNS's door: who is believed, and what becomes of it.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";

import { publicId } from "../../../edge/function/tokens.mjs";
import { eventually, fixture } from "../stack.mjs";
import { call, newcomer } from "./call.mjs";

const VERSIONS = ["1", "2"];
const SIGNED = {
  Notification: ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
  SubscriptionConfirmation: ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
};

export function webhook(world) {
  const ask = (path, options) => call(world.stack, path, options);
  const deliveries = async () => (await fetch(`${world.stack.urls.sns}/deliveries`)).json();
  const key = () => readFile(join(world.stack.state, "sns/key.pem"), "utf8");
  const avatarOf = async (handle) => (await ask(`/api/users/@${handle}/short`)).body.avatar;
  const avatarSoon = (handle) => eventually(async () => (await ask(`/api/users/@${handle}/short`)).body?.avatar ?? undefined, `the avatar of ${handle}`);

  /** What was delivered first to subscribe: has the ARN, and where the certificate is. */
  const question = () =>
    eventually(async () => (await deliveries()).find(({ envelope }) => envelope.Type === "SubscriptionConfirmation")?.envelope, "a subscription");

  /** An envelope like SNS's, signed anew by `signer`. */
  async function envelope(fields, { signer, version = "2" } = {}) {
    const { TopicArn, SigningCertURL } = await question();
    const Timestamp = new Date().toISOString();
    const made = { Type: "Notification", MessageId: randomUUID(), TopicArn, Timestamp, SigningCertURL, SignatureVersion: version, ...fields };
    const lines = SIGNED[made.Type].filter((name) => made[name] !== undefined).map((name) => `${name}\n${made[name]}\n`);
    const Signature = sign(version === "1" ? "sha1" : "sha256", Buffer.from(lines.join("")), signer ?? (await key())).toString("base64");
    return { ...made, Signature, ...("Signature" in fields ? fields : {}) };
  }

  const post = (body) => ask("/webhooks/avatar", { method: "POST", body: JSON.stringify(body), headers: { "content-type": "text/plain; charset=UTF-8" } });

  const uploadId = (millis) => {
    const hex = millis.toString(16).padStart(12, "0");
    return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
  };
  const changed = (sub, version, millis) =>
    JSON.stringify({ publicId: publicId(sub), version: version.repeat(32), uploadId: uploadId(millis), variants: [], thumbhash: "3OcRJYB4d3h/iIeHeEh3eIhw+j2w" });

  it("an upload is in the feed, on the profile and in the suggestions, and every URL shows it", async () => {
    const { token, sub } = await newcomer(world.stack, "ivanova");
    await ask("/api/activities", { method: "POST", token, body: { message: "Boom.", ttl: "1-day" } });
    const signed = await world.stack.upload(token, await fixture("photo-small"));
    assert.equal(signed.publicId, publicId(sub));
    const avatar = await avatarSoon("ivanova");
    const pointer = await world.stack.pointer(signed);
    assert.deepEqual([avatar.version, avatar.thumbhash], [pointer.version, pointer.thumbhash]);
    assert.deepEqual(Object.keys(avatar.urls), ["64", "128", "256", "512"]);
    for (const url of Object.values(avatar.urls)) {
      const picture = await fetch(url, { headers: { accept: "image/webp,*/*" } });
      assert.deepEqual([picture.status, picture.headers.get("content-type")], [200, "image/webp"]);
      assert.match(picture.headers.get("cache-control"), /immutable/);
    }
    const page = (await ask("/api/activities/@ivanova")).body;
    const home = (await ask("/api/activities/home")).body.find(({ handle }) => handle === "ivanova");
    const suggested = (await ask("/api/users/suggestions")).body.find(({ handle }) => handle === "ivanova");
    const own = (await ask("/api/profile", { token })).body;
    for (const shown of [page.profile, page.activities[0], home, suggested, own]) assert.deepEqual(shown.avatar, avatar);
  });

  it("what SNS delivered, delivered again, is heard and changes nothing", async () => {
    const before = await avatarOf("ivanova");
    const all = (await deliveries()).filter(({ envelope, status }) => envelope.Type === "Notification" && status === 200);
    assert.ok(all.length > 0);
    for (const { envelope } of all) assert.equal((await post(envelope)).status, 200);
    assert.deepEqual(await avatarOf("ivanova"), before);
  });

  it("both versions of signatures are verified, with and without a subject", async () => {
    let millis = 1_795_000_000_000;
    const { token, sub } = await newcomer(world.stack, "franklin");
    await ask("/api/profile", { token });
    for (const version of VERSIONS) {
      for (const Subject of [undefined, "about"]) {
        const letter = "abcd"[millis % 10];
        const answer = await post(await envelope({ Message: changed(sub, letter, millis++), Subject }, { version }));
        assert.deepEqual([answer.status, (await avatarOf("franklin")).version], [200, letter.repeat(32)], answer.text);
      }
    }
  });

  it("only a newer upload moves an avatar, also before its person was ever here", async () => {
    const { token, sub } = await newcomer(world.stack, "sheridan");
    const say = async (letter, millis) => assert.equal((await post(await envelope({ Message: changed(sub, letter, millis) }))).status, 200);
    await say("b", 1_795_000_002_000);
    assert.equal((await ask("/api/profile", { token })).body.avatar.version, "b".repeat(32));
    await say("a", 1_795_000_001_000);
    await say("d", 1_795_000_002_000);
    assert.equal((await avatarOf("sheridan")).version, "b".repeat(32));
    await say("c", 1_795_000_003_000);
    assert.equal((await avatarOf("sheridan")).version, "c".repeat(32));
  });

  it("nobody else is believed", async (t) => {
    const { token, sub } = await newcomer(world.stack, "bester");
    await ask("/api/profile", { token });
    const stranger = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const asked = [];
    const elsewhere = createServer((request, response) => (asked.push(request.url), response.end("no")));
    await new Promise((listening) => elsewhere.listen(0, "127.0.0.1", listening));
    t.after(() => elsewhere.close());
    const own = `http://127.0.0.1:${elsewhere.address().port}`;
    const Message = changed(sub, "e", 1_795_000_009_000);
    const good = await envelope({ Message });
    const file = new URL(good.SigningCertURL).pathname;
    const { sns } = world.stack.urls;
    const forged = [
      ["another's key", await envelope({ Message }, { signer: stranger }), "invalid_signature"],
      ["another message", { ...good, Message: changed(sub, "f", 1_795_000_009_000) }, "invalid_signature"],
      ["a subject that was not signed", { ...good, Subject: "x" }, "invalid_signature"],
      ["another time", { ...good, Timestamp: "2026-11-28T00:00:00.000Z" }, "invalid_signature"],
      ["another kind", { ...good, Type: "UnsubscribeConfirmation" }, "invalid_signature"],
      ["SHA-256 said to be SHA-1", { ...good, SignatureVersion: "1" }, "invalid_signature"],
      ["a version that there is not", { ...good, SignatureVersion: "3" }, "invalid_signature"],
      ["no signature", { ...good, Signature: "" }, "invalid_signature"],
      ["no base64", { ...good, Signature: "*" }, "invalid_signature"],
      ["another topic, well signed", await envelope({ Message, TopicArn: `${good.TopicArn}2` }), "foreign_topic"],
      ["a certificate from elsewhere", await envelope({ Message, SigningCertURL: `${own}${file}` }, { signer: stranger }), "foreign_certificate"],
      ["Amazon's, where only the stack's own is", await envelope({ Message, SigningCertURL: `https://sns.eu-central-1.amazonaws.com${file}` }), "foreign_certificate"],
      ["SNS's door, but no certificate's address", await envelope({ Message, SigningCertURL: `${sns}/notifications` }), "foreign_certificate"],
      ["an address with a query", await envelope({ Message, SigningCertURL: `${good.SigningCertURL}?x` }), "foreign_certificate"],
      ["a subscription elsewhere", await envelope({ Type: "SubscriptionConfirmation", Message, Token: "t", SubscribeURL: `${own}/?Action=ConfirmSubscription` }), "foreign_subscription"],
    ];
    for (const [what, body, code] of forged) {
      const answer = await post(body);
      assert.deepEqual([answer.status, answer.body.error?.code], [403, code], what);
    }
    assert.deepEqual(asked, [], "nobody else is even asked");
    assert.equal(await avatarOf("bester"), null);
    assert.equal((await post(good)).status, 200, "and the one that they were made of is good");
    assert.equal((await avatarOf("bester")).version, "e".repeat(32));
  });

  it("what is no envelope is 400, and what tells of something else is heard and left alone", async () => {
    for (const body of [{}, [], { Type: "Notification" }, { ...(await question()), Type: "Other" }]) {
      const answer = await post(body);
      assert.deepEqual([answer.status, answer.body.error.code], [400, "invalid_json"]);
    }
    for (const Message of ["hello", "{}", JSON.stringify({ publicId: "../x" })]) {
      assert.deepEqual((await post(await envelope({ Message }))).body, { heard: true });
    }
    assert.equal((await ask("/webhooks/avatar")).status, 404, "the gateway has POST alone");
  });

  it("a certificate that SNS does not have just now is worth another try", async () => {
    const { sns } = world.stack.urls;
    const answer = await post(await envelope({ Message: "hello", SigningCertURL: `${sns}/SimpleNotificationService-0123.pem` }));
    assert.deepEqual([answer.status, answer.body.error.code], [503, "sns_unavailable"]);
  });

  it("a notification that finds no database comes again until it does", async (t) => {
    const { token, sub } = await newcomer(world.stack, "talia");
    await ask("/api/profile", { token });
    const database = (what) => fetch(`${world.stack.urls.faults}/database/${what}`, { method: "POST" });
    if ((await database("pause")).status !== 204) return t.skip("the stack has no server of its own");
    const Message = changed(sub, "9", 1_795_000_000_000);
    const tries = async () => (await deliveries()).filter(({ envelope }) => envelope.Message === Message).map(({ status }) => status);
    try {
      const { TopicArn } = await question();
      await fetch(world.stack.urls.sns, { method: "POST", body: new URLSearchParams({ Action: "Publish", TopicArn, Message }) });
      await eventually(async () => (await tries()).includes(503), "a delivery that fails");
    } finally {
      await database("resume");
    }
    assert.equal((await avatarSoon("talia")).version, "9".repeat(32));
    assert.equal((await tries()).at(-1), 200);
  });
}
