//! Who informs: one source for each body or person, however it is named.

use std::collections::{BTreeMap, BTreeSet};

use crate::lexicon::Words;
use crate::subject::nominative;
use crate::{Account, Source, SourceIx, SourceKind};

/// All sources of a reading; one entry however often and in whatever form it is named.
#[derive(Default)]
pub(crate) struct Registry {
    sources: Vec<Source>,
    /// The words of each source's fullest name, uninflected, without articles.
    words: Vec<BTreeSet<String>>,
    by_key: BTreeMap<String, SourceIx>,
    /// Sources that turned out to be another, with that other.
    same: BTreeMap<SourceIx, SourceIx>,
}

impl Registry {
    /// The source of this name, made where it is new. A name of two words or more that holds, or is held by, the name of
    /// one other source of its kind is that source's.
    pub(crate) fn named(&mut self, name: &str, kind: SourceKind, words: &Words) -> SourceIx {
        let name = without_article(name, words);
        let content = content(&name, words);
        let key = joined(&content);
        let listed = words.bodies.get(&key).map(|first| format!("={first}"));
        let known = self.by_key.get(&key).or_else(|| self.by_key.get(listed.as_ref()?));
        if let Some(&ix) = known {
            self.place(ix, kind);
            self.fuller(ix, &name, &content);
            self.also(ix, &name, words);
            return ix;
        }
        if let Some(ix) = self.akin(&content, kind) {
            self.fuller(ix, &name, &content);
            self.also(ix, &name, words);
            return ix;
        }
        let ix = SourceIx(self.sources.len());
        self.sources.push(Source { variants: vec![name.clone()], name, kind, account: kind.account() });
        self.words.push(content.into_iter().collect());
        self.by_key.insert(key, ix);
        self.by_key.extend(listed.map(|listed| (listed, ix)));
        ix
    }

    /// `short` is how `source` will be called: where that names a source already, the two are one.
    pub(crate) fn abbreviated(&mut self, source: SourceIx, short: &str, words: &Words) {
        let before = self.by_key.get(&joined(&content(short, words))).copied();
        match before {
            Some(before) if before != source && self.kind(before) == self.kind(source) => {
                self.same.insert(before, source);
                for ix in self.by_key.values_mut().filter(|ix| **ix == before) {
                    *ix = source;
                }
            }
            _ => {}
        }
        self.also(source, short, words);
    }

    /// What a source is, where that was not known when it was first named.
    fn place(&mut self, source: SourceIx, kind: SourceKind) {
        if let Some(source) = self.sources.get_mut(source.0)
            && source.kind == SourceKind::Unknown
        {
            source.kind = kind;
            source.account = kind.account();
        }
    }

    /// `alias` is another name of `source`, unless it names somebody else already.
    pub(crate) fn also(&mut self, source: SourceIx, alias: &str, words: &Words) {
        self.by_key.entry(joined(&content(alias, words))).or_insert(source);
        let Some(entry) = self.sources.get_mut(source.0) else { return };
        if !entry.variants.iter().any(|v| v == alias) {
            entry.variants.push(alias.to_owned());
        }
        // Where a language inflects names, the form to show is the one nearest to the nominative.
        let forms = [entry.name.as_str(), alias];
        if !words.oblique.is_empty()
            && joined(&content(&entry.name, words)) == joined(&content(alias, words))
            && let Some(best) = nominative(forms.into_iter(), words)
        {
            entry.name = without_article(best, words);
        }
    }

    /// `name` is how the source is called where it is the subject of a sentence: the form to show it under.
    pub(crate) fn nominative(&mut self, source: SourceIx, name: &str, words: &Words) {
        if let Some(entry) = self.sources.get_mut(source.0)
            && joined(&content(&entry.name, words)) == joined(&content(name, words))
        {
            entry.name = without_article(name, words);
        }
    }

    /// The one source of this kind whose name holds all of `name`, or all of whose name `name` holds.
    fn akin(&self, name: &[String], kind: SourceKind) -> Option<SourceIx> {
        let name: BTreeSet<String> = name.iter().cloned().collect();
        let of_kind = self.sources.iter().zip(&self.words).enumerate().filter(|(_, (s, _))| s.kind == kind);
        let mut near = of_kind.filter(|(_, (_, theirs))| {
            let (few, many) = if name.len() < theirs.len() { (&name, *theirs) } else { (*theirs, &name) };
            few.len() > 1 && few.is_subset(many)
        });
        let first = near.next().map(|(n, _)| SourceIx(n));
        first.filter(|_| near.next().is_none())
    }

    fn fuller(&mut self, ix: SourceIx, name: &str, content: &[String]) {
        if let (Some(source), Some(words)) = (self.sources.get_mut(ix.0), self.words.get_mut(ix.0))
            && content.len() > words.len()
        {
            name.clone_into(&mut source.name);
            *words = content.iter().cloned().collect();
        }
    }

