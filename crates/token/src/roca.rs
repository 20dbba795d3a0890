//! CVE-2017-15361, "ROCA": RSA keys made by one maker's chips, whose primes are found in days where others take for ever.

/// The largest prime that stands in the construction of keys from 1,984 to 3,936 bits, and of longer ones too (Nemec,
/// Sys, Svenda, Klinec, Matyas: "The Return of Coppersmith's Attack", §2).
const LARGEST_PRIME: u32 = 701;

/// Whether a modulus (big-endian, at least 1,984 bits) has those keys' mark: modulo every small prime it is a power of
/// 65537. Of honest keys one in 2^150 has it, and nearly all are told apart by the first few primes.
pub(crate) fn has_mark(modulus: &[u8]) -> bool {
    let mut primes = (3..=LARGEST_PRIME).filter(|number| is_prime(*number));
    primes.all(|prime| is_power_of_65537(remainder(modulus, prime), prime))
}

fn is_prime(number: u32) -> bool {
    (2..number)
        .take_while(|divisor| divisor * divisor <= number)
        .all(|divisor| !number.is_multiple_of(divisor))
}

fn remainder(number: &[u8], divisor: u32) -> u32 {
    number
        .iter()
        .fold(0, |rest, byte| (rest << 8 | u32::from(*byte)) % divisor)
}

/// Tries all powers, until they begin again.
fn is_power_of_65537(wanted: u32, prime: u32) -> bool {
    let mut power = 1;
    loop {
        if power == wanted {
            return true;
        }
        power = power * (65_537 % prime) % prime;
        if power == 1 {
            return false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_of_65537_are_a_part_of_the_remainders() {
        let powers = |prime| (0..prime).filter(move |rest| is_power_of_65537(*rest, prime));
        assert!(powers(11).eq([1, 10]));
        assert!(powers(37).eq([1, 10, 26]));
        assert!(
            (3..=LARGEST_PRIME)
                .filter(|n| is_prime(*n))
                .all(|prime| !is_power_of_65537(0, prime))
        );
    }

    #[test]
    fn there_are_125_odd_primes_in_it() {
        assert_eq!(
            (3..=LARGEST_PRIME)
                .filter(|number| is_prime(*number))
                .count(),
            125
        );
    }
}
