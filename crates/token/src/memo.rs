//! Tokens that were verified and are remembered: a small cache without anything that grows.
//!
//! What is remembered is that one signature was good. Everything that can change since is checked again on every hit, by
//! the [`Verifier`](crate::Verifier); what is found here is a token that was equal to the last byte.

use alloc::boxed::Box;
use alloc::vec::Vec;

use alloc::sync::Arc;

use crate::claims::Claims;
use crate::public_key::PublicKey;

/// How much is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MemoLimits {
    /// Tokens, at most. Rounded down to a power of two; fewer than 4 are none.
    pub entries: usize,
    /// Bytes of tokens and their claims, at most.
    pub bytes: usize,
}

/// How many places a token may be remembered in.
const WAYS: usize = 4;

/// A token that was verified.
pub(crate) struct Entry {
    pub(crate) claims: Claims,
    /// Whose keys it was verified with, by place.
    pub(crate) issuer: usize,
    /// The key: the very one, kept from set to set while it stays in them.
    pub(crate) key: Arc<PublicKey>,
    /// Whether the token names its key.
    pub(crate) has_kid: bool,
}

/// Where a token is, if it is remembered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place(u64);

struct Slot {
    entry: Entry,
    token: Vec<u8>,
    place: Place,
    used_at: u64,
}

/// A set-associative cache: a token's hash is the place of [`WAYS`] slots, of which the one that was not used for longest is
/// given to a newcomer.
pub(crate) struct Memo {
    slots: Vec<Option<Box<Slot>>>,
    seed: u64,
    max_bytes: usize,
    bytes: usize,
    /// Counts uses.
    clock: u64,
    /// Where the next slot is cleared when there are too many bytes.
    hand: usize,
}

impl Default for MemoLimits {
    /// 1,024 tokens and 4 MiB: a thirtieth of the memory that a viewer-request function has.
    fn default() -> Self {
        Self {
            entries: 1_024,
            bytes: 4 << 20,
        }
    }
}

impl Memo {
    /// Remembers nothing.
    pub(crate) fn none() -> Self {
        let (entries, bytes) = (0, 0);
        Self::new(MemoLimits { entries, bytes }, 0)
    }

    /// `seed` keeps the places of tokens from who makes them.
    pub(crate) fn new(limits: MemoLimits, seed: u64) -> Self {
        let sets = match limits.entries / WAYS {
            0 => 0,
            sets => 1 << sets.ilog2(),
        };
        Self {
            slots: (0..sets * WAYS).map(|_| None).collect(),
            seed,
            max_bytes: limits.bytes,
            bytes: 0,
            clock: 0,
            hand: 0,
        }
    }

    /// To be asked for once, for all that is done with a token.
    pub(crate) fn place(&self, token: &[u8]) -> Place {
        match self.slots.is_empty() {
            true => Place(0),
            false => Place(hash(token, self.seed)),
        }
    }

    /// The entry of a token that is equal to the last byte.
    pub(crate) fn find(&mut self, token: &[u8], place: Place) -> Option<&Entry> {
        self.clock += 1;
        let clock = self.clock;
        let mut ways = self.ways(place).iter_mut().flatten();
        let slot = ways.find(|slot| slot.is_of(token, place))?;
        slot.used_at = clock;
        Some(&slot.entry)
    }

    pub(crate) fn insert(&mut self, token: &[u8], place: Place, entry: Entry) {
        if self.slots.is_empty() {
            return;
        }
        let ways = self.ways(place).iter_mut();
        let oldest = ways.min_by_key(|slot| slot.as_ref().map_or(0, |slot| slot.used_at + 1));
        let before = oldest.and_then(Option::take);
        self.bytes -= before.as_ref().map_or(0, |slot| slot.bytes());
        let slot = Slot::made_of(before, token, place, entry, self.clock);
        let bytes = slot.bytes();
        if bytes > self.max_bytes {
            return;
        }
        self.make_room(bytes);
        let free = self.ways(place).iter_mut().find(|slot| slot.is_none());
        if let Some(free) = free {
            *free = Some(slot);
            self.bytes += bytes;
        }
    }

