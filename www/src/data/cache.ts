import { RoundelError } from "roundel";

/** What is known of something that the API tells. */
export interface Snapshot<T> {
  /** The newest answer, also while the next one is awaited or after it failed. */
  value: T | undefined;
  /** Why the newest try failed. */
  error: RoundelError | undefined;
}

/** How something is asked for. */
export type Load<T> = (signal: AbortSignal) => Promise<T>;

interface Entry {
  snapshot: Snapshot<unknown>;
  load: Load<unknown>;
  watchers: Set<() => void>;
  asking: AbortController | undefined;
}

const NOTHING: Snapshot<never> = { value: undefined, error: undefined };

/** Answers of the API by key, shared by all that show them, kept from page to page and asked anew on demand. */
export class Cache {
  readonly #entries = new Map<string, Entry>();

  /** What is known. The same object until it changes. */
  read<T>(key: string): Snapshot<T> {
    return (this.#entries.get(key)?.snapshot ?? NOTHING) as Snapshot<T>;
  }

  /** Asks, and tells of changes until the returned function is called. */
  watch<T>(key: string, load: Load<T>, changed: () => void): () => void {
    const entry = this.#entries.get(key) ?? { snapshot: NOTHING, load, watchers: new Set(), asking: undefined };
    this.#entries.set(key, entry);
    entry.load = load;
    entry.watchers.add(changed);
    if (!entry.asking) {
      void this.reload(key);
    }
    return () => void entry.watchers.delete(changed);
  }

  /** Asks anew; what was asked before and has no answer yet is given up. */
  async reload(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) {
      return;
    }
    entry.asking?.abort();
    const mine = (entry.asking = new AbortController());
    const { value } = entry.snapshot;
    try {
      const next = await entry.load(mine.signal);
      this.#settle(entry, mine, { value: isSame(next, value) ? value : next, error: undefined });
    } catch (error) {
      this.#settle(entry, mine, { value: entry.snapshot.value, error: asRoundelError(error) });
    }
  }

  /** Asks anew for all that is being shown, because something was changed. */
  reloadAll(): void {
    for (const [key, { watchers }] of this.#entries) {
      if (watchers.size > 0) {
        void this.reload(key);
      }
    }
  }

  /**
   * The same because time has passed: who is still waiting for an answer goes on waiting. What is not shown is
   * forgotten: it would be old when it is shown next.
   */
  refresh(): void {
    for (const [key, { watchers, asking }] of this.#entries) {
      if (watchers.size === 0 && !asking) {
        this.#entries.delete(key);
      } else if (!asking) {
        void this.reload(key);
      }
    }
  }

  /** What is known to have changed, shown before the API tells it. */
  change<T>(key: string, change: (value: T) => T): void {
    const entry = this.#entries.get(key);
    const value = entry?.snapshot.value;
    if (entry && value !== undefined) {
      this.#tell(entry, { value: change(value as T), error: entry.snapshot.error });
    }
  }

  #settle(entry: Entry, mine: AbortController, snapshot: Snapshot<unknown>): void {
    if (entry.asking === mine) {
      entry.asking = undefined;
      this.#tell(entry, snapshot);
    }
  }

  #tell(entry: Entry, next: Snapshot<unknown>): void {
    const { value, error } = entry.snapshot;
    if (next.value !== value || next.error !== error) {
      entry.snapshot = next;
      entry.watchers.forEach((changed) => changed());
    }
  }
}

function isSame(a: unknown, b: unknown): boolean {
  return b !== undefined && JSON.stringify(a) === JSON.stringify(b);
}

function asRoundelError(error: unknown): RoundelError {
  return error instanceof RoundelError
    ? error
    : new RoundelError("crashed", "Something went wrong in this page. Try again.", { cause: error });
}
