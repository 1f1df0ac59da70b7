/** XEP-0363 §4: slots that were given and not used yet, in memory: after a restart a client asks for another one. */
import { MINUTE } from "../../clock.ts";
import type { FileEntry } from "../history/files/file-store.ts";
import { constraint } from "../history/files/upload-limits.ts";

/** How long an upload may begin, in milliseconds; §9 recommends about 300 s. */
export const SLOT_MS = 10 * MINUTE;
/** Slots of one owner, and of all: those that are used make room for others of their owner. */
const MAX_SLOTS = 100;
const MAX_SLOTS_OF_ALL = 10_000;

export interface Slot {
  /** Who knows it may upload. The address for downloads has another id: those who get that cannot upload in its place. */
  readonly token: string;
  readonly file: Omit<FileEntry, "uploaded" | "type">;
  /** The media type, where it was announced. */
  readonly type: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires: number;
  /** An upload that was cut may be tried again. */
  state: "open" | "underway" | "used";
}

export interface Slots {
  /** Throws StanzaError resource-constraint with <retry/> where there are too many. */
  open(slot: Pick<Slot, "token" | "file" | "type">): void;
  /** Undefined where there is none, or its time is over. */
  get(token: string): Slot | undefined;
  /** What an owner may still upload with slots. */
  pendingOf(owner: string): { readonly bytes: number; readonly files: number };
  /** An account is gone. */
  forget(owner: string): void;
}

export function openSlots(now: () => number): Slots {
  /** In the order in which they expire. */
  const slots = new Map<string, Slot>();
  const byOwner = new Map<string, Set<Slot>>();

  const remove = (slot: Slot): void => {
    const { owner } = slot.file;
    slots.delete(slot.token);
    const others = byOwner.get(owner);
    others?.delete(slot);
    if (others?.size === 0) byOwner.delete(owner);
  };
  const removeExpired = (): void => {
    for (const slot of slots.values()) {
      // A clock that was set back must not keep them.
      if (slot.expires > now() && slot.expires <= now() + SLOT_MS) return;
      remove(slot);
    }
  };
  const unusedOf = (owner: string): Slot[] => [...(byOwner.get(owner) ?? [])].filter(({ state }) => state !== "used");

  return {
    open: ({ token, file, type }) => {
      removeExpired();
      const [oldest] = slots.values();
      const unused = unusedOf(file.owner);
      if (unused.length >= MAX_SLOTS)
        throw constraint(`you have ${MAX_SLOTS} slots that you have not used`, unused[0]?.expires);
      const own = [...(byOwner.get(file.owner) ?? [])];
      const oldestUsed = own.find(({ state }) => state === "used");
      if (oldestUsed && own.length >= MAX_SLOTS) remove(oldestUsed);
      if (slots.size >= MAX_SLOTS_OF_ALL) throw constraint("too many uploads are asked for", oldest?.expires);
      const slot: Slot = { token, file, type, expires: now() + SLOT_MS, state: "open" };
      slots.set(token, slot);
      byOwner.set(file.owner, (byOwner.get(file.owner) ?? new Set()).add(slot));
    },
    get: (token) => {
      removeExpired();
      return slots.get(token);
    },
    pendingOf: (owner) => {
      removeExpired();
      const unused = unusedOf(owner);
      return { bytes: unused.reduce((sum, { file }) => sum + file.bytes, 0), files: unused.length };
    },
    forget: (owner) => {
      for (const slot of byOwner.get(owner) ?? []) remove(slot);
    },
  };
}
