import { connect, type Socket } from "node:net";
import type { Attack } from "../attack.ts";
import { repeatNumbered } from "../attack-context.ts";

const HEADER =
  "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' to='localhost' version='1.0'>";

/** Opens plaintext connections to a port until `count` or a refusal. `from` is the local address. */
async function connections(port: number, count: number, from = "127.0.0.1"): Promise<Socket[]> {
  const open = (): Promise<Socket | undefined> =>
    new Promise((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, localAddress: from }, () => resolve(socket));
      socket.on("error", () => resolve(undefined));
      socket.on("data", () => {});
    });
  const all = await Promise.all(Array.from({ length: count }, open));
  return all.filter((socket) => socket !== undefined);
}

const alive = (sockets: readonly Socket[]): number => sockets.filter(({ closed }) => !closed).length;

export const requestFlood: Attack = {
  name: "request-flood",
  about: "50 apps of one account, 5,000 disco requests each, all at once.",
  accounts: ["tybalt"],
  run: async (context) => {
    const apps = await context.enterMany("tybalt", 50);
    await context.startMeasurement();
    const info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
    const text = repeatNumbered(5000, (n) => `<iq type='get' id='d${n}' to='localhost'>${info}</iq>`);
    const pings = apps.map((app) => {
      app.sends(text);
      return app.pings();
    });
    await Promise.all(pings);
    return [...new Set(apps.map((app) => app.answerSummary()))].slice(0, 3).join(" / ");
  },
};

export const beforeLogin: Attack = {
  name: "before-login",
  about: "480 plaintext connections from one address, each with 9.2 kB of an element that does not end.",
  accounts: [],
  run: async (context) => {
    await context.startMeasurement();
    const sockets = await connections(context.ports.client ?? 0, 480);
    const text = `${HEADER}<x>${"<a/>".repeat(2300)}`;
    for (const socket of sockets) socket.write(text);
    context.countClient(text.length * sockets.length);
    await Bun.sleep(3000);
    return `${sockets.length} connected, ${alive(sockets)} still there`;
  },
};

export const proxyPlaces: Attack = {
  name: "proxy-places",
  about: "one stranger opens 200 connections to the file proxy; another address wants one.",
  accounts: [],
  run: async (context) => {
    await context.startMeasurement();
    const sockets = await connections(context.ports.proxy ?? 0, 200);
    for (const socket of sockets) socket.write(Uint8Array.of(5, 1, 0));
    await Bun.sleep(500);
    const [other] = await connections(context.ports.proxy ?? 0, 1, "127.0.0.2");
    const isServed = await new Promise<boolean>((resolve) => {
      other?.once("data", () => resolve(true));
      other?.write(Uint8Array.of(5, 1, 0));
      setTimeout(() => resolve(false), 1000);
    });
    return `${alive(sockets)} of 200 stay; another address is ${isServed ? "served" : "not served"}`;
  },
};

export const descriptors: Attack = {
  name: "descriptors",
  about: "a server with 64 descriptors, and 100 connections to it that stay for three seconds.",
  accounts: [],
  descriptors: 64,
  run: async (context) => {
    await context.startMeasurement();
    const sockets = await connections(context.ports.client ?? 0, 100);
    await Bun.sleep(3000);
    return `${sockets.length} connected, ${alive(sockets)} still there`;
  },
};

export const capsAnswer: Attack = {
  name: "caps-answer",
  about: "an app that is asked what it can do answers with 460 kB of features.",
  accounts: ["tybalt"],
  run: async (context) => {
    const client = await context.observer("tybalt");
    const caps =
      "<c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:a' ver='uM6xVqDQH0TCtWLEtHbWqw8Ub5E='/>";
    client.send(`<presence>${caps}</presence>`);
    const { attrs } = await client.receive((element) => element.name === "iq" && element.attrs.type === "get");
    const attacker = context.attacker(client);
    await context.startMeasurement();
    const features = repeatNumbered(20_000, (n) => `<feature var='f${n}'/>`);
    const query = `<query xmlns='http://jabber.org/protocol/disco#info' node='urn:a#uM6xVqDQH0TCtWLEtHbWqw8Ub5E='>${features}</query>`;
    attacker.sends(`<iq type='result' id='${attrs.id}' to='${attrs.from ?? ""}'>${query}</iq>`);
    await attacker.pings();
    return attacker.answerSummary();
  },
};

export const idle: Attack = {
  name: "idle",
  about: "20 people are there and say nothing for five seconds.",
  accounts: Array.from({ length: 20 }, (_, n) => `idler${n}`),
  run: async (context) => {
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => context.enter(`idler${n}`)));
    for (const one of all) one.sends("<presence/>");
    await context.startMeasurement();
    await Bun.sleep(5000);
    return "nothing";
  },
};
