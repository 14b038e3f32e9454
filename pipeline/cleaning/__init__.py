"""Cleaning: lines to blocks. Finds artefacts and paragraphs, joins and normalises, keeps the ledger of every change."""
