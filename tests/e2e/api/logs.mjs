// What has no business in a log: tokens, what people wrote, the database's password.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { it } from "node:test";

import { minted } from "./call.mjs";

export function logs(world) {
  it("logs have the codes, and nothing that was sent", async () => {
    const { stack } = world;
    const all = await stack.logs();
    const { password } = new URL(await readFile(join(stack.state, "database-url"), "utf8"));
    const subscribed = (await (await fetch(`${stack.urls.sns}/deliveries`)).json()).find(({ envelope }) => envelope.Token);
    const secrets = [...minted, ...minted.map((token) => token.split(".")[2]), subscribed.envelope.Token, subscribed.envelope.Signature];
    for (const secret of [...secrets, "I will wave at you", "Of the third fane", "DROP TABLE", ...(password ? [password] : [])]) {
      assert.ok(!all.includes(secret), `${secret.slice(0, 20)}…`);
    }
    for (const code of ["unknown_handle", "invalid_signature", "database_unavailable", "invalid_fields", "avatar_moved", "avatar_stays", "person_joined"]) {
      assert.ok(all.includes(code), code);
    }
  });
}
