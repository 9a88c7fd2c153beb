-- A freeze holds against those who agreed before it: when what a window binds was said last, and when a manager agreed to a change or release at its time.
ALTER TABLE "window" ADD COLUMN "bound_at" timestamptz(3);
ALTER TABLE "change" ADD COLUMN "manager_agreed_at" timestamptz(3);
ALTER TABLE "release" ADD COLUMN "manager_agreed_at" timestamptz(3);
