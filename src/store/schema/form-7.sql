CREATE TABLE IF NOT EXISTS grantgrid_meta (
    key TEXT PRIMARY KEY NOT NULL,
    value NOT NULL
) WITHOUT ROWID;
INSERT OR REPLACE INTO grantgrid_meta (key, value) VALUES ('format', 7);
CREATE TABLE IF NOT EXISTS grantgrid_change (
    id INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    operator TEXT NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT,
    added INTEGER NOT NULL DEFAULT 0,
    removed INTEGER NOT NULL DEFAULT 0,
    reverts INTEGER REFERENCES grantgrid_change (id),
    undone_by INTEGER REFERENCES grantgrid_change (id)
, account TEXT);
CREATE TABLE IF NOT EXISTS grantgrid_user (
    id INTEGER PRIMARY KEY,
    username TEXT NOT NULL,
    person
);
CREATE TABLE IF NOT EXISTS grantgrid_company (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    code TEXT NOT NULL,
    name TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS grantgrid_cell (
    change_id INTEGER NOT NULL,
    user_id INTEGER NOT NULL,
    company INTEGER NOT NULL,
    added INTEGER NOT NULL,
    grant_id NOT NULL,
    created_at,
    modified_at, place INTEGER,
    PRIMARY KEY (change_id, user_id, company, added DESC, grant_id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grantgrid_row (
    change_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_key NOT NULL,
    edit TEXT NOT NULL CHECK (edit IN ('insert', 'update', 'delete')),
    label TEXT NOT NULL, person,
    PRIMARY KEY (change_id, number)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grantgrid_value (
    change_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    column_name TEXT NOT NULL,
    before,
    after,
    PRIMARY KEY (change_id, number, column_name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grantgrid_rule (
    role TEXT PRIMARY KEY NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('all', 'tenant', 'home', 'none'))
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grantgrid_policy (
    role TEXT PRIMARY KEY NOT NULL,
    reach TEXT NOT NULL CHECK (reach IN ('all', 'tenant', 'home')),
    grants TEXT NOT NULL CHECK (grants IN ('count', 'ignored')),
    home TEXT NOT NULL CHECK (home IN ('always', 'without-grants', 'never'))
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grantgrid_former (
    kind TEXT NOT NULL CHECK (kind IN ('user', 'company')),
    id INTEGER NOT NULL,
    until INTEGER NOT NULL,
    code TEXT,
    name TEXT NOT NULL,
    PRIMARY KEY (kind, id, until)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS grantgrid_change_undone
    ON grantgrid_change (undone_by) WHERE undone_by IS NOT NULL;
CREATE INDEX IF NOT EXISTS grantgrid_row_key
    ON grantgrid_row (table_name, row_key, change_id);
CREATE INDEX IF NOT EXISTS grantgrid_row_label ON grantgrid_row (label);
CREATE INDEX IF NOT EXISTS grantgrid_value_username
    ON grantgrid_value (after) WHERE column_name = 'username';
