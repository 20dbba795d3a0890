//! Who is in the demo before anybody signs in, and what they have said.

/// A person. Those whom the issuer knows can sign in; the others are company.
pub struct Person {
    /// Without `@`.
    pub handle: &'static str,
    /// What their tokens say.
    pub sub: &'static str,
    /// As it is shown.
    pub name: &'static str,
    /// About themselves.
    pub bio: &'static str,
    /// Oldest first.
    pub posts: &'static [Post],
}

/// What somebody said.
pub struct Post {
    /// Minutes before the demo was filled.
    pub minutes_ago: i32,
    /// Minutes that it lives.
    pub lives: i32,
    /// What it says.
    pub message: &'static str,
    /// How many like it.
    pub likes: i32,
    /// How many said it again.
    pub reposts: i32,
    /// Whose newest post before it is answered, by handle.
    pub answers: Option<&'static str>,
}

const HOUR: i32 = 60;
const DAY: i32 = 24 * HOUR;

const fn post(
    minutes_ago: i32,
    lives: i32,
    message: &'static str,
    likes: i32,
    reposts: i32,
) -> Post {
    Post {
        minutes_ago,
        lives,
        message,
        likes,
        reposts,
        answers: None,
    }
}

/// The first three can sign in; a test compares their subjects with the issuer's.
pub const PEOPLE: [Person; 6] = [
    Person {
        handle: "andrew",
        sub: "2b9f6a3e-5c1d-4f0a-9a56-0d3c8f1e7a01",
        name: "Andrew Brown",
        bio: "Builds in the open. Coffee before commits.",
        posts: &[
            post(
                3 * DAY,
                7 * DAY,
                "Wrote the test first, for once. It passed, so the test was wrong.",
                31,
                4,
            ),
            post(
                25,
                30 * DAY,
                "New week, new face. The old picture was from three hats ago.",
                12,
                1,
            ),
        ],
    },
    Person {
        handle: "bayko",
        sub: "7d14c0b2-93aa-4e58-8f2b-6b1a52c7d902",
        name: "Andrew Bayko",
        bio: "Systems, synths and long train rides.",
        posts: &[
            post(
                26 * HOUR,
                DAY,
                "Listening to the night train. This was gone before breakfast.",
                2,
                0,
            ),
            post(
                2 * HOUR,
                3 * DAY,
                "Took the slow train along the coast. Sat on the side with the sea.",
                18,
                2,
            ),
        ],
    },
    Person {
        handle: "londo",
        sub: "c8e05f71-1f6e-4b3c-a1d9-94e2f7b06c03",
        name: "Londo Mollari",
        bio: "Ambassador. Excellent company at any table.",
        posts: &[
            post(
                9 * DAY,
                30 * DAY,
                "Every great house needs a good portrait. Ours are all of me.",
                47,
                9,
            ),
            Post {
                minutes_ago: 12,
                lives: 12 * HOUR,
                message: "A fine face. The hat will be missed.",
                likes: 5,
                reposts: 0,
                answers: Some("andrew"),
            },
        ],
    },
    Person {
        handle: "mara_okafor",
        sub: "0f5c2b1d-8e47-4a90-b3f2-61d7c09ea404",
        name: "Mara Okafor",
        bio: "Maps, mostly of places that are gone.",
        posts: &[
            post(
                40 * DAY,
                30 * DAY,
                "Found a street that three atlases disagree about.",
                8,
                1,
            ),
            post(
                5 * HOUR,
                7 * DAY,
                "The river moved again. It never asks.",
                22,
                3,
            ),
        ],
    },
    Person {
        handle: "tomas",
        sub: "5a3d9e60-2c7b-4d15-94c8-f08b6e21d705",
        name: "Tomás Lindqvist",
        bio: "",
        posts: &[post(
            45,
            HOUR,
            "Bread is out of the oven. First come, first served.",
            3,
            0,
        )],
    },
    Person {
        handle: "ines.duarte",
        sub: "b61e7f84-d0a9-4c36-8b5e-37c4a2f9e806",
        name: "Inês Duarte",
        bio: "Restores old cameras and complains about new ones.",
        posts: &[post(
            4 * DAY,
            30 * DAY,
            "A lens from 1938, and it still sees better than I do.",
            64,
            11,
        )],
    },
];

#[cfg(test)]
mod tests {
    use super::PEOPLE;
    use crate::issuer::USERS;

    #[test]
    fn who_can_sign_in_is_who_the_issuer_knows() {
        let people = PEOPLE.iter().map(|person| (person.handle, person.sub));
        let users = USERS.iter().map(|user| (user.username, user.sub));
        assert!(people.take(USERS.len()).eq(users));
    }
}
