/** Accounts of Prosody: the stores `accounts` and `account_roles`. */
import { digestBytes, type ScramHash, type ScramKeys } from "../../store/scram-keys.ts";
import type { Credentials, ImportedAccount } from "../source.ts";
import type { ProsodyData } from "./data.ts";
import { isTable, type LuaTable, type LuaValue } from "./lua.ts";

/** mod_auth_internal_hashed writes no name of a hash: the length of its keys tells which it is. */
const HASHES: readonly ScramHash[] = ["SHA-1", "SHA-256", "SHA-512"];
const ADMINISTRATORS = new Set(["prosody:admin", "prosody:operator"]);

/** `host` is a domain of the source. Throws SourceError. */
export function accountOf(data: ProsodyData, host: string, user: string): ImportedAccount {
  const table = data.table(host, user, "accounts");
  const created = table?.fields.get("created");
  return {
    type: "account",
    account: `${user}@${host}`,
    credentials: table ? credentialsIn(table) : { form: "none" },
    disabled: table?.fields.get("disabled") === true,
    admin: rolesOf(data, host, user).some((role) => ADMINISTRATORS.has(role)),
    ...(typeof created === "number" && created > 0 ? { created: Math.trunc(created * 1000) } : {}),
  };
}

function credentialsIn({ fields }: LuaTable): Credentials {
  const password = fields.get("password");
  if (typeof password === "string" && password !== "") return { form: "plain", password };
  const [storedKey, serverKey] = [hexIn(fields.get("stored_key")), hexIn(fields.get("server_key"))];
  const [salt, iterations] = [bytesIn(fields.get("salt")), fields.get("iteration_count")];
  const hash = HASHES.find(
    (each) => digestBytes(each) === storedKey?.length && digestBytes(each) === serverKey?.length,
  );
  if (!hash || !storedKey || !serverKey || !salt || typeof iterations !== "number") return { form: "none" };
  const keys: ScramKeys = { storedKey, serverKey, salt, iterations };
  return { form: "scram", keys: { [hash]: keys } };
}

const hexIn = (value: LuaValue | undefined): Uint8Array | undefined =>
  typeof value === "string" && /^(?:[0-9a-f]{2})+$/i.test(value) ? Buffer.from(value, "hex") : undefined;

/** The salt is used as the bytes of its text: those of a UUID as it is written. */
const bytesIn = (value: LuaValue | undefined): Uint8Array | undefined =>
  typeof value === "string" ? Buffer.from(value) : value instanceof Uint8Array ? value : undefined;

/** `_default` and the secondary ones since version 13; before, the keys of the store `roles`. */
export function rolesOf(data: ProsodyData, host: string, user: string): string[] {
  const roles = data.table(host, user, "account_roles");
  const primary = roles?.fields.get("_default");
  const secondary = roles?.fields.get("_secondary");
  const old = data.table(host, user, "roles");
  return [
    ...(typeof primary === "string" ? [primary] : []),
    ...keysOf(isTable(secondary) ? secondary : undefined),
    ...keysOf(old),
  ];
}

const keysOf = (table: LuaTable | undefined): string[] =>
  [...(table?.fields ?? [])].flatMap(([key, value]) => (typeof key === "string" && value === true ? key : []));
