import { RoundelError } from "roundel";
import { BIO_CODE_POINTS, DISPLAY_NAME_CODE_POINTS, MESSAGE_GRAPHEMES } from "./limits";
import { Invalid } from "./request";

/** What a rule of the API says, for people. */
const RULES: Record<string, string> = {
  display_name_blank: "A name is needed.",
  display_name_exceed_max_chars: `A name has at most ${DISPLAY_NAME_CODE_POINTS} characters.`,
  display_name_invalid: "A name is one line, of characters that can be seen.",
  bio_exceed_max_chars: `This has at most ${BIO_CODE_POINTS} characters.`,
  bio_invalid: "There are characters in this that cannot be shown.",
  message_blank: "Write something first.",
  message_exceed_max_chars: `A post has at most ${MESSAGE_GRAPHEMES} characters.`,
  message_invalid: "There are characters in this that cannot be shown.",
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
