//! What a run is asked for.

/// How it is called.
pub const USAGE: &str =
    "differential [PAIRS] [--from SEED] [--seconds S] [--inputs N] [--workers N] [--keep-going]";

/// What is asked for.
pub struct Asked {
    /// How many pairs, at the least.
    pub pairs: u64,
    /// The first seed.
    pub first: u64,
    /// After so many seconds no policy is begun.
    pub seconds: u64,
    /// Inputs of one policy, at most.
    pub inputs: usize,
    /// How many policies at a time.
    pub workers: usize,
    /// Counts what differs and goes on.
    pub keeps_going: bool,
}

impl Asked {
    /// From the words of the command line; `None` if they are not understood.
    pub fn read(mut words: impl Iterator<Item = String>) -> Option<Self> {
        let mut asked = Self {
            pairs: 10_000_000,
            first: 0,
            seconds: u64::MAX,
            inputs: 1_000,
            workers: 1,
            keeps_going: false,
        };
        while let Some(word) = words.next() {
            let mut number = || number(&words.next()?);
            match word.as_str() {
                "--from" => asked.first = number()?,
                "--seconds" => asked.seconds = number()?,
                "--inputs" => asked.inputs = usize::try_from(number()?).ok().filter(|n| *n > 0)?,
                "--workers" => asked.workers = usize::try_from(number()?).ok().filter(|n| *n > 0)?,
                "--keep-going" => asked.keeps_going = true,
                other => asked.pairs = self::number(other)?,
            }
        }
        Some(asked)
    }
}

fn number(text: &str) -> Option<u64> {
    text.replace('_', "").parse().ok()
}
