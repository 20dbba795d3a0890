/** An avatar that is not known yet. */
export function Disc({ size }: { size: number }) {
  return <span className="bone bone-disc" style={{ inlineSize: size, blockSize: size }} aria-hidden="true" />;
}

/** Posts that are being loaded, in the places that they will have. */
export function PostSkeletons() {
  return (
    <div className="posts" role="status" aria-label="Loading posts" data-testid="state-loading">
      {[78, 52, 90].map((width) => (
        <div className="post" key={width} aria-hidden="true">
          <Disc size={60} />
          <div className="bones">
            <span className="bone bone-short" />
            <span className="bone" style={{ inlineSize: `${width}%` }} />
            <span className="bone bone-tiny" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** People who are being loaded. */
export function PeopleSkeletons({ count }: { count: number }) {
  return (
    <ul className="people" role="status" aria-label="Loading people">
      {Array.from({ length: count }, (_, i) => (
        <li key={i} aria-hidden="true">
          <Disc size={36} />
          <span className="bone bone-short" />
        </li>
      ))}
    </ul>
  );
}

/** Somebody's card that is being loaded. */
export function ProfileSkeleton() {
  return (
    <section className="card profile" role="status" aria-label="Loading the profile" data-testid="state-loading">
      <div className="profile-cover bone" aria-hidden="true" />
      <div className="profile-body" aria-hidden="true">
        <div className="profile-avatar">
          <Disc size={132} />
        </div>
        <div className="bones">
          <span className="bone bone-title" />
          <span className="bone bone-short" />
          <span className="bone" />
        </div>
      </div>
    </section>
  );
}
