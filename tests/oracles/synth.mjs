// node synth.mjs ZIPS OUT: the four stacks as `cargo xtask deploy` gives them to the CDK, but that the functions are of this machine's
// architecture and find their certificates here, and that what is the edge's is a placeholder. Settings come from the environment, over
// infra/.env.example.
import { Code, Function as Lambda } from "aws-cdk-lib/aws-lambda";
import { join, resolve } from "node:path";

import { Artefacts } from "../../infra/dist/artefacts.js";
import { readConfig } from "../../infra/dist/config/config.js";
import { environmentOf } from "../../infra/dist/config/env_file.js";
import { stacks } from "../../infra/dist/stacks.js";

const [zips, outdir] = process.argv.slice(2).map((path) => resolve(path));

class OfThisMachine extends Artefacts {
  lambda(name) {
    return Code.fromAsset(join(zips, name, "bootstrap.zip"));
  }
}

const { environment, names } = environmentOf({ ROUNDEL_ENV: "infra/.env.example", ...JSON.parse(process.env.ROUNDEL_SETTINGS) });
const config = await readConfig(environment, names);
console.error = () => {}; // placeholders are what is wanted here
const { app } = stacks(config, new OfThisMachine(process.env.ROUNDEL_TARGET, true), { outdir });
const ours = app.node.findAll().filter((construct) => construct instanceof Lambda && construct.node.defaultChild.handler === "bootstrap");
for (const lambda of ours) lambda.addEnvironment("SSL_CERT_FILE", process.env.SSL_CERT_FILE); // Amazon Linux's bundle is at another place
app.synth();
