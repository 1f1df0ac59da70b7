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
 * `room-queues` and `waiting-stanzas` (large rooms handle one thing at a time).
 *
 * `feature` is the contract by which other XEPs extend every room; `engine` is what all functions here are given.
 * The copy in memory mirrors the rows: a request is refused before either has changed, and where something else fails, the
 * copy is dropped and read again.
 */
import type { Element } from "ltx";
import { strangers } from "../../../im/strangers.ts";
import type { Jid } from "../../../jid/jid.ts";
import { lazy, lazyCall } from "../../../lazy.ts";
import { NS_PING, NS_REGISTER } from "../../../namespaces.ts";
import { IqTable } from "../../../server/iq.ts";
import { defineModule, type Reply, type RequestHandlers } from "../../../server/module.ts";
import { errorOf, isRequest, mayBeAnswered, type Stanza } from "../../../stanza.ts";
import { StanzaError } from "../../../stanza-error.ts";
import { NS_DISCO_INFO, NS_DISCO_ITEMS } from "../../0030-disco.ts";
import { blocking } from "../../0191-blocking.ts";
import { archive } from "../../history/0313-mam/archive.ts";
import { stanzaIds } from "../../history/0359-stanza-ids.ts";
import type { RoomImportDeps } from "./admin/importing.ts";
import { BroadcastLimiter } from "./broadcast/broadcast-limiter.ts";
import type { Engine } from "./engine.ts";
import type { RoomFeature, RoomRequest } from "./feature.ts";
import { NS_MUC_ADMIN, NS_MUC_OWNER, SERVICE } from "./namespaces.ts";
import { roomOptions } from "./options.ts";
import { RoomQueues } from "./room-queues.ts";
import { openAffiliations } from "./state/affiliations.ts";
import { openInvitations } from "./state/invitations.ts";
import { openOccupantSessions } from "./state/occupant-sessions.ts";
import { openQueuedStanzas } from "./state/queued-stanzas.ts";
import { openReservedNicknames } from "./state/reserved-nicknames.ts";
import { openRoomArchive } from "./state/room-archive.ts";
import { openRooms } from "./state/rooms.ts";
import { roomTables } from "./state/tables.ts";
import { openVoiceGrants } from "./state/voice-grants.ts";
import { WaitingStanzas } from "./waiting-stanzas.ts";

