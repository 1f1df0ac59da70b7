/** An item of a list that is an archive. */
import type { LuaTable } from "../lua.ts";
import { table } from "./lua-text.ts";

export interface ArchiveKeys {
  readonly key: string;
  /** Milliseconds since 1970; Prosody 0.12 knows whole seconds. */
  readonly when: number;
  readonly with: string;
}

/** The element, and where it belongs. */
export const archiveEntry = ({ key, when, with: other }: ArchiveKeys, { fields, array }: LuaTable): LuaTable =>
  table([...fields, ["key", key], ["when", Math.trunc(when / 1000)], ["with", other]], array);
