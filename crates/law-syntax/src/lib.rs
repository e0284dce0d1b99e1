//! Reads the law: literate Markdown, rule fences, lossless tree, formatter.
