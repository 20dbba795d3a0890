//! Which glibc a binary needs: Amazon Linux 2023 has 2.34, and what was linked on a newer system would not start there.

use std::path::Path;

use crate::Failure;

/// <https://docs.aws.amazon.com/linux/al2023/ug/core-glibc.html>
pub const NEWEST: (u32, u32) = (2, 34);

/// Fails where the binary asks for symbols of a newer version.
pub fn check(binary: &Path) -> Result<(), Failure> {
    let bytes = std::fs::read(binary)
        .map_err(|error| format!("cannot read {}: {error}", binary.display()))?;
    match needed(&bytes) {
        Some(version) if version > NEWEST => {
            let (major, minor) = version;
            Err(format!(
                "{} needs glibc {major}.{minor}, and Lambda has {}.{}: build it without --plain",
                binary.display(),
                NEWEST.0,
                NEWEST.1
            ))
        }
        _ => Ok(()),
    }
}

/// The newest version that is named. The dynamic linker's version names, `GLIBC_2.34`, stand in the string table as they
/// are; one that stood elsewhere would only make this stricter.
fn needed(bytes: &[u8]) -> Option<(u32, u32)> {
    const NAME: &[u8] = b"\0GLIBC_";
    let found = bytes.windows(NAME.len()).enumerate();
    let found = found.filter(|(_, window)| *window == NAME);
    found
        .filter_map(|(at, _)| version(&bytes[at + NAME.len()..]))
        .max()
}

/// `2.34` or `2.2.5`, up to the zero byte.
fn version(bytes: &[u8]) -> Option<(u32, u32)> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    let mut numbers = std::str::from_utf8(&bytes[..end]).ok()?.split('.');
    Some((numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::needed;

    #[test]
    fn versions_compare_by_number() {
        let table = b"\0GLIBC_2.9\0GLIBC_2.2.5\0GLIBC_2.34\0GLIBC_PRIVATE\0x";
        assert_eq!(needed(table), Some((2, 34)));
        assert_eq!(needed(b"static"), None);
        assert_eq!(needed(b"\0GLIBC_2.39"), None, "cut off");
    }
}
