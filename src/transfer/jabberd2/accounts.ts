/** The accounts of jabberd2 (`authreg`), and what checks their passwords. */
import type { Credentials } from "../source.ts";
import type { Row, SqliteSource } from "../sqlite-source.ts";

export interface StoredAccount {
  /** Bare JID. */
  readonly account: string;
  readonly domain: string;
  readonly credentials: Credentials;
}

type Form = Exclude<Credentials["form"], "scram" | "none" | "sha">;

/** Sorted. All of them are in memory: nothing tells otherwise which form the passwords have. */
export function accountsIn(source: SqliteSource): readonly StoredAccount[] {
  const rows = [...source.rows("authreg", 'SELECT username, realm, password FROM "authreg" ORDER BY realm, username')];
  const form = formOf(rows.map(({ password }) => textIn(password)));
  const fallback = usualDomain(source);
  return rows.map(({ username, realm, password }) => {
    const [name, domain] = [textIn(username), textIn(realm) || fallback];
    return {
      account: `${name}@${domain}`,
      domain,
      credentials: credentialsOf(textIn(password), form, { name, realm: textIn(realm) }),
    };
  });
}

export const textIn = (value: Row[string] | undefined): string => (value == null ? "" : String(value));

const A1HASH = /^[0-9a-f]{32}$/i;
const BCRYPT = /^\$2[abxy]?\$/;
const CRYPT = /^\$(?:1|5|6|y)\$/;
const DES = /^[./0-9A-Za-z]{13}$/;

/**
 * <password_type/> of c2s.xml is not in the database. Forms without a mark of their own are those of all passwords, or of none:
 * a plain password may look like one of them.
 */
function formOf(passwords: readonly string[]): Form {
  const given = passwords.filter((password) => password !== "");
  if (given.length === 0) return "plain";
  if (given.every((password) => A1HASH.test(password))) return "a1hash";
  if (given.length > 1 && given.every((password) => DES.test(password))) return "crypt";
  return "plain";
}

function credentialsOf(
  password: string,
  form: Form,
  { name, realm }: { readonly name: string; readonly realm: string },
): Credentials {
  if (password === "") return { form: "none" };
  if (BCRYPT.test(password)) return { form: "bcrypt", value: password };
  if (CRYPT.test(password)) return { form: "crypt", value: password };
  if (form === "a1hash") return { form, value: password, name, realm };
  return form === "plain" ? { form, password } : { form, value: password };
}

/** Where c2s has one realm for all its domains, the accounts say which domain they are of. */
function usualDomain(source: SqliteSource): string {
  const counts = new Map<string, number>();
  for (const row of source.rows("active", 'SELECT "collection-owner" AS owner FROM "active"')) {
    const domain = textIn(row.owner).split("@").at(-1) ?? "";
    counts.set(domain, (counts.get(domain) ?? 0) + 1);
  }
  const [usual] = [...counts].toSorted(([, a], [, b]) => b - a);
  return usual?.[0] ?? "";
}
