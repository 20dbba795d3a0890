/** Tokens to try, made of one's own. */
export interface Sample {
  name: string;
  title: string;
  make: (own: string) => string;
}

/** What people try who want to be let in. */
export const SAMPLES: readonly Sample[] = [
  { name: "own", title: "Yours", make: (own) => own },
  { name: "altered", title: "With another name in it", make: altered },
  { name: "unsigned", title: "Without a signature", make: unsigned },
];

/** The payload says somebody else; the signature is still over what it said before. */
function altered(own: string): string {
  const [header = "", payload = "", signature = ""] = own.split(".");
  const claims = { ...decoded(payload), username: "somebody-else" };
  return `${header}.${encoded(claims)}.${signature}`;
}

/** The oldest trick: an algorithm that needs no key. */
function unsigned(own: string): string {
  const [header = "", payload = ""] = own.split(".");
  return `${encoded({ ...decoded(header), alg: "none" })}.${payload}.`;
}

function decoded(part: string): object {
  const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as object;
}

function encoded(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
