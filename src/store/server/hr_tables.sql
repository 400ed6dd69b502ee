-- The HR system's tables on PostgreSQL, as its 2026 generation has them, as far as grantgrid works with them: for a demo database.
CREATE TYPE attendance_status_enum AS ENUM ('Present', 'Absent', 'Leave', 'Half Day');
CREATE FUNCTION update_modified_at_column() RETURNS trigger LANGUAGE plpgsql AS 'begin new.modified_at := now(); return new; end';
CREATE TABLE hrm_tenant (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(255) NOT NULL UNIQUE,
    code varchar(50) NOT NULL UNIQUE,
    description text,
    is_active boolean NOT NULL DEFAULT true,
    created_by varchar(100) NOT NULL DEFAULT 'system',
    created_at timestamp NOT NULL DEFAULT now(),
    modified_by varchar(100),
    modified_at timestamp,
    country_code varchar(10),
    currency_code varchar(10),
    CONSTRAINT chk_tenant_code_not_empty CHECK (length(trim(code)) > 0),
    CONSTRAINT chk_tenant_name_not_empty CHECK (length(trim(name)) > 0)
);
CREATE TABLE hrm_roles (
    id serial PRIMARY KEY,
    name varchar(100) NOT NULL CONSTRAINT role_name_key UNIQUE,
    description text,
    created_at timestamp,
    updated_at timestamp,
    is_active boolean DEFAULT true
);
CREATE TABLE organization (
    id serial PRIMARY KEY,
    name varchar(255) NOT NULL UNIQUE,
    created_at timestamp,
    modified_at timestamp,
    logo_path varchar(255),
    address text,
    uen varchar(50),
    tenant_id uuid REFERENCES hrm_tenant ON DELETE SET NULL,
    created_by varchar(100) DEFAULT 'system',
    modified_by varchar(100)
);
CREATE TABLE hrm_company (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    tenant_id uuid NOT NULL REFERENCES hrm_tenant ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    code varchar(50) NOT NULL,
    description text,
    address text,
    uen varchar(50),
    registration_number varchar(100),
    tax_id varchar(50),
    phone varchar(20),
    email varchar(255),
    website varchar(255),
    logo_path varchar(255),
    is_active boolean NOT NULL DEFAULT true,
    created_by varchar(100) NOT NULL DEFAULT 'system',
    created_at timestamp NOT NULL DEFAULT now(),
    modified_by varchar(100),
    modified_at timestamp,
    currency_code varchar(10) NOT NULL,
    timezone varchar(50) NOT NULL,
    CONSTRAINT uq_company_tenant_code UNIQUE (tenant_id, code),
    CONSTRAINT chk_company_code_not_empty CHECK (length(trim(code)) > 0),
    CONSTRAINT chk_company_name_not_empty CHECK (length(trim(name)) > 0)
);
CREATE TABLE hrm_users (
    id serial PRIMARY KEY,
    username varchar(120) NOT NULL UNIQUE,
    email varchar(255) NOT NULL UNIQUE,
    password_hash varchar(256) NOT NULL,
    first_name varchar(50) NOT NULL,
    last_name varchar(50) NOT NULL,
    is_active boolean,
    must_reset_password boolean NOT NULL,
    organization_id integer NOT NULL REFERENCES organization,
    role_id integer NOT NULL REFERENCES hrm_roles,
    reporting_manager_id integer REFERENCES hrm_users ON DELETE SET NULL,
    created_at timestamp,
    updated_at timestamp
);
CREATE TABLE hrm_employee_group (
    id serial PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES hrm_company ON DELETE CASCADE,
    name varchar(100) NOT NULL,
    is_active boolean NOT NULL DEFAULT true
);
CREATE TABLE hrm_employee (
    id serial PRIMARY KEY,
    employee_id varchar(20) NOT NULL UNIQUE,
    first_name varchar(50) NOT NULL,
    last_name varchar(50) NOT NULL,
    email varchar(120),
    phone varchar(20),
    hire_date date NOT NULL,
    employment_type varchar(20),
    basic_salary numeric(10,2) NOT NULL,
    allowances numeric(10,2),
    hourly_rate numeric(8,2),
    employee_cpf_rate numeric(5,2),
    employer_cpf_rate numeric(5,2),
    is_active boolean,
    termination_date date,
    user_id integer REFERENCES hrm_users,
    organization_id integer REFERENCES organization,
    manager_id integer REFERENCES hrm_employee,
    created_at timestamp,
    modified_at timestamp,
    company_id uuid CONSTRAINT fk_employee_company REFERENCES hrm_company ON DELETE CASCADE,
    created_by varchar(100) DEFAULT 'system',
    modified_by varchar(100),
    timezone varchar(50) DEFAULT 'UTC',
    is_manager boolean DEFAULT false,
    employee_group_id integer REFERENCES hrm_employee_group
);
CREATE TABLE hrm_attendance (
    id serial PRIMARY KEY,
    employee_id integer NOT NULL REFERENCES hrm_employee,
    date date NOT NULL,
    status attendance_status_enum,
    overtime_approved_by integer REFERENCES hrm_users ON DELETE SET NULL
);
CREATE TABLE hrm_leave (
    id serial PRIMARY KEY,
    employee_id integer NOT NULL REFERENCES hrm_employee,
    requested_by integer REFERENCES hrm_users,
    approved_by integer REFERENCES hrm_users
);
CREATE TABLE hrm_user_role_mapping (
    id serial PRIMARY KEY,
    user_id integer NOT NULL REFERENCES hrm_users ON DELETE CASCADE,
    role_id integer NOT NULL REFERENCES hrm_roles ON DELETE CASCADE,
    company_id uuid REFERENCES hrm_company ON DELETE CASCADE,
    is_active boolean,
    created_by varchar(100),
    created_at timestamp
);
CREATE TABLE hrm_user_company_access (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    user_id integer NOT NULL REFERENCES hrm_users ON DELETE CASCADE,
    company_id uuid NOT NULL REFERENCES hrm_company ON DELETE CASCADE,
    created_at timestamp NOT NULL DEFAULT now(),
    modified_at timestamp,
    CONSTRAINT uq_user_company_access UNIQUE (user_id, company_id)
);
CREATE TABLE hrm_audit_log (
    id serial PRIMARY KEY,
    user_id integer REFERENCES hrm_users ON DELETE SET NULL,
    action varchar(100) NOT NULL,
    resource_type varchar(100) NOT NULL,
    resource_id varchar(100) NOT NULL,
    changes text,
    status varchar(20),
    created_at timestamp NOT NULL
);
CREATE INDEX ix_hrm_users_role_id ON hrm_users (role_id);
CREATE INDEX ix_hrm_users_organization_id ON hrm_users (organization_id);
CREATE INDEX idx_hrm_company_code ON hrm_company (code);
CREATE INDEX idx_hrm_company_tenant_id ON hrm_company (tenant_id);
CREATE INDEX ix_user_company_access_user_id ON hrm_user_company_access (user_id);
CREATE INDEX ix_user_company_access_company_id ON hrm_user_company_access (company_id);
CREATE INDEX idx_audit_log_created_at ON hrm_audit_log (created_at);
CREATE TRIGGER trg_hrm_company_modified_at BEFORE UPDATE ON hrm_company FOR EACH ROW EXECUTE FUNCTION update_modified_at_column();
CREATE TRIGGER trg_hrm_employee_modified_at BEFORE UPDATE ON hrm_employee FOR EACH ROW EXECUTE FUNCTION update_modified_at_column();
CREATE TRIGGER trg_hrm_tenant_modified_at BEFORE UPDATE ON hrm_tenant FOR EACH ROW EXECUTE FUNCTION update_modified_at_column();
CREATE TRIGGER trg_organization_modified_at BEFORE UPDATE ON organization FOR EACH ROW EXECUTE FUNCTION update_modified_at_column();
