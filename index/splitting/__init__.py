"""Splitting: an article's text into blocks, sentences and passages, all with exact offsets."""

from index.splitting.blocks import Block, BlockKind, split_blocks
from index.splitting.passages import split_article
from index.splitting.sentences import split_sentences

__all__ = ["Block", "BlockKind", "split_article", "split_blocks", "split_sentences"]
