/** XEP-0045: Multi-User Chat: rooms at a subdomain of each domain, private unless their creators say otherwise.
 *
 * How a stanza to a room gets to its use case:
 *   presence  → `occupant/receiving-presence`: `entering` (checked by `entry-rules`, answered by `join-sequence` with
 *               `discussion-history` and `room-subject`), `changing-nickname`, new presence, or `broadcast/exiting`
 *   message   → `occupant/receiving-messages`: `groupchat-messages`, `room-subject`, `private-messages`,
 *               `mediated-invitations`, `voice-requests`
 *   iq to the room      → `occupant/discovery`, `occupant/registering`, `admin/admin-requests` (lists, roles, affiliations),
 *                         `admin/configuring` (the configuration form, `destroying`)
 *   iq to an occupant   → `occupant/occupant-iq`
 *   the server itself   → `admin/operator` (the command line), `admin/account-removed`, `occupant/restoring-occupants`
 *                         (after a restart)
 *
 * Layers, each of which knows only those below it:
 *   `admin/`      what moderators, admins and owners do
 *   `occupant/`   what anybody does to be in a room, and does there
 *   `broadcast/`  what changes for occupants, and who is sent which presence and message because of it
 *   `state/`      the room: rows in the store, and the copy in memory while somebody is in it
 * Beside them, data of the standard: `privileges`, `settings`, `status-codes`, `namespaces`; and `confusables`, `options`,
 * `room-queues` (large rooms handle one thing at a time).
 *
 * `feature` is the contract by which other XEPs extend every room; `engine` is what all functions here are given.
 * The copy in memory mirrors the rows: a request is refused before either has changed, and where something else fails, the
 * copy is dropped and read again.
 */
import type { Element } from "ltx";
import { strangers } from "../../../im/strangers.ts";
import type { Jid } from "../../../jid/jid.ts";
import { NS_PING, NS_REGISTER } from "../../../namespaces.ts";
import { IqTable } from "../../../server/iq.ts";
import { defineModule, type Reply, type RequestHandlers } from "../../../server/module.ts";
import { errorOf, isRequest, mayBeAnswered, type Stanza } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from "../../0030-disco.ts";
import { blocking } from "../../0191-blocking.ts";
import { archive } from "../../history/0313-mam/archive.ts";
import { stanzaIds } from "../../history/0359-stanza-ids.ts";
import { removeAccount } from "./admin/account-removed.ts";
import { getList, setList } from "./admin/admin-requests.ts";
import { getConfiguration, setConfiguration } from "./admin/configuring.ts";
import { exportedRooms } from "./admin/exporting.ts";
import { openRoomImport, type RoomImportDeps } from "./admin/importing.ts";
import { openRoomOperator } from "./admin/operator.ts";
import { BroadcastLimiter } from "./broadcast/broadcast-limiter.ts";
import type { Engine } from "./engine.ts";
import type { RoomFeature, RoomRequest } from "./feature.ts";
import { NS_MUC_ADMIN, NS_MUC_OWNER } from "./namespaces.ts";
import { roomInfo, roomItems, SERVICE, serviceInfo, serviceItems } from "./occupant/discovery.ts";
import { relayIq } from "./occupant/occupant-iq.ts";
import { receiveMessage } from "./occupant/receiving-messages.ts";
import { presenceError, receivePresence } from "./occupant/receiving-presence.ts";
import { getRegistration, register } from "./occupant/registering.ts";
import { removeLostSessions, restoreOccupants } from "./occupant/restoring-occupants.ts";
import { roomOptions } from "./options.ts";
import { RoomQueues } from "./room-queues.ts";
import { openAffiliations } from "./state/affiliations.ts";
import { openInvitations } from "./state/invitations.ts";
import { openOccupantSessions } from "./state/occupant-sessions.ts";
import { openReservedNicknames } from "./state/reserved-nicknames.ts";
import { openRoomArchive } from "./state/room-archive.ts";
import { openRooms } from "./state/rooms.ts";
import { roomTables } from "./state/tables.ts";
import { openVoiceGrants } from "./state/voice-grants.ts";

/** Occupants from which on presence is handled by the queue of the room: each is sent to all of them. */
const LARGE_ROOM = 50;

