/** What ejabberd.yml says that setup wants to know: its domains, its rooms, its database, its administrators, its certificates. */
import { readFileSync, statSync } from "node:fs";
import type { SeenDomain } from "./server.ts";

const CONFIGURATION = "/etc/ejabberd/ejabberd.yml";
/** Bytes: it is a text that people write. */
const MAX_SIZE = 1_000_000;
const USUAL_ROOMS = "conference.@HOST@";

export interface EjabberdConfiguration {
  readonly domains: readonly SeenDomain[];
  /** Where accounts are: in Mnesia, in this file of SQLite, or in a database elsewhere. */
  readonly database: "mnesia" | "elsewhere" | { readonly file: string };
  /** Bare JIDs of the access list "admin"; a name alone is of every domain. */
  readonly admins: readonly string[];
  /** Files with certificates or keys. */
  readonly certificates: readonly string[];
}

/** Undefined where there is none, this user may not read it, or it is no YAML. */
export function readEjabberd(root: string): EjabberdConfiguration | undefined {
  try {
    if (statSync(root + CONFIGURATION).size > MAX_SIZE) return undefined;
    return configurationIn(Bun.YAML.parse(readFileSync(root + CONFIGURATION, "utf8")));
  } catch {
    return undefined;
  }
}

type Section = Readonly<Record<string, unknown>>;
const sectionIn = (value: unknown): Section =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Section) : {};
const listIn = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value : value === undefined ? [] : [value];
const textsIn = (value: unknown): string[] => listIn(value).filter((each) => typeof each === "string");

function configurationIn(value: unknown): EjabberdConfiguration {
  const all = sectionIn(value);
  const rooms = sectionIn(all.modules).mod_muc;
  const { host, hosts } = sectionIn(rooms);
  const named = textsIn(hosts ?? host);
  const patterns = rooms === undefined ? [] : named.length > 0 ? named : [USUAL_ROOMS];
  return {
    domains: textsIn(all.hosts).map((domain) => ({ domain, roomLabels: labelsBelow(domain, patterns), fileHosts: [] })),
    database: databaseIn(all),
    admins: listIn(sectionIn(sectionIn(all.acl).admin).user).flatMap(adminsIn),
    certificates: textsIn(all.certfiles),
  };
}

const labelsBelow = (domain: string, patterns: readonly string[]): string[] =>
  patterns
    .map((pattern) => pattern.replaceAll("@HOST@", domain))
    .flatMap((name) => (name.endsWith(`.${domain}`) ? [name.slice(0, -domain.length - 1)] : []));

/** mod_muc and the others may each have a database of their own: what accounts have counts. */
function databaseIn({ default_db, auth_method, sql_type, sql_database }: Section): EjabberdConfiguration["database"] {
  const isSql = default_db === "sql" || textsIn(auth_method).includes("sql");
  if (!isSql) return "mnesia";
  return sql_type === "sqlite" && typeof sql_database === "string" ? { file: sql_database } : "elsewhere";
}

/** "admin@example.com", or { admin: example.com }. */
const adminsIn = (user: unknown): string[] =>
  typeof user === "string"
    ? [user]
    : Object.entries(sectionIn(user)).flatMap(([name, domains]) =>
        textsIn(domains).map((domain) => `${name}@${domain}`),
      );
