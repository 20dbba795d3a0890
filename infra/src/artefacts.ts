// What is built elsewhere and deployed from here. A placeholder stands for what is missing only where nothing is deployed.
import { FunctionCode } from 'aws-cdk-lib/aws-cloudfront';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { unzipSync } from 'fflate';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

export const LAMBDAS = ['key_upload', 'authorizer', 'session', 'variants', 'api'] as const;
export type LambdaName = (typeof LAMBDAS)[number];

interface Built {
  readonly path: string;
  readonly by: string;
}

const LAMBDA_BUILD = 'cargo xtask lambda build';
const BY_DEPLOY = 'cargo xtask deploy, which makes it';
const AARCH64 = 0xb7; // e_machine of ELF

export class MissingArtefacts extends Error {
  constructor(readonly missing: readonly string[]) {
    super(`what is deployed is not built:\n  ${missing.join('\n  ')}`);
    this.name = 'MissingArtefacts';
  }
}

export class Artefacts {
  readonly #missing: string[] = [];

  /** `target` is cargo's; `placeholders` is for a synthesis that nobody deploys. */
  constructor(
    readonly target: string,
    readonly placeholders: boolean,
  ) {}

  static ofEnvironment(environment: NodeJS.ProcessEnv): Artefacts {
    const target = resolve(REPOSITORY, environment['CARGO_TARGET_DIR'] ?? 'target');
    return new Artefacts(target, environment['ROUNDEL_PLACEHOLDERS'] === 'true');
  }

  /** A lambda's zip, for arm64. */
  lambda(name: LambdaName): Code {
    const built = { path: join(this.target, 'lambda', name, 'bootstrap.zip'), by: LAMBDA_BUILD };
    return Code.fromAsset(this.#file(built, wrongMachine));
  }

  /** The viewer-request handler with its configuration and keys: `cargo xtask edge bundle`. */
  edgeHandler(): Code {
    return Code.fromAsset(this.#file({ path: join(this.target, 'infra', 'edge-bundle', 'roundel-edge.zip'), by: BY_DEPLOY }));
  }

  /** The origin-response handler and the default avatar that it answers with. */
  originResponse(): Code {
    return Code.fromAsset(this.#file({ path: join(this.target, 'infra', 'origin-response'), by: BY_DEPLOY }));
  }

  /** The text of the CloudFront function: `cargo xtask edge function`. */
  edgeFunction(): FunctionCode {
    const built = { path: join(this.target, 'infra', 'function.js'), by: BY_DEPLOY };
    if (!this.placeholders || existsSync(built.path)) return FunctionCode.fromFile({ filePath: this.#file(built) });
    this.#say(built);
    return FunctionCode.fromFile({ filePath: this.#placeholder('function.js', 'function handler(event) { return { statusCode: 503 }; }\n') });
  }

  /** @throws MissingArtefacts with all that was asked for and is not there. */
  finish(): void {
    if (this.#missing.length > 0) throw new MissingArtefacts(this.#missing);
  }

  #file(built: Built, wrong: (path: string) => string | undefined = () => undefined): string {
    const problem = existsSync(built.path) ? wrong(built.path) : `${built.path} is missing: run ${built.by}`;
    if (!problem) return built.path;
    if (this.placeholders) this.#say(built);
    else this.#missing.push(problem);
    this.#placeholder('code/index.mjs', "export const handler = () => { throw new Error('a placeholder'); };\n");
    return this.#placeholder('code/bootstrap', '#!/bin/sh\necho a placeholder >&2\nexit 1\n', '..');
  }

  #say({ path, by }: Built): void {
    console.error(`roundel: a placeholder stands for ${path}; to deploy run ${by}`);
  }

  #placeholder(name: string, text: string, answer = '.'): string {
    const file = join(this.target, 'infra', 'placeholder', name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return resolve(file, answer);
  }
}

function wrongMachine(zip: string): string | undefined {
  const { bootstrap } = unzipSync(readFileSync(zip), { filter: ({ name }) => name === 'bootstrap' });
  if (bootstrap?.[18] === AARCH64) return undefined;
  return `${zip} holds no bootstrap for arm64: run ${LAMBDA_BUILD}`;
}
