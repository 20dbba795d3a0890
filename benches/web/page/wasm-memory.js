// Sees every WebAssembly memory of this page, whoever makes it. Imported before anything else; workers have their own.
const memories = new Set();

/** Bytes of all of them. wasm memory never shrinks, so that this is the peak. */
export function wasmMemory() {
  return [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
}

function see(instance) {
  for (const value of Object.values(instance.exports)) {
    if (value instanceof Memory) memories.add(value);
  }
}

const { Memory } = WebAssembly;
WebAssembly.Memory = class extends Memory {
  constructor(descriptor) {
    super(descriptor);
    memories.add(this);
  }
};
for (const name of ["instantiate", "instantiateStreaming"]) {
  const original = WebAssembly[name];
  WebAssembly[name] = async (...given) => {
    const made = await original.apply(WebAssembly, given);
    see(made.instance ?? made);
    return made;
  };
}
