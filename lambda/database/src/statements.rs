//! What a script's statements begin with: as much of SQL's lexis as that needs
//! (<https://www.postgresql.org/docs/current/sql-syntax-lexical.html>).

/// The word that would end the migration's transaction, or begin another one in it; in capitals.
pub fn transaction_control(sql: &str) -> Option<&'static str> {
    let words = first_words(sql);
    let is_atomic = code(sql).to_ascii_uppercase().contains("BEGIN ATOMIC");
    ["BEGIN", "START", "COMMIT", "ROLLBACK", "ABORT", "END"]
        .into_iter()
        // a function's body ends with it, too
        .filter(|word| !(is_atomic && *word == "END"))
        .find(|word| words.iter().any(|first| first.eq_ignore_ascii_case(word)))
}

fn first_words(sql: &str) -> Vec<String> {
    let code = code(sql);
    let word = |statement: &str| {
        let is_part = |c: &char| c.is_ascii_alphabetic();
        statement.trim_start().chars().take_while(is_part).collect()
    };
    code.split(';').map(word).collect()
}

/// The script with a space for each comment, string, quoted name and dollar-quoted body.
fn code(sql: &str) -> String {
    let mut code = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(next) = rest.chars().next() {
        let length = match next {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => comment(rest),
            '\'' => quoted(rest, '\'', code.ends_with(['e', 'E'])),
            '"' => quoted(rest, '"', false),
            // within a name it is a letter
            '$' if !code.ends_with(is_of_a_name) => dollar_quoted(rest).unwrap_or(0),
            _ => 0,
        };
        code.push(if length == 0 { next } else { ' ' });
        rest = rest.get(length.max(next.len_utf8())..).unwrap_or_default();
    }
    code
}

/// Comments of C's kind lie in one another.
fn comment(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let step = match rest {
            _ if rest.starts_with("/*") => {
                depth += 1;
                2
            }
            _ if rest.starts_with("*/") => {
                depth -= 1;
                2
            }
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// Two quotes are one; in strings of the kind `E''` a backslash makes the next character one of the text.
fn quoted(text: &str, quote: char, has_escapes: bool) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((at, character)) = characters.next() {
        if has_escapes && character == '\\' {
            characters.next();
        } else if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return at + quote.len_utf8();
        }
    }
    text.len()
}

/// `$$…$$` or `$tag$…$tag$`; `None` for a parameter.
fn dollar_quoted(text: &str) -> Option<usize> {
    let tag = text.get(1..)?.split_once('$')?.0;
    if !tag.chars().all(is_of_a_name) || tag.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let quote = format!("${tag}$");
    let body = text.get(quote.len()..)?;
    let end = body.find(&quote).unwrap_or(body.len());
    Some((quote.len() + end + quote.len()).min(text.len()))
}

fn is_of_a_name(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

#[cfg(test)]
mod tests {
    use super::transaction_control;

    #[test]
    fn what_would_end_the_transaction() {
        for (sql, word) in [
            ("BEGIN; CREATE TABLE a (); COMMIT;", "BEGIN"),
            ("create table a ();\n-- done\ncommit", "COMMIT"),
            ("/* a /* nested */ one */ start transaction", "START"),
            ("SELECT 'it''s'; ROLLBACK", "ROLLBACK"),
            (r"SELECT E'it\'s;'; abort;", "ABORT"),
            ("SELECT $$;$$; END", "END"),
            ("SELECT a$b$; COMMIT; SELECT a$b$", "COMMIT"),
            ("SELECT 'é' ; /* ü */ COMMIT", "COMMIT"),
        ] {
            assert_eq!(transaction_control(sql), Some(word), "{sql}");
        }
    }

    #[test]
    fn what_only_looks_so() {
        for sql in [
            "",
            "-- COMMIT;\nSELECT 1",
            "/* ; COMMIT; */ SELECT 1",
            "SELECT '; COMMIT;'",
            r"SELECT 'a\'; SELECT ' COMMIT '",
            r"SELECT E'\'; COMMIT;'",
            "CREATE TABLE \"x; COMMIT\" ()",
            "DO $$ BEGIN PERFORM 1; COMMIT; END $$;",
            "DO $body$ BEGIN PERFORM $$;COMMIT;$$; END $body$;",
            "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT 2; END;",
            "INSERT INTO commits VALUES (1); BEGINNING",
            "PREPARE q AS SELECT $1; EXECUTE q(1)",
            "SELECT '; COMMIT",
            "SELECT $$; COMMIT",
            "/* COMMIT",
            "$",
        ] {
            assert_eq!(transaction_control(sql), None, "{sql}");
        }
    }
}
