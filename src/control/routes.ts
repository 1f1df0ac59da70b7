/** The requests of the control socket as operations. */
import type { AccountOperations } from "../operations/accounts.ts";
import {
  parseForeignAccount,
  parseTypedAccount,
  parseTypedDomain,
  parseTypedPerson,
  parseTypedRoom,
} from "../operations/addresses.ts";
import { type CertificateOperations, RENEWAL_ANSWERS } from "../operations/certificate.ts";
import type { FileFilter } from "../operations/files.ts";
import type { InvitationOperations } from "../operations/invitations.ts";
import type { Operations } from "../operations/operations.ts";
import { parseAffiliation } from "../operations/rooms.ts";
import { type ContentRoutes, contentRoutes } from "./content-routes.ts";
import { importRoutes } from "./import-routes.ts";
import { namesRoute } from "./names-route.ts";
import type { ControlRequest } from "./protocol.ts";
import {
  fieldIn,
  isTrueIn,
  listIn,
  malformed,
  optionalNumberIn,
  optionalTextIn,
  textListIn,
  textsIn,
} from "./request-body.ts";
import type { Routes, StepRoutes } from "./route-types.ts";

export const controlRoutes = (operations: Operations): Routes<ControlRequest> & StepRoutes & ContentRoutes => ({
  "GET /status": () => operations.status(),
  "POST /health/look": async () => {
    await operations.look();
    return operations.status();
  },
  ...accountRoutes(operations),
  ...roomRoutes(operations),
  ...circleRoutes(operations),
  ...fileRoutes(operations),
  ...certificateRoutes(operations),
  ...auditRoutes(operations),
  ...contentRoutes(operations),
  ...namesRoute(operations),
  ...federationRoutes(operations),
  ...reachabilityRoutes(operations),
  ...moveInRoutes(operations),
  ...importRoutes(operations),
});

export type AccountRequest = Extract<ControlRequest, `${string} /users${string}`>;

export interface AccountRouteDeps {
  readonly accounts: AccountOperations;
  readonly invitations: InvitationOperations;
  readonly domains: readonly string[];
}

/** They need no running server: with the database at hand they answer as well. */
export function accountRoutes({ accounts, invitations, domains }: AccountRouteDeps): Routes<AccountRequest> {
  return {
    ...invitationRoutes({ invitations, domains }),
    "GET /users": () => ({ users: accounts.list() }),
    "POST /users": async (body) => {
      const users = listIn(body, "users").map((user) => {
        const { jid, password } = textsIn(user, "jid", "password");
        return { jid: parseTypedAccount(jid, domains), password, isAdministrator: isTrueIn(user, "admin") };
      });
      return { added: await accounts.add(users) };
    },
    "POST /users/introduce": async (body) => {
      const jids = listIn(body, "users").map((user) => parseTypedAccount(textsIn(user, "jid").jid, domains));
      return { introduced: await accounts.introduce(jids) };
    },
    "PUT /users/password": async (body) => {
      const { jid, password } = textsIn(body, "jid", "password");
      return { changed: await accounts.setPassword(parseTypedAccount(jid, domains), password) };
    },
    "POST /users/administrators": async (body) => {
      return { appointed: await accounts.appoint(parseTypedAccount(textsIn(body, "jid").jid, domains)) };
    },
    "POST /users/disable": async (body) => {
      const [disabled = ""] = await accounts.disable([parseTypedAccount(textsIn(body, "jid").jid, domains)]);
      return { disabled };
    },
    "POST /users/enable": async (body) => {
      const [enabled = ""] = await accounts.enable([parseTypedAccount(textsIn(body, "jid").jid, domains)]);
      return { enabled };
    },
    "DELETE /users": async (body) => {
      const [removed = ""] = await accounts.remove([parseTypedAccount(textsIn(body, "jid").jid, domains)]);
      return { removed };
    },
  };
}

type InvitationRequest = Extract<AccountRequest, `${string} /users/invitations` | "POST /users/reset">;

