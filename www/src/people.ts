/** What the demo tells about the people who can sign in. */
export interface Person {
  name: string;
  handle: string;
  bio: string;
  post: string;
}

const PEOPLE: Record<string, Person> = {
  andrew: {
    name: "Andrew Brown",
    handle: "@andrew",
    bio: "Builds in the open. Coffee before commits.",
    post: "New week, new face. The old picture was from three hats ago.",
  },
  bayko: {
    name: "Andrew Bayko",
    handle: "@bayko",
    bio: "Systems, synths and long train rides.",
    post: "Took the slow train along the coast. Sat on the side with the sea.",
  },
  londo: {
    name: "Londo Mollari",
    handle: "@londo",
    bio: "Ambassador. Excellent company at any table.",
    post: "Every great house needs a good portrait. Ours are all of me.",
  },
};

/** The person of a user name; somebody the demo does not know gets that as a name. */
export function personOf(username: string): Person {
  return PEOPLE[username] ?? { name: username, handle: `@${username}`, bio: "", post: "Hello, everybody." };
}