// Loaded when somebody first comes to a room.
const accountRemovedFile = lazy((): typeof import("./admin/account-removed.ts") =>
  require("./admin/account-removed.ts"),
);
const adminFile = lazy((): typeof import("./admin/admin-requests.ts") => require("./admin/admin-requests.ts"));
const configuringFile = lazy((): typeof import("./admin/configuring.ts") => require("./admin/configuring.ts"));
const exportingFile = lazy((): typeof import("./admin/exporting.ts") => require("./admin/exporting.ts"));
const importingFile = lazy((): typeof import("./admin/importing.ts") => require("./admin/importing.ts"));
const operatorFile = lazy((): typeof import("./admin/operator.ts") => require("./admin/operator.ts"));
const discoveryFile = lazy((): typeof import("./occupant/discovery.ts") => require("./occupant/discovery.ts"));
const iqFile = lazy((): typeof import("./occupant/occupant-iq.ts") => require("./occupant/occupant-iq.ts"));
const messagesFile = lazy((): typeof import("./occupant/receiving-messages.ts") =>
  require("./occupant/receiving-messages.ts"),
);
const presenceFile = lazy((): typeof import("./occupant/receiving-presence.ts") =>
  require("./occupant/receiving-presence.ts"),
);
const registeringFile = lazy((): typeof import("./occupant/registering.ts") => require("./occupant/registering.ts"));
const restoringFile = lazy((): typeof import("./occupant/restoring-occupants.ts") =>
  require("./occupant/restoring-occupants.ts"),
);

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
      rooms_queued: "dropped",
      rooms_voice: { jid: "jid", role: "other" },
    },
  },
  notExported: "rooms stay where they are",
  options: roomOptions,
  setup: ({ db, config, accounts, sessions, domains, log, now, id, route, multicast, inTurns, schedule, use }) => {
    const features: RoomFeature[] = [];
    const affiliations = openAffiliations(db);
    const occupantSessions = openOccupantSessions(db);
    const services = (): ReadonlySet<string> =>
      new Set(
        [config.subdomain, ...config.also].flatMap((label) => [...domains].map((domain) => `${label}.${domain}`)),
      );
    const { refuses } = use(strangers);
    const { isBlocked } = use(blocking);
    const accepts = (account: Jid, peer: Jid): boolean =>
      !domains.has(account.domain) || !(refuses(account.bare, peer) || isBlocked(account.bare, peer));
    const engine: Engine = {
      rooms: openRooms(db, (room) => restoringFile().restoreOccupants(engine, room)),
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
    accounts.onRemove((account) => accountRemovedFile().removeAccount(engine, account));
    // Later, since the sessions that were saved at the last stop (XEP-0198) are not restored yet.
    schedule(0, () => {
      const removeLost = async (): Promise<void> => {
        if (isStopping || occupantSessions.occupiedRooms().length === 0) return;
        const { removeLostSessions } = restoringFile();
        await inTurns(config.subdomain, removeLostSessions(engine, sessions, domains));
      };
      const failed = (error: unknown): void => log.error({ event: "rooms-not-cleared", error });
      // What clients have sent before they were lost comes first.
      waiting.addLeft().then(removeLost).catch(failed);
    });

    const isGone = (client: Jid): boolean => domains.has(client.domain) && !sessions.get(client.full);
    // §11.2: clients that disconnect because the server stops are removed after the restart (removeLostSessions).
    let isStopping = false;

    const table = new IqTable<RoomRequest>();
    const namespaces = new Set<string>();
    const addRequests = (iqs: RequestHandlers<RoomRequest>): void => {
      table.add(iqs);
      for (const namespace of Object.keys(iqs)) namespaces.add(namespace);
    };
    addRequests({
      [NS_DISCO_INFO]: { get: { query: lazyCall(() => discoveryFile().roomInfo(engine, () => [...namespaces])) } },
      [NS_DISCO_ITEMS]: { get: { query: lazyCall(() => discoveryFile().roomItems(engine)) } },
      [NS_MUC_ADMIN]: {
        get: { query: lazyCall(() => adminFile().getList(engine)) },
        set: { query: lazyCall(() => adminFile().setList(engine)) },
      },
      [NS_MUC_OWNER]: {
        get: { query: lazyCall(() => configuringFile().getConfiguration(engine)) },
        set: { query: lazyCall(() => configuringFile().setConfiguration(engine)) },
      },
      [NS_REGISTER]: {
        get: { query: lazyCall(() => registeringFile().getRegistration(engine)) },
        set: { query: lazyCall(() => registeringFile().register(engine)) },
      },
      [NS_PING]: { get: { ping: () => undefined } },
    });

    const serviceIq: Record<string, RequestHandlers<Stanza>[string]> = {
      [NS_DISCO_INFO]: { get: { query: lazyCall(() => discoveryFile().serviceInfo(engine)) } },
      [NS_DISCO_ITEMS]: { get: { query: lazyCall(() => discoveryFile().serviceItems(engine)) } },
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

    const answerBareJid = (request: Element, stanza: Stanza): Reply | Promise<Reply> => {
      const answerNow = (): Reply | Promise<Reply> =>
        evictOnFailure(stanza.to, () => table.answer(request, stanza.type, roomRequest(stanza)));
      return waiting.includes(stanza) ? engine.queues.enqueueStanza(stanza, answerNow) : answerNow();
    };

    const receive = (stanza: Stanza): undefined => {
      const { to, name } = stanza;
      if (!to?.local) {
        if (name === "presence") return;
        throw new StanzaError("service-unavailable");
      }
      if (name === "presence" && isStopping && isGone(stanza.from)) return;
      if (waiting.includes(stanza)) waiting.add(stanza);
      else handle(stanza);
    };

    const handle = (stanza: Stanza): void =>
      stanza.name === "presence" ? handlePresence(stanza) : handleOther(stanza);

    /** Sends errors as the kernel does for stanzas that are handled at once. */
    const refuse = (stanza: Stanza, error: unknown): void => {
      if (!(error instanceof StanzaError)) log.error({ event: "stanza-failed", id: stanza.id, error });
      const refusal = error instanceof StanzaError ? error : new StanzaError("internal-server-error");
      if (stanza.name === "presence") route(presenceFile().presenceError(stanza, refusal));
      else if (mayBeAnswered(stanza)) route(errorOf(stanza, stanza.to?.full, refusal));
    };

    const waiting = new WaitingStanzas({
      ...{ queues: engine.queues, rooms: engine.rooms, db, schedule, handle, refuse },
      stored: openQueuedStanzas({ db, log, isServed: (service) => services().has(service) }),
      isGone,
      isStopping: () => isStopping,
    });

    const handleOther = (stanza: Stanza): void =>
      evictOnFailure(stanza.to, () => {
        if (stanza.name === "message") return messagesFile().receiveMessage(engine, stanza);
        const room = engine.rooms.get(stanza.to?.bare ?? "");
        if (room) iqFile().relayIq(engine, room, stanza);
        else if (isRequest(stanza)) throw new StanzaError("item-not-found");
      });

    /** §7.2.5 to §7.2.10: rooms answer presence with errors. */
    const handlePresence = (stanza: Stanza): void => {
      try {
        evictOnFailure(stanza.to, () => db.atomically(() => presenceFile().receivePresence(engine, stanza)));
      } catch (error) {
        if (!(error instanceof StanzaError)) throw error;
        route(presenceFile().presenceError(stanza, error));
      }
    };

    const operator = lazy(() =>
      operatorFile().openRoomOperator(engine, [...services()], (room, work) =>
        evictOnFailure(room, () => db.atomically(work)),
      ),
    );

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
        get operator() {
          return operator();
        },
        /** For rooms that come from another server. */
        openImport: (occupantId: RoomImportDeps["occupantId"]) =>
          importingFile().openRoomImport({ engine, archive: use(archive), occupantId }),
        /** Each service that has rooms, with what goes along of them when they are taken elsewhere. */
        exported: () =>
          [...domains]
            .map((served) => `${config.subdomain}.${served}`)
            .map((domain) => ({
              domain,
              parts: () => exportingFile().exportedRooms(domain, { engine, archive: use(archive) }),
            }))
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
