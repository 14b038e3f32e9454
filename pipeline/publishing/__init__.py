"""Publishing: tables to files. Parquet, the database, the manifest, and the one step that puts them into place."""
