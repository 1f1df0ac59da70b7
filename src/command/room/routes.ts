/** What can be asked of the running server about its rooms. The body says in which language it refuses. */

import { languageOfTag } from "../../messages/language.ts";
import { type RoomMessages, roomMessages } from "../../messages/rooms.ts";
import { StanzaError, type StanzaErrorCondition } from "../../stanza-error.ts";
import type { Accounts } from "../../store/accounts.ts";
import type { RoomDetails, RoomOperator } from "../../xep/rooms/0045-muc/admin/operator.ts";
import { AFFILIATIONS, type Affiliation, isAffiliation } from "../../xep/rooms/0045-muc/privileges.ts";
import type { RoomSummary } from "../../xep/rooms/0045-muc/state/rooms.ts";
import type { Routes } from "../control/server.ts";
import { EXIT } from "../exit.ts";
import { CommandError } from "../failure.ts";
import { isRecord, textIn, textsIn } from "../request-body.ts";
import { personMeant, roomMeant } from "./address.ts";

export type RoomEntry = Omit<RoomSummary, "config"> & { readonly isPublic: boolean; readonly isForMembers: boolean };

export interface RoomList {
  readonly rooms: readonly RoomEntry[];
}

export interface AffiliationChanged {
  readonly room: string;
  readonly jid: string;
  readonly affiliation: Affiliation;
  readonly before: Affiliation;
}

export interface RoomParts {
  readonly operator: RoomOperator;
  readonly accounts: Pick<Accounts, "exists" | "list">;
  /** In the order of config.toml. */
  readonly domains: readonly string[];
  /** Resolves when all that was written is on the disk. */
  readonly synced: () => Promise<void>;
}

export function roomRoutes({ operator, accounts, domains, synced }: RoomParts): Routes {
  const { services } = operator;
  const someone = (text: string, mustExist: boolean, messages: RoomMessages): string =>
    personMeant(text, { domains, exists: (account) => !mustExist || accounts.exists(account) }, messages);

  return {
    "GET /rooms": async (): Promise<RoomList> => ({ rooms: (await operator.list()).map(entryOf) }),
    "POST /rooms/show": (body): RoomDetails => {
      const messages = messagesIn(body);
      const room = roomMeant(textsIn(body, "room").room, services, messages);
      return refusing(
        () => operator.show(room),
        () => noRoom(room.bare, messages),
      );
    },
    "POST /rooms": async (body): Promise<RoomDetails> => {
      const messages = messagesIn(body);
      const room = roomMeant(textsIn(body, "room").room, services, messages);
      const owner = someone(textIn(body, "owner") ?? onlyAdministrator(accounts, messages), true, messages);
      if (!owner.includes("@"))
        throw new CommandError(EXIT.usage, messages.problems.noOffice, messages.problems.nameOne);
      const isPublic = isRecord(body) && body.isPublic === true;
      const made = refusing(
        () => operator.create({ room, owner, isPublic, name: textIn(body, "name") ?? "" }),
        (condition) => notCreated(condition, room.bare, messages),
      );
      await synced();
      return made;
    },
    "DELETE /rooms": async (body): Promise<{ destroyed: string }> => {
      const messages = messagesIn(body);
      const room = roomMeant(textsIn(body, "room").room, services, messages);
      refusing(
        () => operator.destroy(room, textIn(body, "reason")),
        () => noRoom(room.bare, messages),
      );
      await synced();
      return { destroyed: room.bare };
    },
    "PUT /rooms/affiliation": async (body): Promise<AffiliationChanged> => {
      const messages = messagesIn(body);
      const given = textsIn(body, "room", "jid", "affiliation");
      const { affiliation } = given;
      if (!isAffiliation(affiliation)) {
        const { noAffiliation, oneOf } = messages.problems;
        const all = [...AFFILIATIONS].reverse().join(", ");
        throw new CommandError(EXIT.usage, noAffiliation(affiliation.slice(0, 50)), oneOf(all));
      }
      const room = roomMeant(given.room, services, messages);
      const jid = someone(given.jid, affiliation !== "none" && affiliation !== "outcast", messages);
      const before = refusing(
        () => operator.setAffiliation(room, jid, affiliation, textIn(body, "reason")),
        (condition) => notAffiliated(condition, room.bare, messages),
      );
      await synced();
      return { room: room.bare, jid, affiliation, before };
    },
  };
}

const messagesIn = (body: unknown): RoomMessages => roomMessages[languageOfTag(textIn(body, "language") ?? "")];

function entryOf({ config, ...counted }: RoomSummary): RoomEntry {
  return { ...counted, isPublic: config.publicroom, isForMembers: config.membersonly };
}

/** A server at home has one: its rooms are theirs unless said otherwise. */
function onlyAdministrator(accounts: RoomParts["accounts"], { problems }: RoomMessages): string {
  const [first, ...others] = accounts.list().filter(({ admin }) => admin);
  if (first && others.length === 0) return first.jid;
  throw new CommandError(EXIT.usage, problems.whose, problems.nameOwner);
}

/** What the rooms refuse, as a person is told. */
function refusing<T>(work: () => T, told: (condition: StanzaErrorCondition) => CommandError | undefined): T {
  try {
    return work();
  } catch (error) {
    throw (error instanceof StanzaError && told(error.condition)) || error;
  }
}

const noRoom = (jid: string, { problems }: RoomMessages): CommandError =>
  new CommandError(EXIT.failed, problems.noRoom(jid), problems.seeRooms);

function notCreated(condition: StanzaErrorCondition, jid: string, { problems }: RoomMessages): CommandError {
  if (condition === "not-acceptable") return new CommandError(EXIT.usage, problems.longName, problems.shorter);
  return new CommandError(EXIT.failed, problems.exists(jid), problems.chooseName(jid));
}

function notAffiliated(condition: StanzaErrorCondition, jid: string, messages: RoomMessages): CommandError | undefined {
  const { problems } = messages;
  const because = (sentence: string, remedy: string) => new CommandError(EXIT.failed, sentence, remedy);
  if (condition === "item-not-found") return noRoom(jid, messages);
  if (condition === "conflict") return because(problems.lastOwner(jid), problems.otherOwner);
  if (condition === "not-acceptable") return because(problems.noOffice, problems.nameOne);
  return condition === "resource-constraint" ? because(problems.full(jid), problems.raise) : undefined;
}
