import { MyAvatar, useMe } from "./MyAvatar";

/** One's own card: banner, avatar, name. */
export function Profile({ onChange }: { onChange: () => void }) {
  const { person } = useMe();
  return (
    <section className="card profile" id="profile" aria-labelledby="profile-name">
      <Cover />
      <div className="profile-body">
        <div className="profile-avatar">
          <MyAvatar size={132} />
        </div>
        <button type="button" className="button button-primary" data-testid="change-avatar" onClick={onChange}>
          Change avatar
        </button>
        <h1 id="profile-name">{person.name}</h1>
        <p className="muted">{person.handle}</p>
        {person.bio && <p>{person.bio}</p>}
      </div>
    </section>
  );
}

/** The banner: rings that pass each other, drawn and not loaded. */
function Cover() {
  return (
    <svg className="profile-cover" viewBox="0 0 720 200" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect width="720" height="200" className="cover-ground" />
      {RINGS.map(({ x, y, radii, colour }) => (
        <g key={colour} className={`cover-${colour}`}>
          {radii.map((radius) => (
            <circle key={radius} cx={x} cy={y} r={radius} />
          ))}
        </g>
      ))}
      <circle cx="560" cy="86" r="34" className="cover-disc" />
    </svg>
  );
}

const RINGS = [
  { x: 560, y: 86, radii: [58, 84, 110, 136, 162], colour: "marigold" },
  { x: 250, y: 190, radii: [40, 72, 104, 136, 168], colour: "mint" },
  { x: 40, y: 20, radii: [30, 60, 90, 120], colour: "coral" },
];
