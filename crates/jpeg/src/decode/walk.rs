//! The way through a scan, MCU by MCU: rows, the region, restart intervals (T.81 E.2.2 to E.2.4).

use super::bits::{BitReader, Boundary};
use super::error::{Corrupt, DecodeError};
use super::geometry::Grid;

/// What is done with the MCUs of a scan.
pub(super) trait McuCoder {
    /// Whether MCUs outside the region may be left undecoded where restart markers allow it.
    const SKIPS_INTERVALS: bool;

    /// Whether MCUs outside the region are decoded as those in it are.
    const ALIKE: bool = false;

    /// A row of MCUs of the region begins.
    fn begin_row(&mut self, y: usize) -> Result<(), DecodeError>;
    /// A restart interval begins.
    fn restart(&mut self);
    /// Decodes the next MCU, which is in the region.
    fn decode(&mut self, bits: &mut BitReader, x: usize, y: usize);
    /// Passes over the next MCU, which is not in the region.
    fn pass_over(&mut self, bits: &mut BitReader, x: usize, y: usize);
}

/// [`McuCoder`] a row at a time, behind which the way through a scan is the same code for all of them.
pub(super) trait RowCoder {
    /// See [`McuCoder::SKIPS_INTERVALS`].
    fn skips_intervals(&self) -> bool;
    /// See [`McuCoder::begin_row`].
    fn begin_row(&mut self, y: usize) -> Result<(), DecodeError>;
    /// See [`McuCoder::restart`].
    fn restart(&mut self);
    /// MCUs `from..to` of row `y`, with no restart marker between them; the error is the column that failed.
    fn run(
        &mut self,
        bits: &mut BitReader,
        grid: &Grid,
        from: usize,
        to: usize,
        y: usize,
    ) -> Result<(), usize>;
}

impl<C: McuCoder> RowCoder for C {
    fn skips_intervals(&self) -> bool {
        C::SKIPS_INTERVALS
    }

    fn begin_row(&mut self, y: usize) -> Result<(), DecodeError> {
        McuCoder::begin_row(self, y)
    }

    fn restart(&mut self) {
        McuCoder::restart(self);
    }

    /// A function for itself, and one a row: an engine that compiles again what is called often then does so in mid-picture.
    #[inline(never)]
    fn run(
        &mut self,
        bits: &mut BitReader,
        grid: &Grid,
        from: usize,
        to: usize,
        y: usize,
    ) -> Result<(), usize> {
        let wanted = if grid.region.contains_row(y) {
            grid.region.x.clone()
        } else {
            to..to
        };
        let mut local = *bits;
        let mut result = Ok(());
        for x in from..to {
            if C::ALIKE || wanted.contains(&x) {
                self.decode(&mut local, x, y);
            } else {
                self.pass_over(&mut local, x, y);
            }
            if local.has_failed() {
                result = Err(x);
                break;
            }
        }
        *bits = local;
        result
    }
}

/// How a scan went.
#[derive(Clone, Copy, Debug)]
pub(super) struct Walked {
    /// Bytes read; the next marker segment comes after them.
    pub length: usize,
    /// MCUs until the data ended, damaged intervals included.
    pub mcus: u64,
    /// MCUs up to the last row of the region.
    pub wanted: u64,
    /// Damaged restart intervals.
    pub lost_intervals: u32,
}

/// Goes through a scan's entropy-coded data.
pub(super) fn walk(
    data: &[u8],
    grid: &Grid,
    restart_interval: u32,
    coder: &mut dyn RowCoder,
) -> Result<Walked, DecodeError> {
    let mut walk = Walk {
        bits: BitReader::new(data),
        grid,
        interval: restart_interval as usize,
        left: if restart_interval == 0 {
            usize::MAX
        } else {
            restart_interval as usize
        },
        expected: 0,
        passing: false,
        mcus: 0,
        lost_intervals: 0,
    };
    walk.passing = walk.interval_is_outside(0, 0, coder);
    for y in 0..grid.region.y.end {
        if grid.region.contains_row(y) {
            coder.begin_row(y)?;
        }
        if walk.row(y, coder)? == Row::Ended {
            break;
        }
    }
    Ok(walk.finish())
}

