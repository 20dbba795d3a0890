//! The custom section in which crates tell `wasm-bindgen` what they export: one program after the other, each after
//! the version of its format, each with the identifier of its crate (`name-hash`) inside.

const SECTION: &[u8] = b"__wasm_bindgen_unstable";
const HASH_DIGITS: usize = 16;

/// The identifier of the crate of that name, found anywhere in an object file.
pub fn identifier(object: &[u8], name: &str) -> Option<String> {
    let start = format!("{name}-");
    let length = start.len() + HASH_DIGITS;
    object
        .windows(length)
        .filter(|window| window.starts_with(start.as_bytes()))
        .find(|window| window[start.len()..].iter().all(u8::is_ascii_hexdigit))
        .map(|window| String::from_utf8_lossy(window).into_owned())
}

/// The module without the programs of a crate; nothing if it is no module or has no such section.
pub fn without(module: &[u8], identifier: &str) -> Option<Vec<u8>> {
    let (header, mut rest) = module.split_at_checked(8)?;
    let mut kept = header.to_vec();
    let mut found = false;
    while let Some((&id, after)) = rest.split_first() {
        let (length, body) = leb128(after)?;
        let (body, next) = body.split_at_checked(length)?;
        let programs = (id == 0).then(|| programs(body)).flatten();
        found |= programs.is_some();
        let fewer = programs.map(|programs| section(programs, identifier.as_bytes()));
        push_section(&mut kept, id, fewer.as_deref().unwrap_or(body));
        rest = next;
    }
    found.then_some(kept)
}

/// What follows the name in a custom section of ours.
fn programs(body: &[u8]) -> Option<&[u8]> {
    let (length, body) = leb128(body)?;
    let (name, programs) = body.split_at_checked(length)?;
    (name == SECTION).then_some(programs)
}

fn section(mut programs: &[u8], identifier: &[u8]) -> Vec<u8> {
    let mut body = vec![SECTION.len() as u8];
    body.extend(SECTION);
    while let Some((version, program, next)) = versioned(programs) {
        if !program
            .windows(identifier.len())
            .any(|part| part == identifier)
        {
            body.extend([version, program].concat());
        }
        programs = next;
    }
    body
}

/// A version, a program and what follows them.
fn versioned(programs: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (version, rest) = item(programs)?;
    let (program, rest) = item(rest)?;
    Some((version, program, rest))
}

/// What has its length before it in four bytes, the length included, and what follows it.
fn item(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let length = u32::from_le_bytes(*bytes.first_chunk::<4>()?);
    bytes.split_at_checked(length as usize + 4)
}

fn push_section(module: &mut Vec<u8>, id: u8, body: &[u8]) {
    module.push(id);
    let mut length = body.len();
    while length >= 0x80 {
        module.push(length as u8 | 0x80);
        length >>= 7;
    }
    module.push(length as u8);
    module.extend(body);
}

/// An unsigned number of at most 32 bits (WebAssembly core specification, section 5.2.2), and what follows it.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let mut number = 0;
    for (at, &byte) in bytes.iter().enumerate().take(5) {
        number |= usize::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            return Some((number, &bytes[at + 1..]));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn program(text: &str) -> Vec<u8> {
        let item = |text: &str| [&(text.len() as u32).to_le_bytes(), text.as_bytes()].concat();
        [item("{}"), item(text)].concat()
    }

    fn module(programs: &[&str]) -> Vec<u8> {
        let mut body = vec![SECTION.len() as u8];
        body.extend(SECTION);
        body.extend(programs.iter().flat_map(|text| program(text)));
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        push_section(&mut module, 1, &[7; 300]);
        push_section(&mut module, 0, &body);
        push_section(&mut module, 11, &[8; 3]);
        module
    }

    #[test]
    fn a_crate_is_taken_out_and_every_other_byte_stays() {
        let long = format!("roundel-{}", "x".repeat(200));
        let all = module(&["ours-0123456789abcdef", "photon-rs-fedcba9876543210", &long]);
        let found = identifier(&all, "photon-rs").unwrap();
        assert_eq!(found, "photon-rs-fedcba9876543210");
        let ours = module(&["ours-0123456789abcdef", &long]);
        assert_eq!(without(&all, &found), Some(ours));
    }

    #[test]
    fn what_is_no_module_with_bindings_is_not_guessed_at() {
        assert_eq!(without(b"", "x"), None);
        assert_eq!(without(b"\0asm\x01\0\0\0", "x"), None);
        let whole = module(&["one"]);
        assert_eq!(without(&whole[..whole.len() - 2], "x"), None);
        assert_eq!(identifier(b"photon-rs-0123", "photon-rs"), None);
    }
}
