/** The requests whose answer is a file, sent as it is made. */
import { parseTypedAccount } from "../operations/addresses.ts";
import { byteStreamOf } from "../operations/export.ts";
import type { Operations } from "../operations/operations.ts";
import type { ControlFileRequests } from "./protocol.ts";
import { isTrueIn, optionalTextIn, textsIn } from "./request-body.ts";

type Content = ReadableStream<Uint8Array>;

export type ContentRoutes = {
  readonly [Name in keyof ControlFileRequests]: (body: unknown) => Content | Promise<Content>;
};

export const contentRoutes = ({
  backup,
  domains,
  export: exports,
}: Pick<Operations, "backup" | "domains" | "export">): ContentRoutes => ({
  "POST /export": (body) => {
    const jid = parseTypedAccount(textsIn(body, "jid").jid, domains);
    return byteStreamOf(exports.account(jid, isTrueIn(body, "withKeys")));
  },
  "POST /export/all": () => byteStreamOf(exports.all()),
  "POST /backup": async (body) => (await backup.make(optionalTextIn(body, "beforeUpdate"))).content(),
});
