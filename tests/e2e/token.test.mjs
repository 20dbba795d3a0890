// "Why is a token refused?": told by the verifier on the page itself, and nothing of the token goes anywhere.
import assert from "node:assert/strict";
import { it } from "node:test";

import { screenshot } from "./browser.mjs";
import { visitors } from "./visitors.mjs";

const people = visitors();

/** The page of somebody who is signed in, and every request that it has made so far. */
async function signedIn(options) {
  const requests = [];
  const prepare = (context) => context.on("request", (request) => isRefresh(request) || requests.push(request.url()));
  const page = await people.signedIn("andrew", { ...options, prepare });
  await page.getByTestId("nav-privacy").click();
  return { page, requests };
}

/** The page asks the API every few seconds what is new: without a body, and at addresses that hold nothing of a token. */
function isRefresh(request) {
  const addresses = ["/api/profile", "/api/users/suggestions"];
  return ["GET", "OPTIONS"].includes(request.method()) && addresses.includes(request.url().slice(people.stack.urls.api.length));
}

/** The same with the panel open, its module and keys there, and requests counted from here on. */
async function explaining(options) {
  const { page, requests } = await signedIn(options);
  await page.getByTestId("token-open").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="token-keys"]')?.value.includes('"keys"'));
  await page.getByTestId("token-sample-own").click();
  await page.getByTestId("token-verdict").waitFor();
  await quiet(page, requests);
  requests.length = 0;
  return { page, requests };
}

/** Until the rest of the page has asked for what it needs. */
async function quiet(page, requests) {
  await page.waitForFunction(() => document.querySelectorAll(".visit").length === 9 && !document.querySelector(".visit-wait"));
  for (let before = -1; before !== requests.length; ) {
    before = requests.length;
    await page.waitForTimeout(300);
  }
}

const verdict = (page) => page.getByTestId("token-verdict").getAttribute("data-code");
const outcome = (page, check) => page.getByTestId(`check-${check}`).getAttribute("data-verdict");

async function paste(page, token) {
  await page.getByTestId("token-input").fill(token);
  return verdict(page);
}

it("the verifier is fetched when somebody asks, once, and with it the issuer's public keys", async () => {
  const { page, requests } = await signedIn();
  await quiet(page, requests);
  const ofPanel = () => requests.filter((url) => /token_web|TokenExplainer|jwks\.json/.test(url)).map((url) => new URL(url).pathname.split("/").at(-1));
  assert.deepEqual(ofPanel(), []);
  await page.getByTestId("token-open").click();
  await page.getByTestId("token-sample-own").click();
  await page.getByTestId("token-verdict").waitFor();
  const names = ofPanel();
  for (const name of [/^TokenExplainer.*\.js$/, /^roundel_token_web_bg.*\.wasm$/, /^jwks\.json$/]) {
    assert.equal(names.filter((own) => name.test(own)).length, 1, `${name} in ${names}`);
  }
});

