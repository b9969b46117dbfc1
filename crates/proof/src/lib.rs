//! The proof of a finding: what was searched, what was found, and readings on which the norm comes out one way or the
//! other; and a checker that needs no evaluator.
