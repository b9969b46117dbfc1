//! Prints every norm of the program in plain words. `cargo run -p remand-finding --example words`

fn main() {
    let (packs, _) = remand_finding::packs(remand_finding::PACKS.iter().copied());
    let (law, _) = remand_law::link(&packs);
    let wording = remand_finding::wording();
    for norm in &law.norms {
        println!("{}  {}\n{}\n", norm.id, norm.title, remand_law::explain(norm, &law, &wording));
    }
}