export const rooms = defineModule({
  name: "rooms",
  xep: "0045",
  version: "1.35.5",
  tables: roomTables,
  addresses: {
    tables: {
      rooms_room: { jid: "jid", service: "jid", config: "other", subject: { json: ["marks"] }, maker: "jid" },
      rooms_affiliation: { jid: "jid", affiliation: "other", reason: "other" },
      rooms_nickname: { jid: "jid", nick: "other", skeleton: "other", drawing: "other" },
      rooms_invitation: { invitee: "jid", inviter: "jid" },
      rooms_visit: "dropped",
      rooms_voice: { jid: "jid", role: "other" },
    },
  },
  notExported: "rooms stay where they are",
  options: roomOptions,
  setup: ({ db, config, accounts, sessions, domains, log, now, id, route, multicast, inTurns, schedule, use }) => {
    const features: RoomFeature[] = [];
    const affiliations = openAffiliations(db);
    const occupantSessions = openOccupantSessions(db);
    const { refuses } = use(strangers);
    const { isBlocked } = use(blocking);
    const accepts = (account: Jid, peer: Jid): boolean =>
      !domains.has(account.domain) || !(refuses(account.bare, peer) || isBlocked(account.bare, peer));
    const engine: Engine = {
      rooms: openRooms(db, (room) => restoreOccupants(engine, room)),
      affiliations,
      occupantSessions,
      archive: openRoomArchive(use(archive)),
      reservedNicknames: openReservedNicknames(db),
      invitations: openInvitations(db),
      voiceGrants: openVoiceGrants(db),
      stanzaIds: use(stanzaIds),
      features,
      config,
      accounts,
      accepts,
      now,
      id,
      route,
      multicast,
      inTurns,
      broadcastLimiter: new BroadcastLimiter({ burst: config.max_broadcast, rate: config.broadcast_rate, now }),
      queues: new RoomQueues({ inTurns, log }),
    };
    accounts.onRemove((account) => removeAccount(engine, account));
    // Later, since the sessions that were saved at the last stop (XEP-0198) are not restored yet.
    schedule(0, () => {
      const failed = (error: unknown): void => log.error({ event: "rooms-not-cleared", error });
      inTurns(config.subdomain, removeLostSessions(engine, sessions, domains)).catch(failed);
    });

    // §11.2: clients that disconnect because the server stops are removed after the restart (removeLostSessions).
    let isStopping = false;

    const table = new IqTable<RoomRequest>();
    const namespaces = new Set<string>();
    const addRequests = (iqs: RequestHandlers<RoomRequest>): void => {
      table.add(iqs);
      for (const namespace of Object.keys(iqs)) namespaces.add(namespace);
    };
    addRequests({
      [NS_DISCO_INFO]: { get: { query: roomInfo(engine, () => [...namespaces]) } },
      [NS_DISCO_ITEMS]: { get: { query: roomItems(engine) } },
      [NS_MUC_ADMIN]: { get: { query: getList(engine) }, set: { query: setList(engine) } },
      [NS_MUC_OWNER]: { get: { query: getConfiguration(engine) }, set: { query: setConfiguration(engine) } },
      [NS_REGISTER]: { get: { query: getRegistration(engine) }, set: { query: register(engine) } },
      [NS_PING]: { get: { ping: () => undefined } },
    });

    const serviceIq: Record<string, RequestHandlers<Stanza>[string]> = {
      [NS_DISCO_INFO]: { get: { query: serviceInfo(engine) } },
      [NS_DISCO_ITEMS]: { get: { query: serviceItems(engine) } },
      [NS_PING]: { get: { ping: () => undefined } },
    };

    /** A StanzaError refuses before anything has changed. After any other, the copy in memory may differ from the rows. */
    const evictOnFailure = <T>(room: Jid | undefined, work: () => T): T => {
      try {
        return work();
      } catch (error) {
        if (!(error instanceof StanzaError)) engine.rooms.evict(room?.bare ?? "");
        throw error;
      }
    };

    const roomRequest = (stanza: Stanza): RoomRequest => {
      const room = engine.rooms.get(stanza.to?.bare ?? "");
      if (!room) throw new StanzaError("item-not-found", { text: "there is no such room" });
      const affiliation = affiliations.of(room, stanza.from.bare);
      if (room.isLocked && affiliation !== "owner") throw new StanzaError("item-not-found");
      return { room, stanza, affiliation, occupant: room.occupants.bySession(stanza.from.full) };
    };

    /** In a large room, what is broadcast to all; in any room, what comes from a client with queued stanzas. */
    const mustQueue = ({ name, type, from, to }: Stanza): boolean => {
      const room = to?.bare ?? "";
      if (engine.queues.hasFrom(room, from.full)) return true;
      const isBroadcast = name === "presence" || (name === "message" && type === "error");
      return isBroadcast && (engine.queues.isBusy(room) || engine.rooms.occupantCount(room) >= LARGE_ROOM);
    };

    const answerBareJid = (request: Element, stanza: Stanza): Reply | Promise<Reply> => {
      const answerNow = (): Reply | Promise<Reply> =>
        evictOnFailure(stanza.to, () => table.answer(request, stanza.type, roomRequest(stanza)));
      return mustQueue(stanza) ? engine.queues.enqueueStanza(stanza, answerNow) : answerNow();
    };

    const receive = (stanza: Stanza): undefined => {
      const { to, name } = stanza;
      if (!to?.local) {
        if (name === "presence") return;
        throw new StanzaError("service-unavailable");
      }
      const handle = (): void => (name === "presence" ? handlePresence(stanza) : handleOther(stanza));
      if (mustQueue(stanza)) enqueue(stanza, handle);
      else handle();
    };

    /** Sends errors as the kernel does for stanzas that are handled at once. */
    const enqueue = (stanza: Stanza, handle: () => void): void => {
      const refuse = (error: unknown): void => {
        if (!(error instanceof StanzaError)) log.error({ event: "stanza-failed", id: stanza.id, error });
        const refusal = error instanceof StanzaError ? error : new StanzaError("internal-server-error");
        if (stanza.name === "presence") route(presenceError(stanza, refusal));
        else if (mayBeAnswered(stanza)) route(errorOf(stanza, stanza.to?.full, refusal));
      };
      engine.queues.enqueueStanza(stanza, handle).catch(refuse);
    };

    const handleOther = (stanza: Stanza): void =>
      evictOnFailure(stanza.to, () => {
        if (stanza.name === "message") return receiveMessage(engine, stanza);
        const room = engine.rooms.get(stanza.to?.bare ?? "");
        if (room) relayIq(engine, room, stanza);
        else if (isRequest(stanza)) throw new StanzaError("item-not-found");
      });

    /** §7.2.5 to §7.2.10: rooms answer presence with errors. */
    const handlePresence = (stanza: Stanza): void => {
      if (isStopping) return;
      try {
        evictOnFailure(stanza.to, () => db.atomically(() => receivePresence(engine, stanza)));
      } catch (error) {
        if (!(error instanceof StanzaError)) throw error;
        route(presenceError(stanza, error));
      }
    };

    return {
      component: {
        subdomain: config.subdomain,
        further: config.also,
        identity: SERVICE,
        iq: serviceIq,
        answerBareJid,
        receive,
      },
      gauges: [{ name: "rooms", help: "Group chats (XEP-0045).", read: () => engine.rooms.count() }],
      stopping: () => {
        isStopping = true;
      },
      api: {
        engine,
        /** For the command line. */
        operator: openRoomOperator(
          engine,
          [...new Set([config.subdomain, ...config.also])].flatMap((label) =>
            [...domains].map((domain) => `${label}.${domain}`),
          ),
          (room, work) => evictOnFailure(room, () => db.atomically(work)),
        ),
        /** For rooms that come from another server. */
        openImport: (occupantId: RoomImportDeps["occupantId"]) =>
          openRoomImport({ engine, archive: use(archive), occupantId }),
        /** Each service that has rooms, with what goes along of them when they are taken elsewhere. */
        exported: () =>
          [...domains]
            .map((served) => `${config.subdomain}.${served}`)
            .map((domain) => ({ domain, parts: () => exportedRooms(domain, { engine, archive: use(archive) }) }))
            .filter(({ parts }) => parts().next().done !== true)
            .map(({ domain, parts }) => ({ domain, parts: parts() })),
        /** Adds what another XEP brings to every room. */
        extend: (feature: RoomFeature): void => {
          features.push(feature);
          if (feature.iq) addRequests(feature.iq);
          Object.assign(serviceIq, feature.serviceIq);
        },
      },
    };
  },
});
