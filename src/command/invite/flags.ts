/** What the verbs that make links have in common. */
import type { IssuedInvitation } from "../../operations/invitations.ts";
import { durationOf } from "../../options.ts";
import { EXIT } from "../exit.ts";
import { type Call, JSON_FLAG, report } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { printIssued } from "./report.ts";
import { ISSUED_INVITATION } from "./schema.ts";

export const LINK_FLAGS = {
  expires: { kind: "text", value: "DURATION", meaning: "validity" },
  "no-qr": { kind: "switch", meaning: "noCode" },
  json: JSON_FLAG,
} as const;

/** In milliseconds; undefined where none was given. Throws VerbError for what is no duration. */
export function validityOf(expires: string | undefined): number | undefined {
  const validity = expires === undefined ? undefined : durationOf(expires);
  if (expires !== undefined && (validity === undefined || !Number.isFinite(validity)))
    throw new VerbError(EXIT.usage, "no-duration", { flag: "--expires", given: expires });
  return validity;
}

export function reportIssued(call: Call<typeof LINK_FLAGS>, issued: IssuedInvitation): void {
  const { terminal, language, flags } = call;
  const { isColoured, columns } = terminal;
  report(
    call,
    ISSUED_INVITATION,
    issued,
    printIssued(issued, { language, wantsCode: !flags["no-qr"], isColoured, columns }),
  );
}
