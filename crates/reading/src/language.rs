//! In which language a block is, so that it is read with that language's words.

use std::ops::Range;

use remand_text::TextLayer;

use crate::Options;

/// Language of a block: that of its item, unless its letters are of another alphabet.
pub(crate) fn language_of_block(
    text: &str,
    span: Range<usize>,
    layer: &TextLayer,
    options: &Options,
) -> String {
    if let Some(language) = &options.language {
        return language.clone();
    }
    let body = text.get(span).unwrap_or_default();
    let (mut latin, mut cyrillic, mut kazakh) = (0_usize, 0_usize, 0_usize);
    for c in body.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | 'À'..='ɏ' => latin += 1,
            'ә' | 'ғ' | 'қ' | 'ң' | 'ө' | 'ұ' | 'ү' | 'һ' | 'Ә' | 'Ғ' | 'Қ' | 'Ң' | 'Ө' | 'Ұ' | 'Ү' | 'Һ' =>
            {
                kazakh += 1;
                cyrillic += 1;
            }
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            _ => {}
        }
    }
    let of_item = layer.language.as_deref().unwrap_or_default();
    let of_item_is_cyrillic = matches!(of_item, "ru" | "kk" | "uk" | "be" | "bg" | "ky" | "mn" | "tg");
    if cyrillic > latin {
        if kazakh * 50 > cyrillic {
            "kk".to_owned()
        } else if of_item_is_cyrillic && (of_item != "kk" || cyrillic < 40) {
            of_item.to_owned()
        } else {
            "ru".to_owned()
        }
    } else if latin > 0 && (of_item_is_cyrillic || of_item.is_empty()) {
        "en".to_owned()
    } else {
        of_item.to_owned()
    }
}
