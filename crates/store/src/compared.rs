//! What was compared among the reports of a case, as rows.

use crate::mirror::Fault;
use crate::rows::RowFault;
use rusqlite::{Connection, params};
use std::collections::{BTreeMap, BTreeSet};
use terms::weighing::{Asked, Compared};

/// Writes what was compared in place of what was kept; lists of parts that stay the same are not written again.
pub(crate) fn save(connection: &Connection, version: &str, compared: &Compared) -> rusqlite::Result<()> {
    connection.execute("DELETE FROM compared", [])?;
    for (question, asked) in &compared.asked {
        let pairs = asked.pairs.iter().flat_map(|(a, b)| [*a, *b]);
        let sql = "INSERT INTO compared (question, version, things, blocks, pairs) VALUES (?1, ?2, ?3, ?4, ?5)";
        connection.prepare_cached(sql)?.execute(params![
            question,
            version,
            packed(asked.things.iter().copied()),
            packed(asked.blocks.iter().copied()),
            packed(pairs),
        ])?;
    }
    let known: BTreeSet<u64> = {
        let mut query = connection.prepare_cached("SELECT list FROM parts WHERE version = ?1")?;
        let lists = query.query_map([version], |row| row.get::<_, i64>(0))?;
        lists.map(|list| list.map(i64::cast_unsigned)).collect::<rusqlite::Result<_>>()?
    };
    connection.prepare_cached("DELETE FROM parts WHERE version <> ?1")?.execute([version])?;
    for gone in known.iter().filter(|list| !compared.parts.contains_key(list)) {
        connection.prepare_cached("DELETE FROM parts WHERE list = ?1")?.execute([gone.cast_signed()])?;
    }
    for (list, part) in compared.parts.iter().filter(|(list, _)| !known.contains(list)) {
        let bytes: Vec<u8> = part.iter().flat_map(|n| n.to_le_bytes()).collect();
        let sql = "INSERT INTO parts (list, version, part) VALUES (?1, ?2, ?3)";
        connection.prepare_cached(sql)?.execute(params![list.cast_signed(), version, bytes])?;
    }
    Ok(())
}

/// What was compared by this version; `None` if nothing is kept of it.
pub(crate) fn load(connection: &Connection, version: &str) -> Result<Option<Compared>, RowFault> {
    let mut compared = Compared::default();
    let sql = "SELECT question, things, blocks, pairs FROM compared WHERE version = ?1";
    let mut query = connection.prepare_cached(sql)?;
    let mut rows = query.query([version])?;
    while let Some(row) = rows.next()? {
        let numbers = |column: usize| -> Result<Vec<u64>, RowFault> { Ok(unpacked(&row.get::<_, Vec<u8>>(column)?)?) };
        let (pairs, rest) = numbers(3).map(|all| {
            let (pairs, rest) = all.as_chunks::<2>();
            (pairs.iter().map(|[a, b]| (*a, *b)).collect(), rest.len())
        })?;
        if rest > 0 {
            return Err(RowFault::Value("pairs are cut short".to_owned()));
        }
        let asked =
            Asked { things: numbers(1)?.into_iter().collect(), blocks: numbers(2)?.into_iter().collect(), pairs };
        compared.asked.insert(row.get(0)?, asked.into());
    }
    if compared.asked.is_empty() {
        return Ok(None);
    }
    compared.parts = parts(connection, version)?;
    Ok(Some(compared))
}

fn parts(connection: &Connection, version: &str) -> Result<BTreeMap<u64, Vec<u32>>, RowFault> {
    let mut query = connection.prepare_cached("SELECT list, part FROM parts WHERE version = ?1")?;
    let mut rows = query.query([version])?;
    let mut parts = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let bytes: Vec<u8> = row.get(1)?;
        let (numbers, rest) = bytes.as_chunks::<4>();
        if !rest.is_empty() {
            return Err(RowFault::Value("a list of parts is cut short".to_owned()));
        }
        let part = numbers.iter().map(|n| u32::from_le_bytes(*n)).collect();
        parts.insert(row.get::<_, i64>(0)?.cast_unsigned(), part);
    }
    Ok(parts)
}

fn packed(numbers: impl Iterator<Item = u64>) -> Vec<u8> {
    numbers.flat_map(u64::to_le_bytes).collect()
}

fn unpacked(bytes: &[u8]) -> Result<Vec<u64>, Fault> {
    match bytes.as_chunks::<8>() {
        (numbers, []) => Ok(numbers.iter().map(|n| u64::from_le_bytes(*n)).collect()),
        _ => Err("hashes are cut short".to_owned()),
    }
}
