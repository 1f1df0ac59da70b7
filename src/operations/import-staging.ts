/** An uploaded file of another server on its way into this one: its bytes come before it. */
import { type FileHandle, open, rm } from "node:fs/promises";
import type { Database } from "../store/database.ts";
import { fullError } from "../store/errors.ts";

export interface Staging {
  readonly path: string;
  /** At 0 a new file begins. Returns false where `offset` is not the number of bytes so far. Rejects with StoreError full. */
  add(offset: number, bytes: Uint8Array): Promise<boolean>;
  /** All bytes have come. */
  finish(): Promise<void>;
  /** The file is gone. */
  clear(): Promise<void>;
}

export function openStaging(path: string, db: Pick<Database, "assertSpace">): Staging {
  let file: FileHandle | undefined;
  let length = 0;

  const finish = async (): Promise<void> => {
    await file?.close();
    file = undefined;
  };
  const clear = async (): Promise<void> => {
    await finish();
    await rm(path, { force: true });
  };

  return {
    path,
    finish,
    clear,
    add: async (offset, bytes) => {
      db.assertSpace();
      if (offset === 0) {
        await clear();
        file = await open(path, "wx", 0o600);
        length = 0;
      }
      if (!file || offset !== length) return false;
      try {
        await file.writeFile(bytes);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        throw code === "ENOSPC" || code === "EDQUOT" ? fullError(error) : error;
      }
      length += bytes.length;
      return true;
    },
  };
}
