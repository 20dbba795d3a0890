/**
 * libvips with libjpeg-turbo's kin, for tests: reads requests from standard input, writes answers to standard output.
 *
 * A request is a line of JSON, `{"call", "bytes", ...}`, and as many bytes as it says; an answer likewise. It ends
 * with its input.
 */
import { createRequire } from "node:module";

// Where the workspace installs it, also for a program that is run from elsewhere.
const sharp = createRequire(import.meta.url)("sharp");
sharp.concurrency(1);
sharp.cache(false);

const calls = {
  /** A file's pixels; those of a JPEG are not turned, and none are colour-managed unless `managed`. */
  async decode(file, { inks, managed }) {
    const autoOrient = file[0] !== 0xff;
    let image = sharp(file, { ignoreIcc: !managed, autoOrient, failOn: "warning", limitInputPixels: false });
    if (inks) image = image.pipelineColourspace("cmyk").toColourspace("cmyk");
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return [{ width: info.width, height: info.height, channels: info.channels }, data];
  },
  /** Raw pixels as JPEG by mozjpeg's encoder. */
  async encode(pixels, { width, height, channels, options }) {
    let image = sharp(pixels, { raw: { width, height, channels } });
    if (channels === 1) image = image.toColourspace("b-w");
    return [{}, await image.jpeg(options).toBuffer()];
  },
};

async function answer({ call, ...rest }, bytes) {
  try {
    return await calls[call](bytes, rest);
  } catch (error) {
    return [{ error: error.message }, Buffer.alloc(0)];
  }
}

let received = Buffer.alloc(0);
for await (const chunk of process.stdin) {
  received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
  for (let request = next(); request !== null; request = next()) {
    const [head, body] = await answer(...request);
    process.stdout.write(`${JSON.stringify({ ...head, bytes: body.length })}\n`);
    process.stdout.write(body);
  }
}

/** The next whole request, if it has arrived. */
function next() {
  const line = received.indexOf(10);
  if (line < 0) return null;
  const head = JSON.parse(received.subarray(0, line).toString());
  const end = line + 1 + head.bytes;
  if (received.length < end) return null;
  // A copy: what has been received is replaced while the answer is being made.
  const body = Buffer.from(received.subarray(line + 1, end));
  received = received.subarray(end);
  return [head, body];
}
