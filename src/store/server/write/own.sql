CREATE TABLE IF NOT EXISTS grantgrid_meta (
    key text PRIMARY KEY,
    value text NOT NULL
);
CREATE TABLE IF NOT EXISTS grantgrid_change (
    id bigint PRIMARY KEY,
    at timestamp NOT NULL,
    operator text NOT NULL,
    account text,
    kind text NOT NULL,
    reason text,
    added bigint NOT NULL,
    removed bigint NOT NULL,
    reverts bigint,
    undone_by bigint,
    token uuid UNIQUE,
    written bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS grantgrid_user (
    id bigint PRIMARY KEY,
    username text NOT NULL,
    person text,
    written bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS grantgrid_company (
    number bigint PRIMARY KEY,
    id text NOT NULL UNIQUE,
    code text NOT NULL,
    name text NOT NULL,
    written bigint NOT NULL
);
CREATE TABLE IF NOT EXISTS grantgrid_former (
    kind text NOT NULL CHECK (kind IN ('user', 'company')),
    id bigint NOT NULL,
    until bigint NOT NULL,
    code text,
    name text NOT NULL,
    written bigint NOT NULL,
    PRIMARY KEY (kind, id, until)
);
CREATE TABLE IF NOT EXISTS grantgrid_cell (
    change_id bigint NOT NULL,
    user_id bigint NOT NULL,
    company bigint NOT NULL,
    added boolean NOT NULL,
    grant_id uuid NOT NULL,
    created_at timestamp,
    modified_at timestamp
);
CREATE INDEX IF NOT EXISTS grantgrid_cell_change ON grantgrid_cell (change_id);
CREATE TABLE IF NOT EXISTS grantgrid_row (
    change_id bigint NOT NULL,
    number bigint NOT NULL,
    table_name text NOT NULL,
    row_key jsonb NOT NULL,
    edit text NOT NULL CHECK (edit IN ('insert', 'update', 'delete')),
    label text NOT NULL,
    person text,
    whole jsonb,
    written bigint NOT NULL,
    PRIMARY KEY (change_id, number)
);
CREATE INDEX IF NOT EXISTS grantgrid_row_key ON grantgrid_row (table_name, row_key);
CREATE TABLE IF NOT EXISTS grantgrid_value (
    change_id bigint NOT NULL,
    number bigint NOT NULL,
    column_name text NOT NULL,
    before jsonb,
    after jsonb,
    PRIMARY KEY (change_id, number, column_name)
);
CREATE TABLE IF NOT EXISTS grantgrid_rule (
    role text PRIMARY KEY,
    scope text NOT NULL CHECK (scope IN ('all', 'tenant', 'home', 'none'))
);
CREATE TABLE IF NOT EXISTS grantgrid_policy (
    role text PRIMARY KEY,
    reach text NOT NULL CHECK (reach IN ('all', 'tenant', 'home')),
    grants text NOT NULL CHECK (grants IN ('count', 'ignored')),
    home text NOT NULL CHECK (home IN ('always', 'without-grants', 'never'))
);
INSERT INTO grantgrid_meta (key, value) VALUES
    ('format', '1'), ('journal', gen_random_uuid()::text), ('version', '0')
    ON CONFLICT (key) DO NOTHING;
