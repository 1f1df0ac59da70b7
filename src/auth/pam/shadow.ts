/** shadow(5): whether a password of this machine has changed since it was proven. */
import { createHmac } from "node:crypto";
import { accessSync, constants, readFileSync, type Stats, statSync } from "node:fs";

/** Of a file that is read at once: hundreds of thousands of accounts. */
const MAX_BYTES = 32_000_000;

export interface Shadow {
  /** Keyed hash of the password's field; undefined for who is not in the file, and where it cannot be read. */
  markOf(name: string): Uint8Array | undefined;
}

/** The file is read again when it has changed. Of its passwords nothing but marks stays in memory. */
export function openShadow(path: string, key: Uint8Array): Shadow {
  let seen: Stats | undefined;
  let marks: ReadonlyMap<string, Uint8Array> = new Map();

  const refresh = (): void => {
    const now = statSync(path);
    const isSame = seen?.ino === now.ino && seen.mtimeMs === now.mtimeMs && seen.size === now.size;
    if (isSame) return;
    marks = now.size > MAX_BYTES ? new Map() : marksIn(readFileSync(path, "latin1"), key);
    seen = now;
  };

  return {
    markOf: (name) => {
      try {
        refresh();
      } catch {
        return undefined;
      }
      return marks.get(Buffer.from(name).toString("latin1"));
    },
  };
}

/** Whether this process may read it: root, and the group shadow. */
export function canReadShadow(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}

function marksIn(text: string, key: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const fields = text.split("\n").map((line) => line.split(":", 2));
  return new Map(
    fields.flatMap(([name, password]) =>
      name && password !== undefined
        ? [[name, createHmac("sha256", key).update(`${name}:${password}`).digest()] as const]
        : [],
    ),
  );
}
