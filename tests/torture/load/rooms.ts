/** A room (XEP-0045) with people of both servers: what is said in it, its subject, who is affiliated with it, who is in it. */
import { Deliveries } from "../oracle/deliveries.ts";
import { type Loss, Register } from "../oracle/register.ts";
import { type Activity, appOf, refused, type World } from "./activity.ts";
import type { App } from "./app.ts";
import { ArchiveReader } from "./archive.ts";
import { becomes } from "./patience.ts";

const MUC = "http://jabber.org/protocol/muc";
const NAMES = ["alice", "bob", "dora", "emil"] as const;
const GUESTS = ["guest1@other.example", "guest2@one.example"] as const;
const AFFILIATIONS = ["none", "member", "admin", "outcast"] as const;

interface Occupant {
  readonly app: App;
  readonly nick: string;
  readonly deliveries: Deliveries;
  /** The nicknames that it sees. */
  readonly seen: Set<string>;
  count: number;
}

export function rooms(world: World): Activity {
  const room = `stage@rooms.${world.sites.all[0].domain}`;
  const owner = appOf(world, "alice");
  const occupants = NAMES.map((nick): Occupant => {
    const app = appOf(world, nick);
    const deliveries = new Deliveries(`room-${nick}`, { isBetweenServers: app.site !== owner.site });
    return { app, nick, deliveries, seen: new Set(), count: 0 };
  });
  const affiliations = new Map(GUESTS.map((jid) => [jid, new Register<string>(`the affiliation of ${jid}`, "none")]));
  const reader = new ArchiveReader(owner, room);
  let done = 0;

  for (const { app, seen } of occupants)
    app.listeners.push(({ name, attrs }) => {
      const [address = "", nick = ""] = (attrs.from ?? "").split("/");
      if (name !== "presence" || address !== room || attrs.type === "error") return;
      if (attrs.type === "unavailable") seen.delete(nick);
      else seen.add(nick);
    });
  for (const { app, deliveries } of occupants)
    app.listeners.push((stanza) => {
      const message = stanza.name === "message" ? deliveries.get(stanza.attrs.id) : undefined;
      if (message && stanza.attrs.type === "error") message.isRefused = true;
      else if (message && !message.isSeen) {
        message.isSeen = true;
        done += 1;
      }
    });

  const sends = (occupant: Occupant): string => {
    const { app, deliveries } = occupant;
    occupant.count += 1;
    const id = `${deliveries.name}-${occupant.count}`;
    const message = deliveries.sent(id, app.account);
    app.delivers(`<message to='${room}' type='groupchat' id='${id}'><body>${occupant.count}</body></message>`, {
      acknowledged: () => {
        // Elsewhere it is the way to the room that is acknowledged, where its sender may be a stranger by then.
        if (app.site === owner.site) message.isAcknowledged = true;
      },
      again: () => {
        message.times += 1;
      },
    });
    return id;
  };

  const enter = async ({ app, nick, seen }: Occupant): Promise<boolean> => {
    seen.clear();
    const answered = app.receives(
      ({ name, attrs }) => name === "presence" && attrs.from === `${room}/${nick}` && attrs.type !== "unavailable",
    );
    app.sends(`<presence to='${room}/${nick}'><x xmlns='${MUC}'><history maxstanzas='0'/></x></presence>`);
    const answer = await answered;
    return answer !== undefined && answer.attrs.type !== "error";
  };

  /** XEP-0410. */
  const isInside = async ({ app, nick }: Occupant): Promise<boolean> =>
    (await app.asks("get", "<ping xmlns='urn:xmpp:ping'/>", `${room}/${nick}`))?.attrs.type === "result";

  const administer = (type: "get" | "set", item: string) =>
    owner.asks(type, `<query xmlns='${MUC}#admin'><item ${item}/></query>`, room);

  const affiliate = async (): Promise<void> => {
    const [jid, register] = world.random.pick([...affiliations]);
    const affiliation = world.random.pick(AFFILIATIONS.filter((other) => other !== register.last));
    register.asks(affiliation);
    const answer = await administer("set", `jid='${jid}' affiliation='${affiliation}'`);
    if (answer?.attrs.type === "error") refused(world, register.name, answer);
    if (answer?.attrs.type !== "result") return;
    register.kept();
    done += 1;
  };

  const talk = async (occupant: Occupant, isOver: () => boolean): Promise<void> => {
    while (!isOver() && occupant.app.isConnected) {
      const message = occupant.deliveries.get(sends(occupant));
      await becomes(
        () => message?.isSeen === true || message?.isRefused === true || isOver() || !occupant.app.isConnected,
      );
      if (occupant.app === owner && owner.isConnected && world.random.chance(0.3)) await affiliate();
      else if (world.random.chance(0.3)) await occupant.app.isAcknowledged();
    }
  };

  const affiliationsNow = async (): Promise<Map<string, string>> => {
    const found = new Map<string, string>();
    for (const affiliation of AFFILIATIONS.slice(1)) {
      const answer = await administer("get", `affiliation='${affiliation}'`);
      if (answer?.attrs.type !== "result") throw new Error(`the list of ${affiliation}: ${answer}`);
      for (const { attrs } of answer.getChild("query")?.getChildren("item") ?? []) found.set(attrs.jid, affiliation);
    }
    return found;
  };

  const checkOccupants = async (): Promise<string[]> => {
    for (const occupant of occupants) {
      const isBack = async (): Promise<boolean> => (await isInside(occupant)) || (await enter(occupant));
      if (!(world.mayRefuse ? await becomes(isBack) : await isBack()))
        return [`${occupant.nick} cannot enter the room`];
    }
    const everybody = NAMES.join(" ");
    const see = ({ seen }: Occupant): string => [...seen].sort().join(" ");
    await becomes(() => occupants.every((occupant) => see(occupant) === everybody), 20_000);
    return occupants
      .filter((occupant) => see(occupant) !== everybody)
      .map((occupant) => `${occupant.nick} sees in the room: ${see(occupant)}`);
  };

  const checkMessages = async (loss: Loss): Promise<string[]> => {
    const last = occupants.map((occupant) => [occupant, sends(occupant)] as const);
    const faults: string[] = [];
    for (const [{ deliveries }, id] of last)
      if (!(await becomes(() => deliveries.get(id)?.isSeen === true))) faults.push(`${id} was not said in the room`);
    const archived = (await reader.next()).map(({ id }) => id);
    for (const { deliveries } of occupants) {
      const own = archived.filter((id) => id.startsWith(`${deliveries.name}-`));
      faults.push(...deliveries.faultsOf(room, own, { loss, copies: world.copies, whose: "recipient" }));
      deliveries.forget();
    }
    return faults;
  };

  return {
    name: "rooms",
    get done() {
      return done;
    },
    prepare: async () => {
      for (const occupant of occupants) {
        if (!(await enter(occupant))) throw new Error(`${occupant.nick} cannot enter`);
        if (occupant.app !== owner) continue;
        const fields = { membersonly: "0", persistentroom: "1" };
        const form = Object.entries(fields).map(
          ([name, value]) => `<field var='muc#roomconfig_${name}'><value>${value}</value></field>`,
        );
        const type = `<field var='FORM_TYPE'><value>${MUC}#roomconfig</value></field>`;
        const query = `<query xmlns='${MUC}#owner'><x xmlns='jabber:x:data' type='submit'>${type}${form.join("")}</x></query>`;
        const answer = await owner.asks("set", query, room);
        if (answer?.attrs.type !== "result") throw new Error(`the room is not configured: ${answer}`);
      }
    },
    run: async (isOver) => void (await Promise.all(occupants.map((occupant) => talk(occupant, isOver)))),
    check: async (loss: Loss) => {
      const faults = [...(await checkOccupants()), ...(await checkMessages(loss))];
      const now = await affiliationsNow();
      for (const [jid, register] of affiliations) faults.push(...register.found(now.get(jid) ?? "none", loss));
      return faults;
    },
  };
}
