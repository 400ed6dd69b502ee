
-- What the logins of operators need. Replace hr_reader and hr_editor by the names of your logins or groups, and remove the dashes.
-- To look (but for whole, where deleted rows are kept with the columns that grantgrid never shows):
-- GRANT SELECT ON grantgrid_meta, grantgrid_change, grantgrid_user, grantgrid_company, grantgrid_former, grantgrid_cell,
--     grantgrid_value, grantgrid_rule, grantgrid_policy TO hr_reader;
-- GRANT SELECT (change_id, number, table_name, row_key, edit, label, person, written) ON grantgrid_row TO hr_reader;
-- To make changes, which also needs SELECT, INSERT, UPDATE and DELETE on the HR system's tables, and USAGE on their sequences:
-- GRANT SELECT, INSERT, UPDATE, DELETE ON grantgrid_meta, grantgrid_change, grantgrid_user, grantgrid_company, grantgrid_former,
--     grantgrid_cell, grantgrid_row, grantgrid_value, grantgrid_rule, grantgrid_policy TO hr_editor;
