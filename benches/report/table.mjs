// Tables, for a terminal and for Markdown.

const DASH = "–";

/** Columns of the rows: heading, what it shows, digits after the point. */
const COLUMNS = [
  ["candidate", (row) => row.candidate],
  ["median µs", (row) => row.median_us, 2],
  ["least µs", (row) => row.least_us, 2],
  ["CPU µs", (row) => row.cpu_us, 1],
  ["median ms", (row) => row.median_ms, 1],
  ["min ms", (row) => row.min_ms, 1],
  ["CPU ms", (row) => row.cpu_ms, 1],
  ["first ms", (row) => row.first_ms, 1],
  ["first CPU ms", (row) => row.first_cpu_ms, 1],
  ["CPU of the whole process ms", (row) => row.process_cpu_ms, 1],
  ["bytes", (row) => row.bytes],
  ["KB", (row) => row.kb, 1],
  ["ssim2 linear", (row) => row.ssimulacra2_linear, 1],
  ["ssim2 gamma", (row) => row.ssimulacra2_gamma, 1],
  ["linear at our bytes", (row) => row.ssimulacra2_linear_at_our_bytes, 1],
  ["WebP ssim2 linear", (row) => row.webp_ssimulacra2_linear, 1],
  ["memory MB", (row) => row.peak_memory_mb, 1],
];

/** Everything of a result, for people at a terminal. */
export function printTable(result) {
  for (const [input, cells] of byInput(result.rows)) {
    console.log(`\n${input}`);
    console.log(aligned(cells));
    failures(result.rows, input).forEach((line) => console.log(`  ${line}`));
  }
  console.log("\nFigures");
  console.log(aligned(figureCells(result.figures)));
}

/** The same as Markdown. */
export function markdownTables(result) {
  const tables = byInput(result.rows).map(([input, cells]) =>
    [`### ${input}`, markdown(cells), ...failures(result.rows, input)].join("\n\n"));
  return [markdown(figureCells(result.figures)), ...tables].join("\n\n");
}

/** A sentence for each candidate that could not do it. */
function failures(rows, input) {
  return rows.filter((row) => row.input === input && row.error).map((row) => `${row.candidate} failed: ${row.error}`);
}

/** A heading and a line for each row of an input; columns in which nothing is known are left out. */
function byInput(rows) {
  return [...new Set(rows.map((row) => row.input))].map((input) => {
    const own = rows.filter((row) => row.input === input);
    const columns = COLUMNS.filter(([, value]) => own.some((row) => (value(row) ?? null) !== null));
    const line = (row) => columns.map(([, value, digits]) => text(value(row), digits));
    return [input, [columns.map(([heading]) => heading), ...own.map(line)]];
  });
}

function figureCells(figures) {
  const line = (figure) => [figure.name, text(figure.value, 2), text(figure.bound), text(figure.aim), verdict(figure)];
  return [["figure", "measured", "bound", "aim", ""], ...figures.map(line)];
}

function verdict({ value, met, aim_met }) {
  if (value === null) return DASH;
  if (aim_met) return "aim met";
  return met ? "met" : "missed";
}

function text(value, digits) {
  if (value === null || value === undefined) return DASH;
  return typeof value === "number" && digits !== undefined ? value.toFixed(digits) : String(value);
}

function aligned(cells) {
  const widths = cells[0].map((_, column) => Math.max(...cells.map((line) => line[column].length)));
  const pad = (cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]));
  return cells.map((line) => `  ${line.map(pad).join("  ")}`).join("\n");
}

function markdown([heading, ...lines]) {
  const rule = heading.map((_, column) => (column === 0 ? "---" : "---:"));
  return [heading, rule, ...lines].map((line) => `| ${line.join(" | ")} |`).join("\n");
}
