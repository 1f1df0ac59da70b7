/** jabber-home invite: a link with which somebody makes an account. */

import { askAboutAccounts } from "../ask.ts";
import { EXIT } from "../exit.ts";
import { defineVerb } from "../verb.ts";
import { VerbError } from "../verb-error.ts";
import { LINK_FLAGS, reportIssued, validityOf } from "./flags.ts";
import { ISSUED_INVITATION } from "./schema.ts";

export default defineVerb({
  name: "invite",
  operands: ["[NAME]"],
  examples: [
    "invite",
    "invite bob",
    "invite --circle family --from alice",
    "invite --uses 25 --expires 30d",
    "invite carol --admin --expires 24h",
  ],
  prints: ISSUED_INVITATION,
  flags: {
    circle: { kind: "text", value: "CIRCLE", meaning: "invitedCircle" },
    from: { kind: "text", value: "JID", meaning: "inviter" },
    admin: { kind: "switch", meaning: "administrator" },
    uses: { kind: "text", value: "N", meaning: "uses" },
    note: { kind: "text", value: "TEXT", meaning: "note" },
    ...LINK_FLAGS,
  },
  run: async (call) => {
    const { flags, operands } = call;
    const issued = await askAboutAccounts(call, "POST /users/invitations", {
      jid: operands[0],
      inviter: flags.from,
      circle: flags.circle,
      admin: flags.admin,
      uses: flags.uses === undefined ? undefined : usesIn(flags.uses),
      validity: validityOf(flags.expires),
      note: flags.note,
    });
    reportIssued(call, issued);
    return EXIT.ok;
  },
});

/** Throws VerbError for what is no number. */
function usesIn(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new VerbError(EXIT.usage, "no-number", { flag: "--uses", given: text });
  return Number(text);
}
