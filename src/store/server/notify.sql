-- Optional: tells open consoles at once that something was written, with triggers that send a notification with each statement.
-- grantgrid needs none of this. A transaction that sends a notification waits a moment for others that do when it commits.
-- To remove it: DROP FUNCTION grantgrid_notify() CASCADE;
CREATE OR REPLACE FUNCTION grantgrid_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY grantgrid;
    RETURN NULL;
END
$$;
DO $$
DECLARE
    watched text;
BEGIN
    FOREACH watched IN ARRAY ARRAY['hrm_tenant', 'hrm_roles', 'role', 'organization', 'hrm_company', 'hrm_users', 'hrm_employee',
        'hrm_user_company_access', 'grantgrid_change', 'grantgrid_rule', 'grantgrid_policy']
    LOOP
        IF to_regclass(watched) IS NOT NULL THEN
            EXECUTE format('DROP TRIGGER IF EXISTS grantgrid_notify ON %I', watched);
            EXECUTE format('CREATE TRIGGER grantgrid_notify AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I '
                'FOR EACH STATEMENT EXECUTE FUNCTION grantgrid_notify()', watched);
        END IF;
    END LOOP;
END
$$;