it("a good token is taken, others are refused by the check that they fail, and nothing leaves the page", async () => {
  const { page, requests } = await explaining();
  // whatever would leave would fail, and be seen
  await page.context().setOffline(true);
  assert.equal(await verdict(page), "allowed");
  assert.equal(await outcome(page, "signature"), "passed");
  assert.equal(await outcome(page, "scopes"), "off");
  assert.equal(await page.getByTestId("token-not-reached").count(), 0);

  const good = await page.getByTestId("token-input").inputValue();
  const [header, payload, signature] = good.split(".");
  const encode = (value) => Buffer.from(value).toString("base64url");
  const claims = Buffer.from(payload, "base64url").toString();
  const kid = JSON.parse(Buffer.from(header, "base64url")).kid;
  const refused = [
    ["hello", "not_three_parts", "parts"],
    [`${good}=`, "not_base64url", "signature_encoding"],
    [`${encode(`{"alg":"HS256","kid":"${kid}"}`)}.${payload}.${signature}`, "alg_not_allowed", "algorithm"],
    [`${encode(`{"alg":"RS256","alg":"RS256","kid":"${kid}"}`)}.${payload}.${signature}`, "duplicate_member", "header_json"],
    [`${encode(`{"alg":"RS256","kid":"${kid}","jku":"https://evil.example"}`)}.${payload}.${signature}`, "header_member_not_allowed", "header_members"],
    [`${encode('{"alg":"RS256","kid":"another"}')}.${payload}.${signature}`, "unknown_kid", "key"],
    [`${header}.${encode(claims.replace('"username":"andrew"', '"username":"londo"'))}.${signature}`, "bad_signature", "signature"],
    [`${header}.${encode(`${claims.slice(0, -1)},"sub":"x"}`)}.${signature}`, "duplicate_member", "payload"],
    ["x".repeat(9_000), "token_too_long", "length"],
  ];
  for (const [token, code, check] of refused) {
    assert.equal(await paste(page, token), code);
    assert.equal(await outcome(page, check), "failed", code);
    assert.equal(await page.locator('[data-verdict="failed"]').count(), 1);
    assert.match(await page.getByTestId("token-not-reached").innerText(), /^Not reached: .*Order of times\.$/);
  }
  assert.equal(await paste(page, ` Bearer ${good}\n`), "allowed");

  await page.getByText("Held against").click();
  const against = [
    ["issuer", "https://other.example", "issuer_mismatch", "issuer"],
    ["clientId", "another-client", "client_id_mismatch", "recipient"],
    ["tokenUse", "id", "token_use_mismatch", "token_use"],
    ["scopes", "avatars/write", "scope_mismatch", "scopes"],
    ["groups", "staff", "group_mismatch", "groups"],
    ["keys", '{"keys":[]}', "unknown_kid", "key"],
  ];
  for (const [field, value, code, check] of against) {
    const input = page.getByTestId(`token-${field}`);
    const before = await input.inputValue();
    await input.fill(value);
    assert.equal(await verdict(page), code);
    assert.equal(await outcome(page, check), "failed", code);
    await input.fill(before);
    assert.equal(await verdict(page), "allowed");
  }
  for (const [hours, code] of [["2", "expired"], ["-24", "issued_in_future"]]) {
    await page.getByTestId("token-hours").selectOption(hours);
    assert.equal(await verdict(page), code);
  }
  await page.getByTestId("token-keys").fill("{");
  assert.match(await page.getByTestId("token-problem").innerText(), /key set is refused/);
  assert.deepEqual(requests, []);
});

it("samples are refused as their names say, and what is shown never holds the signature", async () => {
  const { page, requests } = await explaining();
  const good = await page.getByTestId("token-input").inputValue();
  const signature = good.split(".")[2];
  for (const [sample, code] of [["own", "allowed"], ["altered", "bad_signature"], ["unsigned", "alg_not_allowed"]]) {
    const button = page.getByTestId(`token-sample-${sample}`);
    await button.click();
    assert.equal(await button.getAttribute("aria-pressed"), "true");
    assert.equal(await verdict(page), code);
    assert.ok(!(await page.locator("#tokens .token > :not(.field)").allInnerTexts()).join().includes(signature.slice(0, 20)));
  }
  const claims = JSON.parse(await page.getByTestId("token-claims").innerText());
  assert.equal(claims.username, "andrew");
  assert.match(await page.locator("#tokens").innerText(), /which nobody has signed/);
  assert.deepEqual(requests, []);
});

it("by keys alone: open, paste, change what it is held against", async () => {
  const { page } = await signedIn();
  await page.getByTestId("token-open").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("token-input").waitFor();
  await page.waitForFunction(() => document.activeElement?.dataset.testid === "token-input");
  await page.keyboard.type("a.b.c");
  await page.getByTestId("token-verdict").waitFor();
  assert.equal(await verdict(page), "not_base64url");
  for (const expected of ["token-sample-own", "token-sample-altered", "token-sample-unsigned"]) {
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), expected);
  }
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "token-issuer");
  for (const name of ["Token", "Issuer", "Client id", "Token use", "Scopes, all of", "Groups, one of", "At which time", "Keys"]) {
    assert.equal(await page.getByLabel(name, { exact: true }).count(), 1, name);
  }
});

const LOOKS = [
  ["desktop-light", { colorScheme: "light", viewport: { width: 1280, height: 800 } }],
  ["phone-dark", { colorScheme: "dark", viewport: { width: 390, height: 844 } }],
];

for (const [look, options] of LOOKS) {
  it(`${look}: the panel fits its page`, async () => {
    const { page } = await explaining(options);
    await page.getByTestId("token-sample-altered").click();
    assert.equal(await verdict(page), "bad_signature");
    await page.locator("#tokens").scrollIntoViewIfNeeded();
    await page.evaluate(() => document.querySelector("#tokens").scrollIntoView({ behavior: "instant" }));
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await screenshot(page, `token-${look}`);
  });
}
