SELECT t.*, v.line_count AS volume_line_count,
    t.before <> t.after AS something_changed,
    regexp_matches(t.rule, '^(drop|join|space|width|fix)_[a-z_]+$') AS rule_has_a_known_kind,
    NOT starts_with(t.rule, 'drop_') OR t.after = '' AS dropped_means_gone
FROM edits t LEFT JOIN volumes v USING (volume_id)
