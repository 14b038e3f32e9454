SELECT t.*, b.line_start AS table_line_start, b.line_end AS table_line_end,
    len(t.cells) = coalesce(len(b.columns), len(t.cells)) AS a_cell_for_each_column,
    odd(array_to_string(t.cells, chr(10))) AS has_odd_character,
    t.row = row_number() OVER (PARTITION BY t.table_id ORDER BY t.row) AS rows_run
FROM table_rows t LEFT JOIN tables b USING (table_id)
