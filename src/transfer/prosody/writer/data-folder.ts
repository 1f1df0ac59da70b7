/** A folder with data as Prosody's storage "internal" keeps them; it is new, and for its owner alone. */
import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { LuaTable } from "../lua.ts";
import { encodedName } from "../names.ts";
import { printLua } from "./lua-text.ts";

/** Characters of one list that are kept until they are written. */
const AT_ONCE = 1 << 18;

/** Names that Prosody takes as they are within those of stores. */
const encodedStore = (store: string): string => encodedName(store).replaceAll("%5f", "_");

export class DataFolder {
  readonly #folder: string;
  /** The list that is being written, and what is still to be written of it. */
  #list = "";
  #pending: string[] = [];
  #length = 0;

  /** Throws the system's error where it is there already. */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { mode: 0o700 });
  }

  /** Of a user, or, where there is none, of the host. */
  put(host: string, user: string | undefined, store: string, value: LuaTable): void {
    writeFileSync(this.#file(host, user, store, "dat"), `return ${printLua(value)};\n`, { mode: 0o600, flag: "wx" });
  }

  append(host: string, user: string, store: string, item: LuaTable): void {
    const file = this.#file(host, user, store, "list");
    if (file !== this.#list || this.#length > AT_ONCE) this.flush();
    const text = `item(${printLua(item)});\n`;
    this.#list = file;
    this.#pending.push(text);
    this.#length += text.length;
  }

  flush(): void {
    if (this.#pending.length > 0) appendFileSync(this.#list, this.#pending.join(""), { mode: 0o600 });
    this.#pending = [];
    this.#length = 0;
  }

  #file(host: string, user: string | undefined, store: string, kind: "dat" | "list"): string {
    const of = user === undefined ? encodedStore(store) : join(encodedStore(store), encodedName(user));
    const file = join(this.#folder, encodedName(host), `${of}.${kind}`);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    return file;
  }
}
