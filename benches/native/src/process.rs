//! What the system knows of a process. Only Linux says it without a system call of our own.

use std::fs;
use std::path::PathBuf;

/// A process of this machine.
#[derive(Clone, Debug)]
pub struct Process(PathBuf);

impl Process {
    /// This one.
    pub fn own() -> Self {
        Self("/proc/self".into())
    }

    /// The one with this id.
    pub fn with_id(pid: u32) -> Self {
        Self(format!("/proc/{pid}").into())
    }

    /// Processor time so far in milliseconds, all threads that live.
    pub fn cpu_ms(&self) -> Option<f64> {
        let threads = fs::read_dir(self.0.join("task")).ok()?;
        let nanoseconds: Option<u64> = threads
            .map(|thread| {
                let schedstat = fs::read_to_string(thread.ok()?.path().join("schedstat")).ok()?;
                schedstat.split(' ').next()?.parse::<u64>().ok()
            })
            .sum();
        nanoseconds.map(|nanoseconds| nanoseconds as f64 / 1e6)
    }

    /// The most memory that was ever resident, in units of 10^6 bytes.
    pub fn peak_memory_mb(&self) -> Option<f64> {
        let status = fs::read_to_string(self.0.join("status")).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
        let kibibytes: f64 = line.split_whitespace().nth(1)?.parse().ok()?;
        Some(kibibytes * 1024.0 / 1e6)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::Process;

    #[test]
    fn linux_knows_both() {
        let before = Process::own().cpu_ms().unwrap();
        let busy: u64 = (0..20_000_000).filter(|n: &u64| n.is_power_of_two()).sum();
        assert!(busy > 0 && Process::own().cpu_ms().unwrap() > before);
        let by_id = Process::with_id(std::process::id());
        assert!(by_id.peak_memory_mb().unwrap() > 0.5);
    }
}
