//! RSA by the book: any size, any exponent, any encoded message. Only a test may sign like this: it takes as long as the key
//! is interesting.

use num_bigint::BigUint;
use sha2::{Digest as _, Sha256};

/// A key pair made of its primes, however many and whatever they are.
pub struct RsaKey {
    primes: Vec<BigUint>,
    modulus: BigUint,
    exponent: BigUint,
}

/// DigestInfo of SHA-256 up to its digest (RFC 8017 §9.2, note 1).
pub(crate) const SHA256_INFO: [u8; 19] = [
    0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
    0x00, 0x04, 0x20,
];

impl RsaKey {
    /// The product of these primes and this exponent.
    pub fn new(primes: &[&[u8]], exponent: u32) -> Self {
        let primes: Vec<BigUint> = primes
            .iter()
            .map(|prime| BigUint::from_bytes_be(prime))
            .collect();
        Self {
            modulus: primes.iter().product(),
            exponent: exponent.into(),
            primes,
        }
    }

    /// `n`, big-endian, no leading zero.
    pub fn modulus(&self) -> Vec<u8> {
        self.modulus.to_bytes_be()
    }

    /// `e`, big-endian, no leading zero.
    pub fn exponent(&self) -> Vec<u8> {
        self.exponent.to_bytes_be()
    }

    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2.1).
    pub fn sign(&self, message: &[u8]) -> Vec<u8> {
        let info = [&SHA256_INFO, Sha256::digest(message).as_slice()].concat();
        self.sign_info(&info)
    }

    /// The same with whatever should have been the DigestInfo.
    pub fn sign_info(&self, info: &[u8]) -> Vec<u8> {
        let padding = self.modulus().len().saturating_sub(info.len() + 3);
        let encoded = [&[0, 1], vec![0xff; padding].as_slice(), &[0], info].concat();
        self.sign_encoded(&encoded)
    }

    /// RSASP1 (RFC 8017 §5.2.1) of a whole encoded message, by the Chinese remainder theorem: Garner's recombination, one
    /// prime after the other.
    pub fn sign_encoded(&self, encoded: &[u8]) -> Vec<u8> {
        let message = BigUint::from_bytes_be(encoded);
        let (mut root, mut product) = (BigUint::ZERO, BigUint::from(1u8));
        for prime in &self.primes {
            let own = self.root_modulo(&message, prime);
            let inverse = product.modinv(prime).unwrap_or_default();
            let missing = (own + prime - &root % prime) * inverse % prime;
            root += &product * missing;
            product *= prime;
        }
        self.fixed_length(&root)
    }

    /// The signature plus the modulus, where that still fits its length: the same number to who reduces it first.
    pub fn plus_modulus(&self, signature: &[u8]) -> Option<Vec<u8>> {
        let sum = BigUint::from_bytes_be(signature) + &self.modulus;
        (sum.to_bytes_be().len() == signature.len()).then(|| sum.to_bytes_be())
    }

    /// A number whose cube begins with `prefix`, then a zero, the DigestInfo of `message` and whatever comes: Bleichenbacher's
    /// signature without the key, for exponent 3 and a reader that stops after the digest.
    pub fn cube_root_forgery(&self, message: &[u8]) -> Vec<u8> {
        let info = [&SHA256_INFO, Sha256::digest(message).as_slice()].concat();
        let start = [&[0, 1], [0xff; 8].as_slice(), &[0], &info].concat();
        let free = 8 * (self.modulus().len() - start.len());
        let wanted = BigUint::from_bytes_be(&start) << free;
        self.fixed_length(&(wanted.nth_root(3) + 1u8))
    }

    fn root_modulo(&self, message: &BigUint, prime: &BigUint) -> BigUint {
        let order = prime - 1u8;
        // no group has the order zero: a prime of 2 is there to make a modulus even
        let inverse = self.exponent.modinv(&order).unwrap_or(BigUint::from(1u8));
        (message % prime).modpow(&inverse, prime)
    }

    fn fixed_length(&self, number: &BigUint) -> Vec<u8> {
        let bytes = number.to_bytes_be();
        let zeros = self.modulus().len().saturating_sub(bytes.len());
        [vec![0; zeros], bytes].concat()
    }
}
