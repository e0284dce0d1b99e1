//! A policy file as blocks: front matter, articles with their words, fences.
//! The words of an article are cut into pieces at 。 and ； and at each item,
//! so that a rule can cite, and coverage can count, a single sentence.

use crate::anchor::Anchor;
use crate::diagnostic::Diagnostic;
use crate::numeral;
use crate::source::{Source, Span, Spanned, owned, part, trim};
use sha2::{Digest, Sha256};

/// What a fence holds, by its info word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FenceKind {
    /// 规则
    Rules,
    /// 参数
    Parameter,
    /// 示例
    Examples,
    /// 口径
    Readings,
    /// 存疑
    Doubt,
    /// 落实
    Carriers,
    /// 信息项
    Facts,
    /// 确定: values that an overlay gives to what is declared elsewhere
    Determined,
    /// 修改: what an overlay changes in another instrument, from a day on
    Amendments,
    /// 词语: the English of words that this file brings
    Phrases,
    /// 来源: who supplies facts
    Suppliers,
}

impl FenceKind {
    /// The fence word of each kind.
    pub const ALL: [(&'static str, Self); 11] = [
        ("规则", Self::Rules),
        ("参数", Self::Parameter),
        ("示例", Self::Examples),
        ("口径", Self::Readings),
        ("存疑", Self::Doubt),
        ("落实", Self::Carriers),
        ("信息项", Self::Facts),
        ("确定", Self::Determined),
        ("修改", Self::Amendments),
        ("词语", Self::Phrases),
        ("来源", Self::Suppliers),
    ];
}

/// One fenced block.
#[derive(Debug, Clone)]
pub struct Fence {
    /// What it holds.
    pub kind: FenceKind,
    /// The lines between the fence marks.
    pub body: Span,
}

/// A sentence or item of the law.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Its address.
    pub anchor: Anchor,
    /// Its words, verbatim.
    pub text: Spanned<String>,
}

/// A heading of the second level with what stands under it.
#[derive(Debug, Clone)]
pub struct Article {
    /// Its number; 0 for 施行日期; `None` for a heading that is no article.
    pub number: Option<u16>,
    /// The heading's words.
    pub heading: Spanned<String>,
    /// The law's words in pieces.
    pub pieces: Vec<Piece>,
    /// The fences under it, in order.
    pub fences: Vec<Fence>,
}

/// A whole policy file.
#[derive(Debug, Clone)]
pub struct Document {
    /// The text that everything points into.
    pub source: Source,
    /// `键: 值` lines of the front matter.
    pub front: Vec<(Spanned<String>, Spanned<String>)>,
    /// The headings in order.
    pub articles: Vec<Article>,
    /// `sha256:…` of the law's words alone (headings and paragraphs, white
    /// space at line ends and blank lines left out).
    pub text_hash: String,
}

impl Document {
    /// Reads a file. Findings go to `out`; what could be read is returned.
    pub fn read(source: &Source, out: &mut Vec<Diagnostic>) -> Self {
        Reader { source, out, articles: Vec::new(), law_lines: Vec::new(), front: Vec::new() }.run()
    }

    /// The value of a front matter key.
    pub fn front(&self, key: &str) -> Option<&Spanned<String>> {
        self.front.iter().find(|(k, _)| k.value == key).map(|(_, v)| v)
    }

    /// All pieces of the law in order.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        self.articles.iter().flat_map(|article| &article.pieces)
    }
}

struct Reader<'a> {
    source: &'a Source,
    out: &'a mut Vec<Diagnostic>,
    articles: Vec<Article>,
    law_lines: Vec<&'a str>,
    front: Vec<(Spanned<String>, Spanned<String>)>,
}

impl<'a> Reader<'a> {
    fn run(mut self) -> Document {
        let all = Span::new(0, self.source.text.len());
        let lines: Vec<Spanned<&'a str>> = self.source.lines(all).collect();
        let mut at = self.front_matter(&lines);
        while let Some(line) = lines.get(at) {
            at += 1;
            let text = trim(line);
            if text.value.starts_with("```") {
                at = self.fence(&lines, at, &text);
            } else if let Some(heading) = text.value.strip_prefix("## ") {
                self.law_lines.push(text.value);
                let number = article_number(heading.trim());
                let name = part(&text, 3, text.value.len());
                self.articles.push(Article {
                    number,
                    heading: owned(&name),
                    pieces: Vec::new(),
                    fences: Vec::new(),
                });
            } else if !text.value.is_empty() {
                self.law_lines.push(text.value);
                if !text.value.starts_with('#') {
                    self.words(&text);
                }
            }
        }
        let digest = Sha256::digest(self.law_lines.join("\n").as_bytes());
        Document {
            source: self.source.clone(),
            front: self.front,
            articles: self.articles,
            text_hash: format!("sha256:{}", hex::encode(digest)),
        }
    }

