/** The picture at the head of a profile: rings that pass each other, drawn and not loaded, in an order of each person's own. */
export function Cover({ handle }: { handle: string }) {
  const turn = numberOf(handle);
  const colours = COLOURS.map((_, i) => COLOURS[(i + turn) % COLOURS.length]);
  return (
    <svg className="profile-cover" viewBox="0 0 720 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="720" height="200" className="cover-ground" />
      <g transform={turn % 2 === 1 ? "translate(720 0) scale(-1 1)" : undefined}>
        {RINGS.map(({ x, y, radii }, i) => (
          <g key={x} className={`cover-${colours[i]}`}>
            {radii.map((radius) => (
              <circle key={radius} cx={x} cy={y} r={radius} />
            ))}
          </g>
        ))}
        <circle cx="560" cy="86" r="34" className={`cover-disc cover-disc-${colours[2]}`} />
      </g>
    </svg>
  );
}

const COLOURS = ["marigold", "mint", "coral"];

const RINGS = [
  { x: 560, y: 86, radii: [58, 84, 110, 136, 162] },
  { x: 250, y: 190, radii: [40, 72, 104, 136, 168] },
  { x: 40, y: 20, radii: [30, 60, 90, 120] },
];

/** Six covers, and always the same for one name. */
function numberOf(handle: string): number {
  return [...handle.toLowerCase()].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 6, 0);
}
