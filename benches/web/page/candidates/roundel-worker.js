// Roundel as a page uses it: the npm package's worker, warmed up when the file dialog opens.
import { createAvatarWorker, toBlob } from "roundel";

const worker = createAvatarWorker();

export const load = () => worker.warmUp();

export async function run(file, quality) {
  return toBlob(await worker.process(file, quality ? { quality } : {}));
}
