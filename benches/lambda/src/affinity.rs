//! One core for the functions, as a Lambda has at most one until it is given more than 1,769 MB.

/// Keeps this thread, and with it each process that it starts, on one core; threads that run already stay where they like.
#[cfg(target_os = "linux")]
pub fn one_for_functions() {
    use rustix::thread::{CpuSet, sched_setaffinity};

    let mut cores = CpuSet::new();
    cores.set(0);
    // where there is no core 0 for us all of them stay on all: the ratios are then of what the machine is
    let _ = sched_setaffinity(None, &cores);
}

/// Elsewhere the functions do not run at all.
#[cfg(not(target_os = "linux"))]
pub fn one_for_functions() {}
