//! `word/styles.xml`: the styles that an editor finds in the list, and the look of the draft.

use super::story::{NAMESPACES, region};
use super::xml::Xml;

/// A paragraph style: id, name, the style it is based on and the one that follows it, properties of the paragraph and of
/// its characters.
struct Style {
    id: &'static str,
    name: &'static str,
    based_on: &'static str,
    next: &'static str,
    paragraph: &'static str,
    run: &'static str,
}

const fn style(
    id: &'static str,
    name: &'static str,
    next: &'static str,
    paragraph: &'static str,
    run: &'static str,
) -> Style {
    Style { id, name, based_on: "Normal", next, paragraph, run }
}

const STYLES: [Style; 20] = [
    style(
        "Title",
        "Title",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"240\" w:after=\"120\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"36\"/><w:szCs w:val=\"36\"/>",
    ),
    style(
        "Subtitle",
        "Subtitle",
        "Normal",
        "<w:spacing w:after=\"80\"/>",
        "<w:sz w:val=\"26\"/><w:szCs w:val=\"26\"/>",
    ),
    style("Addressee", "Addressee", "Addressee", "<w:spacing w:after=\"0\"/>", ""),
    style(
        "Heading1",
        "heading 1",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:pBdr><w:top w:val=\"single\" w:sz=\"8\" w:space=\"4\" w:color=\"auto\"/></w:pBdr>\
         <w:spacing w:before=\"400\" w:after=\"140\"/><w:outlineLvl w:val=\"0\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"28\"/><w:szCs w:val=\"28\"/>",
    ),
    style(
        "Heading2",
        "heading 2",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"300\" w:after=\"100\"/><w:outlineLvl w:val=\"1\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"24\"/><w:szCs w:val=\"24\"/>",
    ),
    style(
        "Heading3",
        "heading 3",
        "Normal",
        "<w:keepNext/><w:keepLines/><w:spacing w:before=\"240\" w:after=\"80\"/><w:outlineLvl w:val=\"2\"/>",
        "<w:b/><w:bCs/><w:i/><w:iCs/>",
    ),
    style(
        "NumberedParagraph",
        "Numbered Paragraph",
        "NumberedParagraph",
        "<w:numPr><w:numId w:val=\"3\"/></w:numPr>",
        "",
    ),
    style(
        "Small",
        "Small",
        "Small",
        "<w:spacing w:after=\"80\"/>",
        "<w:color w:val=\"4A4A4A\"/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>",
    ),
    style(
        "Quote",
        "Quote",
        "Normal",
        "<w:pBdr><w:left w:val=\"single\" w:sz=\"12\" w:space=\"10\" w:color=\"B0B0B0\"/></w:pBdr>\
         <w:ind w:left=\"680\" w:right=\"567\"/>",
        "",
    ),
    style(
        "Field",
        "Field",
        "FieldValue",
        "<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val=\"left\" w:pos=\"851\"/></w:tabs>\
         <w:spacing w:before=\"180\" w:after=\"40\"/><w:ind w:left=\"851\" w:hanging=\"851\"/>",
        "<w:b/><w:bCs/><w:color w:val=\"404040\"/><w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
    style(
        "FieldValue",
        "Field Value",
        "FieldValue",
        "<w:spacing w:after=\"80\"/><w:ind w:left=\"851\"/>",
        "",
    ),
    style("ListParagraph", "List Paragraph", "ListParagraph", "<w:spacing w:after=\"60\"/>", ""),
    style(
        "TableHead",
        "Table Head",
        "TableText",
        "<w:keepNext/><w:spacing w:before=\"40\" w:after=\"40\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"18\"/><w:szCs w:val=\"18\"/>",
    ),
    style(
        "TableText",
        "Table Text",
        "TableText",
        "<w:spacing w:before=\"30\" w:after=\"30\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>",
    ),
    style(
        "Caption",
        "caption",
        "Normal",
        "<w:keepNext/><w:spacing w:before=\"160\" w:after=\"80\"/>",
        "<w:i/><w:iCs/><w:color w:val=\"4A4A4A\"/><w:sz w:val=\"19\"/><w:szCs w:val=\"19\"/>",
    ),
    style(
        "FootnoteText",
        "footnote text",
        "FootnoteText",
        "<w:spacing w:after=\"20\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
    style(
        "CommentText",
        "annotation text",
        "CommentText",
        "<w:spacing w:after=\"40\" w:line=\"240\" w:lineRule=\"auto\"/>",
        "<w:sz w:val=\"20\"/><w:szCs w:val=\"20\"/>",
    ),
    style(
        "Header",
        "header",
        "Header",
        "<w:tabs><w:tab w:val=\"right\" w:pos=\"9298\"/></w:tabs><w:spacing w:after=\"0\"/>",
        "<w:color w:val=\"4A4A4A\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
    style(
        "Notice",
        "Notice",
        "Header",
        "<w:spacing w:after=\"0\"/>",
        "<w:b/><w:bCs/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
    style(
        "Footer",
        "footer",
        "Footer",
        "<w:tabs><w:tab w:val=\"right\" w:pos=\"9298\"/></w:tabs><w:spacing w:after=\"0\"/>",
        "<w:color w:val=\"4A4A4A\"/><w:sz w:val=\"17\"/><w:szCs w:val=\"17\"/>",
    ),
];

/// Entries of the table of contents, by level from 1.
const CONTENTS: [(&str, &str, u32); 2] = [("TOC1", "toc 1", 0), ("TOC2", "toc 2", 340)];

const CHARACTERS: [(&str, &str, &str); 6] = [
    ("Strong", "Strong", "<w:b/><w:bCs/>"),
    ("Emphasis", "Emphasis", "<w:i/><w:iCs/>"),
    ("FootnoteReference", "footnote reference", "<w:vertAlign w:val=\"superscript\"/>"),
    ("CommentReference", "annotation reference", "<w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/>"),
    (
        "OpenQuestion",
        "Open Question",
        "<w:b/><w:bCs/><w:color w:val=\"8A3B00\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFF2DF\"/>",
    ),
    (
        "PlaceholderText",
        "Placeholder Text",
        "<w:color w:val=\"8A3B00\"/><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"FFF2DF\"/>",
    ),
];

/// `word/styles.xml` for a draft in `language`.
pub(super) fn part(language: &str) -> String {
    let lang = region(language);
    let mut xml = Xml::part();
    xml.open("w:styles", &NAMESPACES);
    xml.put(Xml::markup(&format!(
        "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii=\"Cambria\" w:eastAsia=\"Cambria\" w:hAnsi=\"Cambria\" \
         w:cs=\"Times New Roman\"/><w:sz w:val=\"22\"/><w:szCs w:val=\"22\"/><w:lang w:val=\"{lang}\" \
         w:eastAsia=\"{lang}\" w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing \
         w:after=\"120\" w:line=\"264\" w:lineRule=\"auto\"/></w:pPr></w:pPrDefault></w:docDefaults>"
    )));
    xml.put(Xml::markup("<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:qFormat/></w:style>\
         <w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\"><w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/></w:style>\
         <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/><w:uiPriority w:val=\"99\"/><w:semiHidden/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"90\" w:type=\"dxa\"/><w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"90\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
         <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/><w:semiHidden/></w:style>"));
    for Style { id, name, based_on, next, paragraph, run } in STYLES {
        xml.put(Xml::markup(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"{based_on}\"/>\
             <w:next w:val=\"{next}\"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )));
    }
    for (id, name, left) in CONTENTS {
        xml.put(Xml::markup(&format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn w:val=\"Normal\"/>\
             <w:next w:val=\"Normal\"/><w:pPr><w:spacing w:after=\"30\"/><w:ind w:left=\"{left}\"/></w:pPr></w:style>"
        )));
    }
    for (id, name, run) in CHARACTERS {
        xml.put(Xml::markup(&format!(
            "<w:style w:type=\"character\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:basedOn \
             w:val=\"DefaultParagraphFont\"/><w:qFormat/><w:rPr>{run}</w:rPr></w:style>"
        )));
    }
    let rule =
        |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/>");
    xml.put(Xml::markup(&format!(
        "<w:style w:type=\"table\" w:styleId=\"Record\"><w:name w:val=\"Record\"/><w:basedOn w:val=\"TableNormal\"/><w:tblPr>\
         <w:tblBorders>{}{}{}</w:tblBorders></w:tblPr></w:style>",
        rule("top"),
        rule("bottom"),
        rule("insideH")
    )));
    xml.finish()
}
