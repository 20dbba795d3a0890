import { RoundelError } from "roundel";
import { Invalid } from "./request";

/** What a rule of the API says, for people. */
const RULES: Record<string, string> = {
  display_name_blank: "A name is needed.",
  display_name_exceed_max_chars: "That name is too long.",
  bio_exceed_max_chars: "That is more than fits about you.",
  message_blank: "Write something first.",
  message_exceed_max_chars: "That is too long for one post.",
  ttl_blank: "Choose how long it stays.",
};

/** A rule's sentence; one that the page does not know is still said. */
export function ruleOf(code: string): string {
  return RULES[code] ?? "The server does not take this. Change it, then try again.";
}

/** What went wrong, as a sentence that can be shown. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Invalid) {
    return error.codes.map(ruleOf).join(" ");
  }
  return error instanceof RoundelError ? error.message : "Something went wrong in this page. Try again.";
}
