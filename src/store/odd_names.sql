INSERT INTO hrm_tenant VALUES
    ('6513270e269e4d37b2a74de452e6b438', 'Global', 'GLOBAL', NULL, 1, NULL, NULL, 'system', '2025-01-01 00:00:00.000000', NULL, NULL);
INSERT INTO organization (id, name, tenant_id) VALUES (1, 'HQ', '6513270e269e4d37b2a74de452e6b438');
INSERT INTO hrm_company (id, tenant_id, name, code, currency_code, is_active, created_by, created_at)
SELECT id, '6513270e269e4d37b2a74de452e6b438', name, code, 'SGD', active, 'system', '2025-01-01 00:00:00.000000'
FROM (
    SELECT column1 AS id, column2 AS code, column3 AS name, column4 AS active FROM (VALUES
        ('a0000000000040008000000000000001', 'A', 'A', 1),
        ('a0000000000040008000000000000002', 'GLOBAL-NEW-YORK-CITY-001', 'A company whose name is as long as sixty columns of a screen', 1),
        ('a0000000000040008000000000000003', '東京支社', '東京支社 人事部 総務課', 1),
        ('a0000000000040008000000000000004', 'ESC' || char(27) || '[31m', 'red' || char(27) || ']0;title' || char(7), 1),
        ('a0000000000040008000000000000005', 'RTL' || char(0x202e), 'bidi ' || char(0x202e) || 'txt.exe', 0),
        ('6', 'NUM', 'An id that was kept as a number', 1)
    )
);
INSERT INTO hrm_users (id, username, email, password_hash, first_name, last_name, is_active, must_reset_password, organization_id, role_id)
SELECT id, name, id || '@example.com', 'x', name, '', active, 1, 1, role
FROM (
    SELECT column1 AS id, column2 AS name, column3 AS active, column4 AS role FROM (VALUES
        (1, 'a', 1, 1),
        (2, 'a_user_whose_name_is_as_long_as_sixty_columns_of_a_screen_is', 1, 3),
        (3, '田中健二', 1, 3),
        (4, 'esc' || char(27) || '[2J' || char(10) || 'line', 1, 5),
        (5, 'e' || char(0x301) || char(0x302) || char(0x303) || char(0x304) || char(0x305) || 'zalgo', NULL, 5),
        (6, 'rtl' || char(0x202e) || 'abc', 0, 5),
        (7, '👨' || char(0x200d) || '👩' || char(0x200d) || '👧', 1, 5),
        (8, replace(hex(zeroblob(5000)), '00', 'xy'), 1, 5)
    )
);
INSERT INTO hrm_user_company_access (id, user_id, company_id, created_at) VALUES
    ('b0000000000040008000000000000001', 3, 'a0000000000040008000000000000003', '2025-02-01 09:30:00.123456'),
    ('b0000000000040008000000000000002', 3, 'a0000000000040008000000000000001', '2025-02-01 09:30:00.123456'),
    ('b0000000000040008000000000000003', 6, 'a0000000000040008000000000000005', '2025-02-01 09:30:00.123456');