function invitationRoutes({
  invitations,
  domains,
}: Pick<AccountRouteDeps, "invitations" | "domains">): Routes<InvitationRequest> {
  const accountIn = (body: unknown, name: string) => {
    const text = optionalTextIn(body, name);
    return text === undefined ? undefined : parseTypedAccount(text, domains);
  };
  return {
    "POST /users/invitations": async (body) =>
      await invitations.create({
        kind: "account",
        at: accountIn(body, "jid"),
        inviter: accountIn(body, "inviter"),
        isAdministrator: isTrueIn(body, "admin"),
        circle: optionalTextIn(body, "circle"),
        uses: optionalNumberIn(body, "uses"),
        validity: optionalNumberIn(body, "validity"),
        note: optionalTextIn(body, "note"),
      }),
    "GET /users/invitations": () => ({ invitations: invitations.list() }),
    "DELETE /users/invitations": async (body) => ({ revoked: await invitations.revoke(textsIn(body, "id").id) }),
    "POST /users/reset": async (body) =>
      await invitations.reset(
        parseTypedAccount(textsIn(body, "jid").jid, domains),
        undefined,
        optionalNumberIn(body, "validity"),
      ),
  };
}

type RoomRequest = Extract<ControlRequest, `${string} /rooms${string}`>;

function roomRoutes({ rooms, domains }: Pick<Operations, "rooms" | "domains">): Routes<RoomRequest> {
  const roomIn = (body: unknown) => parseTypedRoom(textsIn(body, "room").room, rooms.services);
  return {
    "GET /rooms": async () => ({ rooms: await rooms.list() }),
    "POST /rooms/show": (body) => rooms.show(roomIn(body)),
    "POST /rooms": (body) => {
      const room = roomIn(body);
      const owner = optionalTextIn(body, "owner");
      return rooms.create({
        room,
        owner: owner === undefined ? undefined : parseTypedPerson(owner, domains),
        isPublic: isTrueIn(body, "isPublic"),
        name: optionalTextIn(body, "name"),
      });
    },
    "DELETE /rooms": async (body) => ({ destroyed: await rooms.destroy(roomIn(body), optionalTextIn(body, "reason")) }),
    "PUT /rooms/affiliation": (body) => {
      const { jid, affiliation } = textsIn(body, "room", "jid", "affiliation");
      return rooms.setAffiliation({
        affiliation: parseAffiliation(affiliation),
        room: roomIn(body),
        jid: parseTypedPerson(jid, domains),
        reason: optionalTextIn(body, "reason"),
      });
    },
  };
}

type CircleRequest = Extract<ControlRequest, `${string} /circles${string}`>;

function circleRoutes({ circles, domains }: Pick<Operations, "circles" | "domains">): Routes<CircleRequest> {
  const circleIn = (body: unknown) => textsIn(body, "circle").circle;
  const peopleIn = (body: unknown) => textListIn(body, "people").map((text) => parseTypedAccount(text, domains));
  return {
    "GET /circles": () => ({ circles: circles.list() }),
    "POST /circles/show": (body) => circles.show(circleIn(body)),
    "POST /circles": (body) => circles.create(circleIn(body), peopleIn(body)),
    "PUT /circles/name": (body) => circles.rename(circleIn(body), textsIn(body, "name").name),
    "DELETE /circles": (body) => circles.remove(circleIn(body), isTrueIn(body, "isRoomKept")),
    "PUT /circles/people": async (body) => ({ added: await circles.add(circleIn(body), peopleIn(body)) }),
    "DELETE /circles/people": async (body) => ({ kicked: await circles.kick(circleIn(body), peopleIn(body)) }),
  };
}

type FileRequest = Extract<ControlRequest, `${string} /files${string}`>;

/** Files in one answer. */
const FILES_AT_ONCE = 200;