    /// Reads `---` … `---`; returns the index of the first line after it.
    fn front_matter(&mut self, lines: &[Spanned<&'a str>]) -> usize {
        if lines.first().is_none_or(|line| line.value.trim() != "---") {
            return 0;
        }
        for (at, line) in lines.iter().enumerate().skip(1) {
            let text = trim(line);
            if text.value == "---" {
                return at + 1;
            }
            if let Some(colon) = text.value.find(':') {
                let value = part(&text, colon + 1, text.value.len());
                self.front.push((owned(&part(&text, 0, colon)), owned(&value)));
            } else if !text.value.is_empty() {
                self.out.push(
                    Diagnostic::error(
                        "E0101",
                        self.source,
                        text.span,
                        "文件头的每一行应当写作“键: 值”",
                        "each line of the front matter reads `key: value`",
                    )
                    .hint("例如“施行: 2020-10-01”", "for example `施行: 2020-10-01`"),
                );
            }
        }
        let end = Span::new(0, 3.min(self.source.text.len()));
        self.out.push(
            Diagnostic::error("E0102", self.source, end, "文件头没有结束", "the front matter is not closed")
                .hint("在文件头最后加一行“---”", "add a line `---` after it"),
        );
        lines.len()
    }

    fn fence(&mut self, lines: &[Spanned<&'a str>], first: usize, mark: &Spanned<&'a str>) -> usize {
        let word = mark.value.trim_start_matches('`').trim();
        let closing = lines.iter().skip(first).position(|line| line.value.trim() == "```");
        let last = closing.map_or(lines.len(), |n| first + n);
        let start = lines.get(first).map_or(self.source.text.len(), |line| line.span.start);
        let end = lines.get(last).map_or(self.source.text.len(), |line| line.span.start);
        if closing.is_none() {
            self.out.push(
                Diagnostic::error("E0103", self.source, mark.span, "栏目没有结束", "the fence is not closed")
                    .hint("在栏目最后加一行“```”", "add a line ``` after it"),
            );
        }
        let kind = FenceKind::ALL.iter().find(|(name, _)| *name == word).map(|(_, kind)| *kind);
        match (kind, self.articles.last_mut()) {
            (Some(kind), Some(article)) => {
                article.fences.push(Fence { kind, body: Span::new(start, end.max(start)) });
            }
            (Some(_), None) => self.out.push(
                Diagnostic::error(
                    "E0104",
                    self.source,
                    mark.span,
                    "栏目前面没有条文",
                    "the fence stands under no article",
                )
                .hint("把栏目移到所落实的条文之后", "move it below the article that it carries out"),
            ),
            (None, _) => {
                let known: Vec<&str> = FenceKind::ALL.iter().map(|(name, _)| *name).collect();
                self.out.push(
                    Diagnostic::error(
                        "E0105",
                        self.source,
                        mark.span,
                        format!("没有“{word}”这种栏目"),
                        format!("there is no kind of fence `{word}`"),
                    )
                    .hint(
                        format!("可用的栏目：{}", known.join("、")),
                        format!("the kinds are {}", known.join(", ")),
                    ),
                );
            }
        }
        last + 1
    }

    /// One paragraph or item of the law's own words.
    fn words(&mut self, line: &Spanned<&'a str>) {
        let Some(article) = self.articles.last_mut() else { return };
        let Some(number) = article.number else { return };
        let last = article.pieces.last().map(|piece| piece.anchor);
        let paragraph = last.and_then(|a| a.paragraph).unwrap_or(0);
        if let Some(item) = item_number(line.value).filter(|_| paragraph > 0) {
            let anchor =
                Anchor { article: number, paragraph: Some(paragraph), item: Some(item), sentence: None };
            article.pieces.push(Piece { anchor, text: owned(line) });
            return;
        }
        for (index, sentence) in sentences(line).into_iter().enumerate() {
            let anchor = Anchor {
                article: number,
                paragraph: Some(paragraph + 1),
                item: None,
                sentence: u16::try_from(index + 1).ok(),
            };
            article.pieces.push(Piece { anchor, text: owned(&sentence) });
        }
    }
}

fn article_number(heading: &str) -> Option<u16> {
    if heading == "施行日期" {
        return Some(0);
    }
    numeral::parse(heading.strip_prefix('第')?.strip_suffix('条')?)
}

/// The number of a line that opens with （一）.
fn item_number(line: &str) -> Option<u16> {
    let body = line.strip_prefix('（')?;
    numeral::parse(&body[..body.find('）')?])
}

/// Cuts a paragraph after each 。 and ； that stands outside quotes and brackets.
fn sentences<'a>(line: &Spanned<&'a str>) -> Vec<Spanned<&'a str>> {
    let mut cuts = Vec::new();
    let mut from = 0;
    let mut depth = 0_i32;
    for (at, c) in line.value.char_indices() {
        match c {
            '（' | '《' | '“' | '〔' => depth += 1,
            '）' | '》' | '”' | '〕' => depth -= 1,
            '。' | '；' if depth == 0 => {
                let end = at + c.len_utf8();
                cuts.push(part(line, from, end));
                from = end;
            }
            _ => {}
        }
    }
    if from < line.value.len() {
        cuts.push(part(line, from, line.value.len()));
    }
    cuts.retain(|cut| !cut.value.is_empty());
    cuts
}

/// Cuts the words of a paragraph into its sentences.
pub fn cut(text: &str) -> Vec<String> {
    let line = Spanned::new(text, Span::new(0, text.len()));
    sentences(&line).into_iter().map(|sentence| sentence.value.to_owned()).collect()
}
