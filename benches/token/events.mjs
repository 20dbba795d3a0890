// Viewer-request events, as Lambda's runtime hands them over.
import { readFileSync } from "node:fs";

const GOLDEN = new URL("../../edge/tests/viewer-request.json", import.meta.url);
/** A picture of somebody's, for members alone. */
const URI = "/members/ydhgnsakbzmxtlnj5xhuwlubfu/current/128";

/** AWS's documented event with a token and the path of a picture. */
export function golden(token) {
  const event = JSON.parse(readFileSync(GOLDEN, "utf8"));
  const { request } = event.Records[0].cf;
  request.uri = URI;
  request.headers.authorization = [{ key: "Authorization", value: `Bearer ${token}` }];
  return event;
}

/** The same with the headers that a browser sends for a picture. */
export function fromBrowser(token) {
  const event = golden(token);
  const { headers } = event.Records[0].cf.request;
  for (const [key, value] of Object.entries(BROWSER)) headers[key.toLowerCase()] = [{ key, value }];
  return event;
}

const BROWSER = {
  "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/144.0.0.0 Safari/537.36",
  Accept: "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8",
  "Accept-Language": "en-GB,en;q=0.9,de;q=0.8",
  "Accept-Encoding": "gzip, deflate, br, zstd",
  Referer: "https://www.example.com/",
  Origin: "https://www.example.com",
  "Sec-CH-UA": '"Chromium";v="144", "Google Chrome";v="144", "Not?A_Brand";v="99"',
  "Sec-CH-UA-Mobile": "?0",
  "Sec-CH-UA-Platform": '"Linux"',
  "Sec-Fetch-Dest": "image",
  "Sec-Fetch-Mode": "cors",
  "Sec-Fetch-Site": "same-site",
  Cookie: "theme=dark; session_hint=7c1f; consent=1",
  "Cache-Control": "no-cache",
};
