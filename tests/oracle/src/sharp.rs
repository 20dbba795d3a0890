//! `sharp` in a Node process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::{Error, Pixels};

/// A Node process that decodes and encodes by `sharp`, ended when dropped.
pub struct Sharp {
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

/// What pixels are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channels {
    /// Red, green, blue and, where there is one, alpha; the colour profile is passed over.
    Stored,
    /// The same as sRGB by the profile in the file.
    Managed,
    /// Four inks, 255 is all.
    Inks,
}

/// How a JPEG is written.
#[derive(Clone, Copy, Debug)]
pub struct Encode {
    /// 1 to 100.
    pub quality: u8,
    /// Several scans.
    pub progressive: bool,
    /// 4:2:0 instead of 4:4:4.
    pub subsampled: bool,
    /// Everything mozjpeg knows, trellis and scan optimisation.
    pub mozjpeg: bool,
}

impl Sharp {
    /// Starts Node.
    ///
    /// # Errors
    /// When there is no Node, or `sharp` is not installed.
    pub fn start() -> Result<Self, Error> {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sharp.mjs");
        let mut child = Command::new("node")
            .arg(script)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot run node: {error}"))?;
        let requests = child.stdin.take().ok_or("no way to ask node")?;
        let answers = BufReader::new(child.stdout.take().ok_or("no way to hear node")?);
        Ok(Self {
            child,
            requests,
            answers,
        })
    }

    /// The pixels of a file, or why there are none.
    ///
    /// # Errors
    /// When the process is gone: `npm ci` installs what it needs.
    pub fn decode(
        &mut self,
        file: &[u8],
        channels: Channels,
    ) -> Result<Result<Pixels, String>, Error> {
        let head = json!({
            "call": "decode",
            "inks": channels == Channels::Inks,
            "managed": channels == Channels::Managed,
        });
        let (head, samples) = self.ask(head, file)?;
        if let Some(error) = head["error"].as_str() {
            return Ok(Err(error.to_owned()));
        }
        let size = |name: &str| head[name].as_u64().unwrap_or_default() as usize;
        Ok(Ok(Pixels {
            width: size("width"),
            height: size("height"),
            channels: size("channels"),
            samples,
        }))
    }

    /// A JPEG of grey or RGB pixels.
    ///
    /// # Errors
    /// As [`decode`](Self::decode), and when the encoder refuses.
    pub fn encode(&mut self, pixels: &Pixels, how: Encode) -> Result<Vec<u8>, Error> {
        let head = json!({
            "call": "encode",
            "width": pixels.width,
            "height": pixels.height,
            "channels": pixels.channels,
            "options": {
                "quality": how.quality,
                "progressive": how.progressive,
                "mozjpeg": how.mozjpeg,
                "chromaSubsampling": if how.subsampled { "4:2:0" } else { "4:4:4" },
            },
        });
        let (head, file) = self.ask(head, &pixels.samples)?;
        match head["error"].as_str() {
            None => Ok(file),
            Some(error) => Err(error.to_owned().into()),
        }
    }

    fn ask(&mut self, mut head: Value, body: &[u8]) -> Result<(Value, Vec<u8>), Error> {
        const GONE: &str = "sharp does not answer: is it installed? (npm ci)";
        head["bytes"] = json!(body.len());
        writeln!(self.requests, "{head}").map_err(|_| GONE)?;
        self.requests.write_all(body).map_err(|_| GONE)?;
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let head: Value = serde_json::from_str(&line).map_err(|_| GONE)?;
        let mut body = vec![0; head["bytes"].as_u64().ok_or(GONE)? as usize];
        self.answers.read_exact(&mut body)?;
        Ok((head, body))
    }
}

impl Drop for Sharp {
    fn drop(&mut self) {
        // It ends with its input too; what matters is that none is left behind.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