    pub(crate) fn remove(&mut self, token: &[u8], place: Place) {
        let mut ways = self.ways(place).iter_mut();
        let found = ways.find(|slot| slot.as_ref().is_some_and(|slot| slot.is_of(token, place)));
        let removed = found.and_then(Option::take);
        self.bytes -= removed.map_or(0, |slot| slot.bytes());
    }

    pub(crate) fn clear(&mut self) {
        self.slots.iter_mut().for_each(|slot| *slot = None);
        self.bytes = 0;
    }

    /// Clears slots, one after the other, until there is room for so many bytes.
    fn make_room(&mut self, bytes: usize) {
        while self.bytes + bytes > self.max_bytes && self.bytes > 0 {
            let cleared = self.slots.get_mut(self.hand).and_then(Option::take);
            self.bytes -= cleared.map_or(0, |slot| slot.bytes());
            self.hand = (self.hand + 1) % self.slots.len().max(1);
        }
    }

    fn ways(&mut self, place: Place) -> &mut [Option<Box<Slot>>] {
        let sets = self.slots.len() / WAYS;
        let first = (place.0 as usize & sets.wrapping_sub(1)) * WAYS;
        self.slots.get_mut(first..first + WAYS).unwrap_or_default()
    }
}

impl Slot {
    /// Written over one that is given away: a full memo allocates nothing.
    fn made_of(
        before: Option<Box<Self>>,
        token: &[u8],
        place: Place,
        entry: Entry,
        used_at: u64,
    ) -> Box<Self> {
        let Some(mut slot) = before else {
            let token = token.to_vec();
            return Box::new(Self {
                entry,
                token,
                place,
                used_at,
            });
        };
        (slot.entry, slot.place, slot.used_at) = (entry, place, used_at);
        slot.token.clear();
        slot.token.extend_from_slice(token);
        slot
    }

    fn is_of(&self, token: &[u8], place: Place) -> bool {
        self.place == place && is_equal(&self.token, token)
    }

    fn bytes(&self) -> usize {
        self.token.capacity() + self.entry.claims.bytes() + size_of::<Self>()
    }
}

/// Four lanes of multiplications, so that none waits for the one before. It spreads tokens over slots and has nothing to
/// keep: equal is only what [`is_equal`] says. Not inlined, because whoever calls it may be compiled for size.
#[inline(never)]
fn hash(token: &[u8], seed: u64) -> u64 {
    const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
    let mut lanes = [seed, seed ^ ODD, seed.rotate_left(32), !seed];
    let (blocks, rest) = token.as_chunks::<32>();
    let mut mix = |block: &[u8; 32]| {
        for (lane, word) in lanes.iter_mut().zip(words(block)) {
            *lane = (*lane ^ word).wrapping_mul(ODD).rotate_left(29);
        }
    };
    blocks.iter().for_each(&mut mix);
    let mut last = [0; 32];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    mix(&last);
    let both = |hash: u64, lane: u64| (hash ^ lane).wrapping_mul(ODD).rotate_left(31);
    let hash = lanes.into_iter().fold(token.len() as u64, both);
    (hash ^ hash >> 32).wrapping_mul(ODD) ^ hash >> 29
}

/// As `==`, which wasm does byte by byte.
#[inline(never)]
fn is_equal(one: &[u8], other: &[u8]) -> bool {
    let (blocks, rest) = one.as_chunks::<32>();
    let (other_blocks, other_rest) = other.as_chunks::<32>();
    let mut pairs = blocks.iter().zip(other_blocks);
    one.len() == other.len()
        && pairs.all(|(block, other)| words(block) == words(other))
        && rest == other_rest
}

fn words(block: &[u8; 32]) -> [u64; 4] {
    let (words, _) = block.as_chunks::<8>();
    core::array::from_fn(|at| words.get(at).map_or(0, |word| u64::from_le_bytes(*word)))
}
