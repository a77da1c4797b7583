-- Below the code too: only an admin puts somebody on the staff list or lets a partner in, only a manager names a cover,
-- and a line of the audit bears the name of whoever this transaction is for.

ALTER TABLE staff ENABLE ROW LEVEL SECURITY;
ALTER TABLE staff FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON staff FOR SELECT USING (true);
CREATE POLICY adding ON staff FOR INSERT WITH CHECK (app('role') = 'admin');
CREATE POLICY changing ON staff FOR UPDATE USING (app('role') = 'admin');

ALTER TABLE covers ENABLE ROW LEVEL SECURITY;
ALTER TABLE covers FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON covers FOR SELECT USING (true);
CREATE POLICY naming ON covers FOR INSERT
    WITH CHECK (app('role') = 'manager' AND office = app('office') AND named_by = app('sub'));
CREATE POLICY ending ON covers FOR UPDATE USING (app('role') = 'manager' AND office = app('office'));

ALTER TABLE partners ENABLE ROW LEVEL SECURITY;
ALTER TABLE partners FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON partners FOR SELECT USING (true);
CREATE POLICY asking ON partners FOR INSERT
    WITH CHECK (app('role') IN ('admin', 'partner_editor') AND asked_by = app('sub') AND state = 'asked');
CREATE POLICY deciding ON partners FOR UPDATE USING (app('role') = 'admin');

ALTER TABLE consumers ENABLE ROW LEVEL SECURITY;
ALTER TABLE consumers FORCE ROW LEVEL SECURITY;
CREATE POLICY known ON consumers FOR SELECT USING (true);
CREATE POLICY registering ON consumers FOR INSERT WITH CHECK (app('role') = 'admin');

DROP POLICY adding ON audit;
CREATE POLICY adding ON audit FOR INSERT WITH CHECK (by = app('sub') AND role = app('role'));
