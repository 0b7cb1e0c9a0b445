//! A turn of the engine allocates nothing.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use super::build::Sheet;
use crate::engine::{Eight, Engine, Lane};
use crate::model::Model;
use crate::models::smp;

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is passed on to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.with(|count| count.set(count.get() + 1));
        // SAFETY: the caller's promises are those that the system asks for.
        unsafe { System.alloc(layout) }
    }
    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(place, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn a_turn_allocates_nothing() {
    let mut sheet = Sheet::new(9, 2);
    for party in 0..9 {
        for issue in 0..2 {
            let at = (party * 7 + issue * 5) % 11;
            sheet = sheet.cell(party, issue, at as f64 / 10.0, 0.1 + 0.02 * party as f64);
        }
    }
    let scenario = sheet.scenario();
    let model = Model::parse("smp").unwrap();
    let mut engine = Engine::<Eight>::new(&scenario, smp::options(model.settings()));
    (0..Eight::WIDTH).for_each(|lane| engine.load(lane, &scenario));
    engine.wide_turn();
    let before = COUNT.with(Cell::get);
    (0..10).for_each(|_| engine.wide_turn());
    assert_eq!(COUNT.with(Cell::get) - before, 0);
    assert!(engine.moved(0) >= 0.0);
    for quo in [1.0, 0.5] {
        let mut round = crate::models::challenge::tests::rounds(&scenario, quo);
        let before = COUNT.with(Cell::get);
        (0..10).for_each(|_| round());
        assert_eq!(COUNT.with(Cell::get) - before, 0, "challenge, Q = {quo}");
    }
}
