-- Two roles without login that the daemon takes on at connection (-c role=…): one that can only read and runs all
-- metric SQL, one that writes. Roles belong to the whole server, so they may be there already.
do $$
declare
  wanted text;
begin
  foreach wanted in array array['assayd_reader', 'assayd_writer'] loop
    if not exists (select 1 from pg_roles where rolname = wanted) then
      if not (select rolsuper or rolcreaterole from pg_roles where rolname = current_user) then
        raise exception 'role % is missing and % may not create roles', wanted, current_user
          using hint = format('As an administrator: CREATE ROLE %I NOLOGIN; GRANT %I TO %I; then migrate again.', wanted, wanted, current_user);
      end if;
      begin
        execute format('create role %I nologin', wanted);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server was migrated at the same moment
      end;
    end if;
    if not pg_has_role(current_user, wanted, 'member') then
      begin
        execute format('grant %I to %I', wanted, current_user);
      exception when insufficient_privilege then
        raise exception '% is not a member of role %', current_user, wanted
          using hint = format('As an administrator: GRANT %I TO %I; then migrate again.', wanted, current_user);
      end;
    end if;
  end loop;
end $$;

grant usage on schema public to assayd_reader, assayd_writer;
grant select on all tables in schema public to assayd_reader;
grant select, insert, update, delete on all tables in schema public to assayd_writer;
grant usage, select on all sequences in schema public to assayd_writer;
revoke update, delete on fact_history from assayd_writer;
alter default privileges in schema public grant select on tables to assayd_reader;
alter default privileges in schema public grant select, insert, update, delete on tables to assayd_writer;
alter default privileges in schema public grant usage, select on sequences to assayd_writer;

-- Metric SQL may not lift its own limits or change who it is: set_config would do both even in a read-only transaction.
do $$
begin
  execute format('revoke temporary on database %I from public', current_database());
  execute format('grant temporary on database %I to assayd_writer', current_database());
  execute format('grant temporary on database %I to %I', current_database(), current_user);
  execute format('grant execute on function pg_catalog.set_config(text, text, boolean) to assayd_writer, %I', current_user);
  revoke execute on function pg_catalog.set_config(text, text, boolean) from public;
exception when insufficient_privilege then
  null; -- reported below
end $$;
do $$
begin
  if has_function_privilege('assayd_reader', 'pg_catalog.set_config(text, text, boolean)', 'execute') then
    raise exception 'role assayd_reader may still execute set_config'
      using hint = 'As an administrator, in this database: REVOKE EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) FROM PUBLIC; '
        'GRANT EXECUTE ON FUNCTION pg_catalog.set_config(text, text, boolean) TO assayd_writer; then migrate again.';
  end if;
end $$;
