/** Work that can be done later where the disk is full. */
import { StoreError } from "../store/errors.ts";

/** Whether there is no room for what was to be written, or the disk has taken nothing of this tick. */
export const isFull = (error: unknown): boolean => error instanceof StoreError && error.reason === "full";

/** Does `work`; returns false where there is no room for what it writes, or the disk has taken nothing of this tick. */
export function unlessFull(work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (isFull(error)) return false;
    throw error;
  }
}
