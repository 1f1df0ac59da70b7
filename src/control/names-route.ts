/** Names that exist on this server and begin with a text: for completions of shells, which ask at each press of a key. */
import type { Operations } from "../operations/operations.ts";
import { NAME_KINDS, type Named, type NameKind } from "./protocol.ts";
import { malformed, optionalTextIn } from "./request-body.ts";

/** In one answer: nobody reads more. */
const MAX_NAMES = 100;

type Deps = Pick<Operations, "accounts" | "rooms" | "circles" | "domains" | "federation" | "invitations">;

export const namesRoute = (operations: Deps): { readonly "POST /names": (body: unknown) => Named } => ({
  "POST /names": (body) => {
    const given = optionalTextIn(body, "kind");
    const kind = NAME_KINDS.find((known) => known === given);
    if (!kind) throw malformed("kind");
    const beginning = optionalTextIn(body, "beginning") ?? "";
    const names = namesOf(operations, kind, beginning).filter((name) => name.startsWith(beginning));
    return { names: [...new Set(names)].slice(0, MAX_NAMES) };
  },
});

/** Perhaps others too; of a kind of which there may be very many, a page. */
function namesOf(operations: Deps, kind: NameKind, beginning: string): readonly string[] {
  const { accounts, rooms, circles, domains, federation, invitations } = operations;
  switch (kind) {
    case "accounts":
      return accounts.page(MAX_NAMES, beginning, beginning).accounts.map(({ jid }) => jid);
    case "rooms":
      return rooms.page(MAX_NAMES, beginning).rooms.map(({ jid }) => jid);
    case "circles":
      return circles.list().map(({ name }) => name);
    case "domains":
      return domains;
    case "servers":
      return federation.report().outgoing.map(({ pair }) => pair.remote);
    case "invitations":
      return invitations.list().map(({ id }) => id);
  }
}
