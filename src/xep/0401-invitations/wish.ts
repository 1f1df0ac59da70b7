/** Checks what an invitation is to be. */
import { DAY, MINUTE } from "../../clock.ts";
import { OperationError } from "../../operation-error.ts";
import type { Invitation, InvitationWish } from "./invitation.ts";

/** Who may use one invitation; characters of a note. */
const MAX_USES = 1000;
const MAX_NOTE = 200;
/** In milliseconds. */
const MIN_VALIDITY = MINUTE;
const MAX_VALIDITY_DAYS = 365;
const MAX_VALIDITY = MAX_VALIDITY_DAYS * DAY;

/** In milliseconds. Throws OperationError bad-validity. */
export function checkedValidity(validity: number): number {
  if (validity >= MIN_VALIDITY && validity <= MAX_VALIDITY) return Math.floor(validity);
  throw new OperationError("bad-validity", { maximum: MAX_VALIDITY_DAYS });
}

/**
 * The invitation that is wished for, at `now`. Throws OperationError bad-uses, one-name-many-uses, note-too-long, bad-validity.
 * `validity` in milliseconds, where none is wished for.
 */
export function invitationFor(
  wish: InvitationWish,
  { id, now, validity }: { readonly id: string; readonly now: number; readonly validity: number },
): Invitation {
  const { kind, domain, by, inviter, name, circle, isAdministrator = false, uses = 1 } = wish;
  if (!Number.isSafeInteger(uses) || uses < 1 || uses > MAX_USES)
    throw new OperationError("bad-uses", { maximum: MAX_USES });
  if (name !== undefined && uses > 1) throw new OperationError("one-name-many-uses", {});
  // It is shown in terminals and on pages: nothing that cannot be seen.
  const note = wish.note?.replace(/\p{C}+/gu, " ").trim() || undefined;
  if (note !== undefined && note.length > MAX_NOTE) throw new OperationError("note-too-long", { maximum: MAX_NOTE });
  const expires = now + checkedValidity(wish.validity ?? Math.min(validity, MAX_VALIDITY));
  const shape = { id, kind, domain, by, inviter, name, circle, isAdministrator, note };
  return { ...shape, uses, usesLeft: uses, created: now, expires };
}
