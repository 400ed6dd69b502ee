-- A new HR database, as `grantgrid init FILE` makes it: the tables that
-- grantgrid works on, with the HR system's own names, columns, constraints,
-- indexes and cascades, so that the HR system's models can open it and go on.
--
-- One thing differs on purpose. The HR system declares its ids as UUID, which
-- SQLite reads as NUMERIC affinity: 32 hex digits that happen to read as a
-- number would be stored as that number, and the id would be lost. Here ids
-- are CHAR(32), which has TEXT affinity and keeps every digit.

CREATE TABLE hrm_tenant (
    id CHAR(32) NOT NULL,
    name VARCHAR(255) NOT NULL,
    code VARCHAR(50) NOT NULL,
    description TEXT,
    is_active BOOLEAN NOT NULL,
    country_code VARCHAR(10),
    currency_code VARCHAR(10),
    created_by VARCHAR(100) NOT NULL,
    created_at DATETIME NOT NULL,
    modified_by VARCHAR(100),
    modified_at DATETIME,
    PRIMARY KEY (id),
    UNIQUE (name),
    UNIQUE (code)
);

CREATE TABLE role (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    description VARCHAR(255),
    is_active BOOLEAN,
    created_at DATETIME,
    updated_at DATETIME,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE organization (
    id INTEGER NOT NULL,
    name VARCHAR(255) NOT NULL,
    address TEXT,
    uen VARCHAR(50),
    logo_path VARCHAR(255),
    tenant_id CHAR(32),
    created_at DATETIME,
    modified_at DATETIME,
    created_by VARCHAR(100),
    modified_by VARCHAR(100),
    PRIMARY KEY (id),
    UNIQUE (name),
    FOREIGN KEY (tenant_id) REFERENCES hrm_tenant (id) ON DELETE SET NULL
);

CREATE TABLE hrm_company (
    id CHAR(32) NOT NULL,
    tenant_id CHAR(32) NOT NULL,
    name VARCHAR(255) NOT NULL,
    code VARCHAR(50) NOT NULL,
    description TEXT,
    address TEXT,
    uen VARCHAR(50),
    registration_number VARCHAR(100),
    tax_id VARCHAR(50),
    phone VARCHAR(20),
    email VARCHAR(255),
    website VARCHAR(255),
    logo_path VARCHAR(255),
    currency_code VARCHAR(10) NOT NULL,
    is_active BOOLEAN NOT NULL,
    created_by VARCHAR(100) NOT NULL,
    created_at DATETIME NOT NULL,
    modified_by VARCHAR(100),
    modified_at DATETIME,
    PRIMARY KEY (id),
    CONSTRAINT uq_company_tenant_code UNIQUE (tenant_id, code),
    FOREIGN KEY (tenant_id) REFERENCES hrm_tenant (id) ON DELETE CASCADE
);

CREATE TABLE hrm_users (
    id INTEGER NOT NULL,
    username VARCHAR(120) NOT NULL,
    email VARCHAR(255) NOT NULL,
    password_hash VARCHAR(256) NOT NULL,
    first_name VARCHAR(50) NOT NULL,
    last_name VARCHAR(50) NOT NULL,
    is_active BOOLEAN,
    must_reset_password BOOLEAN NOT NULL,
    organization_id INTEGER NOT NULL,
    role_id INTEGER NOT NULL,
    reporting_manager_id INTEGER,
    created_at DATETIME,
    updated_at DATETIME,
    PRIMARY KEY (id),
    UNIQUE (username),
    UNIQUE (email),
    FOREIGN KEY (organization_id) REFERENCES organization (id),
    FOREIGN KEY (role_id) REFERENCES role (id),
    FOREIGN KEY (reporting_manager_id) REFERENCES hrm_users (id) ON DELETE SET NULL
);

CREATE TABLE hrm_user_company_access (
    id CHAR(32) NOT NULL,
    user_id INTEGER NOT NULL,
    company_id CHAR(32) NOT NULL,
    created_at DATETIME NOT NULL,
    modified_at DATETIME,
    PRIMARY KEY (id),
    CONSTRAINT uq_user_company_access UNIQUE (user_id, company_id),
    FOREIGN KEY (user_id) REFERENCES hrm_users (id) ON DELETE CASCADE,
    FOREIGN KEY (company_id) REFERENCES hrm_company (id) ON DELETE CASCADE
);

-- What an employee record refers to.

CREATE TABLE hrm_designation (
    id INTEGER NOT NULL,
    name VARCHAR(100) NOT NULL,
    description TEXT,
    is_active BOOLEAN NOT NULL,
    created_at DATETIME,
    updated_at DATETIME,
    created_by VARCHAR(100),
    modified_by VARCHAR(100),
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE hrm_working_hours (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    hours_per_day NUMERIC(4, 2) NOT NULL,
    hours_per_week NUMERIC(4, 2) NOT NULL,
    description TEXT,
    is_active BOOLEAN,
    created_at DATETIME,
    updated_at DATETIME,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE hrm_work_schedules (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    start_time TIME NOT NULL,
    end_time TIME NOT NULL,
    break_duration INTEGER,
    description TEXT,
    is_active BOOLEAN,
    created_at DATETIME,
    updated_at DATETIME,
    PRIMARY KEY (id),
    UNIQUE (name)
);

CREATE TABLE hrm_employee_group (
    id INTEGER NOT NULL,
    company_id CHAR(32) NOT NULL,
    name VARCHAR(100) NOT NULL,
    category VARCHAR(50) NOT NULL,
    description TEXT,
    is_active BOOLEAN NOT NULL,
    created_by VARCHAR(100) NOT NULL,
    created_at DATETIME NOT NULL,
    modified_by VARCHAR(100),
    modified_at DATETIME,
    PRIMARY KEY (id),
    CONSTRAINT uq_employee_group_company_name UNIQUE (company_id, name),
    FOREIGN KEY (company_id) REFERENCES hrm_company (id) ON DELETE CASCADE
);

CREATE TABLE hrm_employee (
    id INTEGER NOT NULL,
    employee_id VARCHAR(20) NOT NULL,
    first_name VARCHAR(50) NOT NULL,
    last_name VARCHAR(50) NOT NULL,
    father_name VARCHAR(100),
    email VARCHAR(120),
    phone VARCHAR(20),
    nric VARCHAR(20),
    date_of_birth DATE,
    gender VARCHAR(10),
    nationality VARCHAR(50),
    address TEXT,
    postal_code VARCHAR(10),
    location VARCHAR(100),
    profile_image_path VARCHAR(255),
    timezone VARCHAR(50),
    designation_id INTEGER,
    department VARCHAR(100),
    hire_date DATE NOT NULL,
    employment_type VARCHAR(20),
    work_permit_type VARCHAR(30),
    work_permit_number VARCHAR(50),
    work_permit_expiry DATE,
    hazmat_expiry DATE,
    airport_pass_expiry DATE,
    psa_pass_number VARCHAR(50),
    psa_pass_expiry DATE,
    basic_salary NUMERIC(10, 2) NOT NULL,
    allowances NUMERIC(10, 2),
    hourly_rate NUMERIC(8, 2),
    cpf_account VARCHAR(20),
    employee_cpf_rate NUMERIC(5, 2),
    employer_cpf_rate NUMERIC(5, 2),
    bank_name VARCHAR(100),
    bank_account VARCHAR(30),
    account_holder_name VARCHAR(100),
    swift_code VARCHAR(11),
    ifsc_code VARCHAR(11),
    is_active BOOLEAN,
    is_manager BOOLEAN,
    termination_date DATE,
    user_id INTEGER,
    organization_id INTEGER NOT NULL,
    manager_id INTEGER,
    company_id CHAR(32),
    working_hours_id INTEGER,
    work_schedule_id INTEGER,
    overtime_group_id VARCHAR(50),
    employee_group_id INTEGER,
    created_at DATETIME,
    modified_at DATETIME,
    created_by VARCHAR(100),
    modified_by VARCHAR(100),
    PRIMARY KEY (id),
    UNIQUE (employee_id),
    UNIQUE (email),
    FOREIGN KEY (designation_id) REFERENCES hrm_designation (id),
    FOREIGN KEY (user_id) REFERENCES hrm_users (id),
    FOREIGN KEY (organization_id) REFERENCES organization (id),
    FOREIGN KEY (manager_id) REFERENCES hrm_employee (id) ON DELETE SET NULL,
    FOREIGN KEY (company_id) REFERENCES hrm_company (id) ON DELETE CASCADE,
    FOREIGN KEY (working_hours_id) REFERENCES hrm_working_hours (id),
    FOREIGN KEY (work_schedule_id) REFERENCES hrm_work_schedules (id),
    FOREIGN KEY (employee_group_id) REFERENCES hrm_employee_group (id)
);

CREATE TABLE hrm_audit_log (
    id INTEGER NOT NULL,
    user_id INTEGER,
    action VARCHAR(100) NOT NULL,
    resource_type VARCHAR(100) NOT NULL,
    resource_id VARCHAR(100) NOT NULL,
    changes TEXT,
    status VARCHAR(20),
    created_at DATETIME NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (user_id) REFERENCES hrm_users (id) ON DELETE SET NULL
);

CREATE INDEX idx_hrm_tenant_code ON hrm_tenant (code);
CREATE INDEX idx_hrm_tenant_is_active ON hrm_tenant (is_active);
CREATE INDEX idx_hrm_tenant_created_at ON hrm_tenant (created_at);
CREATE INDEX idx_hrm_company_tenant_id ON hrm_company (tenant_id);
CREATE INDEX idx_hrm_company_is_active ON hrm_company (is_active);
CREATE INDEX idx_hrm_company_code ON hrm_company (code);
CREATE INDEX idx_hrm_company_created_at ON hrm_company (created_at);
CREATE INDEX ix_hrm_users_role_id ON hrm_users (role_id);
CREATE INDEX ix_hrm_users_reporting_manager_id ON hrm_users (reporting_manager_id);
CREATE INDEX ix_hrm_users_organization_id ON hrm_users (organization_id);
CREATE INDEX ix_user_company_access_user_id ON hrm_user_company_access (user_id);
CREATE INDEX ix_user_company_access_company_id ON hrm_user_company_access (company_id);
CREATE INDEX idx_hrm_employee_group_company_id ON hrm_employee_group (company_id);
CREATE INDEX idx_hrm_employee_group_is_active ON hrm_employee_group (is_active);
CREATE INDEX idx_audit_log_user_id ON hrm_audit_log (user_id);
CREATE INDEX idx_audit_log_created_at ON hrm_audit_log (created_at);
CREATE INDEX idx_audit_log_action ON hrm_audit_log (action);

-- The roles that the HR system knows; it makes them itself where they lack.

INSERT INTO role (id, name, description, is_active, created_at, updated_at)
SELECT column1, column2, column2, 1, now, now
FROM (VALUES (1, 'Super Admin'), (2, 'Tenant Admin'), (3, 'HR Manager'), (4, 'Manager'), (5, 'Employee')),
     (SELECT strftime('%Y-%m-%d %H:%M:%f000', 'now') AS now);
