/** `current.json`: which version of an avatar is the newest. */
export interface Pointer {
  /** 32 hexadecimal characters. */
  version: string;
  /** UUIDv7 of the upload that moved the pointer last; of two the newer is the greater string. */
  uploadId: string;
  /** Every size in every format, largest first. */
  variants: PointerVariant[];
  /** Base64, to paint while the picture loads. */
  thumbhash: string;
}

/** One row of a pointer. */
export interface PointerVariant {
  /** Side of the table's row in pixels. */
  size: number;
  format: "webp" | "jpeg";
  /** Absolute path on the CDN. */
  path: string;
  bytes: number;
}

/** Reads the pointer's JSON; `undefined` if it is anything else. */
export function parsePointer(value: unknown): Pointer | undefined {
  return isPointer(value) ? value : undefined;
}

function isPointer(value: unknown): value is Pointer {
  return (
    isRecord(value) &&
    typeof value["version"] === "string" &&
    /^[0-9a-f]{32}$/.test(value["version"]) &&
    typeof value["uploadId"] === "string" &&
    typeof value["thumbhash"] === "string" &&
    Array.isArray(value["variants"]) &&
    value["variants"].every(isVariant)
  );
}

function isVariant(value: unknown): value is PointerVariant {
  return (
    isRecord(value) &&
    typeof value["size"] === "number" &&
    (value["format"] === "webp" || value["format"] === "jpeg") &&
    typeof value["path"] === "string" &&
    typeof value["bytes"] === "number"
  );
}

/** Whether this is an object with members, as JSON has them. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