struct Walk<'a> {
    bits: BitReader<'a>,
    grid: &'a Grid,
    interval: usize,
    /// MCUs until the next restart marker.
    left: usize,
    /// Number of the next restart marker.
    expected: u8,
    /// Whether the rest of the interval is not decoded: it is damaged, missing or not wanted.
    passing: bool,
    mcus: u64,
    lost_intervals: u32,
}

#[derive(PartialEq, Eq)]
enum Row {
    Done,
    /// The data end here.
    Ended,
}

impl<'a> Walk<'a> {
    fn finish(self) -> Walked {
        Walked {
            length: self.bits.position(),
            mcus: self.mcus,
            wanted: (self.grid.region.y.end * self.grid.across) as u64,
            lost_intervals: self.lost_intervals,
        }
    }

    fn row(&mut self, y: usize, coder: &mut dyn RowCoder) -> Result<Row, DecodeError> {
        let mut x = 0;
        while x < self.grid.across {
            if self.left == 0 && self.cross_boundary(x, y, coder) == Row::Ended {
                return Ok(Row::Ended);
            }
            let end = x.saturating_add(self.left).min(self.grid.across);
            if !self.passing && self.run(x, end, y, coder)? == Row::Ended {
                return Ok(Row::Ended);
            }
            self.left -= if self.interval == 0 { 0 } else { end - x };
            x = end;
            self.mcus = (y * self.grid.across + x) as u64;
        }
        Ok(Row::Done)
    }

    /// Reads the restart marker before MCU (`x`, `y`).
    fn cross_boundary(&mut self, x: usize, y: usize, coder: &mut dyn RowCoder) -> Row {
        match self.bits.restart(self.expected) {
            Boundary::Expected => self.passing = self.interval_is_outside(x, y, coder),
            Boundary::Ahead => self.lose_interval(),
            Boundary::End => return Row::Ended,
        }
        self.left = self.interval;
        self.expected = (self.expected + 1) & 7;
        coder.restart();
        Row::Done
    }

    /// Whether nothing of the interval from (`x`, `y`) on is wanted.
    fn interval_is_outside(&self, x: usize, y: usize, coder: &dyn RowCoder) -> bool {
        if !coder.skips_intervals() || self.interval == 0 {
            return false;
        }
        let last = y * self.grid.across + x + self.interval - 1;
        let (last_x, last_y) = (last % self.grid.across, last / self.grid.across);
        let columns = &self.grid.region.x;
        let beside = y == last_y && (last_x < columns.start || x >= columns.end);
        beside || last_y < self.grid.region.y.start
    }

    fn lose_interval(&mut self) {
        self.passing = true;
        self.lost_intervals = self.lost_intervals.saturating_add(1);
    }

    /// MCUs `from..to` of row `y`, with no restart marker between them.
    fn run(
        &mut self,
        from: usize,
        to: usize,
        y: usize,
        coder: &mut dyn RowCoder,
    ) -> Result<Row, DecodeError> {
        let mut bits = self.bits;
        let decoded = coder.run(&mut bits, self.grid, from, to, y);
        self.bits = bits;
        match decoded {
            Ok(()) => Ok(Row::Done),
            Err(x) => self.fail(x, y),
        }
    }

    /// What follows from a failure in MCU (`x`, `y`).
    fn fail(&mut self, x: usize, y: usize) -> Result<Row, DecodeError> {
        let can_go_on =
            self.interval != 0 && (self.bits.met_bad_code() || self.bits.is_at_restart());
        if can_go_on {
            self.lose_interval();
            return Ok(Row::Done);
        }
        if self.bits.met_bad_code() {
            return Err(Corrupt::HuffmanCode.into());
        }
        self.mcus = (y * self.grid.across + x) as u64;
        Ok(Row::Ended)
    }
}
