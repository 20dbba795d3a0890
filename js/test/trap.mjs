// A real trap: a module in which one exported function does nothing but `unreachable`.

/** The module with the body of the exported function replaced; every other byte stays. */
export function trapping(module, name) {
  const trap = Uint8Array.from(module);
  const at = codeOf(trap, functionIndex(trap, name) - importedFunctions(trap));
  trap.fill(0x00, at.start, at.end); // no locals, then `unreachable` over and over
  trap[at.end - 1] = 0x0b; // end
  return trap;
}

class Reader {
  constructor(bytes, at) {
    Object.assign(this, { bytes, at });
  }
  byte() {
    return this.bytes[this.at++];
  }
  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }
  text() {
    const length = this.number();
    this.at += length;
    return new TextDecoder().decode(this.bytes.subarray(this.at - length, this.at));
  }
}

function section(module, wanted) {
  const reader = new Reader(module, 8);
  while (reader.at < module.length) {
    const id = reader.byte();
    const length = reader.number();
    if (id === wanted) return reader;
    reader.at += length;
  }
  throw new Error(`no section ${wanted}`);
}

function importedFunctions(module) {
  const reader = section(module, 2);
  const count = reader.number();
  for (let i = 0; i < count; i++) {
    reader.text();
    reader.text();
    if (reader.byte() !== 0) throw new Error("not only functions are imported");
    reader.number();
  }
  return count;
}

function functionIndex(module, name) {
  const reader = section(module, 7);
  for (let left = reader.number(); left > 0; left--) {
    const [found, kind, index] = [reader.text(), reader.byte(), reader.number()];
    if (found === name && kind === 0) return index;
  }
  throw new Error(`no function ${name}`);
}

function codeOf(module, index) {
  const reader = section(module, 10);
  for (let count = reader.number(), i = 0; i < count; i++) {
    const length = reader.number();
    if (i === index) return { start: reader.at, end: reader.at + length };
    reader.at += length;
  }
  throw new Error(`no function ${index}`);
}