    /// The name of `source` holds every word of `name`.
    pub(crate) fn holds(&self, source: SourceIx, name: &str, words: &Words) -> bool {
        let content = content(name, words);
        !content.is_empty()
            && self.words.get(source.0).is_some_and(|theirs| content.iter().all(|w| theirs.contains(w)))
    }

    pub(crate) fn get(&self, ix: SourceIx) -> Option<&Source> {
        self.sources.get(ix.0)
    }

    pub(crate) fn kind(&self, ix: SourceIx) -> SourceKind {
        self.get(ix).map_or(SourceKind::Unknown, |s| s.kind)
    }

    pub(crate) fn account(&self, ix: SourceIx) -> Account {
        self.get(ix).map_or(Account::Independent, |s| s.account)
    }

    /// The sources, and under which index each one met stands among them.
    pub(crate) fn into_sources(self) -> (Vec<Source>, BTreeMap<SourceIx, SourceIx>) {
        let end = |mut ix: SourceIx| {
            // A chain is no longer than there are sources.
            for _ in 0..self.same.len() {
                ix = self.same.get(&ix).copied().unwrap_or(ix);
            }
            ix
        };
        let mut places = BTreeMap::new();
        let mut out: Vec<Source> = Vec::new();
        for (n, source) in self.sources.iter().enumerate() {
            if !self.same.contains_key(&SourceIx(n)) {
                places.insert(SourceIx(n), SourceIx(out.len()));
                out.push(source.clone());
            }
        }
        for (n, source) in self.sources.iter().enumerate() {
            let Some(&place) = places.get(&end(SourceIx(n))) else { continue };
            places.insert(SourceIx(n), place);
            if let Some(target) = out.get_mut(place.0) {
                let more = source.variants.iter().filter(|v| !target.variants.contains(v)).cloned();
                let more: Vec<String> = more.collect();
                target.variants.extend(more);
            }
        }
        (out, places)
    }
}

/// A name as it is shown: in one line, without an article at its head.
fn without_article(name: &str, words: &Words) -> String {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let article = |word: &str| {
        let lower = word.to_lowercase();
        words.articles.contains(&lower) && !words.pronouns.contains(&lower)
    };
    match name.split_once(' ') {
        Some((first, rest)) if article(first) => rest.to_owned(),
        _ => name,
    }
}

/// The words of a name that tell it from others: lower case, uninflected, without articles and small words.
pub(crate) fn content(name: &str, words: &Words) -> Vec<String> {
    let lower = name.to_lowercase().replace(['’', 'ʼ'], "'");
    lower
        .split(|c: char| {
            !(c.is_alphanumeric() || matches!(c, '\'' | '-' | '/' | '@' | '.' | '_' | '№' | '&'))
        })
        .map(|w| w.trim_matches(['.', '\'', '-']))
        .filter(|w| !w.is_empty() && !words.articles.iter().any(|a| a == w))
        .map(|w| {
            let bare = words.possessives.iter().find_map(|ending| w.strip_suffix(ending.as_str()));
            uninflected(crate::gazetteer::place(bare.unwrap_or(w)), words).to_owned()
        })
        .collect()
}

fn joined(content: &[String]) -> String {
    content.join(" ")
}

/// A stem has at least this many letters.
const STEM: usize = 3;

/// The word without its longest case ending, where a stem of some length is left.
pub(crate) fn uninflected<'w>(word: &'w str, words: &Words) -> &'w str {
    let stems = words.endings.iter().filter_map(|ending| word.strip_suffix(ending.as_str()));
    stems.filter(|stem| stem.chars().count() >= STEM).min_by_key(|stem| stem.len()).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{Lexicon, files};

    #[test]
    fn one_source_in_whatever_form_it_is_named() {
        let words = Lexicon::compile(files("en").unwrap()).unwrap().words;
        let mut registry = Registry::default();
        let mut named = |name: &str, kind| registry.named(name, kind, &words).0;
        use SourceKind::{Court, Ministry, UnBody};
        let working_group = named("UN Working Group on Arbitrary Detention", UnBody);
        assert_eq!(named("the Working Group on Arbitrary Detention", UnBody), working_group);
        let ministry = named("Ministry of Justice", Ministry);
        assert_eq!(named("the Ministry of Justice’s", Ministry), ministry);
        assert_eq!(named("Ministry of Justice of Lenthia", Ministry), ministry);
        assert_ne!(named("Ministry of Health", Ministry), ministry);
        let upper = named("District Court of Upper Sorr", Court);
        let lower = named("District Court of Lower Sorr", Court);
        assert_ne!(upper, lower);
        assert!(![upper, lower].contains(&named("District Court", Court)));
        assert_ne!(named("", Court), upper);
    }
}
