// The API as a page meets it: real lambda, real Postgres, real signatures. One stack for all of it.
import { after, before } from "node:test";

import { databaseAway } from "./api/database_away.mjs";
import { logs } from "./api/logs.mjs";
import { people } from "./api/people.mjs";
import { posts } from "./api/posts.mjs";
import { refusals } from "./api/refusals.mjs";
import { routes } from "./api/routes.mjs";
import { webhook } from "./api/webhook.mjs";
import { startStack } from "./stack.mjs";

const world = { stack: undefined };
before(async () => {
  world.stack = await startStack("--faults");
});
after(() => world.stack?.stop());

routes(world);
refusals(world);
people(world);
posts(world);
webhook(world);
databaseAway(world);
logs(world);
