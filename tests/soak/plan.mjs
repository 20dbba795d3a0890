// Who uploads what, in which order: drawn from a seed.
import { POISONS } from "./pictures.mjs";
import { random } from "./random.mjs";

/** Of all uploads: poison that is its person's newest, so that it must be looked at. */
const POISON = 0.05;
/** Of all uploads: poison that a good upload follows, so that it may be overtaken before it is looked at. */
const OVERTAKEN = 0.01;
/** Of the good ones: the bytes of an earlier upload of the same person again. */
const REPEATED = 0.1;

/**
 * A list of what each person uploads, one after the other:
 * `{ sub, uploads: [{ good: true, picture } | { good: false, poison }] }`, pictures by number and poisons by name.
 */
export function plan({ users, uploads, seed }) {
  const { next, below, shuffle } = random(seed);
  const people = Array.from({ length: users }, (_, number) => ({ sub: `soak-${seed}-${number}`, uploads: [] }));
  const [poison, overtaken] = [POISON, OVERTAKEN].map((share) => Math.max(1, Math.round(uploads * share)));
  const good = uploads - poison - overtaken;
  if (good < users) throw new Error("too few uploads: everybody needs a good one");
  for (let picture = 0; picture < good; picture++) {
    const { uploads: own } = people[picture < users ? picture : below(users)];
    const again = own.length > 0 && next() < REPEATED ? own[below(own.length)].picture : picture;
    own.push({ good: true, picture: again });
  }
  const kinds = Object.keys(POISONS);
  const bad = (number) => ({ good: false, poison: kinds[number % kinds.length] });
  for (let number = 0; number < overtaken; number++) {
    const { uploads: own } = people[below(users)];
    own.splice(below(own.length), 0, bad(number));
  }
  const sick = shuffle(people);
  for (let number = 0; number < poison; number++) sick[number % users].uploads.push(bad(number));
  return people;
}

/** The turns in which people upload: each person as often as they have uploads. */
export function turns(people, seed) {
  return random(seed + 1).shuffle(people.flatMap((person) => person.uploads.map(() => person)));
}