function fileRoutes({ files, domains }: Pick<Operations, "files" | "domains">): Routes<FileRequest> {
  const filterIn = (body: unknown): FileFilter => {
    const [account, olderThan] = [optionalTextIn(body, "account"), optionalNumberIn(body, "olderThan")];
    return {
      owner: account === undefined ? undefined : parseTypedPerson(account, domains),
      before: olderThan === undefined ? undefined : Date.now() - olderThan,
      largerThan: optionalNumberIn(body, "largerThan"),
    };
  };
  return {
    "GET /files": () => files.report(),
    "POST /files/show": (body) => {
      const owner = parseTypedPerson(textsIn(body, "account").account, domains);
      const after = fieldIn(body, "after");
      const [uploaded, id] = [optionalNumberIn(after, "uploaded"), optionalTextIn(after, "id")];
      return files.list(
        owner,
        FILES_AT_ONCE,
        uploaded === undefined || id === undefined ? undefined : { uploaded, id },
      );
    },
    "POST /files/count": (body) => files.count(filterIn(body)),
    "DELETE /files": (body) => files.prune(filterIn(body)),
    "DELETE /files/one": (body) => files.remove(textsIn(body, "file").file),
  };
}

type CertificateRequest = Extract<ControlRequest, `${string} /certificate${string}`>;

function certificateRoutes({
  certificate,
}: {
  readonly certificate: CertificateOperations;
}): Routes<CertificateRequest> {
  return {
    "GET /certificate": () => certificate.status(),
    "POST /certificate/renew": (body) => certificate.renew(isTrueIn(body, "byHand")),
    "POST /certificate/renew/answer": (body) => {
      const given = optionalTextIn(body, "answer");
      const answer = RENEWAL_ANSWERS.find((known) => known === given);
      if (answer === undefined) throw malformed("answer");
      return certificate.answer(answer);
    },
  };
}

/** Entries in one answer. */
const ENTRIES = 100;

function auditRoutes({
  announcements,
  audit,
  domains,
}: Pick<Operations, "announcements" | "audit" | "domains">): Routes<"POST /announcements" | "POST /audit/show"> {
  return {
    "POST /announcements": async (body) => {
      const to = optionalTextIn(body, "to");
      const addressees = to === undefined ? undefined : [parseTypedAccount(to, domains)];
      return { accounts: await announcements.tell(textsIn(body, "text").text, addressees) };
    },
    "POST /audit/show": (body) =>
      audit.list(optionalNumberIn(body, "max") ?? ENTRIES, optionalNumberIn(body, "before")),
  };
}

export function federationRoutes({
  federation,
}: Pick<Operations, "federation">): Routes<"GET /federation"> & Pick<StepRoutes, "POST /federation/trial"> {
  return {
    "GET /federation": () => federation.report(),
    "POST /federation/trial": (body) => {
      const { domain } = textsIn(body, "domain");
      const from = optionalTextIn(body, "from");
      return federation.trial(parseTypedDomain(domain), from === undefined ? undefined : parseTypedDomain(from));
    },
  };
}

function reachabilityRoutes({
  reachability,
}: Pick<Operations, "reachability">): Routes<"GET /reachability"> &
  Pick<StepRoutes, "POST /reachability/look" | "POST /reachability/phone"> {
  return {
    "GET /reachability": () => reachability.report(),
    "POST /reachability/look": (body) => {
      const isNamed = fieldIn(body, "servers") !== undefined;
      const servers = isNamed ? textListIn(body, "servers").slice(0, MAX_SERVERS).map(parseTypedDomain) : undefined;
      return reachability.look({ askAuthority: isTrueIn(body, "askAuthority"), servers });
    },
    "POST /reachability/phone": () => reachability.phone(),
  };
}

/** Other servers that are asked in one look. */
const MAX_SERVERS = 5;

function moveInRoutes({ moveIn, domains }: Pick<Operations, "moveIn" | "domains">): Pick<StepRoutes, "POST /move-in"> {
  return {
    "POST /move-in": (body) => {
      const { from, to, password } = textsIn(body, "from", "to", "password");
      return moveIn.start({
        from: parseForeignAccount(from),
        to: parseTypedAccount(to, domains),
        password,
        newPassword: optionalTextIn(body, "newPassword"),
        mayExist: isTrueIn(body, "mayExist"),
        follows: isTrueIn(body, "follows"),
        isTrial: isTrueIn(body, "isTrial"),
      });
    },
  };
}
