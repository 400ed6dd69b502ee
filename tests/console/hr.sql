INSERT INTO hrm_tenant (id, name, code, is_active, created_by, created_at) VALUES
    ('aaaaaaaa00004000800000000000000a', 'Acme Group', 'ACME', 1, 'test', '2026-01-01 00:00:00.000000');
INSERT INTO role (id, name, is_active) VALUES
    (71, 'Chief', 1), (72, 'Clerk', 1);
INSERT INTO organization (id, name, tenant_id) VALUES
    (1, 'Acme', 'aaaaaaaa00004000800000000000000a');
INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at) VALUES
    ('c1c1c1c100004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme Paris', 'PAR', 'EUR', 1, 'test', '2026-01-01 00:00:00.000000'),
    ('c2c2c2c200004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme London', 'LON', 'GBP', 1, 'test', '2026-01-01 00:00:00.000000'),
    ('c3c3c3c300004000800000000000000c', 'aaaaaaaa00004000800000000000000a', 'Acme Tokyo', 'TYO', 'JPY', 1, 'test', '2026-01-01 00:00:00.000000');
INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id) VALUES
    (1, 'ada', 'ada@example.com', 'x', 'Ada', 'Root', 1, 0, 1, 71),
    (2, 'bob', 'bob@example.com', 'x', 'Bob', 'Stone', 1, 0, 1, 72),
    (3, 'eve', 'eve@example.com', 'x', 'Eve', 'O''Neil', 0, 0, 1, 72);
INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at, modified_at) VALUES
    ('f1f1f1f100004000800000000000000f', 2, 'c1c1c1c100004000800000000000000c', '2026-02-03 04:05:06.000007', '2026-02-03 04:05:06.000007');
