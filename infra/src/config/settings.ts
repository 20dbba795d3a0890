// Settings are read one by one and their mistakes remembered, so that all of them are told at once.

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that is missing or contradictory, in the order in which it was found. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n  ${problems.join('\n  ')}`);
    this.name = 'ConfigError';
  }
}

/** A value that was found wrong is replaced by one of its type; `finish` then throws, so nobody sees it. */
export class Settings {
  readonly #problems: string[] = [];
  readonly #asked = new Set<string>();

  constructor(readonly environment: Environment) {}

  /** A value that may be absent; an empty one is absent. */
  optional(name: string): string | undefined {
    this.#asked.add(name);
    return this.environment[name]?.trim() || undefined;
  }

  required(name: string): string {
    const value = this.optional(name);
    if (value === undefined) this.problem(`${name} is missing`);
    return value ?? '';
  }

  /** A value of this form, or its mistake remembered; `like` shows a good one. */
  matching(name: string, value: string | undefined, form: RegExp, like: string): string | undefined {
    if (value && !form.test(value)) this.problem(`${name} is ${JSON.stringify(value)}, which is not like ${like}`);
    return value;
  }

  /** The ARN of a secret of Secrets Manager, which may be absent; `like` shows how one is called. */
  secretArn(name: string, like: string): string | undefined {
    return this.matching(name, this.optional(name), /^arn:aws:secretsmanager:[a-z0-9-]+:\d{12}:secret:.+$/, `arn:aws:secretsmanager:eu-west-1:123456789012:secret:${like}`);
  }

  choice<T extends string>(name: string, choices: readonly [T, ...T[]]): T {
    const value = this.optional(name) ?? choices[0];
    const chosen = choices.find((choice) => choice === value);
    if (!chosen) this.problem(`${name} is ${JSON.stringify(value)}, which is none of ${choices.join(', ')}`);
    return chosen ?? choices[0];
  }

  /** A whole number between two others. */
  whole(name: string, usual: number, [least, most]: readonly [number, number]): number {
    const text = this.optional(name);
    const value = text === undefined ? usual : Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      this.problem(`${name} is ${JSON.stringify(text)}, which is no whole number from ${least} to ${most}`);
    }
    return value;
  }

  flag(name: string): boolean {
    return this.choice(name, ['false', 'true']) === 'true';
  }

  /** The entries of a list that is separated by commas. */
  list(name: string): readonly string[] {
    const entries = this.required(name).split(',').map((entry) => entry.trim());
    const filled = entries.filter(Boolean);
    if (filled.length > 0 && filled.length < entries.length) this.problem(`${name} has an empty entry`);
    return filled;
  }

  /** A setting that the system which Roundel replaces had and that is fixed here. */
  fixed(name: string, value: string): void {
    const given = this.optional(name);
    if (given && given.replace(/\/$/, '') !== value) this.problem(`${name} is always ${value}: leave it out`);
  }

  problem(sentence: string): void {
    this.#problems.push(sentence);
  }

  /** Of these names, those that nobody asked for: mostly typing mistakes. */
  refuseUnknown(names: Iterable<string>): void {
    for (const name of names) if (!this.#asked.has(name)) this.problem(`${name} is no setting`);
  }

  /** @throws ConfigError where anything was wrong. */
  finish(): void {
    if (this.#problems.length > 0) throw new ConfigError(this.#problems);
  }
}
