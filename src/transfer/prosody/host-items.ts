/** What Prosody stores for a host: uploaded files, invitations, Snikket's circles. */
import { statSync } from "node:fs";
import type { Imported, Left } from "../source.ts";
import type { SourceFolder } from "../source-folder.ts";
import type { ProsodyData } from "./data.ts";
import { isTable, type LuaTable } from "./lua.ts";
import { encodedName } from "./names.ts";

/** Uploads of mod_http_file_share, at the host of the service. `folder` is that of the files. Throws SourceError. */
export function* uploads(data: ProsodyData, folder: SourceFolder, host: string): Generator<Imported> {
  const lefts: Left[] = [];
  const onCut = (): void => void lefts.push({ type: "left", kind: "files", reason: "cut-off" });
  for (const { key, when, with: owner, element } of data.entries(host, "", "uploads", onCut)) {
    const name: string = element?.attrs.filename ?? "";
    if (key === undefined || name === "") {
      yield { type: "left", account: owner, kind: "files", reason: "malformed", subject: name };
      continue;
    }
    const file = folder.find(encodedName(host), "http_file_share", `${encodedName(key)}.bin`);
    if (file === undefined)
      yield { type: "left", account: owner, kind: "files", reason: "file-missing", subject: name };
    else
      yield {
        type: "file",
        owner,
        path: `/file_share/${encodeURIComponent(key)}/${encodeURIComponent(name)}`,
        name,
        mediaType: element?.attrs["content-type"] ?? "",
        size: statSync(file).size,
        uploaded: when ?? 0,
        file,
      };
  }
  yield* lefts;
}

/** Snikket: the members of a group have each other as contacts, and a room. Throws SourceError. */
export function* circles(data: ProsodyData, host: string): Generator<Imported> {
  for (const id of data.users(host, "group_info")) {
    const info = data.table(host, id, "group_info");
    const name = info?.fields.get("name");
    const members = data.table(host, id, "groups")?.fields.keys() ?? [];
    yield {
      type: "circle",
      id,
      name: typeof name === "string" && name !== "" ? name : id,
      members: [...members].flatMap((user) => (typeof user === "string" ? `${user}@${host}` : [])),
      room: roomOf(info),
    };
  }
}

/** `muc_jid`; in newer versions the first of `mucs`: the others come along as rooms with members. */
function roomOf(info: LuaTable | undefined): string | undefined {
  const [only, all] = [info?.fields.get("muc_jid"), info?.fields.get("mucs")];
  const room = only ?? (isTable(all) ? all.array[0] : undefined);
  return typeof room === "string" ? room : undefined;
}

/** mod_invites: by token. `now` in milliseconds since 1970. Throws SourceError. */
export function* invitations(data: ProsodyData, host: string, now: number): Generator<Imported> {
  for (const [token, value] of data.table(host, "", "invite_token")?.fields ?? []) {
    if (typeof token !== "string" || !isTable(value)) continue;
    const { fields } = value;
    const [expires, inviter, jid] = ["expires", "inviter", "jid"].map((key) => fields.get(key));
    const isForAccount = fields.get("type") === "register" || fields.get("allow_registration") === true;
    if (!isForAccount || typeof expires !== "number" || expires * 1000 <= now || isForOne(value, host))
      yield { type: "left", kind: "invitations", reason: "of-no-use", subject: `${token.slice(0, 4)}…` };
    else
      yield {
        type: "invitation",
        token,
        domain: host,
        expires: Math.trunc(expires * 1000),
        reusable: fields.get("reusable") === true,
        ...inviterOf(inviter ?? (fields.get("type") === "roster" ? jid : undefined)),
        circles: groupsIn(value),
      };
  }
}

const inviterOf = (jid: unknown): { readonly inviter?: string } =>
  typeof jid === "string" && jid.includes("@") ? { inviter: jid.replace(/\/.*/s, "") } : {};

/** For an account that is there (to set a password anew), or for one name alone. */
function isForOne({ fields }: LuaTable, host: string): boolean {
  const [jid, more] = [fields.get("jid"), fields.get("additional_data")];
  const isReset = isTable(more) && more.fields.get("allow_reset") !== undefined;
  return isReset || (fields.get("type") === "register" && typeof jid === "string" && jid !== host);
}

function groupsIn({ fields }: LuaTable): string[] {
  const more = fields.get("additional_data");
  const groups = isTable(more) ? more.fields.get("groups") : undefined;
  return isTable(groups) ? groups.array.filter((group) => typeof group === "string") : [];
}
